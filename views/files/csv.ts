import { stringify } from 'csv-stringify/sync'
import { type Cell, mainTableOf, type ReportFile } from './report-file.ts'

/**
 * The first table as a file: RFC 4180, commas, UTF-8 with a byte order mark so that spreadsheets read Polish letters,
 * figures with a decimal point, nothing where there is no data, the total last. No text in it can become a formula.
 */
export function csvOf(file: ReportFile): string {
  const { columns, rows, total } = mainTableOf(file)
  const lines = [columns.map(({ key }) => key), ...(total ? [...rows, total] : rows).map((row) => row.map(plain))]
  return stringify(lines, { bom: true, record_delimiter: 'windows' })
}

function plain(cell: Cell): string | number {
  if (cell === null) return ''
  if (typeof cell === 'boolean') return cell ? 1 : 0
  return typeof cell === 'string' ? harmless(cell) : cell
}

/**
 * A text that a spreadsheet would take for a formula, with the apostrophe that makes it text; also behind a semicolon,
 * which parts cells where decimals have a comma.
 */
const harmless = (text: string) => text.replaceAll(/(^|;)(?=\s*[=+\-@＝＋－＠]|[\t\r])/g, "$1'")
