import { Crumbs } from '../components/crumbs.tsx'
import { Field } from '../components/field.tsx'
import { Notice } from '../components/notice.tsx'
import { formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'

export interface LeavingPageProps {
  readonly page: Page
  readonly person: string
  readonly organisation: string
  readonly isOwn: boolean
  readonly action: string
  readonly back: string
  readonly reservations: readonly {
    readonly resource: string
    readonly start: number
    readonly end: number
    readonly timeZone: string
  }[]
  readonly orphanedLabs: readonly string[]
  readonly fields: { readonly choice: string; readonly successor: string }
  readonly errors: Readonly<Record<string, string>>
}

const SHOWN = 20

/** What the end of a membership does, before it is done. */
export function LeavingPage(props: LeavingPageProps): Html {
  const { page, person, organisation, isOwn, action, back, reservations, orphanedLabs, errors } = props
  const { t } = page
  const title = isOwn ? t('leaving.title-own', { organisation }) : t('leaving.title', { name: person })
  return (
    <Layout page={page} title={title} {...(isOwn ? {} : { nav: 'manage' as const })}>
      <div class="wrap">
        <Crumbs page={page} items={[...(isOwn ? ownWay(props) : managedWay(props)), { label: title }]} />
        <div class="page-head">
          <h1>{title}</h1>
          <p class="quiet">{t('leaving.lead')}</p>
        </div>
        <form class="stack form" action={action} method="post">
          <input type="hidden" name="_csrf" value={page.csrf} />
          {errors['person'] ? (
            <Notice kind="stop">
              <p>{errors['person']}</p>
            </Notice>
          ) : null}
          {reservations.length > 0 ? <Reservations {...props} /> : <p>{t('leaving.no-reservations')}</p>}
          {orphanedLabs.length > 0 ? (
            <Notice kind="care">
              <p>{t('leaving.labs', { labs: orphanedLabs.join(', ') })}</p>
            </Notice>
          ) : null}
          {reservations.length > 0 || orphanedLabs.length > 0 ? (
            <Field
              page={page}
              name="successor"
              type="email"
              inputmode="email"
              label={t('leaving.successor')}
              hint={t('leaving.successor.hint')}
              value={props.fields.successor}
              error={errors['successor']}
              maxlength={254}
            />
          ) : null}
          <p class="row">
            <button class="button button--primary" type="submit">
              {t('leaving.go')}
            </button>
            <a class="button" href={back}>
              {t('leaving.back')}
            </a>
          </p>
        </form>
      </div>
    </Layout>
  )
}

const ownWay = ({ page, back }: LeavingPageProps) => [{ label: page.t('account.title'), href: back }]

const managedWay = ({ page, organisation, back }: LeavingPageProps) => [
  { label: page.t('manage.title'), href: '/manage' },
  { label: organisation, href: back },
]

function Reservations({ page, reservations, fields, errors }: LeavingPageProps) {
  const { t } = page
  return (
    <>
      <h2>{t('leaving.reservations', { count: reservations.length })}</h2>
      <ul class="plain-list">
        {reservations.slice(0, SHOWN).map(({ resource, start, end, timeZone }) => (
          <li>
            {resource}, {formatOf(page.locale, timeZone).daySpan(start, end)}
          </li>
        ))}
        {reservations.length > SHOWN ? <li>… +{reservations.length - SHOWN}</li> : null}
      </ul>
      <fieldset class="stack">
        <legend class="label">{t('leaving.choice')}</legend>
        {(['reassign', 'cancel'] as const).map((choice) => (
          <label class="check">
            <input type="radio" name="choice" value={choice} checked={fields.choice === choice} required />
            {t(`leaving.${choice}`)}
          </label>
        ))}
        {errors['choice'] ? <p class="error">{errors['choice']}</p> : null}
      </fieldset>
    </>
  )
}
