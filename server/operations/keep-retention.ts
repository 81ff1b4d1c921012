import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { recordAudit } from '../../db/queries/audit.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { isClockSteady } from '../../db/queries/clock-watch.ts'
import { setActive } from '../../db/queries/credentials.ts'
import type { Traces } from '../../db/queries/personal-erasure.ts'
import { queueAccountMail } from '../../db/queries/queue-mail.ts'
import {
  CLOSED_UNUSED,
  countOfKind,
  forgetAudit,
  neutraliseWords,
  retentionOf,
  unusedAccounts,
  WARNED_AGAIN,
  WARNED_FIRST,
} from '../../db/queries/retention.ts'
import { endAllSessions } from '../../db/queries/sessions.ts'
import { monthsAfter, stepFor, type UnusedAccount, WARNING_DAYS } from '../domain/retention.ts'
import { eraseUnused, isNeeded } from './erase-person.ts'

const DAY_MS = 86_400_000
/** So many accounts are closed, and so many erased, in a day: a wrong clock must not empty the cluster overnight. */
const MOST_A_DAY = 10
const MOST_WARNED = 50
const MOST_WORDS = 2_000

/**
 * Warns of, closes and erases accounts that nobody uses, takes old words out and lets go of the oldest audit, as the
 * installation keeps them. Does nothing until the clock has run on for an hour, and what it does in a day is bounded;
 * asked again it does nothing twice. Returns whom it erased.
 */
export function keepRetention(db: Db, now: number): readonly Traces[] {
  if (!isClockSteady(db, now)) return []
  const { wordsYears, auditYears } = retentionOf(db)
  const erased = settleUnused(db, now)
  if (wordsYears !== null)
    inWriteTransaction(db, (tx) => neutraliseWords(tx, monthsAfter(now, -12 * wordsYears), MOST_WORDS))
  if (auditYears !== null) inWriteTransaction(db, (tx) => forgetAudit(tx, monthsAfter(now, -12 * auditYears)))
  return erased
}

function settleUnused(db: Db, now: number): readonly Traces[] {
  const retention = retentionOf(db)
  const { unusedMonths } = retention
  if (unusedMonths === null) return []
  catalogueOf(db)
  const since = monthsAfter(now, -unusedMonths) + WARNING_DAYS[0] * DAY_MS
  return inWriteTransaction(db, (tx) => {
    let warnings = MOST_WARNED
    let closings = MOST_A_DAY - countOfKind(tx, CLOSED_UNUSED, now - DAY_MS)
    let erasures = MOST_A_DAY - countOfKind(tx, 'unused-account-erased', now - DAY_MS)
    const erased: Traces[] = []
    for (const account of unusedAccounts(tx, since)) {
      const step = stepFor(account, retention, now)
      if ((step === 'warn' || step === 'warn-again') && warnings-- > 0) warn(tx, account, step, now)
      if (step === 'close' && !isNeeded(tx, account.personId, now) && closings-- > 0) close(tx, account, now)
      if (step === 'erase' && erasures-- > 0) {
        const traces = eraseUnused(tx, account.personId, now)
        if (traces) erased.push(traces)
        if (traces) record(tx, account, 'unused-account-erased', now)
      }
    }
    return erased
  })
}

function warn(tx: Db, account: UnusedAccount, step: 'warn' | 'warn-again', now: number) {
  const [first, last] = WARNING_DAYS
  const closesAt = now + (step === 'warn' ? first : last) * DAY_MS
  const payload = { about: 'account', expiresAt: null, change: 'unused', closesAt } as const
  queueAccountMail(tx, { personId: account.personId, kind: 'account-changed', payload, at: now })
  record(tx, account, step === 'warn' ? WARNED_FIRST : WARNED_AGAIN, now)
}

function close(tx: Db, account: UnusedAccount, now: number) {
  setActive(tx, account.personId, false)
  endAllSessions(tx, account.personId)
  record(tx, account, CLOSED_UNUSED, now)
}

function record(tx: Db, { personId }: UnusedAccount, kind: string, now: number) {
  recordAudit(tx, { person: null, kind, aboutId: personId, object: { kind: 'people', id: personId }, at: now })
}
