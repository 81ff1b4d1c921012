import { DAY_MS, floatingOf } from './zone.ts'

export const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const
export type Frequency = (typeof FREQUENCIES)[number]

/** RFC 5545's order from its Monday on; a weekday is its index here. */
export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const

/** RFC 5545, 3.3.10, for starts that have one time of day; lists hold no value twice. */
export interface RecurrenceRule {
  readonly freq: Frequency
  readonly interval: number
  readonly count: number | null
  /** The last moment a start may have, as if it were UTC, or truly UTC when written with a Z. */
  readonly until: { readonly last: number; readonly isUtc: boolean } | null
  /** 0 is Monday. `nth` counts within the month or year, from its end when negative; null is every such day. */
  readonly byDay: readonly { readonly weekday: number; readonly nth: number | null }[]
  readonly byMonthDay: readonly number[]
  readonly byMonth: readonly number[]
  /** Weeks of ISO 8601, with `weekStart` for its Monday; from the end of their year when negative. */
  readonly byWeekNo: readonly number[]
  readonly byYearDay: readonly number[]
  readonly bySetPos: readonly number[]
  readonly weekStart: number
}

/**
 * Why a part is refused: `unsupported` is known to the RFC and not to us (times of day come from the start alone),
 * `combination` is a part that may not stand beside the others, `empty` leaves no start at all.
 */
export type RecurrenceFault =
  | 'missing'
  | 'unknown'
  | 'unsupported'
  | 'repeated'
  | 'malformed'
  | 'out-of-range'
  | 'combination'
  | 'too-long'
  | 'empty'

export type ParsedRecurrence =
  | { readonly ok: true; readonly rule: RecurrenceRule }
  | { readonly ok: false; readonly part: string; readonly reason: RecurrenceFault }

