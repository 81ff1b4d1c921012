import type { DaySpan } from './local-months.ts'
import { fieldsOf, type UtilisationFields } from './utilisation-fields.ts'
import { OTHER_GROUPS } from './utilisation-grouping.ts'
import type { ReportRow, UtilisationReport } from './utilisation-report.ts'

/** Figures that can stand month by month. */
export const MONTH_FIGURES = [
  'utilisation',
  'occupancy',
  'realisation',
  'availability',
  'used_hours',
  'booked_hours',
  'available_hours',
  'idle_hours',
  'unmet_hours',
  'no_shows',
  'users',
] as const satisfies readonly (keyof UtilisationFields)[]
export type MonthFigure = (typeof MONTH_FIGURES)[number]

/** More columns than three years nobody can read. */
export const MOST_MONTHS = 36

/** One figure of each row in every month; null where there is no data, or where the row is told only with others. */
export interface MonthsRow extends Pick<ReportRow, 'key' | 'name'> {
  readonly values: readonly (number | null)[]
}

export interface MonthsTable {
  readonly months: readonly DaySpan[]
  readonly rows: readonly MonthsRow[]
  readonly total: MonthsRow
}

/**
 * Reports of single months side by side. There is no sum over the months: with it a month that is told only with others
 * could be worked out.
 */
export function monthsTable(
  months: readonly (DaySpan & { readonly report: UtilisationReport })[],
  figure: MonthFigure,
) {
  const shown = (row: ReportRow | undefined) => (row ? fieldsOf(row.figures)[figure] : null)
  const all = new Map(months.flatMap(({ report }) => report.rows.map((row) => [row.key, row] as const)))
  const byMonth = months.map(({ report }) => new Map(report.rows.map((row) => [row.key, row])))
  const rows = [...all.values()].map(({ key, name }) => ({
    key,
    name,
    values: byMonth.map((report) => shown(report.get(key))),
  }))
  const isRest = ({ key }: MonthsRow) => key === OTHER_GROUPS
  const { key, name } = months[0]!.report.total
  return {
    months: months.map(({ from, to }) => ({ from, to })),
    rows: [...rows.filter((row) => !isRest(row)), ...rows.filter(isRest)],
    total: { key, name, values: months.map(({ report }) => shown(report.total)) },
  } satisfies MonthsTable
}
