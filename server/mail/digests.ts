import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { digestsDue, type OutboxMail, takeHeld } from '../../db/queries/outbox.ts'
import { personById } from '../../db/queries/people.ts'
import { queueMail } from '../../db/queries/queue-mail.ts'
import { contentOf, type Letterhead } from '../../views/mail/outgoing-mail.ts'
import type { DigestItem } from '../domain/digest-mail.ts'
import { unsubscribeToken } from '../operations/unsubscribe.ts'

/** So many lines a daily mail has; the rest is counted and waits among the notices. */
const MOST_LISTED = 40

export interface DigestSettings extends Letterhead {
  readonly sessionSecret: string
}

/** Writes the daily mails that are due, one for each person, of everything held back for them. Returns how many. */
export function writeDigests(db: Db, settings: DigestSettings, now: number): number {
  const people = digestsDue(db, now)
  return people.filter((personId) => inWriteTransaction(db, (tx) => writeDigest(tx, personId, settings, now))).length
}

/** False when another process was faster, or nobody reads it any more. */
function writeDigest(tx: Db, personId: number, settings: DigestSettings, now: number): boolean {
  const held = takeHeld(tx, personId)
  if (held.length === 0 || !personById(tx, personId)) return false
  const payload = {
    items: held.slice(0, MOST_LISTED).map((mail) => itemOf(mail, settings)),
    more: Math.max(0, held.length - MOST_LISTED),
    unsubscribe: unsubscribeToken(personId, settings.sessionSecret),
  }
  queueMail(tx, { personId, kind: 'digest', payload, at: now })
  return true
}

function itemOf(mail: OutboxMail, settings: DigestSettings): DigestItem {
  const { subject, path } = contentOf(mail, settings)
  return { subject, path, at: mail.createdAt }
}
