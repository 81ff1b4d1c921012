import type { EventDetails, EventKind, ReservationEvent } from '../../server/domain/reservation.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

export interface NewEvent {
  readonly reservationId: number
  /** Null when the system did it. */
  readonly personId: number | null
  readonly kind: EventKind
  readonly details?: EventDetails
  readonly at: number
}

export function recordEvent(db: Db, { reservationId, personId, kind, details = {}, at }: NewEvent): void {
  prepared(
    db,
    'INSERT INTO reservation_events (reservation_id, person_id, kind, details, at) VALUES (?, ?, ?, ?, ?)',
  ).run(reservationId, personId, kind, JSON.stringify(details), at)
}

/** What happened to a reservation after it was made, oldest first. */
export function eventsOf(db: Db, reservationId: number): readonly ReservationEvent[] {
  const rows = prepared(
    db,
    `SELECT e.id, e.kind, e.person_id AS personId, p.name AS personName, e.details, e.at
     FROM reservation_events e LEFT JOIN people p ON p.id = e.person_id WHERE e.reservation_id = ? ORDER BY e.id`,
  ).all(reservationId) as (Omit<ReservationEvent, 'details'> & { details: string })[]
  return rows.map((row) => ({ ...row, details: JSON.parse(row.details) as EventDetails }))
}
