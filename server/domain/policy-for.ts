import { audiencesFor } from './availability.ts'
import type { Person } from './person.ts'
import { horizonDaysOf, isBooker, type Policy } from './policy.ts'
import type { Resource } from './resource.ts'
import { isSteward } from './stewardship.ts'

/** The resource's rules as they are for one person, or for a visitor: the horizon is theirs. */
export function policyFor({ policy, ...resource }: Resource, person: Person | null): Policy {
  if (Object.keys(policy.horizonDaysFor).length === 0) return policy
  return { ...policy, horizonDays: horizonDaysOf(policy, audiencesFor(person, resource)) }
}

/** Whether the resource can be booked by the person at all, the hours aside. */
export function isBookableBy(resource: Resource, person: Person | null): boolean {
  if (resource.status !== 'active') return false
  if (resource.policy.bookers === null || isSteward(person, resource)) return true
  return isBooker(resource.policy, person?.id ?? null, audiencesFor(person, resource))
}
