import type { Hours } from './availability.ts'
import type { Audience, AvailabilityRule } from './availability-rule.ts'
import { AUDIENCES } from './availability-rule.ts'
import { firstStartFrom } from './recurrence.ts'
import { minuteOfDay } from './window-length.ts'
import { floatingOf } from './zone.ts'

/** Usual opening hours in a line: these days, from this minute of the day, so many minutes on the clock. */
export interface OpeningLine {
  readonly audience: Audience
  /** 0 is Monday. */
  readonly days: readonly number[]
  readonly fromMinute: number
  readonly minutes: number
}

export interface OpeningSummary {
  readonly lines: readonly OpeningLine[]
  /** Some rules do not repeat by the week or only change single days: the calendar alone tells all. */
  readonly isPartial: boolean
  readonly observesHolidays: boolean
}

/** What the open rules say of an ordinary week, `today` being a local day `2026-11-24`. */
export function openingSummary(hours: Hours, today: string): OpeningSummary {
  const standing = hours.rules.filter((rule) => rule.validUntil === null || rule.validUntil >= today)
  const open = standing.filter((rule) => rule.effect === 'open')
  const own = open.filter((rule) => rule.resourceId !== null)
  const lines = (own.length > 0 ? own : open).flatMap((rule) => lineOf(rule) ?? [])
  return {
    lines: joined(lines).sort((a, b) => AUDIENCES.indexOf(a.audience) - AUDIENCES.indexOf(b.audience)),
    isPartial: lines.length < (own.length > 0 ? own : open).length,
    observesHolidays: hours.observesHolidays,
  }
}

/**
 * The rules still to come that the lines do not tell: those that do not repeat by the week, have exceptions or an end,
 * and those that close or replace. `today` as in `openingSummary`.
 */
export function otherRules(hours: Hours, today: string): readonly AvailabilityRule[] {
  const hasOwn = hours.rules.some(({ effect, resourceId }) => effect === 'open' && resourceId !== null)
  const concerns = (rule: AvailabilityRule) => rule.effect !== 'open' || (rule.resourceId !== null) === hasOwn
  return hours.rules.filter((rule) => concerns(rule) && !isPlain(rule) && isToCome(rule, hours.timeZone, today))
}

const isPlain = (rule: AvailabilityRule) =>
  rule.effect === 'open' && rule.exdates.length + rule.rdates.length === 0 && lineOf(rule) !== null

const isToCome = (rule: AvailabilityRule, zone: string, today: string) =>
  firstStartFrom(rule, floatingOf(`${today}T00:00`) - rule.durationMinutes * 60_000, zone) !== null

const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

function lineOf({ audience, startLocal, durationMinutes, rrule }: AvailabilityRule): OpeningLine | null {
  const days = daysOf(rrule, startLocal)
  if (!days) return null
  const fromMinute = minuteOfDay(startLocal)
  return { audience, days, fromMinute, minutes: durationMinutes }
}

/** The days of a rule that is the same every week, else null. */
function daysOf(rrule: string, startLocal: string): number[] | null {
  const parts = new Map(rrule.split(';').map((part) => part.split('=') as [string, string]))
  const known = new Set(['FREQ', 'BYDAY', 'INTERVAL', 'WKST'])
  if ((parts.get('INTERVAL') ?? '1') !== '1' || [...parts.keys()].some((name) => !known.has(name))) return null
  const byDay = parts
    .get('BYDAY')
    ?.split(',')
    .map((day) => DAYS.indexOf(day))
  if (byDay?.includes(-1)) return null
  if (parts.get('FREQ') === 'DAILY') return byDay ?? [0, 1, 2, 3, 4, 5, 6]
  if (parts.get('FREQ') !== 'WEEKLY') return null
  return byDay ?? [(new Date(`${startLocal}Z`).getUTCDay() + 6) % 7]
}

/** The same hours for the same people on several days are one line. */
function joined(lines: readonly OpeningLine[]): OpeningLine[] {
  const groups = Map.groupBy(lines, ({ audience, fromMinute, minutes }) => `${audience} ${fromMinute} ${minutes}`)
  return [...groups.values()].map((same) => ({
    ...same[0]!,
    days: [...new Set(same.flatMap((each) => each.days))].sort((a, b) => a - b),
  }))
}
