import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { personById } from '../../db/queries/people.ts'
import {
  holderOf,
  type QualificationHolder,
  qualificationOf,
  storeQualification,
} from '../../db/queries/qualifications.ts'
import { recordSettingEvent } from '../../db/queries/setting-events.ts'
import { setTrainingState, standingRequest } from '../../db/queries/training.ts'
import type { Level, Person } from '../domain/person.ts'
import { reaches } from '../domain/qualification.ts'
import type { Resource } from '../domain/resource.ts'
import { caredFor } from './cared-for.ts'
import { leaveSession } from './invite-to-training.ts'
import { endOfRight } from './qualification-ends.ts'
import { done, type Result, refused } from './result.ts'
import { tellOfTraining } from './training-mails.ts'

export interface Grant {
  readonly personId: number
  readonly level: Level
  /** UTC epoch ms; null for good. */
  readonly expiresAt: number | null
}

/**
 * Grants, raises, lowers or renews a person's right to use a resource, by its stewards. A request for training that it
 * answers is closed. Refusals: `not-found`, `forbidden`, `invalid` with `person` or `expires_at`.
 */
export function grantQualification(
  db: Db,
  person: Person,
  resourceId: number,
  grant: Grant,
  now: number,
): Result<QualificationHolder> {
  // Read before the transaction, which remembers nothing it may have to roll back.
  catalogueOf(db)
  return inWriteTransaction(db, (tx) => {
    const found = caredFor(tx, person, resourceId)
    if (!found.ok) return found
    if (!personById(tx, grant.personId)) return refused({ kind: 'invalid', field: 'person', reason: 'unknown-person' })
    if (grant.expiresAt !== null && grant.expiresAt <= now)
      return refused({ kind: 'invalid', field: 'expires_at', reason: 'expired-already' })
    give(tx, found.value, grant, { actor: person, at: now })
    return done(holderOf(tx, resourceId, grant.personId)!)
  })
}

/** The grant with its history, its mail and the request that it answers; inside a transaction. */
export function give(
  tx: Db,
  resource: Resource,
  { personId, level, expiresAt }: Grant,
  { actor, at }: { readonly actor: Person; readonly at: number },
): void {
  const { id: resourceId, policy } = resource
  const before = qualificationOf(tx, personId, resourceId)
  storeQualification(tx, { resourceId, personId, level, expiresAt, grantedById: actor.id, grantedAt: at })
  recordSettingEvent(tx, {
    ...{ place: { kind: 'resource', id: resourceId }, personId: actor.id, kind: 'qualification-granted', at },
    before: before && { personId, level: before.level, expiresAt: before.expiresAt },
    after: { personId, level, expiresAt },
  })
  const mayBook = reaches(level, policy.qualificationRequired)
  const end = endOfRight(tx, resource, { personId, expiresAt }, at)
  tellOfTraining(tx, { kind: 'qualification-granted', personId, resource, actor, level, mayBook, end, at })
  const request = standingRequest(tx, personId, resourceId)
  if (!request || !mayBook) return
  // Whoever is qualified needs the place in a session no more.
  leaveSession(tx, request, { actor, at })
  setTrainingState(tx, request.id, { state: 'granted', byId: actor.id, at })
}
