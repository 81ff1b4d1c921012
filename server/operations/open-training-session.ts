import type { Db } from '../../db/connect.ts'
import { hoursOf } from '../../db/queries/opening-hours.ts'
import { standingRequestsOn } from '../../db/queries/training.ts'
import {
  insertTrainingSession,
  trainingReservationsOn,
  trainingSessionById,
} from '../../db/queries/training-sessions.ts'
import type { Interval } from '../domain/interval.ts'
import type { Level, Person } from '../domain/person.ts'
import type { Resource } from '../domain/resource.ts'
import { MOST_PLACES, type TrainingSession } from '../domain/training.ts'
import { inClaimTransaction } from './against-clashes.ts'
import { assess, type Wish } from './assess.ts'
import { caredFor } from './cared-for.ts'
import { invite } from './invite-to-training.ts'
import { make, newReservation, tellOfMaking } from './request-reservation.ts'
import { done, type Result, refused } from './result.ts'
import { refusalOf, weigh } from './weigh.ts'

export interface SessionPlan {
  readonly places: number
  /** What those who come are granted. */
  readonly level: Level
  /** A time to reserve for it, or a reservation for training that is there already. */
  readonly at: (Interval & { readonly title: string }) | { readonly reservationId: number }
  /** Requests invited right away, as far as there are places. */
  readonly requestIds: readonly number[]
}

/**
 * Opens a training session on a resource, by its stewards: a reservation of theirs with places. Refusals: `not-found`,
 * `forbidden`, `invalid` with `places`, `session` or `reservation`, `rules` for the time.
 */
export function openTrainingSession(
  db: Db,
  person: Person,
  resourceId: number,
  plan: SessionPlan,
  now: number,
): Result<TrainingSession> {
  const found = caredFor(db, person, resourceId)
  if (!found.ok) return found
  // Read before the transaction, which remembers nothing it may have to roll back.
  hoursOf(db, resourceId)
  const { places, requestIds } = plan
  if (!Number.isInteger(places) || places < 1 || places > MOST_PLACES)
    return refused({ kind: 'invalid', field: 'places', reason: 'training-places', values: { most: MOST_PLACES } })
  if (requestIds.length > places) return refused({ kind: 'invalid', field: 'places', reason: 'training-full' })
  const wish = wishOf(person, found.value, plan)
  return inClaimTransaction(
    db,
    () => wish,
    now,
    (tx) => {
      const reservation = wish ? reserve(tx, wish, plan, now) : chosen(tx, resourceId, plan, now)
      if (!reservation.ok) return reservation
      const id = insertTrainingSession(tx, { reservationId: reservation.value, places, level: plan.level })
      const session = trainingSessionById(tx, id)!
      for (const request of standingRequestsOn(tx, resourceId))
        if (requestIds.includes(request.id)) invite(tx, request, session, { actor: person, at: now })
      return done(session)
    },
  )
}

function wishOf(person: Person, resource: Resource, { at }: SessionPlan): Wish | null {
  if ('reservationId' in at) return null
  const { start, end } = at
  return { person, resource, wanted: { start, end, units: 1, purpose: 'staff_training', projectCode: null } }
}

function reserve(tx: Db, wish: Wish, { at }: SessionPlan, now: number): Result<number> {
  // A steward records past use elsewhere: people are invited to what is still to come.
  const no = refusalOf(weigh(assess(tx, wish, now), null))
  if (no) return no
  const { title } = at as Extract<SessionPlan['at'], Interval>
  const wanted = { ...wish.wanted, purpose: 'staff_training', title } as const
  const reservation = make(tx, wish.resource, newReservation(tx, wish, wanted, now))
  tellOfMaking(tx, reservation, wish.person, now)
  return done(reservation.id)
}

function chosen(tx: Db, resourceId: number, { at }: SessionPlan, now: number): Result<number> {
  const id = 'reservationId' in at ? at.reservationId : null
  const isThere = trainingReservationsOn(tx, resourceId, now).some((each) => each.id === id)
  return isThere ? done(id!) : refused({ kind: 'invalid', field: 'reservation', reason: 'no-training-reservation' })
}
