import { setTimeout as pause } from 'node:timers/promises'
import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { exchangeDuring, exchangeMonths } from '../../db/queries/exchange.ts'
import { lastMonth, reportedYears, yearUpTo } from '../domain/report-period.ts'
import type { Resource } from '../domain/resource.ts'
import { keepUtilisation, yearsToKeep } from '../operations/keep-utilisation.ts'

/** Long enough for requests that wait to be answered in between. */
const PAUSE_MS = 2

/**
 * Counts ahead what reports are asked for, all years there is anything of, so that nobody waits for the first one after a
 * start or a change. One resource and year at a time, a few milliseconds; what still holds costs next to nothing.
 */
export async function countReports(db: Db, clock: () => number, stopping: () => boolean): Promise<void> {
  const { resources } = catalogueOf(db)
  const years = yearsToKeep(db, clock())
  for (const resource of resources)
    for (const _piece of countOne(db, resource, years, clock)) {
      if (stopping()) return
      await pause(PAUSE_MS)
    }
}

function* countOne(db: Db, resource: Resource, years: readonly number[], clock: () => number): Generator {
  yield* keepUtilisation(db, resource, years, clock)
  const now = clock()
  // Who uses whose is remembered by this process alone: what its page shows first, and the two calendar years.
  yield exchangeMonths(db, [resource], yearUpTo(lastMonth(now, resource.timeZone)), now)
  for (const year of reportedYears(now, resource.timeZone)) yield exchangeDuring(db, [resource], year, now)
}
