import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { leaseLog, logImportById, setLogDone, setLogProgress } from '../../db/queries/log-imports.ts'
import { reservationById } from '../../db/queries/reservations.ts'
import { insertUsage } from '../../db/queries/usages.ts'
import type { LogImport } from '../domain/log-import.ts'
import type { Person } from '../domain/person.ts'
import type { Resource } from '../domain/resource.ts'
import { managedLog } from './check-log.ts'
import { outcomeOf, type PlannedUse, pieces, type ReadLog, readLog, type WeighedUse, weighUses } from './log-plan.ts'
import { noteOn } from './record-usage.ts'
import { done, type Result } from './result.ts'

/** Without a sign of life for so long a process that was at work on a log is taken to be gone. */
const LEASE_MS = 30_000

export interface Watch {
  /** UTC epoch ms. */
  readonly clock: () => number
  /** Whether this process is about to end. */
  readonly isStopping: () => boolean
}

/**
 * Brings a checked log in, piece by piece, each in a transaction of its own with a pause for others after it; a log that was
 * interrupted goes on. What is in already does not go in again. One that another process is at work on, or that is done,
 * stays as it is. Refusals: `not-found`.
 */
export async function importLog(db: Db, person: Person, id: number, watch: Watch): Promise<Result<LogImport>> {
  const found = managedLog(db, person, id)
  const now = watch.clock()
  if (!found.ok || found.value.reading === null) return found
  if (!inWriteTransaction(db, (tx) => leaseLog(tx, id, now, now + LEASE_MS))) return found
  // Read before the transactions, which remember nothing they may have to roll back.
  catalogueOf(db)
  const read = await readLog(db, found.value, found.value.reading, now)
  let linesRead = read.tally.unreadable
  for await (const some of pieces(read.uses)) {
    if (watch.isStopping()) return letGo(db, id, linesRead)
    linesRead += some.length
    bringIn(db, person, { id, read, some, linesRead }, watch.clock())
  }
  return inWriteTransaction(db, (tx) => {
    setLogDone(tx, id, outcomeOf(read.tally))
    return done(logImportById(tx, id)!)
  })
}

/** Whoever comes next may go on at once. */
function letGo(db: Db, id: number, linesRead: number): Result<LogImport> {
  inWriteTransaction(db, (tx) => setLogProgress(tx, id, linesRead, null))
  return done(logImportById(db, id)!)
}

interface Piece {
  readonly id: number
  readonly read: ReadLog
  readonly some: readonly PlannedUse[]
  readonly linesRead: number
}

function bringIn(db: Db, person: Person, { id, read, some, linesRead }: Piece, now: number): void {
  inWriteTransaction(db, (tx) => {
    for (const weighed of weighUses(tx, read, { some }, now)) record(tx, person, read.resource, weighed, now)
    setLogProgress(tx, id, linesRead, now + LEASE_MS)
  })
}

function record(tx: Db, person: Person, resource: Resource, { use, of }: WeighedUse, now: number): void {
  const { start, end, who, note, key } = use
  const usage = insertUsage(tx, {
    ...{ resourceId: resource.id, reservationId: of?.id ?? null, start, end, units: 1, isEstimated: false },
    personId: who?.id ?? of?.requesterId ?? null,
    organisationId: who?.organisationId ?? of?.organisationId ?? null,
    ...{ source: 'log', createdById: person.id, reason: note || null, importKey: key },
  })
  if (of) noteOn(tx, reservationById(tx, of.id)!, usage, { person, now })
}
