import { type Db, inWriteTransaction } from '../connect.ts'
import { prepared } from './prepared.ts'

export interface UnmetRequest {
  readonly resourceId: number
  readonly personId: number
  readonly start: number
  readonly end: number
  readonly askedAt: number
}

/** Remembers a wish that found its time taken, once however often it is sent; the reports count its hours. */
export function recordUnmet(db: Db, wish: UnmetRequest): void {
  const known = prepared(
    db,
    'SELECT 1 FROM unmet_requests WHERE resource_id = :resourceId AND start_at = :start AND end_at = :end AND person_id = :personId',
  )
  const { askedAt: _, ...key } = wish
  if (known.get(key)) return
  inWriteTransaction(db, (tx) =>
    prepared(
      tx,
      `INSERT OR IGNORE INTO unmet_requests (resource_id, person_id, start_at, end_at, asked_at)
       VALUES (:resourceId, :personId, :start, :end, :askedAt)`,
    ).run(wish),
  )
}
