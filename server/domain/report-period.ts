import { type DaySpan, firstOfMonth, monthOf } from './local-months.ts'
import { addDays, daysBetween, isDay, localDayOf } from './zone.ts'

/** Ten years: what the longest memory of a funder asks for. */
export const LONGEST_REPORT_DAYS = 3660

export type PeriodFault = { readonly field: 'from' | 'to'; readonly reason: 'no-day' | 'not-after' | 'too-long' }

/** Local days of a report, `to` not included, or the field that is wrong and why. */
export function readPeriod(from: string, to: string): DaySpan | PeriodFault {
  if (!isReportable(from)) return { field: 'from', reason: 'no-day' }
  if (!isReportable(to)) return { field: 'to', reason: 'no-day' }
  if (to <= from) return { field: 'to', reason: 'not-after' }
  if (daysBetween(from, to) > LONGEST_REPORT_DAYS) return { field: 'to', reason: 'too-long' }
  return { from, to }
}

/** A day of the calendar, in years for which zones and holidays mean something. */
const isReportable = (day: string) => day >= '1980-01-01' && day <= '2199-12-31' && isDay(day)

/** The last whole month before now: what a report shows unless asked otherwise. */
export function lastMonth(now: number, zone: string): DaySpan {
  const month = monthOf(localDayOf(now, zone))
  return { from: firstOfMonth(month - 1), to: firstOfMonth(month) }
}

export const COMPARISONS = ['previous', 'year', 'none'] as const
export type Comparison = (typeof COMPARISONS)[number]

/** The period before: as many months for whole months, else as many days; or the same days a year earlier. */
export function periodBefore(days: DaySpan, comparison: Comparison): DaySpan | null {
  if (comparison === 'none') return null
  if (comparison === 'year') return { from: addMonths(days.from, -12), to: addMonths(days.to, -12) }
  if (!isWholeMonths(days)) return { from: addDays(days.from, -daysBetween(days.from, days.to)), to: days.from }
  return { from: addMonths(days.from, monthOf(days.from) - monthOf(days.to)), to: days.from }
}

/** Twelve months that end with the one of the last day. */
export function yearUpTo(days: DaySpan): DaySpan {
  const last = monthOf(addDays(days.to, -1))
  return { from: firstOfMonth(last - 11), to: firstOfMonth(last + 1) }
}

export const isWholeMonths = ({ from, to }: DaySpan): boolean => from.endsWith('-01') && to.endsWith('-01')

/** The same day so many months away; the last of the month where that one is shorter. */
function addMonths(day: string, months: number): string {
  const month = monthOf(day) + months
  const last = addDays(firstOfMonth(month + 1), -1)
  const same = firstOfMonth(month).slice(0, 8) + day.slice(8)
  return isDay(same) ? same : last
}
