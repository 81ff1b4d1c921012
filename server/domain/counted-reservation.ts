import type { Interval } from './interval.ts'
import type { State } from './lifecycle.ts'
import type { Purpose } from './purpose.ts'

/** A reservation, or use without one, with the hours that a report counts of it. No title and no name. */
export interface CountedReservation extends Interval {
  /** Null for use that nobody reserved. */
  readonly reservationId: number | null
  readonly state: State | null
  readonly purpose: Purpose | null
  readonly organisationId: number | null
  readonly personId: number | null
  readonly bookedHours: number
  readonly usedHours: number
  /** The booked time stands for a use nobody recorded. */
  readonly isEstimated: boolean
}

export const COUNTED_FIGURES = ['booked', 'used', 'booked_unused', 'no_shows'] as const
export type CountedFigure = (typeof COUNTED_FIGURES)[number]
