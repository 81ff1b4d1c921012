import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { recordAudit } from '../../db/queries/audit.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { accountWith } from '../../db/queries/credentials.ts'
import {
  closeInvitation,
  countInvitationsSince,
  insertInvitation,
  openInvitationsOf,
} from '../../db/queries/invitations.ts'
import { membershipOf } from '../../db/queries/memberships.ts'
import { accountById } from '../../db/queries/people.ts'
import { queueAccountMail } from '../../db/queries/queue-mail.ts'
import { emailOf } from '../domain/email.ts'
import type { Person } from '../domain/person.ts'
import { newLinkSecret } from './account-secret.ts'
import { runOrganisation } from './organisation-place.ts'
import { done, type Result, refused } from './result.ts'

const DAY = 86_400_000
const LASTS_MS = 7 * DAY
const MOST_A_DAY = 50

export interface InvitationWish {
  readonly organisationId: number
  readonly email: string
  readonly isAdministrator: boolean
}

/**
 * Asks somebody to join, by a link good once and for 7 days; an earlier one to the same address ends. Refusals:
 * `not-found`, `forbidden`, `invalid`.
 */
export function inviteMember(db: Db, person: Person, wish: InvitationWish, now: number): Result<null> {
  catalogueOf(db)
  const email = emailOf(wish.email)
  if (email === null) return refused({ kind: 'invalid', field: 'email', reason: 'email' })
  return inWriteTransaction(db, (tx) => {
    const { organisationId, isAdministrator } = wish
    const organisation = runOrganisation(tx, person, organisationId)
    if (!organisation.ok) return organisation
    const known = accountWith(tx, email)
    if (known && membershipOf(tx, known.personId, organisationId)?.state === 'active')
      return refused({ kind: 'invalid', field: 'email', reason: 'member-already' })
    if (countInvitationsSince(tx, organisationId, now - DAY) >= MOST_A_DAY)
      return refused({ kind: 'invalid', field: 'email', reason: 'invitations-many', values: { count: MOST_A_DAY } })
    const { token, tokenHash } = newLinkSecret()
    const expiresAt = now + LASTS_MS
    const payload = {
      about: 'account' as const,
      ...{ secretPath: `/invitations/${token}`, expiresAt, inviter: person.name },
      ...{ organisation: organisation.value.name, locale: localeOf(tx, known?.personId) ?? person.locale },
    }
    const mail = { personId: person.id, kind: 'account-invitation', payload, address: email, at: now } as const
    if (!queueAccountMail(tx, mail)) return refused({ kind: 'invalid', field: 'email', reason: 'invitation-limit' })
    insertInvitation(tx, {
      ...{ organisationId, email, isAdministrator, invitedById: person.id, tokenHash, createdAt: now, expiresAt },
    })
    recordAudit(tx, {
      ...{ person, kind: 'invited', organisationId, at: now, after: { isAdministrator } },
      object: { kind: 'organisations', id: organisationId },
    })
    return done(null)
  })
}

const localeOf = (tx: Db, personId: number | undefined) => (personId ? accountById(tx, personId)?.locale : undefined)

/** Takes an invitation back: its link opens nothing any more. Refusals: `not-found`, `forbidden`. */
export function withdrawInvitation(
  db: Db,
  person: Person,
  { organisationId, id }: { readonly organisationId: number; readonly id: number },
  now: number,
): Result<null> {
  catalogueOf(db)
  return inWriteTransaction(db, (tx) => {
    const organisation = runOrganisation(tx, person, organisationId)
    if (!organisation.ok) return organisation
    if (!openInvitationsOf(tx, organisationId, now).some((each) => each.id === id))
      return refused({ kind: 'not-found' })
    closeInvitation(tx, id, now)
    recordAudit(tx, {
      ...{ person, kind: 'invitation-withdrawn', organisationId, at: now },
      object: { kind: 'invitations', id },
    })
    return done(null)
  })
}
