import type { Locale } from '../../server/domain/person.ts'
import type { Violation, ViolationCode } from '../../server/domain/violation.ts'
import { type Format, formatOf, hours } from '../format.ts'
import { translateInto } from './translate.ts'

export interface ViolationText {
  readonly message: string
  /** What the reader can do about it; null where there is nothing. */
  readonly remedy: string | null
}

/** One reason as a sentence, hours in the resource's zone. */
export function violationText(locale: Locale, violation: Violation, zone: string): ViolationText {
  const t = translateInto(locale)
  const figuresOf = FIGURES[violation.code] as (violation: Violation, words: Words) => Figures
  const { values = {}, remedy = {} } = figuresOf(violation, { t, f: formatOf(locale, zone) })
  return {
    message: t(`violation.${violation.code}`, values),
    remedy: remedy === null ? null : t(`violation.${violation.code}.remedy`, { ...values, ...remedy }),
  }
}

interface Words {
  readonly t: ReturnType<typeof translateInto>
  readonly f: Format
}
type Values = Readonly<Record<string, string | number>>
/** What both sentences name, and what the remedy names besides; null where there is no remedy. */
interface Figures {
  readonly values?: Values
  readonly remedy?: Values | null
}

const MINUTE = 60_000
const length = (minutes: number) => hours(minutes * MINUTE)

/** Complete by type: a new code without figures, or without its two sentences, does not compile. */
const FIGURES = {
  closed: ({ open }, { f }) => ({
    remedy: open.length === 0 ? null : { hours: open.map(({ start, end }) => f.daySpan(start, end)).join(', ') },
  }),
  audience: () => ({}),
  'too-short': (v) => ({ values: { length: length(v.minMinutes) } }),
  'too-long': (v) => ({ values: { length: length(v.maxMinutes) } }),
  'off-step': (v) => ({ values: { step: length(v.stepMinutes) } }),
  'too-soon': (v, { f }) => ({
    values: { notice: length(v.noticeMinutes) },
    remedy: { earliest: f.moment(v.earliest) },
  }),
  'beyond-horizon': (v, { f }) => ({ values: { count: v.horizonDays }, remedy: { latest: f.date(v.latest) } }),
  'in-the-past': () => ({}),
  'end-before-start': () => ({}),
  quota: (v) => ({ values: { limit: length(v.limitMinutes), used: length(v.usedMinutes) } }),
  qualification: (v, { t }) => ({ values: { level: t(`level.${v.level}`) } }),
  'out-of-service': () => ({}),
  outage: (v, { f }) => ({ remedy: { until: f.moment(v.until) } }),
  units: (v) => ({ values: { count: v.capacity } }),
  purpose: () => ({}),
  project: () => ({}),
} satisfies { [C in ViolationCode]: (violation: Extract<Violation, { code: C }>, words: Words) => Figures }
