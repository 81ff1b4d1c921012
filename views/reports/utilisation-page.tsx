import type { Catalogue } from '../../server/domain/catalogue.ts'
import { COUNTED_FIGURES } from '../../server/domain/counted-reservation.ts'
import { heatGridOf } from '../../server/domain/heat-map.ts'
import type { DaySpan } from '../../server/domain/local-months.ts'
import { isLongReport } from '../../server/domain/report-kind.ts'
import type { ReportLine } from '../../server/domain/report-lines.ts'
import { yearUpTo } from '../../server/domain/report-period.ts'
import type { ReportQuery } from '../../server/domain/report-query.ts'
import type { UtilisationFigures } from '../../server/domain/utilisation-figures.ts'
import type { UtilisationReport } from '../../server/domain/utilisation-report.ts'
import { REVIEWS } from '../../server/domain/utilisation-review.ts'
import { daysBetween, startOfDay } from '../../server/domain/zone.ts'
import { Crumbs } from '../components/crumbs.tsx'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { FileLinks } from './export-links.tsx'
import { ReportFilters } from './report-filters.tsx'
import { behindLink, reportLink } from './report-links.ts'
import { ReportTabs } from './report-tabs.tsx'
import { capital, hoursText, periodText } from './report-words.ts'
import { UtilisationFormulas } from './utilisation-formulas.tsx'
import { UtilisationKpis } from './utilisation-kpis.tsx'
import { type MonthFigures, UtilisationMonths } from './utilisation-months.tsx'
import { UtilisationTable } from './utilisation-table.tsx'
import { UtilisationWeek } from './utilisation-week.tsx'

export interface UtilisationPageProps {
  readonly page: Page
  readonly catalogue: Catalogue
  readonly query: ReportQuery
  readonly report: UtilisationReport
  readonly lines: readonly ReportLine[]
  /** The period compared with, and the total in it. */
  readonly before: { readonly days: DaySpan; readonly total: UtilisationFigures } | null
  readonly months: readonly MonthFigures[]
}

/** How much the equipment was used: key figures, a line for each thing, the week and the year. */
export function UtilisationPage(props: UtilisationPageProps) {
  const { page, query, report, lines, before } = props
  const { t } = page
  const title = t('reports.utilisation-of', { period: periodText(page, query.days) })
  const { figures } = report.total
  return (
    <Layout page={page} title={title} nav="reports" bodyClass="page-report">
      <div class="wrap">
        <Head {...props} title={title} />
        <Fault page={page} query={query} />
        <ReportFilters page={page} query={query} catalogue={props.catalogue} />
        {query.resources.length === 0 ? <p class="quiet">{t('reports.nothing')}</p> : null}
        <section class="section section--close" aria-labelledby="figures">
          <h2 class="vh" id="figures">
            {t('reports.figures')}
          </h2>
          <UtilisationKpis page={page} now={figures} before={before?.total ?? null} rows={report.rows} />
          <CheckSum page={page} figures={figures} />
          <Lists page={page} query={query} />
          <Reviews page={page} query={query} />
        </section>
        <section class="section" aria-labelledby="rows">
          <div class="section__head">
            <h2 id="rows">{t(`reports.table.${query.grouping}`)}</h2>
            <Key page={page} />
          </div>
          <UtilisationTable
            page={page}
            query={query}
            lines={lines}
            total={{ row: report.total, before: before?.total ?? null }}
          />
        </section>
        <div class="section two two--even">
          <UtilisationWeek page={page} grid={heatGridOf(report.total.sum.week)} />
          <UtilisationMonths
            page={page}
            months={props.months}
            current={query.days}
            legend={<Key page={page} />}
            href={reportLink({ ...query, days: yearUpTo(query.days) }, {}, '/reports/utilisation/months')}
          />
        </div>
        <UtilisationFormulas page={page} figures={figures} />
      </div>
    </Layout>
  )
}

