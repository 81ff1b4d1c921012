import { csvOf } from '../../views/files/csv.ts'
import type { ReportFile } from '../../views/files/report-file.ts'
import { xlsxOf } from '../../views/files/xlsx.ts'
import type { Locale } from '../domain/person.ts'
import type { FileFormat } from '../domain/report-kind.ts'
import { pdfOf } from './pdf-beside.ts'

export interface WrittenFile {
  readonly fileName: string
  readonly contentType: string
  readonly content: Buffer
}

/** A report in one of its formats. */
export async function writtenFile(file: ReportFile, format: FileFormat, locale: Locale): Promise<WrittenFile> {
  const content = await WRITERS[format](file, locale)
  return { fileName: `${file.name}.${format}`, contentType: CONTENT_TYPES[format], content }
}

export const CONTENT_TYPES: Readonly<Record<FileFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
}

const WRITERS: Readonly<Record<FileFormat, (file: ReportFile, locale: Locale) => Buffer | Promise<Buffer>>> = {
  csv: (file) => Buffer.from(csvOf(file)),
  xlsx: xlsxOf,
  pdf: pdfOf,
}
