import { type FieldFault, MAX_WINDOW_MINUTES, recurrenceFieldFault } from './hours-change.ts'
import type { Interval } from './interval.ts'
import { type Recurring, startsBetween } from './recurrence.ts'
import { floatingAt, floatingText, isLocal, placeFloating } from './zone.ts'

/** Outages that come again, on the wall clock at both ends: 22:00 plus 480 is 06:00 on the clock, whatever the clocks do. */
export interface OutageRuleDraft {
  /** `2026-12-01T08:00:00` */
  readonly startLocal: string
  readonly durationMinutes: number
  readonly rrule: string
}

export interface OutageRule extends OutageRuleDraft {
  readonly id: number
  readonly resourceId: number
  /** Its occurrences before this instant are rows; a chore writes the later ones. */
  readonly writtenUntil: number
}

/** So far ahead the occurrences of a rule are written, in days: farther than anybody books. */
export const WRITTEN_DAYS = 731

/** What is wrong with a rule as somebody typed it, by the field's name in the API; null when it may be kept. */
export function outageRuleFault(draft: OutageRuleDraft, zone: string): FieldFault | null {
  const { startLocal, durationMinutes } = draft
  if (!isLocal(startLocal)) return { field: 'dtstart', reason: 'local-time' }
  if (!(Number.isInteger(durationMinutes) && durationMinutes >= 1 && durationMinutes <= MAX_WINDOW_MINUTES))
    return { field: 'duration', reason: 'window-length', values: { days: 31 } }
  return recurrenceFieldFault(recurringOf(draft), zone)
}

const recurringOf = ({ startLocal, rrule }: Pick<OutageRuleDraft, 'startLocal' | 'rrule'>): Recurring => ({
  startLocal,
  rrule,
  exdates: [],
  rdates: [],
  validUntil: null,
})

const MINUTE = 60_000

/** The occurrences that start in the span, by start. One whose wall-clock ends fall together has none. */
export function occurrencesOf(rule: OutageRuleDraft, { start, end }: Interval, zone: string): Interval[] {
  const from = floatingAt(start, zone) - SLACK
  const to = floatingAt(end, zone) + SLACK
  return startsBetween(recurringOf(rule), from, to, zone)
    .map((local) => ({
      start: placeFloating(local, zone),
      end: placeFloating(local + rule.durationMinutes * MINUTE, zone),
    }))
    .filter((each) => each.end > each.start && each.start >= start && each.start < end)
}

/** More than any change of clocks. */
const SLACK = 3 * 3_600_000

/** The recurrence with no start at `at` or later; it keeps its first day. */
export function rruleUntil(rrule: string, at: number, zone: string): string {
  const kept = rrule.split(';').filter((part) => !/^(COUNT|UNTIL)=/.test(part))
  const last = floatingText(floatingAt(at, zone) - 1000)
  return [...kept, `UNTIL=${last.replaceAll(/[-:]/g, '')}`].join(';')
}
