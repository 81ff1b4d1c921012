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

/** `outagesDuring` of many resources in one query; a resource without any has no entry. */
export function outagesOfMany(db: Db, resourceIds: readonly number[], span: Interval): Map<number, Interval[]> {
  const rows = prepared(
    db,
    `SELECT j.value, o.start_at, o.end_at FROM json_each(:ids) j CROSS JOIN outages o ON o.resource_id = j.value
       AND o.start_at < :end AND o.end_at > :start
     UNION ALL
     SELECT k.resource_id, o.start_at, o.end_at FROM json_each(:ids) j
       CROSS JOIN resource_kin k ON k.resource_id = j.value AND k.is_above
       CROSS JOIN outages o ON o.resource_id = k.kin_id AND o.start_at < :end AND o.end_at > :start`,
  )
    .raw()
    .all({ ids: JSON.stringify(resourceIds), start: span.start, end: span.end }) as [number, number, number][]
  const outages = new Map<number, Interval[]>()
  for (const [id, start, end] of rows) {
    const known = outages.get(id)
    if (known) known.push({ start, end })
    else outages.set(id, [{ start, end }])
  }
  return outages
}
