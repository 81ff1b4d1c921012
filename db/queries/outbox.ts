import { UNKEPT_MAIL_KINDS } from '../../server/domain/account-mail.ts'
import type { Locale } from '../../server/domain/person.ts'
import { type Preferences, preferencesFrom } from '../../server/domain/preferences.ts'
import type { Told } from '../../server/domain/told.ts'
import { type Db, inWriteTransaction } from '../connect.ts'
import { withPatience } from './patience.ts'
import { prepared } from './prepared.ts'

/** A mail of the outbox with its reader as they are now. Instants in UTC epoch ms. */
export type OutboxMail = Posted & Told

interface Posted {
  readonly id: number
  readonly personId: number
  /** The Message-ID without its domain. */
  readonly messageId: string
  readonly createdAt: number
  readonly attempts: number
  /** Null once sent or given up. */
  readonly nextAttemptAt: number | null
  readonly sentAt: number | null
  readonly lastError: string | null
  /** When its reader saw it as a notice. */
  readonly readAt: number | null
  /** When the daily mail that it waits for is due. */
  readonly digestAt: number | null
  /** When somebody had it tried again. */
  readonly resentAt: number | null
  /** Where it goes instead of to the person's own address; they are then who caused it. */
  readonly address: string | null
  readonly recipientName: string
  readonly recipientEmail: string
  readonly recipientLocale: Locale
  readonly preferences: Preferences
  /** Since when a mail server says that there is no such address. */
  readonly mailRefusedAt: number | null
}

export type LeasedMail = OutboxMail & { readonly leasedUntil: number }

const COLUMNS = `o.id, o.person_id AS personId, o.message_id AS messageId, o.kind, o.payload, o.created_at AS createdAt, o.attempts,
  o.next_attempt_at AS nextAttemptAt, o.leased_until AS leasedUntil, o.sent_at AS sentAt, o.last_error AS lastError,
  o.read_at AS readAt, o.digest_at AS digestAt, o.resent_at AS resentAt, o.address,
  iif(o.address IS NULL, p.name, '') AS recipientName, coalesce(o.address, p.email) AS recipientEmail,
  coalesce(iif(o.address IS NULL, NULL, o.payload ->> 'locale'), p.locale) AS recipientLocale, p.preferences,
  p.mail_refused_at AS mailRefusedAt`

/** What stands among a person's notices: neither what only gathers others nor what is read where it arrives. */
export const IS_NOTICE = `address IS NULL AND kind NOT IN ('digest', ${UNKEPT_MAIL_KINDS.map((kind) => `'${kind}'`).join(', ')})`

/** The payload without the secret of its link. */
const FORGOTTEN = `iif(payload ->> 'secretPath' IS NULL, payload, json_remove(payload, '$.secretPath'))`

/** What a mail is about: an occurrence belongs to the calendar entry of its series. */
const subjectOf = (mail: 'o' | 'e') =>
  `coalesce('s' || coalesce(${mail}.payload ->> 'seriesId', ${mail}.payload ->> '$.series.id'), ${mail}.payload ->> 'reservationId')`

/** Mails of one reservation or series reach a person in the order of what happened: a later one waits for the earlier. */
const DUE = `o.next_attempt_at <= :now AND (o.leased_until IS NULL OR o.leased_until <= :now) AND NOT EXISTS (
  SELECT 1 FROM outbox e WHERE e.next_attempt_at IS NOT NULL AND e.id < o.id AND e.person_id = o.person_id
    AND ${subjectOf('e')} = ${subjectOf('o')})`

/** Whether some mail is due: a read, so that an idle ticker never takes the write lock. */
export function isMailDue(db: Db, now: number): boolean {
  return prepared(db, `SELECT 1 FROM outbox o WHERE ${DUE} LIMIT 1`).get({ now }) !== undefined
}

/** What chores write for many at once: it lets mail pass that somebody waits for. */
const AT_LEISURE = `'reminder', 'still-waiting', 'stalled', 'digest', 'report'`

/** Mail can wait for another writer; the pages of this process cannot. */
const PATIENCE_MS = 100

