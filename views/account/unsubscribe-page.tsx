import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'

export interface UnsubscribePageProps {
  readonly page: Page
  readonly email: string
  readonly token: string
  readonly isDone: boolean
}

/** Asks before it turns the daily mail off, and says that it is. */
export function UnsubscribePage({ page, email, token, isDone }: UnsubscribePageProps): Html {
  const { t } = page
  return (
    <Layout page={page} title={t('unsubscribe.title')}>
      <div class="wrap">
        <div class="page-head">
          <h1>{t('unsubscribe.title')}</h1>
        </div>
        <div class="section section--close stack prose">
          {isDone ? (
            <>
              <p class="notice" data-kind="ok" role="status">
                {t('unsubscribe.done')}
              </p>
              <p>
                {t('unsubscribe.rest')} {t('unsubscribe.back')}
              </p>
              <p>
                <a class="button" href="/account/mail">
                  {t('unsubscribe.account')}
                </a>
              </p>
            </>
          ) : (
            <form class="stack" action={`/unsubscribe/${token}`} method="post">
              <p>{t('unsubscribe.ask', { email })}</p>
              <p class="quiet">{t('unsubscribe.rest')}</p>
              <p>
                <button class="button button--primary" type="submit">
                  {t('unsubscribe.go')}
                </button>
              </p>
            </form>
          )}
        </div>
      </div>
    </Layout>
  )
}
