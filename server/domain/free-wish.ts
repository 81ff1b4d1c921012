import type { Interval } from './interval.ts'

/** When something shall be free: so many minutes somewhere in the span, or, where none are named, all of it. */
export interface FreeWish {
  readonly span: Interval
  readonly minutes: number | null
}

const DAY_MS = 86_400_000

/** Nobody who names days without a length means day and night: only within one day is the whole span meant. */
export const isWhole = ({ span, minutes }: FreeWish): boolean => minutes === null && span.end - span.start <= DAY_MS
