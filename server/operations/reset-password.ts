import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { type AccountLink, insertAccountLink, openAccountLink } from '../../db/queries/account-links.ts'
import { recordAudit } from '../../db/queries/audit.ts'
import { credentialsOf, markEmailConfirmed } from '../../db/queries/credentials.ts'
import { accountById } from '../../db/queries/people.ts'
import { queueAccountMail } from '../../db/queries/queue-mail.ts'
import { endAllSessions } from '../../db/queries/sessions.ts'
import { emailOf } from '../domain/email.ts'
import { passwordFault } from '../domain/password.ts'
import { storePassword } from './account.ts'
import { newLinkSecret } from './account-secret.ts'
import { hashPassword, inTurn } from './password.ts'
import { done, type Result, refused } from './result.ts'
import { hashOf } from './sign-in.ts'

const LASTS_MS = 3_600_000

/** Sends a link for a new password, good once and for an hour, where the address has an account; nobody is told whether. */
export function askForReset(db: Db, email: string, now: number): void {
  const account = emailOf(email)
  inWriteTransaction(db, (tx) => {
    const known = account === null ? null : credentialsOf(tx, account)
    if (known) sendResetLink(tx, known.personId, now)
  })
}

/** Earlier links stay good as long as they are: whoever asks in somebody's name takes nothing from them. */
export function sendResetLink(tx: Db, personId: number, now: number): boolean {
  const { token, tokenHash } = newLinkSecret()
  const expiresAt = now + LASTS_MS
  const payload = { about: 'account', secretPath: `/password/${token}`, expiresAt } as const
  if (!queueAccountMail(tx, { personId, kind: 'reset-password', payload, at: now })) return false
  insertAccountLink(tx, { personId, kind: 'reset-password', tokenHash, createdAt: now, expiresAt, email: null })
  return true
}

/** Whose password a link sets; null for one that opens nothing. */
export const resetBehind = (db: Db, token: string, now: number): AccountLink | null =>
  openAccountLink(db, 'reset-password', hashOf(token), now)

export interface NewPassword {
  readonly fresh: string
  readonly repeat: string
  /** Of the client. */
  readonly address: string
}

/**
 * Sets the password by a link, once; every session and token of the person ends, and nobody is signed in by it. Refusals:
 * `not-found`, `invalid`.
 */
export async function resetPassword(
  db: Db,
  token: string,
  { fresh, repeat, address }: NewPassword,
  clock: () => number,
): Promise<Result<number>> {
  const link = resetBehind(db, token, clock())
  const person = link && accountById(db, link.personId)
  if (!person) return refused({ kind: 'not-found' })
  if (fresh !== repeat) return refused({ kind: 'invalid', field: 'repeat', reason: 'password-differs' })
  const fault = passwordFault(fresh, person)
  if (fault) return refused({ kind: 'invalid', field: 'fresh', reason: fault })
  const passwordHash = await inTurn(() => hashPassword(fresh))
  const now = clock()
  return inWriteTransaction(db, (tx) => {
    if (!resetBehind(tx, token, now)) return refused({ kind: 'not-found' })
    storePassword(tx, { personId: person.id, passwordHash, address }, now)
    markEmailConfirmed(tx, person.id, now)
    endAllSessions(tx, person.id)
    return done(person.id)
  })
}

/** What who runs the cluster does for somebody who cannot get in. */
export function sendResetFor(
  db: Db,
  personId: number,
  by: { readonly id: number; readonly address: string },
  now: number,
) {
  return inWriteTransaction(db, (tx): Result<null> => {
    if (!accountById(tx, personId)) return refused({ kind: 'not-found' })
    sendResetLink(tx, personId, now)
    recordAudit(tx, {
      ...{ person: by, address: by.address, kind: 'reset-sent', aboutId: personId, at: now },
      object: { kind: 'people', id: personId },
    })
    return done(null)
  })
}
