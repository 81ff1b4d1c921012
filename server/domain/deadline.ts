import { holidayOn } from './holidays.ts'
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

const isWorkingDay = (day: string) => weekdayOf(dayNumber(day)) < 5 && !holidayOn(day)

export const DECISION_REMINDERS = ['half', 'last', 'stalled'] as const
export type DecisionReminder = (typeof DECISION_REMINDERS)[number]

/** Less time to decide than this is not worth a reminder. */
const SHORT_MS = 4 * 3_600_000

/**
 * When a request that still waits is remembered, of the time from `since` to `decideBy`: `half` of it has gone by (the
 * owners), `last`: one working day before its end, or three quarters where half has not gone by then (all who decide), and `stalled`,
 * halfway from there (the coordinator). Empty where there is hardly time to decide.
 */
export function decisionReminders(
  { since, decideBy }: { readonly since: number; readonly decideBy: number },
  zone: string,
): readonly { readonly kind: DecisionReminder; readonly at: number }[] {
  if (decideBy - since < SHORT_MS) return []
  const half = middleOf(since, decideBy)
  const dayBefore = workingDayBefore(decideBy, zone)
  const last = dayBefore > half ? dayBefore : middleOf(half, decideBy)
  return [
    { kind: 'half', at: half },
    { kind: 'last', at: last },
    { kind: 'stalled', at: middleOf(last, decideBy) },
  ]
}

const middleOf = (from: number, to: number) => Math.floor((from + to) / 2)

/** The same time of day on the working day before. */
function workingDayBefore(at: number, zone: string): number {
  let day = addDays(localDayOf(at, zone), -1)
  while (!isWorkingDay(day)) day = addDays(day, -1)
  return instantOf(day + localOf(at, zone).slice(10), zone)
}
