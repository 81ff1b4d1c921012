import type { State } from '../../server/domain/lifecycle.ts'
import { EmptyState } from '../components/empty-state.tsx'
import { Icon } from '../components/icon.tsx'
import { Pagination } from '../components/pagination.tsx'
import { Segments } from '../components/segments.tsx'
import { StateChip } from '../components/state-chip.tsx'
import { formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { type OfferRow, Offers } from '../waiting/offers.tsx'

export interface ReservationRow {
  readonly id: number
  readonly seriesId: number | null
  readonly title: string
  readonly state: State
  readonly start: number
  readonly end: number
  readonly timeZone: string
  /** What its use waits for at this moment. */
  readonly due: 'check-in' | 'check-out' | null
  readonly resource: { readonly slug: string; readonly name: string; readonly organisation: string }
  /** Names of what it takes along. */
  readonly also: readonly string[]
}

export interface ReservationsPageProps {
  readonly page: Page
  readonly show: 'upcoming' | 'past' | 'invited'
  readonly rows: readonly ReservationRow[]
  readonly nextUrl: string | null
  /** Times that are kept for the person alone. */
  readonly offers: readonly OfferRow[]
  /** How many times they wait for. */
  readonly waiting: number
}

/** The person's own reservations: what is to come, soonest first, or what was, latest first. */
export function ReservationsPage({ page, show, rows, nextUrl, offers, waiting }: ReservationsPageProps): Html {
  const { t } = page
  return (
    <Layout page={page} title={t('reservation.mine')} nav="mine">
      <div class="wrap">
        <div class="page-head">
          <h1>{t('reservation.mine')}</h1>
          <p class="row small">
            <span>
              <a href="/waiting-list">{t('waiting.all')}</a>
              {waiting > 0 ? <span class="quiet">: {t('waiting.mine', { count: waiting })}</span> : null}
            </span>
            <a href="/projects">{t('projects.title')}</a>
          </p>
        </div>
        <Offers page={page} offers={offers} />
        <Segments
          label={t('reservation.which')}
          items={[
            { label: t('reservation.upcoming'), href: '/reservations', current: show === 'upcoming' },
            { label: t('reservation.past'), href: '/reservations?show=past', current: show === 'past' },
            { label: t('reservation.invited'), href: '/reservations?show=invited', current: show === 'invited' },
          ]}
        />
        {rows.length === 0 ? <Nothing page={page} show={show} /> : <Rows page={page} rows={rows} />}
        {nextUrl ? <Pagination page={page} next={nextUrl} /> : null}
      </div>
    </Layout>
  )
}

function Nothing({ page, show }: Pick<ReservationsPageProps, 'page' | 'show'>) {
  const { t } = page
  if (show === 'invited')
    return <EmptyState title={t('reservation.none-invited')} hint={t('reservation.none-invited-hint')} />
  return (
    <EmptyState
      title={t(show === 'past' ? 'reservation.none-past' : 'reservation.empty')}
      hint={show === 'past' ? '' : t('reservation.empty-hint')}
    >
      <p class="row">
        <a class="button button--primary" href="/">
          {t('reservation.find')}
        </a>
        <a class="button" href="/labs">
          {t('reservation.browse-labs')}
        </a>
      </p>
    </EmptyState>
  )
}

function Rows({ page, rows }: Pick<ReservationsPageProps, 'page' | 'rows'>) {
  const { t } = page
  return (
    <section class="scroller section section--close" tabindex="0" aria-label={t('reservation.mine')}>
      <table class="data">
        <thead>
          <tr>
            <th scope="col">{t('reservation.term-and-state')}</th>
            <th scope="col">{t('reservation.title-and-resource')}</th>
          </tr>
        </thead>
        <tbody>
          {folded(rows).map(({ row, others }) => (
            <tr>
              <td>
                <time datetime={new Date(row.start).toISOString()}>
                  <b>{formatOf(page.locale, row.timeZone).daySpan(row.start, row.end)}</b>
                </time>{' '}
                <StateChip page={page} kind={row.state} />
                {row.due ? <Due page={page} row={row} due={row.due} /> : null}
              </td>
              <th scope="row">
                <a href={`/reservations/${row.id}`}>{row.title}</a>
                <br />
                <small class="quiet">
                  <a href={`/equipment/${row.resource.slug}`}>{row.resource.name}</a>
                  {row.also.length > 0 ? ` + ${row.also.join(', ')}` : null}, {row.resource.organisation}
                </small>
                {row.seriesId === null ? null : <OfSeries page={page} id={row.seriesId} others={others} />}
              </th>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Due({ page, row, due }: { page: Page; row: ReservationRow; due: 'check-in' | 'check-out' }) {
  return (
    <form action={`/reservations/${row.id}/${due}`} method="post">
      <input type="hidden" name="_csrf" value={page.csrf} />
      <button class="button" type="submit">
        <Icon name={due === 'check-in' ? 'instant' : 'stop'} /> {page.t(due === 'check-in' ? 'use.begin' : 'use.end')}
        <span class="vh">: {row.title}</span>
      </button>
    </form>
  )
}

interface FoldedRow {
  readonly row: ReservationRow
  readonly others: readonly ReservationRow[]
}

/** Dates of one series stand in the row of the first of them. */
function folded(rows: readonly ReservationRow[]): FoldedRow[] {
  const ofSeries = Map.groupBy(rows, ({ seriesId, id }) => (seriesId === null ? `r${id}` : `s${seriesId}`))
  return [...ofSeries.values()].map(([first, ...others]) => ({ row: first!, others }))
}

function OfSeries({ page, id, others }: { page: Page; id: number; others: readonly ReservationRow[] }) {
  const { t } = page
  return (
    <>
      <p class="small row">
        <Icon name="repeat" /> <a href={`/series/${id}`}>{t('series.number', { id })}</a>
      </p>
      {others.length > 0 ? (
        <details class="fold series-fold">
          <summary>{t('series.others', { count: others.length })}</summary>
          <ul class="changed-dates">
            {others.map((each) => (
              <li>
                <a href={`/reservations/${each.id}`}>
                  {formatOf(page.locale, each.timeZone).daySpan(each.start, each.end)}
                </a>{' '}
                <StateChip page={page} kind={each.state} />
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </>
  )
}
