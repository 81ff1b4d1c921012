import { randomUUID } from 'node:crypto'
import type { ReservationMail, ReservationMailKind } from '../../server/domain/reservation-mail.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

export interface QueuedMail {
  readonly personId: number
  readonly kind: ReservationMailKind
  readonly payload: ReservationMail
  readonly at: number
}

/** Writes a mail to send into the outbox; it belongs into the transaction of the change it tells of. */
export function queueMail(db: Db, { personId, kind, payload, at }: QueuedMail): void {
  prepared(
    db,
    'INSERT INTO outbox (message_id, person_id, kind, payload, created_at, next_attempt_at) VALUES (?, ?, ?, ?, ?, ?)',
  ).run(`${payload.reservationId}-${payload.sequence}-${randomUUID()}`, personId, kind, JSON.stringify(payload), at, at)
}
