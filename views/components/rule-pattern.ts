import type { RecurrenceRule } from '../../server/domain/recurrence-rule.ts'
import { genderOf, type RuleWords } from './rule-words.ts'

/** What a rule takes from its start: the day of the month, the month from 1 on, the weekday from 0, Monday. */
export interface StartDay {
  readonly day: number
  readonly month: number
  readonly weekday: number
}

/** `co drugi wtorek`, `w ostatni piątek miesiąca`; null for what has no plain words. */
export function patternWords(rule: RecurrenceRule, start: StartDay, words: RuleWords): string | null {
  if (rule.byYearDay.length > 0) return null
  if (rule.freq === 'YEARLY') return yearly(rule, start, words)
  const pattern = { DAILY: daily, WEEKLY: weekly, MONTHLY: monthly }[rule.freq](rule, start, words)
  if (pattern === null || rule.byMonth.length === 0) return pattern
  const months = sorted(rule.byMonth).map((month) => words.t(`month-in-${month}`))
  return `${pattern} ${words.at('in', words.list(months))}`
}

function daily(rule: RecurrenceRule, start: StartDay, words: RuleWords): string | null {
  if (rule.byMonthDay.length + rule.bySetPos.length > 0) return null
  if (rule.byDay.length > 0) return rule.interval === 1 ? weekly(rule, start, words) : null
  return rule.interval === 1 ? words.t('daily') : words.every(rule.interval, 'day')
}

function weekly({ byDay, interval, bySetPos }: RecurrenceRule, start: StartDay, words: RuleWords): string | null {
  if (bySetPos.length > 0) return null
  const days = byDay.length > 0 ? sorted(byDay.map(({ weekday }) => weekday)) : [start.weekday]
  if (interval === 1) return days.length === 7 ? words.t('daily') : onDays(days, 'weekdays', words)
  const [only] = days
  if (days.length === 1 && interval <= 4)
    return `${words.t(`every-${genderOf(only!)}-${interval}`)} ${words.t(`weekday-${only}`)}`
  const every = words.every(interval, 'week')
  return days.length === 7 ? `${every} ${words.t('daily')}` : `${every} ${onDays(days, 'weekday', words)}`
}

/** `od poniedziałku do piątku` for three days and more in a row, else `w poniedziałki i środy`. */
function onDays(days: readonly number[], form: 'weekdays' | 'weekday', words: RuleWords): string {
  const [first, last] = [days[0]!, days.at(-1)!]
  if (days.length >= 3 && last - first === days.length - 1)
    return words.t('days-span', { first: words.t(`weekday-of-${first}`), last: words.t(`weekday-of-${last}`) })
  return words.at('on', words.list(days.map((day) => words.t(`${form}-${day}`))))
}

function monthly(rule: RecurrenceRule, start: StartDay, words: RuleWords): string | null {
  const { byDay, byMonthDay, interval } = rule
  if (byDay.length > 0 && byMonthDay.length > 0) return null
  const days =
    byDay.length > 0
      ? nthDays(rule, words.t('of-month'), words)
      : onMonthDays(byMonthDay.length > 0 ? byMonthDay : [start.day], rule, words)
  if (days === null) return null
  return interval === 1 ? days : `${words.every(interval, 'month')} ${days}`
}

function onMonthDays(days: readonly number[], { bySetPos }: RecurrenceRule, words: RuleWords): string | null {
  const [first, last] = [days[0]!, days.at(-1)!]
  // From the 28th on in a row, the last of those that the month has.
  if (bySetPos.length === 1 && bySetPos[0] === -1 && first === 28 && last <= 31 && last - first === days.length - 1)
    return words.t('monthday-or-last', { day: words.ordinal(last)! })
  const ordinals = fromFrontToEnd(days).map(words.ordinal)
  if (bySetPos.length > 0 || ordinals.includes(null)) return null
  return words.t('monthdays', { days: words.list(ordinals as string[]) })
}

/** `w pierwszy i trzeci poniedziałek miesiąca`; with BYSETPOS over Monday to Friday the working days. */
function nthDays({ byDay, bySetPos }: RecurrenceRule, of: string, words: RuleWords): string | null {
  const isWorkingDays = byDay.length === 5 && byDay.every(({ weekday, nth }) => weekday < 5 && nth === null)
  if (bySetPos.length > 0 && !isWorkingDays) return null
  const named =
    bySetPos.length > 0
      ? fromFrontToEnd(bySetPos).map((position) => words.nthDay(position, words.t('working-day'), 'm'))
      : byDay.map(({ weekday, nth }) =>
          nth === null ? null : words.nthDay(nth, words.t(`weekday-${weekday}`), genderOf(weekday)),
        )
  if (named.includes(null)) return null
  return `${words.at('on', words.list(named as string[]))} ${words.t('of', { what: of })}`
}

function yearly(rule: RecurrenceRule, start: StartDay, words: RuleWords): string | null {
  const days = rule.byWeekNo.length > 0 ? daysOfWeeks(rule, start, words) : daysOfYear(rule, start, words)
  if (days === null) return null
  return `${rule.interval === 1 ? words.t('yearly') : words.every(rule.interval, 'year')} ${days}`
}

function daysOfWeeks(rule: RecurrenceRule, start: StartDay, words: RuleWords): string | null {
  const { byWeekNo, byDay, byMonth, byMonthDay, bySetPos } = rule
  const numbers = fromFrontToEnd(byWeekNo).map((week) => (week > 0 ? words.ordinal(week) : null))
  if (byMonth.length + byMonthDay.length + bySetPos.length > 0 || numbers.includes(null)) return null
  const days = byDay.length > 0 ? sorted(byDay.map(({ weekday }) => weekday)) : [start.weekday]
  const weeks = words.t('weeks', { count: numbers.length, weeks: words.list(numbers as string[]) })
  return `${weeks} ${days.length === 7 ? words.t('daily') : onDays(days, 'weekday', words)}`
}

function daysOfYear(rule: RecurrenceRule, start: StartDay, words: RuleWords): string | null {
  const { byDay, byMonth, byMonthDay, bySetPos } = rule
  const months = sorted(byMonth.length > 0 || byMonthDay.length > 0 ? byMonth : [start.month])
  if (byDay.length > 0) {
    if (byMonthDay.length > 0) return null
    const of = byMonth.length > 0 ? words.list(sorted(byMonth).map((month) => words.t(`month-of-${month}`))) : null
    return nthDays(rule, of ?? words.t('of-year'), words)
  }
  const days = byMonthDay.length > 0 ? sorted(byMonthDay) : [start.day]
  if (bySetPos.length > 0 || months.length === 0 || days.some((day) => day < 0)) return null
  const dates = months.map((month) => `${words.list(days.map(String))} ${words.t(`month-of-${month}`)}`)
  return words.t('on-date', { date: words.list(dates) })
}

const sorted = (numbers: readonly number[]): number[] => [...numbers].sort((a, b) => a - b)

/** 1, 2, … and then …, −2, −1. */
const fromFrontToEnd = (numbers: readonly number[]): number[] =>
  [...numbers].sort((a, b) => Number(a < 0) - Number(b < 0) || a - b)
