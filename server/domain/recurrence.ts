import { type DaysBetween, HORIZON_DAYS, recurringDays } from './recurrence-days.ts'
import { parseRecurrence, type RecurrenceRule } from './recurrence-rule.ts'
import { DAY_MS, dayNumber, floatingAt, floatingOf, floatingText, placeFloating } from './zone.ts'

export { parseRecurrence, type RecurrenceFault } from './recurrence-rule.ts'

/** A start and how it recurs, on the wall clock. An availability rule is one. Never changed once made. */
export interface Recurring {
  readonly startLocal: string
  /** RRULE text that `parseRecurrence` accepts; empty for the single start. */
  readonly rrule: string
  /** Local starts, or whole local days, left out: they win over everything. */
  readonly exdates: readonly string[]
  /** Local starts added; a day alone takes the rule's time of day. */
  readonly rdates: readonly string[]
  /** The last local day on which one may start, added ones too. */
  readonly validUntil: string | null
}

/**
 * The local starts in [from, to), sorted. Bounded by the window, not by the distance from the rule's start.
 * @param zone places an UNTIL that is written in UTC
 */
export function occurrencesBetween(rule: Recurring, fromLocal: string, toLocal: string, zone = 'UTC'): string[] {
  return startsBetween(rule, floatingOf(fromLocal), floatingOf(toLocal), zone).map(floatingText)
}

/** The first local start, or null when the rule has none within a century. */
export function firstOccurrence(rule: Recurring, zone = 'UTC'): string | null {
  const { start, added } = seriesOf(rule)
  const first = firstStartFrom(rule, Math.min(start, ...added), zone)
  return first === null ? null : floatingText(first)
}

/** The first start at `from` or later, in floating time; looked for from the rule's start on, for a century. */
export function firstStartFrom(rule: Recurring, from: number, zone: string): number | null {
  let begin = from
  for (const days of [400, 4000, HORIZON_DAYS]) {
    const end = Math.max(from, seriesOf(rule).start) + days * DAY_MS
    const [first] = startsBetween(rule, begin, end, zone)
    if (first !== undefined) return first
    begin = end
  }
  return null
}

const spanned = new WeakMap<Recurring, number>()

/** The period a rule was made for: days from its first start to its last, as UNTIL, COUNT or RDATE give it; without end Infinity. */
export function daysSpanned(rule: Recurring, zone = 'UTC'): number {
  let days = spanned.get(rule)
  if (days === undefined) spanned.set(rule, (days = countSpanned(rule, zone)))
  return days
}

function countSpanned(rule: Recurring, zone: string): number {
  const series = seriesOf(rule)
  const isCounted = rule.rrule === '' || recurrenceOf(rule.rrule).count !== null
  const declared = lastStartOf(series, zone)
  const last = isCounted
    ? (startsBetween(rule, series.start, series.start + HORIZON_DAYS * DAY_MS, zone).at(-1) ?? series.start)
    : Math.max(declared, ...series.added)
  return Math.floor(last / DAY_MS) - Math.floor(series.start / DAY_MS)
}

/** Later days have no text of ten letters. */
const END_OF_TIME = Date.UTC(10_000, 0, 1)

/** `occurrencesBetween` in floating time: milliseconds of the local time as if it were UTC. */
export function startsBetween(rule: Recurring, from: number, to: number, zone = 'UTC'): number[] {
  const series = seriesOf(rule)
  const end = Math.min(to, END_OF_TIME, lastStartOf(series, zone) + 1)
  const starts: number[] = []
  const days = series.daysBetween(Math.ceil((from - series.time) / DAY_MS), Math.ceil((end - series.time) / DAY_MS))
  for (const day of days) {
    const start = day * DAY_MS + series.time
    if (!series.isLeftOut(start) && isInTime(start, series, zone)) starts.push(start)
  }
  const extra = series.added.filter((at) => at >= from && at < Math.min(to, series.validTo) && !series.isLeftOut(at))
  return extra.length === 0 ? starts : [...new Set([...starts, ...extra])].sort((a, b) => a - b)
}

/** No start lies later; with an UNTIL in UTC a day's worth may still be too late, see `isInTime`. */
const lastStartOf = ({ last, lastUtc }: Series, zone: string) =>
  lastUtc === null ? last : Math.min(last, floatingAt(lastUtc, zone) + DAY_MS)

/** An UNTIL in UTC is compared with the instant: the wall clock runs back or jumps where the clocks change. */
const isInTime = (start: number, { lastUtc }: Series, zone: string) =>
  lastUtc === null || start < lastUtc - DAY_MS || placeFloating(start, zone) <= lastUtc

/** A rule read once. Days count from 1970-01-01, times are floating. */
interface Series {
  readonly start: number
  readonly time: number
  readonly last: number
  readonly lastUtc: number | null
  readonly validTo: number
  readonly added: readonly number[]
  readonly isLeftOut: (start: number) => boolean
  readonly daysBetween: DaysBetween
}

const read = new WeakMap<Recurring, Series>()

function seriesOf(rule: Recurring): Series {
  let series = read.get(rule)
  if (!series) read.set(rule, (series = readSeries(rule)))
  return series
}

function readSeries(rule: Recurring): Series {
  const start = floatingOf(rule.startLocal)
  const startDay = Math.floor(start / DAY_MS)
  const time = start - startDay * DAY_MS
  const parsed = rule.rrule === '' ? null : recurrenceOf(rule.rrule)
  const validTo = rule.validUntil === null ? Number.POSITIVE_INFINITY : floatingOf(`${rule.validUntil}T00:00`) + DAY_MS
  const until = parsed?.until ?? null
  const leftOut = new Set(rule.exdates.filter((text) => text.length > 10).map(floatingOf))
  const leftOutDays = new Set(rule.exdates.filter((text) => text.length === 10).map(dayNumber))
  return {
    start,
    time,
    last: Math.min(validTo - 1, until && !until.isUtc ? until.last : Number.POSITIVE_INFINITY),
    lastUtc: until?.isUtc ? until.last : null,
    validTo,
    added: rule.rdates.map((text) => (text.length === 10 ? floatingOf(`${text}T00:00`) + time : floatingOf(text))),
    isLeftOut: (at) => leftOut.has(at) || leftOutDays.has(Math.floor(at / DAY_MS)),
    daysBetween: parsed
      ? patternOf(rule.rrule, parsed, startDay)
      : (from, to) => (from <= startDay && startDay < to ? [startDay] : []),
  }
}

function recurrenceOf(text: string): RecurrenceRule {
  const parsed = parseRecurrence(text)
  if (!parsed.ok) throw new RangeError(`Not a recurrence this program follows: ${parsed.part} ${parsed.reason}`)
  return parsed.rule
}

const MAX_PATTERNS = 2000
const patterns = new Map<string, DaysBetween>()

/** Many resources keep the same hours: what one rule has found out of the calendar serves all that read the same. */
function patternOf(text: string, parsed: RecurrenceRule, startDay: number): DaysBetween {
  const key = `${startDay} ${text}`
  let days = patterns.get(key)
  if (days) return days
  if (patterns.size >= MAX_PATTERNS) patterns.clear()
  patterns.set(key, (days = recurringDays(parsed, startDay)))
  return days
}
