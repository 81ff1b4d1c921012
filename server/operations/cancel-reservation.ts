import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { recordMiss } from '../../db/queries/misses.ts'
import { recordEvent } from '../../db/queries/reservation-events.ts'
import { updateReservation } from '../../db/queries/reservations.ts'
import { stateAfter } from '../domain/lifecycle.ts'
import { lockOn } from '../domain/lock.ts'
import type { Person } from '../domain/person.ts'
import type { Reservation } from '../domain/reservation.ts'
import { expireOverdue } from './expire-requests.ts'
import { type Found, findReservation } from './find-reservation.ts'
import { keepClaim } from './keep-claim.ts'
import { tellOf } from './reservation-mails.ts'
import { done, type Result, refused } from './result.ts'
import { reasonOf } from './weigh.ts'

export interface Cancellation {
  readonly reason?: string | null | undefined
}

const MINUTE = 60_000

/**
 * Lets go of a reservation's time, by its requester or a steward. Refusals: `not-found`, `forbidden`, `wrong-state`,
 * also for a confirmed one that has started, `rules` where only a steward may at this hour.
 */
export function cancelReservation(
  db: Db,
  person: Person,
  id: number,
  { reason }: Cancellation,
  now: number,
): Result<Reservation> {
  return inWriteTransaction(db, (tx) => {
    expireOverdue(tx, now)
    const found = findReservation(tx, person, id, 'cancel')
    if (!found.ok) return found
    const { reservation, resource } = found.value
    if (!isOpenToCancel(reservation, now)) return refused({ kind: 'wrong-state', state: reservation.state })
    const locked = lockOn(reservation, resource, person, now)
    if (locked) return refused({ kind: 'rules', violations: [locked], conflicts: [] })
    const words = reasonOf(reason)
    const cancelled = letGo(tx, found.value, { person, reason: words, now })
    tellOf(tx, cancelled, { toRequester: 'cancelled', actor: person, reason: words, at: now })
    return done(cancelled)
  })
}

export const isOpenToCancel = ({ state, start }: Reservation, now: number): boolean =>
  stateAfter(state, 'cancel') !== null && start > now

interface Act {
  readonly person: Person
  readonly reason: string | null
  readonly now: number
  /** The time was taken from its requester: never late. */
  readonly isForced?: boolean
}

/** The cancellation without its mail, of a reservation that is open to it. */
export function letGo(tx: Db, { reservation, resource }: Found, { person, reason, now, isForced }: Act): Reservation {
  const cancelled = updateReservation(tx, {
    ...reservation,
    state: 'cancelled',
    calendarSequence: reservation.calendarSequence + 1,
  })
  keepClaim(tx, reservation, cancelled, resource)
  // Only what was confirmed and its requester lets go of inside the notice counts as late.
  const noticeEnds = reservation.start - resource.policy.cancelNoticeMinutes * MINUTE
  const isOwn = person.id === reservation.requesterId && !isForced
  const late = isOwn && reservation.state === 'confirmed' && now > noticeEnds
  const details = { late, ...(reason === null ? {} : { reason }) }
  recordEvent(tx, { reservationId: reservation.id, personId: person.id, kind: 'cancelled', details, at: now })
  if (late) {
    const { id: reservationId, resourceId } = reservation
    recordMiss(tx, { reservationId, personId: person.id, resourceId, kind: 'late-cancellation', at: now })
  }
  return cancelled
}
