import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { futureReservations } from '../../db/queries/policies.ts'
import type { Person } from '../domain/person.ts'
import { type OwnPolicy, type Policy, policyFaults, resolvePolicy } from '../domain/policy.ts'
import { isSamePolicy, newlyBroken, type PolicyFieldChange, policyChanges } from '../domain/policy-change.ts'
import type { PolicyPlace } from '../domain/quota.ts'
import type { Resource } from '../domain/resource.ts'
import { type PolicySetting, policySetting } from './policy-place.ts'
import { done, type Result, refused } from './result.ts'

/** A change of rules that may be made. */
export interface PolicyPlan extends PolicySetting {
  readonly wanted: OwnPolicy
  readonly changes: readonly PolicyFieldChange[]
  /** The resources for which something changes, with what will hold. */
  readonly concerned: readonly { readonly resource: Resource; readonly after: Policy }[]
}

export interface PolicyPreview extends PolicyPlan {
  /** Reservations to come that keep the present rules and would not keep the new ones. They stay. */
  readonly broken: readonly {
    readonly id: number
    readonly start: number
    readonly end: number
    readonly resource: Resource
  }[]
}

/** What new rules would change. Changes nothing. Refusals: `not-found`, `forbidden`, `invalid` with the field. */
export function previewPolicy(
  db: Db,
  person: Person,
  place: PolicyPlace,
  wanted: Readonly<Record<string, unknown>>,
  now: number,
): Result<PolicyPreview> {
  const plan = planPolicy(db, person, place, wanted)
  if (!plan.ok) return plan
  const broken = plan.value.concerned.flatMap(({ resource, after }) =>
    futureReservations(db, resource, now)
      .filter((each) => newlyBroken(each, resource, after).length > 0)
      .map(({ id, start, end }) => ({ id, start, end, resource })),
  )
  return done({ ...plan.value, broken: broken.sort((a, b) => a.start - b.start) })
}

export function planPolicy(
  db: Db,
  person: Person,
  place: PolicyPlace,
  stored: Readonly<Record<string, unknown>>,
): Result<PolicyPlan> {
  const setting = policySetting(db, person, place)
  if (!setting.ok) return setting
  const fault = policyFaults(stored)[0]
  if (fault) return refused({ kind: 'invalid', ...fault })
  const wanted = stored as OwnPolicy
  const concerned = setting.value.resources
    .map((resource) => ({ resource, after: policyAfter(db, resource, place, wanted) }))
    .filter(({ resource, after }) => !isSamePolicy(resource.policy, after))
  const ofPlace = resolvePolicy(wanted, ...setting.value.above)
  const isOrdered = [ofPlace, ...concerned.map(({ after }) => after)].every(
    (each) => each.minMinutes <= each.maxMinutes,
  )
  if (!isOrdered) return refused({ kind: 'invalid', field: 'maxMinutes', reason: 'order' })
  return done({ ...setting.value, wanted, concerned, changes: policyChanges(setting.value.own, wanted) })
}

/** What holds for a resource once the place sets what is wanted. */
function policyAfter(db: Db, resource: Resource, { kind }: PolicyPlace, wanted: OwnPolicy): Policy {
  const { labById, organisationById } = catalogueOf(db)
  return resolvePolicy(
    kind === 'resource' ? wanted : resource.ownPolicy,
    kind === 'lab' ? wanted : labById.get(resource.labId)!.policy,
    kind === 'organisation' ? wanted : organisationById.get(resource.organisationId)!.policy,
  )
}
