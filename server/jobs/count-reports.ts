import { setTimeout as pause } from 'node:timers/promises'
import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { utilisationDuring } from '../../db/queries/utilisation.ts'
import { reportedYears } from '../domain/report-period.ts'

/** Long enough for requests that wait to be answered in between. */
const PAUSE_MS = 2

/**
 * Counts ahead what reports are asked for most, this year and the last, so that nobody waits for the first one after a
 * start. One resource and year at a time, a few milliseconds; what is remembered already costs next to nothing.
 */
export async function countReports(db: Db, clock: () => number, stopping: () => boolean): Promise<void> {
  const { resources } = catalogueOf(db)
  for (const resource of resources) {
    for (const year of reportedYears(clock(), resource.timeZone)) {
      if (stopping()) return
      utilisationDuring(db, [resource], year, clock())
      await pause(PAUSE_MS)
    }
  }
}
