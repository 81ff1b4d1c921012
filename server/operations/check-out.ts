import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { recordEvent } from '../../db/queries/reservation-events.ts'
import { updateReservation } from '../../db/queries/reservations.ts'
import { endUsage, usagesOfReservation } from '../../db/queries/usages.ts'
import { minuteOf } from '../domain/check-in.ts'
import { stateAfter } from '../domain/lifecycle.ts'
import type { Person } from '../domain/person.ts'
import type { Reservation } from '../domain/reservation.ts'
import { expireOverdue } from './expire-requests.ts'
import { type Found, findReservation } from './find-reservation.ts'
import { fitClaims } from './fit-claims.ts'
import { done, type Result, refused } from './result.ts'

/**
 * Ends the use of a reservation, by its requester or by a steward for them: what is left of its time is free at once.
 * Refusals: `not-found`, `forbidden`, `wrong-state`.
 */
export function checkOut(db: Db, person: Person, id: number, now: number): Result<Reservation> {
  catalogueOf(db)
  return inWriteTransaction(db, (tx) => {
    const found = findReservation(tx, person, id, 'check-out')
    if (!found.ok) return found
    const { state } = found.value.reservation
    if (!stateAfter(state, 'checkOut')) return refused({ kind: 'wrong-state', state })
    expireOverdue(tx, now)
    return done(endUse(tx, found.value, { person, end: now, isEstimated: false, now }))
  })
}

export interface Ending {
  /** Null when the system does it. */
  readonly person: Person | null
  /** When use ended, or is taken to have. */
  readonly end: number
  readonly isEstimated: boolean
  readonly now: number
}

/** The end of a use that runs, of everything the reservation takes. */
export function endUse(tx: Db, found: Found, { person, end, isEstimated, now }: Ending): Reservation {
  const { reservation } = found
  for (const usage of usagesOfReservation(tx, reservation.id))
    if (usage.end === null) endUsage(tx, usage.id, { end: Math.max(end, usage.start + 1), isEstimated })
  const ended = updateReservation(tx, { ...reservation, state: 'completed' })
  fitClaims(tx, found, { until: minuteOf(end), now })
  const details = isEstimated ? { estimatedEnd: end } : {}
  recordEvent(tx, {
    reservationId: reservation.id,
    personId: person?.id ?? null,
    kind: 'checked-out',
    details,
    at: now,
  })
  return ended
}
