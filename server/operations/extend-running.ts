import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { busyDuring, claimOfReservation } from '../../db/queries/claims.ts'
import { reservationById } from '../../db/queries/reservations.ts'
import { reservationsInUse } from '../../db/queries/usages.ts'
import { warnedOnce } from '../../db/queries/warned-once.ts'
import { presentWatch } from '../../db/queries/watch.ts'
import { minuteOf } from '../domain/check-in.ts'
import { settledAt } from '../domain/no-show.ts'
import { takenWith } from '../domain/parts.ts'
import type { Reservation } from '../domain/reservation.ts'
import { expireOverdue } from './expire-requests.ts'
import type { Found } from './find-reservation.ts'
import { fitClaims } from './fit-claims.ts'
import { tellRequester } from './reservation-mails.ts'

const MINUTE = 60_000
/** Taken beyond the present minute, so that nobody begins between two runs. */
const AHEAD_MS = 2 * MINUTE

/**
 * Takes on the time of use that goes on past its reservation, as far as it is free; where others come next, both are told,
 * once. One transaction each; returns how many use longer than they reserved.
 */
export function extendRunning(db: Db, now: number): number {
  const { resourceById } = catalogueOf(db)
  const watch = presentWatch(db, now)
  const late = reservationsInUse(db).filter((id) => {
    const reservation = reservationById(db, id)!
    if (resourceById.get(reservation.resourceId)!.policy.autoCheckOut) return false
    return isLate(reservation, now) && (now < reservation.end || settledAt(reservation, 0, watch) <= now)
  })
  for (const id of late) inWriteTransaction(db, (tx) => extend(tx, id, now))
  return late.length
}

const isLate = ({ state, end }: Reservation, now: number) => state === 'in_use' && end < minuteOf(now) + AHEAD_MS

function extend(tx: Db, id: number, now: number): void {
  const reservation = reservationById(tx, id)!
  const resource = catalogueOf(tx).resourceById.get(reservation.resourceId)!
  if (!isLate(reservation, now)) return
  const until = minuteOf(now) + AHEAD_MS
  const found = { reservation, resource }
  expireOverdue(tx, now)
  if (fitClaims(tx, found, { until, now }) || now < reservation.end) return
  warn(tx, reservation, 'overrun', now)
  for (const next of nextOf(tx, found, until)) warn(tx, next, 'delayed', now)
}

function warn(tx: Db, reservation: Reservation, kind: 'overrun' | 'delayed', at: number): void {
  const { id: reservationId, requesterId: personId } = reservation
  if (warnedOnce(tx, { reservationId, personId, kind, at })) tellRequester(tx, reservation, { kind, at })
}

/** Whose time the use would go on into. */
function nextOf(tx: Db, { reservation, resource }: Found, until: number): Reservation[] {
  const taken = takenWith({ resource, units: reservation.units }, reservation.also, catalogueOf(tx))
  const ids = taken.flatMap((each) => {
    const claim = claimOfReservation(tx, reservation, each.resource.id)
    if (!claim) return []
    const beyond = { start: claim.end, end: until + claim.cleanupMinutes * MINUTE }
    return beyond.end <= beyond.start
      ? []
      : busyDuring(tx, each.resource, beyond).map(({ reservationId }) => reservationId)
  })
  return [...new Set(ids)]
    .filter((id) => id !== reservation.id)
    .flatMap((id) => reservationById(tx, id) ?? [])
    .filter((each) => each.state === 'confirmed')
}
