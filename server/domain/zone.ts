import { IANAZone } from 'luxon'

/**
 * Wall clock ⇄ instant. An instant is UTC epoch milliseconds; a local time is text, `2026-11-24T09:00:00`, or
 * *floating*: the milliseconds that local time would be if it were UTC. Whatever the present date and the zone of the
 * process are, the same question gets the same answer.
 */
export type Placed =
  | { readonly kind: 'unique'; readonly at: number }
  /** The clocks skip this local time; `at` lies `gapMinutes` later on the clock. */
  | { readonly kind: 'gap'; readonly at: number; readonly gapMinutes: number }
  /** The clocks show this local time two times. */
  | { readonly kind: 'twice'; readonly first: number; readonly second: number }

const MINUTE = 60_000
export const DAY_MS = 86_400_000

/** Where a local time `YYYY-MM-DDTHH:MM[:SS]` stands in the zone. Throws a RangeError for text that is no local time. */
export function placeLocal(local: string, zone: string): Placed {
  const floating = floatingOf(local)
  const before = offsetAt(floating - DAY_MS, zone)
  const after = offsetAt(floating + DAY_MS, zone)
  const early = floating - before
  if (before === after) return { kind: 'unique', at: early }
  const late = floating - after
  const isEarly = offsetAt(early, zone) === before
  const isLate = offsetAt(late, zone) === after
  if (isEarly && isLate) return { kind: 'twice', first: early, second: late }
  if (isEarly || isLate) return { kind: 'unique', at: isEarly ? early : late }
  return { kind: 'gap', at: early, gapMinutes: (after - before) / MINUTE }
}

/** The instant of a local time: one the clocks skip moves forward by the gap, one they show twice is the first. */
export function instantOf(local: string, zone: string): number {
  return placeFloating(floatingOf(local), zone)
}

/** `instantOf` for a floating local time. */
export function placeFloating(floating: number, zone: string): number {
  const before = offsetAt(floating - DAY_MS, zone)
  const after = offsetAt(floating + DAY_MS, zone)
  if (before === after) return floating - before
  // With the offset from before the change, the first of two and the one moved out of a gap come by themselves.
  const early = floating - before
  return offsetAt(early, zone) === before || offsetAt(floating - after, zone) !== after ? early : floating - after
}

/** What the clock on the wall shows: `YYYY-MM-DDTHH:MM:SS`. */
export function localOf(at: number, zone: string): string {
  return floatingText(floatingAt(at, zone))
}

/** The local day of an instant: `YYYY-MM-DD`. */
export function localDayOf(at: number, zone: string): string {
  return dayText(Math.floor(floatingAt(at, zone) / DAY_MS))
}

/** The first instant of a local day; where the clocks skip midnight that is not 00:00. */
export function startOfDay(day: string, zone: string): number {
  return startOfDayNumber(dayNumber(day), zone)
}

/** `startOfDay` for a day counted from 1970-01-01. */
export function startOfDayNumber(number: number, zone: string): number {
  return placeFloating(number * DAY_MS, zone)
}

/** Wall-clock minutes since 00:00, with the seconds as a fraction. */
export function minutesOfDay(at: number, zone: string): number {
  const floating = floatingAt(at, zone)
  return (floating - Math.floor(floating / DAY_MS) * DAY_MS) / MINUTE
}

/** Minutes that local time is ahead of UTC. */
export function offsetMinutes(at: number, zone: string): number {
  return offsetAt(at, zone) / MINUTE
}

/** The floating local time of an instant. */
export function floatingAt(at: number, zone: string): number {
  return at + offsetAt(at, zone)
}

/** Whether this is the name of an IANA zone, such as Europe/Warsaw. */
export function isValidZone(zone: string): boolean {
  return zones.has(zone) || (/^[A-Za-z][A-Za-z0-9_+/-]{1,40}$/.test(zone) && IANAZone.isValidZone(zone))
}

