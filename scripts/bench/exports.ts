/** What the files of a large report cost to write: time, size and how much the process grows by it. */

import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { pdfOf } from '../../server/reports/pdf-beside.ts'
import { csvOf } from '../../views/files/csv.ts'
import type { FileColumn, FileTable, ReportFile } from '../../views/files/report-file.ts'
import { xlsxOf } from '../../views/files/xlsx.ts'

const REPEATS = 10
const ROWS = 500

export interface ExportCost {
  /** The first one loads its library. */
  readonly firstMs: number
  readonly medianMs: number
  readonly kilobytes: number
  /** What the process holds more after ten files than after two, with nothing left to collect: nothing when it is flat. */
  readonly keptMiB: number
  /** The most that it held while it wrote. */
  readonly mostMiB: number
}

export async function benchExports(): Promise<Readonly<Record<string, ExportCost>>> {
  const months = fileOf(ROWS, 12)
  const costs = {
    'CSV, 500 rows × 12 months': await costOf(async () => Buffer.from(csvOf(months))),
    'XLSX, 500 rows × 12 months': await costOf(() => xlsxOf(months, 'pl')),
    'XLSX, 500 rows × 31 figures × 12 months': await costOf(() => xlsxOf(fileOf(ROWS * 12, 31), 'pl')),
    'PDF, 500 rows × 8 figures': await costOf(() => pdfOf(fileOf(ROWS, 8), 'pl')),
  }
  console.table(costs)
  return costs
}

async function costOf(write: () => Promise<Buffer>): Promise<ExportCost> {
  const times: number[] = []
  let size = 0
  let before = 0
  let most = 0
  for (let i = 0; i <= REPEATS; i++) {
    if (i === 2) before = heldBytes()
    const begun = performance.now()
    size = (await write()).length
    times.push(performance.now() - begun)
    most = Math.max(most, process.memoryUsage().rss)
  }
  const [firstMs, ...more] = times.map(Math.round)
  const medianMs = more.sort((a, b) => a - b)[REPEATS >> 1]!
  const inMiB = (bytes: number) => Math.round((bytes / 1_048_576) * 10) / 10
  return {
    ...{ firstMs: firstMs!, medianMs, kilobytes: Math.round(size / 1024) },
    ...{ keptMiB: inMiB(heldBytes() - before), mostMiB: inMiB(most) },
  }
}

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

function heldBytes(): number {
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

function fileOf(rows: number, figures: number): ReportFile {
  const text = (key: string): FileColumn => ({ key, title: key, kind: 'text', definition: key })
  const columns = [
    text('key'),
    text('name'),
    ...Array.from({ length: figures }, (_, i) => ({ ...text(`figure_${i}`), kind: 'hours' as const })),
  ]
  const table: FileTable = {
    title: 'Table',
    columns,
    rows: Array.from({ length: rows }, (_, row) => [
      `aparat-${row}`,
      `Wirówka ultraszybka nr ${row}`,
      ...Array.from({ length: figures }, (_, i) => Math.round(((row * 37 + i * 11) % 744) * 1e6) / 1e6 + 0.25),
    ]),
    total: null,
  }
  return { name: 'bench', title: 'Bench', facts: [], parts: [{ kind: 'table', table }], madeAt: 0 }
}
