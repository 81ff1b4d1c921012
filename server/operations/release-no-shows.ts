import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { closedFor } from '../../db/queries/closed-time.ts'
import { recordMiss } from '../../db/queries/misses.ts'
import { recordEvent } from '../../db/queries/reservation-events.ts'
import { updateReservation } from '../../db/queries/reservations.ts'
import { type UnattendedRow, unattendedById, unattendedSince } from '../../db/queries/unattended.ts'
import { presentWatch } from '../../db/queries/watch.ts'
import { fateOf } from '../domain/no-show.ts'
import { keepClaim } from './keep-claim.ts'
import { tellOf } from './reservation-mails.ts'

const AT_ONCE = 200

/**
 * Settles confirmed reservations that nobody has checked in to: no-shows let go of their time after the grace time of their
 * resource, with mail; others are completed at their end and count as booked. One transaction each; returns how many.
 */
export function releaseNoShows(db: Db, now: number): number {
  const { resourceById } = catalogueOf(db)
  const watch = presentWatch(db, now)
  const fateNow = ({ reservation, hasUsage }: UnattendedRow) => {
    const resource = resourceById.get(reservation.resourceId)!
    const closed = resource.policy.noShowAfterMinutes === null ? [] : closedFor(db, reservation)
    return fateOf({ reservation, hasUsage, resource, closed }, watch, now)
  }
  let count = 0
  for (let after = 0; ; ) {
    const some = unattendedSince(db, now, after, AT_ONCE)
    for (const { reservation } of some.filter((each) => fateNow(each) !== null))
      count += Number(inWriteTransaction(db, (tx) => settle(tx, reservation.id, fateNow, now)))
    if (some.length < AT_ONCE) return count
    after = some.at(-1)!.reservation.id
  }
}

/** What it has become is asked again: another process, or its requester, may have been there first. */
function settle(tx: Db, id: number, fateNow: (row: UnattendedRow) => ReturnType<typeof fateOf>, now: number): boolean {
  const row = unattendedById(tx, id)
  const fate = row && fateNow(row)
  if (!row || !fate) return false
  if (fate === 'no-show') miss(tx, row, now)
  else complete(tx, row, now)
  return true
}

function miss(tx: Db, { reservation }: UnattendedRow, now: number): void {
  const { id: reservationId, requesterId: personId, resourceId, calendarSequence } = reservation
  const missed = updateReservation(tx, { ...reservation, state: 'no_show', calendarSequence: calendarSequence + 1 })
  keepClaim(tx, reservation, missed, catalogueOf(tx).resourceById.get(resourceId)!)
  recordMiss(tx, { reservationId, personId, resourceId, kind: 'no-show', at: now })
  recordEvent(tx, { reservationId, personId: null, kind: 'missed', at: now })
  tellOf(tx, missed, { toRequester: 'missed', actor: null, at: now })
}

function complete(tx: Db, { reservation, hasUsage }: UnattendedRow, now: number): void {
  updateReservation(tx, { ...reservation, state: 'completed' })
  if (!hasUsage) recordEvent(tx, { reservationId: reservation.id, personId: null, kind: 'ended', at: now })
}
