import type { Interval } from '../../server/domain/interval.ts'
import type { MissKind } from '../../server/domain/usage.ts'
import { Icon } from '../components/icon.tsx'
import { formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'

/** What can be done about the use of a reservation, and what is known of it. */
export interface UseFacts {
  /** Records of it; `end` null while it runs. */
  readonly used: readonly { readonly start: number; readonly end: number | null; readonly isEstimated: boolean }[]
  /** From when this person may begin; null for who may not, or no more. */
  readonly beginFrom: number | null
  readonly mayEnd: boolean
  /** When it is let go unless somebody begins; null for never. */
  readonly missedAt: number | null
  /** Whom a steward acts for; null for oneself. */
  readonly onBehalfOf: string | null
  readonly miss: {
    readonly kind: MissKind
    /** Until when it counts. */
    readonly until: number
    readonly excuse: { readonly by: string; readonly reason: string } | null
    readonly mayExcuse: boolean
  } | null
}

interface UseProps {
  readonly page: Page
  readonly reservation: Interval & { readonly id: number }
  readonly timeZone: string
  readonly use: UseFacts
}

/** Buttons to begin and to end, for whoever may. */
export function UsePanel({ page, reservation, timeZone, use }: UseProps): Html | null {
  const { t } = page
  const format = formatOf(page.locale, timeZone)
  if (use.mayEnd)
    return (
      <Act page={page} action={`/reservations/${reservation.id}/check-out`} icon="stop" label={t('use.end')}>
        {page.now < reservation.end ? t('use.end-frees') : ''}
      </Act>
    )
  if (use.beginFrom === null) return null
  if (page.now < use.beginFrom)
    return (
      <p class="hint">
        <Icon name="clock" /> {t('use.begin-from', { moment: format.moment(use.beginFrom) })}
      </p>
    )
  const hints = [
    use.onBehalfOf && t('use.begin-for', { name: use.onBehalfOf }),
    use.missedAt && t('use.no-show-at', { clock: format.clock(use.missedAt) }),
  ]
  return (
    <Act page={page} action={`/reservations/${reservation.id}/check-in`} icon="instant" label={t('use.begin')}>
      {hints.filter(Boolean).join(' ')}
    </Act>
  )
}

interface ActProps {
  readonly page: Page
  readonly action: string
  readonly icon: 'stop' | 'instant'
  readonly label: string
  readonly children?: string
}

function Act({ page, action, icon, label, children }: ActProps) {
  return (
    <form class="stack tight" action={action} method="post">
      <input type="hidden" name="_csrf" value={page.csrf} />
      <button class="button button--primary button--wide" type="submit">
        <Icon name={icon} /> {label}
      </button>
      {children ? <p class="hint">{children}</p> : null}
    </form>
  )
}

/** When it was really used, in one line. */
export function usedText(page: Page, use: UseFacts, timeZone: string): string {
  const format = formatOf(page.locale, timeZone)
  const texts = use.used.map(({ start, end, isEstimated }) => {
    if (end === null) return page.t('use.running-since', { moment: format.moment(start) })
    const span = format.daySpan(start, end)
    return isEstimated ? `${span} (${page.t('use.estimated')})` : span
  })
  return [...new Set(texts)].join('; ')
}

/** A no-show or a late cancellation: whether it counts, and the way to excuse it. */
export function MissPanel({ page, reservation, timeZone, use }: UseProps): Html | null {
  const { miss } = use
  if (!miss) return null
  const { t } = page
  return (
    <section class="panel stack" id="miss" aria-labelledby="miss-title">
      <h2 id="miss-title">{t(`use.miss-${miss.kind}`)}</h2>
      <p>{missText(page, miss, timeZone)}</p>
      {miss.mayExcuse ? (
        <form class="stack" action={`/reservations/${reservation.id}/excuse`} method="post">
          <input type="hidden" name="_csrf" value={page.csrf} />
          <div class="field">
            <label for="excuse-reason">{t('use.excuse-reason')}</label>
            <input class="input" id="excuse-reason" name="reason" required maxlength={500} />
          </div>
          <p>
            <button class="button" type="submit">
              {t('use.excuse')}
            </button>
          </p>
        </form>
      ) : null}
    </section>
  )
}

export function missText(page: Page, miss: Omit<NonNullable<UseFacts['miss']>, 'mayExcuse'>, zone: string): string {
  const { t } = page
  if (miss.excuse) return t('use.miss-excused', { name: miss.excuse.by, reason: miss.excuse.reason })
  if (miss.until <= page.now) return t('use.miss-old')
  return t('use.miss-counts', { date: formatOf(page.locale, zone).date(miss.until) })
}
