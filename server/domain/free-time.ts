import { clip, type Interval, type Load, loadProfile, subtract } from './interval.ts'

/**
 * The stretches of open time in which at least one unit is left, with how many. Adjacent stretches with the same
 * units are one; nobody's set-up or clean-up is deducted.
 */
export function freeTime(open: readonly Interval[], busy: readonly Load[], capacity: number): Load[] {
  return open.flatMap((span) =>
    loadProfile(busy, span)
      .map(({ start, end, units }) => ({ start, end, units: capacity - units }))
      .filter(({ units }) => units > 0),
  )
}

/** Open time without outages, clipped to the span asked for. */
export const usableTime = (open: readonly Interval[], outages: readonly Interval[], within: Interval): Interval[] =>
  clip(subtract(open, outages), within)
