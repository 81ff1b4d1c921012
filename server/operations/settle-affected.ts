import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { reservationById, reservationDetail } from '../../db/queries/reservations.ts'
import { deadlineFor } from '../domain/deadline.ts'
import type { Affected, HoursChoice } from '../domain/hours-change.ts'
import type { Interval } from '../domain/interval.ts'
import type { Person } from '../domain/person.ts'
import type { Reservation } from '../domain/reservation.ts'
import type { Resource } from '../domain/resource.ts'
import { type LosingTime, nearestTimeFor } from './affected-by-hours.ts'
import { letGo } from './cancel-reservation.ts'
import { writeChange } from './change-reservation.ts'
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
  const cancelled = letGo(tx, { reservation: reservationById(tx, id)!, resource }, act)
  tellOf(tx, cancelled, { toRequester: 'cancelled', actor: act.person, reason: act.reason, at: act.now })
  return { reservation: reservationDetail(tx, id)!, resource, nearest: null, outcome: 'cancelled' }
}

function moveOrKeep(tx: Db, losing: LosingTime, act: Settlement): SettledReservation {
  const nearest = nearestTimeFor(tx, losing, act.now)
  if (!nearest) return keep(losing)
  const { resource } = losing
  const before = reservationById(tx, losing.reservation.id)!
  const wanted = movedTo(tx, before, resource, nearest)
  // Who changes the hours is who would approve: an approval stays.
  const by = { person: act.person, override: null, codes: [], now: act.now }
  const after = writeChange(tx, { reservation: before, resource }, wanted, by)
  const previous = { start: before.start, end: before.end }
  tellOf(tx, after, { toRequester: 'changed', actor: act.person, reason: act.reason, previous, at: act.now })
  return { reservation: reservationDetail(tx, before.id)!, resource, nearest, outcome: 'moved' }
}

function movedTo(tx: Db, reservation: Reservation, { labId, timeZone }: Resource, { start, end }: Interval) {
  const { decisionDays } = catalogueOf(tx).labById.get(labId)!
  const waits = reservation.state === 'requested'
  return {
    ...reservation,
    start,
    end,
    calendarSequence: reservation.calendarSequence + 1,
    isChangedAlone: reservation.isChangedAlone || reservation.seriesId !== null,
    decideBy: waits ? deadlineFor(reservation.createdAt, start, decisionDays, timeZone) : reservation.decideBy,
  }
}
