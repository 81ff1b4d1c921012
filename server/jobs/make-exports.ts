import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { withPatience } from '../../db/queries/patience.ts'
import { personById } from '../../db/queries/people.ts'
import {
  failExport,
  finishExport,
  isExportAsked,
  keepExport,
  type LeasedExport,
  leaseExport,
} from '../../db/queries/report-exports.ts'
import { recipeOf } from '../reports/report-makers.ts'
import { isRecipe, type Progress } from '../reports/report-recipe.ts'
import { writtenFile } from '../reports/written-file.ts'
import { givingWay } from './give-way.ts'

/** A process that is killed holds up a file for so long. */
const LEASE_MS = 60_000
/** How often the page hears of progress, and the lease is renewed. */
const TOLD_EVERY_MS = 1000
const PATIENCE_MS = 250

export interface ExportParts {
  readonly db: Db
  /** UTC epoch ms. */
  readonly clock: () => number
  readonly timeZone: string
  readonly stopping: () => boolean
}

/**
 * Makes the files that were asked for, one after the other. Several processes may do so: each file is leased, and only
 * the holder of the lease writes. One that stops lets go of its file, one that is killed loses it after a minute; the
 * next begins again.
 */
export async function makeExports(parts: ExportParts): Promise<number> {
  const { db, clock, stopping } = parts
  let count = 0
  while (!stopping() && isExportAsked(db, clock())) {
    const taken = write(db, (tx) => leaseExport(tx, clock(), clock() + LEASE_MS))
    if (!taken) break
    if (await makeOne(parts, taken)) count++
  }
  return count
}

const write = <T>(db: Db, work: (tx: Db) => T): T => withPatience(db, PATIENCE_MS, () => inWriteTransaction(db, work))

/** Said by what counts when it is not to go on. */
class LetGo extends Error {}

async function makeOne(parts: ExportParts, taken: LeasedExport): Promise<boolean> {
  const { db } = parts
  const lease = { current: taken }
  try {
    const content = await contentOf(parts, taken, progressOf(parts, lease))
    return write(db, (tx) => (content ? finishExport(tx, lease.current, content) : !failExport(tx, lease.current)))
  } catch (fault) {
    if (fault instanceof LetGo) return false
    write(db, (tx) => failExport(tx, lease.current))
    throw fault
  }
}

/** In the language and with the rights of who asked; null when they may not read it any more. */
async function contentOf({ db, clock, timeZone }: ExportParts, taken: LeasedExport, progress: Progress) {
  const now = clock()
  const person = personById(db, taken.personId, now)
  if (!person) return null
  const { locale } = person
  const recipe = recipeOf(db, taken.report, { query: taken.query, person, locale, timeZone, now })
  if (!isRecipe(recipe)) return null
  return (await writtenFile(await recipe.make(progress), taken.format, locale)).content
}

function progressOf({ db, clock, stopping }: ExportParts, lease: { current: LeasedExport }): Progress {
  const giveWay = givingWay()
  let told = Number.NEGATIVE_INFINITY
  return async (done, total) => {
    await giveWay()
    const isStopping = stopping()
    const now = clock()
    if (!isStopping && now - told < TOLD_EVERY_MS && done < total) return
    told = now
    const until = isStopping ? null : now + LEASE_MS
    const isKept = write(db, (tx) => keepExport(tx, lease.current, { done, total, until }))
    if (!isKept || isStopping) throw new LetGo()
    lease.current = { ...lease.current, leasedUntil: now + LEASE_MS }
  }
}
