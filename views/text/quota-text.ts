import type { Locale } from '../../server/domain/person.ts'
import type { WeekHours } from '../../server/domain/policy.ts'
import type { Quota, QuotaMeasure } from '../../server/domain/quota.ts'
import { hours, uncapitalised, wordsOf } from '../format.ts'
import { type TextKey, translateInto } from './translate.ts'

const MINUTE = 60_000

/** A quota as a phrase without a stop: `najwyżej 8 h w tygodniu na osobę, poza celem: usługa`. */
export function quotaText(locale: Locale, quota: Quota): string {
  const t = translateInto(locale)
  const exempt = quota.exemptPurposes.map((each) => uncapitalised(t(`purpose.${each}`)))
  const amount = amountText(locale, quota.measure, quota.most)
  return [
    t(`quota.${quota.period}`, { amount, holder: t(`quota.per-${quota.per}`) }),
    quota.hours ? t('quota.between', { hours: clockSpan(locale, quota.hours) }) : null,
    exempt.length > 0 ? t('quota.except', { purposes: exempt.join(', ') }) : null,
    quota.place.kind === 'resource' ? null : t(`quota.place-${quota.place.kind}` as TextKey),
  ]
    .filter(Boolean)
    .join(', ')
}

/** `8 h`, or `2 rezerwacje`. */
export const amountText = (locale: Locale, measure: QuotaMeasure, amount: number): string =>
  measure === 'hours' ? hours(amount * MINUTE) : translateInto(locale)('quota.count', { count: amount })

/** `pon.–pt. 8:00–16:00; sob. 9:00–13:00` */
export function weekHoursText(locale: Locale, all: readonly WeekHours[]): string {
  return all.map((each) => `${daysText(locale, each.days)} ${clockSpan(locale, each)}`).join('; ')
}

/** `pon.–pt., niedz.` of days counted from 0, Monday. */
export function daysText(locale: Locale, days: readonly number[]): string {
  const names = wordsOf(locale).shortDays
  const runs: number[][] = []
  for (const day of days.toSorted((a, b) => a - b)) {
    const run = runs.at(-1)
    if (run && run.at(-1) === day - 1) run.push(day)
    else runs.push([day])
  }
  const nameOf = (day: number) => names[(day + 1) % 7]!
  return runs
    .map((run) => (run.length > 2 ? `${nameOf(run[0]!)}–${nameOf(run.at(-1)!)}` : run.map(nameOf).join(', ')))
    .join(', ')
}

/** `8:00–16:00`; 1440 is 24:00. */
const clockSpan = (locale: Locale, { fromMinute, toMinute }: { fromMinute: number; toMinute: number }) =>
  `${clockText(locale, fromMinute)}–${clockText(locale, toMinute)}`

function clockText(locale: Locale, minute: number): string {
  const hour = Math.floor(minute / 60)
  return `${locale === 'pl' ? hour : String(hour).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}
