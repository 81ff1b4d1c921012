import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { requesterOf } from '../../db/queries/people.ts'
import { reservationById } from '../../db/queries/reservations.ts'
import type { Person } from '../domain/person.ts'
import { groupOf } from '../domain/purpose.ts'
import type { Reservation } from '../domain/reservation.ts'
import { isSteward } from '../domain/stewardship.ts'
import { changeReservation } from './change-reservation.ts'
import { correctPurpose, type PurposeChange } from './correct-purpose.ts'
import { findReservation } from './find-reservation.ts'
import { mustAskCoordinator } from './must-ask.ts'
import type { Result } from './result.ts'

/**
 * Corrects the purpose of a reservation after it was confirmed, by a steward and at any time: the invoice may come after
 * the use. One still to come that the coordinator has a say in from now on goes back to the inbox. Refusals:
 * `not-found`, `forbidden`, `wrong-state`, `invalid` (`reason`), and where it goes back those of `changeReservation`.
 */
export function changePurpose(
  db: Db,
  person: Person,
  id: number,
  change: PurposeChange,
  now: number,
): Result<Reservation> {
  const known = reservationById(db, id)
  if (known && goesBack(db, person, known, change, now))
    return changeReservation(db, person, id, change, known.version, now)
  return inWriteTransaction(db, (tx): Result<Reservation> => {
    const found = findReservation(tx, person, id, 'change')
    return found.ok ? correctPurpose(tx, found.value, { person, now, ...change }) : found
  })
}

function goesBack(db: Db, person: Person, before: Reservation, { purpose }: PurposeChange, now: number): boolean {
  const { start, end, state } = before
  if (state !== 'confirmed' || start <= now || groupOf(purpose) === groupOf(before.purpose)) return false
  const { resourceById } = catalogueOf(db)
  const taken = [before, ...before.also].map(({ resourceId }) => resourceById.get(resourceId)!)
  const asking = { person: requesterOf(db, before, now), resources: taken, start, end, purpose }
  return isSteward(person, taken[0]!) && taken.some((each) => mustAskCoordinator(asking, each))
}
