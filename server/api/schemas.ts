import { type TSchema, Type } from 'typebox'
import { AUDIENCES } from '../domain/availability-rule.ts'
import { STATES } from '../domain/lifecycle.ts'
import { MOST_PARTICIPANTS } from '../domain/participant.ts'
import { MOST_PARTS } from '../domain/parts.ts'
import { LEVELS, LOCALES, ORGANISATION_KINDS } from '../domain/person.ts'
import { PURPOSES } from '../domain/purpose.ts'
import { POLICY_PLACES, QUOTA_HOLDERS, QUOTA_MEASURES, QUOTA_PERIODS } from '../domain/quota.ts'
import { APPROVALS, RESOURCE_KINDS, RESOURCE_STATUSES } from '../domain/resource.ts'

/** The words of the API: JSON in snake_case, instants RFC 3339, lengths with their unit in the name. */

export const oneOf = (values: readonly string[], options: object = {}) =>
  Type.Unsafe<string>({ type: 'string', enum: [...values], ...options })
export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const closed = { additionalProperties: false }

/** Input: RFC 3339 with an offset or Z; a naive one has no meaning and is refused. */
export const Instant = Type.String({ format: 'date-time', maxLength: 40, description: 'RFC 3339 with offset or Z' })
const UtcInstant = Type.String({ description: 'RFC 3339, UTC' })
export const Slug = Type.String({ minLength: 1, maxLength: 120 })
const Name = Type.Object({ pl: Type.String(), en: Type.String() })

export const OrganisationOut = Type.Object({
  slug: Type.String(),
  name: Name,
  kind: oneOf(ORGANISATION_KINDS),
  city: nullable(Type.String()),
})

export const LabOut = Type.Object({
  slug: Type.String(),
  name: Name,
  organisation: Type.String(),
  unit: nullable(Type.String()),
  city: nullable(Type.String()),
  time_zone: Type.String(),
  observes_holidays: Type.Boolean(),
  decision_days: Type.Integer(),
  decision_hours: nullable(
    Type.Integer({
      description: 'Open hours of the lab for a decision, in place of the working days; null where those hold',
    }),
  ),
})

const Days = Type.Integer()
const WeekHours = Type.Array(
  Type.Object({
    days: Type.Array(Type.Integer({ description: '0 for Monday to 6' })),
    from: Type.String({ description: 'Wall clock, 08:00' }),
    to: Type.String({ description: 'Wall clock, at most 24:00' }),
  }),
)

export const PolicyOut = Type.Object({
  step_minutes: Type.Integer(),
  min_minutes: Type.Integer(),
  max_minutes: Type.Integer(),
  setup_minutes: Type.Integer(),
  cleanup_minutes: Type.Integer(),
  min_notice_minutes: Type.Integer(),
  horizon_days: Type.Integer(),
  cancel_notice_minutes: Type.Integer(),
  approval: oneOf(APPROVALS),
  qualification_required: nullable(oneOf(LEVELS)),
  lock_minutes: Type.Integer({ description: 'From so long before the start only stewards change or cancel' }),
  horizon_days_for: Type.Partial(Type.Object({ everyone: Days, members: Days, organisation: Days }), {
    description: 'Horizons of audiences; the widest that fits a person counts in place of horizon_days',
  }),
  one_place: Type.Boolean({ description: 'Nobody holds two such resources at the same time' }),
  project_required: Type.Boolean(),
  purposes: nullable(Type.Array(oneOf(PURPOSES), { description: 'Those allowed; null for all' })),
  bookers: nullable(
    Type.Object({
      audience: nullable(oneOf(AUDIENCES)),
      listed: Type.Boolean({ description: 'People named by the steward may book, too' }),
    }),
  ),
  level_hours: Type.Partial(Type.Object({ trainee: WeekHours, supervised: WeekHours, independent: WeekHours })),
  qualification_lapse_months: nullable(Type.Integer()),
  no_show_after_minutes: nullable(
    Type.Integer({ description: 'What nobody has checked in to so long after its start is a no-show; null for never' }),
  ),
  auto_check_out: Type.Boolean({ description: 'Use ends with its reservation where nobody checks out' }),
  approval_after_misses: nullable(
    Type.Integer({
      description: 'After so many no-shows and late cancellations in the lab requests wait for approval',
    }),
  ),
  calibration_every_months: nullable(Type.Integer()),
  quotas: Type.Array(
    Type.Object({
      per: oneOf(QUOTA_HOLDERS),
      measure: oneOf(QUOTA_MEASURES),
      most: Type.Integer({ description: 'Minutes, or a number of reservations' }),
      period: oneOf(QUOTA_PERIODS),
      hours: nullable(Type.Object({ from: Type.String(), to: Type.String() })),
      exempt_purposes: Type.Array(oneOf(PURPOSES)),
      scope: oneOf(POLICY_PLACES),
    }),
  ),
})

