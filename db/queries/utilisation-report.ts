import { type DaySpan, monthPieces } from '../../server/domain/local-months.ts'
import { monthsOf, yearsAndMonthsOf } from '../../server/domain/report-pieces.ts'
import type { Resource } from '../../server/domain/resource.ts'
import { type Grouping, isUseGrouping } from '../../server/domain/utilisation-grouping.ts'
import {
  reportOf,
  type UtilisationReport,
  useReportOf,
  withoutParentsOf,
} from '../../server/domain/utilisation-report.ts'
import type { Db } from '../connect.ts'
import { catalogueOf } from './catalogue.ts'
import { countAhead, type GiveWay, type Measure } from './counting.ts'
import { UTILISATION, utilisationByMonth, utilisationDuring } from './utilisation.ts'
import { SPLITS, usePartsOf } from './utilisation-split.ts'

/** What the report asks: these resources on these local days, one row for each thing of the grouping. */
export interface ReportQuestion {
  readonly resources: readonly Resource[]
  readonly days: DaySpan
  readonly grouping: Grouping
}

/** Has what the report asks counted while others get their turn; by the month, what `monthlyReports` asks. */
export async function countReportAhead(
  db: Db,
  { resources, days, grouping }: ReportQuestion,
  { now, giveWay, byMonth = false }: { now: number; giveWay?: GiveWay | undefined; byMonth?: boolean },
): Promise<void> {
  const pieces = byMonth ? monthsOf(days) : yearsAndMonthsOf(days)
  const measures = [UTILISATION, ...(isUseGrouping(grouping) ? [SPLITS[grouping]] : [])] as Measure<unknown>[]
  await countAhead(db, measures, { resources, pieces }, { now, giveWay })
}

export function utilisationReport(
  db: Db,
  { resources, days, grouping }: ReportQuestion,
  now: number,
): UtilisationReport {
  const catalogue = catalogueOf(db)
  const sums = utilisationDuring(db, resources, days, now)
  if (!isUseGrouping(grouping)) return reportOf(catalogue, sums, resources, grouping)
  const whole = reportOf(catalogue, sums, resources, 'cluster')
  return useReportOf(catalogue, whole, usePartsOf(db, { resources, days, grouping }, now))
}

/** Hours of a month, all resources together. */
export interface MonthHours {
  /** Its first day in the report, `2026-01-01`. */
  readonly from: string
  readonly bookedHours: number
  readonly usedHours: number
}

export function monthsOfReport(db: Db, resources: readonly Resource[], days: DaySpan, now: number): MonthHours[] {
  const rows = [...utilisationByMonth(db, withoutParentsOf(resources), days, now).values()]
  const hours = (i: number, figure: 'booked' | 'used') =>
    rows.reduce((sum, row) => sum + row[i]![figure], 0) / 3_600_000
  return monthPieces(days).map(({ from }, i) => ({
    from,
    bookedHours: hours(i, 'booked'),
    usedHours: hours(i, 'used'),
  }))
}

/** A month of the period, or the part of it that lies inside. */
export interface MonthReport extends DaySpan {
  readonly report: UtilisationReport
}

/** The same report of every month, each by itself: where use is split, each month folds the groups that are few in it. */
export function monthlyReports(
  db: Db,
  { resources, days, grouping }: ReportQuestion,
  now: number,
): readonly MonthReport[] {
  const catalogue = catalogueOf(db)
  const pieces = monthPieces(days)
  if (isUseGrouping(grouping))
    return pieces.map(({ from, to }) => {
      const report = utilisationReport(db, { resources, days: { from, to }, grouping }, now)
      return { from, to, report }
    })
  const months = utilisationByMonth(db, resources, days, now)
  return pieces.map(({ from, to }, i) => {
    const sums = new Map([...months].map(([id, rows]) => [id, rows[i]!]))
    return { from, to, report: reportOf(catalogue, sums, resources, grouping) }
  })
}
