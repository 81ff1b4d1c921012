import { type Interval, type Load, loadProfile, merge } from './interval.ts'
import type { Policy } from './resource.ts'
import { gridDown, gridUp } from './step-grid.ts'

const MINUTE = 60_000

/** A stretch that a reservation may fill: it starts at `start` or later and is over by `end`. */
export type Room = Interval

/** A moment a reservation can begin at, and how long it may then last. */
export interface Start {
  readonly at: number
  readonly longestMs: number
}

/** Time in which not one unit is left, as a union. */
export function fullTime(taken: readonly Load[], capacity: number): Interval[] {
  if (capacity === 1) return merge(taken)
  return merge(loadSteps(taken).filter((step) => step.units >= capacity))
}

/** Units in use, from the first claim to the last. */
export function loadSteps(taken: readonly Load[]): Load[] {
  if (taken.length === 0) return []
  let start = Number.POSITIVE_INFINITY
  let end = 0
  for (const each of taken) {
    start = Math.min(start, each.start)
    end = Math.max(end, each.end)
  }
  return loadProfile(taken, { start, end })
}

/**
 * Where reservations of this policy fit: open time without what is full, set-up and clean-up kept off other claims.
 * Both lists are unions; outages are already out of `open`. Starts lie in [earliest, latest].
 */
export function roomsIn(
  open: readonly Interval[],
  full: readonly Interval[],
  policy: Policy,
  earliest: number,
): Room[] {
  const setup = policy.setupMinutes * MINUTE
  const cleanup = policy.cleanupMinutes * MINUTE
  const least = policy.minMinutes * MINUTE
  const rooms: Room[] = []
  let next = 0
  for (const { start, end } of open) {
    while (next < full.length && full[next]!.end + setup <= start) next++
    let from = Math.max(start, earliest)
    for (let i = next; ; i++) {
      const block = full[i]
      const to = block && block.start - cleanup < end ? block.start - cleanup : end
      if (to - from >= least) rooms.push({ start: from, end: to })
      if (!block || to === end) break
      from = Math.max(from, block.end + setup)
    }
  }
  return rooms
}

/** Every start in [from, to) on the policy's grid, which counts from local midnight, and at most `latest`. */
export function startsIn(
  rooms: readonly Room[],
  within: Interval,
  policy: Policy,
  zone: string,
  latest: number,
  limit = Number.POSITIVE_INFINITY,
): Start[] {
  const least = policy.minMinutes * MINUTE
  const most = policy.maxMinutes * MINUTE
  const step = policy.stepMinutes
  const starts: Start[] = []
  for (const room of rooms) {
    if (room.end <= within.start) continue
    if (room.start >= within.end) break
    const stop = Math.min(within.end, latest + 1, room.end - least + 1)
    for (let at = gridUp(Math.max(room.start, within.start), step, zone); at < stop; at = gridUp(at + 1, step, zone)) {
      const longestMs = gridDown(Math.min(room.end, at + most), step, zone) - at
      if (longestMs >= least) starts.push({ at, longestMs })
      if (starts.length === limit) return starts
    }
  }
  return starts
}
