import type { Interval } from './interval.ts'
import { DAY_MS, offsetMinutes } from './zone.ts'

const HOUR_MS = 3_600_000
/** 1 January 1970 was a Thursday; weeks begin on Monday. */
const FIRST_WEEKDAY = 3

export const HOURS_OF_WEEK = 7 * 24

/** Offsets of a zone from UTC in ms, each from an instant on, in order. */
export interface ZoneOffsets {
  readonly from: readonly number[]
  readonly offset: readonly number[]
}

/** The offsets in force during the span. Two changes within one day would go unseen; no zone has them. */
export function offsetsDuring(zone: string, { start, end }: Interval): ZoneOffsets {
  const minutesAt = (at: number) => offsetMinutes(at, zone)
  const from = [start]
  const offset = [minutesAt(start) * 60_000]
  for (let day = start; day < end; day += DAY_MS) {
    const next = Math.min(day + DAY_MS, end)
    const after = minutesAt(next) * 60_000
    if (after === offset.at(-1)) continue
    from.push(changeBetween(day, next, minutesAt))
    offset.push(after)
  }
  return { from, offset }
}

/** Adds `weight` per hour to the bins (Monday 0 o'clock first, local time) that the span lies in. */
export function spread(span: Interval, weight: number, zone: ZoneOffsets, into: Float32Array, base = 0): void {
  let i = 0
  for (let at = span.start; at < span.end; ) {
    while (i + 1 < zone.from.length && zone.from[i + 1]! <= at) i++
    const offset = zone.offset[i]!
    const hour = Math.floor((at + offset) / HOUR_MS)
    const until = Math.min(span.end, (hour + 1) * HOUR_MS - offset, zone.from[i + 1] ?? Number.POSITIVE_INFINITY)
    const bin = base + ((hour + FIRST_WEEKDAY * 24) % HOURS_OF_WEEK)
    into[bin] = into[bin]! + ((until - at) / HOUR_MS) * weight
    at = until
  }
}

/** To the minute, the first instant with the later offset. */
function changeBetween(before: number, after: number, minutesAt: (at: number) => number): number {
  const old = minutesAt(before)
  let [low, high] = [before, after]
  while (high - low > 60_000) {
    const middle = low + Math.floor((high - low) / 120_000) * 60_000
    if (minutesAt(middle) === old) low = middle
    else high = middle
  }
  return high
}
