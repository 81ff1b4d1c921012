import type { Cell as SheetCell, SheetData } from 'write-excel-file/node'
import type { Locale } from '../../server/domain/person.ts'
import { type Translate, translateInto } from '../text/translate.ts'
import { type Cell, type CellKind, type FileColumn, type FileTable, type ReportFile, tablesOf } from './report-file.ts'

/**
 * A sheet for each table, then what every column means, then what the file is about. Figures are figures with their
 * format, days are days, flags are 1 and 0, no text is ever a formula.
 */
export async function xlsxOf(file: ReportFile, locale: Locale): Promise<Buffer> {
  // Few people ask for files: a server starts without the library.
  const { default: writeXlsx } = await import('write-excel-file/node')
  const t = translateInto(locale)
  const tables = tablesOf(file)
  const names = namesOf([...tables.map(({ title }) => title), t('files.definitions'), t('files.about')])
  const sheets = [
    ...tables.map((table) => ({
      data: dataOf(table),
      columns: table.columns.map((column, i) => ({ width: widthOf(column, table, i) })),
      stickyColumnsCount: 1,
    })),
    { data: definitionsOf(tables, t), columns: [{ width: 28 }, { width: 34 }, { width: 90 }] },
    { data: aboutOf(file), columns: [{ width: 28 }, { width: 90 }] },
  ]
  const named = sheets.map((sheet, i) => ({ stickyRowsCount: 1, ...sheet, sheet: names[i]! }))
  return writeXlsx(named, { fontFamily: 'Calibri', fontSize: 11 }).toBuffer()
}

const HEADER = {
  fontWeight: 'bold',
  backgroundColor: '#E6E8E2',
  bottomBorderColor: '#15181A',
  bottomBorderStyle: 'medium',
  alignVertical: 'center',
  wrap: true,
} as const
const TOTAL = { fontWeight: 'bold', topBorderColor: '#15181A', topBorderStyle: 'medium' } as const

const FORMATS: Record<Exclude<CellKind, 'text'>, string> = {
  hours: '#,##0.00',
  share: '0.00%',
  index: '0.000',
  count: '#,##0',
  money: '#,##0.00',
  day: 'yyyy-mm-dd',
  flag: '0',
}

function dataOf({ columns, rows, total }: FileTable): SheetData {
  const header = columns.map(({ title, kind }) => ({
    value: clean(title),
    type: String,
    ...HEADER,
    align: kind === 'text' ? ('left' as const) : ('right' as const),
  }))
  const body = rows.map((row) => row.map((cell, i) => sheetCell(cell, columns[i]!.kind)))
  if (!total) return [header, ...body]
  const last = total.map((cell, i) => ({ ...(sheetCell(cell, columns[i]!.kind) as object), ...TOTAL }))
  return [header, ...body, last]
}

function sheetCell(cell: Cell, kind: CellKind): SheetCell {
  if (cell === null || cell === '') return null
  if (typeof cell === 'boolean') return { value: cell ? 1 : 0, type: Number, format: FORMATS.flag }
  if (typeof cell === 'number')
    return { value: cell, type: Number, ...(kind === 'text' ? {} : { format: FORMATS[kind] }) }
  if (kind === 'day' && /^\d{4}-\d\d-\d\d$/.test(cell))
    return { value: new Date(`${cell}T00:00:00Z`), type: Date, format: FORMATS.day }
  return { value: clean(cell), type: String }
}

function definitionsOf(tables: readonly FileTable[], t: Translate): SheetData {
  const columns = new Map(tables.flatMap((table) => table.columns.map((each) => [`${each.key} ${each.title}`, each])))
  const header = [t('files.key'), t('files.column'), t('files.definition')]
  return [
    header.map((value) => ({ value, type: String, ...HEADER })),
    ...[...columns.values()].map(({ key, title, definition }) => [key, title, definition].map(wrapped)),
  ]
}

function aboutOf({ title, facts, parts }: ReportFile): SheetData {
  const texts = parts.flatMap((part) => (part.kind === 'text' ? [part.text] : []))
  return [
    [{ value: clean(title), type: String, fontWeight: 'bold', fontSize: 14 }],
    ...facts.map(({ label, value }) => [label, value].map(wrapped)),
    ...texts.map((text) => [null, wrapped(text)]),
  ]
}

const wrapped = (text: string) =>
  text === '' ? null : { value: clean(text), type: String, wrap: true, alignVertical: 'top' as const }

/** What XML 1.0 cannot hold is left out, and what a cell cannot. */
const clean = (text: string) =>
  text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '').slice(0, 32_767)

function widthOf({ kind, title }: FileColumn, { rows }: FileTable, i: number): number {
  if (kind !== 'text') return Math.max(13, Math.ceil(title.length / 2))
  const longest = rows.reduce((most, row) => Math.max(most, String(row[i] ?? '').length), title.length)
  return Math.min(60, longest + 3)
}

/** Names a spreadsheet takes: at most 31 letters, none of `[]:*?/\`, no two alike. */
function namesOf(titles: readonly string[]): readonly string[] {
  const taken = new Set<string>()
  return titles.map((title) => {
    const base =
      clean(title)
        .replace(/[[\]:*?/\\]/g, ' ')
        .replace(/^'+|'+$/g, '')
        .trim() || '–'
    let name = base.slice(0, 31)
    for (let i = 2; taken.has(name.toLowerCase()); i++) name = `${base.slice(0, 31 - String(i).length - 1)} ${i}`
    taken.add(name.toLowerCase())
    return name
  })
}
