import type { Db } from '../../db/connect.ts'
import { type UsageDetail, usageDetail } from '../../db/queries/usages.ts'
import type { Person } from '../domain/person.ts'
import type { Resource } from '../domain/resource.ts'
import { caredFor } from './cared-for.ts'
import { done, type Result, refused } from './result.ts'

export interface CaredUsage {
  readonly usage: UsageDetail
  readonly resource: Resource
}

/** A record of use, for a steward of its resource; nobody else learns that it is there. Refusal: `not-found`. */
export function caredUsage(db: Db, person: Person, id: number): Result<CaredUsage> {
  const usage = usageDetail(db, id)
  const resource = usage && caredFor(db, person, usage.resourceId)
  return usage && resource?.ok ? done({ usage, resource: resource.value }) : refused({ kind: 'not-found' })
}
