import type { Level } from '../../server/domain/person.ts'
import { groupOf } from '../../server/domain/purpose.ts'
import type { ReservationDetail } from '../../server/domain/reservation.ts'
import { EmptyState } from '../components/empty-state.tsx'
import { Icon } from '../components/icon.tsx'
import { capitalised, formatOf, hours } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { WeekStrip, type WeekStripProps } from './week-strip.tsx'

export interface RequestCardProps {
  readonly reservation: ReservationDetail
  readonly resource: {
    readonly slug: string
    readonly name: string
    readonly timeZone: string
    readonly capacity: number
  }
  readonly organisation: { readonly name: string; readonly isCompany: boolean }
  /** The requester's right on this resource; null for none. */
  readonly qualification: { readonly level: Level; readonly expiresAt: number | null } | null
  readonly qualificationNeeded: boolean
  readonly week: WeekStripProps['days']
  /** The hours the strip spans, local. */
  readonly hours: WeekStripProps['hours']
  /** Others who ask for the same time. */
  readonly competing: number
  /** One's own request is another steward's to decide. */
  readonly isOwn: boolean
  /** What went wrong with the decision just sent, and what was typed. */
  readonly fault?: { readonly message: string; readonly reason: string; readonly note: string } | undefined
}

export interface ApprovalsPageProps {
  readonly page: Page
  readonly requests: readonly RequestCardProps[]
  readonly notice?: { readonly kind: 'ok' | 'stop'; readonly text: string } | undefined
}

/** The inbox of those who decide: what expires first stands first, with all that a decision needs. */
export function ApprovalsPage({ page, requests, notice }: ApprovalsPageProps): Html {
  const { t } = page
  return (
    <Layout page={page} title={t('approvals.title')} nav="approvals">
      <div class="wrap">
        <div class="page-head">
          <h1>{t('approvals.title')}</h1>
          {requests.length > 0 ? <p class="quiet">{t('approvals.lead', { count: requests.length })}</p> : null}
        </div>
        {notice ? (
          <div class="notice" data-kind={notice.kind} role="status">
            <Icon name={notice.kind === 'ok' ? 'check' : 'stop'} />
            <div>{notice.text}</div>
          </div>
        ) : null}
        {requests.length === 0 ? (
          <EmptyState title={t('approvals.empty')} hint={t('approvals.empty-hint')} />
        ) : (
          <div class="section section--close">
            {requests.map((request, index) => (
              <RequestCard page={page} {...request} isFirst={index === 0} />
            ))}
          </div>
        )}
      </div>
    </Layout>
  )
}

/** Less than this left turns the deadline bar to the colour of care. */
const URGENT_MS = 24 * 3_600_000

function RequestCard({ page, isFirst, ...props }: RequestCardProps & { page: Page; isFirst: boolean }) {
  const { t } = page
  const { reservation, resource } = props
  const format = formatOf(page.locale, resource.timeZone)
  const left = (reservation.decideBy ?? reservation.start) - page.now
  const id = `request-${reservation.id}`
  return (
    <article class="request" aria-labelledby={id}>
      <div class="request__due" data-kind={left < URGENT_MS ? 'care' : null}>
        <span>
          <Icon name="clock" /> {t('approvals.due')} <b>{format.moment(reservation.decideBy ?? reservation.start)}</b>
        </span>
        <span>
          <b>{t('approvals.left', { time: timeLeft(left) })}</b>
        </span>
      </div>
      <div class="request__body">
        <div class="stack">
          <div>
            <p class="small quiet">
              <a href={`/equipment/${resource.slug}?week=${format.isoDay(reservation.start)}`}>{resource.name}</a>
            </p>
            <h2 id={id}>
              <time datetime={new Date(reservation.start).toISOString()}>
                {capitalised(format.longDay(reservation.start))}, {format.span(reservation.start, reservation.end)}
              </time>
            </h2>
          </div>
          <RequestFacts page={page} {...props} />
        </div>
        <div class="stack">
          <WeekStrip page={page} days={props.week} hours={props.hours} />
          {props.competing > 0 ? <p class="small">{t('approvals.competing', { count: props.competing })}</p> : null}
        </div>
      </div>
      <div class="request__foot">
        {props.isOwn ? (
          <p class="small quiet">{t('approvals.own')}</p>
        ) : (
          <Decision page={page} id={reservation.id} fault={props.fault} isOpen={isFirst || props.fault !== undefined} />
        )}
      </div>
    </article>
  )
}

/** `3 dni`-like lengths are read as hours up to two days, then as days. */
function timeLeft(ms: number): string {
  return hours(Math.max(0, Math.floor(ms / 60_000)) * 60_000)
}

function RequestFacts({
  page,
  reservation,
  organisation,
  qualification,
  qualificationNeeded,
  resource,
}: RequestCardProps & { page: Page }) {
  const { t } = page
  const group = groupOf(reservation.purpose)
  return (
    <dl class="facts facts--list">
      <div>
        <dt>{t('approvals.who')}</dt>
        <dd>
          <b>{reservation.requester.name}</b>, {organisation.name}
          <br />
          <span class="faint">{qualificationText(page, qualification, qualificationNeeded, resource.timeZone)}</span>
        </dd>
      </div>
      <div>
        <dt>{t('approvals.what')}</dt>
        <dd>
          <a href={`/reservations/${reservation.id}`}>{reservation.title}</a>
          {reservation.note ? (
            <>
              <br />
              <span class="quiet">{reservation.note}</span>
            </>
          ) : null}
        </dd>
      </div>
      <div>
        <dt>{t('approvals.purpose')}</dt>
        <dd>
          {t(`purpose.${reservation.purpose}`)}{' '}
          <span class="chip" data-kind={group === 'economic' ? 'care' : 'plain'}>
            <Icon name={group === 'economic' ? 'care' : 'check'} />
            {t(`purpose.group.${group}`)}
          </span>
        </dd>
      </div>
      {reservation.project ? (
        <div>
          <dt>{t('approvals.project')}</dt>
          <dd>
            {reservation.project.title} ({reservation.project.code})
          </dd>
        </div>
      ) : null}
    </dl>
  )
}

function qualificationText(page: Page, held: RequestCardProps['qualification'], needed: boolean, zone: string): string {
  const { t } = page
  if (!held) return needed ? t('approvals.no-qualification') : ''
  const level = t(`approvals.qualification.${held.level}`)
  return held.expiresAt === null
    ? level
    : t('approvals.qualification-until', { level, day: formatOf(page.locale, zone).date(held.expiresAt) })
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
  readonly fault: RequestCardProps['fault']
}

/** One yellow button a page: that of the request to decide first. */
function DecisionForm({ page, id, fault, isMain }: DecisionProps & { isMain: boolean }) {
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
        <p class="row">
          <button class={isMain ? 'button button--primary' : 'button'} type="submit" name="decision" value="approve">
            <Icon name="check" /> {t('approvals.approve')}
          </button>
        </p>
      </div>
      <details class="fold" open={fault !== undefined}>
        <summary>{t('approvals.decline-fold')}</summary>
        <div class="stack">
          <div class="field">
            <label for={`reason-${id}`}>
              {t('approvals.reason')} <span class="faint">{t('approvals.required')}</span>
            </label>
            <textarea class="input" id={`reason-${id}`} name="reason" rows={2} maxlength={500}>
              {fault?.reason ?? ''}
            </textarea>
          </div>
          <p>
            <button class="button button--stop" type="submit" name="decision" value="decline">
              <Icon name="cross" /> {t('approvals.decline')}
            </button>
          </p>
        </div>
      </details>
    </form>
  )
}
