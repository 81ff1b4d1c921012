import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { busyDuring, claimOfReservation, stretchClaim } from '../../db/queries/claims.ts'
import { freeSince, freeUntil } from '../domain/check-in.ts'
import { type Interval, loadProfile } from '../domain/interval.ts'
import { type Taken, takenWith } from '../domain/parts.ts'
import type { Claim, Reservation } from '../domain/reservation.ts'
import type { Found } from './find-reservation.ts'

const MINUTE = 60_000
const LOOK_BACK_MS = 24 * 60 * MINUTE

/** What a claim is to cover; what is left out stays as it is. Clean-up comes on top of `until`. */
export interface Fit {
  /** Begun early: as far back as nobody else is there. */
  readonly since?: number
  /** Ended early, or late: as far ahead as nobody else is there. */
  readonly until?: number
}

/**
 * Fits the claims of a reservation to its use: what is over is free at once, what goes on is taken as far as it is free.
 * The reservation keeps the time that was booked. Returns whether all of `until` could be had.
 */
export function fitClaims(tx: Db, { reservation, resource }: Found, fit: Fit): boolean {
  const taken = takenWith({ resource, units: reservation.units }, reservation.also, catalogueOf(tx))
  return taken.map((each) => fitClaim(tx, reservation, each, fit)).every(Boolean)
}

function fitClaim(tx: Db, reservation: Reservation, taken: Taken, { since, until }: Fit): boolean {
  const claim = claimOfReservation(tx, reservation, taken.resource.id)
  if (!claim) return true
  const start = since === undefined || since >= claim.start ? claim.start : roomBefore(tx, claim, taken, since)
  const wanted = until === undefined ? claim.end : until + claim.cleanupMinutes * MINUTE
  if (wanted <= start) return leaveTrace(tx, claim, taken, wanted)
  const end = wanted <= claim.end ? wanted : roomAfter(tx, claim, taken, wanted)
  if (start !== claim.start || end !== claim.end) stretchClaim(tx, claim, { start, end })
  return end >= wanted
}

/** Use that ended before its time began holds nothing of it: what is left is a moment before, so that reports find it. */
function leaveTrace(tx: Db, claim: Claim, taken: Taken, ended: number): boolean {
  const span = { start: ended - LOOK_BACK_MS, end: ended }
  const { units, capacity } = roomOf(taken)
  const free = loadProfile(othersOn(tx, taken, span, claim), span).findLast((step) => step.units <= capacity - units)
  const end = free?.end ?? claim.start + 1
  stretchClaim(tx, claim, { start: end - 1, end })
  return true
}

function roomBefore(tx: Db, claim: Claim, taken: Taken, since: number): number {
  const span = { start: since, end: claim.start }
  return freeSince(span, othersOn(tx, taken, span, claim), roomOf(taken))
}

function roomAfter(tx: Db, claim: Claim, taken: Taken, until: number): number {
  const span = { start: claim.end, end: until }
  return freeUntil(span, othersOn(tx, taken, span, claim), roomOf(taken))
}

const othersOn = (tx: Db, { resource }: Taken, span: Interval, { reservationId }: Claim) =>
  busyDuring(tx, resource, span).filter((each) => each.reservationId !== reservationId)

const roomOf = ({ resource: { capacity }, units }: Taken) => ({ units, capacity })
