import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { excuse, missOfReservation } from '../../db/queries/misses.ts'
import { recordEvent } from '../../db/queries/reservation-events.ts'
import type { Miss } from '../domain/conduct.ts'
import type { Person } from '../domain/person.ts'
import { isSteward } from '../domain/stewardship.ts'
import { findReservation } from './find-reservation.ts'
import { done, type Result, refused } from './result.ts'
import { reasonOf } from './weigh.ts'

/**
 * Takes a no-show or a late cancellation off a person's record, by a steward; it stays in the history with the reason.
 * Refusals: `not-found`, `forbidden`, `invalid` (`reason`), `wrong-state` where there is nothing to excuse.
 */
export function excuseMiss(
  db: Db,
  person: Person,
  reservationId: number,
  { reason }: { readonly reason: string | null | undefined },
  now: number,
): Result<Miss> {
  return inWriteTransaction(db, (tx) => {
    const found = findReservation(tx, person, reservationId, 'see')
    if (!found.ok) return found
    const { reservation, resource } = found.value
    // Nobody excuses themselves.
    if (!isSteward(person, resource) || reservation.requesterId === person.id) return refused({ kind: 'forbidden' })
    const words = reasonOf(reason)
    if (words === null) return refused({ kind: 'invalid', field: 'reason', reason: 'required' })
    const miss = missOfReservation(tx, reservationId)
    if (!miss || miss.excusedAt !== null) return refused({ kind: 'wrong-state', state: reservation.state })
    excuse(tx, miss.id, { byId: person.id, at: now, reason: words })
    recordEvent(tx, { reservationId, personId: person.id, kind: 'excused', details: { reason: words }, at: now })
    return done(missOfReservation(tx, reservationId)!)
  })
}
