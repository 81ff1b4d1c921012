import type { Child, Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'

/** The frame of a page before the door: a heading, what it is about, one form or none. */
export function GatePage({
  page,
  title,
  lead,
  children,
}: {
  page: Page
  title: string
  lead?: Child
  children?: Child
}): Html {
  return (
    <Layout page={page} title={title}>
      <div class="wrap gate">
        <div class="stack">
          <h1>{title}</h1>
          {lead ? <p class="quiet">{lead}</p> : null}
          {children}
        </div>
      </div>
    </Layout>
  )
}

/** The link that was followed opens nothing (any more), and what to do instead. */
export function DeadLinkPage({
  page,
  what,
}: {
  page: Page
  what: 'sign-up' | 'password' | 'account' | 'invitation'
}): Html {
  const { t } = page
  return (
    <GatePage page={page} title={t('link.dead.title')} lead={t('link.dead.lead')}>
      {what === 'invitation' ? (
        <p>{t('link.dead.invitation')}</p>
      ) : (
        <p>
          <a class="button" href={`/${what}`}>
            {t(`link.dead.${what}`)}
          </a>
        </p>
      )}
    </GatePage>
  )
}

export function Submit({ label }: { label: string }): Html {
  return (
    <button class="button button--primary button--big button--wide" type="submit">
      {label}
    </button>
  )
}
