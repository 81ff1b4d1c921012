import type { Audience, AvailabilityRule, RuleEffect } from './availability-rule.ts'
import { holidayOn, isHolidayNumber } from './holidays.ts'
import { clip, type Interval, merge, subtract } from './interval.ts'
import type { Locale, Person } from './person.ts'
import { daysSpanned, startsBetween } from './recurrence.ts'
import { DAY_MS, dayNumber, floatingAt, placeFloating, startOfDay, startOfDayNumber } from './zone.ts'

/** When a resource is open: its own rules and its lab's, told apart by `resourceId` and `labId`. */
export interface Hours {
  readonly timeZone: string
  readonly observesHolidays: boolean
  readonly rules: readonly AvailabilityRule[]
}

const MINUTE_MS = 60_000
const DAY_MINUTES = 1440

/**
 * The law of precedence: the open windows of the resource if it has any, else of its lab; on a local day on which a
 * `replace` rule has a window its windows stand instead, of several such rules those of the one made for the shortest
 * period (Christmas within December), of equally long ones all together; less what closed rules of both take away; less public
 * holidays where they are observed, which `replace` rules outlast. Outages are the caller's to subtract.
 *
 * A rule concerns the callers in its audience and nobody else: an open one opens, a closed one closes, a replacing one
 * replaces for them only.
 *
 * A window belongs to the local day it starts on. A holiday, or a day with replacing hours, takes the windows that
 * start on it, past midnight too, and its own hours 0–24 from windows that began earlier. Of a window longer than a
 * day it takes only its own hours.
 *
 * @returns the open time inside `span`, sorted, windows that touch or overlap joined
 */
export function openSpans(hours: Hours, span: Interval, audiences: ReadonlySet<Audience>): Interval[] {
  if (span.start >= span.end) return []
  const rules = (effect: RuleEffect) =>
    hours.rules.filter((rule) => rule.effect === effect && audiences.has(rule.audience))
  const hasOwn = hours.rules.some(({ effect, resourceId }) => effect === 'open' && resourceId !== null)
  const open = rules('open').filter(({ resourceId }) => (resourceId !== null) === hasOwn)
  const reach = localReach(hours, span)

  const replacing = narrowest(
    rules('replace').flatMap((rule) =>
      windowsOf(rule, hours.timeZone, reach).map((window) => ({
        ...window,
        daysSpanned: daysSpanned(rule, hours.timeZone),
      })),
    ),
  )
  const replaced = new Set(replacing.map(({ day }) => day))
  const isTaken = (day: number) => replaced.has(day) || (hours.observesHolidays && isHolidayNumber(day))
  const usual = usualTime(
    open.flatMap((rule) => windowsOf(rule, hours.timeZone, reach)),
    isTaken,
    hours.timeZone,
  )
  const windows = clip(replacing.length > 0 ? [...usual, ...replacing] : usual, span)
  const closed = rules('closed').flatMap((rule) => windowsOf(rule, hours.timeZone, reach))
  return closed.length > 0 ? subtract(windows, closed) : merge(windows)
}

/** The open time of one local day and the holiday it is, if the hours observe it. */
export function dayStatus(
  hours: Hours,
  day: string,
  audiences: ReadonlySet<Audience>,
  locale: Locale = 'pl',
): { open: Interval[]; holiday: string | null } {
  const start = startOfDay(day, hours.timeZone)
  const end = startOfDayNumber(dayNumber(day) + 1, hours.timeZone)
  return {
    open: openSpans(hours, { start, end }, audiences),
    holiday: hours.observesHolidays ? holidayOn(day, 'PL', locale) : null,
  }
}

/** Whom a person counts as where the owner's resources are concerned; nobody signed in is one of everyone. */
export function audiencesFor(
  person: Pick<Person, 'organisationId' | 'organisationKind'> | null,
  owner: { readonly organisationId: number },
): Set<Audience> {
  const audiences = new Set<Audience>(['everyone'])
  if (person && person.organisationKind !== 'company') audiences.add('members')
  if (person && person.organisationId === owner.organisationId) audiences.add('organisation')
  return audiences
}

/** A window, and the local days (counted from 1970-01-01) on which it starts and has its last moment. */
interface Window extends Interval {
  readonly day: number
  readonly lastDay: number
  readonly isLong: boolean
}

/** The floating time in which a window must start to be of any concern: a day more on both sides for the zone. */
function localReach({ rules, timeZone }: Hours, span: Interval): Interval {
  let longest = 0
  for (const { durationMinutes } of rules) longest = Math.max(longest, durationMinutes)
  return {
    start: floatingAt(span.start, timeZone) - longest * MINUTE_MS - DAY_MS,
    end: floatingAt(span.end, timeZone) + DAY_MS,
  }
}

/** Both ends stand on the wall clock: 22:00–06:00 is shorter or longer on the nights the clocks change. */
function windowsOf(rule: AvailabilityRule, zone: string, reach: Interval): Window[] {
  const length = rule.durationMinutes * MINUTE_MS
  return startsBetween(rule, reach.start, reach.end, zone).map((local) => {
    const start = placeFloating(local, zone)
    const end = placeFloating(local + length, zone)
    return {
      start,
      // Where the clocks skip all of it, it moves forward whole.
      end: end > start ? end : start + length,
      day: Math.floor(local / DAY_MS),
      lastDay: Math.floor((local + length - 1) / DAY_MS),
      isLong: rule.durationMinutes > DAY_MINUTES,
    }
  })
}

/** Of the windows that replace a day's hours, those of the rules made for the shortest period. */
function narrowest<W extends Window & { readonly daysSpanned: number }>(windows: readonly W[]): W[] {
  const shortest = new Map<number, number>()
  for (const { day, daysSpanned } of windows)
    shortest.set(day, Math.min(daysSpanned, shortest.get(day) ?? Number.POSITIVE_INFINITY))
  return windows.filter(({ day, daysSpanned }) => daysSpanned === shortest.get(day))
}

/** What holidays and replaced days leave of the open windows. */
function usualTime(windows: readonly Window[], isTaken: (day: number) => boolean, zone: string): Interval[] {
  const kept: Interval[] = []
  const cutDays = new Set<number>()
  for (const window of windows) {
    const { day, lastDay, isLong } = window
    if (!isLong && isTaken(day)) continue
    kept.push(window)
    for (let each = isLong ? day : day + 1; each <= lastDay; each++) if (isTaken(each)) cutDays.add(each)
  }
  if (cutDays.size === 0) return kept
  const cuts = [...cutDays].map((day) => ({ start: startOfDayNumber(day, zone), end: startOfDayNumber(day + 1, zone) }))
  return subtract(kept, cuts)
}
