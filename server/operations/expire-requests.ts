import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { recordEvent } from '../../db/queries/reservation-events.ts'
import { overdueRequests, updateReservation } from '../../db/queries/reservations.ts'
import { seriesById, updateSeries } from '../../db/queries/series.ts'
import type { Reservation } from '../domain/reservation.ts'
import { resourceWith } from './assess.ts'
import { keepClaim } from './keep-claim.ts'
import { tellOf } from './reservation-mails.ts'
import { tellOfSeries } from './series-mails.ts'

const AT_ONCE = 200

/** Lets go of every undecided request whose deadline has passed; returns how many there were. Those of a series are one mail. */
export function expireRequests(db: Db, now: number): number {
  for (let count = 0; ; ) {
    const expired =
      overdueRequests(db, now, 1).length === 0 ? 0 : inWriteTransaction(db, (tx) => expireOverdue(tx, now))
    count += expired
    if (expired < AT_ONCE) return count
  }
}

/** The same inside a transaction, so that nobody is refused for a request that has let go already. */
export function expireOverdue(tx: Db, now: number): number {
  const overdue = overdueRequests(tx, now, AT_ONCE)
  const expired = overdue.map((request) => expire(tx, request, now))
  for (const [seriesId, together] of Map.groupBy(expired, (each) => each.seriesId)) {
    if (seriesId !== null && together.length > 1) {
      const series = seriesById(tx, seriesId)!
      updateSeries(tx, { ...series, calendarSequence: series.calendarSequence + 1 })
      tellOfSeries(tx, seriesId, { toRequester: 'series-expired', actor: null, at: now })
    } else for (const each of together) tellOf(tx, each, { toRequester: 'expired', actor: null, at: now })
  }
  return overdue.length
}

function expire(tx: Db, request: Reservation, now: number): Reservation {
  const expired = updateReservation(tx, {
    ...request,
    state: 'expired',
    calendarSequence: request.calendarSequence + 1,
  })
  keepClaim(tx, request, expired, resourceWith(tx, request.resourceId))
  recordEvent(tx, { reservationId: request.id, personId: null, kind: 'expired', at: now })
  return expired
}
