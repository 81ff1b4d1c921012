import type { NewQuota } from '../../db/queries/quotas.ts'
import type { Translate } from '../../views/text/translate.ts'
import { minutesFrom } from '../domain/length.ts'
import { PURPOSES } from '../domain/purpose.ts'
import { type PolicyPlace, QUOTA_HOLDERS, QUOTA_MEASURES, QUOTA_PERIODS } from '../domain/quota.ts'
import { type FormBody, minutesSpan } from './policy-fields.ts'

export interface ReadQuota {
  readonly quota: NewQuota
  /** Field → sentence. */
  readonly errors: Readonly<Record<string, string>>
}

/** Reads the form of a new quota; every fault has its sentence at its field. */
export function readQuota(body: FormBody, place: PolicyPlace, t: Translate): ReadQuota {
  const text = (name: string) => (body[name] ?? '').trim()
  const measure = QUOTA_MEASURES.find((each) => each === text('measure')) ?? 'hours'
  const most = measure === 'hours' ? minutesFrom(text('most')) : Number(text('most') || Number.NaN)
  const hours = text('from') || text('to') ? minutesSpan(text('from'), text('to')) : null
  const isCounted =
    most !== null && Number.isInteger(most) && most >= 0 && most <= (measure === 'hours' ? 1_000_000 : 10_000)
  const isTimed = !(text('from') || text('to')) || (hours !== null && hours.fromMinute !== hours.toMinute)
  return {
    quota: {
      ...{ place, measure, most: most ?? 0, hours: hours && { ...hours, fromMinute: hours.fromMinute % 1440 } },
      per: QUOTA_HOLDERS.find((each) => each === text('per')) ?? 'person',
      period: QUOTA_PERIODS.find((each) => each === text('period')) ?? 'week',
      exemptPurposes: PURPOSES.filter((each) => body[`exempt-${each}`]),
      label: text('label').slice(0, 200),
    },
    errors: {
      ...(isCounted ? {} : { most: t(measure === 'hours' ? 'policy.bad-amount' : 'policy.bad-count') }),
      ...(isTimed ? {} : { from: t('policy.bad-span') }),
    },
  }
}
