import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { recordAudit } from '../../db/queries/audit.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { personByEmail } from '../../db/queries/people.ts'
import { deleteStewardship, storeStewardship } from '../../db/queries/stewardships.ts'
import type { Person, StewardRole } from '../domain/person.ts'
import { rememberTry, triedTooMany } from './address-tries.ts'
import { runs } from './organisation-place.ts'
import { done, type Result, refused } from './result.ts'

export interface StewardWish {
  readonly labId: number
  readonly email: string
  readonly role: StewardRole
}

/**
 * Makes somebody owner, deputy or caretaker of a lab, by who runs its organisation. Refusals: `not-found`, `forbidden`,
 * `invalid`.
 */
export function nameSteward(db: Db, person: Person, { labId, email, role }: StewardWish, now: number): Result<null> {
  catalogueOf(db)
  const own = labOf(db, person, labId)
  if (!own.ok) return own
  // Who runs an organisation is not to learn by trying which addresses have accounts.
  if (triedTooMany(db, person, now)) return refused({ kind: 'invalid', field: 'email', reason: 'addresses-later' })
  const result = inWriteTransaction(db, (tx): Result<null> => {
    const lab = labOf(tx, person, labId)
    if (!lab.ok) return lab
    const steward = personByEmail(tx, email.trim())
    if (!steward) return refused({ kind: 'invalid', field: 'email', reason: 'unknown-person' })
    const before = lab.value.stewards.find(({ personId }) => personId === steward.id)?.role ?? null
    if (before === role) return refused({ kind: 'invalid', field: 'email', reason: 'steward-already' })
    if (before === 'owner' && isOnlyOwner(lab.value.stewards, steward.id))
      return refused({ kind: 'invalid', field: 'role', reason: 'last-owner' })
    storeStewardship(tx, { labId, personId: steward.id, role })
    record(tx, person, {
      labId,
      aboutId: steward.id,
      before,
      after: role,
      organisationId: lab.value.organisationId,
      now,
    })
    return done(null)
  })
  if (!result.ok && result.refusal.kind === 'invalid' && result.refusal.reason === 'unknown-person')
    rememberTry(db, person, now)
  return result
}

/** Takes somebody's part in a lab; its last owner stays. Refusals: `not-found`, `forbidden`, `invalid`. */
export function removeSteward(
  db: Db,
  person: Person,
  { labId, personId }: { readonly labId: number; readonly personId: number },
  now: number,
): Result<null> {
  catalogueOf(db)
  return inWriteTransaction(db, (tx) => {
    const lab = labOf(tx, person, labId)
    if (!lab.ok) return lab
    const steward = lab.value.stewards.find((each) => each.personId === personId)
    if (!steward) return refused({ kind: 'not-found' })
    if (steward.role === 'owner' && isOnlyOwner(lab.value.stewards, personId))
      return refused({ kind: 'invalid', field: 'role', reason: 'last-owner' })
    deleteStewardship(tx, { labId, personId })
    const { organisationId } = lab.value
    record(tx, person, { labId, aboutId: personId, before: steward.role, after: null, organisationId, now })
    return done(null)
  })
}

type Stewards = readonly { readonly personId: number; readonly role: StewardRole }[]

const isOnlyOwner = (stewards: Stewards, personId: number) =>
  stewards.every((each) => each.role !== 'owner' || each.personId === personId)

function labOf(tx: Db, person: Person, labId: number): Result<{ organisationId: number; stewards: Stewards }> {
  const { labById, stewardsOfLab } = catalogueOf(tx)
  const lab = labById.get(labId)
  if (!lab) return refused({ kind: 'not-found' })
  if (!runs(person, lab.organisationId)) return refused({ kind: 'forbidden' })
  return done({ organisationId: lab.organisationId, stewards: stewardsOfLab.get(labId) ?? [] })
}

interface Change {
  readonly labId: number
  readonly aboutId: number
  readonly organisationId: number
  readonly before: StewardRole | null
  readonly after: StewardRole | null
  readonly now: number
}

function record(tx: Db, person: Person, { labId, aboutId, organisationId, before, after, now }: Change) {
  recordAudit(tx, {
    ...{ person, kind: after === null ? 'steward-removed' : 'steward-named', organisationId, aboutId, at: now },
    ...{ object: { kind: 'labs', id: labId }, before: { role: before }, after: { role: after } },
  })
}
