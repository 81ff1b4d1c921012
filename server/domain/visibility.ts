import type { Person } from './person.ts'
import type { Reservation, ReservationDetail } from './reservation.ts'
import type { Resource } from './resource.ts'
import { isSteward } from './stewardship.ts'

/** A reservation and where it is, as far as it decides who may know of it and act on it. */
export interface ReservationPlace {
  readonly reservation: Pick<Reservation, 'requesterId' | 'organisationId'> &
    Partial<Pick<Reservation, 'also' | 'participantIds'>>
  readonly resource: Pick<Resource, 'labId'>
}

/**
 * What a viewer sees of a reservation. `full`: everything, for who is invited along, too. `colleague`: who, what for and
 * the state, without note, decision, history and guests. `busy`: that the time is taken, never whose it is or what for.
 */
export type ReservationView =
  | { readonly seen: 'full'; readonly reservation: ReservationDetail }
  | { readonly seen: 'colleague'; readonly reservation: ReservationDetail }
  | { readonly seen: 'busy'; readonly start: number; readonly end: number; readonly units: number }

/** The one place that decides what of a reservation reaches a viewer; null is somebody not signed in. */
export function viewOf(reservation: ReservationDetail, viewer: Person | null, resource: Resource): ReservationView {
  const seen = seenBy(viewer, { reservation, resource })
  if (seen === 'full') return { seen, reservation }
  if (seen === 'colleague')
    return {
      seen,
      reservation: {
        ...reservation,
        note: null,
        decisionReason: null,
        decidedBy: null,
        participants: [],
        participantIds: [],
      },
    }
  return { seen, start: reservation.start, end: reservation.end, units: reservation.units }
}

/** Whether the reservation is more than busy time to the viewer. */
export function sharesDetails(viewer: Person | null, place: ReservationPlace): boolean {
  return seenBy(viewer, place) !== 'busy'
}

export function seenBy(viewer: Person | null, { reservation, resource }: ReservationPlace): ReservationView['seen'] {
  if (viewer === null) return 'busy'
  const { also = [], participantIds = [] } = reservation
  if (viewer.id === reservation.requesterId || participantIds.includes(viewer.id)) return 'full'
  if ([resource, ...also].some((each) => isSteward(viewer, each))) return 'full'
  // The coordinator and the administrator work with hours, not with titles, at home too.
  return viewer.role === 'member' && viewer.organisationId === reservation.organisationId ? 'colleague' : 'busy'
}
