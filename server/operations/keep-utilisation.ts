import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { countsToKeep } from '../../db/queries/utilisation.ts'
import { keepCounts, yearsOfData } from '../../db/queries/utilisation-counts.ts'
import { yearPiece } from '../domain/report-pieces.ts'
import type { Resource } from '../domain/resource.ts'
import { localDayOf } from '../domain/zone.ts'

/**
 * Keeps the utilisation of a resource for the reports, this year first; after each year the caller may pause or stop. What
 * was counted is true of its stamp whatever is written meanwhile, so the lock is taken for the writing alone.
 */
export function* keepUtilisation(db: Db, resource: Resource, clock: () => number): Generator<number> {
  const thisYear = Number(localDayOf(clock(), resource.timeZone).slice(0, 4))
  for (const year of yearsOfData(db, [resource.id, ...resource.above], thisYear)) {
    const counts = countsToKeep(db, resource, [yearPiece(year)], clock())
    if (counts.size > 0) inWriteTransaction(db, (tx) => keepCounts(tx, resource.id, counts))
    yield year
  }
}

/** The same of every resource, all years at once and without a pause: for a database that nobody uses yet. */
export function keepAllUtilisation(db: Db, now: number): void {
  for (const resource of catalogueOf(db).resources) {
    const thisYear = Number(localDayOf(now, resource.timeZone).slice(0, 4))
    const years = yearsOfData(db, [resource.id, ...resource.above], thisYear).toReversed()
    const counts = countsToKeep(db, resource, years.map(yearPiece), now)
    inWriteTransaction(db, (tx) => keepCounts(tx, resource.id, counts))
  }
}
