import { randomUUID } from 'node:crypto'
import type { ReservationMail, ReservationMailKind } from '../../server/domain/reservation-mail.ts'
import type { SeriesMail, SeriesMailKind } from '../../server/domain/series-mail.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

export type QueuedMail = { readonly personId: number; readonly at: number } & (
  | { readonly kind: ReservationMailKind; readonly payload: ReservationMail }
  | { readonly kind: SeriesMailKind; readonly payload: SeriesMail }
)

/** Writes a mail to send into the outbox; it belongs into the transaction of the change it tells of. */
export function queueMail(db: Db, { personId, kind, payload, at }: QueuedMail): void {
  const subject = 'seriesId' in payload ? `series-${payload.seriesId}` : payload.reservationId
  prepared(
    db,
    'INSERT INTO outbox (message_id, person_id, kind, payload, created_at, next_attempt_at) VALUES (?, ?, ?, ?, ?, ?)',
  ).run(`${subject}-${payload.sequence}-${randomUUID()}`, personId, kind, JSON.stringify(payload), at, at)
}