export const ResourceOut = Type.Object({
  slug: Type.String(),
  name: Name,
  kind: oneOf(RESOURCE_KINDS),
  organisation: Type.String(),
  lab: Type.String(),
  parent: nullable(Type.String()),
  children: Type.Array(Type.String()),
  accessories: Type.Array(Type.Object({ slug: Type.String(), name: Name, capacity: Type.Integer() }), {
    description: 'What can be taken along with it, by `also`; never booked by itself',
  }),
  manufacturer: nullable(Type.String()),
  model: nullable(Type.String()),
  techniques: Type.Array(Type.String()),
  time_zone: Type.String(),
  status: oneOf(RESOURCE_STATUSES),
  capacity: Type.Integer(),
  policy: PolicyOut,
  source: nullable(
    Type.Object({
      url: Type.String(),
      year: nullable(Type.Integer()),
      confirmed_at: nullable(Type.String({ description: 'When the owner confirmed the data; null for never' })),
    }),
  ),
})

const span = { start: UtcInstant, end: UtcInstant }
export const SpanOut = Type.Object(span)
export const LoadOut = Type.Object({ ...span, units: Type.Integer() })

export const AvailabilityOut = Type.Object({
  resource: Type.String(),
  time_zone: Type.String(),
  open: Type.Array(SpanOut),
  busy: Type.Array(LoadOut),
  outages: Type.Array(Type.Object({ ...span, kind: Type.String(), planned: Type.Boolean() })),
  free: Type.Array(LoadOut),
})

/** A clash on one of several resources names it. */
const ConflictOut = Type.Object({ ...span, units: Type.Integer(), resource: Type.Optional(Type.String()) })

const PersonRef = Type.Object({ id: Type.Integer(), name: Type.String() })

const VoiceOut = Type.Object({ lab: nullable(Type.String({ description: 'null for the cluster coordinator' })) })
const VoteOut = Type.Object({
  ...VoiceOut.properties,
  person: PersonRef,
  note: nullable(Type.String()),
  at: UtcInstant,
})

export const ReservationOut = Type.Object({
  id: Type.Integer(),
  version: Type.Integer(),
  state: oneOf(STATES),
  resource: Type.String(),
  time_zone: Type.String(),
  ...span,
  units: Type.Integer(),
  also: Type.Array(Type.Object({ resource: Type.String(), units: Type.Integer() }), {
    description: 'Resources and accessories that it takes along for the same time',
  }),
  title: nullable(
    Type.String({ description: 'null to the coordinator, who decides by hours, organisation and purpose' }),
  ),
  purpose: oneOf(PURPOSES),
  project: nullable(Type.String()),
  note: nullable(Type.String()),
  requester: nullable(PersonRef),
  organisation: Type.String(),
  series: nullable(Type.Integer()),
  decide_by: nullable(UtcInstant),
  decided_by: nullable(PersonRef),
  decision_reason: nullable(Type.String()),
  created_at: UtcInstant,
  participants: Type.Array(PersonRef, {
    description: 'Who is invited along; empty where the caller sees only who reserves what for',
  }),
  votes: Type.Optional(Type.Array(VoteOut, { description: 'While it waits and more than one has to agree: who has' })),
  waits_for: Type.Optional(
    Type.Array(VoiceOut, {
      description: 'While it waits: whose yes is missing; the coordinator is asked after the labs',
    }),
  ),
  links: Type.Record(Type.String(), Type.String()),
})

/** What is shown of a reservation that belongs to somebody else. */
export const MaskedOut = Type.Object({ ...span, units: Type.Integer() })

const wish = {
  resource: Slug,
  start: Instant,
  end: Instant,
  title: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }),
  purpose: oneOf(PURPOSES),
  project: Type.Optional(
    nullable(Type.String({ maxLength: 60, description: 'Code of a project the person takes part in' })),
  ),
  note: Type.Optional(nullable(Type.String({ maxLength: 2000 }))),
  units: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  also: Type.Optional(
    Type.Array(
      Type.Object({ resource: Slug, units: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })) }, closed),
      {
        maxItems: MOST_PARTS,
        description:
          'Other resources and accessories for the same time, all or nothing. Each is held against its own rules; in a change the whole list.',
      },
    ),
  ),
  participants: Type.Optional(
    Type.Array(Type.Union([Type.Integer({ minimum: 1 }), Type.String({ minLength: 3, maxLength: 254 })]), {
      maxItems: MOST_PARTICIPANTS,
      description:
        'Whom to invite along: exact e-mail addresses, or ids of people of the caller’s organisation and projects. They see the reservation and get their own calendar invitation, and may change nothing. In a change the whole list.',
    }),
  ),
  override: Type.Optional(
    Type.String({ minLength: 1, maxLength: 500, description: 'A steward’s reason to set overridable rules aside' }),
  ),
}

