import { Crumbs } from '../components/crumbs.tsx'
import { Field } from '../components/field.tsx'
import { Notice } from '../components/notice.tsx'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'

export interface MyDataPageProps {
  readonly page: Page
  /** The account it is about is somebody else's; null for one's own. */
  readonly subject: { readonly id: number; readonly name: string } | null
  readonly email: string
  /** Of the page; its forms post below. */
  readonly path: string
  /** How many reservations to come an erasure would cancel. */
  readonly cancelled: number
  /** The organisation one acts for, where reservations can be handed over on leaving. */
  readonly organisation: string | null
  /** Why it cannot be done yet, and what has to be handed over. */
  readonly hindrance: string | null
  readonly inTheWay: readonly { readonly name: string; readonly href: string }[]
  readonly error: string | null
}

/** Taking one's data away, and having an account erased. */
export function MyDataPage(props: MyDataPageProps): Html {
  const { page, subject, email, path } = props
  const { t } = page
  const title = subject ? subject.name : t('data.title')
  const above = subject
    ? [
        { label: t('manage.title'), href: '/manage' },
        { label: t('admin.people'), href: '/admin/people' },
      ]
    : [{ label: t('account.title'), href: '/account' }]
  return (
    <Layout page={page} title={title} {...(subject ? { nav: 'manage' as const } : {})}>
      <div class="wrap account">
        <Crumbs page={page} items={[...above, { label: title }]} />
        <div class="page-head">
          <h1>{title}</h1>
          <p class="quiet">{subject ? email : t('data.lead')}</p>
          <p class="row">
            <a class="button" href={subject ? `/admin/audit?person=${subject.id}` : '/account/activity'}>
              {t(subject ? 'audit.title' : 'audit.mine')}
            </a>
            <a class="button" href="/privacy">
              {t('privacy.title')}
            </a>
          </p>
        </div>
        {subject ? null : (
          <section class="section section--close" aria-labelledby="export">
            <div class="section__head">
              <h2 id="export">{t('data.export')}</h2>
            </div>
            <form class="stack form" action={`${path}/export`} method="post">
              <input type="hidden" name="_csrf" value={page.csrf} />
              <p>{t('data.export.about')}</p>
              <p>
                <button class="button" type="submit">
                  {t('data.export.go')}
                </button>
              </p>
            </form>
          </section>
        )}
        <Erasure {...props} />
      </div>
    </Layout>
  )
}

function Erasure({ page, subject, email, path, cancelled, organisation, hindrance, inTheWay, error }: MyDataPageProps) {
  const { t } = page
  return (
    <section class="section" aria-labelledby="erasure">
      <div class="section__head">
        <h2 id="erasure">{t(subject ? 'data.erase-theirs' : 'data.erase')}</h2>
      </div>
      <div class="stack prose prose--beside">
        <p>{t('data.erase.about')}</p>
        <ul>
          <li>{t('data.erase.gone')}</li>
          <li>{cancelled === 0 ? t('data.erase.nothing-to-come') : t('data.erase.cancelled', { count: cancelled })}</li>
          <li>{t('data.erase.stays')}</li>
          <li>{t('data.erase.backups')}</li>
        </ul>
        {cancelled > 0 && organisation ? (
          <p>
            {t('data.erase.hand-over')}{' '}
            <a href={`/account/organisations/${organisation}/leaving`}>{t('data.erase.leaving')}</a>
          </p>
        ) : null}
        {hindrance ? (
          <Notice kind="care" title={t('data.erase.not-yet')}>
            <p>{t(`invalid.${hindrance}` as 'invalid.last-administrator')}</p>
            {inTheWay.length > 0 ? (
              <ul>
                {inTheWay.map(({ name, href }) => (
                  <li>
                    <a href={href}>{name}</a>
                  </li>
                ))}
              </ul>
            ) : null}
          </Notice>
        ) : (
          <form class="stack form" action={`${path}/erasure`} method="post">
            <input type="hidden" name="_csrf" value={page.csrf} />
            <Field
              page={page}
              name="confirmation"
              type="email"
              label={t('data.erase.confirm', { email })}
              hint={t('data.erase.for-good')}
              value=""
              error={error ?? undefined}
              required
              maxlength={320}
              autocomplete="off"
            />
            <p>
              <button class="button button--stop" type="submit">
                {t(subject ? 'data.erase-theirs' : 'data.erase')}
              </button>
            </p>
          </form>
        )}
      </div>
    </section>
  )
}
