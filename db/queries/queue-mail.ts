import { randomUUID } from 'node:crypto'
import type { AccountMail, AccountMailKind } from '../../server/domain/account-mail.ts'
import type { Told } from '../../server/domain/told.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

type Payload<T extends Told> = T extends Told ? { readonly kind: T['kind']; readonly payload: T['mail'] } : never
export type QueuedMail = { readonly personId: number; readonly at: number } & Payload<Told>

/** Writes a mail to send into the outbox; it belongs into the transaction of the change it tells of. */
export function queueMail(db: Db, mail: QueuedMail): void {
  insertMail(db, mail, null)
}

export interface QueuedAccountMail {
  /** The owner of the account; where `address` is somebody else's, who caused the mail. */
  readonly personId: number
  readonly kind: AccountMailKind
  readonly payload: AccountMail
  /** Where it goes instead of to the person's own address, lower case; preferences and notices do not apply to it. */
  readonly address?: string
  readonly at: number
}

/** So many mails of a kind reach one reader in an hour, whoever asks for them. */
const MOST_AN_HOUR = 5
const HOUR_MS = 3_600_000

/**
 * The same for a mail about an account. Its secret is forgotten as soon as it has left. False, and nothing written, when
 * its reader has got enough of them for now: what strangers can cause must not fill anybody's mailbox.
 */
export function queueAccountMail(db: Db, { address, ...mail }: QueuedAccountMail): boolean {
  const { personId, kind, at } = mail
  const reader = address === undefined ? 'person_id = :personId AND address IS NULL' : 'address = :address'
  const lately = prepared(db, `SELECT count(*) FROM outbox WHERE ${reader} AND kind = :kind AND created_at > :since`)
    .pluck()
    .get({ ...(address === undefined ? { personId } : { address }), kind, since: at - HOUR_MS }) as number
  if (lately >= MOST_AN_HOUR) return false
  insertMail(db, mail, address ?? null)
  return true
}

function insertMail(db: Db, { personId, kind, payload, at }: QueuedMail, address: string | null): void {
  prepared(
    db,
    `INSERT INTO outbox (message_id, person_id, kind, payload, created_at, next_attempt_at, address)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  ).run(`${subjectOf(payload)}-${randomUUID()}`, personId, kind, JSON.stringify(payload), at, at, address)
}

function subjectOf(payload: Told['mail']): string {
  if ('seriesId' in payload) return `series-${payload.seriesId}-${payload.sequence}`
  if ('entryId' in payload) return `waiting-${payload.entryId}`
  if ('aboutId' in payload) return `deciding-${payload.aboutId ?? 'stalled'}`
  if ('deputyshipId' in payload) return `deputy-${payload.deputyshipId}-${payload.sequence}`
  if ('faultId' in payload) return `fault-${payload.faultId}`
  if ('calibration' in payload) return 'outage'
  if ('unsubscribe' in payload) return 'digest'
  if ('format' in payload) return `report-${payload.report}-${payload.from}`
  if ('about' in payload) return 'account'
  if ('code' in payload) return `project-${payload.code}`
  if ('entity' in payload) return `state-aid-${payload.entity.slug}-${payload.year}`
  return 'sequence' in payload ? `${payload.reservationId}-${payload.sequence}` : 'training'
}
