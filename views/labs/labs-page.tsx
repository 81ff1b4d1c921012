import type { LabLine } from '../../server/domain/lab-lines.ts'
import type { Organisation } from '../../server/domain/resource.ts'
import { DataTable } from '../components/data-table.tsx'
import type { Child, Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'

export interface LabsPageProps {
  readonly page: Page
  /** Those the reader looks after. */
  readonly mine: readonly LabLine[]
  readonly groups: readonly { readonly organisation: Organisation; readonly labs: readonly LabLine[] }[]
  readonly scope: 'members' | 'all'
}

/** Every lab, by organisation: the way to its week. */
export function LabsPage({ page, mine, groups, scope }: LabsPageProps): Html {
  const { t } = page
  const own = mine.length > 0 ? [{ title: <h2>{t('labs.mine')}</h2>, labs: mine }] : []
  const all = groups.map(({ organisation, labs }) => ({
    title: <Owner page={page} organisation={organisation} />,
    labs,
  }))
  return (
    <Layout page={page} title={t('labs.title')} nav="labs">
      <div class="wrap">
        <div class="page-head">
          <h1>{t('labs.title')}</h1>
          <p class="quiet">{t('labs.intro')}</p>
        </div>
        <div class="stack">
          <LabTable page={page} caption={t('labs.title')} groups={[...own, ...all]} />
          <p>
            <a class="button" href={scope === 'all' ? '/labs' : '/labs?scope=all'}>
              {t(scope === 'all' ? 'labs.members' : 'labs.all')}
            </a>
          </p>
        </div>
      </div>
    </Layout>
  )
}

function Owner({ page, organisation }: { page: Page; organisation: Organisation }) {
  return (
    <>
      <h2>
        <a href={`/organisations/${organisation.slug}`}>{organisation.name[page.locale]}</a>
      </h2>
      {organisation.isMember ? null : <small>{page.t('organisations.elsewhere')}</small>}
    </>
  )
}

interface LabTableProps {
  readonly page: Page
  readonly caption: string
  readonly groups: readonly { readonly title?: Child; readonly labs: readonly LabLine[] }[]
}

/** Labs with how much there is in each. */
export function LabTable({ page, caption, groups }: LabTableProps): Html {
  const { t, locale } = page
  const columns = [
    { label: t('labs.lab') },
    { label: t('organisations.city') },
    { label: t('organisations.resources'), isFigure: true },
  ]
  const rowOf = ({ lab, resourceCount }: LabLine) => [
    <>
      <a href={`/labs/${lab.slug}`}>{lab.name[locale]}</a>
      {lab.unit && lab.unit !== lab.name[locale] ? <small>{lab.unit}</small> : null}
    </>,
    lab.city,
    resourceCount,
  ]
  const tableGroups = groups.map(({ title, labs }) => ({ title, rows: labs.map(rowOf) }))
  return <DataTable caption={caption} columns={columns} groups={tableGroups} />
}
