import type { Locale } from '../../server/domain/person.ts'
import type { Told } from '../../server/domain/told.ts'
import { type Db, inWriteTransaction } from '../connect.ts'
import { withPatience } from './patience.ts'
import { prepared } from './prepared.ts'

/** A mail of the outbox with its reader as they are now. Instants in UTC epoch ms. */
export type OutboxMail = Posted & Told

interface Posted {
  readonly id: number
  /** The Message-ID without its domain. */
  readonly messageId: string
  readonly createdAt: number
  readonly attempts: number
  /** Null once sent or given up. */
  readonly nextAttemptAt: number | null
  readonly sentAt: number | null
  readonly lastError: string | null
  readonly recipientName: string
  readonly recipientEmail: string
  readonly recipientLocale: Locale
}

export type LeasedMail = OutboxMail & { readonly leasedUntil: number }

const COLUMNS = `o.id, o.person_id AS personId, o.message_id AS messageId, o.kind, o.payload, o.created_at AS createdAt, o.attempts,
  o.next_attempt_at AS nextAttemptAt, o.leased_until AS leasedUntil, o.sent_at AS sentAt, o.last_error AS lastError,
  p.name AS recipientName, p.email AS recipientEmail, p.locale AS recipientLocale`

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
     WHERE id = (SELECT o.id FROM outbox o WHERE ${DUE} ORDER BY o.next_attempt_at, o.id LIMIT 1)
     RETURNING id`,
  )
  const take = () => inWriteTransaction(db, () => lease.get({ now, leasedUntil }))
  const taken = withPatience(db, PATIENCE_MS, take) as { id: number } | undefined
  return taken ? (selectMail(db, taken.id) as LeasedMail) : null
}

/** Each of the two below does nothing when the lease has passed to somebody else meanwhile. */
export function markSent(db: Db, { id, leasedUntil }: LeasedMail, now: number): void {
  prepared(
    db,
    `UPDATE outbox SET sent_at = ?, attempts = attempts + 1, next_attempt_at = NULL, leased_until = NULL, last_error = NULL
     WHERE id = ? AND leased_until = ?`,
  ).run(now, id, leasedUntil)
}

/** `nextAttemptAt` null gives the mail up. */
export function markFailed(db: Db, mail: LeasedMail, failure: { nextAttemptAt: number | null; error: string }): void {
  prepared(
    db,
    `UPDATE outbox SET attempts = attempts + 1, next_attempt_at = ?, leased_until = NULL, last_error = ?
     WHERE id = ? AND leased_until = ?`,
  ).run(failure.nextAttemptAt, failure.error, mail.id, mail.leasedUntil)
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
     WHERE (:person IS NULL OR o.person_id = :person) AND (:before IS NULL OR o.id < :before)
     ORDER BY o.id DESC LIMIT :limit`,
  )
    .all({ person: personId === 'everybody' ? null : personId, before, limit })
    .map((row) => mailOfRow(row as Stored))
}

/** One mail, when it is addressed to the person or `everybody` may be read. */
export function mailOf(db: Db, id: number, personId: number | 'everybody'): OutboxMail | null {
  const mail = selectMail(db, id)
  return mail && (personId === 'everybody' || mail.personId === personId) ? mail : null
}

/** Forgets mails sent or given up before the instant, for they hold what people wrote. Returns how many. */
export function deleteFinishedMails(db: Db, before: number): number {
  return prepared(db, 'DELETE FROM outbox WHERE next_attempt_at IS NULL AND created_at < ?').run(before).changes
}

type Stored = Posted & { kind: Told['kind']; payload: string; personId: number; leasedUntil: number | null }

function selectMail(db: Db, id: number) {
  const row = prepared(db, `SELECT ${COLUMNS} FROM outbox o JOIN people p ON p.id = o.person_id WHERE o.id = ?`).get(id)
  return row ? mailOfRow(row as Stored) : null
}

const mailOfRow = ({ payload, ...row }: Stored) =>
  ({ ...row, mail: JSON.parse(payload) }) as OutboxMail & Pick<Stored, 'personId' | 'leasedUntil'>
