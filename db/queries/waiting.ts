import type { Person } from '../../server/domain/person.ts'
import { labsDecidedBy } from '../../server/domain/stewardship.ts'
import type { Db } from '../connect.ts'
import { openTrainingIn } from './training.ts'

/** What waits for this person's answer: requests for time, and for training. */
export const countWaiting = (db: Db, person: Person): number =>
  countDecisions(db, person) + countWaitingTraining(db, person)

/** Requests for training alone. */
export const countWaitingTraining = (db: Db, person: Person): number =>
  openTrainingIn(db, [...person.stewardOf.keys()])
    .values()
    .reduce((sum, each) => sum + each, 0)

/** Decisions in the person's labs that wait and are theirs to take: one for a request, one for all those of a series. */
function countDecisions(db: Db, person: Person): number {
  return db.$client
    .prepare(
      `SELECT count(DISTINCT coalesce(-v.series_id, v.id)) FROM reservations v JOIN resources r ON r.id = v.resource_id
       WHERE v.state = 'requested' AND v.requester_id <> ? AND r.lab_id IN (SELECT value FROM json_each(?))`,
    )
    .pluck()
    .get(person.id, JSON.stringify(labsDecidedBy(person))) as number
}
