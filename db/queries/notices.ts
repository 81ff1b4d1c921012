import type { Db } from '../connect.ts'
import { IS_NOTICE } from './outbox.ts'
import { prepared } from './prepared.ts'

/** Nobody reads a larger number. */
const MOST_COUNTED = 100

/** How many of what was told to a person they have not read, counted up to 100. */
export function countUnread(db: Db, personId: number): number {
  return prepared(
    db,
    `SELECT count(*) FROM (SELECT 1 FROM outbox WHERE person_id = ? AND read_at IS NULL AND ${IS_NOTICE} LIMIT ${MOST_COUNTED})`,
  )
    .pluck()
    .get(personId) as number
}

/** Marks one notice of a person as read; false when they have none of this id. */
export function markNoticeRead(db: Db, personId: number, id: number, at: number): boolean {
  return (
    prepared(db, 'UPDATE outbox SET read_at = coalesce(read_at, ?) WHERE id = ? AND person_id = ?').run(
      at,
      id,
      personId,
    ).changes > 0
  )
}

/** Marks all up to this one as read: what came after the page was shown has not been seen. */
export function markNoticesRead(db: Db, personId: number, upTo: number, at: number): void {
  prepared(db, 'UPDATE outbox SET read_at = ? WHERE person_id = ? AND read_at IS NULL AND id <= ?').run(
    at,
    personId,
    upTo,
  )
}
