import { busyTimeOf } from './conflicts.ts'
import type { Interval } from './interval.ts'
import type { Recurring } from './recurrence.ts'
import { recurringFault } from './recurring-fault.ts'
import type { Policy } from './resource.ts'
import type { Occurrence, Series } from './series.ts'
import { expandSeries, type SeriesStart } from './series-starts.ts'
import { isValidZone } from './zone.ts'

/** What says when the occurrences of a series are. */
export type SeriesRule = Pick<Series, 'startLocal' | 'rrule' | 'exdates' | 'rdates' | 'timeZone' | 'durationMinutes'>

/** What is wrong with a field; `values` names the part of the rule by its RFC 5545 name, where it is one. */
export interface SeriesFault {
  readonly field: 'time_zone' | 'dtstart' | 'duration' | 'rrule' | 'exdates' | 'rdates'
  readonly reason: string
  readonly values?: { readonly part: string }
}

const MINUTE = 60_000
/** A year and a day: what lasts longer has no end that calendars could write. */
const MAX_OCCURRENCE_MINUTES = 366 * 1440

/** Whether an occurrence can last so long at all, whatever the rules of booking. */
export const isOccurrenceLength = (minutes: number): boolean =>
  Number.isInteger(minutes) && minutes >= 1 && minutes <= MAX_OCCURRENCE_MINUTES

/**
 * What is wrong with a rule as somebody typed it, or null: a part that is not understood, no start at all, more than
 * the bounds of a series, or an occurrence that takes time of the next one, set-up and clean-up included.
 */
export function seriesFault(rule: SeriesRule, policy: Policy): SeriesFault | null {
  if (!isValidZone(rule.timeZone)) return { field: 'time_zone', reason: 'no-such-zone' }
  const recurring = recurringOf(rule)
  const fault = recurringFault(recurring, rule.timeZone)
  if (fault)
    return { field: FIELDS[fault.part] ?? 'rrule', reason: `recurrence-${fault.reason}`, values: { part: fault.part } }
  if (!isOccurrenceLength(rule.durationMinutes)) return { field: 'duration', reason: 'no-length' }
  const { starts, cut } = expandSeries(recurring, rule.timeZone)
  if (cut) return { field: 'rrule', reason: cut === 'years' ? 'too-many-years' : 'too-many-occurrences' }
  const occurrences = starts.map((start) => occurrenceAt(start, rule.durationMinutes))
  return overlapsItself(occurrences, policy) ? { field: 'duration', reason: 'overlaps-itself' } : null
}

const FIELDS: Readonly<Record<string, SeriesFault['field']>> = {
  DTSTART: 'dtstart',
  EXDATE: 'exdates',
  RDATE: 'rdates',
}

/** Every occurrence of a rule without a fault, in the order of the wall clock. */
export function occurrencesOf(rule: SeriesRule): Occurrence[] {
  return expandSeries(recurringOf(rule), rule.timeZone).starts.map((start) => occurrenceAt(start, rule.durationMinutes))
}

function occurrenceAt({ local, at, movedMinutes }: SeriesStart, minutes: number): Occurrence {
  return { local, start: at, end: at + minutes * MINUTE, movedMinutes }
}

/** Whether one takes time of another, set-up and clean-up included. */
export function overlapsItself(occurrences: readonly Interval[], policy: Policy): boolean {
  const busy = occurrences.map((each) => busyTimeOf(each, policy)).sort((a, b) => a.start - b.start)
  return busy.some(({ end }, i) => end > (busy[i + 1]?.start ?? Number.POSITIVE_INFINITY))
}

function recurringOf({ startLocal, rrule, exdates, rdates }: SeriesRule): Recurring {
  return { startLocal, rrule, exdates, rdates, validUntil: null }
}
