import type { Db } from '../../db/connect.ts'
import type { Interval } from '../domain/interval.ts'
import type { Person } from '../domain/person.ts'
import type { Reservation } from '../domain/reservation.ts'
import type { Resource } from '../domain/resource.ts'
import { writeChange } from './change-reservation.ts'
import { decisionDeadline } from './decision-deadline.ts'
import type { Found } from './find-reservation.ts'

interface Move {
  readonly person: Person
  readonly now: number
}

/**
 * Moves a reservation whose time was taken from it, without its mail, to a time and a resource that have been looked at.
 * An approval stays, for who takes the time is who would approve; a request goes on waiting.
 */
export function moveReservation(
  tx: Db,
  { reservation }: Found,
  to: Interval & { readonly resource: Resource },
  { person, now }: Move,
): Reservation {
  const { start, end, resource } = to
  const waits = reservation.state === 'requested'
  const wanted: Reservation = {
    ...reservation,
    resourceId: resource.id,
    start,
    end,
    calendarSequence: reservation.calendarSequence + 1,
    isChangedAlone: reservation.isChangedAlone || reservation.seriesId !== null,
    decideBy: waits ? decisionDeadline(tx, resource, { madeAt: reservation.createdAt, start }) : reservation.decideBy,
  }
  return writeChange(tx, { reservation, resource }, wanted, { person, override: null, codes: [], now })
}
