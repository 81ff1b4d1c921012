import type { Organisation } from '../../server/domain/resource.ts'
import { DataTable } from '../components/data-table.tsx'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'

export interface OrganisationLine {
  readonly organisation: Organisation
  readonly labCount: number
  readonly resourceCount: number
}

export interface OrganisationsPageProps {
  readonly page: Page
  readonly members: readonly OrganisationLine[]
  readonly elsewhere: readonly OrganisationLine[]
}

/** Who shares equipment here, and whose only fills the catalogue. */
export function OrganisationsPage({ page, members, elsewhere }: OrganisationsPageProps): Html {
  const { t } = page
  return (
    <Layout page={page} title={t('organisations.title')} nav="equipment">
      <div class="wrap">
        <div class="page-head">
          <h1>{t('organisations.title')}</h1>
          <p class="quiet">{t('organisations.intro')}</p>
        </div>
        <OrganisationTable page={page} caption={t('organisations.title')} lines={members} />
        {elsewhere.length > 0 ? (
          <section class="section" aria-labelledby="elsewhere">
            <div class="section__head">
              <h2 id="elsewhere">{t('organisations.elsewhere')}</h2>
            </div>
            <div class="stack">
              <p class="quiet">{t('organisations.elsewhere-intro')}</p>
              <OrganisationTable page={page} caption={t('organisations.elsewhere')} lines={elsewhere} />
            </div>
          </section>
        ) : null}
      </div>
    </Layout>
  )
}

function OrganisationTable({
  page,
  caption,
  lines,
}: {
  page: Page
  caption: string
  lines: readonly OrganisationLine[]
}) {
  const { t, locale } = page
  const columns = [
    { label: t('organisations.name') },
    { label: t('organisations.labs'), isFigure: true },
    { label: t('organisations.resources'), isFigure: true },
  ]
  const rows = lines.map(({ organisation: { slug, name, kind, city }, labCount, resourceCount }) => [
    <>
      <a href={`/organisations/${slug}`}>{name[locale]}</a>
      <small>{[t(`organisation-kind.${kind}`), city].filter(Boolean).join(', ')}</small>
    </>,
    labCount,
    resourceCount,
  ])
  return <DataTable caption={caption} columns={columns} groups={[{ rows }]} />
}