export const ReservationIn = Type.Object(wish, closed)
/** A preview asks about a time before there is a title. */
export const PreviewIn = Type.Object(
  { ...wish, title: Type.Optional(Type.String({ maxLength: 200 })), purpose: Type.Optional(wish.purpose) },
  closed,
)
export const ReservationChange = Type.Object(
  {
    start: Type.Optional(Instant),
    end: Type.Optional(Instant),
    title: Type.Optional(wish.title),
    purpose: Type.Optional(wish.purpose),
    project: wish.project,
    note: wish.note,
    units: wish.units,
    also: wish.also,
    participants: wish.participants,
    override: wish.override,
    reason: Type.Optional(
      nullable(
        Type.String({
          maxLength: 500,
          description: 'Why; whoever it is the reservation of reads it. Another purpose than was confirmed needs it',
        }),
      ),
    ),
  },
  { ...closed, minProperties: 1 },
)

export const ViolationOut = Type.Object({
  code: Type.String({
    description:
      'Besides those of opening hours, length and rights: `quota`, what its holder has of a period is used up; `elsewhere`, the person holds another resource meanwhile where one cannot be in two places; `locked`, only a steward may change or cancel so shortly before the start; `parts`, the resources cannot be taken together',
  }),
  resource: Type.Optional(Type.String({ description: 'Which of several resources; left out for the leading one' })),
  message: Type.String(),
  remedy: Type.Optional(Type.String()),
  link: Type.Optional(Type.String({ description: 'The page that mends it' })),
  overridable: Type.Boolean(),
})

export const AlternativeOut = Type.Object({
  resource: Type.String(),
  ...span,
  approval: oneOf(APPROVALS),
  qualified: Type.Boolean(),
})

export const PreviewOut = Type.Object({
  allowed: Type.Boolean(),
  state: nullable(oneOf(['confirmed', 'requested', 'completed'])),
  violations: Type.Array(ViolationOut),
  conflicts: Type.Array(ConflictOut),
  alternatives: Type.Array(AlternativeOut),
  state_aid: Type.Optional(
    Type.Array(
      Type.Object({
        entity: Type.String(),
        year: Type.Integer(),
        hours: Type.Number({ description: 'Economic hours of this reservation by weight' }),
        share_before: nullable(Type.Number()),
        share_after: nullable(Type.Number()),
        headroom_hours: Type.Number({ description: 'Left to 20 % with it' }),
        passes: nullable(Type.Integer({ description: 'The limit, in percent, reached with it and not without' })),
      }),
      { description: 'For stewards: what it does to the State-aid books, with all that is confirmed to 31 December' },
    ),
  ),
})

/** RFC 9457. */
export const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    code: Type.String(),
    violations: Type.Optional(Type.Array(ViolationOut)),
    conflicts: Type.Optional(Type.Array(ConflictOut)),
    alternatives: Type.Optional(Type.Array(AlternativeOut)),
    errors: Type.Optional(Type.Array(Type.Object({ path: Type.String(), message: Type.String() }))),
  },
  { additionalProperties: true },
)

export const PersonOut = Type.Object({
  id: Type.Integer(),
  email: Type.String(),
  name: Type.String(),
  organisation: Type.String(),
  role: Type.String(),
  locale: oneOf(LOCALES),
  steward_of: Type.Array(Type.Object({ lab: Type.String(), role: Type.String() })),
})

export const listOf = <T extends TSchema>(item: T) =>
  Type.Object({ items: Type.Array(item), next_cursor: nullable(Type.String()) })
export const listQuery = {
  limit: Type.Optional(Type.String({ pattern: '^[0-9]{1,3}$', description: 'At most 200, 50 unless told' })),
  cursor: Type.Optional(Type.String({ maxLength: 200 })),
}
/** Of lists that come whole where they can. */
export const wholeListQuery = Type.Object(
  {
    limit: Type.Optional(Type.String({ pattern: '^[0-9]{1,3}$', description: 'At most 200, which it is unless told' })),
    cursor: listQuery.cursor,
  },
  { additionalProperties: false },
)
export const IdParams = Type.Object({ id: Type.String({ pattern: '^[0-9]{1,15}$' }) })
export const SlugParams = Type.Object({ slug: Slug })

/** The answers every call may give besides its own, for the description. */
const problemAnswer = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: Problem } },
})
export const problems = {
  '4xx': problemAnswer('What the caller can mend'),
  '5xx': problemAnswer('What the caller can only try again'),
}
