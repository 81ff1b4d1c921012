import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { laidOut } from '../../views/files/pdf.ts'
import { type ReportFile, tablesOf } from '../../views/files/report-file.ts'
import type { Locale } from '../domain/person.ts'
import type { PdfTask } from './pdf-worker.ts'

/** More rows are laid out in a thread of their own, which costs a quarter of a second for its start. */
const MANY_ROWS = 200

/** The report on A4, as `laidOut` has it. Nobody else waits meanwhile, however long it is. */
export function pdfOf(file: ReportFile, locale: Locale): Promise<Buffer> {
  const rows = tablesOf(file).reduce((sum, table) => sum + table.rows.length, 0)
  return rows > MANY_ROWS ? laidOutBeside({ file, locale }) : laidOut(file, locale)
}

function laidOutBeside(task: PdfTask): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerFile(), { workerData: task })
    worker.once('message', (content: Uint8Array) => resolve(Buffer.from(content)))
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`The thread of a PDF ended with ${code} and no file`)))
  })
}

/** Beside this file, or built into the folder of the programs, above which this file is part of one. */
function workerFile(): string {
  const source = join(import.meta.dirname, 'pdf-worker.ts')
  if (existsSync(source)) return source
  const above = [1, 2, 3].map((steps) => join(import.meta.dirname, ...Array<string>(steps).fill('..')))
  const found = above
    .map((folder) => join(folder, 'server/reports/pdf-worker.program.js'))
    .find((path) => existsSync(path))
  if (!found) throw new Error('The program that lays out long PDFs is missing: build again')
  return found
}
