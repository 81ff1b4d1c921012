/** What an instrument's log of 50,000 lines costs on data set A: handed in, tried, brought in, and brought in again. */
import { migrateDb, openDb } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { logImportById } from '../../db/queries/log-imports.ts'
import type { LogReading } from '../../server/domain/log-import.ts'
import { checkLog } from '../../server/operations/check-log.ts'
import { importLog } from '../../server/operations/import-log.ts'
import { sendLog } from '../../server/operations/send-log.ts'
import { DATA_SETS, seed } from './data-sets.ts'
import { stewardOf } from './stewards.ts'

const LINES = 50_000
const HALF_HOUR = 1_800_000
const READING: LogReading = {
  ...{ start: 'Start', startTime: null, end: 'End', endTime: null, length: null, lengthUnit: 'minutes' },
  ...{ person: 'User', note: null, format: 'iso', zone: 'Europe/Warsaw' },
}

export async function benchLogs(): Promise<Readonly<Record<string, number>>> {
  const set = DATA_SETS.find(({ name }) => name === 'A')!
  seed(set)
  const db = openDb(set.file)
  migrateDb(db)
  const now = Date.now()
  const resourceId = catalogueOf(db).resourceBySlug.get('scale-007')!.id
  const steward = stewardOf(db, resourceId)
  // Half an hour after the other: some of it in the time of reservations, some not.
  const iso = (at: number) => new Date(at).toISOString()
  const lines = Array.from({ length: LINES }, (_, i) => {
    const start = now - (LINES + 1 - i) * HALF_HOUR
    return `${iso(start)};${iso(start + HALF_HOUR - 60_000)};user ${i % 40}`
  })
  const content = ['Start;End;User', ...lines].join('\n')
  const round = async () => {
    const begun = performance.now()
    const sent = await sendLog(db, steward, { resourceId, name: 'log.csv', content }, now)
    if (!sent.ok) throw new Error(JSON.stringify(sent.refusal))
    const { id } = sent.value
    const handedIn = performance.now()
    await checkLog(db, steward, id, { reading: READING, saveAs: null }, now)
    const tried = performance.now()
    const progress = new Set<number>()
    const looking = setInterval(() => progress.add(logImportById(db, id)!.linesRead), 20)
    const done = await importLog(db, steward, id, { clock: () => now, isStopping: () => false })
    clearInterval(looking)
    if (!done.ok) throw new Error(done.refusal.kind)
    return {
      ...{
        'handed in, ms': handedIn - begun,
        'tried, ms': tried - handedIn,
        'brought in, ms': performance.now() - tried,
      },
      ...{ 'steps of progress seen': progress.size, outcome: done.value.outcome! },
    }
  }
  const { outcome: first, ...times } = await round()
  const { outcome: again, 'brought in, ms': againMs } = await round()
  const results = {
    ...times,
    ...{ matched: first.matched, unbooked: first.unbooked, 'stay out': first.overlapping + first.unreadable },
    ...{ 'new the second time': again.matched + again.unbooked, 'brought in again, ms': againMs },
  }
  console.table(Object.fromEntries(Object.entries(results).map(([what, value]) => [what, +value.toPrecision(5)])))
  db.$client.close()
  return results
}
