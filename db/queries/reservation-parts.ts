import type { PartWish } from '../../server/domain/reservation.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

/** Writes what a reservation takes along, in place of what it took before. Claims are the caller's matter. */
export function storeParts(db: Db, reservationId: number, parts: readonly PartWish[]): void {
  prepared(db, 'DELETE FROM reservation_parts WHERE reservation_id = ?').run(reservationId)
  const insert = prepared(db, 'INSERT INTO reservation_parts (reservation_id, resource_id, units) VALUES (?, ?, ?)')
  for (const { resourceId, units } of parts) insert.run(reservationId, resourceId, units)
}
