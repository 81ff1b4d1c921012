import type { Conflict } from './conflicts.ts'
import type { Interval } from './interval.ts'
import type { Purpose } from './purpose.ts'
import type { Recurring } from './recurrence.ts'
import type { ReservationDetail } from './reservation.ts'
import type { Violation, ViolationCode } from './violation.ts'

/** Why an occurrence of a series has no reservation: `chosen` by the person, else what stood in its way. */
export const SKIP_REASONS = ['chosen', 'conflict', 'closed', 'violation'] as const
export type SkipReason = (typeof SKIP_REASONS)[number]

/** A rule that reservations follow, in the wall clock of `timeZone`; each occurrence lasts `durationMinutes` of elapsed time. */
export interface Series extends Pick<Recurring, 'startLocal' | 'rrule' | 'exdates' | 'rdates'> {
  readonly id: number
  /** Rises with every change of the series or of one of its occurrences; the ETag of the API. */
  readonly version: number
  readonly resourceId: number
  readonly requesterId: number
  readonly organisationId: number
  readonly projectId: number | null
  readonly title: string
  readonly purpose: Purpose
  readonly note: string | null
  readonly units: number
  readonly timeZone: string
  readonly durationMinutes: number
  /** SEQUENCE of the series' calendar entry. */
  readonly calendarSequence: number
  readonly createdAt: number
}

/** What a series is about to take or has taken, one for each start of its rule. */
export interface Occurrence extends Interval {
  /** Which one: its local start by the rule, `2027-03-28T02:30:00`, wherever it has been moved to. RECURRENCE-ID. */
  readonly local: string
  /** How far the change of the clocks moved it on the wall; 0 on all other days. */
  readonly movedMinutes: number
}

export const OCCURRENCE_OUTCOMES = ['free', 'conflict', 'closed', 'violation'] as const
export type OccurrenceOutcome = (typeof OCCURRENCE_OUTCOMES)[number]

/** An occurrence as a preview tells of it. */
export interface ForeseenOccurrence extends Occurrence {
  readonly resourceId: number
  readonly outcome: OccurrenceOutcome
  readonly violations: readonly Violation[]
  readonly conflicts: readonly Conflict[]
}

/** An occurrence of a saved series: its reservation, let go or not, or the reason why it has none. */
export type SeriesOccurrence = Occurrence &
  (
    | { readonly outcome: 'booked'; readonly reservation: ReservationDetail }
    | { readonly outcome: 'skipped'; readonly reason: SkipReason }
  )

const CLOSED: readonly ViolationCode[] = ['closed', 'audience', 'outage', 'out-of-service']

/** In one word what stands in the way: somebody else, closed time, or any other rule. */
export function outcomeOf({ violations, conflicts }: Pick<ForeseenOccurrence, 'violations' | 'conflicts'>) {
  if (conflicts.length > 0) return 'conflict'
  if (violations.length === 0) return 'free'
  return violations.some(({ code }) => CLOSED.includes(code)) ? 'closed' : 'violation'
}
