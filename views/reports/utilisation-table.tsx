import type { ReportLine } from '../../server/domain/report-lines.ts'
import { type ReportQuery, SORT_KEYS, type SortKey } from '../../server/domain/report-query.ts'
import type { RowFigures } from '../../server/domain/utilisation-figures.ts'
import type { ReportRow } from '../../server/domain/utilisation-report.ts'
import { Icon } from '../components/icon.tsx'
import { ShareBar } from '../components/share-bar.tsx'
import type { Page } from '../page.ts'
import { reportRowName } from '../text/report-names.ts'
import { Change } from './report-change.tsx'
import { behindLink, reportLink, sortLink } from './report-links.ts'
import { hoursOrNone, hoursText, shareText, usersText } from './report-words.ts'

interface TableProps {
  readonly page: Page
  readonly query: ReportQuery
  readonly lines: readonly ReportLine[]
  readonly total: ReportLine
}

/** A line for each thing, sortable by its heads, with the total at the foot. */
export function UtilisationTable({ page, query, lines, total }: TableProps) {
  const { t } = page
  const columns = columnsOf({ page, query, lines, total })
  return (
    <section class="scroller" aria-label={t('reports.table.region')} tabindex="0">
      <table class="data data--wide">
        <thead>
          <tr>
            {columns.map((key) => (
              <Head page={page} query={query} column={key} />
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr>
              <th scope="row">
                <Name page={page} query={query} row={line.row} />
              </th>
              <Figures page={page} query={query} line={line} columns={columns} />
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('reports.total')}</th>
            <Figures page={page} query={query} line={total} columns={columns} isTotal />
          </tr>
        </tfoot>
      </table>
    </section>
  )
}

/** What belongs to the equipment has no column where no line is equipment; its total is among the key figures. */
function columnsOf({ query, lines }: TableProps): readonly SortKey[] {
  const isFilled: Partial<Record<SortKey, boolean>> = {
    change: query.comparison !== 'none',
    available: lines.length === 0 || lines.some(({ row }) => row.figures.availableHours !== null),
    idle: lines.length === 0 || lines.some(({ row }) => row.figures.idleHours !== null),
    unmet: lines.length === 0 || lines.some(({ row }) => row.figures.unmetHours !== null),
  }
  return SORT_KEYS.filter((key) => isFilled[key] ?? true)
}

function Head({ page, query, column }: { page: Page; query: ReportQuery; column: SortKey }) {
  const direction = query.sort !== column ? null : query.isDescending ? 'descending' : 'ascending'
  return (
    <th scope="col" class={column === 'name' || column === 'utilisation' ? null : 'r'} aria-sort={direction}>
      <a href={sortLink(query, column)}>
        {page.t(`reports.column.${column}`)}
        {direction ? <Icon name={query.isDescending ? 'down' : 'up'} /> : null}
      </a>
    </th>
  )
}

function Name({ page, query, row }: { page: Page; query: ReportQuery; row: ReportRow }) {
  const { grouping } = query
  const name = reportRowName(row, grouping, page.locale)
  const href =
    grouping === 'resource'
      ? `/equipment/${row.key}`
      : grouping === 'cluster'
        ? reportLink(query, { group: 'organisation' })
        : grouping === 'lab' || grouping === 'organisation'
          ? reportLink(query, { of: `${grouping}:${row.key}`, group: grouping === 'lab' ? 'resource' : 'lab' })
          : null
  return (
    <>
      {href === null ? name : <a href={href}>{name}</a>}
      <small>{remarks(page, query, row).join(' · ')}</small>
    </>
  )
}

function remarks({ t }: Page, { grouping }: ReportQuery, { resources, figures }: ReportRow): string[] {
  const capacity = resources[0]?.capacity ?? 1
  return [
    ...(grouping === 'resource' && capacity > 1 ? [t('reports.places', { count: capacity })] : []),
    ...(grouping === 'resource' ? [] : [t('reports.resources', { count: resources.length })]),
    ...(figures.estimatedReservations > 0 ? [t('reports.estimated', { count: figures.estimatedReservations })] : []),
  ]
}

function Figures({
  page,
  query,
  line,
  columns,
  isTotal = false,
}: {
  page: Page
  query: ReportQuery
  line: ReportLine
  columns: readonly SortKey[]
  isTotal?: boolean
}) {
  const { row, before } = line
  const { figures } = row
  const behind =
    (query.grouping === 'resource' || query.grouping === 'lab') && !isTotal ? `${query.grouping}:${row.key}` : null
  return (
    <>
      <td>
        {figures.utilisation === null ? (
          <span class="quiet">{page.t('reports.no-data')}</span>
        ) : (
          <div class="barcell">
            <b>{shareText(page, figures.utilisation)}</b>
            <ShareBar used={figures.utilisation} booked={figures.occupancy ?? 0} />
          </div>
        )}
      </td>
      {columns.includes('change') ? (
        <td class="r">
          <Change page={page} now={figures.utilisation} before={before?.utilisation} unit="points" />
        </td>
      ) : null}
      <Behind page={page} query={query} of={behind} figure="used" figures={figures} />
      <Behind page={page} query={query} of={behind} figure="booked" figures={figures} />
      {columns.includes('available') ? <td class="r">{hoursOrNone(page, figures.availableHours)}</td> : null}
      <td class="r">{shareText(page, figures.realisation)}</td>
      {columns.includes('idle') ? <td class="r">{hoursOrNone(page, figures.idleHours)}</td> : null}
      <td class="r">{usersText(figures.users)}</td>
      {columns.includes('unmet') ? (
        <Behind page={page} query={query} of={behind} figure="unmet" figures={figures} />
      ) : null}
      <Behind page={page} query={query} of={behind} figure="decisions" figures={figures} />
    </>
  )
}

interface BehindProps {
  readonly page: Page
  readonly query: ReportQuery
  /** What of, where there is a list. */
  readonly of: string | null
  readonly figure: keyof typeof BEHIND
  readonly figures: RowFigures
}

const BEHIND = {
  used: (figures: RowFigures) => figures.usedHours,
  booked: (figures: RowFigures) => figures.bookedHours,
  unmet: (figures: RowFigures) => figures.unmetHours,
  decisions: (figures: RowFigures) => figures.decisionHoursMedian,
} as const

/** `4 h / 30 h`: half of the requests were decided so fast, and nine of ten. */
function decisionText(page: Page, { decisionHoursMedian: median, decisionHoursP90: most }: RowFigures): string {
  return median === null ? '–' : `${hoursText(page, median)} / ${hoursOrNone(page, most)}`
}

/** Hours, and for a single resource the way to what they are made of. */
function Behind({ page, query, of, figure, figures }: BehindProps) {
  const value = BEHIND[figure](figures)
  const hours = figure === 'decisions' ? decisionText(page, figures) : hoursOrNone(page, value)
  if (of === null || !value) return <td class="r">{hours}</td>
  return (
    <td class="r">
      <a href={behindLink(query, of, figure)} aria-label={page.t(`reports.behind.${figure}`, { hours })}>
        {hours}
      </a>
    </td>
  )
}
