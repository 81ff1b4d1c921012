import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { recordAudit } from '../../db/queries/audit.ts'
import { accountWith, insertAccount } from '../../db/queries/credentials.ts'
import { closeInvitation, type Invitation, openInvitation } from '../../db/queries/invitations.ts'
import { insertMembership, membershipOf, setActingOrganisation } from '../../db/queries/memberships.ts'
import { personById } from '../../db/queries/people.ts'
import { deleteSignUpsOf } from '../../db/queries/sign-ups.ts'
import { passwordFault } from '../domain/password.ts'
import type { Locale, Person } from '../domain/person.ts'
import { hashPassword, inTurn } from './password.ts'
import { done, type Result, refused } from './result.ts'
import { hashOf } from './sign-in.ts'

/** What a link from the mail invites to; null for one that opens nothing. */
export const invitationBehind = (db: Db, token: string, now: number): Invitation | null =>
  openInvitation(db, hashOf(token), now)

export interface InvitedAccount {
  readonly name: string
  readonly password: string
  readonly locale: Locale
  /** Of the client. */
  readonly address: string
}

/** Makes an account by an invitation, whose link has shown that the address is theirs. Refusals: `not-found`, `invalid`. */
export async function joinAsNew(
  db: Db,
  token: string,
  { name, password, locale, address }: InvitedAccount,
  clock: () => number,
): Promise<Result<number>> {
  const invitation = invitationBehind(db, token, clock())
  if (!invitation || accountWith(db, invitation.email)) return refused({ kind: 'not-found' })
  if (name.trim() === '') return refused({ kind: 'invalid', field: 'name', reason: 'name' })
  const reason = passwordFault(password, { email: invitation.email, name })
  if (reason) return refused({ kind: 'invalid', field: 'password', reason })
  const passwordHash = await inTurn(() => hashPassword(password))
  const now = clock()
  return inWriteTransaction(db, (tx) => {
    const open = invitationBehind(tx, token, now)
    if (!open || accountWith(tx, open.email)) return refused({ kind: 'not-found' })
    const { email, organisationId } = open
    const account = { email, name: name.trim(), organisationId, locale, passwordHash, createdAt: now }
    const personId = insertAccount(tx, account)
    deleteSignUpsOf(tx, email)
    takeUp(tx, open, { id: personId, address }, now)
    return done(personId)
  })
}

/** Joins with the account that is signed in, and acts for the organisation from now on. Refusal: `not-found`. */
export function joinAs(db: Db, account: Person, token: string, address: string, now: number): Result<number> {
  return inWriteTransaction(db, (tx) => {
    const open = invitationBehind(tx, token, now)
    if (!open) return refused({ kind: 'not-found' })
    const wasMember = personById(tx, account.id) !== null
    takeUp(tx, open, { id: account.id, address }, now)
    if (!wasMember) setActingOrganisation(tx, account.id, open.organisationId)
    return done(open.organisationId)
  })
}

function takeUp(tx: Db, invitation: Invitation, who: { readonly id: number; readonly address: string }, now: number) {
  const { id, organisationId, invitedById } = invitation
  const before = membershipOf(tx, who.id, organisationId)
  // Nobody loses anything by an invitation.
  const isAdministrator = invitation.isAdministrator || (before?.state === 'active' && before.isAdministrator)
  insertMembership(tx, { personId: who.id, organisationId, state: 'active', isAdministrator, since: now })
  closeInvitation(tx, id, now)
  recordAudit(tx, {
    ...{ person: who, address: who.address, kind: 'joined', organisationId, aboutId: invitedById, at: now },
    object: { kind: 'invitations', id },
    after: { isAdministrator },
  })
}
