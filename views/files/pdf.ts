import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Content, CustomTableLayout, TableCell } from 'pdfmake'
import type { Column, TDocumentDefinitions } from 'pdfmake/interfaces'
import type { Locale } from '../../server/domain/person.ts'
import { translateInto } from '../text/translate.ts'
import { cellText, printable } from './cell-text.ts'
import type { Cell, FileColumn, FilePart, ReportFile } from './report-file.ts'

type Part<K extends FilePart['kind']> = Extract<FilePart, { kind: K }>

const INK = '#15181a'
const QUIET = '#5c6468'
const LINE = '#d5d9d2'
const ACCENT = '#ffd91a'
const MARGIN = 40
const WIDTH = { portrait: 595.28 - 2 * MARGIN, landscape: 841.89 - 2 * MARGIN }
/** As wide as an upright page: letters of a drawing do not outgrow those of the text. */
const CHART_WIDTH = WIDTH.portrait
/** So many rows stay on one page, with their total. */
const SHORT_TABLE = 12
/** More columns than this lie across the page. */
const UPRIGHT_COLUMNS = 8

/**
 * The report on A4 as people read it: what it is about, tables with their head on every page, charts, how each column is
 * counted, lines to sign. The same file for the same rows and moment.
 */
export async function laidOut(file: ReportFile, locale: Locale): Promise<Buffer> {
  const pdfmake = await library()
  const document = await pdfmake.createPdf(definitionOf(printableFile(file, locale), locale)).getStream()
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    document.on('data', (chunk: Buffer) => chunks.push(chunk))
    document.on('end', () => resolve(Buffer.concat(chunks)))
    document.on('error', reject)
    document.end()
  })
}

/** All of its words in signs that the font has. */
const printableFile = (file: ReportFile, locale: Locale): ReportFile =>
  JSON.parse(JSON.stringify(file), (_, value) => (typeof value === 'string' ? printable(value, locale) : value))

let loaded: Promise<typeof import('pdfmake')> | undefined

/** Loaded when the first file is asked for: it is larger than the rest of the server. */
function library() {
  loaded ??= import('pdfmake').then((module) => {
    const pdfmake = (module as unknown as { default: typeof import('pdfmake') }).default
    const folder = join(dirname(createRequire(import.meta.url).resolve('pdfmake/package.json')), 'fonts/Roboto')
    const font = (name: string) => join(folder, `Roboto-${name}.ttf`)
    pdfmake.setFonts({ Roboto: { normal: font('Regular'), bold: font('Medium'), italics: font('Italic') } })
    pdfmake.setUrlAccessPolicy(() => false)
    pdfmake.setLocalAccessPolicy((path) => path.startsWith(folder))
    return pdfmake
  })
  return loaded
}

function definitionOf(file: ReportFile, locale: Locale): TDocumentDefinitions {
  const t = translateInto(locale)
  const orientation = isWide(file) ? 'landscape' : 'portrait'
  return {
    pageSize: 'A4',
    pageOrientation: orientation,
    pageMargins: [MARGIN, MARGIN, MARGIN, 54],
    language: locale,
    displayTitle: true,
    version: '1.7',
    info: {
      title: file.title,
      author: 'Aparatura',
      creator: 'Aparatura',
      producer: 'Aparatura',
      creationDate: new Date(file.madeAt),
    },
    defaultStyle: { font: 'Roboto', fontSize: 9, color: INK, lineHeight: 1.15 },
    content: [
      ...headOf(file, WIDTH[orientation]),
      ...file.parts.filter(isNotSigned).map((part) => contentOf(part, locale, WIDTH[orientation])),
      ...definitionsOf(file, t('files.how')),
      // Whoever signs has read all of it.
      ...file.parts.flatMap((part) => (isNotSigned(part) ? [] : signaturesOf(part.lines))),
    ],
    footer: (page, count) => ({
      columns: [
        { text: `Aparatura · ${file.title}`, color: QUIET, fontSize: 8 },
        { text: t('files.page', { page, count }), color: QUIET, fontSize: 8, alignment: 'right', width: 'auto' },
      ],
      columnGap: 12,
      margin: [MARGIN, 18, MARGIN, 0],
    }),
  }
}

const isWide = ({ parts }: ReportFile) =>
  parts.some((part) => part.kind === 'table' && printedOf(part).length > UPRIGHT_COLUMNS)

function headOf({ title, facts }: ReportFile, width: number): Content[] {
  return [
    {
      canvas: [
        { type: 'rect', x: 0, y: 0, w: width, h: 3, color: INK },
        { type: 'rect', x: 0, y: 3, w: 48, h: 6, color: ACCENT },
      ],
      margin: [0, 0, 0, 10],
    },
    { text: title, fontSize: 20, bold: true, lineHeight: 1.05, margin: [0, 0, 0, 8] },
    {
      layout: 'noBorders',
      table: {
        widths: ['auto', '*'],
        body: facts.length === 0 ? [['', '']] : facts.map(({ label, value }) => [{ text: label, color: QUIET }, value]),
      },
      margin: [0, 0, 0, 10],
    },
  ]
}

