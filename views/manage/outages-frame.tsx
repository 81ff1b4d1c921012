import { Crumbs } from '../components/crumbs.tsx'
import type { Child, Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'

/** Whose outages a page is about. */
export interface OutagesOwner {
  readonly slug: string
  readonly name: string
  readonly lab: { readonly slug: string; readonly name: string }
  /** `/manage/resources/SLUG/outages` */
  readonly path: string
  readonly timeZone: string
}

/** The frame of the pages about a resource's outages; `title` of one below the list. */
export function OutagesFrame({
  page,
  owner,
  title,
  children,
}: {
  page: Page
  owner: OutagesOwner
  title?: string
  children?: Child
}): Html {
  const { t } = page
  const list = t('outages.title')
  const heading = `${title ?? list}: ${owner.name}`
  return (
    <Layout page={page} title={heading} nav="manage">
      <div class="wrap">
        <Crumbs
          page={page}
          items={[
            { label: t('manage.title'), href: '/manage' },
            { label: owner.lab.name, href: `/labs/${owner.lab.slug}` },
            { label: owner.name, href: `/equipment/${owner.slug}` },
            ...(title ? [{ label: list, href: owner.path }, { label: title }] : [{ label: list }]),
          ]}
        />
        <div class="page-head">
          <h1>{heading}</h1>
          {title ? null : <p class="quiet">{t('outages.intro')}</p>}
        </div>
        {children}
      </div>
    </Layout>
  )
}
