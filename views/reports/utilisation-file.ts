import type { DaySpan } from '../../server/domain/local-months.ts'
import type { Locale } from '../../server/domain/person.ts'
import { fieldsOf, type UtilisationFields } from '../../server/domain/utilisation-fields.ts'
import type { Grouping } from '../../server/domain/utilisation-grouping.ts'
import type { ReportRow } from '../../server/domain/utilisation-report.ts'
import type { Cell, CellKind, FileColumn, FileTable, ReportFile } from '../files/report-file.ts'
import { formatOf } from '../format.ts'
import { reportRowName } from '../text/report-names.ts'
import type { Translate } from '../text/translate.ts'
import { FIELD_KINDS } from './field-kinds.ts'
import { capital, periodText } from './report-words.ts'

export interface UtilisationFileProps {
  /** In the order of the file. */
  readonly rows: readonly ReportRow[]
  readonly total: ReportRow
  readonly days: DaySpan
  readonly grouping: Grouping
  /** Whose figures, in words. */
  readonly of: string
}

/** In whose language a file is written, and when. */
export interface FileReader {
  readonly locale: Locale
  readonly t: Translate
  readonly now: number
  readonly timeZone: string
}

/** The report of utilisation as a file: a row for each thing and the total, with every figure. */
export function utilisationFile(props: UtilisationFileProps, reader: FileReader): ReportFile {
  const { t, now } = reader
  const { days } = props
  return {
    name: `utilisation-${days.from}-${days.to}`,
    title: t('reports.utilisation-of', { period: periodText(reader, days) }),
    facts: [
      { label: t('reports.of'), value: props.of },
      { label: t('reports.file.period'), value: capital(periodText(reader, days)) },
      { label: t('reports.group'), value: t(`reports.group.${props.grouping}`) },
      { label: t('reports.file.made'), value: momentText(reader) },
    ],
    parts: [
      { kind: 'table', table: tableOf(props, reader), printed: PRINTED },
      { kind: 'text', text: t('reports.definitions.lead') },
    ],
    madeAt: now,
  }
}

/** When a file was made. */
export function momentText({ locale, timeZone, now }: FileReader): string {
  const format = formatOf(locale, timeZone)
  return `${format.date(now)}, ${format.clock(now)}`
}

/** What fits on paper. */
const PRINTED = [
  'name',
  'available_hours',
  'booked_hours',
  'used_hours',
  'idle_hours',
  'unmet_hours',
  'occupancy',
  'utilisation',
  'realisation',
  'users',
]

type Key = 'group' | 'key' | 'name' | 'from' | 'to' | keyof UtilisationFields

const KINDS: Readonly<Record<Key, CellKind>> = {
  group: 'text',
  key: 'text',
  name: 'text',
  from: 'day',
  to: 'day',
  ...FIELD_KINDS,
}
const KEYS = Object.keys(KINDS) as Key[]
/** At the end, where it always stood: files are read by position, too. */
const LAST: readonly Key[] = ['estimated', 'reservations']
const COLUMNS: readonly Key[] = [...KEYS.filter((key) => !LAST.includes(key)), ...LAST]

function tableOf({ rows, total, days, grouping }: UtilisationFileProps, { t, locale }: FileReader): FileTable {
  const columns = COLUMNS.map(
    (key): FileColumn => ({
      key,
      title: t(`reports.field.${key}`),
      kind: KINDS[key],
      definition: t(`reports.field.${key}-is`),
    }),
  )
  const cells = (row: ReportRow, group: string): readonly Cell[] => {
    const values = {
      group,
      key: row.key,
      name: reportRowName(row, grouping, locale),
      ...days,
      ...fieldsOf(row.figures),
    }
    return COLUMNS.map((key) => values[key])
  }
  return {
    title: t('reports.utilisation'),
    columns,
    rows: rows.map((row) => cells(row, grouping)),
    total: cells(total, 'total'),
  }
}
