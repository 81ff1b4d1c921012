/** Lays a report out beside the server: a long one would keep everybody waiting for a second. */
import { parentPort, workerData } from 'node:worker_threads'
import { laidOut } from '../../views/files/pdf.ts'
import type { ReportFile } from '../../views/files/report-file.ts'
import type { Locale } from '../domain/person.ts'

export interface PdfTask {
  readonly file: ReportFile
  readonly locale: Locale
}

const { file, locale } = workerData as PdfTask
parentPort!.postMessage(await laidOut(file, locale))
