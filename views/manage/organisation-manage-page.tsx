import { STEWARD_ROLES, type StewardRole } from '../../server/domain/person.ts'
import { Post } from '../account/my-organisations.tsx'
import { Crumbs } from '../components/crumbs.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Field, SelectField } from '../components/field.tsx'
import { Notice } from '../components/notice.tsx'
import { formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { SignOnSection } from './sign-on-section.tsx'

export const ORGANISATION_NOTICES = [
  'invited',
  'withdrawn',
  'let-in',
  'refused',
  'administrator',
  'ended',
  'steward',
  'sign-on',
] as const

interface Member {
  readonly personId: number
  readonly name: string
  readonly email: string
  readonly state: 'asked' | 'active' | 'left'
  readonly isAdministrator: boolean
  readonly isActive: boolean
  readonly since: number
}

interface SignOnFields {
  readonly provider: string
  readonly domains: string
  readonly isTrusted: boolean
}

interface ManagedLab {
  readonly slug: string
  readonly name: string
  readonly stewards: readonly { readonly personId: number; readonly name: string; readonly role: StewardRole }[]
}

export interface OrganisationManagePageProps {
  readonly page: Page
  readonly organisation: { readonly slug: string; readonly name: string }
  readonly members: readonly Member[]
  readonly invitations: readonly {
    readonly id: number
    readonly email: string
    readonly invitedBy: string
    readonly isAdministrator: boolean
    readonly expiresAt: number
  }[]
  readonly labs: readonly ManagedLab[]
  readonly ownId: number
  /** Whom of a provider of OpenID Connect it takes for its own; null where the installation has none. */
  readonly signOn: SignOnFields | null
  readonly notice: (typeof ORGANISATION_NOTICES)[number] | null
  /** What does not do, in the form of a lab (its slug), of the invitation, or of a person. */
  readonly error: { readonly lab: string; readonly field: string; readonly message: string } | null
  readonly typed: { readonly email?: string; readonly role?: StewardRole }
}

/** How an organisation runs itself. */
export function OrganisationManagePage(props: OrganisationManagePageProps): Html {
  const { page, organisation, notice, error } = props
  const { t } = page
  const title = t('organisation.manage-of', { name: organisation.name })
  return (
    <Layout page={page} title={title} nav="manage">
      <div class="wrap">
        <Crumbs page={page} items={[{ label: t('manage.title'), href: '/manage' }, { label: organisation.name }]} />
        <div class="page-head">
          <h1>{title}</h1>
          <p class="quiet">{t('organisation.manage.lead')}</p>
          <p class="row">
            <a class="button" href={`/reports/utilisation?of=organisation:${organisation.slug}`}>
              {t('organisation.use')}
            </a>
            <a class="button" href={`/manage/organisations/${organisation.slug}/policy`}>
              {t('organisation.rules')}
            </a>
            <a class="button" href={`/manage/organisations/${organisation.slug}/audit`}>
              {t('audit.title')}
            </a>
          </p>
        </div>
        {notice ? (
          <div role="status">
            <Notice kind="ok">
              <p>{t(`organisation.done-${notice}`)}</p>
            </Notice>
          </div>
        ) : null}
        {error && (error.field === 'person' || error.lab !== '') ? (
          <Notice kind="stop">
            <p>{error.message}</p>
          </Notice>
        ) : null}
        <Asking {...props} />
        <People {...props} />
        <Invitations {...props} />
        <Labs {...props} />
        {props.signOn ? (
          <SignOnSection
            page={page}
            action={`${pathOf(props)}/sign-on`}
            {...props.signOn}
            error={error?.field === 'domains' ? error.message : undefined}
          />
        ) : null}
      </div>
    </Layout>
  )
}

const pathOf = ({ organisation }: OrganisationManagePageProps) => `/manage/organisations/${organisation.slug}`

function Asking(props: OrganisationManagePageProps) {
  const { page, members } = props
  const { t } = page
  const asking = members.filter(({ state }) => state === 'asked')
  if (asking.length === 0) return null
  const format = formatOf(page.locale, page.timeZone)
  return (
    <section class="section section--close stack" aria-labelledby="asking">
      <h2 id="asking">{t('organisation.asking')}</h2>
      {asking.map(({ personId, name, email, since }) => (
        <div class="panel row row--apart">
          <div>
            <p>
              <b>{name}</b>, {email}
            </p>
            <p class="small quiet">{t('organisation.asked-at', { when: format.moment(since) })}</p>
          </div>
          <div class="row">
            {(['let-in', 'refuse'] as const).map((verdict) => (
              <Post
                page={page}
                action={`${pathOf(props)}/people/${personId}/decision`}
                label={t(`organisation.${verdict}`)}
                of={name}
                fields={{ verdict }}
              />
            ))}
          </div>
        </div>
      ))}
    </section>
  )
}

function People(props: OrganisationManagePageProps) {
  const { page, members, ownId } = props
  const { t } = page
  const format = formatOf(page.locale, page.timeZone)
  const columns = ['person', 'part', 'since', 'action'] as const
  const rows = members
    .filter(({ state }) => state === 'active')
    .map(({ personId, name, email, isAdministrator, isActive, since }) => [
      <>
        {name}
        <small>{email}</small>
      </>,
      <>
        {t(isAdministrator ? 'organisation.administrator' : 'organisation.member')}
        {isActive ? null : <small>{t('organisation.inactive')}</small>}
      </>,
      format.date(since),
      <div class="row">
        <Post
          page={page}
          action={`${pathOf(props)}/people/${personId}/administration`}
          label={t(isAdministrator ? 'organisation.unmake-administrator' : 'organisation.make-administrator')}
          of={name}
          fields={{ administrator: isAdministrator ? '0' : '1' }}
        />
        {personId === ownId ? null : (
          <a class="button button--small" href={`${pathOf(props)}/people/${personId}/leaving`}>
            {t('organisation.end')}
            <span class="vh">: {name}</span>
          </a>
        )}
      </div>,
    ])
  return (
    <section class="section section--close stack" aria-labelledby="people">
      <h2 id="people">{t('organisation.people')}</h2>
      <DataTable
        caption={t('organisation.people')}
        columns={columns.map((key) => ({ label: t(`organisation.${key}`), isAction: key === 'action' }))}
        groups={[{ rows }]}
        stacks
      />
    </section>
  )
}

function Invitations(props: OrganisationManagePageProps) {
  const { page, invitations, typed, error } = props
  const { t } = page
  const format = formatOf(page.locale, page.timeZone)
  const fault = error?.lab === '' && error.field === 'email' ? error.message : undefined
  return (
    <section class="section section--close stack" aria-labelledby="invitations">
      <h2 id="invitations">{t('organisation.invitations')}</h2>
      {invitations.length === 0 ? <p class="quiet">{t('organisation.no-invitations')}</p> : null}
      {invitations.map(({ id, email, invitedBy, isAdministrator, expiresAt }) => (
        <div class="panel row row--apart">
          <p>
            {t('organisation.invited', { email, name: invitedBy, when: format.moment(expiresAt) })}
            {isAdministrator ? `, ${t('organisation.invited-administrator')}` : null}
          </p>
          <Post
            page={page}
            action={`${pathOf(props)}/invitations/${id}/withdrawal`}
            label={t('organisation.withdraw')}
            of={email}
          />
        </div>
      ))}
      <form class="panel stack" action={`${pathOf(props)}/invitations`} method="post">
        <input type="hidden" name="_csrf" value={page.csrf} />
        <Field
          page={page}
          name="email"
          id="f-invite"
          type="email"
          inputmode="email"
          label={t('organisation.invite.email')}
          hint={t('organisation.invite.hint')}
          value={fault ? (typed.email ?? '') : ''}
          error={fault}
          maxlength={254}
          required
        />
        <label class="check">
          <input type="checkbox" name="administrator" value="1" />
          {t('organisation.invite.administrator')}
        </label>
        <p>
          <button class="button button--primary" type="submit">
            {t('organisation.invite')}
          </button>
        </p>
      </form>
    </section>
  )
}

function Labs(props: OrganisationManagePageProps) {
  const { page, labs } = props
  const { t } = page
  return (
    <section class="section section--close stack" aria-labelledby="labs">
      <h2 id="labs">{t('organisation.labs')}</h2>
      {labs.length === 0 ? <p class="quiet">{t('organisation.no-labs')}</p> : null}
      {labs.map((lab) => (
        <LabStewards {...props} lab={lab} />
      ))}
    </section>
  )
}

function LabStewards(props: OrganisationManagePageProps & { lab: ManagedLab }) {
  const { page, lab, typed, error } = props
  const { t } = page
  const path = `${pathOf(props)}/labs/${lab.slug}/stewards`
  const isAbout = error?.lab === lab.slug
  return (
    <details class="fold panel" open={isAbout || lab.stewards.length === 0}>
      <summary>
        <b>{lab.name}</b>{' '}
        <span class="small quiet">
          {lab.stewards.length > 0 ? lab.stewards.map(({ name }) => name).join(', ') : t('organisation.no-stewards')}
        </span>
      </summary>
      <div class="stack">
        {lab.stewards.map(({ personId, name, role }) => (
          <div class="row row--apart">
            <p>
              {name}, {t(`manage.role-${role}`)}
            </p>
            <Post
              page={page}
              action={`${path}/${personId}/removal`}
              label={t('organisation.steward.remove')}
              of={`${name}, ${lab.name}`}
            />
          </div>
        ))}
        <form class="row oops__form" action={path} method="post">
          <input type="hidden" name="_csrf" value={page.csrf} />
          <Field
            page={page}
            name="email"
            id={`f-email-${lab.slug}`}
            type="email"
            inputmode="email"
            label={t('organisation.steward.email')}
            value={isAbout ? (typed.email ?? '') : ''}
            error={isAbout && error.field === 'email' ? error.message : undefined}
            maxlength={254}
            required
          />
          <SelectField
            page={page}
            name="role"
            id={`f-role-${lab.slug}`}
            label={t('organisation.steward.role')}
            value={isAbout ? (typed.role ?? 'owner') : 'owner'}
            options={STEWARD_ROLES.map((role) => ({ value: role, label: t(`manage.role-${role}`) }))}
          />
          <button class="button" type="submit">
            {t('organisation.steward.name')}
            <span class="vh">: {lab.name}</span>
          </button>
        </form>
      </div>
    </details>
  )
}
