import { ROLES, type Role } from '../../server/domain/person.ts'
import { Post } from '../account/my-organisations.tsx'
import { Crumbs } from '../components/crumbs.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Field } from '../components/field.tsx'
import { Notice } from '../components/notice.tsx'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'

export const PEOPLE_NOTICES = ['role', 'deactivated', 'activated', 'reset', 'factor', 'erased'] as const

interface Line {
  readonly id: number
  readonly name: string
  readonly email: string
  readonly role: Role
  readonly isActive: boolean
  readonly hasSecondFactor: boolean
  readonly organisations: readonly { readonly slug: string; readonly name: string }[]
}

export interface PeopleAdminPageProps {
  readonly page: Page
  readonly words: string
  readonly people: readonly Line[]
  readonly most: number
  readonly isMore: boolean
  readonly ownId: number
  readonly notice: (typeof PEOPLE_NOTICES)[number] | null
  readonly error: string | null
}

/** Everybody's accounts. */
export function PeopleAdminPage(props: PeopleAdminPageProps): Html {
  const { page, words, people, most, isMore, notice, error } = props
  const { t } = page
  return (
    <Layout page={page} title={t('admin.people')} nav="manage">
      <div class="wrap">
        <Crumbs page={page} items={[{ label: t('manage.title'), href: '/manage' }, { label: t('admin.people') }]} />
        <div class="page-head">
          <h1>{t('admin.people')}</h1>
          <p class="quiet">{t('admin.people.lead')}</p>
        </div>
        {notice || error ? (
          <div role="status">
            <Notice kind={error ? 'stop' : 'ok'}>
              <p>{error ?? t(`admin.people.done-${notice!}`)}</p>
            </Notice>
          </div>
        ) : null}
        <div class="stack">
          <form class="row oops__form" action="/admin/people" method="get">
            <Field page={page} name="q" type="search" label={t('admin.people.search')} value={words} maxlength={200} />
            <button class="button" type="submit">
              {t('admin.people.find')}
            </button>
          </form>
          {people.length === 0 ? <p>{t('admin.people.none')}</p> : <People {...props} />}
          {isMore ? <p class="quiet">{t('admin.people.more', { count: most })}</p> : null}
        </div>
      </div>
    </Layout>
  )
}

function People({ page, people, words, ownId }: PeopleAdminPageProps) {
  const { t } = page
  const columns = ['organisation.person', 'account.organisations', 'admin.people.role', 'organisation.action'] as const
  const rows = people.map((person) => [
    <>
      <a href={`/admin/people/${person.id}`}>{person.name}</a>
      <small>{person.email}</small>
      {person.isActive ? null : <small>{t('admin.people.inactive')}</small>}
    </>,
    person.organisations.map(({ slug, name }) => (
      <small>
        <a href={`/manage/organisations/${slug}`}>{name}</a>
      </small>
    )),
    person.id === ownId ? t(`account.role.${person.role}`) : <RoleForm page={page} person={person} words={words} />,
    person.id === ownId ? null : (
      <div class="row">
        <Post
          page={page}
          action={`/admin/people/${person.id}/activity`}
          label={t(person.isActive ? 'admin.people.deactivate' : 'admin.people.activate')}
          of={person.name}
          fields={{ active: person.isActive ? '0' : '1', q: words }}
        />
        {person.isActive ? (
          <Post
            page={page}
            action={`/admin/people/${person.id}/reset`}
            label={t('admin.people.reset')}
            of={person.name}
            fields={{ q: words }}
          />
        ) : null}
        {person.hasSecondFactor ? (
          <Post
            page={page}
            action={`/admin/people/${person.id}/second-factor`}
            label={t('admin.people.reset-factor')}
            of={person.name}
            fields={{ q: words }}
          />
        ) : null}
      </div>
    ),
  ])
  return (
    <DataTable
      caption={t('admin.people')}
      columns={columns.map((key) => ({ label: t(key), isAction: key === 'organisation.action' }))}
      groups={[{ rows }]}
      stacks
    />
  )
}

function RoleForm({ page, person, words }: { page: Page; person: Line; words: string }) {
  const { t } = page
  return (
    <form class="row" action={`/admin/people/${person.id}/role`} method="post">
      <input type="hidden" name="_csrf" value={page.csrf} />
      <input type="hidden" name="q" value={words} />
      <select class="input" name="role" aria-label={`${t('admin.people.role')}: ${person.name}`}>
        {ROLES.map((role) => (
          <option value={role} selected={role === person.role}>
            {t(`account.role.${role}`)}
          </option>
        ))}
      </select>
      <button class="button button--small" type="submit">
        {t('admin.people.set-role')}
        <span class="vh">: {person.name}</span>
      </button>
    </form>
  )
}
