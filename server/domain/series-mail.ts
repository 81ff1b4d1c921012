import type { State } from './lifecycle.ts'
import type { MailMatter, MailPlace } from './reservation-mail.ts'
import type { SkipReason } from './series.ts'

export const SERIES_MAIL_KINDS = [
  'series-requested',
  'series-asked',
  'series-confirmed',
  'series-declined',
  'series-changed',
  'series-cancelled',
  'series-expired',
  'series-invited',
  'series-uninvited',
  'series-guest-left',
] as const
/** `series-asked` goes to the stewards when requests wait for them; all others name what happened to the series. */
export type SeriesMailKind = (typeof SERIES_MAIL_KINDS)[number]

/** Everything a mail about a series says, frozen when it was queued. Instants in UTC epoch ms. */
export interface SeriesMail extends MailMatter {
  readonly seriesId: number
  /** The wall clock that the series keeps; `timeZone` is the resource's. */
  readonly seriesZone: string
  readonly startLocal: string
  readonly rrule: string
  readonly rdates: readonly string[]
  readonly durationMinutes: number
  /** All that have a reservation, let go or not, in the order of the rule. */
  readonly occurrences: readonly SeriesMailOccurrence[]
  readonly skipped: readonly { readonly local: string; readonly reason: SkipReason }[]
}

export interface SeriesMailOccurrence {
  /** Its local start by the rule: RECURRENCE-ID. */
  readonly local: string
  readonly reservationId: number
  readonly sequence: number
  readonly state: State
  readonly start: number
  readonly end: number
  /** Null where it is the series' own. */
  readonly title: string | null
  /** Where it takes place when that is not on the series' resource. */
  readonly elsewhere: MailPlace | null
}
