import { type Interval, merge } from './interval.ts'
import type { WeekHours } from './policy.ts'
import { DAY_MS, dayNumber, localDayOf, placeFloating, weekdayOf } from './zone.ts'

const MINUTE = 60_000

/** The hours on the local days a span touches, by the wall clock. Those that touch over midnight join. */
export function weekHoursBetween(hours: readonly WeekHours[], { start, end }: Interval, zone: string): Interval[] {
  const last = dayNumber(localDayOf(end - 1, zone))
  const spans: Interval[] = []
  for (let day = dayNumber(localDayOf(start, zone)); day <= last; day++)
    for (const { days, fromMinute, toMinute } of hours)
      if (days.includes(weekdayOf(day)))
        spans.push({ start: clockOn(day, fromMinute, zone), end: clockOn(day, toMinute, zone) })
  return merge(spans)
}

/** The instant of so many wall-clock minutes after the midnight a local day begins with; 1440 is the next day's. */
export const clockOn = (day: number, minute: number, zone: string): number =>
  placeFloating(day * DAY_MS + minute * MINUTE, zone)
