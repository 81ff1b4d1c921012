import { Crumbs } from '../components/crumbs.tsx'
import { Field, SelectField } from '../components/field.tsx'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { TrailTable, type TrailTableProps } from './trail-table.tsx'

export interface AuditPageProps extends Omit<TrailTableProps, 'caption'> {
  readonly title: string
  readonly lead: string
  /** The way to this page besides the page itself. */
  readonly crumbs: readonly { readonly label: string; readonly href: string }[]
  /** Null where there is nothing to choose. */
  readonly filter: AuditFilter | null
}

interface AuditFilter {
  readonly path: string
  readonly person: string
  readonly kind: string
  readonly object: string
  readonly from: string
  readonly to: string
  readonly kinds: readonly { readonly value: string; readonly label: string }[]
  readonly objects: readonly { readonly value: string; readonly label: string }[]
  /** What is wrong with the person that was typed. */
  readonly error: string | null
  readonly csvHref: string
}

/** What was done, by whom and to what: all of it, of an organisation, or what concerns the reader. */
export function AuditPage({ page, title, lead, crumbs, filter, lines, olderHref }: AuditPageProps): Html {
  return (
    <Layout page={page} title={title} {...(crumbs[0]?.href === '/manage' ? { nav: 'manage' as const } : {})}>
      <div class="wrap">
        <Crumbs page={page} items={[...crumbs, { label: title }]} />
        <div class="page-head">
          <h1>{title}</h1>
          <p class="quiet">{lead}</p>
        </div>
        <div class="stack">
          {filter ? <Filters page={page} filter={filter} /> : null}
          <TrailTable page={page} caption={title} lines={lines} olderHref={olderHref} />
        </div>
      </div>
    </Layout>
  )
}

function Filters({ page, filter }: { page: Page; filter: AuditFilter }) {
  const { t } = page
  const any = { value: '', label: t('audit.any') }
  return (
    <form class="panel no-print filters" action={filter.path} method="get">
      <Field
        page={page}
        name="person"
        label={t('audit.person')}
        optional={t('audit.person.hint')}
        value={filter.person}
        error={filter.error ?? undefined}
        maxlength={254}
        autocomplete="off"
      />
      <SelectField
        page={page}
        name="kind"
        label={t('audit.what')}
        value={filter.kind}
        options={[any, ...filter.kinds]}
      />
      <SelectField
        page={page}
        name="object"
        label={t('audit.object')}
        value={filter.object}
        options={[any, ...filter.objects]}
      />
      <Field page={page} name="from" type="date" label={t('reports.from')} value={filter.from} />
      <Field
        page={page}
        name="to"
        type="date"
        label={t('reports.to')}
        optional={t('reports.to-hint')}
        value={filter.to}
      />
      <div class="row">
        <button class="button button--primary" type="submit">
          {t('audit.show')}
        </button>
        <a class="button" href={filter.csvHref}>
          CSV
        </a>
      </div>
    </form>
  )
}
