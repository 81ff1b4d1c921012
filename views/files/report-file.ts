/** What a column holds, and with it how every format writes it. */
export type CellKind = 'text' | 'hours' | 'share' | 'index' | 'count' | 'money' | 'day' | 'flag'

/** Null where there is no data. Shares are of 1, an index is a bare figure, days `2026-01-31`, money in złoty. */
export type Cell = string | number | boolean | null

export interface FileColumn {
  /** What programs call it: the header of a CSV file, the field of the API. */
  readonly key: string
  /** In the reader's language, with its unit. */
  readonly title: string
  readonly kind: CellKind
  /** The formula or what is meant, for the sheet of definitions. */
  readonly definition: string
  /** Of a share on paper, in percent; one unless told. */
  readonly decimals?: 1 | 2
}

export interface FileTable {
  /** Also the name of the sheet. */
  readonly title: string
  readonly columns: readonly FileColumn[]
  readonly rows: readonly (readonly Cell[])[]
  /** Stands last and apart. */
  readonly total: readonly Cell[] | null
}

/** A page of a file as people read it, from top to bottom. */
export type FilePart =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'table'
      readonly table: FileTable /** Too many columns for paper: those that are printed; with none, only a spreadsheet has the table. */
      readonly printed?: readonly string[]
    }
  | {
      readonly kind: 'chart'
      readonly title: string /** Markup of an <svg> with width, height and its own colours. */
      readonly svg: string
    }
  | { readonly kind: 'signatures'; readonly lines: readonly string[] }

/**
 * A report on its way into a file. CSV takes the first table, XLSX every table and their definitions, PDF all parts:
 * page, file and API are made of the same rows.
 */
export interface ReportFile {
  /** Without its ending: `utilisation-2026-01-01-2026-02-01`. */
  readonly name: string
  readonly title: string
  /** What it is about: period, whose, when it was made. */
  readonly facts: readonly { readonly label: string; readonly value: string }[]
  readonly parts: readonly FilePart[]
  /** UTC epoch ms; the same rows and moment make the same file. */
  readonly madeAt: number
}

export const tablesOf = ({ parts }: ReportFile): readonly FileTable[] =>
  parts.flatMap((part) => (part.kind === 'table' ? [part.table] : []))

/** @throws Error for a file without any table, which no report makes. */
export function mainTableOf(file: ReportFile): FileTable {
  const [first] = tablesOf(file)
  if (!first) throw new Error(`${file.name} has no table`)
  return first
}
