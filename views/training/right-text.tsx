import type { Level } from '../../server/domain/person.ts'
import { hoursOfLevel } from '../../server/domain/policy.ts'
import type { QualificationEnd, QualificationState } from '../../server/domain/qualification.ts'
import type { Resource } from '../../server/domain/resource.ts'
import { Icon, type IconName } from '../components/icon.tsx'
import { formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import { weekHoursText } from '../text/quota-text.ts'

/** The level, and the hours it is good for where they are limited. */
export function levelText({ t, locale }: Pick<Page, 't' | 'locale'>, level: Level, { policy }: Resource): string {
  const kept = hoursOfLevel(policy, level)
  return kept ? `${t(`level.${level}`)}, ${weekHoursText(locale, kept.hours)}` : t(`level.${level}`)
}

const ICONS: Record<QualificationState, IconName> = {
  valid: 'check',
  ending: 'clock',
  expired: 'cross',
  lapsed: 'cross',
}
const LOOKS: Record<QualificationState, string> = {
  valid: 'confirmed',
  ending: 'care',
  expired: 'stop',
  lapsed: 'stop',
}

export function RightChip({ page, state }: { page: Pick<Page, 't'>; state: QualificationState }): Html {
  return (
    <span class="chip" data-kind={LOOKS[state]}>
      <Icon name={ICONS[state]} />
      {page.t(`training.state-${state}`)}
    </span>
  )
}

/** Until which day, and why it ends where that is not its date. */
export function endText({ t, locale }: Pick<Page, 't' | 'locale'>, end: QualificationEnd | null, zone: string): string {
  if (end === null) return t('training.for-good')
  const day = formatOf(locale, zone).date(end.at - 1)
  return end.why === 'expiry' ? day : t('training.unused-until', { day })
}
