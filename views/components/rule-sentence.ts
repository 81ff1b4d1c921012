import type { AvailabilityRule } from '../../server/domain/availability-rule.ts'
import type { Locale } from '../../server/domain/person.ts'
import { parseRecurrence, type RecurrenceRule } from '../../server/domain/recurrence-rule.ts'
import { minuteOfDay } from '../../server/domain/window-length.ts'
import { DAY_MS, dayNumber, dayText, floatingOf, weekdayOf } from '../../server/domain/zone.ts'
import { hours } from '../format.ts'
import { patternWords } from './rule-pattern.ts'
import { type RuleWords, ruleWords } from './rule-words.ts'

type Rule = Pick<AvailabilityRule, 'startLocal' | 'durationMinutes' | 'rrule' | 'exdates' | 'rdates' | 'validUntil'>

/**
 * A rule as a sentence without its full stop: `co drugi wtorek 8:00–14:00, od 1 października do 31 stycznia`. What has
 * no plain words is said by its RRULE text.
 * @param today local day `2026-11-24`: dates within a year of it go without their year, and a rule that is already in
 * force and has no end says no date at all
 */
export function ruleSentence(rule: Rule, locale: Locale, today: string): string {
  const words = ruleWords(locale)
  const start = rule.startLocal.slice(0, 10)
  const time = timeOfDay(rule, words)
  const extras = [exceptions(rule, words, today), additions(rule, words, today)]
  if (rule.rrule === '')
    return joined([
      rule.durationMinutes > DAY_MINUTES
        ? days(rule, words, today)
        : `${words.t('on-date', { date: date(start, words, today) })} ${time}`,
      ...extras,
    ])
  const parsed = parseRecurrence(rule.rrule)
  const [, month, day] = start.split('-').map(Number)
  const pattern = parsed.ok
    ? patternWords(parsed.rule, { day: day!, month: month!, weekday: weekdayOf(dayNumber(start)) }, words)
    : null
  return joined([
    `${pattern ?? words.t('by-text', { rule: rule.rrule })} ${time}`,
    parsed.ok ? validity(rule, parsed.rule, words, today) : '',
    ...extras,
  ])
}

const DAY_MINUTES = 1440

/** `od 23 grudnia do 3 stycznia` for a window of whole days, else with the hours: `od 23 grudnia 12:00 do …`. */
function days({ startLocal, durationMinutes }: Rule, words: RuleWords, today: string): string {
  const start = floatingOf(startLocal)
  const end = start + durationMinutes * 60_000
  const isWhole = start % DAY_MS === 0 && end % DAY_MS === 0
  const point = (at: number) => {
    const day = date(dayText(Math.floor(at / DAY_MS)), words, today)
    return isWhole ? day : `${day} ${clock((at % DAY_MS) / 60_000, words)}`
  }
  return words.t('span', { first: point(start), last: point(isWhole ? end - DAY_MS : end) })
}

const joined = (parts: readonly string[]) => parts.filter((part) => part !== '').join(', ')

/** `8:00–14:00`, on the wall clock; past midnight too. */
function timeOfDay({ startLocal, durationMinutes }: Rule, words: RuleWords): string {
  const from = minuteOfDay(startLocal)
  if (from === 0 && durationMinutes === DAY_MINUTES) return words.t('all-day')
  if (durationMinutes > DAY_MINUTES)
    return words.t('long', { from: clock(from, words), length: hours(durationMinutes * 60_000) })
  const end = from + durationMinutes
  return `${clock(from, words)}–${clock(end > DAY_MINUTES ? end - DAY_MINUTES : end, words)}`
}

const clock = (minutes: number, { locale }: RuleWords) =>
  `${String(Math.floor(minutes / 60)).padStart(locale === 'pl' ? 1 : 2, '0')}:${String(minutes % 60).padStart(2, '0')}`

function validity(rule: Rule, { until, count }: RecurrenceRule, words: RuleWords, today: string): string {
  const start = rule.startLocal.slice(0, 10)
  const ends = [rule.validUntil, until && dayText(Math.floor(until.last / DAY_MS))].filter((day) => day !== null)
  const last = ends.sort()[0]
  const times = count === null ? '' : words.t('times', { count })
  const first = last !== undefined || count !== null || start > today ? start : null
  if (last !== undefined && first)
    return joined([words.t('span', { first: date(first, words, today), last: date(last, words, today) }), times])
  return joined([first ? words.t('from', { date: date(first, words, today) }) : '', times])
}

const MAX_NAMED = 3

function exceptions({ exdates }: Rule, words: RuleWords, today: string): string {
  if (exdates.length > MAX_NAMED) return words.t('except-days', { count: exdates.length })
  return exdates.length === 0 ? '' : words.t('except', { dates: dates(exdates, words, today) })
}

function additions({ rdates }: Rule, words: RuleWords, today: string): string {
  if (rdates.length > MAX_NAMED) return words.t('also-days', { count: rdates.length })
  return rdates.length === 0 ? '' : words.t('also', { dates: dates(rdates, words, today) })
}

const dates = (locals: readonly string[], words: RuleWords, today: string) =>
  words.list([...locals].sort().map((local) => date(local.slice(0, 10), words, today)))

/** `1 października`, `1 October 2024`. */
function date(day: string, words: RuleWords, today: string): string {
  const [year, month, number] = day.split('-').map(Number)
  const named = `${number} ${words.t(`month-of-${month}`)}`
  const isNear = Math.abs(floatingOf(`${day}T00:00`) - floatingOf(`${today}T00:00`)) < 365 * DAY_MS
  return isNear ? named : `${named} ${year}`
}
