import { groupOf, PURPOSES, type Purpose } from '../../server/domain/purpose.ts'
import { EmptyState } from '../components/empty-state.tsx'
import { Field, SelectField } from '../components/field.tsx'
import { Icon } from '../components/icon.tsx'
import { Pagination } from '../components/pagination.tsx'
import { capitalised, type Format, formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { LedgerEffects } from '../state-aid/ledger-effects.tsx'
import { BlindCard, type BlindCardProps } from './blind-card.tsx'
import { BulkDecision, type BulkFields, Keys, Pick } from './bulk-decision.tsx'
import { DeclineFold } from './decline-fold.tsx'
import { Due, RequestFacts, type RequestFactsProps } from './request-parts.tsx'
import { SeriesCard, type SeriesCardProps } from './series-card.tsx'
import { WeekStrip, type WeekStripProps } from './week-strip.tsx'

export interface RequestCardProps extends Omit<RequestFactsProps, 'page' | 'href'> {
  readonly week: WeekStripProps['days']
  /** The hours the strip spans, local. */
  readonly hours: WeekStripProps['hours']
  /** Others who ask for the same time. */
  readonly competing: number
  /** Those of them that wait, too, with the way to each. */
  readonly rivals: readonly Rival[]
  /** One's own request is another steward's to decide. */
  readonly isOwn: boolean
  /** Questions and answers about it so far. */
  readonly asked: number
  /** What went wrong with the decision just sent, and what was typed. */
  readonly fault?: DecisionFault | undefined
}

interface DecisionFault {
  readonly message: string
  readonly reason: string
  readonly note: string
  readonly purpose?: Purpose | undefined
  readonly purposeReason?: string | undefined
}

export interface Rival {
  readonly href: string
  readonly name: string
  readonly organisation: string
  readonly start: number
  readonly end: number
  readonly units: number
  readonly purpose: Purpose
}

export type InboxCard =
  | ({ readonly kind: 'request' } & RequestCardProps)
  | ({ readonly kind: 'series' } & SeriesCardProps)
  | ({ readonly kind: 'blind' } & BlindCardProps)

export interface ApprovalsPageProps {
  readonly page: Page
  readonly cards: readonly InboxCard[]
  /** Requests of all pages, with a series counted once. */
  readonly total: number
  /** Counted from 1. */
  readonly pageNumber: number
  readonly pages: number
  /** What the reader gave as reasons before. */
  readonly reasons: readonly string[]
  /** The form for several at once, as it was sent when something stood against it. */
  readonly bulk: BulkFields
  /** Resources whose stewards are asked for training. */
  readonly training: readonly { readonly slug: string; readonly name: string; readonly count: number }[]
  readonly notice?:
    | { readonly kind: 'ok' | 'stop'; readonly text: string; readonly lines?: readonly string[] }
    | undefined
}

/** The inbox of those who decide: what expires first stands first, with all that a decision needs. */
export function ApprovalsPage(props: ApprovalsPageProps): Html {
  const { page, cards, training, notice, total, pageNumber, pages, reasons, bulk } = props
  const { t } = page
  const pageHref = (number: number) => (number < 1 || number > pages ? null : `/approvals?page=${number}`)
  const picked = new Set(bulk.picked)
  // One alone is decided on its card.
  const isTogether = total > 1
  return (
    <Layout page={page} title={t('approvals.title')} nav="approvals">
      <div class="wrap">
        <div class="page-head">
          <h1>{t('approvals.title')}</h1>
          {cards.length > 0 ? <p class="quiet">{t('approvals.lead', { count: total })}</p> : null}
        </div>
        {notice ? (
          <div class="notice" data-kind={notice.kind} role="status">
            <Icon name={notice.kind === 'ok' ? 'check' : 'stop'} />
            <div>
              {notice.text}
              {notice.lines && notice.lines.length > 0 ? (
                <ul>
                  {notice.lines.map((line) => (
                    <li>{line}</li>
                  ))}
                </ul>
              ) : null}
            </div>
          </div>
        ) : null}
        <datalist id="reasons">
          {reasons.map((reason) => (
            <option value={reason} />
          ))}
        </datalist>
        {cards.length === 0 && training.length === 0 ? (
          <EmptyState title={t('approvals.empty')} hint={t('approvals.empty-hint')} />
        ) : cards.length === 0 ? null : (
          <div class="section section--close">
            {cards.map((card, index) =>
              card.kind === 'blind' ? (
                <BlindCard page={page} {...card} isPicked={isTogether ? picked.has(nameOfBlind(card)) : null} />
              ) : card.kind === 'series' ? (
                <SeriesCard
                  page={page}
                  {...card}
                  isFirst={index === 0}
                  isPicked={isTogether ? picked.has(`series_${card.series.id}`) : null}
                />
              ) : (
                <RequestCard
                  page={page}
                  {...card}
                  isFirst={index === 0}
                  isPicked={isTogether ? picked.has(`request_${card.reservation.id}`) : null}
                />
              ),
            )}
            {cards.some((card) => card.kind === 'blind' || !card.isOwn) && isTogether ? (
              <BulkDecision page={page} bulk={bulk} />
            ) : null}
            <Pagination page={page} previous={pageHref(pageNumber - 1)} next={pageHref(pageNumber + 1)} />
            <Keys page={page} />
          </div>
        )}
        {training.length > 0 ? <TrainingAsked page={page} training={training} /> : null}
      </div>
    </Layout>
  )
}

const nameOfBlind = ({ id, seriesId }: BlindCardProps) => (seriesId === null ? `request_${id}` : `series_${seriesId}`)

/** Training is asked for and answered beside the equipment it is for. */
function TrainingAsked({ page, training }: Pick<ApprovalsPageProps, 'page' | 'training'>) {
  const { t } = page
  return (
    <section class="section" aria-labelledby="training">
      <div class="section__head">
        <h2 id="training">{t('qualifications.requests')}</h2>
      </div>
      <ul class="plain-list">
        {training.map(({ slug, name, count }) => (
          <li>
            <Icon name="key" />
            <a href={`/manage/resources/${slug}/qualifications`}>
              {name}: {t('qualifications.waiting', { count })}
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** `isPicked` is null where requests are not decided together. */
export function RequestCard({
  page,
  isFirst,
  isPicked,
  ...props
}: RequestCardProps & { page: Page; isFirst: boolean; isPicked: boolean | null }): Html {
  const { t } = page
  const { reservation, resource } = props
  const format = formatOf(page.locale, resource.timeZone)
  const id = `request-${reservation.id}`
  return (
    <article class="request" id={id} aria-labelledby={`${id}-title`} data-request="">
      <Due page={page} by={reservation.decideBy ?? reservation.start} format={format} />
      <div class="request__body">
        <div class="stack">
          <div>
            <p class="small quiet">
              <a href={`/equipment/${resource.slug}?week=${format.isoDay(reservation.start)}`}>{resource.name}</a>
            </p>
            <h2 id={`${id}-title`}>
              <time datetime={new Date(reservation.start).toISOString()}>
                {capitalised(format.longDay(reservation.start))}, {format.span(reservation.start, reservation.end)}
              </time>
            </h2>
          </div>
          <RequestFacts page={page} {...props} href={`/reservations/${reservation.id}`} />
        </div>
        <div class="stack">
          <WeekStrip page={page} days={props.week} hours={props.hours} />
          <LedgerEffects page={page} effects={props.ledger} />
          {props.competing > 0 ? <p class="small">{t('approvals.competing', { count: props.competing })}</p> : null}
          <Rivals page={page} rivals={props.rivals} format={format} />
        </div>
      </div>
      <div class="request__foot">
        {props.isOwn ? (
          <p class="small quiet">{t('approvals.own')}</p>
        ) : (
          <>
            <Decision
              page={page}
              id={reservation.id}
              purpose={reservation.purpose}
              fault={props.fault}
              isOpen={isFirst || props.fault !== undefined}
            />
            <div class="row row--apart request__more">
              <Question page={page} id={reservation.id} asked={props.asked} />
              {isPicked === null ? null : (
                <Pick page={page} name={`request_${reservation.id}`} isPicked={isPicked} what={reservation.title} />
              )}
            </div>
          </>
        )}
      </div>
    </article>
  )
}

/** Who else asks for the time, side by side. */
function Rivals({ page, rivals, format }: { page: Page; rivals: readonly Rival[]; format: Format }) {
  const { t } = page
  if (rivals.length === 0) return null
  return (
    <ul class="rivals small">
      {rivals.map(({ href, name, organisation, start, end, units, purpose }) => (
        <li>
          <a href={href}>{name}</a>, {organisation}: {format.span(start, end)}
          {units > 1 ? `, ${t('approvals.units', { units })}` : ''}, {t(`purpose.group.${groupOf(purpose)}`)}
        </li>
      ))}
    </ul>
  )
}

/** Asks the requester something; the request goes on waiting. */
function Question({ page, id, asked }: { page: Page; id: number; asked: number }) {
  const { t } = page
  return (
    <details class="fold">
      <summary>{asked > 0 ? t('messages.count', { count: asked }) : t('messages.ask')}</summary>
      <form class="stack" action={`/reservations/${id}/messages`} method="post">
        <input type="hidden" name="_csrf" value={page.csrf} />
        <input type="hidden" name="back" value="approvals" />
        {asked > 0 ? (
          <p>
            <a href={`/reservations/${id}#messages`}>{t('messages.read')}</a>
          </p>
        ) : null}
        <div class="field">
          <label for={`question-${id}`}>{t('messages.question')}</label>
          <textarea class="input" id={`question-${id}`} name="text" rows={2} maxlength={2000} required />
        </div>
        <p>
          <button class="button" type="submit">
            {t('messages.send')}
          </button>
        </p>
      </form>
    </details>
  )
}

function Decision({ page, isOpen, ...rest }: DecisionProps & { isOpen: boolean }) {
  const form = <DecisionForm page={page} {...rest} isMain={isOpen} />
  if (isOpen) return form
  return (
    <details class="fold">
      <summary>{page.t('approvals.decide')}</summary>
      {form}
    </details>
  )
}

interface DecisionProps {
  readonly page: Page
  readonly id: number
  /** What was asked for. */
  readonly purpose: Purpose
  readonly fault: RequestCardProps['fault']
}

/** One yellow button a page: that of the request to decide first. */
function DecisionForm({ page, id, purpose, fault, isMain }: DecisionProps & { isMain: boolean }) {
  const { t } = page
  return (
    <form class="decide" action={`/reservations/${id}/decision`} method="post">
      <input type="hidden" name="_csrf" value={page.csrf} />
      <div class="stack">
        {fault ? (
          <p class="error" role="alert">
            <Icon name="stop" /> {fault.message}
          </p>
        ) : null}
        <div class="field">
          <label for={`note-${id}`}>
            {t('approvals.message')} <span class="faint">{t('approvals.optional')}</span>
          </label>
          <input class="input" type="text" id={`note-${id}`} name="note" value={fault?.note ?? ''} maxlength={500} />
        </div>
        <PurposeConfirmed page={page} id={id} asked={purpose} fault={fault} />
        <p class="row">
          <button class={isMain ? 'button button--primary' : 'button'} type="submit" name="decision" value="approve">
            <Icon name="check" /> {t('approvals.approve')}
          </button>
        </p>
      </div>
      <DeclineFold t={t} id={`reason-${id}`} label={t('approvals.decline')} fault={fault} />
    </form>
  )
}

/** An approval confirms the purpose; another one than was asked for needs its reason. */
function PurposeConfirmed({
  page,
  id,
  asked,
  fault,
}: {
  page: Page
  id: number
  asked: Purpose
  fault: DecisionFault | undefined
}) {
  const { t } = page
  const chosen = fault?.purpose ?? asked
  return (
    <details class="fold" open={chosen !== asked}>
      <summary>
        {t('purpose-change.confirm')}: {t(`purpose.${chosen}`)}
      </summary>
      <div class="stack">
        <SelectField
          page={page}
          id={`purpose-${id}`}
          name="purpose"
          label={t('purpose-change.purpose')}
          value={chosen}
          options={PURPOSES.map((each) => ({
            value: each,
            label: `${t(`purpose.${each}`)} (${t(`purpose.group.${groupOf(each)}`)})`,
          }))}
        />
        <Field
          page={page}
          id={`purpose-reason-${id}`}
          name="purpose_reason"
          label={t('purpose-change.reason')}
          value={fault?.purposeReason ?? ''}
          hint={t('purpose-change.reason-hint')}
          maxlength={500}
        />
      </div>
    </details>
  )
}
