import { type Interval, type Load, loadProfile, overlaps } from './interval.ts'
import type { Policy, Resource } from './resource.ts'
import type { ResourceRef } from './violation.ts'

/** A time that is taken: when and how many units, never whose. */
export interface Conflict extends Interval {
  readonly units: number
  readonly resourceId: number
  /** Nobody has reserved it: it is held for somebody until then. */
  readonly heldUntil?: number
  /** Which of several resources is taken; left out for the leading one. */
  readonly resource?: ResourceRef
}

const MINUTE = 60_000

/** The time a reservation takes, set-up and clean-up included. */
export function busyTimeOf({ start, end }: Interval, policy: Policy): Interval {
  return { start: start - policy.setupMinutes * MINUTE, end: end + policy.cleanupMinutes * MINUTE }
}

/**
 * What stands in the way: the stretches, in their whole length, in which too few units are left for the wish and
 * which share time with its busy time. `busy` is what others take, kin included as all units.
 */
export function conflictsFor(
  wanted: Interval & { readonly units: number },
  busy: readonly Load[],
  resource: Resource,
): Conflict[] {
  if (wanted.end <= wanted.start) return []
  const taken = busyTimeOf(wanted, resource.policy)
  const left = resource.capacity - Math.min(Math.max(wanted.units, 1), resource.capacity)
  return loadProfile(busy, hullOf(busy, taken))
    .filter((step) => step.units > left && overlaps(step, taken))
    .map((step) => ({ ...step, units: Math.min(step.units, resource.capacity), resourceId: resource.id }))
}

const hullOf = (busy: readonly Load[], span: Interval): Interval => ({
  start: Math.min(span.start, ...busy.map((each) => each.start)),
  end: Math.max(span.end, ...busy.map((each) => each.end)),
})
