import type { Catalogue } from '../../server/domain/catalogue.ts'
import {
  COUNTED_FIGURES,
  type CountedFigure,
  type CountedReservation,
  type Told,
} from '../../server/domain/counted-reservation.ts'
import type { DaySpan } from '../../server/domain/local-months.ts'
import type { ReportScope } from '../../server/domain/report-query.ts'
import type { Resource } from '../../server/domain/resource.ts'
import { Crumbs } from '../components/crumbs.tsx'
import { Segments } from '../components/segments.tsx'
import { formatOf } from '../format.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import type { TextKey } from '../text/translate.ts'
import { behindLink } from './report-links.ts'
import { ReportTabs } from './report-tabs.tsx'
import { capital, hoursOrNone, hoursText, periodText } from './report-words.ts'

export interface CountedReservationsPageProps {
  readonly page: Page
  readonly catalogue: Catalogue
  readonly scope: ReportScope
  readonly days: DaySpan
  readonly figure: CountedFigure
  /** Those of this page of the list. */
  readonly items: readonly CountedItem[]
  readonly count: number
  readonly pageNumber: number
  readonly pageCount: number
  /** Sums over the whole list. */
  readonly hours: { readonly booked: number; readonly used: number; readonly other: number }
  /** Of some lines there are too few people to say of which organisation they are and what for. */
  readonly isFew: boolean
}

export interface CountedItem {
  readonly line: CountedReservation
  readonly resource: Resource
  readonly told: Told
  /** Those who look after the resource see the reservations themselves. */
  readonly isLinked: boolean
}

/** What is measured of each line: hours booked and used, or the one thing the figure is about. */
const OTHER: Partial<Record<CountedFigure, 'outside' | 'unmet' | 'decisions'>> = {
  outside: 'outside',
  unmet: 'unmet',
  decisions: 'decisions',
}

/** The reservations behind a figure: when, of which organisation, what for and how many hours. */
export function CountedReservationsPage(props: CountedReservationsPageProps) {
  const { page, scope, days, figure, items, isFew } = props
  const { t, locale } = page
  const of = `${scope.kind}:${scope.slug}`
  const title = t('reports.behind.title', { name: scope.name[locale] })
  const report = `/reports/utilisation?${new URLSearchParams({ ...days, of }).toString()}`
  const figures = COUNTED_FIGURES.map((each) => ({
    label: t(`reports.behind.figure.${each}`),
    href: behindLink({ days }, of, each),
    current: each === figure,
  }))
  return (
    <Layout page={page} title={title} nav="reports" bodyClass="page-report">
      <div class="wrap">
        <Crumbs
          page={page}
          items={[{ label: t('reports.utilisation'), href: report }, { label: scope.name[locale] }]}
        />
        <ReportTabs page={page} current="/reports/utilisation" />
        <div class="page-head">
          <h1>{title}</h1>
          <p class="quiet">{t('reports.behind.lead', { period: capital(periodText(page, days)) })}</p>
        </div>
        <Segments label={t('reports.behind.figures')} items={figures} />
        <section class="section" aria-labelledby="items">
          <div class="section__head">
            <h2 id="items">{t(`reports.behind.figure.${figure}`)}</h2>
            {items.length > 0 ? <p class="quiet">{t('reports.behind.count', { count: props.count })}</p> : null}
          </div>
          <p class="quiet">{t(`reports.behind.how.${figure}`)}</p>
          {isFew ? <p class="quiet">{t('reports.behind.few')}</p> : null}
          {items.length === 0 ? <p class="quiet">{t('reports.behind.none')}</p> : <Items {...props} />}
          <Pages {...props} />
        </section>
      </div>
    </Layout>
  )
}

function Items({ page, scope, items, catalogue, hours, figure }: CountedReservationsPageProps) {
  const { t } = page
  const other = OTHER[figure]
  const isOne = scope.kind === 'resource'
  const heads: readonly TextKey[] = other
    ? [`reports.behind.hours-${other}`]
    : ['reports.behind.hours-booked', 'reports.behind.hours-used']
  const sums = other ? [figure === 'decisions' ? null : hours.other] : [hours.booked, hours.used]
  return (
    <section class="scroller" aria-label={t('reports.table.region')} tabindex="0">
      <table class="data">
        <thead>
          <tr>
            <th scope="col">{t('reports.behind.when')}</th>
            {isOne ? null : <th scope="col">{t('reports.behind.resource')}</th>}
            <th scope="col">{t('reports.behind.organisation')}</th>
            <th scope="col">{t('reports.behind.purpose')}</th>
            <th scope="col">{t('reports.behind.state')}</th>
            {heads.map((head) => (
              <th scope="col" class="r">
                {t(head)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr>
              <th scope="row">
                <When page={page} item={item} />
              </th>
              {isOne ? null : <td>{item.resource.name[page.locale]}</td>}
              <Parties page={page} item={item} catalogue={catalogue} />
              <td>
                {stateText(page, item.line)}
                {item.line.isEstimated ? <small> · {t('reports.behind.estimated')}</small> : null}
              </td>
              {(other ? [item.line.otherHours] : [item.line.bookedHours, item.line.usedHours]).map((value) => (
                <td class="r">{hoursText(page, value)}</td>
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colspan={isOne ? 4 : 5}>
              {t('reports.total')}
            </th>
            {sums.map((sum) => (
              <td class="r">{hoursOrNone(page, sum)}</td>
            ))}
          </tr>
        </tfoot>
      </table>
    </section>
  )
}

function Parties({ page, item, catalogue }: { page: Page; item: CountedItem; catalogue: Catalogue }) {
  const { line, told } = item
  const few = page.t('reports.behind.folded')
  const organisation = catalogue.organisationById.get(told.organisationId ?? 0)?.name[page.locale]
  return (
    <>
      <td>{organisation ?? (line.organisationId === null ? '–' : few)}</td>
      <td>{told.purpose ? page.t(`purpose.${told.purpose}`) : line.purpose === null ? '–' : few}</td>
    </>
  )
}

function stateText({ t }: Page, { state }: CountedReservation): string {
  if (state === null) return t('reports.behind.without-reservation')
  return state === 'refused' || state === 'waited' ? t(`reports.behind.${state}`) : t(`state.${state}`)
}

function When({ page, item: { line, resource, isLinked } }: { page: Page; item: CountedItem }) {
  const format = formatOf(page.locale, resource.timeZone)
  const time = <time datetime={new Date(line.start).toISOString()}>{format.daySpan(line.start, line.end)}</time>
  return isLinked && line.reservationId !== null ? <a href={`/reservations/${line.reservationId}`}>{time}</a> : time
}

function Pages({ page, scope, days, figure, pageNumber, pageCount }: CountedReservationsPageProps) {
  if (pageCount < 2) return null
  const link = (number: number) => behindLink({ days }, `${scope.kind}:${scope.slug}`, figure, number)
  return (
    <p class="row no-print">
      {pageNumber > 1 ? (
        <a class="button" href={link(pageNumber - 1)} rel="prev">
          {page.t('reports.behind.earlier')}
        </a>
      ) : null}
      <span class="quiet">
        {pageNumber} / {pageCount}
      </span>
      {pageNumber < pageCount ? (
        <a class="button" href={link(pageNumber + 1)} rel="next">
          {page.t('reports.behind.later')}
        </a>
      ) : null}
    </p>
  )
}
