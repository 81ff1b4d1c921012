import { ORGANISATION_KINDS, type OrganisationKind } from '../../server/domain/person.ts'
import type { Organisation } from '../../server/domain/resource.ts'
import { Crumbs } from '../components/crumbs.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Field, SelectField } from '../components/field.tsx'
import { Notice } from '../components/notice.tsx'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'

export interface OrganisationsAdminPageProps {
  readonly page: Page
  readonly lines: readonly {
    readonly organisation: Organisation
    readonly people: number
    readonly administrators: number
    readonly asking: number
  }[]
  readonly notice: 'added' | 'changed' | null
}

/** Every organisation, with how many people it has and who runs it. */
export function OrganisationsAdminPage({ page, lines, notice }: OrganisationsAdminPageProps): Html {
  const { t, locale } = page
  const columns = [
    { label: t('organisations.name') },
    { label: t('admin.organisations.people'), isFigure: true },
    { label: t('admin.organisations.administrators'), isFigure: true },
    { label: t('organisation.asking'), isFigure: true },
    { label: t('organisation.action'), isAction: true },
  ]
  const rows = lines.map(({ organisation: { slug, name, kind, isMember }, people, administrators, asking }) => [
    <>
      <a href={`/manage/organisations/${slug}`}>{name[locale]}</a>
      <small>
        {t(`organisation-kind.${kind}`)},{' '}
        {t(isMember ? 'admin.organisations.member' : 'admin.organisations.not-member')}
      </small>
    </>,
    people,
    administrators,
    asking,
    <a class="button button--small" href={`/admin/organisations/${slug}`}>
      {t('admin.change')}
      <span class="vh">: {name[locale]}</span>
    </a>,
  ])
  return (
    <Layout page={page} title={t('admin.organisations')} nav="manage">
      <div class="wrap">
        <Crumbs
          page={page}
          items={[{ label: t('manage.title'), href: '/manage' }, { label: t('admin.organisations') }]}
        />
        <div class="page-head">
          <h1>{t('admin.organisations')}</h1>
          <p class="quiet">{t('admin.organisations.lead')}</p>
          <p class="row">
            <a class="button button--primary" href="/admin/organisations/new">
              {t('admin.organisations.new')}
            </a>
            <a class="button" href="/admin/people">
              {t('admin.people')}
            </a>
          </p>
        </div>
        {notice ? (
          <div role="status">
            <Notice kind="ok">
              <p>{t(`admin.organisations.done-${notice}`)}</p>
            </Notice>
          </div>
        ) : null}
        <DataTable caption={t('admin.organisations')} columns={columns} groups={[{ rows }]} stacks />
      </div>
    </Layout>
  )
}

export interface OrganisationFormPageProps {
  readonly page: Page
  /** Null for a new one. */
  readonly organisation: Organisation | null
  readonly fields: {
    readonly slug: string
    readonly namePl: string
    readonly nameEn: string
    readonly kind: OrganisationKind
    readonly city: string
    readonly ror: string
    readonly isMember: boolean
  }
  readonly errors: Readonly<Record<string, string>>
}

export function OrganisationFormPage({ page, organisation, fields, errors }: OrganisationFormPageProps): Html {
  const { t } = page
  const title = organisation
    ? t('admin.organisations.edit', { name: organisation.name[page.locale] })
    : t('admin.organisations.new')
  return (
    <Layout page={page} title={title} nav="manage">
      <div class="wrap">
        <Crumbs
          page={page}
          items={[
            { label: t('manage.title'), href: '/manage' },
            { label: t('admin.organisations'), href: '/admin/organisations' },
            { label: title },
          ]}
        />
        <div class="page-head">
          <h1>{title}</h1>
        </div>
        <form
          class="stack form"
          action={organisation ? `/admin/organisations/${organisation.slug}` : '/admin/organisations/new'}
          method="post"
        >
          <input type="hidden" name="_csrf" value={page.csrf} />
          <Field
            page={page}
            name="name_pl"
            label={t('admin.organisations.name-pl')}
            value={fields.namePl}
            error={errors['name_pl']}
            maxlength={200}
            required
          />
          <Field
            page={page}
            name="name_en"
            label={t('admin.organisations.name-en')}
            value={fields.nameEn}
            maxlength={200}
          />
          {organisation ? null : (
            <Field
              page={page}
              name="slug"
              label={t('admin.organisations.slug')}
              hint={t('admin.organisations.slug.hint')}
              value={fields.slug}
              error={errors['slug']}
              maxlength={60}
              required
            />
          )}
          <SelectField
            page={page}
            name="kind"
            label={t('organisations.kind')}
            value={fields.kind}
            options={ORGANISATION_KINDS.map((kind) => ({ value: kind, label: t(`organisation-kind.${kind}`) }))}
          />
          <Field page={page} name="city" label={t('admin.organisations.city')} value={fields.city} maxlength={100} />
          <Field
            page={page}
            name="ror"
            label={t('organisations.ror')}
            hint={t('admin.organisations.ror.hint')}
            value={fields.ror}
            error={errors['ror']}
            maxlength={100}
          />
          <label class="check">
            <input type="checkbox" name="member" value="1" checked={fields.isMember} />
            {t('admin.organisations.is-member')}
          </label>
          <p>
            <button class="button button--primary" type="submit">
              {t(organisation ? 'admin.organisations.save' : 'admin.organisations.add')}
            </button>
          </p>
        </form>
      </div>
    </Layout>
  )
}
