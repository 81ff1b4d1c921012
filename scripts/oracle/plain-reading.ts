import { parseRecurrence, type RecurrenceRule } from '../../server/domain/recurrence-rule.ts'
import { DAY_MS, dayNumber, dayText, instantOf, weekdayOf } from '../../server/domain/zone.ts'
import type { Answer } from './engines.ts'
import type { Case } from './random-cases.ts'

/**
 * RFC 5545's table read for every single day from the start to the end of the last window, without any cleverness.
 * Slow, and the judge where both other engines have a known fault.
 */
export function plainAnswer({ rrule, startLocal, zone, exdates, rdates, windows }: Case): Answer {
  const parsed = parseRecurrence(rrule)
  if (!parsed.ok) throw new Error(`${rrule}: ${parsed.part} ${parsed.reason}`)
  const { until, count } = parsed.rule
  const end = windows.at(-1)![1]
  const isInTime = (local: string) =>
    until === null || (until.isUtc ? instantOf(local, zone) : Date.parse(`${local}Z`)) <= until.last
  const days = plainDays(parsed.rule, dayNumber(startLocal.slice(0, 10)), dayNumber(end.slice(0, 10)) + 1)
  const starts = days.slice(0, count ?? days.length).map((day) => dayText(day) + startLocal.slice(10))
  const all = [...new Set([...starts.filter(isInTime), ...rdates])].filter((local) => !exdates.includes(local)).sort()
  return windows.map(([from, to]) =>
    all.filter((local) => local >= from && local < to).map((local) => [local, instantOf(local, zone)] as const),
  )
}

function plainDays(rule: RecurrenceRule, startDay: number, to: number): number[] {
  const periods = new Map<number, number[]>()
  // Whole periods, also before the start and past the end, for the positions to count in.
  for (let day = startDay - 366; day < to + 366; day++) {
    const period = periodOf(rule, day) - periodOf(rule, startDay)
    if (period < 0 || period % rule.interval !== 0 || !fits(rule, startDay, day)) continue
    periods.set(period, [...(periods.get(period) ?? []), day])
  }
  const { bySetPos } = rule
  const isChosen = (list: readonly number[]) => (_: number, i: number) =>
    bySetPos.length === 0 || bySetPos.includes(i + 1) || bySetPos.includes(i - list.length)
  return [...periods.values()]
    .flatMap((list) => list.filter(isChosen(list)))
    .filter((day) => day >= startDay && day < to)
}

const date = (day: number) => new Date(day * DAY_MS)
const year = (day: number) => date(day).getUTCFullYear()
const month = (day: number) => date(day).getUTCMonth() + 1
const monthDay = (day: number) => date(day).getUTCDate()
const weekStartOf = (day: number, weekStart: number) => day - ((weekdayOf(day) - weekStart + 7) % 7)

function periodOf({ freq, weekStart }: RecurrenceRule, day: number): number {
  if (freq === 'DAILY') return day
  if (freq === 'WEEKLY') return Math.floor((weekStartOf(day, weekStart) + 7) / 7)
  return freq === 'MONTHLY' ? year(day) * 12 + month(day) : year(day)
}

function fits(rule: RecurrenceRule, startDay: number, day: number): boolean {
  const { byMonth, byWeekNo, byYearDay, byMonthDay, byDay } = rule
  const sameYear = (other: number) => year(other) === year(day)
  const sameMonth = (other: number) => sameYear(other) && month(other) === month(day)
  const sameWeekYear = (other: number) => weekYear(other, rule) === weekYear(day, rule)
  const isNthIn = rule.freq === 'MONTHLY' || byMonth.length > 0 ? sameMonth : sameYear
  const lets = (numbers: readonly number[], step: number, same: (other: number) => boolean) =>
    numbers.length === 0 || numbers.includes(rank(day, -step, same)) || numbers.includes(-rank(day, step, same))
  return (
    fitsStart(rule, startDay, day) &&
    (byMonth.length === 0 || byMonth.includes(month(day))) &&
    lets(byWeekNo, 7, sameWeekYear) &&
    lets(byYearDay, 1, sameYear) &&
    lets(byMonthDay, 1, sameMonth) &&
    (byDay.length === 0 ||
      byDay.some(({ weekday, nth }) => weekdayOf(day) === weekday && lets(nth === null ? [] : [nth], 7, isNthIn)))
  )
}

/** How many days, each `step` from the one before, there are from this one to the edge of what is the same. */
function rank(day: number, step: number, same: (other: number) => boolean): number {
  let count = 1
  while (same(day + count * step)) count++
  return count
}

/** The year that has four days or more of the week. */
function weekYear(day: number, { weekStart }: RecurrenceRule): number {
  const first = weekStartOf(day, weekStart)
  const own = [0, 1, 2, 3, 4, 5, 6].filter((each) => year(first + each) === year(first)).length
  return own >= 4 ? year(first) : year(first) + 1
}

/** What the rule does not say is the start's. */
function fitsStart(
  { freq, byMonth, byWeekNo, byYearDay, byMonthDay, byDay }: RecurrenceRule,
  start: number,
  day: number,
) {
  if (freq === 'DAILY' || byDay.length + byMonthDay.length + byYearDay.length > 0) return true
  if (freq === 'WEEKLY' || byWeekNo.length > 0) return weekdayOf(day) === weekdayOf(start)
  return monthDay(day) === monthDay(start) && (freq === 'MONTHLY' || byMonth.length > 0 || month(day) === month(start))
}
