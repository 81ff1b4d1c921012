import { Duration } from 'luxon'
import { floatingOf, floatingText } from './zone.ts'

const MINUTE = 60_000
const DAY_MINUTES = 1440

/**
 * Wall-clock minutes from a local start to the next time the clock shows `HH:MM`: an end that is not after the start
 * lies on the next day, the same time is a whole day, 24:00 is midnight. Null for text that is no such time.
 */
export function minutesUntil(startLocal: string, endTime: string): number | null {
  const [, hours, minutes] = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(endTime) ?? []
  const end = Number(hours) * 60 + Number(minutes)
  if (!(end <= DAY_MINUTES)) return null
  const length = end - minuteOfDay(startLocal)
  return length > 0 ? length : length + DAY_MINUTES
}

/** When the clock shows the end of a window: `18:00`; the start of a day is 00:00. */
export function endTimeOf({ startLocal, durationMinutes }: { startLocal: string; durationMinutes: number }): string {
  return floatingText(floatingOf(startLocal) + durationMinutes * MINUTE).slice(11, 16)
}

/** An ISO 8601 duration in minutes of the wall clock, a day for 24 hours; null for any other text, months and years too. */
export function minutesOf(duration: string): number | null {
  const parsed = Duration.fromISO(duration)
  if (!parsed.isValid || parsed.years !== 0 || parsed.months !== 0) return null
  const minutes = parsed.as('minutes')
  return Number.isInteger(minutes) ? minutes : null
}

/** The same with a sign before it: `PT1H`, `-PT30M`. */
export function signedMinutesOf(duration: string): number | null {
  const [, sign, length = ''] = /^([+-]?)(P.+)$/.exec(duration) ?? []
  const minutes = minutesOf(length)
  return minutes !== null && sign === '-' ? -minutes : minutes
}

/** `PT1H30M`. */
export function durationText(minutes: number): string {
  const hours = Math.floor(minutes / 60)
  return `PT${hours > 0 ? `${hours}H` : ''}${minutes % 60 > 0 ? `${minutes % 60}M` : ''}`
}

/** How many minutes of its day a local time is, `2026-01-05T08:30:00` or the clock `08:30` alone. */
export function minuteOfDay(local: string): number {
  const clock = local.slice(local.indexOf('T') + 1)
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))
}
