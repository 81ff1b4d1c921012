import type { RuleFields } from '../../views/manage/rule-form.tsx'
import type { TextKey, Translate } from '../../views/text/translate.ts'
import { AUDIENCES, type AvailabilityRule, RULE_EFFECTS } from '../domain/availability-rule.ts'
import type { FieldFault, RuleDraft } from '../domain/hours-change.ts'
import { ruleFault } from '../domain/hours-change.ts'
import { clockOf } from '../domain/local-span.ts'
import { picksFromRule, RULE_NTHS, RULE_PATTERNS, type RulePicks, rruleFromPicks } from '../domain/rule-picks.ts'
import { endTimeOf, minuteOfDay, minutesUntil } from '../domain/window-length.ts'
import { daysBetween, floatingOf, floatingText, isDay, isLocal } from '../domain/zone.ts'

export type FormBody = Readonly<Record<string, string | undefined>>

const DAY_MINUTES = 1440
const WEEK = [0, 1, 2, 3, 4, 5, 6]
const YEAR = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]

/** What was typed of a rule, nothing lost. */
export function ruleFieldsFrom(body: FormBody): RuleFields {
  const text = (name: string) => (body[name] ?? '').trim()
  return {
    effect: text('effect') || 'open',
    audience: text('audience') || 'everyone',
    pattern: text('pattern') || 'week',
    weekdays: WEEK.filter((each) => body[`day_${each}`] !== undefined),
    every_weeks: text('every_weeks') || '1',
    months: YEAR.filter((each) => body[`month_${each}`] !== undefined),
    nth: text('nth') || '1',
    nth_day: text('nth_day') || '0',
    month_day: text('month_day') || '1',
    every_months: text('every_months') || '1',
    from: text('from'),
    to: text('to'),
    from_date: text('from_date'),
    to_date: text('to_date'),
    valid_until: text('valid_until'),
    exdates: text('exdates'),
    rdates: text('rdates'),
    label: body['label'] ?? '',
    rrule: text('rrule'),
    to_days: text('to_days'),
  }
}

/** The form of a rule that exists. What the pickers cannot say stands in the field for experts. */
export function fieldsOfRule(rule: AvailabilityRule): RuleFields {
  const { startLocal, durationMinutes } = rule
  const day = startLocal.slice(0, 10)
  const picks = picksFromRule(rule.rrule, day)
  const end = floatingText(floatingOf(startLocal) + durationMinutes * 60_000)
  const days = daysBetween(day, end.slice(0, 10))
  const endsLater = durationMinutes > DAY_MINUTES
  const isSpan = picks?.pattern === 'once' || picks?.pattern === 'year'
  const isShown = picks !== null && (isSpan || !endsLater)
  return {
    ...ruleFieldsFrom({}),
    ...(isShown ? fieldsOfPicks(picks) : {}),
    effect: rule.effect,
    audience: rule.audience,
    from: startLocal.slice(11, 16),
    to: endTimeOf(rule),
    from_date: day,
    to_date: isSpan && endsLater ? end.slice(0, 10) : '',
    valid_until: rule.validUntil ?? '',
    exdates: datesText(rule.exdates, startLocal),
    rdates: datesText(rule.rdates, startLocal),
    label: rule.label,
    rrule: isShown ? '' : rule.rrule,
    to_days: endsLater && !isSpan ? String(days) : '',
  }
}

function fieldsOfPicks(picks: RulePicks): Partial<RuleFields> {
  switch (picks.pattern) {
    case 'week':
      return { pattern: 'week', weekdays: picks.weekdays, every_weeks: String(picks.every), months: picks.months }
    case 'month-nth':
      return {
        pattern: 'month-nth',
        nth: String(picks.nth),
        nth_day: String(picks.weekday),
        every_months: String(picks.every),
      }
    case 'month-day':
      return { pattern: 'month-day', month_day: String(picks.day), every_months: String(picks.every) }
    default:
      return { pattern: picks.pattern }
  }
}

/** A start at the rule's own time of day is told by its day. */
const datesText = (dates: readonly string[], startLocal: string) =>
  dates.map((text) => (text.slice(10) === startLocal.slice(10) ? text.slice(0, 10) : text.slice(0, 16))).join(', ')

export interface ReadRule {
  /** Null while something is wrong. */
  readonly draft: RuleDraft | null
  /** Field → sentence. */
  readonly errors: Readonly<Record<string, string>>
}

