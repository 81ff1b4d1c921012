import { closedFor } from '../../db/queries/closed-time.ts'
import { missOfReservation } from '../../db/queries/misses.ts'
import { requesterById } from '../../db/queries/people.ts'
import { usagesOfReservation } from '../../db/queries/usages.ts'
import { presentWatch } from '../../db/queries/watch.ts'
import type { UseFacts } from '../../views/reservations/use-panel.tsx'
import type { App } from '../app.ts'
import { earliestCheckIn } from '../domain/check-in.ts'
import { countsUntil } from '../domain/conduct.ts'
import { missedAt } from '../domain/no-show.ts'
import { can } from '../domain/permissions.ts'
import type { Person } from '../domain/person.ts'
import type { ReservationDetail } from '../domain/reservation.ts'
import type { Resource } from '../domain/resource.ts'
import { isSteward } from '../domain/stewardship.ts'

interface Subject {
  readonly reservation: ReservationDetail
  readonly resource: Resource
  readonly person: Person
  /** Whether the person sees more than who and what for. */
  readonly isFull: boolean
}

/** What a page shows of the use of a reservation, and what this person may do about it. */
export function useFactsOf(app: App, { reservation, resource, person, isFull }: Subject, now: number): UseFacts {
  const { state, end, requesterId } = reservation
  const used = usagesOfReservation(app.db, reservation.id)
  const isOpen = state === 'confirmed' && end > now && can(person, 'check-in', { reservation, resource })
  const unattended = { reservation, resource, hasUsage: used.length > 0, closed: closedFor(app.db, reservation) }
  return {
    used,
    beginFrom: isOpen ? earliestCheckIn(reservation) : null,
    mayEnd: state === 'in_use' && can(person, 'check-out', { reservation, resource }),
    missedAt: isOpen ? missedAt(unattended, presentWatch(app.db, now)) : null,
    onBehalfOf: person.id === requesterId ? null : reservation.requester.name,
    miss: isFull ? missFor(app, reservation, isSteward(person, resource) && person.id !== requesterId) : null,
  }
}

function missFor(app: App, { id }: ReservationDetail, maySettle: boolean): UseFacts['miss'] {
  const miss = missOfReservation(app.db, id)
  if (!miss) return null
  const { kind, excusedById, excuse } = miss
  return {
    kind,
    until: countsUntil(miss),
    excuse: excusedById === null ? null : { by: requesterById(app.db, excusedById).name, reason: excuse ?? '' },
    mayExcuse: maySettle && excusedById === null,
  }
}
