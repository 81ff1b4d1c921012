import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { recordAudit } from '../../db/queries/audit.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { accountWith, hasPassword, insertAccount } from '../../db/queries/credentials.ts'
import {
  deleteIdentity,
  identitiesOf,
  insertIdentity,
  markIdentityUsed,
  ownerOfIdentity,
} from '../../db/queries/identities.ts'
import { insertMembership } from '../../db/queries/memberships.ts'
import { secondFactorsOf } from '../../db/queries/second-factors.ts'
import { setSignOn, signOnOfMembers, signOnOfOrganisation } from '../../db/queries/sign-on.ts'
import { deleteSignUpsOf } from '../../db/queries/sign-ups.ts'
import type { Locale, Person } from '../domain/person.ts'
import { domainsOf, type ForeignIdentity, homeOf, ownAddress } from '../domain/sign-on.ts'
import { type Changer, tellOfChange } from './account-changes.ts'
import { runOrganisation, tellOfAsker } from './organisation-place.ts'
import { done, type Result, refused } from './result.ts'

const MOST_NAME = 120

/** Why a provider's word lets nobody in. */
export type SignOnRefusal = 'closed' | 'organisation' | 'email' | 'link-first'

export type SignOnResult =
  | { readonly ok: true; readonly personId: number }
  | { readonly ok: false; readonly trouble: SignOnRefusal }

/**
 * Whose account a provider's word opens: the one that issuer and subject are connected with, else a new one in the
 * organisation that the provider names. Never one that only has the same address: who controls what a provider says of
 * addresses would take it over.
 */
export function signInElsewhere(
  db: Db,
  identity: ForeignIdentity,
  { locale, address }: { readonly locale: Locale; readonly address: string },
  now: number,
): SignOnResult {
  return inWriteTransaction(db, (tx): SignOnResult => {
    const owner = ownerOfIdentity(tx, identity.issuer, identity.subject)
    if (owner && !owner.isActive) return { ok: false, trouble: 'closed' }
    if (owner) {
      markIdentityUsed(tx, owner.identityId, now)
      return { ok: true, personId: owner.personId }
    }
    if (identity.email !== null && accountWith(tx, identity.email.trim().toLowerCase()))
      return { ok: false, trouble: 'link-first' }
    const home = homeOf(identity.homes, signOnOfMembers(tx))
    if (!home) return { ok: false, trouble: 'organisation' }
    const email = ownAddress(identity, home.signOn)
    const name = identity.name?.trim().slice(0, MOST_NAME)
    if (!email || !name) return { ok: false, trouble: 'email' }
    const account = { email, name, organisationId: home.id, locale, passwordHash: null, createdAt: now }
    const personId = insertAccount(tx, account)
    const state = home.signOn.isTrusted ? 'active' : 'asked'
    insertMembership(tx, { personId, organisationId: home.id, state, isAdministrator: false, since: now })
    insertIdentity(tx, { personId, issuer: identity.issuer, subject: identity.subject, at: now })
    deleteSignUpsOf(tx, email)
    recordAudit(tx, {
      ...{ person: { id: personId }, address, kind: 'account-made', organisationId: home.id, at: now },
      ...{ object: { kind: 'people', id: personId }, after: { by: 'provider', state } },
    })
    if (state === 'asked') tellOfAsker(tx, catalogueOf(tx).organisationById.get(home.id)!, `${name} <${email}>`, now)
    return { ok: true, personId }
  })
}

/** Connects an account with who its owner is at the provider; false when somebody else's is connected with that. */
export function linkIdentity(db: Db, by: Changer, { issuer, subject }: ForeignIdentity, now: number): boolean {
  return inWriteTransaction(db, (tx) => {
    const owner = ownerOfIdentity(tx, issuer, subject)
    if (owner) return owner.personId === by.id
    insertIdentity(tx, { personId: by.id, issuer, subject, at: now })
    tellOfChange(tx, by, { change: 'identity-linked' }, now)
    return true
  })
}

/** Whether the account is connected with just this identity, which proves once more who its owner is. */
export const isOwnIdentity = (db: Db, personId: number, { issuer, subject }: ForeignIdentity): boolean =>
  ownerOfIdentity(db, issuer, subject)?.personId === personId

/** Disconnects. Refusals: `not-found`, `invalid` where nothing else lets them in. */
export function unlinkIdentity(db: Db, by: Changer, id: number, now: number): Result<null> {
  return inWriteTransaction(db, (tx) => {
    const own = identitiesOf(tx, by.id)
    if (!own.some((each) => each.id === id)) return refused({ kind: 'not-found' })
    const hasOtherWay = own.length > 1 || hasPassword(tx, by.id) || secondFactorsOf(tx, by.id).passkeys > 0
    if (!hasOtherWay) return refused({ kind: 'invalid', field: 'identity', reason: 'only-way' })
    deleteIdentity(tx, by.id, id)
    tellOfChange(tx, by, { change: 'identity-unlinked' }, now)
    return done(null)
  })
}

export interface SignOnWish {
  readonly organisationId: number
  /** As typed; null leaves them. Only who runs the cluster sets them: a domain decides whose somebody is. */
  readonly domains: string | null
  readonly isTrusted: boolean
}

/** Sets whom an organisation takes for its own. Refusals: `not-found`, `forbidden`, `invalid`. */
export function changeSignOn(db: Db, person: Person, wish: SignOnWish, now: number): Result<null> {
  const { organisationId, isTrusted } = wish
  return inWriteTransaction(db, (tx) => {
    const place = runOrganisation(tx, person, organisationId)
    if (!place.ok) return place
    if (wish.domains !== null && person.role !== 'administrator') return refused({ kind: 'forbidden' })
    const before = signOnOfOrganisation(tx, organisationId)
    const domains = wish.domains === null ? before.domains : domainsOf(wish.domains)
    if (domains === null) return refused({ kind: 'invalid', field: 'domains', reason: 'domains' })
    const others = signOnOfMembers(tx).filter(({ id }) => id !== organisationId)
    const taken = domains.find((domain) => others.some(({ signOn }) => signOn.domains.includes(domain)))
    if (taken !== undefined)
      return refused({ kind: 'invalid', field: 'domains', reason: 'domain-taken', values: { domain: taken } })
    setSignOn(tx, organisationId, { domains, isTrusted })
    recordAudit(tx, {
      ...{ person, kind: 'sign-on-changed', organisationId, at: now },
      object: { kind: 'organisations', id: organisationId },
      before: { domains: before.domains, isTrusted: before.isTrusted },
      after: { domains, isTrusted },
    })
    return done(null)
  })
}
