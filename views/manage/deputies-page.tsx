import type { StewardRole } from '../../server/domain/person.ts'
import { Crumbs } from '../components/crumbs.tsx'
import { Field } from '../components/field.tsx'
import { Icon } from '../components/icon.tsx'
import { Notice } from '../components/notice.tsx'
import { formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'

export const DEPUTY_NOTICES = ['named', 'ended'] as const

export interface DeputyFields {
  readonly email: string
  readonly from: string
  /** The last day. */
  readonly to: string
}

export interface ListedDeputy {
  readonly id: number
  readonly personName: string
  readonly organisation: string
  readonly start: number
  readonly end: number
  readonly isRunning: boolean
  readonly namedByName: string
}

export interface DeputiesPageProps {
  readonly page: Page
  readonly lab: { readonly slug: string; readonly name: string; readonly timeZone: string }
  /** Who decides for good. */
  readonly deciding: readonly { readonly name: string; readonly role: StewardRole }[]
  readonly deputies: readonly ListedDeputy[]
  readonly fields: DeputyFields
  readonly errors: Readonly<Record<string, string>>
  readonly notice: (typeof DEPUTY_NOTICES)[number] | null
}

/** Who decides for a lab while its owners are away. */
export function DeputiesPage(props: DeputiesPageProps): Html {
  const { page, lab, deciding, deputies, fields, errors, notice } = props
  const { t } = page
  const path = `/manage/labs/${lab.slug}/deputies`
  const title = `${t('deputies.title')}: ${lab.name}`
  return (
    <Layout page={page} title={title} nav="manage">
      <div class="wrap">
        <Crumbs
          page={page}
          items={[
            { label: t('manage.title'), href: '/manage' },
            { label: lab.name, href: `/labs/${lab.slug}` },
            { label: t('deputies.title') },
          ]}
        />
        <div class="page-head">
          <h1>{title}</h1>
          <p class="quiet">{t('deputies.intro')}</p>
        </div>
        {notice ? (
          <div role="status">
            <Notice kind="ok">
              <p>{t(`deputies.done-${notice}`)}</p>
            </Notice>
          </div>
        ) : null}
        <section class="section section--close stack" aria-labelledby="now">
          <h2 id="now">{t('deputies.deciding')}</h2>
          <ul class="plain-list">
            {deciding.map(({ name, role }) => (
              <li>
                <Icon name="person" /> {name}, {t(`manage.role-${role}`)}
              </li>
            ))}
          </ul>
        </section>
        <section class="section section--close stack" aria-labelledby="for-a-time">
          <h2 id="for-a-time">{t('deputies.for-a-time')}</h2>
          {deputies.length === 0 ? <p class="quiet">{t('deputies.none')}</p> : null}
          {deputies.map((each) => (
            <Deputy page={page} path={path} zone={lab.timeZone} deputy={each} />
          ))}
        </section>
        <section class="panel stack section" aria-labelledby="name">
          <h2 id="name">{t('deputies.name')}</h2>
          <form class="stack" action={path} method="post">
            <input type="hidden" name="_csrf" value={page.csrf} />
            <div class="fields fields--roomy">
              <Field
                page={page}
                name="email"
                type="email"
                inputmode="email"
                label={t('deputies.email')}
                hint={t('deputies.email-hint')}
                value={fields.email}
                error={errors['email']}
                maxlength={200}
                required
              />
              <Field
                page={page}
                name="from"
                type="date"
                label={t('deputies.from')}
                value={fields.from}
                error={errors['from']}
                required
              />
              <Field
                page={page}
                name="to"
                type="date"
                label={t('deputies.to')}
                value={fields.to}
                error={errors['to']}
                required
              />
            </div>
            <p>
              <button class="button button--primary" type="submit">
                {t('deputies.name')}
              </button>
            </p>
          </form>
        </section>
      </div>
    </Layout>
  )
}

function Deputy({ page, path, zone, deputy }: { page: Page; path: string; zone: string; deputy: ListedDeputy }) {
  const { t } = page
  const format = formatOf(page.locale, zone)
  const days = `${format.date(deputy.start)} – ${format.date(deputy.end - 1)}`
  return (
    <div class="panel row row--apart">
      <div>
        <p>
          <b>{deputy.personName}</b>, {deputy.organisation}
        </p>
        <p class="small quiet">
          {days}, {t(deputy.isRunning ? 'deputies.running' : 'deputies.ahead')}.{' '}
          {t('deputies.named-by', { name: deputy.namedByName })}
        </p>
      </div>
      <form action={`${path}/${deputy.id}/end`} method="post">
        <input type="hidden" name="_csrf" value={page.csrf} />
        <button class="button button--small" type="submit">
          {t(deputy.isRunning ? 'deputies.end' : 'deputies.cancel')}
          <span class="vh">: {deputy.personName}</span>
        </button>
      </form>
    </div>
  )
}
