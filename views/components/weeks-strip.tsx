import type { Interval } from '../../server/domain/interval.ts'
import { formatOf, hours } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import { SWAPS_CALENDAR } from './calendar-links.ts'

/** A week on the coarse scale. */
export interface WeekSummary extends Interval {
  /** `2026-W48` */
  readonly week: string
  readonly openMs: number
  readonly freeMs: number
}

interface WeeksStripProps {
  readonly page: Page
  readonly zone: string
  readonly weeks: readonly WeekSummary[]
  readonly current: string
  readonly urlOf: (week: string) => string
}

/** Six weeks and their free hours; each leads to its calendar. */
export function WeeksStrip({ page, zone, weeks, current, urlOf }: WeeksStripProps): Html {
  const { t } = page
  const format = formatOf(page.locale, zone)
  return (
    <nav class="weeks" {...SWAPS_CALENDAR} aria-label={t('calendar.weeks')}>
      {weeks.map(({ week, start, end, openMs, freeMs }) => (
        <a href={urlOf(week)} aria-current={week === current ? 'true' : null}>
          <b>{t('calendar.week', { week: Number(week.slice(6)) })}</b>
          <b>{openMs > 0 ? hours(Math.floor(freeMs / 3_600_000) * 3_600_000) : '–'}</b>
          <span>{format.shortDates(start, end)}</span>
          <span>{t(openMs > 0 ? 'calendar.free' : 'calendar.closed')}</span>
          <svg class="gaugebar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
            <path class="bed" d="M0 0h100v6H0z" />
            {freeMs > 0 ? <path class="fill" d={`M0 0h${Math.round((freeMs / openMs) * 1000) / 10}v6H0z`} /> : null}
          </svg>
        </a>
      ))}
    </nav>
  )
}
