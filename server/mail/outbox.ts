import type { Db } from '../../db/connect.ts'
import {
  holdBack,
  isMailDue,
  type LeasedMail,
  leaseNextMail,
  mailTimesSince,
  markFailed,
  markSent,
  postpone,
  wasToldBefore,
} from '../../db/queries/outbox.ts'
import { markMailRefused } from '../../db/queries/preferences.ts'
import { type Letterhead, outgoingMailOf } from '../../views/mail/outgoing-mail.ts'
import { hasExpired } from '../domain/account-mail.ts'
import { type MailTime, mailTimeOf, topicOf } from '../domain/mail-time.ts'
import { attachmentsOf } from './attachments.ts'
import { isAddressRefused, type Mailer } from './mailer.ts'
import { turns } from './turns.ts'

const LEASE_MS = 5 * 60_000
const GIVE_UP_MS = 5 * 86_400_000
/** So many are under way at most: a server that is slow with one reader must not hold up all others. */
const AT_ONCE = 4
/**
 * Below that, one after the other. A process that is killed between the server's yes and the commit sends that mail
 * again: so it is at most one, with a server that answers in time.
 */
const OVERTAKEN_AFTER_MS = 3000
const HOUR_MS = 3_600_000

export interface OutboxSettings extends Letterhead {
  /** Gaps between attempts; the last one is repeated. */
  readonly mailRetrySeconds: readonly number[]
}

interface Round {
  sent: number
  failed: number
}

/** Asked between two mails, and waited for: nothing new is leased once it says true. */
type Stopping = () => boolean | Promise<boolean>

/**
 * Sends what is due, one mail after the other unless the server is slow, until nothing is. Several processes may do so at the same time: each mail is leased
 * before it is sent, and its outcome is only written by the holder of the lease. A mail that fails waits and is tried
 * again under the same Message-ID, so one that did arrive is known again by the reader's server.
 */
export async function sendDue(
  db: Db,
  mailer: Mailer,
  clock: () => number,
  settings: OutboxSettings,
  stopping: Stopping = () => false,
): Promise<Round> {
  const round: Round = { sent: 0, failed: 0 }
  const inTurn = turns(OVERTAKEN_AFTER_MS)
  const sendNext = async (): Promise<boolean> => {
    if (!isMailDue(db, clock()) || (await stopping())) return false
    const mail = leaseNextMail(db, clock(), clock() + LEASE_MS)
    if (!mail) return false
    const time = timeOf(db, mail, settings, clock())
    if (time.kind === 'now') round[await sendOne(db, mailer, clock, settings, mail)] += 1
    else if (time.kind === 'later') postpone(db, mail, time.at)
    else holdBack(db, mail, time.kind === 'digest' ? time.at : null)
    return true
  }
  const sendOneAfterAnother = async () => {
    while (await inTurn(sendNext));
  }
  // All are waited for, so that nothing is in flight once the round is over, whatever became of one of them.
  const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, sendOneAfterAnother))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  return round
}

/** As its reader wants it at this moment, whatever they wanted when it was written. */
function timeOf(db: Db, mail: LeasedMail, { timeZone }: OutboxSettings, now: number): MailTime {
  const { preferences } = mail
  const topic = topicOf(mail)
  const choice = topic === null ? 'now' : preferences.mail[topic]
  const reader = {
    preferences,
    timeZone: preferences.timeZone ?? timeZone,
    hasEntry: choice !== 'now' && wasToldBefore(db, mail),
    lately: topic ? mailTimesSince(db, mail, now - HOUR_MS, now) : [],
  }
  return mailTimeOf(mail, reader, now)
}

async function sendOne(
  db: Db,
  mailer: Mailer,
  clock: () => number,
  settings: OutboxSettings,
  mail: LeasedMail,
): Promise<keyof Round> {
  if (hasExpired(mail, clock())) {
    markFailed(db, mail, { nextAttemptAt: null, error: 'The link in it had stopped working' })
    return 'failed'
  }
  try {
    await mailer.send(outgoingMailOf(mail, settings, await attachmentsOf(db, mail, settings)))
  } catch (fault) {
    const nextAttemptAt = nextAttemptAfter(mail, clock(), settings.mailRetrySeconds)
    markFailed(db, mail, { nextAttemptAt, error: sentenceOf(fault) })
    if (isAddressRefused(fault) && mail.address === null) markMailRefused(db, mail.personId, clock())
    return 'failed'
  }
  markSent(db, mail, clock(), settings.demo)
  if (mail.mailRefusedAt !== null && mail.address === null) markMailRefused(db, mail.personId, null)
  return 'sent'
}

/**
 * When to try again after a failure at `now`, or null once the mail is five days old, or that long after somebody had
 * it tried again. A gap is at least 1 s.
 */
export function nextAttemptAfter(
  mail: { readonly attempts: number; readonly createdAt: number; readonly resentAt?: number | null },
  now: number,
  gapsSeconds: readonly number[],
): number | null {
  const gap = gapsSeconds[Math.min(mail.attempts, gapsSeconds.length - 1)] ?? 3600
  const next = now + Math.max(gap, 1) * 1000
  return next - (mail.resentAt ?? mail.createdAt) > GIVE_UP_MS ? null : next
}

function sentenceOf(fault: unknown): string {
  return (fault instanceof Error ? fault.message : String(fault)).slice(0, 500)
}
