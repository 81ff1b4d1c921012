import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { GatePage } from './gate-page.tsx'

/**
 * Leads to the provider. A page in between, because the content policy lets no form end up on another host, and lets links
 * go where they like.
 */
export function ToProviderPage({ page, name, url }: { page: Page; name: string; url: string }): Html {
  const { t } = page
  return (
    <Layout
      page={page}
      title={t('sign-on.leaving', { name })}
      head={<meta http-equiv="refresh" content={`0;url=${url}`} />}
    >
      <div class="wrap gate">
        <div class="stack">
          <h1>{t('sign-on.leaving', { name })}</h1>
          <p class="quiet">{t('sign-on.leaving.lead')}</p>
          <p>
            <a class="button button--primary" href={url} rel="external">
              {t('sign-on.continue')}
            </a>
          </p>
        </div>
      </div>
    </Layout>
  )
}

export type SignOnTrouble = 'down' | 'refused' | 'link-first' | 'organisation' | 'email' | 'closed' | 'taken' | 'other'

/** Why nobody came in by the provider, and what to do. */
export function SignOnTroublePage({ page, name, trouble }: { page: Page; name: string; trouble: SignOnTrouble }): Html {
  const { t } = page
  const next = trouble === 'link-first' ? '?next=%2Faccount%2Fsecurity' : ''
  return (
    <GatePage page={page} title={t('sign-on.trouble.title', { name })} lead={t(`sign-on.trouble.${trouble}`, { name })}>
      <p class="row">
        {page.account ? (
          <a class="button" href="/account/security">
            {t('security.title')}
          </a>
        ) : (
          <a class="button" href={`/sign-in${next}`}>
            {t('sign-on.local')}
          </a>
        )}
        {trouble === 'organisation' || trouble === 'email' ? (
          <a class="button" href="/sign-up">
            {t('sign-in.sign-up')}
          </a>
        ) : null}
      </p>
    </GatePage>
  )
}
