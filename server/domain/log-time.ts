import type { LengthUnit, LogFormat } from './log-import.ts'
import { isInCalendar, localOf, placeFloating } from './zone.ts'

const SECOND = 1000
const MINUTE = 60_000
const HOUR = 3_600_000

/**
 * An instant as a log writes it; null for what cannot be read. Times without an offset are the wall clock's of `zone`: one
 * that does not exist moves forward by the gap, one that occurs twice means the first (time rule 4 of the contract).
 */
export function logInstant(text: string, format: LogFormat, zone: string): number | null {
  const at = format === 'unix' ? unixInstant(text) : wallInstant(text.trim(), format, zone)
  return at !== null && isInCalendar(at) ? at : null
}

/** The other instant of a local time that occurs twice; itself where it occurs once. */
export function secondOf(at: number, zone: string): number {
  return localOf(at + HOUR, zone) === localOf(at, zone) ? at + HOUR : at
}

/** A length in ms, as a figure in `unit` or as `h:mm` or `h:mm:ss`; null for what cannot be read. */
export function logLength(text: string, unit: LengthUnit): number | null {
  const [, hours, minutes, seconds = '0'] = /^(\d{1,4}):([0-5]\d)(?::([0-5]\d)(?:[.,]\d+)?)?$/.exec(text.trim()) ?? []
  if (hours !== undefined) return Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds) * SECOND
  const figure = text.trim().replace(',', '.')
  if (!/^\d{1,9}(\.\d{1,9})?$/.test(figure)) return null
  const ms = Math.round(Number(figure) * { minutes: MINUTE, seconds: SECOND, hours: HOUR }[unit])
  return ms > 0 ? ms : null
}

/** Seconds, or milliseconds where there are too many digits for seconds. */
function unixInstant(text: string): number | null {
  const [, whole, rest = ''] = /^(\d{9,13})(?:[.,](\d{1,9}))?$/.exec(text.trim()) ?? []
  if (whole === undefined) return null
  return whole.length > 11 ? Number(whole) : Number(whole) * SECOND + Math.floor(Number(`0.${rest || 0}`) * SECOND)
}

const DATES: Record<Exclude<LogFormat, 'unix'>, RegExp> = {
  iso: /^(?<y>\d{4})[-/.](?<m>\d{1,2})[-/.](?<d>\d{1,2})/,
  dmy: /^(?<d>\d{1,2})[-/.](?<m>\d{1,2})[-/.](?<y>\d{4})/,
  mdy: /^(?<m>\d{1,2})[-/.](?<d>\d{1,2})[-/.](?<y>\d{4})/,
}

/** `T` or a space, hours and minutes, seconds and their parts, AM or PM, an offset. */
const CLOCK =
  /^(?:T|,?\s+)(?<h>\d{1,2}):(?<min>[0-5]\d)(?::(?<s>[0-5]\d)(?:[.,]\d+)?)?\s*(?<half>[ap]\.?m\.?)?\s*(?<offset>Z|[+-]\d\d:?\d\d)?$/i

function wallInstant(text: string, format: Exclude<LogFormat, 'unix'>, zone: string): number | null {
  const date = DATES[format].exec(text)
  const clock = date && CLOCK.exec(text.slice(date[0].length))
  if (!date?.groups || !clock?.groups) return null
  const { y, m, d } = date.groups
  const { h, min, s = '0', half, offset } = clock.groups
  const hour = hourOf(Number(h), half)
  if (hour === null) return null
  const floating = Date.UTC(Number(y), Number(m) - 1, Number(d), hour, Number(min), Number(s))
  // 31 February has become March.
  if (new Date(floating).getUTCMonth() + 1 !== Number(m)) return null
  return offset === undefined ? placeFloating(floating, zone) : floating - offsetOf(offset)
}

function hourOf(hour: number, half: string | undefined): number | null {
  if (half === undefined) return hour < 24 ? hour : null
  if (hour < 1 || hour > 12) return null
  return (hour % 12) + (/^p/i.test(half) ? 12 : 0)
}

function offsetOf(offset: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(offset) ?? []
  return sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * HOUR + Number(minutes) * MINUTE)
}
