import type { RuleDraft } from '../../server/domain/hours-change.ts'
import { formatOf } from '../format.ts'
import type { Child, Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import type { TextKey } from '../text/translate.ts'
import { ruleText } from './hours-words.ts'

/** Somebody changed the hours; rules stand in `before` and `after` as they were kept. */
export interface HoursEvent {
  readonly kind: string
  readonly personName: string | null
  readonly before: object | null
  readonly after: object | null
  readonly at: number
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
  const { t, locale } = page
  const format = formatOf(locale, timeZone)
  return (
    <section class="section" aria-labelledby="history">
      <div class="section__head">
        <h2 id="history">{t('hours.history')}</h2>
      </div>
      {events.length === 0 ? <p class="quiet">{t('hours.no-history')}</p> : null}
      <ol class="history history--wide">
        {events.map((event) => (
          <li>
            <time datetime={new Date(event.at).toISOString()}>
              {format.date(event.at)}, {format.clock(event.at)}
            </time>
            <div>
              {event.personName ? <b>{event.personName}: </b> : null}
              {told(page, event, today)}
            </div>
          </li>
        ))}
      </ol>
    </section>
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
