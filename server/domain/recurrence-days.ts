import rrule from 'rrule'
import { type RecurrenceRule, WEEKDAYS } from './recurrence-rule.ts'
import { DAY_MS, weekdayOf } from './zone.ts'

// The package is CommonJS: its names cannot be imported one by one in Node.
const { RRule } = rrule

/** The sorted days of [from, to) on which a rule has a start, counted from 1970-01-01. */
export type DaysBetween = (from: number, to: number) => readonly number[]

/** A rule whose COUNT or first day lies farther than a century after its start is at an end. */
export const HORIZON_DAYS = 36_525

/** The days on which a rule that begins on `startDay` recurs. The work is bounded by the window, wherever it lies. */
export function recurringDays(rule: RecurrenceRule, startDay: number): DaysBetween {
  const endless = endlessDaysOf(rule, startDay)
  if (rule.count === null) return (from, to) => endless(Math.max(from, startDay), to)
  let counted: readonly number[] | undefined
  return (from, to) => {
    counted ??= firstDays(endless, startDay, rule.count!)
    return counted.filter((day) => day >= from && day < to)
  }
}

/** COUNT counts from the start, so the days are found from there, once. */
function firstDays(endless: DaysBetween, startDay: number, count: number): readonly number[] {
  for (const horizon of [400, 4000, HORIZON_DAYS]) {
    const days = endless(startDay, startDay + horizon)
    if (days.length >= count || horizon === HORIZON_DAYS) return days.slice(0, count)
  }
  return []
}

function endlessDaysOf(rule: RecurrenceRule, startDay: number): DaysBetween {
  if (rule.freq === 'DAILY') return dailyDays(rule, startDay)
  if (rule.freq === 'WEEKLY') return weeklyDays(rule, startDay)
  return periodicDays(rule, startDay)
}

function dailyDays(rule: RecurrenceRule, startDay: number): DaysBetween {
  const passes = dayFilter(rule)
  return (from, to) => {
    const days: number[] = []
    const skipped = Math.max(0, Math.ceil((from - startDay) / rule.interval))
    for (let day = startDay + skipped * rule.interval; day < to; day += rule.interval) if (passes(day)) days.push(day)
    return days
  }
}

function weeklyDays(rule: RecurrenceRule, startDay: number): DaysBetween {
  const inWeek = (day: number) => (weekdayOf(day) - rule.weekStart + 7) % 7
  const weekdays = rule.byDay.length > 0 ? rule.byDay.map(({ weekday }) => weekday) : [weekdayOf(startDay)]
  const places = weekdays.map((weekday) => (weekday - rule.weekStart + 7) % 7).sort((a, b) => a - b)
  const passes = dayFilter({ ...rule, byDay: [] })
  const firstWeek = startDay - inWeek(startDay)
  const stride = 7 * rule.interval
  return (from, to) => {
    const days: number[] = []
    for (let week = firstWeek + Math.floor((from - firstWeek) / stride) * stride; week < to; week += stride)
      for (const place of places) {
        const day = week + place
        if (day >= from && day < to && passes(day)) days.push(day)
      }
    return days
  }
}

/** What BYDAY, BYMONTH and BYMONTHDAY leave of the days that a daily or weekly rule steps through. */
function dayFilter({ byDay, byMonth, byMonthDay }: RecurrenceRule): (day: number) => boolean {
  const weekdays = byDay.map(({ weekday }) => weekday)
  if (byMonth.length + byMonthDay.length === 0)
    return weekdays.length === 0 ? () => true : (day) => weekdays.includes(weekdayOf(day))
  return (day) => {
    const date = new Date(day * DAY_MS)
    const monthDay = date.getUTCDate()
    const fromEnd = monthDay - new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate() - 1
    return (
      (weekdays.length === 0 || weekdays.includes(weekdayOf(day))) &&
      (byMonth.length === 0 || byMonth.includes(date.getUTCMonth() + 1)) &&
      (byMonthDay.length === 0 || byMonthDay.includes(monthDay) || byMonthDay.includes(fromEnd))
    )
  }
}

const MAX_PERIODS = 1500

/** Months or years are stepped through here, so that INTERVAL keeps its phase and nothing runs past the window. */
function periodicDays(rule: RecurrenceRule, startDay: number): DaysBetween {
  const perYear = rule.freq === 'YEARLY' ? 1 : 12
  const periodOf = (day: number) => {
    const date = new Date(day * DAY_MS)
    return date.getUTCFullYear() * perYear + (perYear === 12 ? date.getUTCMonth() : 0)
  }
  const within = daysWithin(rule, startDay)
  const known = new Map<number, readonly number[]>()
  const daysOfPeriod = (period: number) => {
    let days = known.get(period)
    if (days) return days
    if (known.size >= MAX_PERIODS) known.clear()
    known.set(period, (days = within(Math.floor(period / perYear), perYear === 12 ? period % 12 : 0)))
    return days
  }
  const first = periodOf(startDay)
  return (from, to) => {
    if (to <= from) return []
    const skipped = Math.floor((periodOf(from) - first + rule.interval - 1) / rule.interval)
    const days: number[] = []
    for (let period = first + skipped * rule.interval; period <= periodOf(to - 1); period += rule.interval)
      for (const day of daysOfPeriod(period)) if (day >= from && day < to) days.push(day)
    return days
  }
}

/** An interval that leads rrule out of its calendar after one period: it never searches on. */
const ONCE = 120_000

/**
 * The days of one month or year by rrule, which begins at the period's first day and ends with it. What a rule
 * leaves to its start (RFC 5545, 3.3.10: "information … is taken from DTSTART") is said here.
 */
function daysWithin(rule: RecurrenceRule, startDay: number): (year: number, month: number) => readonly number[] {
  const start = new Date(startDay * DAY_MS)
  const isBare = rule.byDay.length + rule.byMonthDay.length === 0
  const isYearly = rule.freq === 'YEARLY'
  const months = isYearly && isBare && rule.byMonth.length === 0 ? [start.getUTCMonth() + 1] : rule.byMonth
  const options = {
    freq: isYearly ? RRule.YEARLY : RRule.MONTHLY,
    interval: ONCE,
    wkst: RRule[WEEKDAYS[rule.weekStart]!],
    bymonth: [...months],
    bymonthday: isBare ? [start.getUTCDate()] : [...rule.byMonthDay],
    byweekday: rule.byDay.map(({ weekday, nth }) => {
      const day = RRule[WEEKDAYS[weekday]!]
      return nth === null ? day : day.nth(nth)
    }),
    bysetpos: [...rule.bySetPos],
  }
  return (year, month) => {
    if (!isYearly && months.length > 0 && !months.includes(month + 1)) return []
    const dates = new RRule({ ...options, dtstart: new Date(Date.UTC(year, month, 1)) }).all()
    // Two positions of BYSETPOS may meet on one day, and come unsorted.
    return [...new Set(dates.map((date) => date.getTime() / DAY_MS))].sort((a, b) => a - b)
  }
}
