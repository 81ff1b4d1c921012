import { audiencesFor } from '../../server/domain/availability.ts'
import { fullTime } from '../../server/domain/bookable.ts'
import { heldOn } from '../../server/domain/hold.ts'
import { holidayOn } from '../../server/domain/holidays.ts'
import { clip, type Interval, lengthOf, subtract } from '../../server/domain/interval.ts'
import type { Locale, Person } from '../../server/domain/person.ts'
import { isBookableBy, policyFor } from '../../server/domain/policy-for.ts'
import type { Resource } from '../../server/domain/resource.ts'
import { type Taken, type WeekCalendar, weekCalendarOf } from '../../server/domain/week-calendar.ts'
import { dayNumber, dayText, localDayOf, startOfDayNumber, weekOf } from '../../server/domain/zone.ts'
import type { Db } from '../connect.ts'
import { loadDuring, takenDuring } from './calendar.ts'
import { catalogueOf } from './catalogue.ts'
import { liveHoldsOn } from './holds.ts'
import { openTimeOf } from './opening-hours.ts'
import { outagesDuring } from './outages.ts'
import { prepared } from './prepared.ts'

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
  const policy = policyFor(resource, viewer)
  const zone = resource.timeZone
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
    isBookable: isBookableBy(resource, viewer),
    open: openTimeOf(db, resource.id, reach, audiencesFor(viewer, resource)),
    // Why it is out of use is for people of the cluster.
    outages: outagesDuring(db, resource.id, reach).map((each) => (viewer ? each : { ...each, reason: '' })),
    taken: [...takenDuring(db, resource, around, viewer), ...heldDuring(db, resource, around, viewer, now)],
    holidays: holidaysFrom(first, resource, locale),
    now,
    wantedMinutes: duration ?? policy.minMinutes,
  })
}

/** What is held at this moment: for others with set-up and clean-up, for the viewer the time itself. */
function heldDuring(db: Db, resource: Resource, span: Interval, viewer: Person | null, now: number): Taken[] {
  const holds = liveHoldsOn(db, resource, now)
  if (holds.length === 0) return []
  const { resourceById } = catalogueOf(db)
  return holds.flatMap((hold) => {
    const isMine = hold.personId === viewer?.id
    return heldOn([hold], resource, span, resourceById).map(({ until, ...load }) => ({
      ...load,
      ...(isMine && hold.resourceId === resource.id && { start: hold.start, end: hold.end }),
      setupMinutes: 0,
      cleanupMinutes: 0,
      seen: null,
      held: { isMine, until },
    }))
  })
}

export interface WeekHours extends Interval {
  readonly week: string
  readonly openMs: number
  readonly freeMs: number
}

/**
 * Open and still free time of `count` weeks from a Monday on. Weeks to come are remembered while nothing changes them;
 * what is `known` already is not counted again.
 */
export function weekHoursOf(
  db: Db,
  question: Omit<WeekQuestion, 'duration' | 'locale'>,
  count: number,
  known: WeekCalendar,
): WeekHours[] {
  const { resource, viewer, monday, now } = question
  const first = dayNumber(monday)
  const audiences = audiencesFor(viewer, resource)
  const strip = { start: weekOfDay(first, resource).start, end: weekOfDay(first + 7 * (count - 1), resource).end }
  const memory = memoryFor(db, resource, strip)
  let open: readonly Interval[] | undefined
  return Array.from({ length: count }, (_, i) => {
    const week = weekOfDay(first + 7 * i, resource)
    if (week.start === known.start) return hoursFrom(known, resource)
    const key = `${first + 7 * i} ${[...audiences].join()}`
    let hours = week.start >= now ? memory.get(key) : undefined
    if (!hours) {
      open ??= openTimeOf(db, resource.id, strip, audiences)
      hours = countHours(db, resource, week, clip(open, week), now)
      if (week.start >= now) memory.set(key, hours)
    }
    return hours
  })
}

function weekOfDay(day: number, { timeZone }: Resource): Interval {
  return { start: startOfDayNumber(day, timeZone), end: startOfDayNumber(day + 7, timeZone) }
}

function countHours(db: Db, resource: Resource, week: Interval, open: readonly Interval[], now: number): WeekHours {
  const left = clip(open, { start: Math.max(now, week.start), end: week.end })
  const canBeFree = left.length > 0 && resource.status === 'active'
  return {
    ...week,
    week: weekOf(localDayOf(week.start, resource.timeZone)),
    openMs: lengthOf(open),
    freeMs: canBeFree ? lengthOf(freeOf(db, resource, week, left)) : 0,
  }
}

function freeOf(db: Db, resource: Resource, week: Interval, open: readonly Interval[]): Interval[] {
  const usable = subtract(open, outagesDuring(db, resource.id, week))
  return subtract(usable, fullTime(loadDuring(db, resource, week), resource.capacity))
}

function hoursFrom(calendar: WeekCalendar, { timeZone }: Resource): WeekHours {
  const { start, end, freeMs, days } = calendar
  const openMs = days.reduce((sum, day) => sum + day.openMs, 0)
  return { start, end, week: weekOf(localDayOf(start, timeZone)), openMs, freeMs }
}

interface Remembered {
  /** Of the catalogue and of the months: any change makes another. */
  readonly stamp: string
  readonly hours: Map<string, WeekHours>
}

const memories = new WeakMap<object, Map<string, Remembered>>()
const MAX_REMEMBERED = 5000

/** What is known of these weeks, for everybody alike; empty once a claim, outage or rule there has changed. */
function memoryFor(db: Db, resource: Resource, strip: Interval): Map<string, WeekHours> {
  let ofDb = memories.get(db.$client)
  if (!ofDb) memories.set(db.$client, (ofDb = new Map()))
  const key = `${resource.id} ${strip.start}`
  const stamp = stampOf(db, resource, strip.start, strip.end)
  const known = ofDb.get(key)
  if (known?.stamp === stamp) return known.hours
  if (ofDb.size >= MAX_REMEMBERED) ofDb.clear()
  const fresh = { stamp, hours: new Map<string, WeekHours>() }
  if (!db.$client.inTransaction) ofDb.set(key, fresh)
  return fresh.hours
}

/** Months are those of UTC. A change bumps the months its span begins and ends in, or month 0 when it is long. */
function stampOf(db: Db, { id, above, inside }: Resource, from: number, to: number): string {
  const sum = prepared(
    db,
    `SELECT coalesce(sum(revision), 0) FROM resource_months
     WHERE resource_id IN (SELECT value FROM json_each(?)) AND (month BETWEEN ? AND ? OR month = 0)`,
  )
    .pluck()
    .get(JSON.stringify([id, ...above, ...inside]), monthOf(from), monthOf(to)) as number
  return `${catalogueOf(db).revision} ${sum}`
}

function monthOf(at: number): number {
  const date = new Date(at)
  return date.getUTCFullYear() * 100 + date.getUTCMonth() + 1
}

/** The names of the holidays of seven days; of a resource that does not observe them none. */
export function holidaysFrom(
  first: number,
  { observesHolidays }: Pick<Resource, 'observesHolidays'>,
  locale: Locale,
): (string | null)[] {
  return Array.from({ length: 7 }, (_, i) => (observesHolidays ? holidayOn(dayText(first + i), 'PL', locale) : null))
}
