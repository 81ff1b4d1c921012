import type { Level } from '../../server/domain/person.ts'
import { groupOf } from '../../server/domain/purpose.ts'
import type { ReservationDetail } from '../../server/domain/reservation.ts'
import { AlsoList, type TakenAlong } from '../components/also-list.tsx'
import { Icon } from '../components/icon.tsx'
import { type Format, formatOf, hours } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'

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
        </dd>
      </div>
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
