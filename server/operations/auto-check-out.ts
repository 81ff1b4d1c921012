import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { reservationById } from '../../db/queries/reservations.ts'
import { reservationsInUse } from '../../db/queries/usages.ts'
import { presentWatch } from '../../db/queries/watch.ts'
import { FORGOTTEN_MS } from '../domain/check-in.ts'
import { settledAt } from '../domain/no-show.ts'
import type { Reservation } from '../domain/reservation.ts'
import { endUse } from './check-out.ts'

/**
 * Ends use that nobody has ended: with its reservation where the lab wants that, else a day after. It is taken to have ended
 * with its reservation, and flagged as an estimate. One transaction each; returns how many.
 */
export function autoCheckOut(db: Db, now: number): number {
  const { resourceById } = catalogueOf(db)
  const watch = presentWatch(db, now)
  const isDue = ({ state, resourceId, end }: Reservation) => {
    const after = resourceById.get(resourceId)!.policy.autoCheckOut ? 0 : FORGOTTEN_MS
    return state === 'in_use' && settledAt({ end }, after, watch) <= now
  }
  let count = 0
  for (const id of reservationsInUse(db)) {
    if (!isDue(reservationById(db, id)!)) continue
    count += Number(
      inWriteTransaction(db, (tx) => {
        const reservation = reservationById(tx, id)!
        if (!isDue(reservation)) return false
        const resource = catalogueOf(tx).resourceById.get(reservation.resourceId)!
        endUse(tx, { reservation, resource }, { person: null, end: reservation.end, isEstimated: true, now })
        return true
      }),
    )
  }
  return count
}
