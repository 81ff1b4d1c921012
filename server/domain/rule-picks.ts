import { parseRecurrence, type RecurrenceRule, WEEKDAYS } from './recurrence-rule.ts'
import { dayNumber, weekdayOf } from './zone.ts'

/** The ways in which opening hours usually repeat, as a form offers them. */
export const RULE_PATTERNS = ['week', 'month-nth', 'month-day', 'year', 'once'] as const

/** Which weekday of its month: counted from the end when negative. */
export const RULE_NTHS = [1, 2, 3, 4, 5, -1, -2] as const

/** What was picked; the day it starts from stands beside it. Weekdays count from 0, Monday, months from 1. */
export type RulePicks =
  | {
      readonly pattern: 'week'
      readonly weekdays: readonly number[]
      /** Every so many weeks. */
      readonly every: number
      /** Only in these months, every year; none is all of them. */
      readonly months: readonly number[]
    }
  | {
      readonly pattern: 'month-nth'
      readonly nth: number
      readonly weekday: number
      /** Every so many months. */
      readonly every: number
    }
  /** 1 to 31, or −1 for the last day; months that lack the day are left out. */
  | { readonly pattern: 'month-day'; readonly day: number; readonly every: number }
  /** Every year on the day it starts from. */
  | { readonly pattern: 'year' }
  | { readonly pattern: 'once' }

/** RRULE text (RFC 5545, 3.3.10, without DTSTART) for what was picked; empty for a single window. */
export function rruleFromPicks(picks: RulePicks): string {
  const parts = patternOf(picks)
  const every = 'every' in picks && picks.every > 1 ? [`INTERVAL=${picks.every}`] : []
  return [...parts.slice(0, 1), ...every, ...parts.slice(1)].join(';')
}

/**
 * What to pick for a rule that starts on the local day `day`; null where the pickers cannot say it. The picks repeat
 * on exactly the days of the rule.
 */
export function picksFromRule(rrule: string, day: string): RulePicks | null {
  if (rrule === '') return { pattern: 'once' }
  const parsed = parseRecurrence(rrule)
  if (!parsed.ok) return null
  const { rule } = parsed
  const isUsual = rule.count === null && rule.until === null && rule.byWeekNo.length + rule.byYearDay.length === 0
  return isUsual ? READERS[rule.freq](rule, day) : null
}

function patternOf(picks: RulePicks): string[] {
  switch (picks.pattern) {
    case 'week':
      return [
        'FREQ=WEEKLY',
        `BYDAY=${inOrder(picks.weekdays)
          .map((each) => WEEKDAYS[each])
          .join(',')}`,
        ...(picks.months.length > 0 ? [`BYMONTH=${inOrder(picks.months).join(',')}`] : []),
      ]
    case 'month-nth':
      return ['FREQ=MONTHLY', `BYDAY=${picks.nth}${WEEKDAYS[picks.weekday]}`]
    case 'month-day':
      return ['FREQ=MONTHLY', `BYMONTHDAY=${picks.day}`]
    case 'year':
      return ['FREQ=YEARLY']
    case 'once':
      return []
  }
}

type Reader = (rule: RecurrenceRule, day: string) => RulePicks | null

const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6]

const READERS: Record<RecurrenceRule['freq'], Reader> = {
  DAILY({ interval, byDay, byMonth, byMonthDay, bySetPos }) {
    if (interval > 1 || byMonthDay.length + bySetPos.length > 0) return null
    const weekdays = byDay.length > 0 ? inOrder(byDay.map(({ weekday }) => weekday)) : EVERY_DAY
    return { pattern: 'week', weekdays, every: 1, months: inOrder(byMonth) }
  },
  WEEKLY({ interval, byDay, byMonth, bySetPos, weekStart }, day) {
    // Where a week starts decides which of them is the second.
    if (bySetPos.length > 0 || (interval > 1 && weekStart !== 0)) return null
    const weekdays = byDay.length > 0 ? inOrder(byDay.map(({ weekday }) => weekday)) : [weekdayOf(dayNumber(day))]
    return { pattern: 'week', weekdays, every: interval, months: inOrder(byMonth) }
  },
  MONTHLY({ interval: every, byDay, byMonthDay, byMonth, bySetPos }, day) {
    if (byMonth.length > 0 || byDay.length > 1 || byMonthDay.length > 1) return null
    if (byDay.length > 0) {
      const nth = bySetPos.length === 0 ? byDay[0]!.nth : null
      return nth === null || byMonthDay.length > 0 || !isOffered(nth)
        ? null
        : { pattern: 'month-nth', nth, weekday: byDay[0]!.weekday, every }
    }
    const monthDay = byMonthDay[0] ?? Number(day.slice(8))
    return bySetPos.length > 0 || monthDay < -1 ? null : { pattern: 'month-day', day: monthDay, every }
  },
  YEARLY({ interval, byDay, byMonth, byMonthDay, bySetPos }, day) {
    const isOwnDay =
      (byMonth.length === 0 || (byMonth.length === 1 && byMonth[0] === Number(day.slice(5, 7)))) &&
      (byMonthDay.length === 0 ||
        (byMonth.length === 1 && byMonthDay.length === 1 && byMonthDay[0] === Number(day.slice(8))))
    return interval === 1 && isOwnDay && byDay.length + bySetPos.length === 0 ? { pattern: 'year' } : null
  },
}

const isOffered = (nth: number) => RULE_NTHS.some((each) => each === nth)
const inOrder = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b)
