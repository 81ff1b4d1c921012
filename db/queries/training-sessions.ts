import type { Level } from '../../server/domain/person.ts'
import type { TrainingSession } from '../../server/domain/training.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

/** Somebody who was invited to a session. */
export interface TrainingAttendee {
  readonly personId: number
  readonly personName: string
  readonly personEmail: string
  readonly requestId: number | null
  /** Null until a steward says. */
  readonly hasAttended: boolean | null
}

/** Returns the id of the session that the reservation now is. */
export function insertTrainingSession(
  db: Db,
  session: { readonly reservationId: number; readonly places: number; readonly level: Level },
): number {
  return prepared(
    db,
    'INSERT INTO training_sessions (reservation_id, places, level) VALUES (:reservationId, :places, :level) RETURNING id',
  )
    .pluck()
    .get(session) as number
}

export function trainingSessionById(db: Db, id: number): TrainingSession | null {
  return (prepared(db, `${SELECT} WHERE s.id = ? AND ${HOLDS}`).get(id) as TrainingSession | undefined) ?? null
}

export function trainingSessionIdOf(db: Db, reservationId: number): number | null {
  const find = prepared(db, 'SELECT id FROM training_sessions WHERE reservation_id = ?').pluck()
  return (find.get(reservationId) as number | undefined) ?? null
}

/** Sessions on a resource that are still ahead or not yet settled, the first one first. */
export function trainingSessionsOn(db: Db, resourceId: number): readonly TrainingSession[] {
  return prepared(
    db,
    `${SELECT} WHERE v.resource_id = ? AND s.settled_at IS NULL AND ${HOLDS} ORDER BY v.start_at`,
  ).all(resourceId) as TrainingSession[]
}

/** Sessions that a person is invited to and that are not over. */
export function trainingSessionsOf(db: Db, personId: number, now: number): readonly TrainingSession[] {
  return prepared(
    db,
    `${SELECT} JOIN training_attendees a ON a.session_id = s.id
     WHERE a.person_id = ? AND v.end_at > ? AND ${HOLDS} ORDER BY v.start_at`,
  ).all(personId, now) as TrainingSession[]
}

/** Reservations to come that are for training and no session yet; those of a series stay with it. */
export function trainingReservationsOn(
  db: Db,
  resourceId: number,
  now: number,
): readonly { readonly id: number; readonly start: number; readonly end: number; readonly title: string }[] {
  return prepared(
    db,
    `SELECT v.id, v.start_at AS start, v.end_at AS "end", v.title FROM reservations v
     WHERE v.resource_id = ? AND v.start_at > ? AND v.purpose = 'staff_training' AND v.state = 'confirmed'
       AND v.series_id IS NULL AND NOT EXISTS (SELECT 1 FROM training_sessions s WHERE s.reservation_id = v.id)
     ORDER BY v.start_at LIMIT 50`,
  ).all(resourceId, now) as { id: number; start: number; end: number; title: string }[]
}

/** By name. */
export function attendeesOf(db: Db, sessionId: number): readonly TrainingAttendee[] {
  const rows = prepared(
    db,
    `SELECT a.person_id AS personId, p.name AS personName, p.email AS personEmail, a.request_id AS requestId,
       a.has_attended AS hasAttended
     FROM training_attendees a JOIN people p ON p.id = a.person_id WHERE a.session_id = ? ORDER BY p.name, p.id`,
  ).all(sessionId) as (Omit<TrainingAttendee, 'hasAttended'> & { hasAttended: number | null })[]
  return rows.map((row) => ({ ...row, hasAttended: row.hasAttended === null ? null : row.hasAttended === 1 }))
}

export function insertAttendee(
  db: Db,
  attendee: { readonly sessionId: number; readonly personId: number; readonly requestId: number },
): void {
  prepared(
    db,
    `INSERT INTO training_attendees (session_id, person_id, request_id) VALUES (:sessionId, :personId, :requestId)
     ON CONFLICT (session_id, person_id) DO UPDATE SET request_id = excluded.request_id`,
  ).run(attendee)
}

/** Gives back the place that a request had in a session not yet settled; returns which, null for none. */
export function deleteAttendee(db: Db, requestId: number): number | null {
  const taken = prepared(
    db,
    `DELETE FROM training_attendees WHERE request_id = ?
       AND session_id IN (SELECT id FROM training_sessions WHERE settled_at IS NULL) RETURNING session_id`,
  )
    .pluck()
    .get(requestId) as number | undefined
  return taken ?? null
}

export function settleSession(db: Db, id: number, attended: readonly number[], at: number): void {
  prepared(db, 'UPDATE training_sessions SET settled_at = ? WHERE id = ?').run(at, id)
  prepared(
    db,
    `UPDATE training_attendees SET has_attended = person_id IN (SELECT value FROM json_each(?)) WHERE session_id = ?`,
  ).run(JSON.stringify(attended), id)
}

const HOLDS = `v.state IN ('requested', 'confirmed', 'in_use', 'completed')`

const SELECT = `SELECT s.id, s.reservation_id AS reservationId, v.resource_id AS resourceId, v.title, s.places, s.level,
    s.settled_at AS settledAt, v.start_at AS start, v.end_at AS "end"
  FROM training_sessions s JOIN reservations v ON v.id = s.reservation_id`
