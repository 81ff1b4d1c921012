import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { type AskedTraining, trainingRequestById } from '../../db/queries/training.ts'
import type { Person } from '../domain/person.ts'
import type { Resource } from '../domain/resource.ts'
import { isSteward } from '../domain/stewardship.ts'
import { isStanding } from '../domain/training.ts'
import { done, type Result, refused } from './result.ts'

/** The resource, for who looks after it: owner, deputy or caretaker. Refusals: `not-found`, `forbidden`. */
export function caredFor(db: Db, person: Person, resourceId: number): Result<Resource> {
  const resource = catalogueOf(db).resourceById.get(resourceId)
  if (!resource) return refused({ kind: 'not-found' })
  return isSteward(person, resource) ? done(resource) : refused({ kind: 'forbidden' })
}

/** A request that still waits, for a steward of its resource; others do not learn that it is there. */
export function standingFor(
  tx: Db,
  person: Person,
  id: number,
): Result<{ readonly request: AskedTraining; readonly resource: Resource }> {
  const request = trainingRequestById(tx, id)
  const resource = request && caredFor(tx, person, request.resourceId)
  if (!request || !resource?.ok) return refused({ kind: 'not-found' })
  if (!isStanding(request)) return refused({ kind: 'invalid', field: 'request', reason: 'training-closed' })
  return done({ request, resource: resource.value })
}
