import { setTimeout as pause } from 'node:timers/promises'
import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { dropOldMonths, keepUtilisation, yearsToKeep } from '../operations/keep-utilisation.ts'

/** Long enough for requests that wait to be answered in between. */
const PAUSE_MS = 2

/**
 * Counts ahead what reports are asked for, all years there is anything of, so that nobody waits for the first one after a
 * start or a change. One resource and year at a time, a few tens of milliseconds; what still holds costs next to nothing.
 */
export async function countReports(db: Db, clock: () => number, stopping: () => boolean): Promise<void> {
  const { resources } = catalogueOf(db)
  const years = yearsToKeep(db, clock())
  dropOldMonths(db, clock())
  for (const resource of resources)
    for (const _year of keepUtilisation(db, resource, years, clock)) {
      if (stopping()) return
      await pause(PAUSE_MS)
    }
}
