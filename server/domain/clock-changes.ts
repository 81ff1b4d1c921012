import type { Interval } from './interval.ts'
import { DAY_MS, offsetMinutes } from './zone.ts'

/** A moment at which the clocks of a zone change. */
export interface ClockChange {
  /** The first instant of the new offset. */
  readonly at: number
  /** How much the clocks jump ahead; negative where they go back. */
  readonly minutes: number
}

/** The changes of the clocks inside a span, in order. */
export function clockChangesIn({ start, end }: Interval, zone: string): ClockChange[] {
  const changes: ClockChange[] = []
  for (let from = start; from < end; from += DAY_MS) {
    const to = Math.min(from + DAY_MS, end)
    const minutes = offsetMinutes(to, zone) - offsetMinutes(from, zone)
    if (minutes !== 0) changes.push({ at: momentOf(from, to, zone), minutes })
  }
  return changes
}

/** The first moment in (low, high] with the offset of `high`. */
function momentOf(low: number, high: number, zone: string): number {
  const before = offsetMinutes(low, zone)
  let [known, beyond] = [low, high]
  while (beyond - known > 1) {
    const middle = Math.floor((known + beyond) / 2)
    if (offsetMinutes(middle, zone) === before) known = middle
    else beyond = middle
  }
  return beyond
}
