import type { MissKind } from '../../server/domain/usage.ts'
import { type Crumb, Crumbs } from '../components/crumbs.tsx'
import { DataTable } from '../components/data-table.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { missText } from '../reservations/use-panel.tsx'

export interface MissRow {
  readonly reservationId: number
  readonly title: string
  readonly resource: string
  readonly start: number
  readonly end: number
  readonly kind: MissKind
  readonly until: number
  readonly excuse: { readonly by: string; readonly reason: string } | null
}

export interface MissesPageProps {
  readonly page: Page
  readonly lab: { readonly name: string; readonly timeZone: string }
  readonly crumbs: readonly Crumb[]
  readonly people: readonly {
    readonly name: string
    readonly organisation: string
    /** How many still count. */
    readonly counted: number
    readonly misses: readonly MissRow[]
  }[]
}

/** Who did not come, or let go too late, in a lab: person by person, for its stewards. */
export function MissesPage({ page, lab, crumbs, people }: MissesPageProps): Html {
  const { t } = page
  const title = t('use.misses-of', { name: lab.name })
  const format = formatOf(page.locale, lab.timeZone)
  return (
    <Layout page={page} title={title} nav="manage">
      <div class="wrap">
        <Crumbs page={page} items={[...crumbs, { label: t('use.misses') }]} />
        <div class="page-head">
          <h1>{title}</h1>
          <p class="quiet">{t('use.misses-intro')}</p>
        </div>
        {people.length === 0 ? (
          <EmptyState title={t('use.misses-none')} hint="" />
        ) : (
          <DataTable
            caption={t('use.misses')}
            columns={(['when', 'what', 'of', 'state'] as const).map((name) => ({ label: t(`use.column-${name}`) }))}
            groups={people.map(({ name, organisation, counted, misses }) => ({
              title: `${name}, ${organisation}: ${t('use.misses-counted', { count: counted })}`,
              rows: misses.map((miss) => [
                format.daySpan(miss.start, miss.end),
                t(`use.miss-${miss.kind}`),
                <a href={`/reservations/${miss.reservationId}#miss`}>
                  {miss.title}, {miss.resource}
                </a>,
                missText(page, miss, lab.timeZone),
              ]),
            }))}
          />
        )}
      </div>
    </Layout>
  )
}
