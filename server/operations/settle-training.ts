import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { qualificationOf } from '../../db/queries/qualifications.ts'
import { setTrainingState } from '../../db/queries/training.ts'
import { attendeesOf, settleSession, trainingSessionById } from '../../db/queries/training-sessions.ts'
import type { Person } from '../domain/person.ts'
import { reaches } from '../domain/qualification.ts'
import type { Resource } from '../domain/resource.ts'
import type { TrainingSession } from '../domain/training.ts'
import { caredFor } from './cared-for.ts'
import { type Grant, give } from './grant-qualification.ts'
import { endOfRight } from './qualification-ends.ts'
import { done, type Result, refused } from './result.ts'

export interface Attendance {
  /** Ids of those who came. */
  readonly attended: readonly number[]
  /** How long what they are granted holds; null for good. */
  readonly expiresAt: number | null
}

/**
 * Says who came to a session that has begun, and grants them its level; nobody who holds a higher one loses it. Requests
 * of those who did not come wait again. Refusals: `not-found`, `invalid` with `session` or `expires_at`.
 */
export function settleTraining(
  db: Db,
  person: Person,
  id: number,
  { attended, expiresAt }: Attendance,
  now: number,
): Result<TrainingSession> {
  // Read before the transaction, which remembers nothing it may have to roll back.
  catalogueOf(db)
  return inWriteTransaction(db, (tx) => {
    const session = trainingSessionById(tx, id)
    const found = session && caredFor(tx, person, session.resourceId)
    if (!session || !found?.ok) return refused({ kind: 'not-found' })
    const no = (field: string, reason: string) => refused({ kind: 'invalid', field, reason })
    if (session.settledAt !== null) return no('session', 'training-settled')
    if (session.start > now) return no('session', 'training-ahead')
    if (expiresAt !== null && expiresAt <= now) return no('expires_at', 'expired-already')
    const attendees = attendeesOf(tx, id)
    settleSession(tx, id, attended, now)
    for (const { personId, requestId } of attendees) {
      const hasCome = attended.includes(personId)
      if (requestId !== null) setTrainingState(tx, requestId, { state: hasCome ? 'granted' : 'open', at: now })
      if (!hasCome) continue
      const grant = { personId, level: session.level, expiresAt }
      give(tx, found.value, atLeastHeld(tx, found.value, grant, now), { actor: person, at: now })
    }
    return done(trainingSessionById(tx, id)!)
  })
}

/** The grant, or the higher right that the person holds now, with the later end of both. One that has ended is none. */
function atLeastHeld(db: Db, resource: Resource, grant: Grant, now: number): Grant {
  const held = qualificationOf(db, grant.personId, resource.id)
  if (!held || held.level === grant.level || !reaches(held.level, grant.level)) return grant
  const end = endOfRight(db, resource, { personId: grant.personId, expiresAt: held.expiresAt }, now)
  if (end !== null && end.at <= now) return grant
  const ends = [held.expiresAt, grant.expiresAt].map((each) => each ?? Number.POSITIVE_INFINITY)
  const last = Math.max(...ends)
  return { ...grant, level: held.level, expiresAt: Number.isFinite(last) ? last : null }
}
