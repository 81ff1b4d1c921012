import { lapsesAt } from '../../server/domain/lapse.ts'
import type { Resource } from '../../server/domain/resource.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

/**
 * When a person's right to use a resource was last shown to be alive: its grant, or the end of the latest reservation
 * or use there that is over. Null for nobody's right.
 */
export function lastUseOf(db: Db, personId: number, resourceId: number, now: number): number | null {
  return prepared(
    db,
    `SELECT max(q.granted_at,
       coalesce((SELECT max(v.end_at) FROM reservations v WHERE v.requester_id = :personId AND v.resource_id = :resourceId
         AND v.end_at <= :now AND v.state IN ('confirmed', 'in_use', 'completed')), 0),
       coalesce((SELECT max(u.end_at) FROM usages u WHERE u.resource_id = :resourceId AND u.start_at > q.granted_at
         AND u.person_id = :personId AND u.end_at <= :now), 0))
     FROM qualifications q WHERE q.person_id = :personId AND q.resource_id = :resourceId`,
  )
    .pluck()
    .get({ personId, resourceId, now }) as number | null
}

/** Whether a right that the person was granted has lain unused for too long. */
export function hasLapsed(db: Db, personId: number, { id, policy, timeZone }: Resource, now: number): boolean {
  const months = policy.qualificationLapseMonths
  return months !== null && lapsesAt(lastUseOf(db, personId, id, now) ?? now, months, timeZone) <= now
}