/** Reads the form; every fault has its sentence at its field. */
export function readRule(fields: RuleFields, zone: string, t: Translate): ReadRule {
  const errors: Record<string, string> = {}
  const fail = (field: string, key: TextKey, values = {}) => void (errors[field] ??= t(key, values))
  const from = clockOf(fields.from)
  const to = /^24[:.]?(00)?$/.test(fields.to) ? '24:00' : clockOf(fields.to)
  if (!from) fail('from', 'hours.bad-time')
  if (!to) fail('to', 'hours.bad-time')
  if (!isDay(fields.from_date)) fail('from_date', 'hours.bad-date')
  if (fields.valid_until && !isDay(fields.valid_until)) fail('valid_until', 'hours.bad-date')
  const rrule = fields.rrule || rruleFrom(fields, fail)
  const dates = { exdates: datesFrom(fields.exdates), rdates: datesFrom(fields.rdates) }
  for (const name of ['exdates', 'rdates'] as const) {
    const bad = dates[name].find((text) => !isDay(text) && !isLocal(text))
    if (bad !== undefined) fail(name, 'hours.bad-dates', { text: bad })
  }
  if (!from || !to || rrule === null || Object.keys(errors).length > 0) return { draft: null, errors }

  const startLocal = `${fields.from_date}T${from}:00`
  const isSpan = !fields.rrule && (fields.pattern === 'once' || fields.pattern === 'year')
  const durationMinutes = isSpan
    ? spanMinutes(fields, startLocal, to, fail)
    : windowMinutes(fields, startLocal, to, fail)
  const validUntil = fields.valid_until && !(isSpan && fields.pattern === 'once') ? fields.valid_until : null
  if (validUntil !== null && validUntil < fields.from_date) fail('valid_until', 'hours.bad-valid-until')
  if (durationMinutes === null || Object.keys(errors).length > 0) return { draft: null, errors }
  const draft: RuleDraft = {
    effect: RULE_EFFECTS.find((each) => each === fields.effect) ?? 'open',
    audience: AUDIENCES.find((each) => each === fields.audience) ?? 'everyone',
    startLocal,
    durationMinutes,
    rrule,
    ...dates,
    validUntil,
    label: fields.label.trim(),
  }
  const fault = ruleFault(draft, zone)
  return fault ? { draft: null, errors: faultAtField(fault, fields, t) } : { draft, errors: {} }
}

type Fail = (field: string, key: TextKey, values?: Readonly<Record<string, string>>) => void

function rruleFrom(fields: RuleFields, fail: Fail): string | null {
  const picks = picksFrom(fields, fail)
  return picks && rruleFromPicks(picks)
}

function picksFrom(fields: RuleFields, fail: Fail): RulePicks | null {
  const pattern = RULE_PATTERNS.find((each) => each === fields.pattern)
  const every = (name: 'every_weeks' | 'every_months') => {
    const number = /^\d{1,2}$/.test(fields[name]) ? Number(fields[name]) : 0
    if (number < 1) fail(name, 'hours.bad-every')
    return number
  }
  switch (pattern) {
    case 'week': {
      if (fields.weekdays.length === 0) fail('days', 'hours.bad-days')
      const weeks = every('every_weeks')
      return fields.weekdays.length === 0 || weeks < 1
        ? null
        : { pattern, weekdays: fields.weekdays, every: weeks, months: fields.months }
    }
    case 'month-nth': {
      const months = every('every_months')
      const nth = RULE_NTHS.find((each) => String(each) === fields.nth)
      const weekday = WEEK.find((each) => String(each) === fields.nth_day)
      return months < 1 || nth === undefined || weekday === undefined ? null : { pattern, nth, weekday, every: months }
    }
    case 'month-day': {
      const months = every('every_months')
      const day = Number(fields.month_day)
      return months < 1 || !(day === -1 || (Number.isInteger(day) && day >= 1 && day <= 31))
        ? null
        : { pattern, day, every: months }
    }
    default:
      return { pattern: pattern ?? 'once' }
  }
}

/** From the start to a day and an hour; without that day to the next time the clock shows the hour. */
function spanMinutes(fields: RuleFields, startLocal: string, to: string, fail: Fail): number | null {
  if (!fields.to_date) return minutesUntil(startLocal, to)
  if (!isDay(fields.to_date)) return failed(fail, 'to_date', 'hours.bad-date')
  if (fields.to_date < fields.from_date) return failed(fail, 'to_date', 'hours.bad-to-date')
  const minutes = daysLater(startLocal, to, daysBetween(fields.from_date, fields.to_date))
  return minutes > 0 ? minutes : failed(fail, 'to', 'hours.bad-to')
}

function windowMinutes(fields: RuleFields, startLocal: string, to: string, fail: Fail): number | null {
  if (!fields.to_days) return minutesUntil(startLocal, to)
  const days = /^\d{1,2}$/.test(fields.to_days) ? Number(fields.to_days) : 99
  if (days > 31) return failed(fail, 'to_days', 'hours.bad-to-days')
  const minutes = daysLater(startLocal, to, days)
  return minutes > 0 ? minutes : failed(fail, 'to_days', 'hours.bad-to')
}

function failed(fail: Fail, field: string, key: TextKey): null {
  fail(field, key)
  return null
}

const daysLater = (startLocal: string, to: string, days: number) =>
  days * DAY_MINUTES + minuteOfDay(to) - minuteOfDay(startLocal)

/** Days or local times with commas, spaces or line breaks between; `24.12.2026` is a day, too. */
const datesFrom = (text: string): string[] =>
  text
    .split(/[\s,;]+/)
    .filter(Boolean)
    .map((each) =>
      each.replace(
        /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/,
        (_, day: string, month: string, year: string) => `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`,
      ),
    )

const FIELD: Readonly<Record<string, string>> = {
  dtstart: 'from_date',
  duration: 'to',
  valid_until: 'valid_until',
  rrule: 'rrule',
}

/** The same fault at the field of the form. */
export function faultAtField(
  { field, reason, values }: FieldFault,
  fields: RuleFields,
  t: Translate,
): Record<string, string> {
  const name = field.replace(/\..*$/, '')
  if (name === 'rrule' && !fields.rrule) return { pattern: t('hours.bad-empty') }
  const message = t(`invalid.${reason}` as TextKey, values ?? {})
  return { [FIELD[name] ?? name]: message }
}
