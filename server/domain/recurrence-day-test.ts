import { firstOfMonth, yearOf } from './recurrence-periods.ts'
import type { RecurrenceRule } from './recurrence-rule.ts'
import { DAY_MS, weekdayOf } from './zone.ts'

type Test = (day: number) => boolean

/**
 * Whether a day, counted from 1970-01-01, belongs to a rule that begins on `startDay`, INTERVAL and BYSETPOS aside.
 * RFC 5545 (3.3.10) says of each BY part that it expands or limits a period; for days that is the same: a day is in
 * when every part that is given lets it in. Parts that are missing take the start's day, see `withStart`.
 *
 * BYWEEKNO counts as ISO 8601 does, with WKST for its Monday: week 1 is the first with four days or more in its year,
 * so that it may begin in the old year, and the last may end in the new one. The periods of a yearly rule stay calendar
 * years all the same: 2026-12-28 is of week 53 and in the year 2026, 2027-01-03 of the same week 53 and in the year
 * 2027. INTERVAL and BYSETPOS count those calendar years.
 */
export function dayTest(rule: RecurrenceRule, startDay: number): Test {
  const { byDay, byMonth, byMonthDay, byYearDay, byWeekNo } = withStart(rule, startDay)
  const tests: Test[] = []
  if (byDay.length > 0) tests.push(byDayTest({ ...rule, byDay }))
  if (byMonth.length > 0) tests.push((day) => byMonth.includes(monthOf(day) + 1))
  if (byMonthDay.length > 0) tests.push((day) => hasPlace(byMonthDay, monthSpan(day), day))
  if (byYearDay.length > 0) tests.push((day) => hasPlace(byYearDay, yearSpan(day), day))
  if (byWeekNo.length > 0) tests.push((day) => isInWeek(byWeekNo, day, rule.weekStart))
  const [only] = tests
  return tests.length === 1 ? only! : (day) => tests.every((fits) => fits(day))
}

/** "Information, not contained in the rule, necessary to determine the various recurrence instance start time and
 * dates are derived from the Start Time (DTSTART)" (3.3.10). */
function withStart(rule: RecurrenceRule, startDay: number): RecurrenceRule {
  const weekday: RecurrenceRule = { ...rule, byDay: [{ weekday: weekdayOf(startDay), nth: null }] }
  if (rule.byDay.length > 0 || rule.freq === 'DAILY') return rule
  if (rule.freq === 'WEEKLY') return weekday
  if (rule.byMonthDay.length + rule.byYearDay.length > 0) return rule
  if (rule.byWeekNo.length > 0) return weekday
  const monthDay: RecurrenceRule = { ...rule, byMonthDay: [new Date(startDay * DAY_MS).getUTCDate()] }
  const isAnyMonth = rule.freq === 'MONTHLY' || rule.byMonth.length > 0
  return isAnyMonth ? monthDay : { ...monthDay, byMonth: [monthOf(startDay) + 1] }
}

/** An n-th weekday counts within the month in a monthly rule or beside BYMONTH, else within the year (note 2). */
function byDayTest({ freq, byDay, byMonth }: RecurrenceRule): Test {
  const spanOf = freq === 'MONTHLY' || byMonth.length > 0 ? monthSpan : yearSpan
  const isNth = (nth: number, day: number) => {
    const { first, end } = spanOf(day)
    return nth === Math.floor((day - first) / 7) + 1 || nth === -Math.floor((end - 1 - day) / 7) - 1
  }
  return (day) => {
    const today = weekdayOf(day)
    return byDay.some(({ weekday, nth }) => weekday === today && (nth === null || isNth(nth, day)))
  }
}

interface Span {
  readonly first: number
  readonly end: number
}

/** Whether one of the places, from 1 on or from −1 back, is that of the day. */
const hasPlace = (places: readonly number[], { first, end }: Span, day: number): boolean =>
  places.includes(day - first + 1) || places.includes(day - end)

function isInWeek(weeks: readonly number[], day: number, weekStart: number): boolean {
  // The fourth day of a week lies in the year that the week belongs to.
  const fourth = day - ((weekdayOf(day) - weekStart + 7) % 7) + 3
  const { first, end } = yearSpan(fourth)
  return weeks.includes(Math.floor((fourth - first) / 7) + 1) || weeks.includes(-Math.floor((end - 1 - fourth) / 7) - 1)
}

const monthOf = (day: number): number => new Date(day * DAY_MS).getUTCMonth()

function monthSpan(day: number): Span {
  const [year, month] = [yearOf(day), monthOf(day)]
  return { first: firstOfMonth(year, month), end: firstOfMonth(year, month + 1) }
}

function yearSpan(day: number): Span {
  const year = yearOf(day)
  return { first: firstOfMonth(year, 0), end: firstOfMonth(year + 1, 0) }
}
