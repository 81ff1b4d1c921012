import type { Dashboard } from '../../server/domain/dashboard.ts'
import { DataTable } from '../components/data-table.tsx'
import { Kpi } from '../components/kpi.tsx'
import type { Page } from '../page.ts'
import { DashboardList, ResourceLink } from './dashboard-list.tsx'
import { allRequests, downNow, hoursBetween, momentWords, standingCounts } from './dashboard-words.ts'

interface NowProps {
  readonly page: Page
  readonly dashboard: Dashboard
}

/** This moment: what is in use, free and down, and what waits to be decided. */
export function DashboardNow({ page, dashboard }: NowProps) {
  const { t } = page
  const count = standingCounts(dashboard.standing)
  const requests = allRequests(dashboard)
  const noData = t('reports.no-data')
  return (
    <section class="section section--close" aria-labelledby="now">
      <div class="section__head">
        <h2 id="now">{t('dashboard.now')}</h2>
      </div>
      <dl class="kpis">
        <Kpi
          name={t('dashboard.now.in-use')}
          value={String(count.inUse)}
          noData={noData}
          how={t('dashboard.now.in-use-how')}
          sum={t('dashboard.now.in-use-sum', { taken: count.taken })}
        >
          <a class="small no-print" href="/labs">
            {t('nav.labs')}
          </a>
        </Kpi>
        <Kpi
          name={t('dashboard.now.free')}
          value={String(count.free)}
          noData={noData}
          how={t('dashboard.now.free-how')}
          sum={t('dashboard.now.free-sum', { partly: count.partly, closed: count.closed })}
        >
          <a class="small no-print" href="/equipment">
            {t('nav.equipment')}
          </a>
        </Kpi>
        <Kpi
          name={t('dashboard.now.down')}
          value={String(count.down)}
          noData={noData}
          how={t('dashboard.now.down-how')}
          sum={t('dashboard.now.down-sum', { planned: count.planned, unplanned: count.unplanned, off: count.off })}
        >
          <a class="small no-print" href="#down">
            {t('dashboard.down')}
          </a>
        </Kpi>
        <Kpi
          name={t('dashboard.now.requests')}
          value={String(requests.open)}
          noData={noData}
          how={t('dashboard.now.requests-how')}
          sum={
            requests.oldestSince === null
              ? t('dashboard.now.requests-none')
              : t('dashboard.now.requests-oldest', { hours: hoursBetween(page, requests.oldestSince, dashboard.now) })
          }
        >
          <a class="small no-print" href="#requests">
            {t('dashboard.requests')}
          </a>
        </Kpi>
      </dl>
      <Down page={page} dashboard={dashboard} />
    </section>
  )
}

function Down({ page, dashboard: { standing } }: NowProps) {
  const { t } = page
  return (
    <DashboardList
      page={page}
      id="down"
      title={t('dashboard.down')}
      none={t('dashboard.down.none')}
      items={downNow(standing)}
    >
      {(items) => (
        <DataTable
          caption={t('dashboard.down')}
          columns={(['resource', 'down.kind', 'down.planned', 'down.since', 'down.until'] as const).map((each) => ({
            label: t(`dashboard.${each}`),
          }))}
          groups={[
            {
              rows: items.map(({ resource, outage }) => [
                <ResourceLink page={page} resource={resource} />,
                t(`outages.kind-${outage!.kind}`),
                t(outage!.planned ? 'dashboard.yes' : 'dashboard.no'),
                momentWords(page, outage!.start),
                momentWords(page, outage!.end),
              ]),
            },
          ]}
        />
      )}
    </DashboardList>
  )
}
