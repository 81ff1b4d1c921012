import { WEEKDAYS } from '../../server/domain/recurrence-rule.ts'
import { DAY_MS, dayNumber, dayText, floatingOf, floatingText } from '../../server/domain/zone.ts'

/** Their clocks change on other dates, on Lord Howe by half an hour. */
export const ZONES = ['Europe/Warsaw', 'America/New_York', 'Australia/Lord_Howe'] as const

/** A rule and the two windows in which every engine says its starts: local text, the later end excluded. */
export interface Case {
  readonly id: number
  readonly zone: string
  readonly startLocal: string
  readonly rrule: string
  readonly exdates: readonly string[]
  readonly rdates: readonly string[]
  readonly windows: readonly (readonly [from: string, to: string])[]
}

const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const
type Freq = (typeof FREQUENCIES)[number]

/** The same cases for the same seed, whenever and wherever they are made. */
export function randomCases(count: number, seed: number): Case[] {
  const dice = diceOf(seed)
  return Array.from({ length: count }, (_, id) => randomCase(id, dice))
}

function randomCase(id: number, dice: Dice): Case {
  const zone = dice.one(ZONES)
  const freq = dice.one(FREQUENCIES)
  const day = dayNumber('2024-01-01') + dice.below(7 * 365)
  // Often where clocks change: in Warsaw and New York between 2 and 3, on Lord Howe between 1:30 and 2:30.
  const time = dice.one(['02:30', '02:30', '01:45', '02:00', '03:00', '00:00', '23:30', '09:15', '12:00'])
  const startLocal = `${dayText(day)}T${time}:00`
  const rule = `FREQ=${freq}${interval(freq, dice)}${byParts(freq, dice)}${end(day, freq, dice)}`
  return { id, zone, startLocal, rrule: rule + weekStart(dice), ...dates(day, time, dice), windows: windows(day, freq) }
}

const interval = (freq: Freq, dice: Dice) =>
  dice.chance(0.5) ? '' : `;INTERVAL=${1 + dice.below(freq === 'YEARLY' ? 3 : freq === 'MONTHLY' ? 7 : 9)}`

/** Any parts that the RFC lets stand together, ordered at random. */
function byParts(freq: Freq, dice: Dice): string {
  const isYearly = freq === 'YEARLY'
  const weeks =
    isYearly && dice.chance(0.3) ? list('BYWEEKNO', dice.some([1, 2, 20, 33, 51, 52, 53, -1, -2, -52, -53], 3)) : ''
  const yearDays =
    isYearly && dice.chance(0.25)
      ? list('BYYEARDAY', dice.some([1, 59, 60, 61, 100, 200, 365, 366, -1, -2, -100, -306, -366], 5))
      : ''
  const months = dice.chance(0.3) ? list('BYMONTH', dice.some([1, 2, 3, 4, 6, 10, 11, 12], 4)) : ''
  const monthDays =
    freq !== 'WEEKLY' && dice.chance(0.35)
      ? list('BYMONTHDAY', dice.some([1, 2, 7, 8, 13, 15, 28, 29, 30, 31, -1, -2, -7, -29, -30, -31], 8))
      : ''
  const days = dice.chance(weeks ? 0.85 : 0.55) ? byDay(freq, weeks !== '', months !== '', dice) : ''
  const parts = [weeks, yearDays, months, monthDays, days].filter((part) => part !== '')
  if (parts.length > 0 && dice.chance(0.3))
    parts.push(list('BYSETPOS', dice.some([1, 2, 3, 5, -1, -2, -4, 30, -200], 2)))
  return dice.shuffled(parts).join('')
}

function byDay(freq: Freq, hasWeeks: boolean, hasMonths: boolean, dice: Dice): string {
  const days = dice.some(WEEKDAYS, 7)
  const mayCount = (freq === 'MONTHLY' || freq === 'YEARLY') && !hasWeeks
  if (!mayCount || dice.chance(0.4)) return list('BYDAY', days)
  const numbers = freq === 'YEARLY' && !hasMonths ? [1, 2, 20, 52, 53, -1, -3, -53] : [1, 2, 3, 4, 5, -1, -2, -5]
  return list(
    'BYDAY',
    days.map((day) => dice.one(numbers) + day),
  )
}

const list = (name: string, values: readonly (string | number)[]) => `;${name}=${values.join(',')}`

function end(day: number, freq: Freq, dice: Dice): string {
  if (dice.chance(0.35)) return ''
  if (dice.chance(0.45)) return `;COUNT=${1 + dice.below(dice.chance(0.2) ? 300 : 25)}`
  const last = dayText(day + dice.below(freq === 'YEARLY' ? 3000 : 900)).replaceAll('-', '')
  const clock = dice.one(['000000', '013000', '023000', '023000', '030000', '120000', '235959'])
  return `;UNTIL=${last}${dice.one(['', `T${clock}`, `T${clock}Z`, `T${clock}Z`])}`
}

const weekStart = (dice: Dice) => (dice.chance(0.6) ? '' : `;WKST=${dice.one(WEEKDAYS)}`)

/** Starts left out and added; whole days and days alone are our own words, other engines know local starts only. */
function dates(day: number, time: string, dice: Dice): Pick<Case, 'exdates' | 'rdates'> {
  const near = () => `${dayText(day + dice.below(120))}T`
  const times = (most: number, clock: () => string) =>
    dice.chance(0.8) ? [] : Array.from({ length: 1 + dice.below(most) }, () => `${near()}${clock()}:00`)
  return { exdates: times(25, () => time), rdates: times(4, () => dice.one([time, '02:15', '17:00'])) }
}

/** From before the start on, and years away: long enough for a few occurrences, short enough for the slowest engine. */
function windows(day: number, freq: Freq): Case['windows'] {
  const [near, far] = { DAILY: [300, 60], WEEKLY: [500, 120], MONTHLY: [900, 300], YEARLY: [2600, 800] }[freq] as [
    number,
    number,
  ]
  const from = floatingOf(`${dayText(day)}T00:00`)
  const at = (days: number) => floatingText(from + days * DAY_MS)
  return [
    [at(-40), at(near)],
    [at(3600), at(3600 + far)],
  ]
}

interface Dice {
  below(limit: number): number
  chance(probability: number): boolean
  one<T>(values: readonly T[]): T
  /** At least one of the values, at most `most`, each once, in their order. */
  some<T>(values: readonly T[], most: number): T[]
  shuffled<T>(values: readonly T[]): T[]
}

/** mulberry32: the same numbers on every machine. */
function diceOf(seed: number): Dice {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number) => Math.floor(next() * limit)
  const shuffled = <T>(values: readonly T[]) =>
    values
      .map((value) => ({ value, place: next() }))
      .sort((a, b) => a.place - b.place)
      .map(({ value }) => value)
  return {
    below,
    chance: (probability) => next() < probability,
    one: (values) => values[below(values.length)]!,
    some: (values, most) => {
      const chosen = new Set(shuffled(values).slice(0, 1 + below(Math.min(most, values.length))))
      return values.filter((value) => chosen.has(value))
    },
    shuffled,
  }
}
