import type { DaySpan } from '../../server/domain/local-months.ts'
import { startOfDay } from '../../server/domain/zone.ts'
import { DataTable } from '../components/data-table.tsx'
import { MonthBars } from '../components/month-bars.tsx'
import { percent, wordsOf } from '../format.ts'
import type { Page } from '../page.ts'
import type { ExchangeMonthFigures } from './exchange-words.ts'
import { hoursText, monthText, shareText } from './report-words.ts'

interface MonthsProps {
  readonly page: Page
  readonly months: readonly ExchangeMonthFigures[]
  readonly current: DaySpan
}

/** The cross-organisation share over the year up to the report, as bars and as a table. */
export function ExchangeMonths({ page, months, current }: MonthsProps) {
  const { t, locale } = page
  const period = [months[0]!, months.at(-1)!].map(({ from }) => monthText(page, from)).join(' – ')
  const isPart = months.some(({ from }) => from < current.from || from >= current.to)
  const bars = months.map(({ from, totalHours, crossShare }) => ({
    label: wordsOf(locale).shortMonths[new Date(startOfDay(from, 'UTC')).getUTCMonth()]!,
    used: (crossShare ?? 0) * 100,
    booked: crossShare === null ? 0 : 100,
    figure: crossShare === null ? '–' : percent(locale, crossShare, 0),
    words: t('exchange.months.words', {
      month: monthText(page, from),
      share: shareText(page, crossShare),
      hours: hoursText(page, totalHours),
    }),
    isNow: isPart && from >= current.from && from < current.to,
  }))
  return (
    <section class="section" aria-labelledby="months">
      <div class="section__head">
        <h2 id="months">{t('exchange.months')}</h2>
      </div>
      <div class="panel">
        <MonthBars label={t('exchange.months.label', { period })} bars={bars} />
      </div>
      <details class="fold">
        <summary>{t('exchange.months.table')}</summary>
        <DataTable
          caption={t('exchange.months')}
          columns={[
            { label: t('exchange.month') },
            { label: t('exchange.used'), isFigure: true },
            { label: t('exchange.kpi.cross'), isFigure: true },
          ]}
          groups={[
            {
              rows: months.map(({ from, totalHours, crossShare }) => [
                monthText(page, from),
                hoursText(page, totalHours),
                shareText(page, crossShare),
              ]),
            },
          ]}
        />
      </details>
    </section>
  )
}
