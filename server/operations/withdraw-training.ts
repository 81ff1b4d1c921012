import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { type AskedTraining, setTrainingState, trainingRequestById } from '../../db/queries/training.ts'
import type { Person } from '../domain/person.ts'
import { isStanding } from '../domain/training.ts'
import { leaveSession } from './invite-to-training.ts'
import { done, type Result, refused } from './result.ts'

/**
 * Takes back one's own request, and with it a place in a session. One that no longer waits stays as it is. Refusals:
 * `not-found`, also for others' requests.
 */
export function withdrawTraining(db: Db, person: Person, id: number, now: number): Result<AskedTraining> {
  // Read before the transaction, which remembers nothing it may have to roll back.
  catalogueOf(db)
  return inWriteTransaction(db, (tx) => {
    const request = trainingRequestById(tx, id)
    if (!request || request.personId !== person.id) return refused({ kind: 'not-found' })
    if (!isStanding(request)) return done(request)
    leaveSession(tx, request, { actor: person, at: now })
    setTrainingState(tx, id, { state: 'withdrawn', at: now })
    return done(trainingRequestById(tx, id)!)
  })
}
