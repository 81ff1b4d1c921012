import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { contentOfLog, logImportById, saveLogMapping, setLogChecked } from '../../db/queries/log-imports.ts'
import { LOG_COLUMNS, type LogImport, type LogReading } from '../domain/log-import.ts'
import { headingsOf } from '../domain/log-lines.ts'
import type { Person } from '../domain/person.ts'
import { isValidZone } from '../domain/zone.ts'
import { caredFor } from './cared-for.ts'
import { type Foreseen, outcomeOf, pieces, readLog, weighUses } from './log-plan.ts'
import { logRows } from './log-rows.ts'
import { done, type Result, refused } from './result.ts'

/** A log, for who looks after its resource; `not-found` for everybody else. */
export function managedLog(db: Db, person: Person, id: number): Result<LogImport> {
  const log = logImportById(db, id)
  return log && caredFor(db, person, log.resourceId).ok ? done(log) : refused({ kind: 'not-found' })
}

const LONGEST_NAME = 60

/**
 * Says what a log would do, read this way, and changes no record of use; the columns are remembered where a name is given.
 * Refusals: `not-found`, `invalid` with the column, `zone` or `save_as`.
 */
export async function checkLog(
  db: Db,
  person: Person,
  id: number,
  { reading, saveAs }: { readonly reading: LogReading; readonly saveAs: string | null },
  now: number,
): Promise<Result<LogImport>> {
  const found = managedLog(db, person, id)
  if (!found.ok) return found
  const log = found.value
  if (log.state === 'running' || log.state === 'done') return found
  const fault = await faultIn(db, log, reading)
  if (fault) return refused({ kind: 'invalid', ...fault })
  const name = saveAs?.trim() || null
  if (name && name.length > LONGEST_NAME) return refused({ kind: 'invalid', field: 'save_as', reason: 'log-no-name' })
  const read = await readLog(db, log, reading, now)
  // What one piece would bring in is there for the next one as far as it reaches.
  let foreseen: Foreseen = []
  for await (const some of pieces(read.uses)) {
    const going = weighUses(db, read, { some, foreseen }, now).map(({ use }) => use)
    const last = some.at(-1)!.start
    foreseen = [...foreseen, ...going].filter(({ end }) => end > last)
  }
  return inWriteTransaction(db, (tx) => {
    setLogChecked(tx, id, reading, outcomeOf(read.tally))
    if (name) saveLogMapping(tx, log.resourceId, { name, reading }, now)
    return done(logImportById(tx, id)!)
  })
}

/** The headings and first rows of a log. */
export async function headOfLog(db: Db, id: number, count: number): Promise<LogHead> {
  const rows: (readonly string[])[] = []
  for await (const { cells } of logRows(contentOfLog(db, id) ?? '')) {
    rows.push(cells)
    if (rows.length > count) break
  }
  const [first = [], ...rest] = rows
  return { headings: headingsOf(first), rows: rest }
}

export interface LogHead {
  readonly headings: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

async function faultIn(db: Db, log: LogImport, reading: LogReading) {
  const { headings } = await headOfLog(db, log.id, 0)
  const missing = LOG_COLUMNS.find((each) => reading[each] !== null && !headings.includes(reading[each] ?? ''))
  if (missing) return { field: missing, reason: missing === 'start' ? 'log-no-start' : 'log-no-column' }
  if (reading.end === null && reading.endTime === null && reading.length === null)
    return { field: 'end', reason: 'log-no-end' }
  return isValidZone(reading.zone) ? null : { field: 'zone', reason: 'no-such-zone' }
}
