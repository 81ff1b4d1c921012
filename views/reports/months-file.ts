import type { MonthFigure, MonthsRow, MonthsTable } from '../../server/domain/report-months.ts'
import type { Grouping } from '../../server/domain/utilisation-grouping.ts'
import type { Cell, FileColumn, ReportFile } from '../files/report-file.ts'
import { reportRowName } from '../text/report-names.ts'
import { FIELD_KINDS } from './field-kinds.ts'
import { capital, monthText, periodText } from './report-words.ts'
import { type FileReader, momentText } from './utilisation-file.ts'

interface MonthsFileProps {
  readonly table: MonthsTable
  readonly figure: MonthFigure
  readonly grouping: Grouping
  readonly of: string
}

/** One figure month by month as a file. */
export function monthsFile({ table, figure, grouping, of }: MonthsFileProps, reader: FileReader): ReportFile {
  const { t, locale, now } = reader
  const [first, last] = [table.months[0]!, table.months.at(-1)!]
  const period = capital(periodText(reader, { from: first.from, to: last.to }))
  const name = t(`reports.field.${figure}`)
  const cells = (row: MonthsRow, rowName: string): readonly Cell[] => [row.key, rowName, ...row.values]
  const columns: readonly FileColumn[] = [
    { key: 'key', title: t('reports.field.key'), kind: 'text', definition: t('reports.field.key-is') },
    { key: 'name', title: t('reports.field.name'), kind: 'text', definition: t('reports.field.name-is') },
    ...table.months.map(({ from }) => ({
      key: from.slice(0, 7),
      title: monthText(reader, from),
      kind: FIELD_KINDS[figure],
      definition: `${name}: ${t(`reports.field.${figure}-is`)}`,
    })),
  ]
  return {
    name: `utilisation-months-${figure}-${first.from}-${last.to}`,
    title: t('reports.by-month', { figure: name }),
    facts: [
      { label: t('reports.of'), value: of },
      { label: t('reports.file.period'), value: period },
      { label: t('reports.file.made'), value: momentText(reader) },
    ],
    parts: [
      {
        kind: 'table',
        table: {
          title: t('reports.months.short'),
          columns,
          rows: table.rows.map((row) => cells(row, reportRowName(row, grouping, locale))),
          total: cells(table.total, t('reports.total')),
        },
      },
    ],
    madeAt: now,
  }
}
