import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

/** A question about a reservation, or an answer. */
export interface Message {
  readonly id: number
  readonly personId: number
  readonly personName: string
  readonly text: string
  readonly at: number
}

export function insertMessage(
  db: Db,
  message: Pick<Message, 'personId' | 'text' | 'at'> & { readonly reservationId: number },
): void {
  prepared(
    db,
    'INSERT INTO reservation_messages (reservation_id, person_id, text, at) VALUES (:reservationId, :personId, :text, :at)',
  ).run(message)
}

/** The thread of a reservation, the oldest first. */
export function messagesOf(db: Db, reservationId: number): readonly Message[] {
  return prepared(
    db,
    `SELECT m.id, m.person_id AS personId, p.name AS personName, m.text, m.at
     FROM reservation_messages m JOIN people p ON p.id = m.person_id WHERE m.reservation_id = ? ORDER BY m.id`,
  ).all(reservationId) as Message[]
}

/** How many messages each of these reservations has; those without are left out. */
export function countMessages(db: Db, reservationIds: readonly number[]): ReadonlyMap<number, number> {
  const rows = prepared(
    db,
    `SELECT reservation_id AS id, count(*) AS count FROM reservation_messages
     WHERE reservation_id IN (SELECT value FROM json_each(?)) GROUP BY reservation_id`,
  ).all(JSON.stringify(reservationIds)) as { id: number; count: number }[]
  return new Map(rows.map(({ id, count }) => [id, count]))
}
