import { type Static, Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import type { App } from '../app.ts'
import { OUTAGE_KINDS, type OutageKind } from '../domain/availability-rule.ts'
import { isPlannedByKind, type OutageRecord } from '../domain/outage.ts'
import type { OutageChange } from '../domain/outage-change.ts'
import type { SettledByOutage } from '../domain/outage-impact.ts'
import type { Person } from '../domain/person.ts'
import type { Resource } from '../domain/resource.ts'
import { isSteward } from '../domain/stewardship.ts'
import { floatingAt, localOf } from '../domain/zone.ts'
import { instant, spanOf } from './presenters.ts'
import { Instant, nullable, oneOf } from './schemas.ts'

const UtcInstant = Type.String({ description: 'RFC 3339, UTC' })
const Reason = Type.String({ maxLength: 500 })
const OnConflict = oneOf(['keep', 'cancel'], {
  description: 'What becomes of reservations that overlap; `cancel` is without consequence for their people',
})
const closed = { additionalProperties: false }

export const OutageIn = Type.Object(
  {
    start: Instant,
    end: Instant,
    kind: oneOf(OUTAGE_KINDS),
    planned: Type.Optional(Type.Boolean({ description: 'Unless told, all but breakdowns are' })),
    reason: Type.Optional(Reason),
    on_conflict: Type.Optional(OnConflict),
    rrule: Type.Optional(
      Type.String({
        maxLength: 500,
        description: 'Comes again by this rule of RFC 5545, on the resource’s wall clock',
      }),
    ),
  },
  closed,
)

export const OutagePatch = Type.Object(
  {
    start: Type.Optional(Instant),
    end: Type.Optional(Instant),
    kind: Type.Optional(oneOf(OUTAGE_KINDS)),
    planned: Type.Optional(Type.Boolean()),
    reason: Type.Optional(Reason),
    work_log: Type.Optional(nullable(Type.String({ maxLength: 10_000 }))),
    done_by: Type.Optional(
      Type.Union([Type.Integer({ minimum: 1 }), Type.String({ minLength: 1, maxLength: 254 })], {
        description: 'Who did the work: an id or an e-mail address; goes with work_log',
      }),
    ),
    on_conflict: Type.Optional(OnConflict),
  },
  closed,
)

const outage = {
  id: Type.Integer(),
  resource: Type.String(),
  start: UtcInstant,
  end: UtcInstant,
  kind: oneOf(OUTAGE_KINDS),
  planned: Type.Boolean(),
  reason: nullable(Type.String({ description: 'Null for who is not signed in' })),
  rule: nullable(Type.Integer({ description: 'The rule it is one occurrence of' })),
  work_log: nullable(Type.String({ description: 'For stewards' })),
  done_by: nullable(Type.String({ description: 'For stewards' })),
  created_at: UtcInstant,
}
export const OutageOut = Type.Object(outage)

export const ChangedOutageOut = Type.Object({
  ...outage,
  affected: Type.Array(
    Type.Object({
      id: Type.Integer({ description: 'Of the reservation, as it was' }),
      reservation: Type.Integer(),
      resource: Type.String(),
      start: UtcInstant,
      end: UtcInstant,
      outcome: oneOf(['kept', 'cancelled', 'moved']),
      state: Type.String(),
    }),
  ),
  occurrences: Type.Optional(Type.Array(Type.Object({ id: Type.Integer(), start: UtcInstant, end: UtcInstant }))),
})

/** The outage a body means: once, or by a rule on the wall clock that its start and end show in the resource's zone. */
export function changeFrom(body: Static<typeof OutageIn>, { timeZone }: Resource): OutageChange {
  const kind = body.kind as OutageKind
  const [start, end] = [Date.parse(body.start), Date.parse(body.end)]
  const matter = { kind, planned: body.planned ?? isPlannedByKind(kind), reason: body.reason ?? '' }
  if (!body.rrule || end <= start) return { kind: 'open', outage: { ...matter, start, end } }
  const durationMinutes = Math.round((floatingAt(end, timeZone) - floatingAt(start, timeZone)) / 60_000)
  const rule = {
    startLocal: localOf(start, timeZone),
    durationMinutes,
    rrule: body.rrule.replace(/^RRULE:/i, '').toUpperCase(),
  }
  return { kind: 'open-by-rule', rule, outage: matter }
}

export function outageOut(app: App, record: OutageRecord, person: Person | null) {
  const resource = catalogueOf(app.db).resourceById.get(record.resourceId)!
  const isTheirs = isSteward(person, resource)
  return {
    id: record.id,
    resource: resource.slug,
    ...spanOf(record),
    kind: record.kind,
    planned: record.planned,
    reason: person ? record.reason : null,
    rule: record.ruleId,
    work_log: isTheirs ? record.workLog : null,
    done_by: isTheirs ? (record.doneBy?.name ?? null) : null,
    created_at: instant(record.createdAt),
  }
}

export const settledOut = (app: App, settled: readonly SettledByOutage[]) =>
  settled.map(({ reservation, before, outcome }) => ({
    id: reservation.id,
    reservation: reservation.id,
    resource: catalogueOf(app.db).resourceById.get(before.resourceId)!.slug,
    ...spanOf(before),
    outcome,
    state: reservation.state,
  }))