const isNotSigned = (part: FilePart) => part.kind !== 'signatures'

function contentOf(part: Exclude<FilePart, Part<'signatures'>>, locale: Locale, width: number): Content {
  switch (part.kind) {
    case 'text':
      return { text: part.text, margin: [0, 4, 0, 6] }
    case 'table':
      return tableOf(part, locale)
    case 'chart':
      return {
        stack: [heading(part.title), { svg: part.svg, fit: [Math.min(width, CHART_WIDTH), 380] }],
        unbreakable: true,
        margin: [0, 0, 0, 8],
      }
  }
}

const heading = (text: string): Content => ({ text, fontSize: 12, bold: true, margin: [0, 8, 0, 5], headlineLevel: 1 })

function tableOf(part: Part<'table'>, locale: Locale): Content {
  const { title, columns, rows, total } = part.table
  const printed = printedOf(part)
  if (printed.length === 0) return []
  const line = (row: readonly Cell[], bold = false): TableCell[] =>
    printed.map((column) => ({
      text: cellText(row[columns.indexOf(column)] ?? null, column, locale),
      alignment: alignmentOf(column),
      noWrap: column.kind !== 'text',
      bold,
    }))
  if (rows.length === 0 && !total) return [heading(title), { text: translateInto(locale)('files.empty'), color: QUIET }]
  const head = printed.map((column) => ({
    text: column.title,
    alignment: alignmentOf(column),
    bold: true,
    fontSize: 8,
  }))
  // The title is a line of the head: it never stays behind on another page, and stands on each.
  const above: TableCell[] = [
    { text: title, fontSize: 12, bold: true, colSpan: printed.length, margin: [0, 5, 0, 2] },
    ...printed.slice(1).map(() => ''),
  ]
  return {
    unbreakable: rows.length <= SHORT_TABLE,
    layout: layoutOf(total !== null),
    table: {
      headerRows: 2,
      dontBreakRows: true,
      keepWithHeaderRows: 1,
      widths: printed.map(({ kind }) => (kind === 'text' ? '*' : 'auto')),
      body: [above, head, ...rows.map((row) => line(row)), ...(total ? [line(total, true)] : [])],
    },
    fontSize: printed.length > UPRIGHT_COLUMNS ? 8 : 8.5,
    margin: [0, 0, 0, 8],
  }
}

function printedOf({ table, printed }: Part<'table'>): readonly FileColumn[] {
  return printed ? table.columns.filter(({ key }) => printed.includes(key)) : table.columns
}

const isFigure = ({ kind }: FileColumn) => kind !== 'text'
const alignmentOf = (column: FileColumn) => (isFigure(column) ? ('right' as const) : ('left' as const))

const layoutOf = (hasTotal: boolean): CustomTableLayout => ({
  hLineWidth: (i, { table }) => (i === 0 ? 0 : i === 1 ? 1.5 : isRule(i, table.body.length, hasTotal) ? 1 : 0.5),
  hLineColor: (i, { table }) => (i === 1 || isRule(i, table.body.length, hasTotal) ? INK : LINE),
  vLineWidth: () => 0,
  paddingLeft: (i) => (i === 0 ? 0 : 5),
  paddingRight: (i, { table }) => (i === table.body[0]!.length - 1 ? 0 : 5),
  paddingTop: () => 3,
  paddingBottom: () => 2,
})

/** Under the head and above the total. */
const isRule = (i: number, lines: number, hasTotal: boolean) => i === 2 || (hasTotal && i === lines - 1)

function definitionsOf({ parts }: ReportFile, title: string): Content[] {
  // What a name is needs no words.
  const columns = parts.flatMap((part) => (part.kind === 'table' ? printedOf(part) : [])).filter(isFigure)
  const said = new Map(
    columns.filter(({ definition }) => definition !== '').map((each) => [each.title, each.definition]),
  )
  if (said.size === 0) return []
  return [
    heading(title),
    ...[...said].map(
      ([term, is]): Content => ({
        text: [{ text: term, bold: true }, ` – ${is}`],
        fontSize: 8,
        margin: [0, 0, 0, 2],
      }),
    ),
  ]
}

function signaturesOf(lines: readonly string[]): Content {
  const line = (text: string): Column => ({
    stack: [
      { canvas: [{ type: 'line', x1: 0, y1: 0, x2: 200, y2: 0, lineWidth: 0.8, lineColor: INK }] },
      { text, fontSize: 8, color: QUIET, margin: [0, 4, 0, 0] },
    ],
    width: '*',
    margin: [0, 44, 0, 0],
  })
  const pairs = lines.flatMap((_, i) => (i % 2 === 0 ? [lines.slice(i, i + 2)] : []))
  return {
    unbreakable: true,
    stack: pairs.map((pair) => ({
      columns: [...pair.map(line), ...(pair.length === 1 ? [{ text: '' }] : [])],
      columnGap: 40,
    })),
  }
}
