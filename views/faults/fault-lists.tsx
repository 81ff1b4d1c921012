import type { ToldFault } from '../../server/domain/fault.ts'
import type { Lab, Resource } from '../../server/domain/resource.ts'
import { Crumbs } from '../components/crumbs.tsx'
import { DataTable } from '../components/data-table.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { FaultStateChip, SeverityChip } from './fault-words.tsx'

export interface MyFaultsPageProps {
  readonly page: Page
  readonly faults: readonly { readonly fault: ToldFault; readonly resource: Resource }[]
}

/** What I reported, and what became of it. */
export function MyFaultsPage({ page, faults }: MyFaultsPageProps): Html {
  const { t, locale } = page
  return (
    <Layout page={page} title={t('fault.mine')}>
      <div class="wrap">
        <div class="page-head">
          <h1>{t('fault.mine')}</h1>
          <p class="quiet">{t('fault.mine-intro')}</p>
        </div>
        {faults.length === 0 ? (
          <EmptyState title={t('fault.mine-none')} hint={t('fault.mine-hint')} />
        ) : (
          <DataTable
            caption={t('fault.mine')}
            columns={columns(page, ['what', 'resource', 'severity', 'state', 'when'])}
            groups={[
              {
                rows: faults.map(({ fault, resource }) => [
                  <WordsLink fault={fault} />,
                  <a href={`/equipment/${resource.slug}`}>{resource.name[locale]}</a>,
                  ...chipsOf(page, fault, resource),
                ]),
              },
            ]}
          />
        )}
      </div>
    </Layout>
  )
}

export interface ResourceFaultsPageProps {
  readonly page: Page
  readonly resource: Resource
  readonly lab: Lab
  readonly faults: readonly ToldFault[]
}

/** The faults of a resource, for who looks after it: what stands first. */
export function ResourceFaultsPage({ page, resource, lab, faults }: ResourceFaultsPageProps): Html {
  const { t, locale } = page
  const title = `${t('fault.of-resource')}: ${resource.name[locale]}`
  return (
    <Layout page={page} title={title} nav="manage">
      <div class="wrap">
        <Crumbs
          page={page}
          items={[
            { label: t('manage.title'), href: '/manage' },
            { label: lab.name[locale], href: `/labs/${lab.slug}` },
            { label: resource.name[locale], href: `/equipment/${resource.slug}` },
            { label: t('fault.of-resource') },
          ]}
        />
        <div class="page-head">
          <h1>{title}</h1>
          <p class="quiet">{t('fault.of-resource-intro')}</p>
        </div>
        {faults.length === 0 ? (
          <EmptyState title={t('fault.none')} hint="" />
        ) : (
          <DataTable
            caption={title}
            columns={columns(page, ['what', 'who', 'severity', 'state', 'when'])}
            groups={[
              {
                rows: faults.map((fault) => [
                  <WordsLink fault={fault} />,
                  fault.reporterName,
                  ...chipsOf(page, fault, resource),
                ]),
              },
            ]}
          />
        )}
        <p class="section">
          <a class="button" href={`/equipment/${resource.slug}/fault`}>
            {t('fault.report')}
          </a>
        </p>
      </div>
    </Layout>
  )
}

const columns = ({ t }: Page, names: readonly ('what' | 'resource' | 'severity' | 'state' | 'when' | 'who')[]) =>
  names.map((name) => ({ label: t(`fault.column-${name}`) }))

const WordsLink = ({ fault: { id, words } }: { fault: ToldFault }) => (
  <a href={`/faults/${id}`}>{words.length > 80 ? `${words.slice(0, 79)}…` : words}</a>
)

const chipsOf = (page: Page, { severity, state, createdAt }: ToldFault, { timeZone }: Resource) => [
  <SeverityChip page={page} severity={severity} />,
  <FaultStateChip page={page} state={state} />,
  <time datetime={new Date(createdAt).toISOString()}>{formatOf(page.locale, timeZone).date(createdAt)}</time>,
]
