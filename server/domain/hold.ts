import { busyTimeOf } from './conflicts.ts'
import { type Interval, type Load, overlaps } from './interval.ts'
import type { Resource } from './resource.ts'

/** Time kept for one person until `expiresAt` and no longer, set-up and clean-up not included. UTC epoch ms. */
export interface Hold extends Interval {
  readonly id: number
  readonly resourceId: number
  readonly personId: number
  readonly units: number
  readonly expiresAt: number
  /** Since when the person has kept this time without a pause. */
  readonly sinceAt: number
  /** The entry of the waiting list that this is an offer to; null while a form is filled in. */
  readonly waitingEntryId: number | null
}

/** A hold as it bears on one resource: on the one it lies on with its units, on kin with all of theirs. */
export interface Held extends Load {
  readonly until: number
}

const MINUTE = 60_000
export const HOLD_MS = 10 * MINUTE
/** A hold must not be a way to block: so long the same time can be kept by renewing. */
export const LONGEST_HOLD_MS = 30 * MINUTE
/** So long after the last hold of it a time can be held afresh. */
const PAUSE_MS = HOLD_MS

/** The holds that bear on the resource during the span, each with the buffers of the resource it lies on. */
export function heldOn(
  holds: readonly Hold[],
  resource: Resource,
  span: Interval,
  resourceById: ReadonlyMap<number, Resource>,
): Held[] {
  return holds.flatMap((hold) => {
    const isOwn = hold.resourceId === resource.id
    if (!isOwn && !resource.above.includes(hold.resourceId) && !resource.inside.includes(hold.resourceId)) return []
    const taken = busyTimeOf(hold, resourceById.get(hold.resourceId)?.policy ?? resource.policy)
    if (!overlaps(taken, span)) return []
    return [{ ...taken, units: isOwn ? hold.units : resource.capacity, until: hold.expiresAt }]
  })
}

/** Until when a person may keep a time they ask for now, and since when they count as keeping it; null once they have kept it for too long. */
export function holdFor(
  last: Hold | null,
  wanted: Interval & { readonly resourceId: number },
  now: number,
): Pick<Hold, 'expiresAt' | 'sinceAt'> | null {
  const isSame = last !== null && last.resourceId === wanted.resourceId && overlaps(last, wanted)
  const sinceAt = isSame && now - last.expiresAt < PAUSE_MS ? last.sinceAt : now
  const expiresAt = Math.min(now + HOLD_MS, sinceAt + LONGEST_HOLD_MS, wanted.start)
  return expiresAt > now ? { expiresAt, sinceAt } : null
}
