/** How it is known that a resource was used. */
export const USAGE_SOURCES = ['check-in', 'steward', 'walk-up', 'log'] as const
export type UsageSource = (typeof USAGE_SOURCES)[number]

export const MISS_KINDS = ['no-show', 'late-cancellation'] as const
export type MissKind = (typeof MISS_KINDS)[number]

/** That a resource was really used, or is at this moment. Times in UTC epoch ms. */
export interface Usage {
  readonly id: number
  readonly resourceId: number
  /** Null for use that nobody had booked. */
  readonly reservationId: number | null
  readonly personId: number | null
  readonly organisationId: number | null
  readonly start: number
  /** Null while it runs. */
  readonly end: number | null
  readonly units: number
  /** Nobody said when it ended. */
  readonly isEstimated: boolean
  readonly source: UsageSource
  readonly createdById: number | null
  /** Why it was entered by hand. */
  readonly reason: string | null
}