/**
 * Takes the next due mail until `leasedUntil`; nobody else gets it before then. Null when none is due. The transaction
 * is for its commit, which says when the disk is full: a RETURNING alone gives its row and keeps that to itself, and
 * the mail would be sent over and over.
 */
export function leaseNextMail(db: Db, now: number, leasedUntil: number): LeasedMail | null {
  const lease = prepared(
    db,
    `UPDATE outbox SET leased_until = :leasedUntil
     WHERE id = coalesce(
       (SELECT o.id FROM outbox o WHERE o.kind NOT IN (${AT_LEISURE}) AND ${DUE} ORDER BY o.next_attempt_at, o.id LIMIT 1),
       (SELECT o.id FROM outbox o WHERE ${DUE} ORDER BY o.next_attempt_at, o.id LIMIT 1))
     RETURNING id`,
  )
  const take = () => inWriteTransaction(db, () => lease.get({ now, leasedUntil }))
  const taken = withPatience(db, PATIENCE_MS, take) as { id: number } | undefined
  return taken ? (selectMail(db, taken.id) as LeasedMail) : null
}

/**
 * Each of the two below does nothing when the lease has passed to somebody else meanwhile. The secret of a link is
 * forgotten with the mail's way out; the demo keeps it, for its mail is read here alone.
 */
export function markSent(db: Db, { id, leasedUntil }: LeasedMail, now: number, isSecretKept = false): void {
  prepared(
    db,
    `UPDATE outbox SET sent_at = ?, attempts = attempts + 1, next_attempt_at = NULL, leased_until = NULL, last_error = NULL
       ${isSecretKept ? '' : `, payload = ${FORGOTTEN}`} WHERE id = ? AND leased_until = ?`,
  ).run(now, id, leasedUntil)
}

/** `nextAttemptAt` null gives the mail up. */
export function markFailed(db: Db, mail: LeasedMail, failure: { nextAttemptAt: number | null; error: string }): void {
  prepared(
    db,
    `UPDATE outbox SET attempts = attempts + 1, next_attempt_at = :nextAttemptAt, leased_until = NULL, last_error = :error,
       payload = iif(:nextAttemptAt IS NULL, ${FORGOTTEN}, payload)
     WHERE id = :id AND leased_until = :leasedUntil`,
  ).run({ ...failure, id: mail.id, leasedUntil: mail.leasedUntil })
}

/** Puts off a mail that was taken up, without an attempt. */
export function postpone(db: Db, { id, leasedUntil }: LeasedMail, at: number): void {
  prepared(db, 'UPDATE outbox SET next_attempt_at = ?, leased_until = NULL WHERE id = ? AND leased_until = ?').run(
    at,
    id,
    leasedUntil,
  )
}

/** Leaves a mail to the daily one due at `digestAt`; with null it stays a notice in the application alone. */
export function holdBack(db: Db, { id, leasedUntil }: LeasedMail, digestAt: number | null): void {
  prepared(
    db,
    'UPDATE outbox SET next_attempt_at = NULL, digest_at = ?, leased_until = NULL WHERE id = ? AND leased_until = ?',
  ).run(digestAt, id, leasedUntil)
}

/** Has what was held back for a daily mail looked at again, as its reader wants it now. */
export function releaseHeld(db: Db, personId: number, now: number): void {
  prepared(
    db,
    'UPDATE outbox SET next_attempt_at = ?, digest_at = NULL WHERE person_id = ? AND digest_at IS NOT NULL',
  ).run(now, personId)
}

/** When each mail to a person since then left or was taken up, the newest first; not the one that is asked about. */
export function mailTimesSince(db: Db, { id, personId }: LeasedMail, since: number, now: number): number[] {
  return prepared(
    db,
    `SELECT sent_at AS at FROM outbox WHERE person_id = :personId AND sent_at > :since AND address IS NULL
     UNION ALL SELECT :now FROM outbox WHERE person_id = :personId AND leased_until > :now AND next_attempt_at IS NOT NULL AND id < :id
     ORDER BY at DESC`,
  )
    .pluck()
    .all({ id, personId, since, now }) as number[]
}

