import type { WeekHours } from './policy.ts'

const DAY_MINUTES = 1440
export const WEEKDAYS = [0, 1, 2, 3, 4, 5, 6] as const

/**
 * Hours of some days of the week, 0 for Monday; no days mean all. Hours that end before they begin go on past
 * midnight and belong to the day they begin on. An empty list where every hour will do.
 */
export function hoursWished(fromMinute: number, toMinute: number, days: readonly number[]): WeekHours[] {
  const wished = days.length === 0 ? WEEKDAYS : days
  if (fromMinute >= toMinute && !(fromMinute === 0 && toMinute === 0))
    return [
      { days: wished, fromMinute, toMinute: DAY_MINUTES },
      ...(toMinute > 0 ? [{ days: wished.map((day) => (day + 1) % 7), fromMinute: 0, toMinute }] : []),
    ]
  const isAnyHour = fromMinute === 0 && (toMinute === DAY_MINUTES || toMinute === 0)
  if (isAnyHour && new Set(wished).size === 7) return []
  return [{ days: wished, fromMinute, toMinute: isAnyHour ? DAY_MINUTES : toMinute }]
}
