import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { storePolicy, storeResourcePolicy } from '../../db/queries/policies.ts'
import { recordSettingEvent } from '../../db/queries/setting-events.ts'
import type { Person } from '../domain/person.ts'
import type { PolicyPlace } from '../domain/quota.ts'
import { type PolicyPlan, planPolicy } from './preview-policy.ts'
import { done, type Result } from './result.ts'

/**
 * Sets the rules of booking of a place: what is left out comes from above. Reservations there are stay as they are.
 * Refusals: `not-found`, `forbidden`, `invalid` with the field.
 */
export function changePolicy(
  db: Db,
  person: Person,
  place: PolicyPlace,
  wanted: Readonly<Record<string, unknown>>,
  now: number,
): Result<PolicyPlan> {
  // Read before the transaction, which remembers nothing it may have to roll back.
  catalogueOf(db)
  return inWriteTransaction(db, (tx) => {
    const plan = planPolicy(tx, person, place, wanted)
    if (!plan.ok || plan.value.changes.length === 0) return plan
    write(tx, plan.value)
    const { changes } = plan.value
    const side = (name: 'before' | 'after') => Object.fromEntries(changes.map((each) => [each.field, each[name]]))
    recordSettingEvent(tx, {
      ...{ place, personId: person.id, kind: 'policy-changed', at: now },
      ...{ before: side('before'), after: side('after') },
    })
    return done(plan.value)
  })
}

function write(tx: Db, { place, wanted, concerned, resources }: PolicyPlan): void {
  if (place.kind !== 'resource') storePolicy(tx, place, wanted)
  // A resource that begins to say by itself what held anyway is written, too.
  const own = place.kind === 'resource' ? resources.map((resource) => ({ resource, after: resource.policy })) : []
  for (const { resource, after } of concerned.length > 0 ? concerned : own)
    storeResourcePolicy(tx, resource.id, place.kind === 'resource' ? wanted : resource.ownPolicy, after)
}
