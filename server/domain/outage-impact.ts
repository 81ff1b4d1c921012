import type { Interval } from './interval.ts'
import type { OutageRecord } from './outage.ts'
import type { ReservationDetail } from './reservation.ts'
import type { Resource } from './resource.ts'

/** Another time, or the same one on a resource that does the same work. */
export interface OtherTime extends Interval {
  readonly resource: Resource
}

/** A reservation that holds time in which an outage takes what it needs. */
export interface AffectedByOutage {
  readonly reservation: ReservationDetail
  /** Its own: what is closed may be a part it takes along, or a room around it. */
  readonly resource: Resource
  /** It has begun: it cannot be moved, and once checked in not cancelled. */
  readonly isRunning: boolean
  /** Where it could go: at most one other time, and one other resource. */
  readonly others: readonly OtherTime[]
}

/** What a steward may do about it. */
export type OutageChoice =
  | 'keep'
  | 'cancel'
  | { readonly resourceId: number; readonly start: number; readonly end: number }

export interface SettledByOutage extends Omit<AffectedByOutage, 'isRunning'> {
  readonly outcome: 'kept' | 'cancelled' | 'moved'
  /** As it was. */
  readonly before: ReservationDetail
}

export interface OutagesChanged {
  readonly outages: readonly OutageRecord[]
  readonly affected: readonly SettledByOutage[]
}
