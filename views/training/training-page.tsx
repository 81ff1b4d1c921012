import { Notice } from '../components/notice.tsx'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { type MyRequest, MyRequests, type MyRight, MyRights, type MySession, MySessions } from './my-training.tsx'

export interface TrainingPageProps {
  readonly page: Page
  readonly held: readonly MyRight[]
  readonly requests: readonly MyRequest[]
  readonly sessions: readonly MySession[]
  readonly notice: 'asked' | 'withdrawn' | null
}

/** A person's trainings: where they are invited, what they asked for, what they may use. */
export function TrainingPage({ page, held, requests, sessions, notice }: TrainingPageProps): Html {
  const { t } = page
  return (
    <Layout page={page} title={t('training.title')}>
      <div class="wrap">
        <div class="page-head">
          <h1>{t('training.title')}</h1>
          <p class="quiet">{t('training.intro')}</p>
        </div>
        {notice ? (
          <div role="status">
            <Notice kind="ok">
              <p>{t(`training.notice-${notice}`)}</p>
            </Notice>
          </div>
        ) : null}
        {sessions.length > 0 ? (
          <section class="section section--close" aria-labelledby="sessions">
            <div class="section__head">
              <h2 id="sessions">{t('training.sessions')}</h2>
            </div>
            <MySessions page={page} sessions={sessions} />
          </section>
        ) : null}
        <section class={sessions.length > 0 ? 'section' : 'section section--close'} aria-labelledby="requests">
          <div class="section__head">
            <h2 id="requests">{t('training.requests')}</h2>
          </div>
          <MyRequests page={page} requests={requests} />
        </section>
        <section class="section" aria-labelledby="rights">
          <div class="section__head">
            <h2 id="rights">{t('training.rights')}</h2>
          </div>
          <MyRights page={page} held={held} />
        </section>
      </div>
    </Layout>
  )
}
