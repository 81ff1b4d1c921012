import type { Interval } from '../../server/domain/interval.ts'
import { type Db, inWriteTransaction } from '../connect.ts'
import { prepared } from './prepared.ts'

export interface UnmetRequest {
  readonly resourceId: number
  readonly personId: number
  readonly start: number
  readonly end: number
  readonly askedAt: number
}

/** A wish that nobody could serve, with the time it is counted at. */
export interface UnmetWish extends Interval {
  readonly resourceId: number
  readonly personId: number
  readonly organisationId: number
  /** It stood on a waiting list; else it was refused at once. */
  readonly waited: boolean
}

/** No reservation is longer, so no wish is. */
const LONGEST = 92 * 86_400_000

/**
 * Refused requests, and what waited and ended unserved: a wish for any time of a period is counted at its beginning. Who was
 * refused a time and then waited for the same one asked for it once; who did not take what was offered is not unserved.
 */
const UNMET = `
  SELECT resource_id AS resourceId, person_id AS personId, p.organisation_id AS organisationId, start_at AS start, end_at AS "end", 0 AS waited
  FROM unmet_requests u JOIN people p ON p.id = u.person_id
  WHERE start_at > :start - ${LONGEST} AND start_at < :end AND end_at > :start
  UNION ALL
  SELECT w.resource_id, w.person_id, w.organisation_id, w.start_at, w.start_at + w.wish, 1
  FROM (SELECT *, coalesce(duration_minutes * 60000, end_at - start_at) AS wish FROM waiting_entries
    WHERE start_at > :start - ${LONGEST} AND start_at < :end) w
  WHERE w.start_at + w.wish > :start
    AND (w.state IN ('left', 'expired') OR (w.state IN ('waiting', 'offered') AND w.end_at - w.wish <= :now))
    AND NOT EXISTS (SELECT 1 FROM holds h WHERE h.waiting_entry_id = w.id AND h.expires_at > :now)
    AND NOT EXISTS (SELECT 1 FROM waiting_refusals f WHERE f.entry_id = w.id)
    AND NOT EXISTS (SELECT 1 FROM unmet_requests u WHERE u.resource_id = w.resource_id AND u.person_id = w.person_id
      AND u.start_at = w.start_at AND u.end_at = w.start_at + w.wish)`

/** By resource: few, and not in anybody's memory. */
export function unmetDuring(db: Db, { start, end }: Interval, now: number): Map<number, UnmetWish[]> {
  const rows = prepared(db, UNMET).all({ start, end, now }) as (Omit<UnmetWish, 'waited'> & { waited: number })[]
  return Map.groupBy(
    rows.map((row) => ({ ...row, waited: row.waited === 1 })),
    ({ resourceId }) => resourceId,
  )
}

/** Remembers wishes that found their time taken, each once however often it is sent; the reports count their hours. */
export function recordUnmet(db: Db, wishes: readonly UnmetRequest[]): void {
  const known = prepared(
    db,
    'SELECT 1 FROM unmet_requests WHERE resource_id = :resourceId AND start_at = :start AND end_at = :end AND person_id = :personId',
  )
  const unknown = wishes.filter(({ askedAt: _, ...key }) => !known.get(key))
  if (unknown.length === 0) return
  inWriteTransaction(db, (tx) => {
    for (const wish of unknown) insertUnmet(tx, wish)
  })
}

/** The same of one wish, inside a transaction. */
export function insertUnmet(tx: Db, wish: UnmetRequest): void {
  prepared(
    tx,
    `INSERT OR IGNORE INTO unmet_requests (resource_id, person_id, start_at, end_at, asked_at)
     VALUES (:resourceId, :personId, :start, :end, :askedAt)`,
  ).run(wish)
}
