import type { SortKey } from './report-query.ts'
import type { RowFigures } from './utilisation-figures.ts'
import { OTHER_GROUPS } from './utilisation-grouping.ts'
import type { ReportRow, UtilisationReport } from './utilisation-report.ts'

/** A row of the table beside its own figures in the period it is compared with. */
export interface ReportLine {
  readonly row: ReportRow
  readonly before: RowFigures | null
}

/** The rows in the order asked for; what has no figure comes last either way, and those told only together after all. */
export function linesOf(
  report: UtilisationReport,
  before: UtilisationReport | null,
  { sort, isDescending }: { sort: SortKey; isDescending: boolean },
): readonly ReportLine[] {
  const earlier = new Map(before?.rows.map((row) => [row.key, row.figures]))
  const isRest = ({ row }: ReportLine) => row.key === OTHER_GROUPS
  const all = report.rows.map(
    // The others of another period are others.
    (row): ReportLine => ({ row, before: row.key === OTHER_GROUPS ? null : (earlier.get(row.key) ?? null) }),
  )
  const lines = all.filter((line) => !isRest(line))
  return [...sorted(lines, { sort, isDescending }), ...all.filter(isRest)]
}

function sorted(
  lines: readonly ReportLine[],
  { sort, isDescending }: { sort: SortKey; isDescending: boolean },
): readonly ReportLine[] {
  // The catalogue is in the order of names already, and sorting keeps it among equals.
  if (sort === 'name') return isDescending ? lines.toReversed() : lines
  const figure = (line: ReportLine) => SORT_FIGURES[sort](line)
  const known = lines.filter((line) => figure(line) !== null)
  known.sort((a, b) => (isDescending ? figure(b)! - figure(a)! : figure(a)! - figure(b)!))
  return [...known, ...lines.filter((line) => figure(line) === null)]
}

/** Change of a ratio or of hours between two periods; null when either is missing. */
export const changeOf = (now: number | null, before: number | null | undefined): number | null =>
  now === null || before === null || before === undefined ? null : now - before

const SORT_FIGURES: Record<Exclude<SortKey, 'name'>, (line: ReportLine) => number | null> = {
  utilisation: ({ row }) => row.figures.utilisation,
  change: ({ row, before }) => changeOf(row.figures.utilisation, before?.utilisation),
  used: ({ row }) => row.figures.usedHours,
  booked: ({ row }) => row.figures.bookedHours,
  available: ({ row }) => row.figures.availableHours,
  realisation: ({ row }) => row.figures.realisation,
  idle: ({ row }) => row.figures.idleHours,
  users: ({ row }) => row.figures.users,
  unmet: ({ row }) => row.figures.unmetHours,
  decision: ({ row }) => row.figures.decisionHoursMedian,
}
