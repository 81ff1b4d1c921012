import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

/** Longer without a look means a pause, or a clock that leapt. */
const GAP_MS = 10 * 60_000
/** So long a clock must run on before what it says of deadlines is believed for many at once. */
export const STEADY_MS = 60 * 60_000

/** Looks at the clock, as a job does every minute. A gap, or a step back, starts the count anew. */
export function watchClock(db: Db, now: number): void {
  prepared(
    db,
    `INSERT INTO clock_watch (id, seen_at, steady_since) VALUES (1, :now, :now)
     ON CONFLICT (id) DO UPDATE SET seen_at = :now, steady_since =
       CASE WHEN :now BETWEEN seen_at - ${GAP_MS} AND seen_at + ${GAP_MS} THEN min(steady_since, :now) ELSE :now END`,
  ).run({ now })
}

/** Whether the clock has run on for an hour under the eyes of a job; true where no job has ever looked. */
export function isClockSteady(db: Db, now: number): boolean {
  const row = prepared(db, 'SELECT seen_at AS seenAt, steady_since AS steadySince FROM clock_watch').get() as
    | { seenAt: number; steadySince: number }
    | undefined
  if (!row) return true
  return Math.abs(now - row.seenAt) <= GAP_MS && now - row.steadySince >= STEADY_MS
}
