import type { Interval } from '../../server/domain/interval.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

/**
 * The reservations that take any of these resources, as their own or along with others, share time with the span and
 * are not over at `now`; by start. Their own time counts, not set-up and clean-up.
 */
export function reservationsHolding(
  db: Db,
  resourceIds: readonly number[],
  span: Interval,
  now: number,
): readonly (Interval & { readonly id: number })[] {
  return prepared(
    db,
    `SELECT DISTINCT v.id, v.start_at AS start, v.end_at AS "end" FROM json_each(:ids) j
     CROSS JOIN resources r ON r.id = j.value
     CROSS JOIN claims c ON c.resource_id = r.id AND c.start_at < :end AND c.start_at > :start - r.longest_claim_ms AND c.end_at > :start
     CROSS JOIN reservations v ON v.id = c.reservation_id
     WHERE v.start_at < :end AND v.end_at > :start AND v.end_at > :now AND v.state IN ('requested', 'confirmed', 'in_use')
     ORDER BY v.start_at, v.id`,
  ).all({ ids: JSON.stringify(resourceIds), now, start: Math.max(span.start, now), end: span.end }) as (Interval & {
    id: number
  })[]
}
