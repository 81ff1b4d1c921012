import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { deleteClaims, insertClaim, markClaims } from '../../db/queries/claims.ts'
import { busyTimeOf } from '../domain/conflicts.ts'
import { holdsTime } from '../domain/lifecycle.ts'
import { takenWith } from '../domain/parts.ts'
import type { Claim, Reservation } from '../domain/reservation.ts'
import { isMoved } from '../domain/reservation-change.ts'
import type { Resource } from '../domain/resource.ts'

/**
 * Keeps the claims in step with their reservation, one on each resource it takes: made with it, moved with its time, let
 * go of with a state that holds none. Throws SQLITE_CONSTRAINT_TRIGGER where the guards refuse one.
 */
export function keepClaim(tx: Db, before: Reservation | null, after: Reservation, resource: Resource): void {
  const held = before !== null && holdsTime(before.state)
  if (held && holdsTime(after.state) && before.resourceId === after.resourceId && !isMoved(before, after)) {
    markClaims(tx, before, after.state === 'requested')
    return
  }
  if (held) deleteClaims(tx, before)
  if (holdsTime(after.state)) for (const claim of claimsFor(tx, after, resource)) insertClaim(tx, claim)
}

/** Each with the set-up and clean-up of its own resource. */
function claimsFor(tx: Db, reservation: Reservation, resource: Resource): Claim[] {
  const lead = { resource, units: reservation.units }
  return takenWith(lead, reservation.also, catalogueOf(tx)).map(({ resource: { id, policy }, units }) => ({
    ...busyTimeOf(reservation, policy),
    resourceId: id,
    reservationId: reservation.id,
    units,
    setupMinutes: policy.setupMinutes,
    cleanupMinutes: policy.cleanupMinutes,
    tentative: reservation.state === 'requested',
  }))
}
