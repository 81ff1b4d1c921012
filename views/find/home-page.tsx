import type { State } from '../../server/domain/lifecycle.ts'
import { EmptyState } from '../components/empty-state.tsx'
import { Facets, type FacetsProps } from '../components/facets.tsx'
import { Icon } from '../components/icon.tsx'
import { Pagination } from '../components/pagination.tsx'
import { StateChip } from '../components/state-chip.tsx'
import { formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { Board, type BoardDay } from './board.tsx'
import { Finder, type FinderProps } from './finder.tsx'
import { lengthName } from './length-name.ts'

export interface NextReservation {
  readonly id: number
  readonly state: State
  readonly start: number
  readonly end: number
  readonly timeZone: string
  readonly resource: string
  readonly organisation: string
}

export interface WithoutTime {
  readonly slug: string
  readonly name: string
  readonly organisation: string
  readonly why: 'too-long' | 'too-short' | 'taken'
  /** The longest or the shortest it can be had for. */
  readonly limitMinutes: number
}

export interface HomePageProps extends FinderProps {
  /** The reader's own next reservation. */
  readonly next: NextReservation | null
  readonly facets: Omit<FacetsProps, 'page'>
  readonly total: number
  /** How many organisations have something free. */
  readonly owners: number
  /** End of the time looked through. */
  readonly until: number
  readonly days: readonly BoardDay[]
  readonly without: readonly WithoutTime[]
  readonly withoutMore: number
  readonly previousUrl: string | null
  readonly nextUrl: string | null
}

/** The front page: what you need, and the earliest time each resource can be had. */
export function HomePage(props: HomePageProps): Html {
  const { page, form, total } = props
  const { t } = page
  const length = lengthName(t, form.minutes)
  return (
    <Layout page={page} title={t('find.page')} nav="find" bodyClass="page-home">
      <Finder {...props} />
      {props.next ? <Upcoming page={page} next={props.next} /> : null}
      <div class="wrap">
        <div class="page-head">
          <div class="row row--apart">
            <h2>{t('find.nearest', { length })}</h2>
            <p class="small quiet" role="status">
              {t('find.found', { count: total })}
              {props.owners > 1 ? `, ${t('find.owners', { count: props.owners })}` : null}
              {total > 1 ? `, ${t('find.order')}` : null}
            </p>
          </div>
        </div>
        <div class="two">
          <Facets page={page} {...props.facets} />
          <div class="stack">
            {total === 0 ? <Nothing page={page} form={form} /> : <Board page={page} days={props.days} />}
            <Pagination page={page} previous={props.previousUrl} next={props.nextUrl} />
            {props.without.length > 0 ? <Without {...props} /> : null}
          </div>
        </div>
      </div>
    </Layout>
  )
}

function Upcoming({ page, next }: { page: Page; next: NextReservation }) {
  const format = formatOf(page.locale, next.timeZone)
  return (
    <div class="upcoming">
      <div class="wrap">
        <span>
          <b>{format.daySpan(next.start, next.end)}</b> <a href={`/reservations/${next.id}`}>{next.resource}</a>,{' '}
          {next.organisation}
        </span>
        <StateChip page={page} kind={next.state} />
      </div>
    </div>
  )
}

function Nothing({ page, form }: Pick<HomePageProps, 'page' | 'form'>) {
  const { t } = page
  return (
    <EmptyState title={t('find.nothing')} hint={t('find.nothing-hint')}>
      <p class="row">
        <a class="button button--primary" href={`/equipment${form.q ? `?q=${encodeURIComponent(form.q)}` : ''}`}>
          {t('find.in-catalogue')}
        </a>
        <a class="button" href="/">
          {t('find.anew')}
        </a>
      </p>
    </EmptyState>
  )
}

function Without({ page, form, until, without, withoutMore }: HomePageProps) {
  const { t, locale, timeZone } = page
  const day = formatOf(locale, timeZone).date(until - 1)
  return (
    <section class="panel stack" aria-labelledby="without">
      <h3 id="without">{t('find.without', { length: lengthName(t, form.minutes), day })}</h3>
      <ul class="plain-list">
        {without.map(({ slug, name, organisation, why, limitMinutes }) => (
          <li>
            <Icon name={why === 'taken' ? 'calendar' : 'clock'} />
            <span>
              <a href={`/equipment/${slug}`}>{name}</a>, {organisation}:{' '}
              {t(`find.why.${why}`, { length: lengthName(t, limitMinutes) })}
            </span>
          </li>
        ))}
      </ul>
      {withoutMore > 0 ? <p class="small quiet">{t('find.without-more', { count: withoutMore })}</p> : null}
    </section>
  )
}