function Head({ page, query, before, title }: UtilisationPageProps & { title: string }) {
  const { t } = page
  return (
    <>
      <Crumbs
        page={page}
        items={[{ label: t('reports.title'), href: '/reports' }, { label: t('reports.utilisation') }]}
      />
      <ReportTabs page={page} current="/reports/utilisation" />
      <div class="page-head">
        <div class="row row--apart">
          <h1>{title}</h1>
          <FileLinks
            page={page}
            report="utilisation"
            query={Object.fromEntries(new URLSearchParams(reportLink(query, {}, '')))}
            isLong={isLongReport(query.days, query.resources.length)}
          />
        </div>
        <p class="quiet">{lead(page, query, before).join('. ')}.</p>
        {page.demo ? <p class="quiet">{t('reports.synthetic')}</p> : null}
      </div>
    </>
  )
}

/** Whose figures, how long the period is on the clock, and what it is compared with. */
function lead(page: Page, query: ReportQuery, before: UtilisationPageProps['before']): string[] {
  const { t, locale, person } = page
  const seesAll = person?.role === 'coordinator' || person?.role === 'administrator'
  return [
    query.scope?.name[locale] ?? t(seesAll ? 'reports.everything' : 'reports.my-labs'),
    lengthText(page, query.days),
    ...(startOfDay(query.days.to, page.timeZone) > page.now ? [t('reports.not-over')] : []),
    ...(before ? [capital(t('reports.compared', { period: periodText(page, before.days) }))] : []),
  ]
}

function lengthText(page: Page, { from, to }: DaySpan): string {
  const days = daysBetween(from, to)
  const hours = (startOfDay(to, page.timeZone) - startOfDay(from, page.timeZone)) / 3_600_000
  const text = page.t('reports.days', { count: days, hours: hoursText(page, hours) })
  return hours === days * 24 ? text : `${text} ${page.t('reports.clock-change')}`
}

function Fault({ page, query: { fault } }: { page: Page; query: ReportQuery }) {
  const { t } = page
  if (!fault) return null
  return (
    <p role="alert">
      <b>{t('reports.fault.title')}.</b> {t(`reports.fault.${fault.reason}`)} {t('reports.fault.shown')}
    </p>
  )
}

function CheckSum({ page, figures }: { page: Page; figures: UtilisationFigures }) {
  const hours = (value: number) => hoursText(page, value)
  return (
    <p class="micro quiet pad">
      {page.t('reports.check', {
        open: hours(figures.openHours),
        planned: hours(figures.plannedMaintenanceHours),
        downtime: hours(figures.downtimeHours),
        used: hours(figures.usedHours),
        unused: hours(figures.bookedUnusedHours),
        idle: hours(figures.idleHours),
      })}{' '}
      <a href="#formulas">{page.t('reports.all-formulas')}</a>
    </p>
  )
}

/** What every figure is made of; of more than a lab by way of its rows. */
function Lists({ page, query }: { page: Page; query: ReportQuery }) {
  const { scope, days } = query
  if (!scope || scope.kind === 'organisation')
    return (
      <p class="small quiet pad">
        {page.t('reports.lists.narrow')}{' '}
        <a href={reportLink(query, { group: 'lab' })}>{page.t('reports.lists.labs')}</a>
      </p>
    )
  return (
    <p class="small pad no-print">
      {page.t('reports.lists')}{' '}
      {COUNTED_FIGURES.map((figure, i) => (
        <>
          {i > 0 ? ' · ' : ''}
          <a href={behindLink({ days }, `${scope.kind}:${scope.slug}`, figure)}>
            {page.t(`reports.behind.figure.${figure}`)}
          </a>
        </>
      ))}
    </p>
  )
}

/** Where owners explain what stands out. */
function Reviews({ page, query }: { page: Page; query: ReportQuery }) {
  const year = { ...query, days: yearUpTo(query.days) }
  return (
    <p class="small pad no-print">
      {REVIEWS.map((review, i) => (
        <>
          {i > 0 ? ' · ' : ''}
          <a href={reportLink(year, {}, `/reports/utilisation/${review}`)}>{page.t(`reports.review.${review}`)}</a>
        </>
      ))}
    </p>
  )
}

function Key({ page: { t } }: { page: Page }) {
  return (
    <p class="key">
      <span>
        <i data-k="used" />
        {t('reports.key.used')}
      </span>
      <span>
        <i />
        {t('reports.key.booked')}
      </span>
    </p>
  )
}
