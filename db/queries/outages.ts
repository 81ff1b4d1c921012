import type { Outage } from '../../server/domain/availability-rule.ts'
import type { Interval } from '../../server/domain/interval.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

/** Outages of the resource and of everything it is inside of that share time with the span, by start. */
export function outagesDuring(db: Db, resourceId: number, span: Interval): Outage[] {
  const rows = prepared(
    db,
    `SELECT o.id, o.resource_id AS resourceId, o.start_at AS start, o.end_at AS "end", o.kind, o.is_planned AS planned, o.reason
     FROM outages o
     WHERE o.resource_id IN (SELECT :resourceId UNION ALL SELECT kin_id FROM resource_kin WHERE resource_id = :resourceId AND is_above)
       AND o.start_at < :end AND o.end_at > :start ORDER BY o.start_at`,
  ).all({ resourceId, start: span.start, end: span.end }) as (Omit<Outage, 'planned'> & { planned: number })[]
  return rows.map((row) => ({ ...row, planned: Boolean(row.planned) }))
}
