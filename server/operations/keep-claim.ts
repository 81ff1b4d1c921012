import type { Db } from '../../db/connect.ts'
import { deleteClaim, insertClaim, markClaim } from '../../db/queries/claims.ts'
import { busyTimeOf } from '../domain/conflicts.ts'
import { holdsTime } from '../domain/lifecycle.ts'
import type { Reservation } from '../domain/reservation.ts'
import type { Resource } from '../domain/resource.ts'

/**
 * Keeps the claim in step with its reservation: taken when it is made, moved with its time, let go of with a state
 * that holds none. Throws SQLITE_CONSTRAINT_TRIGGER where the guards refuse it.
 */
export function keepClaim(tx: Db, before: Reservation | null, after: Reservation, resource: Resource): void {
  const held = before !== null && holdsTime(before.state)
  if (held && holdsTime(after.state) && takesTheSame(before, after)) {
    markClaim(tx, before, after.state === 'requested')
    return
  }
  if (held) deleteClaim(tx, before)
  if (holdsTime(after.state)) insertClaim(tx, claimFor(after, resource))
}

const takesTheSame = (a: Reservation, b: Reservation) => a.start === b.start && a.end === b.end && a.units === b.units

function claimFor(reservation: Reservation, { policy }: Resource) {
  return {
    ...busyTimeOf(reservation, policy),
    resourceId: reservation.resourceId,
    reservationId: reservation.id,
    units: reservation.units,
    setupMinutes: policy.setupMinutes,
    cleanupMinutes: policy.cleanupMinutes,
    tentative: reservation.state === 'requested',
  }
}
