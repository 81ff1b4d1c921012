import type { Locale } from '../../server/domain/person.ts'
import { Icon } from '../components/icon.tsx'
import { formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'

interface ShownNotice {
  readonly id: number
  readonly subject: string
  /** Where on this site it leads. */
  readonly path: string
  /** UTC epoch ms. */
  readonly createdAt: number
  readonly isRead: boolean
}

export interface NoticesPageProps {
  readonly page: Page
  readonly notices: readonly ShownNotice[]
  /** The language they are in. */
  readonly locale: Locale
  /** Where this part of the list begins. */
  readonly before: string | null
  readonly olderHref: string | null
}

/** What was told to the reader, the newest first. */
export function NoticesPage(props: NoticesPageProps): Html {
  const { page, notices, before, olderHref } = props
  const { t } = page
  const newest = notices[0]
  return (
    <Layout page={page} title={t('notices.title')}>
      <div class="wrap">
        <div class="page-head">
          <h1>{t('notices.title')}</h1>
          <p class="quiet">{t('notices.lead')}</p>
        </div>
        <div class="section section--close stack">
          {newest && before === null && notices.some(({ isRead }) => !isRead) ? (
            <form action="/notices/reading" method="post">
              <input type="hidden" name="_csrf" value={page.csrf} />
              <input type="hidden" name="up_to" value={newest.id} />
              <button class="button" type="submit">
                {t('notices.read-all')}
              </button>
            </form>
          ) : null}
          {newest ? <List {...props} /> : <p class="quiet">{t('notices.empty')}</p>}
          {olderHref ? (
            <p class="row">
              <a class="button" href={olderHref} rel="next">
                {t('notices.older')}
              </a>
            </p>
          ) : null}
        </div>
      </div>
    </Layout>
  )
}

function List({ page, notices, locale, before }: NoticesPageProps) {
  const { t } = page
  const format = formatOf(page.locale, page.timeZone)
  return (
    <ul class="notices">
      {notices.map(({ id, subject, path, createdAt, isRead }) => (
        <li data-state={isRead ? 'read' : 'unread'}>
          <Icon name={isRead ? 'check' : 'bell'} />
          <div>
            <a href={path} lang={locale}>
              {subject}
            </a>
            <p class="small quiet">
              <time datetime={new Date(createdAt).toISOString()}>{format.moment(createdAt)}</time>
              {isRead ? null : <b>{`, ${t('notices.unread')}`}</b>}
            </p>
          </div>
          {isRead ? null : (
            <form action={`/notices/${id}/reading`} method="post">
              <input type="hidden" name="_csrf" value={page.csrf} />
              {before ? <input type="hidden" name="before" value={before} /> : null}
              <button class="button button--bare" type="submit" aria-label={`${t('notices.read')}: ${subject}`}>
                {t('notices.read')}
              </button>
            </form>
          )}
        </li>
      ))}
    </ul>
  )
}
