import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { recordAudit } from '../../db/queries/audit.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import {
  administratorsOf,
  endMembership,
  insertMembership,
  type Membership,
  membershipOf,
  setActingOrganisation,
  setAdministrator,
} from '../../db/queries/memberships.ts'
import { personById } from '../../db/queries/people.ts'
import { queueAccountMail } from '../../db/queries/queue-mail.ts'
import type { AccountMail } from '../domain/account-mail.ts'
import type { Person } from '../domain/person.ts'
import type { Organisation } from '../domain/resource.ts'
import { runOrganisation, tellOfAsker } from './organisation-place.ts'
import { done, type Result, refused } from './result.ts'

/** Somebody's part in an organisation. */
export interface Part {
  readonly organisationId: number
  readonly personId: number
}

/** Asks to belong to an organisation of the cluster. Refusals: `not-found`, `invalid` for who belongs to it or asks already. */
export function askToJoin(db: Db, account: Person, organisationId: number, now: number): Result<null> {
  const organisation = catalogueOf(db).organisationById.get(organisationId)
  if (!organisation?.isMember) return refused({ kind: 'invalid', field: 'organisation', reason: 'organisation' })
  return inWriteTransaction(db, (tx) => {
    const before = membershipOf(tx, account.id, organisationId)
    if (before && before.state !== 'left')
      return refused({ kind: 'invalid', field: 'organisation', reason: 'member-already' })
    insertMembership(tx, { personId: account.id, organisationId, state: 'asked', isAdministrator: false, since: now })
    recordAudit(tx, {
      ...{ person: account, kind: 'membership-asked', organisationId, at: now },
      object: { kind: 'organisations', id: organisationId },
    })
    tellOfAsker(tx, organisation, `${account.name} <${account.email}>`, now)
    return done(null)
  })
}

/** Takes one's own wish back. Refusal: `not-found`. */
export function withdrawAsking(db: Db, account: Person, organisationId: number, now: number): Result<null> {
  return inWriteTransaction(db, (tx) => {
    const asked = membershipOf(tx, account.id, organisationId)
    if (asked?.state !== 'asked') return refused({ kind: 'not-found' })
    endMembership(tx, asked, now)
    return done(null)
  })
}

/** Lets in who asks, or refuses; they are told. Refusals: `not-found` (nobody asks), `forbidden`. */
export function decideMembership(
  db: Db,
  person: Person,
  part: Part,
  verdict: 'let-in' | 'refuse',
  now: number,
): Result<null> {
  catalogueOf(db)
  return inWriteTransaction(db, (tx) => {
    const found = partOf(tx, person, part, 'asked')
    if (!found.ok) return found
    const { membership, organisation } = found.value
    const { personId, organisationId } = part
    if (verdict === 'let-in') {
      const wasMember = personById(tx, personId) !== null
      insertMembership(tx, { ...membership, state: 'active', since: now })
      if (!wasMember) setActingOrganisation(tx, personId, organisationId)
    } else endMembership(tx, membership, now)
    const kind = verdict === 'let-in' ? 'membership-given' : 'membership-refused'
    recordPart(tx, person, { kind, part, at: now })
    tellOfPart(tx, { personId, organisation, change: verdict === 'let-in' ? 'let-in' : 'not-let-in', at: now })
    return done(null)
  })
}

/** Lets somebody run the organisation, or no longer; the last one stays. Refusals: `not-found`, `forbidden`, `invalid`. */
export function changeAdministrator(
  db: Db,
  person: Person,
  { isAdministrator, ...part }: Part & { readonly isAdministrator: boolean },
  now: number,
): Result<null> {
  catalogueOf(db)
  return inWriteTransaction(db, (tx) => {
    const found = partOf(tx, person, part, 'active')
    if (!found.ok) return found
    const { membership, organisation } = found.value
    if (membership.isAdministrator === isAdministrator) return done(null)
    if (!isAdministrator && isLastAdministrator(tx, membership))
      return refused({ kind: 'invalid', field: 'person', reason: 'last-administrator' })
    setAdministrator(tx, membership, isAdministrator)
    const kind = isAdministrator ? 'administration-given' : 'administration-taken'
    recordPart(tx, person, { kind, part, at: now })
    if (isAdministrator)
      tellOfPart(tx, { personId: part.personId, organisation, change: 'made-administrator', at: now })
    return done(null)
  })
}

/** Acts for another of one's organisations from the next request on. Refusal: `not-found`. */
export function actFor(db: Db, account: Person, organisationId: number, now: number): Result<null> {
  return inWriteTransaction(db, (tx) => {
    if (membershipOf(tx, account.id, organisationId)?.state !== 'active') return refused({ kind: 'not-found' })
    setActingOrganisation(tx, account.id, organisationId)
    recordAudit(tx, {
      ...{ person: account, kind: 'acting-changed', organisationId, at: now },
      object: { kind: 'people', id: account.id },
      before: { organisationId: account.organisationId },
      after: { organisationId },
    })
    return done(null)
  })
}

/** Nobody else who can sign in runs it. */
export function isLastAdministrator(tx: Db, { organisationId, personId, isAdministrator }: Membership): boolean {
  return isAdministrator && administratorsOf(tx, organisationId).every((id) => id === personId)
}

export function recordPart(
  tx: Db,
  person: Person,
  { kind, part, at }: { readonly kind: string; readonly part: Part; readonly at: number },
): void {
  const { organisationId, personId } = part
  recordAudit(tx, {
    ...{ person, kind, organisationId, aboutId: personId, at },
    object: { kind: 'people', id: personId },
  })
}

interface PartNews {
  readonly personId: number
  readonly organisation: Organisation
  readonly change: NonNullable<AccountMail['change']>
  readonly at: number
}

export function tellOfPart(tx: Db, { personId, organisation, change, at }: PartNews): void {
  const payload = { about: 'account', expiresAt: null, change, organisation: organisation.name } as const
  queueAccountMail(tx, { personId, kind: 'account-changed', payload, at })
}

function partOf(
  tx: Db,
  person: Person,
  { organisationId, personId }: Part,
  state: Membership['state'],
): Result<{ readonly membership: Membership; readonly organisation: Organisation }> {
  const organisation = runOrganisation(tx, person, organisationId)
  if (!organisation.ok) return organisation
  const membership = membershipOf(tx, personId, organisationId)
  return membership?.state === state
    ? done({ membership, organisation: organisation.value })
    : refused({ kind: 'not-found' })
}
