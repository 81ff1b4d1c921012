import { randomUUID } from 'node:crypto'
import type { Told } from '../../server/domain/told.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

type Payload<T extends Told> = T extends Told ? { readonly kind: T['kind']; readonly payload: T['mail'] } : never
export type QueuedMail = { readonly personId: number; readonly at: number } & Payload<Told>

/** Writes a mail to send into the outbox; it belongs into the transaction of the change it tells of. */
export function queueMail(db: Db, { personId, kind, payload, at }: QueuedMail): void {
  prepared(
    db,
    'INSERT INTO outbox (message_id, person_id, kind, payload, created_at, next_attempt_at) VALUES (?, ?, ?, ?, ?, ?)',
  ).run(`${subjectOf(payload)}-${randomUUID()}`, personId, kind, JSON.stringify(payload), at, at)
}

function subjectOf(payload: Told['mail']): string {
  if ('seriesId' in payload) return `series-${payload.seriesId}-${payload.sequence}`
  if ('entryId' in payload) return `waiting-${payload.entryId}`
  if ('aboutId' in payload) return `deciding-${payload.aboutId ?? 'stalled'}`
  if ('faultId' in payload) return `fault-${payload.faultId}`
  if ('calibration' in payload) return 'outage'
  if ('unsubscribe' in payload) return 'digest'
  return 'sequence' in payload ? `${payload.reservationId}-${payload.sequence}` : 'training'
}
