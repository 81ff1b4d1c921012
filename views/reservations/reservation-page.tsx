import type { LedgerEffect } from '../../server/domain/ledger-effect.ts'
import type { State } from '../../server/domain/lifecycle.ts'
import { groupOf } from '../../server/domain/purpose.ts'
import type { ReservationDetail, ReservationEvent } from '../../server/domain/reservation.ts'
import { type VoiceShown, Voices } from '../approvals/voices.tsx'
import { AlsoList, type TakenAlong } from '../components/also-list.tsx'
import { Crumbs } from '../components/crumbs.tsx'
import { Icon } from '../components/icon.tsx'
import { StateChip } from '../components/state-chip.tsx'
import { capitalised, type Format, formatOf, hours } from '../format.ts'
import type { Child, Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { LedgerEffects } from '../state-aid/ledger-effects.tsx'
import { type PurposeFault, PurposePanel } from '../state-aid/purpose-panel.tsx'
import { eventLine, toldEvents } from './event-line.tsx'
import { type Guests, GuestsPanel } from './guests-panel.tsx'
import { MessageThread, type Thread } from './message-thread.tsx'
import { MissPanel, type UseFacts, UsePanel, usedText } from './use-panel.tsx'

export interface ReservationPageProps {
  readonly page: Page
  readonly reservation: ReservationDetail
  /** The series it is one date of, its rule in words. */
  readonly series: { readonly id: number; readonly sentence: string } | null
  readonly resource: {
    readonly slug: string
    readonly name: string
    readonly timeZone: string
    readonly capacity: number
    readonly cancelNoticeMinutes: number
  }
  readonly lab: { readonly slug: string; readonly name: string; readonly organisation: string }
  readonly also: readonly TakenAlong[]
  /** Busy time with set-up and clean-up; null when there is none. */
  readonly busy: { readonly start: number; readonly end: number } | null
  readonly organisation: string
  readonly events: readonly ReservationEvent[]
  /** Those who have to agree while it waits, where it takes more than one. */
  readonly voices: readonly VoiceShown[]
  /** Questions and answers; null where they are not the reader's business. */
  readonly thread: Thread | null
  /** Who is invited along; null where that is not the reader's business. */
  readonly guests: Guests | null
  readonly use: UseFacts
  /** What it does to the State-aid books, for those who look after what it takes. */
  readonly ledger: readonly LedgerEffect[]
  readonly purposeFault?: PurposeFault | undefined
  /** What to write in a publication; null before the end, and where its owner wrote nothing. */
  readonly acknowledgement: string | null
  readonly may: {
    readonly change: boolean
    readonly cancel: boolean
    readonly decide: boolean
    readonly correctPurpose: boolean
    readonly seeNote: boolean
  }
  readonly notice?: { readonly kind: 'ok' | 'stop'; readonly title: string; readonly hint?: string } | undefined
}

/** One reservation: when, what for, what happened to it and what can be done. */
export function ReservationPage(props: ReservationPageProps): Html {
  const { page, reservation, resource, notice } = props
  const { t } = page
  const format = formatOf(page.locale, resource.timeZone)
  return (
    <Layout page={page} title={reservation.title} nav="mine">
      <div class="wrap">
        <Crumbs
          page={page}
          items={[
            { label: t('reservation.mine'), href: '/reservations' },
            { label: t('reservation.number', { id: reservation.id }) },
          ]}
        />
        <div class="page-head">
          <p>
            <StateChip page={page} kind={reservation.state} large />
          </p>
          <h1>{reservation.title}</h1>
          <p class="lead">
            <time datetime={new Date(reservation.start).toISOString()}>
              {capitalised(format.fullDay(reservation.start))}
            </time>
            , <span class="nowrap">{format.span(reservation.start, reservation.end)}</span>. {resource.name}.
          </p>
          {props.series ? (
            <p class="row small">
              <Icon name="repeat" />
              <span>
                {t('series.part-of')} {props.series.sentence}.{' '}
                <a href={`/series/${props.series.id}`}>{t('series.open')}</a>
              </span>
            </p>
          ) : null}
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
        <Steps page={page} reservation={reservation} format={format} />
        <div class="section two two--wide-left">
          <div class="stack">
            <Details {...props} />
            {props.guests ? <GuestsPanel page={page} reservation={reservation} guests={props.guests} /> : null}
            {props.voices.length > 0 ? (
              <section class="panel stack" aria-labelledby="voices">
                <h2 id="voices">{t('voices.title')}</h2>
                <Voices page={page} voices={props.voices} />
              </section>
            ) : null}
            <History {...props} />
            {props.thread ? (
              <MessageThread page={page} id={reservation.id} timeZone={resource.timeZone} thread={props.thread} />
            ) : null}
          </div>
          <aside class="stack" aria-label={t('reservation.actions')}>
            {props.ledger.length > 0 ? (
              <div class="panel stack">
                <LedgerEffects page={page} effects={props.ledger} />
              </div>
            ) : null}
            <Actions {...props} />
            {props.may.correctPurpose ? (
              <PurposePanel
                page={page}
                id={reservation.id}
                purpose={reservation.purpose}
                fault={props.purposeFault ?? null}
              />
            ) : null}
            <MissPanel page={page} reservation={reservation} timeZone={resource.timeZone} use={props.use} />
            <p class="micro faint">{t('reservation.version', { id: reservation.id, version: reservation.version })}</p>
          </aside>
        </div>
      </div>
    </Layout>
  )
}

const OVER: ReadonlySet<State> = new Set(['completed', 'no_show'])

function Steps({ page, reservation, format }: { page: Page; reservation: ReservationDetail; format: Format }) {
  const { t } = page
  const { state, decideBy, decidedAt } = reservation
  if (['declined', 'expired', 'cancelled'].includes(state)) return null
  const current = state === 'requested' ? 1 : OVER.has(state) ? 3 : 2
  const steps = [
    { name: t('reservation.step-asked'), when: format.moment(reservation.createdAt) },
    ...(decideBy !== null || decidedAt !== null
      ? [
          {
            name: t('reservation.step-decision'),
            when:
              decidedAt !== null
                ? format.moment(decidedAt)
                : t('reservation.step-decision-by', { moment: format.moment(decideBy!) }),
          },
        ]
      : []),
    { name: t('reservation.step-use'), when: format.daySpan(reservation.start, reservation.end) },
    { name: t('reservation.step-over'), when: '' },
  ]
  const at = current - (4 - steps.length)
  return (
    <ol class="steps" aria-label={t('reservation.course')}>
      {steps.map(({ name, when }, index) => (
        <li
          data-step={index < at ? 'done' : index === at ? 'current' : null}
          aria-current={index === at ? 'step' : null}
        >
          <b>{name}</b>
          {when}
        </li>
      ))}
    </ol>
  )
}

function Details({
  page,
  reservation,
  resource,
  also,
  lab,
  busy,
  organisation,
  may,
  use,
  ...props
}: ReservationPageProps) {
  const { t } = page
  const format = formatOf(page.locale, resource.timeZone)
  const length = hours(reservation.end - reservation.start)
  const buffered = busy && (busy.start < reservation.start || busy.end > reservation.end)
  return (
    <section class="panel" aria-labelledby="details">
      <h2 id="details">{t('reservation.details')}</h2>
      <dl class="facts facts--list">
        <Fact name={t('reservation.resource')}>
          <a href={`/equipment/${resource.slug}`}>{resource.name}</a>
        </Fact>
        {also.length > 0 ? (
          <Fact name={t('also.with')}>
            <AlsoList page={page} also={also} />
          </Fact>
        ) : null}
        <Fact name={t('reservation.place')}>
          <a href={`/labs/${lab.slug}`}>{lab.name}</a>, {lab.organisation}
        </Fact>
        <Fact name={t('reservation.work-time')}>
          {buffered ? t('reservation.busy-time', { hours: length, span: format.span(busy.start, busy.end) }) : length}
        </Fact>
        {use.used.length > 0 ? <Fact name={t('use.title')}>{usedText(page, use, resource.timeZone)}</Fact> : null}
        {resource.capacity > 1 ? (
          <Fact name={t('reservation.units')}>
            {t('reservation.units-taken', { units: reservation.units, capacity: resource.capacity })}
          </Fact>
        ) : null}
        <Fact name={t('reservation.requester')}>
          {reservation.requester.name}, {organisation}
        </Fact>
        <Fact name={t('reservation.purpose')}>
          {t(`purpose.${reservation.purpose}`)} ({t(`purpose.group.${groupOf(reservation.purpose)}`)})
        </Fact>
        {reservation.project ? (
          <Fact name={t('reservation.project')}>
            {reservation.project.title} ({reservation.project.code})
          </Fact>
        ) : null}
        {reservation.note && may.seeNote ? <Fact name={t('reservation.notes')}>{reservation.note}</Fact> : null}
        {reservation.decisionReason ? (
          <Fact name={t('reservation.decision-reason')}>{reservation.decisionReason}</Fact>
        ) : null}
        {props.acknowledgement ? <Fact name={t('access.cite')}>{props.acknowledgement}</Fact> : null}
        <Fact name={t('reservation.visibility')}>{t('reservation.visibility-text')}</Fact>
      </dl>
    </section>
  )
}

function Fact({ name, children }: { name: string; children?: Child }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function History({ page, reservation, resource, events }: ReservationPageProps) {
  const { t } = page
  const format = formatOf(page.locale, resource.timeZone)
  const when = (at: number) => (
    <time
      datetime={new Date(at).toISOString()}
    >{`${format.dayMonth(at)} ${format.isoDay(at).slice(0, 4)}, ${format.clock(at)}`}</time>
  )
  const told = toldEvents(reservation, events)
  const made = told[0]?.before ?? reservation
  const wasRequest = reservation.decideBy !== null || reservation.decidedAt !== null
  return (
    <section class="panel stack" aria-labelledby="history">
      <h2 id="history">{t('reservation.history')}</h2>
      <ol class="history">
        <li>
          {when(reservation.createdAt)}
          <div>
            {t(wasRequest ? 'event.created-request' : 'event.created', {
              person: reservation.requester.name,
              span: format.daySpan(made.start, made.end),
            })}
          </div>
        </li>
        {told.map((each) => (
          <li>
            {when(each.event.at)}
            <div>{eventLine(each, page, format)}</div>
          </li>
        ))}
        {reservation.state === 'requested' && reservation.decideBy !== null ? (
          <li data-step="next">
            {when(reservation.decideBy)}
            <div class="quiet">{t('event.pending')}</div>
          </li>
        ) : null}
      </ol>
    </section>
  )
}

function Actions({ page, reservation, resource, series, may, use }: ReservationPageProps) {
  const { t } = page
  const { id } = reservation
  return (
    <div class="panel stack">
      <h2>{t('reservation.actions')}</h2>
      <UsePanel page={page} reservation={reservation} timeZone={resource.timeZone} use={use} />
      <div class="stack actions">
        {may.decide ? (
          <a class="button button--primary button--wide" href={`/approvals?open=${id}#request-${id}`}>
            <Icon name="check" /> {t('reservation.step-decision')}
          </a>
        ) : null}
        {may.change ? (
          <a class="button button--wide" href={`/reservations/${id}/edit`}>
            <Icon name="pencil" /> {t('reservation.change')}
          </a>
        ) : null}
        <a class="button button--wide" href={`/reservations/${id}.ics`}>
          <Icon name="calendar" /> {t('reservation.add-to-calendar')}
        </a>
        <a class="button button--wide" href={`/equipment/${resource.slug}`}>
          <Icon name="repeat" /> {t('reservation.repeat')}
        </a>
      </div>
      {may.cancel ? <Cancellation page={page} reservation={reservation} resource={resource} series={series} /> : null}
    </div>
  )
}

function Cancellation({
  page,
  reservation,
  resource,
  series,
}: Pick<ReservationPageProps, 'page' | 'reservation' | 'resource' | 'series'>) {
  const { t } = page
  const noticeMs = resource.cancelNoticeMinutes * 60_000
  const freeUntil = reservation.start - noticeMs
  return (
    <details class="fold">
      <summary>{t('reservation.cancel')}</summary>
      <form class="stack" action={`/reservations/${reservation.id}/cancellation`} method="post">
        <input type="hidden" name="_csrf" value={page.csrf} />
        {series ? (
          <fieldset class="stack tight">
            <legend class="label">{t('series.scope')}</legend>
            {(['this', 'following', 'all'] as const).map((scope) => (
              <label class="check">
                <input type="radio" name="scope" value={scope} checked={scope === 'this'} />
                {t(`series.scope-${scope}`)}
              </label>
            ))}
            <label class="check">
              <input type="checkbox" name="include_changed" value="1" checked={reservation.isChangedAlone} />
              {t('series.include-changed')}
            </label>
          </fieldset>
        ) : null}
        <div class="field">
          <label for="reason">
            {t('reservation.cancel-reason')} <span class="faint">{t('reservation.optional')}</span>
          </label>
          <textarea class="input" id="reason" name="reason" rows={2} maxlength={500} />
        </div>
        <p>
          <button class="button button--stop" type="submit">
            <Icon name="cross" /> {t('reservation.cancel')}
          </button>
        </p>
        <p class="hint">
          {page.now > freeUntil && noticeMs > 0
            ? t('reservation.cancel-late', { hours: hours(noticeMs) })
            : t('reservation.cancel-free-until', {
                moment: formatOf(page.locale, resource.timeZone).moment(freeUntil),
              })}
        </p>
      </form>
    </details>
  )
}
