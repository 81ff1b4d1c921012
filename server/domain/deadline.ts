import { holidayOn } from './holidays.ts'
import { clip, type Interval, lengthOf } from './interval.ts'
import { addDays, dayNumber, instantOf, localDayOf, localOf, weekdayOf } from './zone.ts'

/**
 * When an undecided request lets go of its time: at its start, or the given number of working days (at least one) after
 * it was made, at the same time of day in the zone of the lab, whichever comes first.
 */
export function deadlineFor(madeAt: number, start: number, workingDays: number, zone: string): number {
  let day = localDayOf(madeAt, zone)
  for (let left = Math.max(workingDays, 1); left > 0; ) {
    day = addDays(day, 1)
    if (isWorkingDay(day)) left--
  }
  const time = localOf(madeAt, zone).slice(10)
  return Math.min(start, Math.max(instantOf(day + time, zone), madeAt))
}

/**
 * The same in hours of open time: when so many of them have gone by since it was made. `openTime` is sorted and its
 * spans are disjoint; where it has no such moment the start is.
 */
export function deadlineInHours(madeAt: number, start: number, hours: number, openTime: readonly Interval[]): number {
  return Math.min(start, Math.max(afterOpen(openTime, madeAt, hours * HOUR_MS), madeAt))
}

const HOUR_MS = 3_600_000

/** The moment by which so much of the open time has gone by since `from`; never where there is less. */
function afterOpen(openTime: readonly Interval[], from: number, length: number): number {
  let left = length
  for (const span of openTime) {
    const begin = Math.max(span.start, from)
    if (span.end <= begin) continue
    if (begin + left <= span.end) return begin + left
    left -= span.end - begin
  }
  return Infinity
}

/** Monday to Friday from 8 to 16 but for public holidays, on the days that have any part of the span. */
export function officeHours({ start, end }: Interval, zone: string): Interval[] {
  const spans: Interval[] = []
  const last = localDayOf(end, zone)
  for (let day = localDayOf(start, zone); day <= last; day = addDays(day, 1))
    if (isWorkingDay(day)) spans.push({ start: instantOf(`${day}T08:00`, zone), end: instantOf(`${day}T16:00`, zone) })
  return spans
}

const isWorkingDay = (day: string) => weekdayOf(dayNumber(day)) < 5 && !holidayOn(day)

export const DECISION_REMINDERS = ['half', 'last', 'stalled'] as const
export type DecisionReminder = (typeof DECISION_REMINDERS)[number]

/** Less time to decide than this is not worth a reminder. */
const SHORT_MS = 4 * 3_600_000

/**
 * When a request that still waits is remembered, of the time from `since` to `decideBy`: `half` of it has gone by (the
 * owners), `last`: one working day before its end, or three quarters where half has not gone by then (all who decide),
 * and `stalled`, halfway from there (the coordinator). Halves are of open time where the lab counts in it. Empty where
 * there is hardly time to decide.
 */
export function decisionReminders(
  { since, decideBy }: { readonly since: number; readonly decideBy: number },
  zone: string,
  openTime: readonly Interval[] = [],
): readonly { readonly kind: DecisionReminder; readonly at: number }[] {
  if (decideBy - since < SHORT_MS) return []
  const middle = (from: number) => middleOf(from, decideBy, openTime)
  const half = middle(since)
  const dayBefore = workingDayBefore(decideBy, zone)
  const last = dayBefore > half ? dayBefore : middle(half)
  return [
    { kind: 'half', at: half },
    { kind: 'last', at: last },
    { kind: 'stalled', at: middle(last) },
  ]
}

/** Where half of the open time between has gone by, or half of all time where there is hardly any open. */
function middleOf(from: number, to: number, openTime: readonly Interval[]): number {
  const between = clip(openTime, { start: from, end: to })
  const length = lengthOf(between)
  return Math.floor(length > 1000 ? afterOpen(between, from, length / 2) : (from + to) / 2)
}

/** The same time of day on the working day before. */
function workingDayBefore(at: number, zone: string): number {
  let day = addDays(localDayOf(at, zone), -1)
  while (!isWorkingDay(day)) day = addDays(day, -1)
  return instantOf(day + localOf(at, zone).slice(10), zone)
}