/** The name as calendars spell it, `Europe/Warsaw` for `europe/warsaw`; any other text comes back as it is. */
export function properZone(zone: string): string {
  if (!isValidZone(zone)) return zone
  const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions()
  return timeZone.toLowerCase() === zone.toLowerCase() ? timeZone : zone
}

export function addDays(day: string, days: number): string {
  return dayText(dayNumber(day) + days)
}

/** Days from one local day to another, negative when it lies before. */
export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from)
}

/** The ISO 8601 week of a local day: `2026-W48`. */
export function weekOf(day: string): string {
  const thursday = mondayOf(dayNumber(day)) + 3
  const year = new Date(thursday * DAY_MS).getUTCFullYear()
  const week = Math.floor((thursday - dayNumber(`${year}-01-01`)) / 7) + 1
  return `${year}-W${String(week).padStart(2, '0')}`
}

/** The seven local days of an ISO week, Monday first. Throws a RangeError for a week the year does not have. */
export function daysOfWeek(week: string): string[] {
  const [, year, number] = /^(\d{4})-W(\d{2})$/.exec(week) ?? []
  const monday = mondayOf(dayNumber(`${year ?? 'none'}-01-04`)) + (Number(number) - 1) * 7
  if (weekOf(dayText(monday)) !== week) throw new RangeError(`Not an ISO week: ${week}`)
  return Array.from({ length: 7 }, (_, i) => dayText(monday + i))
}

export function isWeek(text: string): boolean {
  return holds(() => dayNumber(daysOfWeek(text)[0]!) * DAY_MS)
}

/** Whether the text is a day of the calendar: 2026-02-30 is none. */
export function isDay(text: string): boolean {
  return holds(() => dayNumber(text) * DAY_MS)
}

/** Whether the text is a local time `YYYY-MM-DDTHH:MM[:SS]` of the calendar, wherever its clocks skip it or not. */
export function isLocal(text: string): boolean {
  return holds(() => floatingOf(text))
}

