import type { Person } from './person.ts'
import { decidesFor, isSteward } from './stewardship.ts'
import { type ReservationPlace, sharesDetails } from './visibility.ts'

/** What a person may do with a reservation, its state aside. */
export const RESERVATION_VERBS = ['see', 'change', 'cancel', 'approve', 'decline', 'check-in', 'check-out'] as const
export type ReservationVerb = (typeof RESERVATION_VERBS)[number]

export function can(person: Person, verb: ReservationVerb, place: ReservationPlace): boolean {
  return ALLOWS[verb](person, place)
}

/** Whether it is theirs or theirs to look after: who is invited along reads what these write to each other. */
export function isPartyTo(person: Person, { reservation, resource }: ReservationPlace): boolean {
  const { also = [] } = reservation
  return reservation.requesterId === person.id || [resource, ...also].some((each) => isSteward(person, each))
}

type Permission = (person: Person, place: ReservationPlace) => boolean

const isRequester: Permission = (person, { reservation }) => reservation.requesterId === person.id
const ownOrCaredFor: Permission = (person, place) => isRequester(person, place) || isSteward(person, place.resource)
/** Nobody decides their own request. */
const decides: Permission = (person, place) => decidesFor(person, place.resource) && !isRequester(person, place)

const ALLOWS: Record<ReservationVerb, Permission> = {
  see: (person, place) => sharesDetails(person, place),
  change: ownOrCaredFor,
  cancel: ownOrCaredFor,
  approve: decides,
  decline: decides,
  'check-in': ownOrCaredFor,
  'check-out': ownOrCaredFor,
}
