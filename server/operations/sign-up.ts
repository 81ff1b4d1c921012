import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { recordAudit } from '../../db/queries/audit.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { accountWith, insertAccount } from '../../db/queries/credentials.ts'
import { insertMembership } from '../../db/queries/memberships.ts'
import { queueAccountMail } from '../../db/queries/queue-mail.ts'
import { deleteSignUpsOf, insertSignUp, openSignUp, type SignUp } from '../../db/queries/sign-ups.ts'
import { emailOf } from '../domain/email.ts'
import { passwordFault } from '../domain/password.ts'
import type { Locale } from '../domain/person.ts'
import { newLinkSecret, postmasterOf } from './account-secret.ts'
import { tellOfAsker } from './organisation-place.ts'
import { hashPassword, inTurn, passwordFits } from './password.ts'
import { done, type Invalid, type Result, refused } from './result.ts'
import { hashOf } from './sign-in.ts'

const LASTS_MS = 24 * 3_600_000

export interface SignUpWish {
  readonly name: string
  readonly email: string
  /** Slug of a member. */
  readonly organisation: string
  readonly password: string
  readonly locale: Locale
}

/**
 * Asks for an account: mail with a link follows, good for a day. Who signs up under an address that has an account is told
 * so by mail to that address alone; the answer, and the work behind it, is the same. Refusals: `invalid`.
 */
export async function signUp(db: Db, wish: SignUpWish, clock: () => number): Promise<Result<null>> {
  const [fault] = signUpFaults(db, wish)
  if (fault) return refused(fault)
  const { locale, name, password } = wish
  const email = emailOf(wish.email)!
  const organisationId = catalogueOf(db).organisationBySlug.get(wish.organisation)!.id
  const passwordHash = await inTurn(() => hashPassword(password))
  const { token, tokenHash } = newLinkSecret()
  const now = clock()
  const expiresAt = now + LASTS_MS
  inWriteTransaction(db, (tx) => {
    const known = accountWith(tx, email)
    if (known) {
      const payload = { about: 'account', expiresAt: null } as const
      if (known.isActive) queueAccountMail(tx, { personId: known.personId, kind: 'account-exists', payload, at: now })
      return
    }
    const payload = { about: 'account', secretPath: `/sign-up/${token}`, expiresAt, locale } as const
    const mail = { personId: postmasterOf(tx), kind: 'confirm-email', payload, address: email, at: now } as const
    if (!queueAccountMail(tx, mail)) return
    insertSignUp(tx, {
      ...{ email, name: name.trim(), organisationId, locale, passwordHash, tokenHash, createdAt: now, expiresAt },
    })
  })
  return done(null)
}

/** All that is wrong with what was typed; the order is that of the form. */
export function signUpFaults(db: Db, { name, email, organisation, password }: SignUpWish): readonly Invalid[] {
  const isMember = catalogueOf(db).organisationBySlug.get(organisation)?.isMember ?? false
  const reasons = [
    ['name', name.trim() === '' ? 'name' : null],
    ['email', emailOf(email) === null ? 'email' : null],
    ['organisation', isMember ? null : 'organisation'],
    ['password', passwordFault(password, { email, name })],
  ] as const
  return reasons.flatMap(([field, reason]) => (reason === null ? [] : [{ kind: 'invalid', field, reason }]))
}

/** What a link from the mail asks its reader to confirm; null for one that opens nothing. */
export const signUpBehind = (db: Db, token: string, now: number): SignUp | null => openSignUp(db, hashOf(token), now)

/**
 * Makes the account, by who has the link and knows the password that was chosen: whoever signs up under somebody else's
 * address has only one of the two. The organisation is asked to let them in. Refusals: `not-found`, `invalid`.
 */
export async function confirmSignUp(
  db: Db,
  token: string,
  { password, address }: { readonly password: string; readonly address: string },
  clock: () => number,
): Promise<Result<number>> {
  const asked = signUpBehind(db, token, clock())
  if (!asked) return refused({ kind: 'not-found' })
  if (!(await inTurn(() => passwordFits(asked.passwordHash, password))))
    return refused({ kind: 'invalid', field: 'password', reason: 'password-other' })
  const organisation = catalogueOf(db).organisationById.get(asked.organisationId)!
  const now = clock()
  return inWriteTransaction(db, (tx) => {
    if (!signUpBehind(tx, token, now) || accountWith(tx, asked.email)) return refused({ kind: 'not-found' })
    const { email, name, organisationId, locale, passwordHash } = asked
    const personId = insertAccount(tx, { email, name, organisationId, locale, passwordHash, createdAt: now })
    insertMembership(tx, { personId, organisationId, state: 'asked', isAdministrator: false, since: now })
    deleteSignUpsOf(tx, email)
    recordAudit(tx, {
      ...{ person: { id: personId }, address, kind: 'account-made', organisationId, at: now },
      object: { kind: 'people', id: personId },
    })
    tellOfAsker(tx, organisation, `${name} <${email}>`, now)
    return done(personId)
  })
}
