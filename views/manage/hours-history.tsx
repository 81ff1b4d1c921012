import type { RuleDraft } from '../../server/domain/hours-change.ts'
import { type SettingChange, SettingHistory } from '../components/setting-history.tsx'
import type { Child, Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import type { TextKey } from '../text/translate.ts'
import { ruleText } from './hours-words.ts'

/** Somebody changed the hours; rules stand in `before` and `after` as they were kept. */
export interface HoursEvent extends SettingChange {
  readonly kind: string
  /** Where copied rules came from. */
  readonly from: string | null
}

export interface HoursHistoryProps {
  readonly page: Page
  readonly events: readonly HoursEvent[]
  readonly timeZone: string
  readonly today: string
}

/** Who changed what of the hours, the newest first. */
export function HoursHistory({ page, events, timeZone, today }: HoursHistoryProps): Html {
  return (
    <SettingHistory
      page={page}
      title={page.t('hours.history')}
      nothing={page.t('hours.no-history')}
      timeZone={timeZone}
      events={events}
      told={(event) => told(page, event, today)}
    />
  )
}

function told(page: Page, { kind, before, after, from }: HoursEvent, today: string): Child {
  const { t } = page
  const rule = (draft: object) => ruleText(page, draft as RuleDraft, today)
  switch (kind) {
    case 'hours-copied':
      return t('hours.event-hours-copied', { from: from ?? t('hours.elsewhere') })
    case 'holidays-set':
      return t('hours.event-holidays-set', {
        how: t(`hours.event-observes-${(after as { observes: boolean | null }).observes}` as TextKey),
      })
    default:
      return (
        <>
          {t(`hours.event-${kind}` as TextKey)}
          {': '}
          {before ? <del>{rule(before)}</del> : null} {after ? <ins>{rule(after)}</ins> : null}
        </>
      )
  }
}
