import type { Catalogue } from '../../server/domain/catalogue.ts'
import type { Dashboard } from '../../server/domain/dashboard.ts'
import { Crumbs } from '../components/crumbs.tsx'
import { capitalised } from '../format.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { DashboardLists } from './dashboard-lists.tsx'
import { DashboardNow } from './dashboard-now.tsx'
import { DashboardUse } from './dashboard-use.tsx'
import { DashboardWaits } from './dashboard-waits.tsx'
import { dashboardTitle, momentWords } from './dashboard-words.ts'
import { FileLinks } from './export-links.tsx'
import { ScopeSelect } from './report-filters.tsx'
import { ReportTabs } from './report-tabs.tsx'

export interface DashboardPageProps {
  readonly page: Page
  readonly catalogue: Catalogue
  readonly dashboard: Dashboard
  /** What the address says. */
  readonly said: Readonly<Record<string, string>>
}

/** How the equipment stands, how it is used, what is unused, short and waiting: each figure a link to where it is explained. */
export function DashboardPage({ page, catalogue, dashboard, said }: DashboardPageProps) {
  const { t } = page
  const { query, now, standing } = dashboard
  const title = dashboardTitle(page, query)
  return (
    <Layout page={page} title={title} nav="reports" bodyClass="page-report page-dashboard">
      <div class="wrap">
        <Crumbs page={page} items={[{ label: t('reports.title') }, { label: t('dashboard.tab') }]} />
        <ReportTabs page={page} current="/reports" />
        <div class="page-head">
          <div class="row row--apart">
            <h1>{title}</h1>
            <FileLinks page={page} report="dashboard" query={said} isLong={false} />
          </div>
          <p class="quiet">
            {t('dashboard.lead', { moment: capitalised(momentWords(page, now)), count: standing.length })}
          </p>
          {page.demo ? <p class="quiet">{t('reports.synthetic')}</p> : null}
          {query.fault ? (
            <p role="alert">
              <b>{t('reports.fault.title')}.</b> {t(`reports.fault.${query.fault.reason}`)}
            </p>
          ) : null}
        </div>
        <form class="panel no-print filters" action="/reports" method="get">
          <div class="field">
            <label for="f-of">{t('dashboard.of')}</label>
            <ScopeSelect page={page} query={query} catalogue={catalogue} />
          </div>
          <button class="button" type="submit">
            {t('dashboard.show')}
          </button>
        </form>
        <DashboardNow page={page} dashboard={dashboard} />
        <DashboardUse page={page} dashboard={dashboard} />
        <DashboardLists page={page} dashboard={dashboard} />
        <DashboardWaits page={page} dashboard={dashboard} />
        <p class="section quiet small">{t('dashboard.privacy')}</p>
      </div>
    </Layout>
  )
}
