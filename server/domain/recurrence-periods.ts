import type { Frequency, RecurrenceRule } from './recurrence-rule.ts'
import { DAY_MS } from './zone.ts'

/**
 * One day, week, calendar month or calendar year of a rule: what INTERVAL counts, and the set in which BYSETPOS
 * counts. Days from 1970-01-01, `end` excluded.
 */
export interface Period {
  readonly first: number
  readonly end: number
}

/**
 * The periods that a rule beginning on `startDay` uses and that touch [from, to). The first is reached by a division:
 * a window far from the start costs what one near it does.
 */
export function* periodsBetween(
  { freq, interval, weekStart }: Pick<RecurrenceRule, 'freq' | 'interval' | 'weekStart'>,
  startDay: number,
  from: number,
  to: number,
): Generator<Period, undefined> {
  const { numberOf, firstDayOf } = COUNTING[freq](weekStart)
  const start = numberOf(startDay)
  const skipped = Math.max(0, Math.ceil((numberOf(from) - start) / interval))
  for (let number = start + skipped * interval; ; number += interval) {
    const first = firstDayOf(number)
    if (first >= to) return
    yield { first, end: firstDayOf(number + 1) }
  }
}

/** How periods of one kind are numbered, one after the other. */
interface Counting {
  readonly numberOf: (day: number) => number
  readonly firstDayOf: (number: number) => number
}

const DAYS: Counting = { numberOf: (day) => day, firstDayOf: (number) => number }
const MONTHS: Counting = {
  numberOf: (day) => yearOf(day) * 12 + new Date(day * DAY_MS).getUTCMonth(),
  firstDayOf: (number) => firstOfMonth(Math.floor(number / 12), number % 12),
}
const YEARS: Counting = { numberOf: yearOf, firstDayOf: (year) => firstOfMonth(year, 0) }

const COUNTING: Record<Frequency, (weekStart: number) => Counting> = {
  DAILY: () => DAYS,
  WEEKLY: (weekStart) => ({
    // Day 0 is a Thursday: the week from Monday on that holds it began 3 days before.
    numberOf: (day) => Math.floor((day + 3 - weekStart) / 7),
    firstDayOf: (number) => number * 7 - 3 + weekStart,
  }),
  MONTHLY: () => MONTHS,
  YEARLY: () => YEARS,
}

export function yearOf(day: number): number {
  return new Date(day * DAY_MS).getUTCFullYear()
}

/** The first day of a month, counted from 0; a month 12 is the next year's January. */
export function firstOfMonth(year: number, month: number): number {
  return Date.UTC(year, month, 1) / DAY_MS
}
