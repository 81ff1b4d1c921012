import type { Reservation } from '../../server/domain/reservation.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'
import { COLUMNS, type ReservationRow, reservationOf } from './reservation-rows.ts'

interface Holder {
  readonly personId: number
  readonly organisationId: number
}

/** What a person has booked for an organisation that holds time and has not begun, by start. */
export function comingOfPerson(db: Db, holder: Holder, now: number): readonly Reservation[] {
  const rows = prepared(
    db,
    `SELECT ${COLUMNS} FROM reservations WHERE requester_id = :personId AND organisation_id = :organisationId
       AND state IN ('requested', 'confirmed') AND start_at > :now ORDER BY start_at, id`,
  ).all({ ...holder, now })
  return (rows as ReservationRow[]).map(reservationOf)
}

/**
 * Gives a reservation to somebody else; where they take no part in its project, it has none any more. Whose it is needs no
 * invitation to it.
 */
export function handOver(db: Db, { id }: Reservation, personId: number): Reservation {
  prepared(db, 'DELETE FROM reservation_participants WHERE reservation_id = ? AND person_id = ?').run(id, personId)
  const row = prepared(
    db,
    `UPDATE reservations SET version = version + 1, requester_id = :personId, calendar_sequence = calendar_sequence + 1,
       project_id = (SELECT m.project_id FROM project_members m WHERE m.project_id = reservations.project_id AND m.person_id = :personId)
     WHERE id = :id RETURNING ${COLUMNS}`,
  ).get({ id, personId })
  return reservationOf(row as ReservationRow)
}

/** The same for the rule of a series. */
export function handOverSeries(db: Db, id: number, personId: number): void {
  prepared(
    db,
    `UPDATE series SET version = version + 1, requester_id = :personId,
       project_id = (SELECT m.project_id FROM project_members m WHERE m.project_id = series.project_id AND m.person_id = :personId)
     WHERE id = :id`,
  ).run({ id, personId })
}

/** The ids of the entries with which a person waits for times in the name of an organisation. */
export function waitingFor(db: Db, holder: Holder): readonly number[] {
  return prepared(
    db,
    `SELECT id FROM waiting_entries WHERE person_id = :personId AND organisation_id = :organisationId
       AND state IN ('waiting', 'offered')`,
  )
    .pluck()
    .all(holder) as number[]
}
