import type { ReservationDetail } from '../../server/domain/reservation.ts'
import { Icon } from '../components/icon.tsx'
import { capitalised, type Format, formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import { LedgerEffects } from '../state-aid/ledger-effects.tsx'
import { Pick } from './bulk-decision.tsx'
import { DeclineFold } from './decline-fold.tsx'
import { Due, RequestFacts, type RequestFactsProps } from './request-parts.tsx'

/** One date of a series that waits. */
export interface WaitingDate {
  readonly reservation: ReservationDetail
  /** Others ask for the same time. */
  readonly competes: boolean
  /** What stands in its way by now, in sentences. */
  readonly why: readonly string[]
}

export interface SeriesCardProps extends Omit<RequestFactsProps, 'page' | 'reservation' | 'href'> {
  readonly series: { readonly id: number; readonly sentence: string }
  /** In order of time; never empty. */
  readonly dates: readonly WaitingDate[]
  /** One's own request is another steward's to decide. */
  readonly isOwn: boolean
  /** What went wrong with the decision just sent, and what was typed. */
  readonly fault?:
    | {
        readonly message: string
        readonly reason: string
        readonly note: string
        readonly exceptions: readonly number[]
      }
    | undefined
}

const FIRST = 3

/** A series asks for one decision; dates can be left out of it. `isPicked` is null where it is not decided with others. */
export function SeriesCard({
  page,
  isFirst,
  isPicked,
  ...props
}: SeriesCardProps & { page: Page; isFirst: boolean; isPicked: boolean | null }): Html {
  const { t } = page
  const { series, dates, resource, fault } = props
  const format = formatOf(page.locale, resource.timeZone)
  const first = dates[0]!.reservation
  const competing = dates.filter((each) => each.competes).length
  const clashes = dates.filter((each) => each.why.length > 0).length
  const id = `series-${series.id}`
  const isOpen = isFirst || fault !== undefined
  const form = <SeriesDecision page={page} {...props} format={format} isMain={isOpen} />
  return (
    <article class="request" id={id} aria-labelledby={`${id}-title`} data-request="">
      <Due
        page={page}
        by={Math.min(...dates.map(({ reservation }) => reservation.decideBy ?? reservation.start))}
        format={format}
      />
      <div class="request__body">
        <div class="stack">
          <div>
            <p class="small quiet">
              <a href={`/equipment/${resource.slug}?week=${format.isoDay(first.start)}`}>{resource.name}</a>
            </p>
            <h2 id={`${id}-title`}>{t('approvals.series', { rule: series.sentence })}</h2>
          </div>
          <RequestFacts page={page} {...props} reservation={first} href={`/series/${series.id}`} />
        </div>
        <div class="stack">
          <p>
            <b>{t('series.count', { count: dates.length })}</b>
          </p>
          <div>
            <p class="label">{t('approvals.series-first')}</p>
            <ul class="changed-dates">
              {dates.slice(0, FIRST).map(({ reservation: { start, end } }) => (
                <li>
                  <time datetime={new Date(start).toISOString()}>{capitalised(format.daySpan(start, end))}</time>
                </li>
              ))}
            </ul>
          </div>
          {clashes > 0 ? (
            <p class="small">
              <Icon name="care" /> {t('approvals.series-clashes', { count: clashes })}
            </p>
          ) : null}
          {competing > 0 ? <p class="small">{t('approvals.series-competing', { count: competing })}</p> : null}
          <LedgerEffects page={page} effects={props.ledger} />
        </div>
      </div>
      <div class="request__foot">
        {props.isOwn ? (
          <p class="small quiet">{t('approvals.own')}</p>
        ) : isOpen ? (
          form
        ) : (
          <details class="fold">
            <summary>{t('approvals.decide')}</summary>
            {form}
          </details>
        )}
        {props.isOwn || isPicked === null ? null : (
          <div class="row row--end request__more">
            <Pick page={page} name={`series_${series.id}`} isPicked={isPicked} what={series.sentence} />
          </div>
        )}
      </div>
    </article>
  )
}

interface SeriesDecisionProps extends SeriesCardProps {
  readonly page: Page
  readonly format: Format
  readonly isMain: boolean
}

function SeriesDecision({ page, series, dates, fault, format, isMain }: SeriesDecisionProps) {
  const { t } = page
  const { id } = series
  const { purpose } = dates[0]!.reservation
  return (
    <form class="stack" action={`/series/${id}/decision`} method="post">
      <input type="hidden" name="_csrf" value={page.csrf} />
      {fault ? (
        <p class="error" role="alert">
          <Icon name="stop" /> {fault.message}
        </p>
      ) : null}
      <details class="fold series-fold" open={fault !== undefined && dates.some(({ why }) => why.length > 0)}>
        <summary>{t('approvals.series-dates', { count: dates.length })}</summary>
        <p class="hint">{t('approvals.exceptions-hint')}</p>
        <ul class="changed-dates">
          {dates.map((date) => (
            <ExceptionRow page={page} date={date} format={format} isOut={fault?.exceptions ?? []} />
          ))}
        </ul>
      </details>
      <div class="decide">
        <div class="stack">
          <div class="field">
            <label for={`series-note-${id}`}>
              {t('approvals.message')} <span class="faint">{t('approvals.optional')}</span>
            </label>
            <input
              class="input"
              type="text"
              id={`series-note-${id}`}
              name="note"
              value={fault?.note ?? ''}
              maxlength={500}
            />
          </div>
          <p class="hint">{t('approvals.series-purpose', { purpose: t(`purpose.${purpose}`) })}</p>
          <p class="row">
            <button class={isMain ? 'button button--primary' : 'button'} type="submit" name="decision" value="approve">
              <Icon name="check" /> {t('approvals.approve-series')}
            </button>
          </p>
        </div>
        <DeclineFold t={t} id={`series-reason-${id}`} label={t('approvals.decline-series')} fault={fault} />
      </div>
    </form>
  )
}

function ExceptionRow({
  page,
  date: { reservation, competes, why },
  format,
  isOut,
}: {
  page: Page
  date: WaitingDate
  format: Format
  isOut: readonly number[]
}) {
  const { t } = page
  const date = format.daySpan(reservation.start, reservation.end)
  return (
    <li class="exception">
      <label class="check">
        <input
          type="checkbox"
          name={`except_${reservation.id}`}
          value="1"
          checked={isOut.includes(reservation.id)}
          aria-label={t('approvals.exception-this', { date })}
        />
        <span>{date}</span>
      </label>
      {why.length > 0 ? (
        <span class="small">
          <Icon name="care" /> {why.join(' ')}
        </span>
      ) : null}
      {competes ? <span class="small quiet">{t('approvals.competes')}</span> : null}
      <a class="small" href={`/reservations/${reservation.id}`}>
        {t('approvals.open')}
        <span class="vh">: {date}</span>
      </a>
    </li>
  )
}
