import type { LedgerEffect } from '../../server/domain/ledger-effect.ts'
import type { Level } from '../../server/domain/person.ts'
import { groupOf } from '../../server/domain/purpose.ts'
import type { ReservationDetail } from '../../server/domain/reservation.ts'
import type { Tie } from '../../server/domain/ties.ts'
import { AlsoList, type TakenAlong } from '../components/also-list.tsx'
import { Icon } from '../components/icon.tsx'
import { type Format, formatOf, hours } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import { type VoiceShown, Voices } from './voices.tsx'

export interface RequestFactsProps {
  readonly page: Page
  readonly reservation: ReservationDetail
  /** The page of what is asked for. */
  readonly href: string
  readonly resource: {
    readonly slug: string
    readonly name: string
    readonly timeZone: string
    readonly capacity: number
  }
  readonly also: readonly TakenAlong[]
  readonly organisation: { readonly name: string; readonly isCompany: boolean }
  /** The requester's right on this resource; null for none. */
  readonly qualification: { readonly level: Level; readonly expiresAt: number | null } | null
  readonly qualificationNeeded: boolean
  /** How the requester has kept to reservations of this resource in the last year. */
  readonly record: TrackRecord | null
  /** What connects the reader with the request. */
  readonly ties: readonly Tie[]
  /** What it takes of the requester's limits. */
  readonly limits: readonly Limit[]
  /** What it does to the State-aid books of what it takes. */
  readonly ledger: readonly LedgerEffect[]
  /** Those who have to agree, where it takes more than one. */
  readonly voices: readonly VoiceShown[]
  /** Of what had been approved and was changed since: as it was, where that differs. */
  readonly was: {
    readonly start: number | undefined
    readonly end: number | undefined
    readonly units: number | undefined
  } | null
}

interface Limit {
  readonly rule: string
  readonly used: string
  readonly asked: string
}

interface TrackRecord {
  readonly completed: number
  readonly noShows: number
  readonly lateCancellations: number
}

/** Less than this left turns the deadline bar to the colour of care. */
const URGENT_MS = 24 * 3_600_000

/** The line above a card: until when, and how much of it is left. */
export function Due({ page, by, format }: { page: Page; by: number; format: Format }): Html {
  const { t } = page
  const left = by - page.now
  return (
    <div class="request__due" data-kind={left < URGENT_MS ? 'care' : null}>
      <span>
        <Icon name="clock" /> {t('approvals.due')} <b>{format.moment(by)}</b>
      </span>
      <span>
        <b>{t('approvals.left', { time: timeLeft(left) })}</b>
      </span>
    </div>
  )
}

/** `3 dni`-like lengths are read as hours up to two days, then as days. */
function timeLeft(ms: number): string {
  return hours(Math.max(0, Math.floor(ms / 60_000)) * 60_000)
}

/** Who asks, by what right, what for. */
export function RequestFacts({
  page,
  reservation,
  href,
  also,
  organisation,
  qualification,
  qualificationNeeded,
  resource,
  record,
  ties,
  limits,
  voices,
  was,
}: RequestFactsProps): Html {
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
          {record ? <span class="small quiet record">{recordText(page, record)}</span> : null}
          {ties.map((tie) => (
            <span class="small record">
              <Icon name="info" /> {t(`approvals.tie-${tie}`)}
            </span>
          ))}
        </dd>
      </div>
      {limits.length > 0 ? (
        <div>
          <dt>{t('approvals.limits')}</dt>
          <dd>
            {limits.map(({ rule, used, asked }) => (
              <span class="small record">{t('approvals.limit', { rule, used, asked })}</span>
            ))}
          </dd>
        </div>
      ) : null}
      {voices.length > 0 ? (
        <div>
          <dt>{t('voices.title')}</dt>
          <dd>
            <Voices page={page} voices={voices} />
          </dd>
        </div>
      ) : null}
      {was ? (
        <div>
          <dt>{t('approvals.changed')}</dt>
          <dd>
            <Difference page={page} reservation={reservation} was={was} zone={resource.timeZone} />
          </dd>
        </div>
      ) : null}
      <div>
        <dt>{t('approvals.what')}</dt>
        <dd>
          <a href={href}>{reservation.title}</a>
          {reservation.note ? (
            <>
              <br />
              <span class="quiet">{reservation.note}</span>
            </>
          ) : null}
        </dd>
      </div>
      {also.length > 0 ? (
        <div>
          <dt>{t('also.with')}</dt>
          <dd>
            <AlsoList page={page} also={also} />
          </dd>
        </div>
      ) : null}
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

/** What was approved, and what is asked for now. */
function Difference({
  page,
  reservation,
  was,
  zone,
}: {
  page: Page
  reservation: ReservationDetail
  was: NonNullable<RequestFactsProps['was']>
  zone: string
}) {
  const { t } = page
  const format = formatOf(page.locale, zone)
  const { start, end, units } = reservation
  const isMoved = was.start !== undefined || was.end !== undefined
  return (
    <>
      {isMoved ? (
        <>
          {t('approvals.was')} <del>{format.daySpan(was.start ?? start, was.end ?? end)}</del>
          <br />
          {t('approvals.is')} <ins>{format.daySpan(start, end)}</ins>
        </>
      ) : null}
      {was.units === undefined ? null : (
        <>
          {isMoved ? <br /> : null}
          {t('approvals.units-changed', { from: was.units, to: units })}
        </>
      )}
      {isMoved || was.units !== undefined ? null : t('approvals.changed-else')}
    </>
  )
}

function recordText({ t }: Page, { completed, noShows, lateCancellations }: TrackRecord): string {
  if (completed + noShows + lateCancellations === 0) return t('approvals.record-none')
  return [
    t('approvals.record-completed', { count: completed }),
    ...(noShows > 0 ? [t('approvals.record-no-shows', { count: noShows })] : []),
    ...(lateCancellations > 0 ? [t('approvals.record-late', { count: lateCancellations })] : []),
  ].join(', ')
}

function qualificationText(
  page: Page,
  held: RequestFactsProps['qualification'],
  needed: boolean,
  zone: string,
): string {
  const { t } = page
  if (!held) return needed ? t('approvals.no-qualification') : ''
  const level = t(`approvals.qualification.${held.level}`)
  return held.expiresAt === null
    ? level
    : t('approvals.qualification-until', { level, day: formatOf(page.locale, zone).date(held.expiresAt) })
}
