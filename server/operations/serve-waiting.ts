import type { Db } from '../../db/connect.ts'
import { endFormHold } from '../../db/queries/holds.ts'
import { deleteOffer, offerTo, setEntryState, standingOfPersonOn } from '../../db/queries/waiting-list.ts'
import type { Reservation } from '../domain/reservation.ts'
import { isServedBy } from '../domain/waiting.ts'

/** What somebody has reserved they need neither keep nor wait for any more. Part of the transaction that reserves it. */
export function serveWaiting(tx: Db, made: Reservation, now: number): void {
  endFormHold(tx, made.requesterId, now)
  for (const entry of standingOfPersonOn(tx, made.requesterId, made.resourceId)) {
    const offer = offerTo(tx, entry.id)
    if (!isServedBy(entry, offer && offer.expiresAt > now ? offer : null, made)) continue
    deleteOffer(tx, entry.id)
    setEntryState(tx, entry, 'served', now)
  }
}
