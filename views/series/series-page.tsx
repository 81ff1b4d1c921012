import { STATES, type State } from '../../server/domain/lifecycle.ts'
import type { Series, SeriesOccurrence } from '../../server/domain/series.ts'
import { instantOf } from '../../server/domain/zone.ts'
import { Crumbs } from '../components/crumbs.tsx'
import { Icon } from '../components/icon.tsx'
import { StateChip } from '../components/state-chip.tsx'
import { capitalised, type Format, formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { SeriesCancellation } from './series-cancellation.tsx'

export interface SeriesPageProps {
  readonly page: Page
  readonly series: Series
  /** The rule in words, without its full stop. */
  readonly sentence: string
  readonly occurrences: readonly SeriesOccurrence[]
  readonly resource: { readonly slug: string; readonly name: string; readonly timeZone: string }
  /** Names of the other resources that occurrences have been moved to, by id. */
  readonly elsewhere: ReadonlyMap<number, string>
  readonly requester: string
  readonly organisation: string
  readonly may: {
    readonly change: boolean
    readonly cancel: boolean
    readonly decide: boolean
    readonly seeNote: boolean
  }
  readonly notice?: { readonly kind: 'ok' | 'stop'; readonly title: string; readonly hint?: string } | undefined
}

/** A series: its rule, what has become of each of its dates, and what can be done with those to come. */
export function SeriesPage(props: SeriesPageProps): Html {
  const { page, series, sentence, occurrences, resource, notice } = props
  const { t } = page
  const coming = occurrences.filter(({ end }) => end > page.now)
  const over = occurrences.filter(({ end }) => end <= page.now)
  return (
    <Layout page={page} title={series.title} nav="mine">
      <div class="wrap">
        <Crumbs
          page={page}
          items={[
            { label: t('reservation.mine'), href: '/reservations' },
            { label: t('series.number', { id: series.id }) },
          ]}
        />
        <div class="page-head">
          <p>
            <span class="chip chip--lg">
              <Icon name="repeat" /> {t('series.chip')}
            </span>
          </p>
          <h1>{series.title}</h1>
          <p class="lead">
            {capitalised(sentence)}. {resource.name}.
          </p>
          <Counts page={page} occurrences={occurrences} />
        </div>
        {notice ? (
          <div class="notice" data-kind={notice.kind} role="status">
            <Icon name={notice.kind === 'ok' ? 'check' : 'stop'} />
            <div>
              <b>{notice.title}</b>
              {notice.hint ? <p>{notice.hint}</p> : null}
            </div>
          </div>
        ) : null}
        <div class="section two two--wide-left">
          <div class="stack">
            <section class="panel stack" aria-labelledby="coming">
              <h2 id="coming">{t('series.coming')}</h2>
              {coming.length > 0 ? <Coming {...props} rows={coming} /> : <p class="quiet">{t('series.none-coming')}</p>}
            </section>
            {over.length > 0 ? (
              <section class="panel">
                <details class="fold">
                  <summary>
                    {t('series.over')} ({over.length})
                  </summary>
                  <Occurrences {...props} rows={over} />
                </details>
              </section>
            ) : null}
            <Details {...props} />
          </div>
          <aside class="stack" aria-label={t('series.actions')}>
            <Actions {...props} coming={coming} />
            <p class="micro faint">{t('series.version', { id: series.id, version: series.version })}</p>
          </aside>
        </div>
      </div>
    </Layout>
  )
}

/** More dates than these are folded under the first of them. */
const FEW = 15

function Coming({ rows, ...props }: SeriesPageProps & { rows: readonly SeriesOccurrence[] }) {
  const first = rows.length > FEW ? rows.slice(0, FEW - 3) : rows
  const rest = rows.slice(first.length)
  return (
    <>
      <Occurrences {...props} rows={first} />
      {rest.length > 0 ? (
        <details class="fold">
          <summary>{props.page.t('series.further', { count: rest.length })}</summary>
          <Occurrences {...props} rows={rest} />
        </details>
      ) : null}
    </>
  )
}

/** `12 terminów · 8 potwierdzona · 1 pominięty`, as chips. */
function Counts({ page, occurrences }: Pick<SeriesPageProps, 'page' | 'occurrences'>) {
  const { t } = page
  const inState = (state: State) =>
    occurrences.filter((each) => each.outcome === 'booked' && each.reservation.state === state).length
  const skipped = occurrences.filter(({ outcome }) => outcome === 'skipped').length
  return (
    <p class="row series-counts">
      <b>{t('series.count', { count: occurrences.length })}</b>
      {STATES.filter((state) => inState(state) > 0).map((state) => (
        <span>
          {inState(state)} × <StateChip page={page} kind={state} />
        </span>
      ))}
      {skipped > 0 ? (
        <span>
          {skipped} × <SkipChip page={page} />
        </span>
      ) : null}
    </p>
  )
}

const SkipChip = ({ page }: { page: Page }) => (
  <span class="chip" data-kind="plain">
    <Icon name="struck" />
    {page.t('series.skipped')}
  </span>
)

function Occurrences(props: SeriesPageProps & { rows: readonly SeriesOccurrence[] }) {
  const { page, rows, resource, may } = props
  const { t } = page
  const format = formatOf(page.locale, resource.timeZone)
  const acts = may.change || may.cancel
  return (
    <table class="data dates">
      <thead>
        <tr>
          <th scope="col">{t('series.date')}</th>
          <th scope="col">{t('series.state')}</th>
          {acts ? <th scope="col">{t('series.action')}</th> : null}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>
            <th scope="row">
              <DateOf row={row} format={format} />
            </th>
            <td>
              <StateOf {...props} row={row} format={format} />
            </td>
            {acts ? (
              <td>
                <ActionOf {...props} row={row} format={format} />
              </td>
            ) : null}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

interface RowProps extends SeriesPageProps {
  readonly row: SeriesOccurrence
  readonly format: Format
}

function DateOf({ row, format }: Pick<RowProps, 'row' | 'format'>) {
  const { start, end } = row
  const time = <time datetime={new Date(start).toISOString()}>{format.daySpan(start, end)}</time>
  if (row.outcome === 'skipped') return <span class="quiet">{time}</span>
  return <a href={`/reservations/${row.reservation.id}`}>{time}</a>
}

function StateOf({ page, row, format, series, elsewhere }: RowProps) {
  const { t } = page
  if (row.outcome === 'skipped')
    return (
      <>
        <SkipChip page={page} /> <span class="small quiet dates__why">{t(`series.reason.${row.reason}`)}</span>
      </>
    )
  const { reservation } = row
  const ruled = instantOf(row.local, series.timeZone)
  const other = reservation.resourceId === series.resourceId ? undefined : elsewhere.get(reservation.resourceId)
  const notes = [
    ...(row.movedMinutes === 0
      ? []
      : [t('series.moved-by-clocks', { local: row.local.slice(11, 16), start: format.clock(row.start) })]),
    ...(reservation.start === ruled ? [] : [t('series.rule-says', { moment: format.moment(ruled) })]),
    ...(other ? [t('series.elsewhere', { name: other })] : []),
  ]
  return (
    <>
      <StateChip page={page} kind={reservation.state} />
      {reservation.isChangedAlone ? (
        <>
          {' '}
          <span class="chip" data-kind="care">
            <Icon name="pencil" />
            {t('series.changed-alone')}
          </span>
        </>
      ) : null}
      {notes.map((note) => (
        <span class="small quiet dates__why"> {note}</span>
      ))}
    </>
  )
}

const OPEN: ReadonlySet<State> = new Set(['requested', 'confirmed'])

function ActionOf({ page, row, series, may, format }: RowProps) {
  const { t } = page
  const { start, end } = row
  if (start <= page.now) return null
  const date = format.daySpan(start, end)
  if (row.outcome === 'booked' && OPEN.has(row.reservation.state))
    return may.change ? (
      <span class="dates__acts">
        <a href={`/reservations/${row.reservation.id}/edit`} aria-label={t('series.edit-this-date', { date })}>
          {t('series.edit-this')}
        </a>
        <a href={`/series/${series.id}/edit?from=${start}`}>
          {t('series.edit-following')}
          <span class="vh">: {date}</span>
        </a>
      </span>
    ) : null
  if (!may.change) return null
  return (
    <form action={`/series/${series.id}/occurrences`} method="post">
      <input type="hidden" name="_csrf" value={page.csrf} />
      <input type="hidden" name="local" value={row.local} />
      <button class="button" type="submit" aria-label={t('series.take-back-this', { date })}>
        {t('series.take-back')}
      </button>
    </form>
  )
}

function Details({ page, series, sentence, resource, requester, organisation, may }: SeriesPageProps) {
  const { t } = page
  const facts = [
    [t('series.rule'), sentence],
    [t('reservation.requester'), `${requester}, ${organisation}`],
    [t('reservation.purpose'), t(`purpose.${series.purpose}`)],
    ...(series.note && may.seeNote ? [[t('reservation.notes'), series.note]] : []),
    ...(series.timeZone === resource.timeZone ? [] : [[t('series.zone'), series.timeZone]]),
  ] as const
  return (
    <section class="panel" aria-labelledby="details">
      <h2 id="details">{t('reservation.details')}</h2>
      <dl class="facts facts--list">
        <div>
          <dt>{t('reservation.resource')}</dt>
          <dd>
            <a href={`/equipment/${resource.slug}`}>{resource.name}</a>
          </dd>
        </div>
        {facts.map(([name, text]) => (
          <div>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Actions({ page, series, may, coming, resource }: SeriesPageProps & { coming: readonly SeriesOccurrence[] }) {
  const { t } = page
  const open = coming.flatMap((each) =>
    each.outcome === 'booked' && OPEN.has(each.reservation.state) && each.reservation.start > page.now
      ? [each.reservation]
      : [],
  )
  return (
    <div class="panel stack">
      <h2>{t('series.actions')}</h2>
      <div class="stack actions">
        {may.decide ? (
          <a class="button button--primary button--wide" href={`/approvals#series-${series.id}`}>
            <Icon name="check" /> {t('reservation.step-decision')}
          </a>
        ) : null}
        {may.change && open.length > 0 ? (
          <a class="button button--wide" href={`/series/${series.id}/edit`}>
            <Icon name="pencil" /> {t('series.change')}
          </a>
        ) : null}
        <a class="button button--wide" href={`/series/${series.id}.ics`}>
          <Icon name="calendar" /> {t('series.export')}
        </a>
      </div>
      {may.cancel && open.length > 0 ? (
        <SeriesCancellation page={page} id={series.id} open={open} timeZone={resource.timeZone} />
      ) : null}
    </div>
  )
}
