import { dayTest } from './recurrence-day-test.ts'
import { type Period, periodsBetween } from './recurrence-periods.ts'
import type { RecurrenceRule } from './recurrence-rule.ts'

/** The sorted days of [from, to) on which a rule has a start, counted from 1970-01-01. */
export type DaysBetween = (from: number, to: number) => readonly number[]

/** A rule whose COUNT or first day lies farther than a century after its start is at an end. */
export const HORIZON_DAYS = 36_525

/**
 * The days on which a rule that begins on `startDay` recurs (RFC 5545, 3.3.10): each period is put together whole,
 * from its first day on and also before the start, its positions picked, and what lies before the start let go. A
 * start that does not fit its rule is no occurrence. The work is bounded by the window, wherever it lies; COUNT is
 * counted from the start, once.
 */
export function recurringDays(rule: RecurrenceRule, startDay: number): DaysBetween {
  const daysOf = daysWithin(rule, startDay)
  if (rule.count !== null) return countedDays(rule, startDay, daysOf)
  return (from, to) => {
    const days: number[] = []
    const begin = Math.max(from, startDay)
    for (const period of periodsBetween(rule, startDay, begin, to))
      for (const day of daysOf(period)) if (day >= begin && day < to) days.push(day)
    return days
  }
}

function countedDays(rule: RecurrenceRule, startDay: number, daysOf: DaysOf): DaysBetween {
  let counted: readonly number[] | undefined
  return (from, to) => {
    counted ??= firstDays(rule, startDay, daysOf)
    return counted.slice(placeOf(from, counted), placeOf(to, counted))
  }
}

function firstDays(rule: RecurrenceRule, startDay: number, daysOf: DaysOf): readonly number[] {
  const days: number[] = []
  for (const period of periodsBetween(rule, startDay, startDay, startDay + HORIZON_DAYS)) {
    for (const day of daysOf(period)) if (day >= startDay) days.push(day)
    if (days.length >= rule.count!) return days.slice(0, rule.count!)
  }
  return days
}

/** The index of the first day that is not before `day`. */
function placeOf(day: number, sorted: readonly number[]): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < day) low = middle + 1
    else high = middle
  }
  return low
}

type DaysOf = (period: Period) => readonly number[]

const MAX_PERIODS = 60

/** The days of one period. Months and years are remembered: a calendar asks for the same one again and again. */
function daysWithin(rule: RecurrenceRule, startDay: number): DaysOf {
  const fits = dayTest(rule, startDay)
  const find = ({ first, end }: Period) => {
    const days: number[] = []
    for (let day = first; day < end; day++) if (fits(day)) days.push(day)
    return rule.bySetPos.length === 0 ? days : atPositions(days, rule.bySetPos)
  }
  if (rule.freq === 'DAILY' || rule.freq === 'WEEKLY') return find
  const known = new Map<number, readonly number[]>()
  return (period) => {
    let days = known.get(period.first)
    if (days) return days
    if (known.size >= MAX_PERIODS) known.clear()
    known.set(period.first, (days = find(period)))
    return days
  }
}

/** Counted from 1, or from the end when negative; two positions that meet on one day give it once. */
const atPositions = (days: readonly number[], positions: readonly number[]): readonly number[] =>
  days.filter((_, i) => positions.includes(i + 1) || positions.includes(i - days.length))
