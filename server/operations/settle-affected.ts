import type { Db } from '../../db/connect.ts'
import { reservationById, reservationDetail } from '../../db/queries/reservations.ts'
import type { Affected, HoursChoice } from '../domain/hours-change.ts'
import type { Person } from '../domain/person.ts'
import { type LosingTime, nearestTimeFor } from './affected-by-hours.ts'
import { letGo } from './cancel-reservation.ts'
import { moveReservation } from './move-reservation.ts'
import { tellOf } from './reservation-mails.ts'

/** What has become of an affected reservation; one that should move and had nowhere to go was kept. */
export interface SettledReservation extends Affected {
  readonly outcome: 'kept' | 'cancelled' | 'moved'
}

interface Settlement {
  readonly choices: ReadonlyMap<number, HoursChoice>
  readonly person: Person
  readonly reason: string | null
  readonly now: number
}

/**
 * Cancels and moves the affected reservations as was chosen, with mail to their people, before the new hours are
 * written. What is let go of makes room for what moves; each move sees those before it.
 */
export function settleAffected(
  tx: Db,
  affected: readonly LosingTime[],
  settlement: Settlement,
): readonly SettledReservation[] {
  const settled = new Map<number, SettledReservation>()
  const choose = (wanted: HoursChoice, settle: (each: LosingTime) => SettledReservation) => {
    for (const each of affected)
      if ((settlement.choices.get(each.reservation.id) ?? 'keep') === wanted)
        settled.set(each.reservation.id, settle(each))
  }
  choose('cancel', (each) => cancel(tx, each, settlement))
  choose('move', (each) => moveOrKeep(tx, each, settlement))
  choose('keep', keep)
  return affected.map(({ reservation }) => settled.get(reservation.id)!)
}

const keep = ({ reservation, resource }: LosingTime): SettledReservation => ({
  reservation,
  resource,
  nearest: null,
  outcome: 'kept',
})

function cancel(tx: Db, { reservation: { id }, resource }: LosingTime, act: Settlement): SettledReservation {
  const cancelled = letGo(tx, { reservation: reservationById(tx, id)!, resource }, { ...act, isForced: true })
  tellOf(tx, cancelled, { toRequester: 'cancelled', actor: act.person, reason: act.reason, at: act.now })
  return { reservation: reservationDetail(tx, id)!, resource, nearest: null, outcome: 'cancelled' }
}

function moveOrKeep(tx: Db, losing: LosingTime, act: Settlement): SettledReservation {
  const nearest = nearestTimeFor(tx, losing, act.now)
  if (!nearest) return keep(losing)
  const { resource } = losing
  const before = reservationById(tx, losing.reservation.id)!
  const after = moveReservation(tx, { reservation: before, resource }, { ...nearest, resource }, act)
  const previous = { start: before.start, end: before.end }
  tellOf(tx, after, { toRequester: 'changed', actor: act.person, reason: act.reason, previous, at: act.now })
  return { reservation: reservationDetail(tx, before.id)!, resource, nearest, outcome: 'moved' }
}
