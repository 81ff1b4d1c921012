import type { Db } from '../../db/connect.ts'
import { recordEvent } from '../../db/queries/reservation-events.ts'
import { updateReservation } from '../../db/queries/reservations.ts'
import type { State } from '../domain/lifecycle.ts'
import type { Person } from '../domain/person.ts'
import type { Purpose } from '../domain/purpose.ts'
import type { Reservation } from '../domain/reservation.ts'
import { isSteward } from '../domain/stewardship.ts'
import type { Found } from './find-reservation.ts'
import { tellRequester } from './reservation-mails.ts'
import { done, type Result, refused } from './result.ts'
import { reasonOf } from './weigh.ts'

export interface PurposeChange {
  readonly purpose: Purpose
  /** Why it is another one than was confirmed; kept in the history. */
  readonly reason?: string | null | undefined
}

/** What has a purpose that somebody confirmed, and counts in the ledger. */
const CONFIRMED: ReadonlySet<State> = new Set<State>(['confirmed', 'in_use', 'completed', 'no_show'])

export const hasConfirmedPurpose = ({ state }: Pick<Reservation, 'state'>): boolean => CONFIRMED.has(state)

interface Correction extends PurposeChange {
  readonly person: Person
  readonly now: number
}

/**
 * A steward corrects a purpose that was confirmed, inside a transaction. The requester is told. Refusals: `wrong-state`,
 * `forbidden`, `invalid` (`reason`).
 */
export function correctPurpose(tx: Db, { reservation, resource }: Found, correction: Correction): Result<Reservation> {
  const { person, purpose, now } = correction
  if (!hasConfirmedPurpose(reservation)) return refused({ kind: 'wrong-state', state: reservation.state })
  if (!isSteward(person, resource)) return refused({ kind: 'forbidden' })
  if (purpose === reservation.purpose) return done(reservation)
  const fault = purposeFault(reservation, correction)
  if (fault) return fault
  const after = writePurpose(tx, reservation, correction)
  const reason = reasonOf(correction.reason)
  if (person.id !== after.requesterId) tellRequester(tx, after, { kind: 'changed', actor: person, reason, at: now })
  return done(after)
}

/** A purpose that was confirmed is changed with a reason only. */
export function purposeFault(
  { state, purpose: present }: Pick<Reservation, 'state' | 'purpose'>,
  { purpose, reason }: { purpose?: Purpose | undefined; reason?: string | null | undefined },
) {
  const isKept = purpose === undefined || purpose === present || state === 'requested'
  return isKept || reasonOf(reason) !== null
    ? null
    : refused({ kind: 'invalid', field: 'reason', reason: 'purpose-reason' })
}

/** Writes another purpose and its history, without mail. */
export function writePurpose(
  tx: Db,
  reservation: Reservation,
  { person, purpose, reason, now }: Correction,
): Reservation {
  const after = updateReservation(tx, { ...reservation, purpose })
  const changes = { purpose: { from: reservation.purpose, to: purpose } }
  const words = reasonOf(reason)
  const details = { changes, ...(words !== null && { reason: words }) }
  recordEvent(tx, { reservationId: reservation.id, personId: person.id, kind: 'changed', details, at: now })
  return after
}
