import type { DaySpan } from '../../server/domain/local-months.ts'
import { startOfDay } from '../../server/domain/zone.ts'
import { MonthBars } from '../components/month-bars.tsx'
import { number, wordsOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import { hoursText, monthText } from './report-words.ts'

/** Hours of one month, all resources of the report together. */
export interface MonthFigures {
  /** Its first day, `2026-01-01`. */
  readonly from: string
  readonly bookedHours: number
  readonly usedHours: number
}

interface MonthsProps {
  readonly page: Page
  readonly months: readonly MonthFigures[]
  readonly current: DaySpan
  readonly legend: Html
  /** The page with every row. */
  readonly href: string
}

/** The year up to the report, month by month. */
export function UtilisationMonths({ page, months, current, legend, href }: MonthsProps) {
  const { t, locale } = page
  const [first, last] = [months[0]!.from, months.at(-1)!.from]
  const bars = months.map(({ from, bookedHours, usedHours }) => ({
    label: wordsOf(locale).shortMonths[new Date(startOfDay(from, 'UTC')).getUTCMonth()]!,
    used: usedHours,
    booked: bookedHours,
    figure: number(locale, usedHours, 0),
    words: t('reports.months.words', { used: hoursText(page, usedHours), booked: hoursText(page, bookedHours) }),
    isNow: from >= current.from && from < current.to,
  }))
  return (
    <section aria-labelledby="months">
      <div class="section__head">
        <h2 id="months">{t('reports.months')}</h2>
        {legend}
      </div>
      <div class="panel">
        <MonthBars
          label={t('reports.months.label', { period: `${monthText(page, first)} – ${monthText(page, last)}` })}
          bars={bars}
        />
        <p class="small quiet pad">
          {t('reports.months.note')} <a href={href}>{t('reports.months.all')}</a>
        </p>
      </div>
    </section>
  )
}
