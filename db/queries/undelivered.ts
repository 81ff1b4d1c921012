import { UNKEPT_MAIL_KINDS } from '../../server/domain/account-mail.ts'
import type { Told } from '../../server/domain/told.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

/** A mail that has not left, without what it says. Instants in UTC epoch ms. */
export interface Undelivered {
  readonly id: number
  readonly kind: Told['kind']
  readonly recipientName: string
  readonly recipientEmail: string
  readonly createdAt: number
  readonly attempts: number
  /** Null once given up. */
  readonly nextAttemptAt: number | null
  readonly lastError: string | null
}

const SELECT = `SELECT o.id, o.kind, iif(o.address IS NULL, p.name, '') AS recipientName,
  coalesce(o.address, p.email) AS recipientEmail, o.created_at AS createdAt,
  o.attempts, o.next_attempt_at AS nextAttemptAt, o.last_error AS lastError
  FROM outbox o JOIN people p ON p.id = o.person_id`

const IS_GIVEN_UP = 'next_attempt_at IS NULL AND sent_at IS NULL AND attempts > 0'

/** Mails given up, the newest first. */
export function givenUp(db: Db, limit: number): Undelivered[] {
  return prepared(db, `${SELECT} WHERE ${IS_GIVEN_UP} ORDER BY o.id DESC LIMIT ?`).all(limit) as Undelivered[]
}

/** Mails that failed and will be tried again, the next first. */
export function failing(db: Db, limit: number): Undelivered[] {
  return prepared(
    db,
    `${SELECT} WHERE o.next_attempt_at IS NOT NULL AND o.attempts > 0 ORDER BY o.next_attempt_at, o.id LIMIT ?`,
  ).all(limit) as Undelivered[]
}

const UNKEPT = UNKEPT_MAIL_KINDS.map((kind) => `'${kind}'`).join(', ')

/** Has a mail that was given up tried again from `now` on; false for any other, and for one that has lost its secret. */
export function resendMail(db: Db, id: number, now: number): boolean {
  return (
    prepared(
      db,
      `UPDATE outbox SET next_attempt_at = :now, resent_at = :now, attempts = 0
       WHERE id = :id AND ${IS_GIVEN_UP} AND kind NOT IN (${UNKEPT})`,
    ).run({ id, now }).changes > 0
  )
}

export interface RefusedAddress {
  readonly name: string
  readonly email: string
  readonly organisationId: number
  readonly since: number
}

/** The people whose address a mail server refuses for good. */
export function refusedAddresses(db: Db): RefusedAddress[] {
  return prepared(
    db,
    `SELECT name, email, organisation_id AS organisationId, mail_refused_at AS since FROM people
     WHERE mail_refused_at IS NOT NULL AND is_active ORDER BY mail_refused_at DESC`,
  ).all() as RefusedAddress[]
}