/** Whether an earlier mail about the same reservation or series has reached its reader by itself. */
export function wasToldBefore(db: Db, { id, personId }: LeasedMail): boolean {
  return (
    prepared(
      db,
      `SELECT 1 FROM outbox o JOIN outbox e ON e.person_id = o.person_id AND e.id < o.id AND e.sent_at IS NOT NULL
         AND ${subjectOf('e')} = ${subjectOf('o')}
       WHERE o.id = ? AND o.person_id = ? LIMIT 1`,
    ).get(id, personId) !== undefined
  )
}

/** The people whose daily mail is due. */
export function digestsDue(db: Db, now: number): readonly number[] {
  return prepared(db, 'SELECT DISTINCT person_id FROM outbox WHERE digest_at <= ?').pluck().all(now) as number[]
}

/** Everything held back for a person's daily mail, the oldest first; it is held no longer. */
export function takeHeld(db: Db, personId: number): OutboxMail[] {
  const rows = prepared(
    db,
    `SELECT ${COLUMNS} FROM outbox o JOIN people p ON p.id = o.person_id
     WHERE o.person_id = ? AND o.digest_at IS NOT NULL ORDER BY o.id`,
  ).all(personId)
  prepared(db, 'UPDATE outbox SET digest_at = NULL WHERE person_id = ? AND digest_at IS NOT NULL').run(personId)
  return rows.map((row) => mailOfRow(row as Stored))
}

/** The newest mails, newest first: of one person, or of everybody. `before` is the id of the last one seen. */
export function mailsOf(
  db: Db,
  personId: number | 'everybody',
  limit: number,
  before: number | null = null,
): OutboxMail[] {
  return prepared(
    db,
    `SELECT ${COLUMNS} FROM outbox o JOIN people p ON p.id = o.person_id
     WHERE (:person IS NULL OR (o.person_id = :person AND o.address IS NULL)) AND (:before IS NULL OR o.id < :before)
     ORDER BY o.id DESC LIMIT :limit`,
  )
    .all({ person: personId === 'everybody' ? null : personId, before, limit })
    .map((row) => mailOfRow(row as Stored))
}

/** What was told to a person, the newest first: every mail that is a notice, too. */
export function noticesOf(db: Db, personId: number, limit: number, before: number | null = null): OutboxMail[] {
  return prepared(
    db,
    `SELECT ${COLUMNS} FROM outbox o JOIN people p ON p.id = o.person_id
     WHERE o.person_id = :personId AND ${IS_NOTICE} AND (:before IS NULL OR o.id < :before)
     ORDER BY o.id DESC LIMIT :limit`,
  )
    .all({ personId, before, limit })
    .map((row) => mailOfRow(row as Stored))
}

/** One mail, when it is addressed to the person or `everybody` may be read. */
export function mailOf(db: Db, id: number, personId: number | 'everybody'): OutboxMail | null {
  const mail = selectMail(db, id)
  const isTheirs = mail?.personId === personId && mail.address === null
  return mail && (personId === 'everybody' || isTheirs) ? mail : null
}

/** Forgets mails sent or given up before the instant, for they hold what people wrote. Returns how many. */
export function deleteFinishedMails(db: Db, before: number): number {
  return prepared(db, 'DELETE FROM outbox WHERE next_attempt_at IS NULL AND created_at < ?').run(before).changes
}

type Stored = Omit<Posted, 'preferences'> & {
  kind: Told['kind']
  payload: string
  preferences: string
  leasedUntil: number | null
}

function selectMail(db: Db, id: number) {
  const row = prepared(db, `SELECT ${COLUMNS} FROM outbox o JOIN people p ON p.id = o.person_id WHERE o.id = ?`).get(id)
  return row ? mailOfRow(row as Stored) : null
}

const mailOfRow = ({ payload, preferences, ...row }: Stored) =>
  ({ ...row, preferences: preferencesFrom(JSON.parse(preferences)), mail: JSON.parse(payload) }) as OutboxMail &
    Pick<Stored, 'leasedUntil'>
