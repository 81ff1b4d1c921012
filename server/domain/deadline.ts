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
