import { type Db, inWriteTransaction } from '../../db/connect.ts'
import {
  type AccountLink,
  insertAccountLink,
  openAccountLink,
  useAccountLinks,
} from '../../db/queries/account-links.ts'
import { recordAudit } from '../../db/queries/audit.ts'
import { accountWith, setEmail } from '../../db/queries/credentials.ts'
import { accountById } from '../../db/queries/people.ts'
import { queueAccountMail } from '../../db/queries/queue-mail.ts'
import { ACCOUNT_LINK_KINDS } from '../domain/account-link.ts'
import { emailOf } from '../domain/email.ts'
import type { Person } from '../domain/person.ts'
import { newLinkSecret } from './account-secret.ts'
import { done, type Result, refused } from './result.ts'
import { hashOf } from './sign-in.ts'

const LASTS_MS = 24 * 3_600_000

/**
 * Sends a link to the address that an account is to have; until it is followed nothing changes. Where somebody has that
 * address already, they alone are told. Refusals: `invalid`.
 */
export function askForEmail(db: Db, person: Person, wanted: string, now: number): Result<null> {
  const email = emailOf(wanted)
  if (email === null) return refused({ kind: 'invalid', field: 'email', reason: 'email' })
  if (email === person.email) return refused({ kind: 'invalid', field: 'email', reason: 'email-same' })
  return inWriteTransaction(db, (tx) => {
    const known = accountWith(tx, email)
    if (known?.isActive) {
      const payload = { about: 'account', expiresAt: null } as const
      queueAccountMail(tx, { personId: known.personId, kind: 'account-exists', payload, at: now })
    }
    if (known) return done(null)
    const { token, tokenHash } = newLinkSecret()
    const expiresAt = now + LASTS_MS
    const payload = {
      about: 'account',
      secretPath: `/account/email/${token}`,
      expiresAt,
      locale: person.locale,
    } as const
    if (queueAccountMail(tx, { personId: person.id, kind: 'confirm-email', payload, address: email, at: now }))
      insertAccountLink(tx, { personId: person.id, kind: 'confirm-email', tokenHash, createdAt: now, expiresAt, email })
    return done(null)
  })
}

export const emailBehind = (db: Db, token: string, now: number): AccountLink | null =>
  openAccountLink(db, 'confirm-email', hashOf(token), now)

/** Gives the account the address that the link was sent to, and tells the old one. Refusal: `not-found`. */
export function confirmEmail(db: Db, token: string, address: string, now: number): Result<string> {
  return inWriteTransaction(db, (tx) => {
    const link = emailBehind(tx, token, now)
    const person = link && accountById(tx, link.personId)
    if (!person || link.email === null || accountWith(tx, link.email)) return refused({ kind: 'not-found' })
    const { id: personId, email: before, locale } = person
    setEmail(tx, personId, link.email, now)
    // Those for a new password, too: they lie in the mailbox of the old address.
    for (const kind of ACCOUNT_LINK_KINDS) useAccountLinks(tx, personId, kind, now)
    recordAudit(tx, {
      ...{ person, address, kind: 'email-changed', at: now },
      object: { kind: 'people', id: personId },
    })
    const payload = { about: 'account', expiresAt: null, change: 'email', locale } as const
    queueAccountMail(tx, { personId, kind: 'account-changed', payload, address: before, at: now })
    return done(link.email)
  })
}
