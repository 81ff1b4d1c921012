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

/** Whether it still counts against the person: not excused and not long ago. */
export const isHeldAgainst = ({ at, excusedAt }: Pick<Miss, 'at' | 'excusedAt'>, now: number): boolean =>
  excusedAt === null && at > now - DECAY_DAYS * DAY
