import { type TSchema, Type } from 'typebox'
import { STATES } from '../domain/lifecycle.ts'
import { PURPOSES } from '../domain/purpose.ts'
import { OCCURRENCE_OUTCOMES, SKIP_REASONS } from '../domain/series.ts'
import { AlternativeOut, Instant, LoadOut, PreviewIn, ReservationIn, ViolationOut } from './schemas.ts'

const oneOf = (values: readonly string[], options: object = {}) =>
  Type.Unsafe<string>({ type: 'string', enum: [...values], ...options })
const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const closed = { additionalProperties: false }

const Local = Type.String({
  maxLength: 40,
  description: 'Wall clock of the series, without offset: 2027-03-22T09:00:00',
})
const Dates = Type.Array(Type.String({ maxLength: 40, description: 'A local start, or a local day' }), {
  maxItems: 1000,
})
const Length = Type.String({ maxLength: 40, description: 'ISO 8601 duration of elapsed time: PT2H' })

const { title, purpose, project, note, units, participants, override } = ReservationIn.properties
const rule = {
  resource: ReservationIn.properties.resource,
  dtstart: Local,
  time_zone: Type.Optional(Type.String({ maxLength: 60, description: 'IANA zone; the resource’s unless named' })),
  duration: Length,
  rrule: Type.String({ maxLength: 20_000, description: 'RFC 5545, 3.3.10, without DTSTART' }),
  exdates: Type.Optional(Dates),
  rdates: Type.Optional(Dates),
}
const onConflict = Type.Optional(
  oneOf(['reject', 'skip'], { description: 'What becomes of occurrences that cannot be booked; reject unless named' }),
)

export const SeriesIn = Type.Object(
  { ...rule, on_conflict: onConflict, title, purpose, project, note, units, participants, override },
  closed,
)
/** A preview asks about times before there is a title. */
export const SeriesPreviewIn = Type.Object(
  {
    ...rule,
    on_conflict: onConflict,
    title: PreviewIn.properties.title,
    purpose: PreviewIn.properties.purpose,
    project,
    note,
    units,
    override,
  },
  closed,
)

const scope = {
  scope: oneOf(['all', 'following']),
  from: Type.Optional(
    Type.String({ ...Instant, description: 'The start of an occurrence: it and those after it by the rule' }),
  ),
  include_changed: Type.Optional(
    Type.Boolean({ description: 'Also occurrences that were changed by themselves; false unless told' }),
  ),
}

export const SeriesChangeIn = Type.Object(
  {
    ...scope,
    shift: Type.Optional(
      Type.String({ maxLength: 40, description: 'Signed ISO 8601 duration on the wall clock: PT1H, -PT30M, P1D' }),
    ),
    duration: Type.Optional(Length),
    title: Type.Optional(title),
    purpose: Type.Optional(purpose),
    project,
    note,
    units,
    participants,
    override,
    reason: Type.Optional(
      nullable(Type.String({ maxLength: 500, description: 'Why; whoever it is the series of reads it' })),
    ),
  },
  closed,
)
export const SeriesCancelIn = Type.Object(
  { ...scope, reason: Type.Optional(nullable(Type.String({ maxLength: 500 }))) },
  closed,
)

const Except = Type.Optional(
  Type.Array(Type.Integer({ minimum: 1 }), { maxItems: 1000, description: 'Reservations that stay undecided' }),
)
export const SeriesApproveIn = nullable(
  Type.Object({ note: Type.Optional(nullable(Type.String({ maxLength: 500 }))), except: Except }, closed),
)
export const SeriesDeclineIn = nullable(
  Type.Object({ reason: Type.Optional(nullable(Type.String({ maxLength: 500 }))), except: Except }, closed),
)
export const TakeBackIn = Type.Object({ local: Local }, closed)

const UtcInstant = Type.String({ description: 'RFC 3339, UTC' })
const span = { start: UtcInstant, end: UtcInstant }

export const SeriesPreviewOut = Type.Object({
  occurrences: Type.Array(
    Type.Object({
      local: Type.String({ description: 'Its local start by the rule, also where the clocks skip it' }),
      ...span,
      outcome: oneOf(OCCURRENCE_OUTCOMES),
      shifted: Type.Boolean({ description: 'The clocks skip its local start: it begins later on the wall' }),
      violations: Type.Array(ViolationOut),
      conflicts: Type.Array(LoadOut),
      alternatives: Type.Array(AlternativeOut),
    }),
  ),
})

export const SeriesOut = Type.Object({
  id: Type.Integer(),
  version: Type.Integer(),
  resource: Type.String(),
  dtstart: Type.String(),
  time_zone: Type.String(),
  duration: Type.String(),
  rrule: Type.String(),
  exdates: Type.Array(Type.String()),
  rdates: Type.Array(Type.String()),
  title: nullable(
    Type.String({ description: 'null to the coordinator, who decides by hours, organisation and purpose' }),
  ),
  purpose: oneOf(PURPOSES),
  project: nullable(Type.String()),
  note: nullable(Type.String()),
  units: Type.Integer(),
  requester: nullable(Type.Object({ id: Type.Integer(), name: Type.String() })),
  created_at: UtcInstant,
  occurrences: Type.Array(
    Type.Object({
      local: Type.String({ description: 'Which one: its local start by the rule, wherever it has been moved to' }),
      ...span,
      outcome: oneOf(['booked', 'skipped']),
      reason: Type.Optional(oneOf(SKIP_REASONS)),
      reservation: Type.Optional(Type.Integer()),
      resource: Type.Optional(Type.String()),
      state: Type.Optional(oneOf(STATES)),
      changed: Type.Optional(Type.Boolean({ description: 'Changed by itself' })),
    }),
  ),
  links: Type.Record(Type.String(), Type.String()),
})
