import { stringify } from 'csv-stringify/sync'
import type { DaySpan } from './local-months.ts'
import type { Locale } from './person.ts'
import { fieldsOf } from './utilisation-fields.ts'
import type { ReportRow } from './utilisation-report.ts'

/**
 * The report as a file: RFC 4180, commas, UTF-8 with a byte order mark so that spreadsheets read Polish letters, figures
 * with a decimal point, nothing where there is no data, the total last. No text in it can become a formula.
 */
export function utilisationCsv(
  rows: readonly ReportRow[],
  total: ReportRow,
  { days, grouping }: { days: DaySpan; grouping: string },
  locale: Locale,
): string {
  const lines = [
    ...rows.map((row) => lineOf(row, days, grouping, locale)),
    { ...lineOf(total, days, grouping, locale), group: 'total' },
  ]
  return stringify(lines, { header: true, bom: true, record_delimiter: 'windows' })
}

function lineOf({ key, name, figures }: ReportRow, { from, to }: DaySpan, group: string, locale: Locale) {
  const { estimated, ...fields } = fieldsOf(figures)
  return { group, key: harmless(key), name: harmless(name[locale]), from, to, ...fields, estimated: estimated ? 1 : 0 }
}

/** A text that a spreadsheet would take for a formula, with the apostrophe that makes it text. */
const harmless = (text: string) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)