/** RFC 3339 with its offset: a naive one is none, nor is a leap second, which no clock here counts. */
export function isInstant(text: string): boolean {
  const isShaped = /^\d{4}-\d\d-\d\d[Tt ]([01]\d|2[0-3])(:[0-5]\d){2}(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/.test(
    text,
  )
  return isShaped && isDay(text.slice(0, 10)) && isInCalendar(Date.parse(text))
}

/** The years in which anybody reserves; beyond them days and zones stop making sense. False for NaN. */
export const isInCalendar = (at: number): boolean => at >= Date.UTC(1970, 0, 2) && at < Date.UTC(2200, 0)

/** Days since 1970-01-01. Throws a RangeError for anything but a day `YYYY-MM-DD`. */
export function dayNumber(day: string): number {
  if (day.length !== 10) throw new RangeError(`Not a day: ${day}`)
  return dayPart(day)
}

const MAX_DAY_TEXTS = 20_000
const dayTexts = new Map<number, string>()

/** The day of a number: a calendar asks for the same few hundred again and again. */
export function dayText(number: number): string {
  let text = dayTexts.get(number)
  if (text === undefined) {
    if (dayTexts.size >= MAX_DAY_TEXTS) dayTexts.clear()
    dayTexts.set(number, (text = new Date(number * DAY_MS).toISOString().slice(0, 10)))
  }
  return text
}

/** The Monday of the ISO week that holds the day, both counted from 1970-01-01, a Thursday. */
export const mondayOf = (number: number): number => number - weekdayOf(number)

/** 0 for Monday to 6 for Sunday. */
export const weekdayOf = (number: number): number => (((number + 3) % 7) + 7) % 7

/** A local time `YYYY-MM-DDTHH:MM[:SS]` as if it were UTC. Throws a RangeError for anything else. */
export function floatingOf(local: string): number {
  const { length } = local
  const hour = pair(local, 11)
  const minute = pair(local, 14)
  const second = length === 19 ? pair(local, 17) : 0
  const isShaped = (length === 16 || (length === 19 && local[16] === ':')) && local[10] === 'T' && local[13] === ':'
  if (!isShaped || !(hour < 24 && minute < 60 && second < 60)) throw new RangeError(`Not a local time: ${local}`)
  return dayPart(local) * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1000
}

export function floatingText(floating: number): string {
  return new Date(floating).toISOString().slice(0, 19)
}

function dayPart(text: string): number {
  const year = pair(text, 0) * 100 + pair(text, 2)
  const month = pair(text, 5)
  const day = pair(text, 8)
  const at = Date.UTC(year, month - 1, day)
  if (
    text[4] !== '-' ||
    text[7] !== '-' ||
    !(year >= 1000) ||
    new Date(at).getUTCDate() !== day ||
    !(month >= 1 && month <= 12)
  )
    throw new RangeError(`Not a day: ${text}`)
  return at / DAY_MS
}

/** Two digits as a number, else NaN. */
function pair(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48
  const ones = text.charCodeAt(at + 1) - 48
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN
}

/** Whether the attempt comes to a time, and one of the years people mean. */
function holds(attempt: () => number): boolean {
  try {
    return isInCalendar(attempt())
  } catch {
    return false
  }
}

/** The offsets of a zone over one stretch of time: `offsets[i]` rules from `starts[i]` on. */
interface Stretch {
  readonly starts: readonly number[]
  readonly offsets: readonly number[]
}

/** About 398 days: an offset is looked up by a division and at most a few comparisons. */
const STRETCH_MS = 2 ** 35
const MAX_ZONES = 100
const MAX_STRETCHES = 300
const zones = new Map<string, { zone: IANAZone; stretches: Map<number, Stretch> }>()

/** Milliseconds that local time is ahead of UTC. Throws a RangeError for an unknown zone. */
function offsetAt(at: number, name: string): number {
  const number = Math.floor(at / STRETCH_MS)
  const { starts, offsets } = zones.get(name)?.stretches.get(number) ?? learnStretch(name, number)
  let i = starts.length - 1
  while (i > 0 && starts[i]! > at) i--
  return offsets[i]!
}

function learnStretch(name: string, number: number): Stretch {
  if (!Number.isFinite(number)) throw new RangeError('Not an instant')
  const { zone, stretches } = zones.get(name) ?? learnZone(name)
  const stretch = stretchOf(zone, number * STRETCH_MS, (number + 1) * STRETCH_MS)
  if (stretches.size >= MAX_STRETCHES) stretches.clear()
  stretches.set(number, stretch)
  return stretch
}

function learnZone(name: string) {
  if (!isValidZone(name)) throw new RangeError(`Not a time zone: ${name}`)
  if (zones.size >= MAX_ZONES) zones.clear()
  const entry = { zone: IANAZone.create(name), stretches: new Map<number, Stretch>() }
  zones.set(name, entry)
  return entry
}

/** Samples a week apart find every change; no zone has two within a week. */
function stretchOf(zone: IANAZone, from: number, to: number): Stretch {
  const offset = (at: number) => zone.offset(at) * MINUTE
  const starts = [from]
  const offsets = [offset(from)]
  for (let at = from; at < to; at += 7 * DAY_MS) {
    const next = Math.min(at + 7 * DAY_MS, to - 1)
    const last = offsets.at(-1)!
    const now = offset(next)
    if (now === last) continue
    starts.push(changeBetween(at, next, (moment) => offset(moment) === last))
    offsets.push(now)
  }
  return { starts, offsets }
}

/** The first moment in (low, high] at which `isBefore` no longer holds. */
function changeBetween(low: number, high: number, isBefore: (at: number) => boolean): number {
  let [known, beyond] = [low, high]
  while (beyond - known > 1) {
    const middle = Math.floor((known + beyond) / 2)
    if (isBefore(middle)) known = middle
    else beyond = middle
  }
  return beyond
}
