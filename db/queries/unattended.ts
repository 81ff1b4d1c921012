import type { Reservation } from '../../server/domain/reservation.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'
import { COLUMNS, type ReservationRow, reservationOf } from './reservation-rows.ts'

/** A confirmed reservation whose time has begun and that nobody has checked in to. */
export interface UnattendedRow {
  readonly reservation: Reservation
  readonly hasUsage: boolean
}

const HAS_USAGE = 'EXISTS (SELECT 1 FROM usages u WHERE u.reservation_id = reservations.id) AS hasUsage'
type Row = ReservationRow & { readonly hasUsage: number }

/** Those of the lowest ids beyond `after` first, so that a caller comes to all of them whatever becomes of the first. */
export function unattendedSince(db: Db, now: number, after: number, limit: number): readonly UnattendedRow[] {
  const rows = prepared(
    db,
    `SELECT ${COLUMNS}, ${HAS_USAGE} FROM reservations INDEXED BY reservations_confirmed
     WHERE state = 'confirmed' AND start_at <= ? AND id > ? ORDER BY id LIMIT ?`,
  ).all(now, after, limit) as Row[]
  return rows.map(unattendedOf)
}

/** The same of one, as it is now; null once it is something else. */
export function unattendedById(db: Db, id: number): UnattendedRow | null {
  const row = prepared(db, `SELECT ${COLUMNS}, ${HAS_USAGE} FROM reservations WHERE id = ? AND state = 'confirmed'`)
  const found = row.get(id) as Row | undefined
  return found ? unattendedOf(found) : null
}

const unattendedOf = ({ hasUsage, ...row }: Row): UnattendedRow => ({
  reservation: reservationOf(row),
  hasUsage: Boolean(hasUsage),
})
