import type { State } from '../../server/domain/lifecycle.ts'
import { Icon } from '../components/icon.tsx'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { type InboxCard, RequestCard } from './approvals-page.tsx'
import { BlindCard } from './blind-card.tsx'
import { SeriesCard } from './series-card.tsx'

/** The one request that a link in a mail is about; pressing one of its buttons decides, opening the page does not. */
export function DecidePage({ page, card }: { page: Page; card: InboxCard }): Html {
  const { t } = page
  return (
    <Layout page={page} title={t('decide.title')} nav="approvals">
      <div class="wrap">
        <div class="page-head">
          <h1>{t('decide.title')}</h1>
          <p class="quiet">{t('decide.lead')}</p>
        </div>
        <div class="section section--close">
          {card.kind === 'blind' ? (
            <BlindCard page={page} {...card} isPicked={null} />
          ) : card.kind === 'series' ? (
            <SeriesCard page={page} {...card} isFirst={true} isPicked={null} />
          ) : (
            <RequestCard page={page} {...card} isFirst={true} isPicked={null} />
          )}
          <p class="section">
            <a href="/approvals">{t('decide.all')}</a>
          </p>
        </div>
      </div>
    </Layout>
  )
}

export type DeadLink =
  | { readonly kind: 'unknown' | 'expired' | 'foreign' | 'powerless' }
  /** Decided, cancelled or let go meanwhile. */
  | { readonly kind: 'over'; readonly state: State; readonly href: string }

/** A link that leads to no decision: why, and where to go on. */
export function DeadLinkPage({ page, link }: { page: Page; link: DeadLink }): Html {
  const { t, person } = page
  const { kind } = link
  const state = link.kind === 'over' ? t(`state.${link.state}`) : ''
  return (
    <Layout page={page} title={t(`decide.${kind}`)}>
      <div class="wrap">
        <div class="page-head">
          <h1>{t(`decide.${kind}`)}</h1>
        </div>
        <div class="section section--close stack prose">
          <p>
            <Icon name="info" /> {t(`decide.${kind}-hint`, { name: person?.name ?? '', state })}
          </p>
          <p class="row">
            {link.kind === 'over' ? (
              <a class="button" href={link.href}>
                {t('decide.see')}
              </a>
            ) : null}
            <a class="button" href="/approvals">
              {t('decide.all')}
            </a>
          </p>
        </div>
      </div>
    </Layout>
  )
}
