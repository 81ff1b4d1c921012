import { Crumbs } from '../components/crumbs.tsx'
import { Notice } from '../components/notice.tsx'
import type { Child, Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'

/** Whose hours a page is about. */
export interface HoursOwner {
  readonly kind: 'lab' | 'resource'
  readonly name: string
  readonly lab: { readonly slug: string; readonly name: string }
  /** Its page in the catalogue. */
  readonly home: string
  /** `/manage/labs/SLUG/hours` */
  readonly path: string
  readonly timeZone: string
}

export interface HoursFrameProps {
  readonly page: Page
  readonly owner: HoursOwner
  /** Of a page below the list of rules. */
  readonly title?: string
  readonly children?: Child
}

/** The frame of the pages about the hours of a lab or a resource. */
export function HoursFrame({ page, owner, title, children }: HoursFrameProps): Html {
  const { t } = page
  const hours = t('hours.title')
  const heading = `${title ?? hours}: ${owner.name}`
  return (
    <Layout page={page} title={heading} nav="manage">
      <div class="wrap">
        <Crumbs
          page={page}
          items={[
            { label: t('manage.title'), href: '/manage' },
            { label: owner.lab.name, href: `/labs/${owner.lab.slug}` },
            ...(owner.kind === 'resource' ? [{ label: owner.name, href: owner.home }] : []),
            ...(title ? [{ label: hours, href: owner.path }, { label: title }] : [{ label: hours }]),
          ]}
        />
        {children}
      </div>
    </Layout>
  )
}

/** The heading of such a page, with whose hours it is about. */
export const hoursHeading = ({ t }: Page, owner: HoursOwner, title?: string): string =>
  `${title ?? t('hours.title')}: ${owner.name}`

/** Somebody else has changed the rule since it was shown: how it reads now, and what saving does. */
export function Overtaken({ page: { t }, notice }: { page: Page; notice: string | null }): Html | null {
  if (notice === null) return null
  return (
    <div role="alert" class="page-notice">
      <Notice kind="stop" title={t('hours.stale')}>
        <p>{notice}</p>
      </Notice>
    </div>
  )
}
