import { type Interval, merge } from './interval.ts'
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
  /** When what it takes was out of use, so that nobody could begin. */
  readonly closed: readonly Interval[]
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

/** When it becomes a no-show; null for never. Grace runs only while people could begin. */
export function missedAt({ reservation, resource, hasUsage, closed }: Unattended, watch: Watch | null): number | null {
  const { noShowAfterMinutes } = resource.policy
  if (noShowAfterMinutes === null || hasUsage) return null
  const { start, end, createdAt, decidedAt } = reservation
  const grace = noShowAfterMinutes * MINUTE
  const from = Math.max(start, createdAt, decidedAt ?? 0)
  const over = graceEnd(from, grace, closed)
  if (over > from + grace && over > end) return null
  const missed = dueAt(Math.min(over, end), watch, grace)
  return missed <= end ? missed : null
}

/** When so much time has passed from `from` on, time that was closed left out. */
function graceEnd(from: number, grace: number, closed: readonly Interval[]): number {
  let at = from
  let left = grace
  for (const { start, end } of merge(closed)) {
    if (end <= at) continue
    if (start >= at + left) break
    left -= Math.max(0, start - at)
    at = end
  }
  return at + left
}

/** So long after its end use goes on, or is taken to have ended: from then on what time does to it is done. */
export const settledAt = ({ end }: Pick<Reservation, 'end'>, afterMs: number, watch: Watch | null): number =>
  dueAt(end + afterMs, watch, PATIENCE_MS)
