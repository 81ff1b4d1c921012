import type { WaitingState } from '../../server/domain/waiting.ts'
import { EmptyState } from '../components/empty-state.tsx'
import { Notice } from '../components/notice.tsx'
import { formatOf, hours } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { type OfferRow, Offers } from './offers.tsx'

export interface WaitingRow {
  readonly id: number
  readonly start: number
  readonly end: number
  readonly durationMinutes: number | null
  readonly units: number
  readonly state: WaitingState
  /** Null once it has ended. */
  readonly position: number | null
  readonly timeZone: string
  readonly resource: {
    readonly slug: string
    readonly name: string
    readonly organisation: string
    readonly capacity: number
  }
}

export interface WaitingListPageProps {
  readonly page: Page
  readonly offers: readonly OfferRow[]
  readonly standing: readonly WaitingRow[]
  readonly ended: readonly WaitingRow[]
  readonly hasJoined: boolean
}

/** What a person waits for: offers first, then every wish with its place in line, then what has ended. */
export function WaitingListPage({ page, offers, standing, ended, hasJoined }: WaitingListPageProps): Html {
  const { t } = page
  return (
    <Layout page={page} title={t('waiting.title')} nav="mine">
      <div class="wrap waiting-list">
        <div class="page-head">
          <h1>{t('waiting.title')}</h1>
          <p class="quiet">{t('waiting.lead')}</p>
        </div>
        {hasJoined ? (
          <Notice kind="ok" title={t('waiting.joined')}>
            <p>{t('waiting.joined-hint')}</p>
          </Notice>
        ) : null}
        <Offers page={page} offers={offers} />
        {standing.length > 0 ? <Standing page={page} rows={standing} /> : null}
        {standing.length + offers.length === 0 ? <Nothing page={page} /> : null}
        {ended.length > 0 ? <Ended page={page} rows={ended} /> : null}
      </div>
    </Layout>
  )
}

function Nothing({ page: { t } }: { page: Page }) {
  return (
    <EmptyState title={t('waiting.empty')} hint={t('waiting.empty-hint')}>
      <p class="row">
        <a class="button button--primary" href="/find">
          {t('reservation.find')}
        </a>
      </p>
    </EmptyState>
  )
}

interface Rows {
  readonly page: Page
  readonly rows: readonly WaitingRow[]
}

function Standing({ page, rows }: Rows) {
  const { t } = page
  return (
    <div class="section section--close">
      <h2 id="standing">{t('waiting.standing')}</h2>
      <section class="scroller" tabindex="0" aria-labelledby="standing">
        <table class="data">
          <thead>
            <tr>
              <th scope="col">{t('waiting.what')}</th>
              <th scope="col">{t('waiting.where')}</th>
              <th scope="col">
                <span class="vh">{t('waiting.leave')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr>
                <What page={page} row={row} />
                <td>
                  {row.state === 'offered'
                    ? t('waiting.state-offered')
                    : t('waiting.position', { position: row.position! })}
                </td>
                <td>
                  <form action={`/waiting-list/${row.id}/leaving`} method="post">
                    <input type="hidden" name="_csrf" value={page.csrf} />
                    <button class="button button--bare" type="submit">
                      {t('waiting.leave')}
                      <span class="vh">{t('waiting.leave-vh', { what: timeOf(row, page) })}</span>
                    </button>
                  </form>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  )
}

function Ended({ page, rows }: Rows) {
  const { t } = page
  return (
    <section class="section section--close" aria-labelledby="ended">
      <h2 id="ended">{t('waiting.ended')}</h2>
      <table class="data">
        <tbody>
          {rows.map((row) => (
            <tr>
              <What page={page} row={row} />
              <td class="quiet">{t(`waiting.state-${row.state}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function What({ page, row }: { page: Page; row: WaitingRow }) {
  const { slug, name, organisation, capacity } = row.resource
  return (
    <th scope="row">
      <b>{timeOf(row, page)}</b>
      <br />
      <small class="quiet">
        <a href={`/equipment/${slug}`}>{name}</a>, {organisation}
        {capacity > 1 ? `, ${page.t('waiting.units', { count: row.units })}` : ''}
      </small>
    </th>
  )
}

function timeOf({ start, end, durationMinutes, timeZone }: WaitingRow, { t, locale }: Page): string {
  const format = formatOf(locale, timeZone)
  if (durationMinutes === null) return format.daySpan(start, end)
  const isWholeDays = [start, end].every((each) => format.isoLocal(each).endsWith('T00:00'))
  const span = isWholeDays ? format.shortDates(start, end) : format.daySpan(start, end)
  return t('waiting.any', { length: hours(durationMinutes * 60_000), span })
}
