import { clip, type Interval, lengthOf, merge } from './interval.ts'

/** How often a thing breaks down and how long it then stands, in ms; null where there was nothing to count. */
export interface Reliability {
  readonly failures: number
  readonly downMs: number
  /** Mean time between failures: (period − time down) ÷ failures. */
  readonly mtbfMs: number | null
  /** Mean time to repair: the whole length of the breakdowns that are over ÷ their number. */
  readonly mttrMs: number | null
  /** The breakdowns that are over, and how long they were together. */
  readonly repairs: number
  readonly repairMs: number
}

/**
 * Of the breakdowns that share time with a period that ends now. Those that overlap or touch are one failure. MTBF counts
 * those that began in the period, MTTR those of them that are over; elapsed time, whatever the opening hours.
 */
export function reliabilityOf(breakdowns: readonly Interval[], period: Interval): Reliability {
  const begun = merge(breakdowns.filter(({ start }) => start < period.end))
  const failures = begun.filter(({ start }) => start >= period.start)
  const mended = failures.filter(({ end }) => end <= period.end)
  const downMs = lengthOf(clip(begun, period))
  return {
    failures: failures.length,
    downMs,
    mtbfMs: failures.length === 0 ? null : (period.end - period.start - downMs) / failures.length,
    mttrMs: mended.length === 0 ? null : lengthOf(mended) / mended.length,
    repairs: mended.length,
    repairMs: lengthOf(mended),
  }
}
