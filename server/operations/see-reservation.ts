import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { reservationDetail } from '../../db/queries/reservations.ts'
import type { Person } from '../domain/person.ts'
import type { ReservationDetail } from '../domain/reservation.ts'
import type { Resource } from '../domain/resource.ts'
import { viewOf } from '../domain/visibility.ts'

export interface SeenReservation {
  /** As far as the person may see it. */
  readonly reservation: ReservationDetail
  readonly resource: Resource
  readonly seen: 'full' | 'colleague'
}

/** A reservation by its id; null for one that does not exist and, alike, for one that is only busy time to the person. */
export function seeReservation(db: Db, person: Person, id: number): SeenReservation | null {
  const reservation = reservationDetail(db, id)
  const resource = reservation && catalogueOf(db).resourceById.get(reservation.resourceId)
  if (!reservation || !resource) return null
  const view = viewOf(reservation, person, resource)
  return view.seen === 'busy' ? null : { reservation: view.reservation, resource, seen: view.seen }
}
