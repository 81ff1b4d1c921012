import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { busyDuring, claimOfReservation, stretchClaim } from '../../db/queries/claims.ts'
import { freeSince, freeUntil } from '../domain/check-in.ts'
import { type Interval, type Load, loadProfile } from '../domain/interval.ts'
import { type Taken, takenWith } from '../domain/parts.ts'
import type { Claim, Reservation } from '../domain/reservation.ts'
import { heldDuring } from './assess.ts'
import type { Found } from './find-reservation.ts'

const MINUTE = 60_000
const LOOK_BACK_MS = 24 * 60 * MINUTE

/** What a claim is to cover; what is left out stays as it is. Clean-up comes on top of `until`. */
export interface Fit {
  /** Begun early: as far back as nobody else is there. */
  readonly since?: number
  /** Ended early, or late: as far ahead as nobody else is there. */
  readonly until?: number
  readonly now: number
}

/**
 * Fits the claims of a reservation to its use: what is over is free at once, what goes on is taken as far as it is free.
 * The reservation keeps the time that was booked. Returns whether all of `until` could be had.
 */
export function fitClaims(tx: Db, { reservation, resource }: Found, fit: Fit): boolean {
  const taken = takenWith({ resource, units: reservation.units }, reservation.also, catalogueOf(tx))
  return taken.map((each) => fitClaim(tx, reservation, each, fit)).every(Boolean)
}

function fitClaim(tx: Db, reservation: Reservation, { resource, units }: Taken, { since, until, now }: Fit): boolean {
  const claim = claimOfReservation(tx, reservation, resource.id)
  if (!claim) return true
  const room = { units, capacity: resource.capacity }
  const { requesterId: personId, id } = reservation
  // What is held for somebody, such as an offer of the waiting list, is not free.
  const others = (span: Interval): Load[] => [
    ...busyDuring(tx, resource, span).filter((each) => each.reservationId !== id),
    ...heldDuring(tx, resource, span, { now, personId }),
  ]
  const before = (from: number) =>
    freeSince({ start: from, end: claim.start }, others({ start: from, end: claim.start }), room)
  const start = since === undefined || since >= claim.start ? claim.start : before(since)
  const wanted = until === undefined ? claim.end : until + claim.cleanupMinutes * MINUTE
  if (wanted <= start) {
    stretchClaim(tx, claim, traceOf(claim, wanted, others, room))
    return true
  }
  const after = { start: claim.end, end: wanted }
  const end = wanted <= claim.end ? wanted : freeUntil(after, others(after), room)
  if (start !== claim.start || end !== claim.end) stretchClaim(tx, claim, { start, end })
  return end >= wanted
}

/** Use that ended before its time began holds nothing of it: what is left is a moment before, so that reports find it. */
function traceOf(
  claim: Claim,
  ended: number,
  others: (span: Interval) => Load[],
  { units, capacity }: { readonly units: number; readonly capacity: number },
): Interval {
  const span = { start: ended - LOOK_BACK_MS, end: ended }
  const free = loadProfile(others(span), span).findLast((step) => step.units <= capacity - units)
  const end = free?.end ?? claim.start + 1
  return { start: end - 1, end }
}
