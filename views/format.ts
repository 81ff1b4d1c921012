import type { Locale } from '../server/domain/person.ts'
import { DAY_MS, floatingAt, localDayOf, localOf, minutesOfDay } from '../server/domain/zone.ts'

const NB = '\u00a0'
const MINUTE = 60_000

/** Days, hours and figures in the reader's convention, in one zone. Every instant is UTC epoch ms. */
export interface Format {
  /** `8:00`; in English `08:00`. */
  clock(instant: number): string
  /** The same for a span that ends with the day: `24:00`, never `0:00`. */
  clockOfEnd(instant: number): string
  /** `czwartek` */
  dayName(instant: number): string
  /** `czw.` */
  dayShort(instant: number): string
  /** `Cz`; in English `Thu`. */
  dayTiny(instant: number): string
  /** `12 lis` */
  dayMonth(instant: number): string
  /** `czw. 12 lis` */
  shortDay(instant: number): string
  /** `czwartek 12 listopada` */
  longDay(instant: number): string
  /** `czwartek 12 listopada 2026` */
  fullDay(instant: number): string
  /** `12 listopada 2026` */
  date(instant: number): string
  /** `czw. 12 lis, 8:00` */
  moment(instant: number): string
  /** `8:00–10:00`, over several days `czw. 12 lis, 20:00 – sob. 14 lis, 12:00`. Without the day when both lie on one. */
  span(start: number, end: number): string
  /** `czw. 12 lis, 8:00–10:00` */
  daySpan(start: number, end: number): string
  /** `9–15 listopada 2026`; `end` is exclusive. */
  dates(start: number, end: number): string
  /** `9–15 lis`; `end` is exclusive. */
  shortDates(start: number, end: number): string
  /** Local day for machines, `2026-11-12`. */
  isoDay(instant: number): string
  /** Local time for machines and form links, `2026-11-12T09:00`. */
  isoLocal(instant: number): string
}

/** `2 h 30 min` of milliseconds; the same in both languages. */
export function hours(ms: number): string {
  const minutes = Math.round(ms / MINUTE)
  const whole = Math.floor(minutes / 60)
  const rest = minutes % 60
  if (whole === 0 && rest > 0) return `${rest}${NB}min`
  return rest === 0 ? `${whole}${NB}h` : `${whole}${NB}h${NB}${rest}${NB}min`
}

/** For the first word of a line; names of days are lower case in Polish. */
export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** For a name that stands inside a line. */
export const uncapitalised = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)

/** `1234,5`; a figure with at most so many decimals. */
export function number(locale: Locale, value: number, decimals = 1): string {
  return numbers(locale, 0, decimals).format(value)
}

/** `15,79 %` of 0.1579; in English `15.79%`. */
export function percent(locale: Locale, ratio: number, decimals = 2): string {
  const figure = numbers(locale, decimals, decimals).format(ratio * 100)
  return locale === 'pl' ? `${figure}${NB}%` : `${figure}%`
}

/** The format of a language and a zone; made once and kept. */
export function formatOf(locale: Locale, zone: string): Format {
  const key = locale + zone
  let format = formats.get(key)
  if (!format) formats.set(key, (format = makeFormat(locale, zone)))
  return format
}

const formats = new Map<string, Format>()
const numberFormats = new Map<string, Intl.NumberFormat>()

function numbers(locale: Locale, minimumFractionDigits: number, maximumFractionDigits: number) {
  const key = `${locale}${minimumFractionDigits}${maximumFractionDigits}`
  let format = numberFormats.get(key)
  if (!format)
    numberFormats.set(
      key,
      (format = new Intl.NumberFormat(tagOf(locale), { minimumFractionDigits, maximumFractionDigits })),
    )
  return format
}

const tagOf = (locale: Locale) => (locale === 'pl' ? 'pl-PL' : 'en-GB')

