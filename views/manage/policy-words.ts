import { AUDIENCES } from '../../server/domain/availability-rule.ts'
import { LEVELS } from '../../server/domain/person.ts'
import type { Policy, PolicyField } from '../../server/domain/policy.ts'
import { hours, uncapitalised } from '../format.ts'
import type { Page } from '../page.ts'
import { weekHoursText } from '../text/quota-text.ts'

type Words = Pick<Page, 't' | 'locale'>
const MINUTE = 60_000

/** The setting of one field in a few words. */
export function policyWords<F extends PolicyField>(page: Words, field: F, value: Policy[F]): string {
  return (WORDS[field] as (value: Policy[F], page: Words) => string)(value, page)
}

/** `14 dni`, or `2 h 30 min`. */
const length = (minutes: number, { t }: Words) => {
  if (minutes === 0) return t('policy.none')
  return minutes >= 2880 && minutes % 1440 === 0 ? t('unit.days', { count: minutes / 1440 }) : hours(minutes * MINUTE)
}
const yesOrNo = (value: boolean, { t }: Words) => t(value ? 'policy.yes' : 'policy.no')

const WORDS: { [F in PolicyField]: (value: Policy[F], page: Words) => string } = {
  stepMinutes: length,
  minMinutes: length,
  maxMinutes: length,
  setupMinutes: length,
  cleanupMinutes: length,
  minNoticeMinutes: length,
  horizonDays: (days, { t }) => t('unit.days', { count: days }),
  cancelNoticeMinutes: length,
  approval: (value, { t }) => t(`policy.approval-${value}`),
  routing: (value, { t }) => t(`policy.routing-${value}`),
  decisionHours: (count, { t }) => (count === null ? t('policy.decision-days') : t('policy.decision-hours', { count })),
  autoApprove: (conditions, page) => {
    const { t } = page
    if (conditions === null) return t('policy.auto-never')
    const { qualified, maxMinutes, ownOrganisation, purposes } = conditions
    return [
      ...(qualified ? [t('policy.auto-qualified')] : []),
      ...(ownOrganisation ? [t('policy.auto-own')] : []),
      ...(maxMinutes === undefined ? [] : [t('policy.auto-up-to', { length: length(maxMinutes, page) })]),
      ...(purposes ?? []).map((each) => uncapitalised(t(`purpose.${each}`))),
    ].join(', ')
  },
  qualificationRequired: (level, { t }) => (level ? t(`level.${level}`) : t('policy.qualification-none')),
  lockMinutes: length,
  horizonDaysFor: (days, { t }) =>
    AUDIENCES.flatMap((each) =>
      days[each] === undefined ? [] : `${t(`policy.bookers-${each}`)}: ${t('unit.days', { count: days[each] })}`,
    ).join('; ') || t('policy.none'),
  onePlace: yesOrNo,
  projectRequired: yesOrNo,
  purposes: (purposes, { t }) =>
    purposes?.map((each) => uncapitalised(t(`purpose.${each}`))).join(', ') ?? t('policy.purposes-all'),
  bookers: (bookers, { t }) => {
    if (bookers === null) return t('policy.bookers-everyone')
    const listed = bookers.people.length > 0 ? t('policy.people-count', { count: bookers.people.length }) : null
    return (
      [bookers.audience && t(`policy.bookers-${bookers.audience}`), listed].filter(Boolean).join(', ') ||
      t('policy.none')
    )
  },
  levelHours: (levels, { t, locale }) =>
    LEVELS.flatMap((each) =>
      levels[each] ? `${t(`level.${each}`)}: ${weekHoursText(locale, levels[each])}` : [],
    ).join('; ') || t('policy.any-hour'),
  qualificationLapseMonths: (months, { t }) => (months === null ? t('policy.never') : String(months)),
  noShowAfterMinutes: (minutes, page) => (minutes === null ? page.t('policy.none') : length(minutes, page)),
  autoCheckOut: yesOrNo,
  calibrationEveryMonths: (months, { t }) => (months === null ? t('policy.none') : String(months)),
  approvalAfterMisses: (misses, { t }) => (misses === null ? t('policy.none') : String(misses)),
}
