import { type Hours, openSpans } from './availability.ts'
import type { Audience } from './availability-rule.ts'
import { type ClockChange, clockChangesIn } from './clock-changes.ts'
import { holidayOn } from './holidays.ts'
import { clip, type Interval, lengthOf, subtract } from './interval.ts'
import type { Locale } from './person.ts'
import { DAY_MS, dayNumber, dayText, localDayOf, mondayOf, startOfDayNumber } from './zone.ts'

/** One local day before and after a change of hours, for one audience. */
export interface ComparedDay {
  /** `2026-12-24` */
  readonly day: string
  /** Its first instant. */
  readonly start: number
  readonly before: readonly Interval[]
  readonly after: readonly Interval[]
  /** The public holiday it is, where the hours observe it after the change. */
  readonly holiday: string | null
}

export interface ComparedWeek {
  readonly days: readonly ComparedDay[]
  readonly beforeMs: number
  readonly afterMs: number
}

export interface HoursComparison {
  readonly weeks: readonly ComparedWeek[]
  /** Whether anything changes for the audience within a year. */
  readonly isDifferent: boolean
  /** The nights within a year on which the clocks change while it is open after the change. */
  readonly clockChanges: readonly ClockChange[]
}

interface Comparing {
  readonly audiences: ReadonlySet<Audience>
  readonly locale: Locale
  readonly now: number
}

const WEEKS = 8
const YEAR_DAYS = 371

/**
 * Eight weeks of two sets of hours side by side, from this week on; where these look the same, from the week of the
 * first difference within a year.
 */
export function compareHours(before: Hours, after: Hours, { audiences, locale, now }: Comparing): HoursComparison {
  const zone = after.timeZone
  const today = mondayOf(dayNumber(localDayOf(now, zone)))
  const year = { start: startOfDayNumber(today, zone), end: startOfDayNumber(today + YEAR_DAYS, zone) }
  const was = openSpans(before, year, audiences)
  const will = openSpans(after, year, audiences)
  const changed = [...subtract(was, will), ...subtract(will, was)].filter(({ end }) => end > now)
  const first = changed.reduce((least, { start }) => Math.min(least, start), Number.POSITIVE_INFINITY)
  const monday = Number.isFinite(first) ? mondayToShow(today, first, zone) : today
  return {
    weeks: Array.from({ length: WEEKS }, (_, i) => weekOf(monday + 7 * i)),
    isDifferent: changed.length > 0,
    clockChanges: clockChangesIn(year, zone).filter(
      ({ at }) => at > now && will.some(({ start, end }) => start < at && at < end),
    ),
  }

  function weekOf(from: number): ComparedWeek {
    const days = Array.from({ length: 7 }, (_, i) => dayOf(from + i))
    const sum = (side: 'before' | 'after') => days.reduce((total, day) => total + lengthOf(day[side]), 0)
    return { days, beforeMs: sum('before'), afterMs: sum('after') }
  }

  function dayOf(number: number): ComparedDay {
    const span = { start: startOfDayNumber(number, zone), end: startOfDayNumber(number + 1, zone) }
    const day = dayText(number)
    return {
      day,
      start: span.start,
      before: clip(was, span),
      after: clip(will, span),
      holiday: after.observesHolidays ? holidayOn(day, 'PL', locale) : null,
    }
  }
}

/** The last weeks of the year looked at are shown whole. */
function mondayToShow(today: number, first: number, zone: string): number {
  const week = mondayOf(dayNumber(localDayOf(first, zone)))
  return week < today + 7 * WEEKS ? today : Math.min(week, today + YEAR_DAYS - 7 * WEEKS)
}

/** The clocks change in the night before this day begins or on it: the evening's day and the morning's. */
export function nightOf(at: number, zone: string): { evening: string; morning: string } {
  const morning = localDayOf(at, zone)
  return { evening: dayText(dayNumber(morning) - 1), morning }
}

/** In hours: what the weeks shown have on average. */
export function hoursAWeek(weeks: readonly ComparedWeek[], side: 'beforeMs' | 'afterMs'): number {
  return weeks.reduce((total, week) => total + week[side], 0) / Math.max(1, weeks.length) / (DAY_MS / 24)
}
