import type { State } from './lifecycle.ts'
import type { Purpose } from './purpose.ts'

/** A reservation as it is stored. Times in UTC epoch ms; `start`/`end` without set-up and clean-up. */
export interface Reservation {
  readonly id: number
  /** Rises by one with every change; the ETag of the API. */
  readonly version: number
  readonly state: State
  readonly resourceId: number
  readonly requesterId: number
  readonly organisationId: number
  readonly projectId: number | null
  readonly seriesId: number | null
  readonly start: number
  readonly end: number
  readonly units: number
  readonly title: string
  readonly purpose: Purpose
  readonly note: string | null
  readonly createdAt: number
  /** The moment an undecided request lets go of its time. */
  readonly decideBy: number | null
  readonly decidedById: number | null
  readonly decidedAt: number | null
  readonly decisionReason: string | null
  /** Rises with every change that calendars must learn of (RFC 5545, 3.8.7.4). */
  readonly calendarSequence: number
}

/**
 * The busy time of a reservation on a resource, set-up and clean-up included: [start − setup, end + cleanup).
 * `tentative` while the reservation waits for a decision.
 */
export interface Claim {
  readonly resourceId: number
  readonly reservationId: number
  readonly start: number
  readonly end: number
  readonly units: number
  readonly setupMinutes: number
  readonly cleanupMinutes: number
  readonly tentative: boolean
}
