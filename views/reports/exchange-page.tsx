import type { Exchange } from '../../server/domain/exchange.ts'
import type { ExchangeQuery } from '../../server/domain/exchange-query.ts'
import { Crumbs } from '../components/crumbs.tsx'
import { Field } from '../components/field.tsx'
import { Kpi } from '../components/kpi.tsx'
import { number } from '../format.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { ExchangeMatrix } from './exchange-matrix.tsx'
import { ExchangeMonths } from './exchange-months.tsx'
import { ExchangeOwners } from './exchange-owners.tsx'
import { type ExchangeMonthFigures, seesAll } from './exchange-words.ts'
import { FileLinks } from './export-links.tsx'
import { ReportTabs } from './report-tabs.tsx'
import { hoursText, periodText } from './report-words.ts'

export interface ExchangePageProps {
  readonly page: Page
  readonly query: ExchangeQuery
  readonly exchange: Exchange
  readonly months: readonly ExchangeMonthFigures[]
}

/** Who uses whose equipment: key figures, the matrix, openness of each owner and the share over a year. */
export function ExchangePage({ page, query, exchange, months }: ExchangePageProps) {
  const { t } = page
  const title = t('exchange.title-of', { period: periodText(page, query.days) })
  return (
    <Layout page={page} title={title} nav="reports" bodyClass="page-report">
      <div class="wrap">
        <Crumbs page={page} items={[{ label: t('reports.title'), href: '/reports' }, { label: t('exchange.title') }]} />
        <ReportTabs page={page} current="/reports/exchange" />
        <div class="page-head">
          <div class="row row--apart">
            <h1>{title}</h1>
            <FileLinks page={page} report="exchange" query={{ ...query.days }} isLong={false} />
          </div>
          <p class="quiet">{t(seesAll(page.person) ? 'exchange.lead' : 'exchange.lead-own')}</p>
          {page.demo ? <p class="quiet">{t('reports.synthetic')}</p> : null}
        </div>
        {query.fault ? (
          <p role="alert">
            <b>{t('reports.fault.title')}.</b> {t(`reports.fault.${query.fault.reason}`)} {t('exchange.fault.shown')}
          </p>
        ) : null}
        <Filters page={page} query={query} />
        <Figures page={page} exchange={exchange} />
        <ExchangeMatrix page={page} exchange={exchange} />
        <ExchangeOwners page={page} exchange={exchange} />
        <ExchangeMonths page={page} months={months} current={query.days} />
        <p class="section quiet">{t('exchange.note')}</p>
      </div>
    </Layout>
  )
}

function Filters({ page, query: { asked, fault } }: { page: Page; query: ExchangeQuery }) {
  const { t } = page
  const errorOf = (field: 'from' | 'to') => (fault?.field === field ? t(`reports.fault.${fault.reason}`) : undefined)
  return (
    <form class="panel no-print filters" action="/reports/exchange" method="get">
      <Field
        page={page}
        name="from"
        type="date"
        label={t('reports.from')}
        value={asked.from}
        required
        error={errorOf('from')}
      />
      <Field
        page={page}
        name="to"
        type="date"
        label={t('reports.to')}
        optional={t('reports.to-hint')}
        value={asked.to}
        required
        error={errorOf('to')}
      />
      <button class="button button--primary" type="submit">
        {t('exchange.show')}
      </button>
    </form>
  )
}

function Figures({ page, exchange }: { page: Page; exchange: Exchange }) {
  const { t, locale } = page
  const { totalHours, crossShare, concentration, owners, hours, used } = exchange
  const own = owners.reduce((sum, { ownHours }) => sum + ownHours, 0)
  const users = used.filter((each) => each > 0).length
  const abroad = used.filter((each, i) => each - hours[i]![i]! > 0).length
  const words = { noData: t('reports.no-data') }
  const parts = { own: hoursText(page, own), others: hoursText(page, totalHours - own) }
  return (
    <section class="section section--close" aria-labelledby="figures">
      <h2 class="vh" id="figures">
        {t('reports.figures')}
      </h2>
      <dl class="kpis">
        <Kpi
          {...words}
          name={t('exchange.kpi.cross')}
          value={crossShare === null ? null : number(locale, crossShare * 100, 1)}
          unit="%"
          how={t('exchange.kpi.cross-how')}
          sum={`1 − ${parts.own} ÷ ${hoursText(page, totalHours)}`}
        />
        <Kpi
          {...words}
          name={t('exchange.kpi.hours')}
          value={number(locale, totalHours, totalHours < 100 ? 1 : 0)}
          unit="h"
          how={t('exchange.kpi.hours-how')}
          sum={t('exchange.kpi.hours-sum', parts)}
        />
        <Kpi
          {...words}
          name={t('exchange.kpi.users')}
          value={String(abroad)}
          how={t('exchange.kpi.users-how')}
          sum={t('exchange.kpi.users-sum', { count: users })}
        />
        <Kpi
          {...words}
          name={t('exchange.kpi.concentration')}
          value={concentration === null ? null : number(locale, concentration, 2)}
          how={t('exchange.kpi.concentration-how')}
          sum={users === 0 ? '' : t('exchange.kpi.concentration-sum', { least: number(locale, 1 / users, 2) })}
        />
      </dl>
    </section>
  )
}