function makeFormat(locale: Locale, zone: string): Format {
  const words = wordsOf(locale)
  const at = (instant: number) => new Date(floatingAt(instant, zone))
  const time = locale === 'pl' ? (hour: number) => String(hour) : two
  const clocks = Array.from({ length: 1440 }, (_, i) => `${time(Math.floor(i / 60))}:${two(i % 60)}`)
  const day = (date: Date, months: readonly string[]) => `${date.getUTCDate()}${NB}${months[date.getUTCMonth()]}`

  const clock = (instant: number) => clocks[minutesOfDay(instant, zone) | 0]!
  const clockOfEnd = (instant: number) => (floatingAt(instant, zone) % DAY_MS === 0 ? '24:00' : clock(instant))
  const dayName = (instant: number) => words.days[at(instant).getUTCDay()]!
  const shortDay = (instant: number) => {
    const date = at(instant)
    return `${words.shortDays[date.getUTCDay()]}${NB}${day(date, words.shortMonths)}`
  }
  const moment = (instant: number) => `${shortDay(instant)}, ${clock(instant)}`
  const sameDay = (start: number, end: number) =>
    Math.floor(floatingAt(start, zone) / DAY_MS) === Math.floor((floatingAt(end, zone) - 1) / DAY_MS)
  const range = (start: number, end: number, months: readonly string[]) => {
    const first = at(start)
    const last = at(end - 1)
    if (first.getUTCMonth() !== last.getUTCMonth()) return `${day(first, months)}${NB}– ${day(last, months)}`
    return first.getUTCDate() === last.getUTCDate() ? day(first, months) : `${first.getUTCDate()}–${day(last, months)}`
  }
  const longDay = (instant: number) => `${dayName(instant)} ${day(at(instant), words.months)}`
  const span = (start: number, end: number) =>
    sameDay(start, end) ? `${clock(start)}–${clockOfEnd(end)}` : `${moment(start)} – ${moment(end)}`

  return {
    clock,
    clockOfEnd,
    dayName,
    dayShort: (instant) => words.shortDays[at(instant).getUTCDay()]!,
    dayTiny: (instant) => words.tinyDays[at(instant).getUTCDay()]!,
    dayMonth: (instant) => day(at(instant), words.shortMonths),
    shortDay,
    longDay,
    fullDay: (instant) => `${longDay(instant)} ${at(instant).getUTCFullYear()}`,
    date: (instant) => `${day(at(instant), words.months)} ${at(instant).getUTCFullYear()}`,
    moment,
    span,
    daySpan: (start, end) => (sameDay(start, end) ? `${shortDay(start)}, ${span(start, end)}` : span(start, end)),
    dates: (start, end) => `${range(start, end, words.months)} ${at(end - 1).getUTCFullYear()}`,
    shortDates: (start, end) => range(start, end, words.shortMonths),
    isoDay: (instant) => localDayOf(instant, zone),
    isoLocal: (instant) => localOf(instant, zone).slice(0, 16),
  }
}

interface Words {
  readonly days: readonly string[]
  readonly shortDays: readonly string[]
  readonly tinyDays: readonly string[]
  readonly months: readonly string[]
  readonly shortMonths: readonly string[]
}

const WORDS: Partial<Record<Locale, Words>> = {}

const two = (figure: number) => (figure < 10 ? `0${figure}` : String(figure))

/** Names of days (Sunday first) and months, in the case they take beside a number. */
export function wordsOf(locale: Locale): Words {
  return (WORDS[locale] ??= {
    days: names(locale, 'weekday', { weekday: 'long' }, 7),
    shortDays: names(locale, 'weekday', { weekday: 'short' }, 7),
    tinyDays:
      locale === 'pl' ? ['Nd', 'Pn', 'Wt', 'Śr', 'Cz', 'Pt', 'So'] : names(locale, 'weekday', { weekday: 'short' }, 7),
    months: names(locale, 'month', { day: 'numeric', month: 'long' }, 12),
    shortMonths: names(locale, 'month', { day: 'numeric', month: 'short' }, 12),
  })
}

function names(locale: Locale, type: 'weekday' | 'month', options: Intl.DateTimeFormatOptions, count: number) {
  const format = new Intl.DateTimeFormat(tagOf(locale), { ...options, timeZone: 'UTC' })
  return Array.from({ length: count }, (_, index) => {
    // 4 January 2026 is a Sunday.
    const date = type === 'weekday' ? Date.UTC(2026, 0, 4 + index) : Date.UTC(2026, index, 12)
    return format.formatToParts(date).find((part) => part.type === type)!.value
  })
}
