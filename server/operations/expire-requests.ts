import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { isClockSteady } from '../../db/queries/clock-watch.ts'
import { requesterOf } from '../../db/queries/people.ts'
import { recordEvent } from '../../db/queries/reservation-events.ts'
import { overdueRequests, updateReservation } from '../../db/queries/reservations.ts'
import { seriesById, updateSeries } from '../../db/queries/series.ts'
import type { Reservation } from '../domain/reservation.ts'
import { alternativesFor } from './alternatives-for.ts'
import { resourceWith } from './assess.ts'
import { keepClaim } from './keep-claim.ts'
import { type News, tellOf } from './reservation-mails.ts'
import { tellOfSeries } from './series-mails.ts'
import { nextSequence } from './series-sequence.ts'

const AT_ONCE = 200

/** More than this at once, after a pause or a leap of the clock, wait until the clock is believed. */
const FEW = 10
/** Free times are looked for where few expire together; for many it would hold up all who write. */
const FEW_TO_HELP = 10

/** Lets go of every undecided request whose deadline has passed; returns how many there were. Those of a series are one mail. */
export function expireRequests(db: Db, now: number): number {
  for (let count = 0; ; ) {
    const expired =
      overdueRequests(db, now, 1).length === 0 ? 0 : inWriteTransaction(db, (tx) => expireOverdue(tx, now))
    count += expired
    if (expired < AT_ONCE) return count
  }
}

/**
 * The same inside a transaction, so that nobody is refused for a request that has let go already. A clock that has just
 * leapt, or a server that was away, lets go of no more than a few: many wait until the clock has run on for an hour.
 */
export function expireOverdue(tx: Db, now: number): number {
  const all = overdueRequests(tx, now, AT_ONCE)
  const overdue = all.length <= FEW || isClockSteady(tx, now) ? all : []
  const expired = overdue.map((request) => expire(tx, request, now))
  for (const [seriesId, together] of Map.groupBy(expired, (each) => each.seriesId)) {
    if (seriesId !== null && together.length > 1) {
      const series = seriesById(tx, seriesId)!
      updateSeries(tx, { ...series, calendarSequence: nextSequence(tx, series) })
      tellOfSeries(tx, seriesId, { toRequester: 'series-expired', actor: null, dates: together, at: now })
    } else for (const each of together) tellOf(tx, each, newsOf(tx, each, overdue.length <= FEW_TO_HELP, now))
  }
  return overdue.length
}

/** The requester also learns when else the resource is free. */
function newsOf(tx: Db, expired: Reservation, isOneOfFew: boolean, now: number): News {
  const news = { toRequester: 'expired', actor: null, at: now } as const
  if (!isOneOfFew) return news
  const person = requesterOf(tx, expired, now)
  const others = alternativesFor(tx, person, expired, now).filter((each) => each.resource.id === expired.resourceId)
  return { ...news, others: others.map(({ start, end }) => ({ start, end })) }
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
