import type { Person } from '../../server/domain/person.ts'
import { labsDecidedBy } from '../../server/domain/stewardship.ts'
import type { Db } from '../connect.ts'

/** Requests in the person's labs that wait for a decision which is theirs to take. */
export function countWaiting(db: Db, person: Person): number {
  return db.$client
    .prepare(
      `SELECT count(*) FROM reservations v JOIN resources r ON r.id = v.resource_id
       WHERE v.state = 'requested' AND v.requester_id <> ? AND r.lab_id IN (SELECT value FROM json_each(?))`,
    )
    .pluck()
    .get(person.id, JSON.stringify(labsDecidedBy(person))) as number
}