const MAX_LENGTH = 500
const MAX_COUNT = 1000
const MAX_INTERVAL = 999
const BY_PARTS = ['BYDAY', 'BYMONTHDAY', 'BYYEARDAY', 'BYWEEKNO', 'BYMONTH', 'BYSETPOS']
const SUPPORTED = ['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'WKST', ...BY_PARTS]
const UNSUPPORTED = ['BYSECOND', 'BYMINUTE', 'BYHOUR', 'RSCALE', 'SKIP']

/** Reads the text of an RRULE (RFC 5545, 3.3.10, without DTSTART) by a closed grammar; the first fault is named. */
export function parseRecurrence(text: string): ParsedRecurrence {
  try {
    const rule = readRule(partsOf(text))
    refuseCombinations(rule)
    return { ok: true, rule }
  } catch (fault) {
    if (fault instanceof Refusal) return { ok: false, part: fault.part, reason: fault.reason }
    throw fault
  }
}

class Refusal extends Error {
  readonly part: string
  readonly reason: RecurrenceFault
  constructor(part: string, reason: RecurrenceFault) {
    super(`${part}: ${reason}`)
    this.part = part
    this.reason = reason
  }
}

function partsOf(text: string): ReadonlyMap<string, string> {
  if (text.length > MAX_LENGTH) throw new Refusal('RRULE', 'too-long')
  const parts = new Map<string, string>()
  const body = text.trim().replace(/^RRULE:/i, '')
  for (const piece of body === '' ? [] : body.split(';')) {
    // Small letters are raised once they are known to be of ASCII: "ſ" would become an S.
    const [, name, value] = /^([A-Za-z-]{1,20})=([A-Za-z0-9,+-]+)$/.exec(piece)?.map((part) => part.toUpperCase()) ?? []
    if (!name || !value) throw new Refusal(nameOf(piece), 'malformed')
    if (UNSUPPORTED.includes(name)) throw new Refusal(name, 'unsupported')
    if (!SUPPORTED.includes(name)) throw new Refusal(name, 'unknown')
    if (parts.has(name)) throw new Refusal(name, 'repeated')
    parts.set(name, value)
  }
  return parts
}

/** The name of a part that cannot be read, safe to show. */
const nameOf = (piece: string) => /^[A-Za-z-]{1,20}(?==)/.exec(piece)?.[0].toUpperCase() ?? 'RRULE'

function readRule(parts: ReadonlyMap<string, string>): RecurrenceRule {
  return {
    freq: readFrequency(parts.get('FREQ')),
    interval: readNumber(parts, 'INTERVAL', 1, MAX_INTERVAL) ?? 1,
    count: readNumber(parts, 'COUNT', 1, MAX_COUNT),
    until: readUntil(parts.get('UNTIL')),
    byDay: readByDay(parts.get('BYDAY')),
    byMonthDay: readNumbers(parts, 'BYMONTHDAY', -31, 31),
    byMonth: readNumbers(parts, 'BYMONTH', 1, 12),
    byWeekNo: readNumbers(parts, 'BYWEEKNO', -53, 53),
    byYearDay: readNumbers(parts, 'BYYEARDAY', -366, 366),
    bySetPos: readNumbers(parts, 'BYSETPOS', -366, 366),
    weekStart: readWeekday(parts.get('WKST') ?? 'MO', 'WKST'),
  }
}

function readFrequency(value: string | undefined): Frequency {
  if (!value) throw new Refusal('FREQ', 'missing')
  const known = FREQUENCIES.find((each) => each === value)
  if (known) return known
  throw new Refusal('FREQ', ['HOURLY', 'MINUTELY', 'SECONDLY'].includes(value) ? 'unsupported' : 'malformed')
}

function readNumber(parts: ReadonlyMap<string, string>, name: string, least: number, most: number): number | null {
  const value = parts.get(name)
  if (value === undefined) return null
  if (!/^\d+$/.test(value)) throw new Refusal(name, 'malformed')
  return inRange(name, Number(value), least, most)
}

function readNumbers(parts: ReadonlyMap<string, string>, name: string, least: number, most: number): number[] {
  const values = parts.get(name)?.split(',') ?? []
  const numbers = values.map((value) => {
    if (!/^[+-]?\d+$/.test(value)) throw new Refusal(name, 'malformed')
    return inRange(name, Number(value), least, most)
  })
  if (numbers.includes(0)) throw new Refusal(name, 'out-of-range')
  return [...new Set(numbers)]
}

function inRange(name: string, value: number, least: number, most: number): number {
  if (value < least || value > most) throw new Refusal(name, 'out-of-range')
  return value
}

/** A date counts to its last moment; a time is itself the last start. */
function readUntil(value: string | undefined): RecurrenceRule['until'] {
  if (value === undefined) return null
  const [, year, month, day, time, utc] = /^(\d{4})(\d{2})(\d{2})(?:T(\d{6})(Z?))?$/.exec(value) ?? []
  const clock = time ? `${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4)}` : '00:00:00'
  const local = `${year}-${month}-${day}T${clock}`
  return { last: readLocal(local) + (time ? 0 : DAY_MS - 1), isUtc: utc === 'Z' }
}

/** Any year: calendars write 9999 for "for ever". */
function readLocal(local: string): number {
  try {
    return floatingOf(local)
  } catch {
    throw new Refusal('UNTIL', 'malformed')
  }
}

function readByDay(value: string | undefined): RecurrenceRule['byDay'] {
  const days = new Map<string, RecurrenceRule['byDay'][number]>()
  for (const each of value?.split(',') ?? []) {
    const [, nth, weekday] = /^([+-]?\d+)?([A-Z]{2})$/.exec(each) ?? []
    if (!weekday) throw new Refusal('BYDAY', 'malformed')
    const day = { weekday: readWeekday(weekday, 'BYDAY'), nth: nth ? Number(nth) : null }
    if (day.nth === 0 || Math.abs(day.nth ?? 1) > 53) throw new Refusal('BYDAY', 'out-of-range')
    days.set(`${day.nth}${weekday}`, day)
  }
  return [...days.values()]
}

function readWeekday(value: string, part: string): number {
  const weekday = (WEEKDAYS as readonly string[]).indexOf(value)
  if (weekday < 0) throw new Refusal(part, 'malformed')
  return weekday
}

/**
 * What the RFC forbids (3.3.10): the cells "N/A" of its table, and its MUST NOTs. And BYDAY with and without numbers
 * at once, which no two programs read alike: better refused than different in another calendar.
 */
function refuseCombinations(rule: RecurrenceRule): void {
  const { freq, count, until, byDay, byMonthDay, byMonth, byWeekNo, byYearDay, bySetPos } = rule
  const nths = byDay.flatMap(({ nth }) => (nth === null ? [] : [Math.abs(nth)]))
  const isCoarse = freq === 'MONTHLY' || freq === 'YEARLY'
  const forbidden: readonly (readonly [part: string, isForbidden: boolean])[] = [
    ['UNTIL', count !== null && until !== null],
    ['BYDAY', nths.length > 0 && (!isCoarse || byWeekNo.length > 0 || nths.length < byDay.length)],
    ['BYMONTHDAY', freq === 'WEEKLY' && byMonthDay.length > 0],
    ['BYYEARDAY', freq !== 'YEARLY' && byYearDay.length > 0],
    ['BYWEEKNO', freq !== 'YEARLY' && byWeekNo.length > 0],
    [
      'BYSETPOS',
      bySetPos.length > 0 && [byDay, byMonthDay, byMonth, byWeekNo, byYearDay].every(({ length }) => length === 0),
    ],
  ]
  for (const [part, isForbidden] of forbidden) if (isForbidden) throw new Refusal(part, 'combination')
  const maxNth = freq === 'YEARLY' && byMonth.length === 0 ? 53 : 5
  if (nths.some((nth) => nth > maxNth)) throw new Refusal('BYDAY', 'out-of-range')
}
