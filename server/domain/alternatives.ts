import { loadSteps, type Room, roomsIn } from './bookable.ts'
import { type Interval, type Load, merge } from './interval.ts'
import type { Approval, Resource } from './resource.ts'
import { gridDown, gridUp } from './step-grid.ts'

/** A time that would do instead. The approval it would need and a missing qualification are named, not hidden. */
export interface Alternative extends Interval {
  readonly resource: Resource
  readonly approval: Approval
  readonly qualified: boolean
}

const MINUTE = 60_000

/** What is known of a resource around the time somebody wants. `open` without outages; starts lie in [earliest, latest]. */
export interface Around {
  readonly resource: Resource
  readonly open: readonly Interval[]
  readonly busy: readonly Load[]
  readonly earliest: number
  readonly latest: number
}

/**
 * The nearest times of the same length that fit, on the step grid, set-up and clean-up kept off others: from each
 * free stretch the one nearest to the wish, which may be the wish itself, `count` of them, in order of time.
 */
export function nearestFree(wanted: Interval & { readonly units: number }, around: Around, count: number): Interval[] {
  const { resource, open, busy, earliest, latest } = around
  const length = wanted.end - wanted.start
  if (length <= 0) return []
  const tooFull = merge(loadSteps(busy).filter((step) => step.units > resource.capacity - wanted.units))
  const rooms = roomsIn(open, tooFull, { ...resource.policy, minMinutes: length / MINUTE }, earliest)
  const distance = (start: number) => Math.abs(start - wanted.start)
  return rooms
    .flatMap((room) => nearestStartIn(room, wanted, resource) ?? [])
    .filter((start) => start <= latest)
    .sort((a, b) => distance(a) - distance(b))
    .slice(0, count)
    .sort((a, b) => a - b)
    .map((start) => ({ start, end: start + length }))
}

/** When so many units of a resource cannot be had, for reservations whose set-up and clean-up are kept off others. */
export function tooFullFor({ capacity, policy }: Resource, units: number, busy: readonly Load[]): Interval[] {
  const full = merge(loadSteps(busy).filter((step) => step.units > capacity - units))
  const { setupMinutes, cleanupMinutes } = policy
  return full.map(({ start, end }) => ({ start: start - cleanupMinutes * MINUTE, end: end + setupMinutes * MINUTE }))
}

function nearestStartIn(room: Room, wanted: Interval, { policy, timeZone }: Resource): number | null {
  const last = room.end - (wanted.end - wanted.start)
  const start =
    wanted.start > last
      ? gridDown(last, policy.stepMinutes, timeZone)
      : gridUp(Math.max(wanted.start, room.start), policy.stepMinutes, timeZone)
  return start >= room.start && start <= last ? start : null
}

/**
 * Of several resources for the same time: the own organisation's first, then those the person may use, then those without
 * approval; alike ones stay in their order.
 */
export function inOrderOfEase(alternatives: readonly Alternative[], organisationId: number): Alternative[] {
  const hurdles = ({ resource, qualified, approval }: Alternative) =>
    Number(resource.organisationId !== organisationId) * 4 + Number(!qualified) * 2 + Number(approval !== 'none')
  return alternatives.toSorted((a, b) => hurdles(a) - hurdles(b))
}
