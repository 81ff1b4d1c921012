import { scaleThreshold } from 'd3-scale'
import { type HeatGrid, heatGridOf } from '../../server/domain/heat-map.ts'
import { startOfDay } from '../../server/domain/zone.ts'
import { barChartSvg } from '../files/bar-chart.tsx'
import { gridChartSvg } from '../files/grid-chart.tsx'
import type { CellKind, FileColumn, FilePart } from '../files/report-file.ts'
import { formatOf, number, wordsOf } from '../format.ts'
import { hoursText, monthText } from './report-words.ts'
import type { FileReader } from './utilisation-file.ts'
import type { MonthFigures } from './utilisation-months.tsx'

/** The year and the week of the report as drawings, each with its figures as a table. */
export function utilisationCharts(months: readonly MonthFigures[], week: Float32Array, reader: FileReader): FilePart[] {
  const grid = heatGridOf(week)
  return [...monthParts(months, reader), ...(grid.busiest ? weekParts(grid, reader) : [])]
}

const column = (key: string, title: string, kind: CellKind, definition: string): FileColumn => ({
  ...{ key, title, kind, definition },
})

function monthParts(months: readonly MonthFigures[], reader: FileReader): FilePart[] {
  const { t, locale } = reader
  const period = [months[0]!, months.at(-1)!].map(({ from }) => monthText(reader, from)).join(' – ')
  const title = t('reports.months.label', { period })
  const svg = barChartSvg({
    title,
    summary: months
      .map(({ from, usedHours, bookedHours }) => {
        const hours = { used: hoursText(reader, usedHours), booked: hoursText(reader, bookedHours) }
        return `${monthText(reader, from)}: ${t('reports.months.words', hours)}`
      })
      .join('; '),
    bars: months.map(({ from, usedHours, bookedHours }) => ({
      label: wordsOf(locale).shortMonths[new Date(startOfDay(from, 'UTC')).getUTCMonth()]!,
      value: usedHours,
      outline: bookedHours,
      figure: number(locale, usedHours, 0),
    })),
  })
  const rows = months.map(({ from, usedHours, bookedHours }) => [monthText(reader, from), usedHours, bookedHours])
  const columns = [
    column('month', t('exchange.month'), 'text', t('exchange.is.month')),
    column('used_hours', t('reports.field.used_hours'), 'hours', t('reports.field.used_hours-is')),
    column('booked_hours', t('reports.field.booked_hours'), 'hours', t('reports.field.booked_hours-is')),
  ]
  return [
    { kind: 'chart', title, svg },
    { kind: 'text', text: t('files.bars') },
    { kind: 'table', table: { title: t('reports.months'), columns, rows, total: null } },
  ]
}

/** The steps of the page's map. */
const level = scaleThreshold<number, number>([0.1, 0.3, 0.5, 0.7, 0.85], [0, 1, 2, 3, 4, 5])

function weekParts({ hours, rows }: HeatGrid, reader: FileReader): FilePart[] {
  const { t } = reader
  const format = formatOf(reader.locale, 'UTC')
  const title = t('reports.heat.title')
  const svg = gridChartSvg({
    title,
    summary: t('files.week'),
    columns: hours.map(String),
    rows: rows.map((row) => ({
      label: format.dayTiny(dayOfWeek(row[0]!.weekday)),
      cells: row.map(({ share }) =>
        share === null ? null : { level: level(share), figure: String(Math.round(share * 100)) },
      ),
    })),
  })
  const columns = [
    column('day', t('reports.heat.day'), 'text', title),
    ...hours.map((hour) => column(`hour_${hour}`, `${hour}–${hour + 1}`, 'share', t('files.week'))),
  ]
  const shares = rows.map((row) => [
    format.dayName(dayOfWeek(row[0]!.weekday)),
    ...row.map(({ share }) => (share === null ? null : Math.round(share * 1e6) / 1e6)),
  ])
  return [
    { kind: 'chart', title, svg },
    // The drawing holds every figure.
    { kind: 'table', table: { title: t('reports.heat'), columns, rows: shares, total: null }, printed: [] },
  ]
}

/** Noon of a day of the week of Monday 5 January 2026. */
const dayOfWeek = (weekday: number) => Date.UTC(2026, 0, 5 + weekday, 12)
