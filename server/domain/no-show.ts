import type { Reservation } from './reservation.ts'
import type { Resource } from './resource.ts'
import { dueAt, type Watch } from './watch.ts'

const MINUTE = 60_000
/** What ended unwatched may wait so long: somebody may have it to say. */
const PATIENCE_MS = 60 * MINUTE

export interface Unattended {
  readonly reservation: Pick<Reservation, 'start' | 'end' | 'createdAt' | 'decidedAt'>
  readonly resource: Pick<Resource, 'policy'>
  /** Somebody has recorded its use. */
  readonly hasUsage: boolean
}

/**
 * What time has made of a confirmed reservation that nobody has checked in to. `no-show`: the grace time of its resource
 * is over and people could have come; one that began before it was made has its grace from then on. `over`: its time is
 * over, and where no use is known its booked time counts.
 */
export function fateOf(unattended: Unattended, watch: Watch | null, now: number): 'no-show' | 'over' | null {
  const missed = missedAt(unattended, watch)
  if (missed !== null) return missed <= now ? 'no-show' : null
  return dueAt(unattended.reservation.end, watch, PATIENCE_MS) <= now ? 'over' : null
}

/** When it becomes a no-show; null for never. */
export function missedAt({ reservation, resource, hasUsage }: Unattended, watch: Watch | null): number | null {
  const { noShowAfterMinutes } = resource.policy
  if (noShowAfterMinutes === null || hasUsage) return null
  const { start, end, createdAt, decidedAt } = reservation
  const grace = noShowAfterMinutes * MINUTE
  const missed = dueAt(Math.min(Math.max(start, createdAt, decidedAt ?? 0) + grace, end), watch, grace)
  return missed <= end ? missed : null
}

/** So long after its end use goes on, or is taken to have ended: from then on what time does to it is done. */
export const settledAt = ({ end }: Pick<Reservation, 'end'>, afterMs: number, watch: Watch | null): number =>
  dueAt(end + afterMs, watch, PATIENCE_MS)
