import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { reservationById } from '../../db/queries/reservations.ts'
import { can, type ReservationVerb } from '../domain/permissions.ts'
import type { Person } from '../domain/person.ts'
import type { Reservation } from '../domain/reservation.ts'
import type { Resource } from '../domain/resource.ts'
import { done, type Result, refused } from './result.ts'

export interface Found {
  readonly reservation: Reservation
  readonly resource: Resource
}

/** The reservation a person wants to act on: `not-found` where they may not even see it, `forbidden` where they may not act. */
export function findReservation(db: Db, person: Person, id: number, verb: ReservationVerb): Result<Found> {
  const reservation = reservationById(db, id)
  const resource = reservation && catalogueOf(db).resourceById.get(reservation.resourceId)
  if (!resource || !can(person, 'see', { reservation, resource })) return refused({ kind: 'not-found' })
  if (!can(person, verb, { reservation, resource })) return refused({ kind: 'forbidden' })
  return done({ reservation, resource })
}
