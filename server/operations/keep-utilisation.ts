import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { countsToKeep, firstMonthKept, type Measure } from '../../db/queries/counting.ts'
import { EXCHANGE } from '../../db/queries/exchange.ts'
import { withPatience } from '../../db/queries/patience.ts'
import { LEDGER } from '../../db/queries/state-aid-ledger.ts'
import { UTILISATION } from '../../db/queries/utilisation.ts'
import { dropMonthsBefore, keepCounts, yearsOfData } from '../../db/queries/utilisation-counts.ts'
import { SPLITS } from '../../db/queries/utilisation-split.ts'
import { yearPiece } from '../domain/report-pieces.ts'
import type { Resource } from '../domain/resource.ts'
import { localDayOf } from '../domain/zone.ts'

/** Whatever reports add up of single resources. */
const MEASURES = [UTILISATION, ...Object.values(SPLITS), EXCHANGE, LEDGER] as readonly Measure<unknown>[]

/** Who finds the lock taken for longer comes again. */
const PATIENCE_MS = 250

/**
 * Keeps the utilisation of a resource for the reports, the last year first; after each year the caller may pause or stop. What
 * was counted is true of its stamp whatever is written meanwhile, so the lock is taken for the writing alone.
 */
export function* keepUtilisation(
  db: Db,
  resource: Resource,
  years: readonly number[],
  clock: () => number,
): Generator<number> {
  for (const year of years.toReversed()) {
    const counts = countsToKeep(db, MEASURES, { resource, years: [yearPiece(year)] }, clock())
    if (counts.size > 0)
      withPatience(db, PATIENCE_MS, () => inWriteTransaction(db, (tx) => keepCounts(tx, resource.id, counts)))
    yield year
  }
}

/** What a new year makes of no use to keep. */
export function dropOldMonths(db: Db, now: number): void {
  const series = MEASURES.map((each) => each.series)
  withPatience(db, PATIENCE_MS, () => inWriteTransaction(db, (tx) => dropMonthsBefore(tx, firstMonthKept(now), series)))
}

/** Every year there is anything of, up to this one. */
export const yearsToKeep = (db: Db, now: number): readonly number[] =>
  yearsOfData(db, Number(localDayOf(now, 'UTC').slice(0, 4)))

/** The same of every resource, all years at once and without a pause: for a database that nobody uses yet. */
export function keepAllUtilisation(db: Db, now: number): void {
  const years = yearsToKeep(db, now)
  for (const resource of catalogueOf(db).resources) {
    const counts = countsToKeep(db, MEASURES, { resource, years: years.map(yearPiece) }, now)
    inWriteTransaction(db, (tx) => keepCounts(tx, resource.id, counts))
  }
}
