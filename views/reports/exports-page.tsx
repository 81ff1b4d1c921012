import { Crumbs } from '../components/crumbs.tsx'
import { DataTable } from '../components/data-table.tsx'
import { formatOf } from '../format.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import type { MadeExport } from './export-page.tsx'
import { exportName } from './export-words.ts'
import { ReportTabs } from './report-tabs.tsx'

/** The files that somebody has had made, the newest first. */
export function ExportsPage({ page, exports }: { page: Page; exports: readonly MadeExport[] }) {
  const { t } = page
  const format = formatOf(page.locale, page.timeZone)
  return (
    <Layout page={page} title={t('exports.title')} nav="reports">
      <div class="wrap">
        <Crumbs page={page} items={[{ label: t('reports.title'), href: '/reports' }, { label: t('exports.title') }]} />
        <ReportTabs page={page} current="/reports/exports" />
        <div class="page-head">
          <h1>{t('exports.title')}</h1>
          <p class="quiet">{t('exports.lead')}</p>
        </div>
        {exports.length === 0 ? (
          <p class="quiet">{t('exports.none')}</p>
        ) : (
          <DataTable
            caption={t('exports.title')}
            columns={[{ label: t('exports.file') }, { label: t('exports.asked') }, { label: t('exports.state') }]}
            groups={[
              {
                rows: exports.map((made) => [
                  <a href={`/reports/exports/${made.id}`}>{exportName(page, made)}</a>,
                  <time datetime={new Date(made.createdAt).toISOString()}>{format.moment(made.createdAt)}</time>,
                  t(`exports.is-${made.state}`),
                ]),
              },
            ]}
          />
        )}
      </div>
    </Layout>
  )
}
