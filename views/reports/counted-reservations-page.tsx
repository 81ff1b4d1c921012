import type { Catalogue } from '../../server/domain/catalogue.ts'
import {
  COUNTED_FIGURES,
  type CountedFigure,
  type CountedReservation,
} from '../../server/domain/counted-reservation.ts'
import type { DaySpan } from '../../server/domain/local-months.ts'
import type { Resource } from '../../server/domain/resource.ts'
import { Crumbs } from '../components/crumbs.tsx'
import { Segments } from '../components/segments.tsx'
import { formatOf } from '../format.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { behindLink } from './report-links.ts'
import { capital, hoursText, periodText } from './report-words.ts'

export interface CountedReservationsPageProps {
  readonly page: Page
  readonly catalogue: Catalogue
  readonly resource: Resource
  readonly days: DaySpan
  readonly figure: CountedFigure
  /** Those of this page of the list. */
  readonly items: readonly CountedReservation[]
  readonly count: number
  readonly pageNumber: number
  readonly pageCount: number
  /** Sums over the whole list. */
  readonly hours: { readonly booked: number; readonly used: number }
  /** Too few people to say of which organisation they are and what for. */
  readonly isFew: boolean
  /** Those who look after the resource see the reservations themselves. */
  readonly linksToReservations: boolean
}

/** The reservations behind a figure: when, of which organisation, what for and how many hours. */
export function CountedReservationsPage(props: CountedReservationsPageProps) {
  const { page, resource, days, figure, items, isFew } = props
  const { t, locale } = page
  const title = t('reports.behind.title', { name: resource.name[locale] })
  const report = `/reports/utilisation?${new URLSearchParams({ ...days, of: `resource:${resource.slug}` }).toString()}`
  const figures = COUNTED_FIGURES.map((each) => ({
    label: t(`reports.behind.figure.${each}`),
    href: behindLink({ days }, resource.slug, each),
    current: each === figure,
  }))
  return (
    <Layout page={page} title={title} nav="reports" bodyClass="page-report">
      <div class="wrap">
        <Crumbs
          page={page}
          items={[{ label: t('reports.utilisation'), href: report }, { label: resource.name[locale] }]}
        />
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
          {isFew ? <p class="quiet">{t('reports.behind.few')}</p> : null}
          {items.length === 0 ? <p class="quiet">{t('reports.behind.none')}</p> : <Items {...props} />}
          <Pages {...props} />
        </section>
      </div>
    </Layout>
  )
}

function Items({ page, resource, items, catalogue, hours, isFew, linksToReservations }: CountedReservationsPageProps) {
  const { t } = page
  return (
    <section class="scroller" aria-label={t('reports.table.region')} tabindex="0">
      <table class="data">
        <thead>
          <tr>
            <th scope="col">{t('reports.behind.when')}</th>
            {isFew ? null : <th scope="col">{t('reports.behind.organisation')}</th>}
            {isFew ? null : <th scope="col">{t('reports.behind.purpose')}</th>}
            <th scope="col">{t('reports.behind.state')}</th>
            <th scope="col" class="r">
              {t('reports.behind.hours-booked')}
            </th>
            <th scope="col" class="r">
              {t('reports.behind.hours-used')}
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr>
              <th scope="row">
                <When page={page} resource={resource} item={item} isLink={linksToReservations} />
              </th>
              {isFew ? null : (
                <td>{catalogue.organisationById.get(item.organisationId ?? 0)?.name[page.locale] ?? '–'}</td>
              )}
              {isFew ? null : <td>{item.purpose ? t(`purpose.${item.purpose}`) : '–'}</td>}
              <td>
                {item.state ? t(`state.${item.state}`) : t('reports.behind.without-reservation')}
                {item.isEstimated ? <small> · {t('reports.behind.estimated')}</small> : null}
              </td>
              <td class="r">{hoursText(page, item.bookedHours)}</td>
              <td class="r">{hoursText(page, item.usedHours)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colspan={isFew ? 2 : 4}>
              {t('reports.total')}
            </th>
            <td class="r">{hoursText(page, hours.booked)}</td>
            <td class="r">{hoursText(page, hours.used)}</td>
          </tr>
        </tfoot>
      </table>
    </section>
  )
}

interface WhenProps {
  readonly page: Page
  readonly resource: Resource
  readonly item: CountedReservation
  readonly isLink: boolean
}

function When({ page, resource, item, isLink }: WhenProps) {
  const format = formatOf(page.locale, resource.timeZone)
  const time = <time datetime={new Date(item.start).toISOString()}>{format.daySpan(item.start, item.end)}</time>
  return isLink && item.reservationId !== null ? <a href={`/reservations/${item.reservationId}`}>{time}</a> : time
}

function Pages({ page, resource, days, figure, pageNumber, pageCount }: CountedReservationsPageProps) {
  if (pageCount < 2) return null
  const link = (number: number) => behindLink({ days }, resource.slug, figure, number)
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
