import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

/** A request that waits, as far as reminding of it goes. */
export interface Unanswered {
  /** The request that stands for all of its series. */
  readonly id: number
  readonly resourceId: number
  readonly seriesId: number | null
  /** Since when it waits, epoch ms: it was made, or it came back. */
  readonly since: number
  readonly decideBy: number
  /** How many requests it stands for. */
  readonly count: number
}

/** Everything that waits at an instant, each series once by its first request. */
export function unanswered(db: Db, now: number): readonly Unanswered[] {
  return prepared(
    db,
    `SELECT min(v.id) AS id, v.resource_id AS resourceId, v.series_id AS seriesId, min(v.decide_by) AS decideBy,
       count(*) AS count, max(v.created_at,
         coalesce((SELECT max(e.at) FROM reservation_events e WHERE e.reservation_id = v.id AND e.kind = 'changed'), 0)) AS since
     FROM reservations v WHERE v.state = 'requested' AND v.decide_by > ?
     GROUP BY coalesce(-v.series_id, v.id)`,
  ).all(now) as Unanswered[]
}

/** Which of these warnings somebody has had, as `RESERVATION KIND`. */
export function warningsGiven(db: Db, reservationIds: readonly number[]): ReadonlySet<string> {
  const rows = prepared(
    db,
    `SELECT DISTINCT reservation_id || ' ' || kind FROM reminders
     WHERE reservation_id IN (SELECT value FROM json_each(?))`,
  ).pluck()
  return new Set(rows.all(JSON.stringify(reservationIds)) as string[])
}

/** Ids of the active coordinators. */
export const coordinatorIds = (db: Db): readonly number[] =>
  prepared(db, "SELECT id FROM people WHERE role = 'coordinator' AND is_active ORDER BY id").pluck().all() as number[]
