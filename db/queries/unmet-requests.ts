import { type Db, inWriteTransaction } from '../connect.ts'
import { prepared } from './prepared.ts'

export interface UnmetRequest {
  readonly resourceId: number
  readonly personId: number
  readonly start: number
  readonly end: number
  readonly askedAt: number
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
