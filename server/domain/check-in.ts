import type { Interval, Load } from './interval.ts'
import { loadProfile } from './interval.ts'

const MINUTE = 60_000

/** So long before their time people may begin. */
const EARLY_MS = 15 * MINUTE

/** When the use of a reservation may begin at the earliest. */
export const earliestCheckIn = ({ start }: Pick<Interval, 'start'>): number => start - EARLY_MS

/** Where nobody checks out, use ends by estimate so long after its time. */
export const FORGOTTEN_MS = 24 * 60 * MINUTE

/** Claims begin and end on whole minutes: what is left of the present one is nobody's. */
export const minuteOf = (at: number): number => Math.floor(at / MINUTE) * MINUTE

/** How far from its start a span is free for so many units of a capacity: the end of the span, or where others begin. */
export function freeUntil(span: Interval, others: readonly Load[], { units, capacity }: Room): number {
  const blocked = loadProfile(others, span).find((step) => step.units > capacity - units)
  return blocked ? blocked.start : span.end
}

/** From when a span is free to its end for so many units of a capacity: its start, or where others end. */
export function freeSince(span: Interval, others: readonly Load[], { units, capacity }: Room): number {
  const blocked = loadProfile(others, span).findLast((step) => step.units > capacity - units)
  return blocked ? blocked.end : span.start
}

interface Room {
  readonly units: number
  readonly capacity: number
}
