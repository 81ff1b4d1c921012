import type { Db } from '../../db/connect.ts'
import { countMisses } from '../../db/queries/misses.ts'
import { needsApproval } from '../domain/parts.ts'
import type { Person } from '../domain/person.ts'
import type { Resource } from '../domain/resource.ts'
import { isSteward } from '../domain/stewardship.ts'

/** Whether any of the resources is not this person's without an approval: its rule, or their record in its lab. */
export const mustAsk = (db: Db, person: Person, resources: readonly Resource[], now: number): boolean =>
  needsApproval(person, resources) || resources.some((each) => hasMissedTooMuch(db, person, each, now))

function hasMissedTooMuch(db: Db, person: Person, resource: Resource, now: number): boolean {
  const most = resource.policy.approvalAfterMisses
  if (most === null || resource.isAccessory || isSteward(person, resource)) return false
  return countMisses(db, person.id, resource.labId, now) >= most
}
