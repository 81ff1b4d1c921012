import type { Locale } from '../../server/domain/person.ts'
import type { Purpose } from '../../server/domain/purpose.ts'
import type { Violation, ViolationCode } from '../../server/domain/violation.ts'
import { type Format, formatOf, hours, uncapitalised } from '../format.ts'
import { termText } from '../projects/term-text.ts'
import { amountText, quotaText, weekHoursText } from './quota-text.ts'
import { type TextKey, translateInto } from './translate.ts'

export interface ViolationText {
  readonly message: string
  /** What the reader can do about it; null where there is nothing. */
  readonly remedy: string | null
}

/** One reason as a sentence, of several resources with the name of the one it is about, hours in the resource's zone. */
export function violationText(locale: Locale, violation: Violation, zone: string): ViolationText {
  const t = translateInto(locale)
  const figuresOf = FIGURES[violation.code] as (violation: Violation, words: Words) => Figures
  const { values = {}, remedy = {}, as } = figuresOf(violation, { t, f: formatOf(locale, zone), locale })
  const key = `violation.${violation.code}${as ? `-${as}` : ''}`
  const message = t(key as TextKey, values)
  const { resource } = violation
  return {
    message: resource ? `${resource.name[locale]}: ${uncapitalised(message)}` : message,
    remedy: remedy === null ? null : t(`${key}.remedy` as TextKey, { ...values, ...remedy }),
  }
}

interface Words {
  readonly t: ReturnType<typeof translateInto>
  readonly f: Format
  readonly locale: Locale
}
type Values = Readonly<Record<string, string | number>>
/** What both sentences name, and what the remedy names besides; null where there is no remedy. */
interface Figures {
  readonly values?: Values
  readonly remedy?: Values | null
  /** Which of several sentences of the code: `violation.CODE-AS`. */
  readonly as?: string
}

const MINUTE = 60_000
const length = (minutes: number) => hours(minutes * MINUTE)

/** Complete by type: a new code without figures, or without its two sentences, does not compile. */
const FIGURES = {
  closed: ({ open }, { f }) => ({
    remedy: open.length === 0 ? null : { hours: open.map(({ start, end }) => f.daySpan(start, end)).join(', ') },
  }),
  audience: ({ bookers }, { t }) =>
    bookers ? { as: 'bookers', values: { who: t(`bookers.${bookers.audience ?? 'people'}`) } } : {},
  'too-short': (v) => ({ values: { length: length(v.minMinutes) } }),
  'too-long': (v) => ({ values: { length: length(v.maxMinutes) } }),
  'off-step': (v) => ({ values: { step: length(v.stepMinutes) } }),
  'too-soon': (v, { f }) => ({
    values: { notice: length(v.noticeMinutes) },
    remedy: { earliest: f.moment(v.earliest) },
    ...(v.isCheckIn && { as: 'check-in' }),
  }),
  'beyond-horizon': (v, { f }) => ({ values: { count: v.horizonDays }, remedy: { latest: f.date(v.latest) } }),
  'in-the-past': () => ({}),
  'end-before-start': () => ({}),
  quota: ({ quota, used, asked, within }, { f, locale }) => {
    const amount = (figure: number) => amountText(locale, quota.measure, figure)
    return {
      values: {
        limit: quotaText(locale, quota),
        used: amount(used),
        total: amount(used + asked),
        left: amount(Math.max(0, quota.most - used)),
        when: within ? f.dates(within.start, within.end) : '',
      },
      ...(within ? { remedy: { next: f.date(within.end) } } : { as: 'running' }),
    }
  },
  qualification: (v, { t, locale }) => {
    if ('hours' in v) {
      const values = { hours: weekHoursText(locale, v.hours) }
      return v.level ? { as: 'level', values: { ...values, level: t(`level.${v.level}`) } } : { as: 'hours', values }
    }
    if (v.unusedMonths !== undefined) return { as: 'lapsed', values: { count: v.unusedMonths } }
    return { values: { level: t(`level.${v.level}`) } }
  },
  'out-of-service': () => ({}),
  outage: (v, { f }) => ({ remedy: { until: f.moment(v.until) } }),
  units: (v) => ({ values: { count: v.capacity } }),
  purpose: ({ purpose, allowed }, { t }) => {
    if (!purpose) return {}
    const name = (each: Purpose) => uncapitalised(t(`purpose.${each}`))
    return { as: 'other', values: { purpose: name(purpose), allowed: (allowed ?? []).map(name).join(', ') } }
  },
  project: ({ isMissing, isClosed, runs, projectCode = '' }, { locale, t }) => {
    if (isMissing) return { as: 'missing' }
    if (isClosed) return { as: 'closed', values: { project: projectCode } }
    return runs ? { as: 'term', values: { project: projectCode, term: termText({ locale, t }, runs) } } : {}
  },
  elsewhere: ({ start, end }, { f }) => ({ values: { span: f.daySpan(start, end) } }),
  parts: (v, { locale }) => ({
    as: v.fault,
    values: v.fault === 'within' ? { other: v.other[locale] } : v.fault === 'many' ? { count: v.most } : {},
  }),
  locked: ({ lockMinutes }) => ({ values: { length: length(lockMinutes) } }),
} satisfies { [C in ViolationCode]: (violation: Extract<Violation, { code: C }>, words: Words) => Figures }
