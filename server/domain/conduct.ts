import type { MissKind } from './usage.ts'

/** A reservation nobody came to, or that its requester let go of too late. */
export interface Miss {
  readonly id: number
  readonly reservationId: number
  readonly personId: number
  readonly resourceId: number
  readonly kind: MissKind
  readonly at: number
  readonly excusedById: number | null
  readonly excusedAt: number | null
  /** Why it counts no longer. */
  readonly excuse: string | null
}

export const DECAY_DAYS = 180
const DAY = 86_400_000

/** Until when it counts against the person, unless it is excused. */
export const countsUntil = ({ at }: Pick<Miss, 'at'>): number => at + DECAY_DAYS * DAY
