import type { LabLine } from '../../server/domain/lab-lines.ts'
import type { Organisation } from '../../server/domain/resource.ts'
import { DataTable } from '../components/data-table.tsx'
import type { Html } from '../jsx-runtime.ts'
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
  const { t, locale } = page
  return (
    <Layout page={page} title={t('labs.title')} nav="labs">
      <div class="wrap">
        <div class="page-head">
          <h1>{t('labs.title')}</h1>
          <p class="quiet">{t('labs.intro')}</p>
        </div>
        {mine.length > 0 ? <LabSection page={page} id="mine" title={t('labs.mine')} labs={mine} /> : null}
        {groups.map(({ organisation, labs }) => (
          <LabSection
            page={page}
            id={organisation.slug}
            title={organisation.name[locale]}
            href={`/organisations/${organisation.slug}`}
            note={organisation.isMember ? null : t('organisations.elsewhere')}
            labs={labs}
          />
        ))}
        <p class="section">
          <a class="button" href={scope === 'all' ? '/labs' : '/labs?scope=all'}>
            {t(scope === 'all' ? 'labs.members' : 'labs.all')}
          </a>
        </p>
      </div>
    </Layout>
  )
}

interface LabSectionProps {
  readonly page: Page
  readonly id: string
  readonly title: string
  readonly href?: string
  readonly note?: string | null
  readonly labs: readonly LabLine[]
}

function LabSection({ page, id, title, href, note, labs }: LabSectionProps) {
  return (
    <section class="section" aria-labelledby={`labs-${id}`}>
      <div class="section__head">
        <h2 id={`labs-${id}`}>{href ? <a href={href}>{title}</a> : title}</h2>
        {note ? <span class="small quiet">{note}</span> : null}
      </div>
      <LabTable page={page} caption={title} labs={labs} />
    </section>
  )
}

/** Labs with how much there is in each. */
export function LabTable({ page, caption, labs }: { page: Page; caption: string; labs: readonly LabLine[] }): Html {
  const { t, locale } = page
  const columns = [
    { label: t('labs.lab') },
    { label: t('organisations.city') },
    { label: t('organisations.resources'), isFigure: true },
  ]
  const rows = labs.map(({ lab, resourceCount }) => [
    <>
      <a href={`/labs/${lab.slug}`}>{lab.name[locale]}</a>
      {lab.unit && lab.unit !== lab.name[locale] ? <small>{lab.unit}</small> : null}
    </>,
    lab.city,
    resourceCount,
  ])
  return <DataTable caption={caption} columns={columns} rows={rows} />
}
