import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { reservationById } from '../../db/queries/reservations.ts'
import { type AskedTraining, setTrainingState, trainingRequestById } from '../../db/queries/training.ts'
import { attendeesOf, deleteAttendee, insertAttendee, trainingSessionById } from '../../db/queries/training-sessions.ts'
import type { Person } from '../domain/person.ts'
import type { TrainingSession } from '../domain/training.ts'
import { resourceWith } from './assess.ts'
import { standingFor } from './cared-for.ts'
import { done, type Result, refused } from './result.ts'
import { tellOfTraining } from './training-mails.ts'

interface Act {
  readonly actor: Person
  readonly at: number
}

/**
 * Gives whoever asks for training a place in a session of the same resource, by its stewards. Who had a place in another
 * one leaves it. Refusals: `not-found`, `invalid` with `session` where it is full, has begun or is of another resource.
 */
export function inviteToTraining(
  db: Db,
  person: Person,
  requestId: number,
  sessionId: number,
  now: number,
): Result<AskedTraining> {
  // Read before the transaction, which remembers nothing it may have to roll back.
  catalogueOf(db)
  return inWriteTransaction(db, (tx) => {
    const found = standingFor(tx, person, requestId)
    if (!found.ok) return found
    const { request } = found.value
    const session = trainingSessionById(tx, sessionId)
    if (!session || session.resourceId !== request.resourceId || session.start <= now || session.settledAt !== null)
      return refused({ kind: 'invalid', field: 'session', reason: 'training-over' })
    return invite(tx, request, session, { actor: person, at: now })
  })
}

/** The invitation with its mail, inside a transaction; again for who is in already changes nothing. */
export function invite(tx: Db, request: AskedTraining, session: TrainingSession, act: Act): Result<AskedTraining> {
  const attendees = attendeesOf(tx, session.id)
  const { id, personId } = request
  if (attendees.some((each) => each.personId === personId)) return done(request)
  if (attendees.length >= session.places) return refused({ kind: 'invalid', field: 'session', reason: 'training-full' })
  leaveSession(tx, request, act)
  insertAttendee(tx, { sessionId: session.id, personId, requestId: id })
  setTrainingState(tx, id, { state: 'invited', byId: act.actor.id, at: act.at })
  tellOfTraining(tx, {
    ...act,
    ...{ kind: 'training-invited', personId, resource: resourceWith(tx, session.resourceId), level: session.level },
    session: { reservation: reservationById(tx, session.reservationId)!, method: 'REQUEST' },
  })
  return done(trainingRequestById(tx, id)!)
}

/** Gives back the place a request has in a session, if any, and takes the session out of the person's calendar. */
export function leaveSession(tx: Db, { id, personId }: AskedTraining, act: Act): void {
  const left = deleteAttendee(tx, id)
  const session = left === null ? null : trainingSessionById(tx, left)
  if (!session || session.end <= act.at) return
  tellOfTraining(tx, {
    ...act,
    ...{ kind: 'training-left', personId, resource: resourceWith(tx, session.resourceId) },
    session: { reservation: reservationById(tx, session.reservationId)!, method: 'CANCEL' },
  })
}
