import type { Db } from '../../db/connect.ts'
import { outageById } from '../../db/queries/outages.ts'
import type { OutageRecord } from '../domain/outage.ts'
import type { Person } from '../domain/person.ts'
import type { Resource } from '../domain/resource.ts'
import { caredFor } from './cared-for.ts'
import { done, type Result, refused } from './result.ts'

export interface CaredOutage {
  readonly outage: OutageRecord
  readonly resource: Resource
}

/** An outage, for a steward of its resource. Refusals: `not-found`, `forbidden`. */
export function caredOutage(tx: Db, person: Person, id: number): Result<CaredOutage> {
  const outage = outageById(tx, id)
  if (!outage) return refused({ kind: 'not-found' })
  const resource = caredFor(tx, person, outage.resourceId)
  return resource.ok ? done({ outage, resource: resource.value }) : resource
}
