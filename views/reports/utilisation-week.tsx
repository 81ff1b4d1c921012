import type { HeatCell, HeatGrid } from '../../server/domain/heat-map.ts'
import { HEAT_STEPS, HeatMap } from '../components/heat-map.tsx'
import { formatOf } from '../format.ts'
import type { Page } from '../page.ts'
import { shareText } from './report-words.ts'

/** In which hours of the week the equipment works. */
export function UtilisationWeek({ page, grid }: { page: Page; grid: HeatGrid }) {
  const { t } = page
  return (
    <section aria-labelledby="week">
      <div class="section__head">
        <h2 id="week">{t('reports.heat')}</h2>
      </div>
      <div class="panel">
        {grid.busiest && grid.quietest ? (
          <Chart page={page} grid={grid} busiest={grid.busiest} quietest={grid.quietest} />
        ) : (
          <p class="quiet">{t('reports.heat.none')}</p>
        )}
      </div>
    </section>
  )
}

function Chart({
  page,
  grid,
  busiest,
  quietest,
}: {
  page: Page
  grid: HeatGrid
  busiest: HeatCell
  quietest: HeatCell
}) {
  const { t } = page
  const format = formatOf(page.locale, 'UTC')
  const days = Array.from({ length: 7 }, (_, weekday) => format.dayName(mondayPlus(weekday)))
  const shortDays = Array.from({ length: 7 }, (_, weekday) => format.dayTiny(mondayPlus(weekday)))
  const slot = ({ weekday, hour }: HeatCell) =>
    t('reports.heat.slot', { day: days[weekday]!, from: `${hour}:00`, to: `${hour + 1}:00` })
  const ends = {
    busiest: slot(busiest),
    most: shareText(page, busiest.share),
    quietest: slot(quietest),
    least: shareText(page, quietest.share),
  }
  const words = {
    title: t('reports.heat.title'),
    summary: t('reports.heat.summary', ends),
    asTable: t('reports.heat.table'),
    day: t('reports.heat.day'),
    closed: t('reports.heat.closed'),
    days,
    shortDays,
  }
  return (
    <>
      <HeatMap id="heat" grid={grid} words={words} />
      <p class="heat-key">
        <span>{t('reports.heat.key')}</span>
        {HEAT_STEPS.map((step, i) => (
          <>
            <i data-level={i + 1} />
            {step}{' '}
          </>
        ))}
      </p>
      <p class="small quiet pad">
        {t('reports.heat.booked-key')} {t('reports.heat.ends', ends)}
      </p>
    </>
  )
}

/** Noon of a day of the week of Monday 5 January 2026. */
const mondayPlus = (days: number) => Date.UTC(2026, 0, 5 + days, 12)
