import { audiencesFor } from '../../server/domain/availability.ts'
import { fullTime } from '../../server/domain/bookable.ts'
import { holidayOn } from '../../server/domain/holidays.ts'
import { type Interval, intersect, lengthOf, subtract } from '../../server/domain/interval.ts'
import type { Locale, Person } from '../../server/domain/person.ts'
import type { Resource } from '../../server/domain/resource.ts'
import { type WeekCalendar, weekCalendarOf } from '../../server/domain/week-calendar.ts'
import { dayNumber, dayText, startOfDayNumber, weekOf } from '../../server/domain/zone.ts'
import type { Db } from '../connect.ts'
import { loadDuring, takenDuring } from './calendar.ts'
import { openTimeOf } from './opening-hours.ts'
import { outagesDuring } from './outages.ts'

const MINUTE = 60_000

export interface WeekQuestion {
  readonly resource: Resource
  readonly viewer: Person | null
  /** Monday of the week, `2026-11-23`. */
  readonly monday: string
  /** Minutes a start must leave to be offered; null for the least the resource allows. */
  readonly duration: number | null
  readonly locale: Locale
  readonly now: number
}

/** The calendar of a resource for one week and viewer. */
export function resourceWeek(db: Db, question: WeekQuestion): WeekCalendar {
  const { resource, viewer, monday, duration, locale, now } = question
  const { policy, timeZone: zone } = resource
  const first = dayNumber(monday)
  const week = { start: startOfDayNumber(first, zone), end: startOfDayNumber(first + 7, zone) }
  // What starts on the last day may last far into the weeks after.
  const reach = {
    start: week.start,
    end: week.end + (policy.maxMinutes + policy.setupMinutes + policy.cleanupMinutes) * MINUTE,
  }
  const around = { start: week.start - policy.setupMinutes * MINUTE, end: reach.end }
  return weekCalendarOf({
    monday,
    zone,
    policy,
    capacity: resource.capacity,
    isBookable: resource.status === 'active',
    open: openTimeOf(db, resource.id, reach, audiencesFor(viewer, resource)),
    outages: outagesDuring(db, resource.id, reach),
    taken: takenDuring(db, resource, around, viewer),
    holidays: holidaysFrom(first, resource, locale),
    now,
    wantedMinutes: duration ?? policy.minMinutes,
  })
}

export interface WeekHours extends Interval {
  readonly week: string
  readonly openMs: number
  readonly freeMs: number
}

/** Open and still free time of `count` weeks from a Monday on. */
export function weekHoursOf(db: Db, question: Omit<WeekQuestion, 'duration' | 'locale'>, count: number): WeekHours[] {
  const { resource, viewer, monday, now } = question
  const { timeZone: zone } = resource
  const first = dayNumber(monday)
  const span = { start: startOfDayNumber(first, zone), end: startOfDayNumber(first + 7 * count, zone) }
  const open = openTimeOf(db, resource.id, span, audiencesFor(viewer, resource))
  const free = subtract(freeOf(db, resource, span, open), [{ start: span.start, end: Math.max(now, span.start) }])
  return Array.from({ length: count }, (_, i) => {
    const week = { start: startOfDayNumber(first + 7 * i, zone), end: startOfDayNumber(first + 7 * (i + 1), zone) }
    return {
      ...week,
      week: weekOf(dayText(first + 7 * i)),
      openMs: lengthOf(intersect(open, [week])),
      freeMs: resource.status === 'active' ? lengthOf(intersect(free, [week])) : 0,
    }
  })
}

function freeOf(db: Db, resource: Resource, span: Interval, open: readonly Interval[]): Interval[] {
  const usable = subtract(open, outagesDuring(db, resource.id, span))
  return subtract(usable, fullTime(loadDuring(db, resource, span), resource.capacity))
}

/** The names of the holidays of seven days; of a resource that does not observe them none. */
export function holidaysFrom(
  first: number,
  { observesHolidays }: Pick<Resource, 'observesHolidays'>,
  locale: Locale,
): (string | null)[] {
  return Array.from({ length: 7 }, (_, i) => (observesHolidays ? holidayOn(dayText(first + i), 'PL', locale) : null))
}
