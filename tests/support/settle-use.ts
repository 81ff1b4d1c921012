import type { Db } from '../../db/connect.ts'
import { autoCheckOut } from '../../server/operations/auto-check-out.ts'
import { extendRunning } from '../../server/operations/extend-running.ts'
import { releaseNoShows } from '../../server/operations/release-no-shows.ts'

/** What the jobs do about use at one moment; how much that was. */
export function settleUse(db: Db, now: number): number {
  return releaseNoShows(db, now) + autoCheckOut(db, now) + extendRunning(db, now)
}
