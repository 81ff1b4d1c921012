import type { Interval } from '../../server/domain/interval.ts'
import type { Reservation } from '../../server/domain/reservation.ts'
import type { Db } from '../connect.ts'
import { outagesDuring } from './outages.ts'
import { prepared } from './prepared.ts'

type Taking = Pick<Reservation, 'resourceId' | 'also' | 'start' | 'end'>

/**
 * When outages kept people from what a reservation takes, in its time: those that are there, and those that were until
 * somebody removed or moved them.
 */
export function closedFor(db: Db, { resourceId, also, start, end }: Taking): readonly Interval[] {
  const ids = [resourceId, ...also.map((each) => each.resourceId)]
  return ids.flatMap((id) => [...outagesDuring(db, id, { start, end }), ...withdrawnDuring(db, id, { start, end })])
}

/** Outages that closed some of the span until they were removed, or given another time. */
function withdrawnDuring(db: Db, resourceId: number, { start, end }: Interval): readonly Interval[] {
  return prepared(
    db,
    `SELECT json_extract(e.before, '$.start') AS start, min(json_extract(e.before, '$.end'), e.at) AS "end"
     FROM setting_events e
     WHERE e.resource_id IN (SELECT :resourceId UNION ALL SELECT kin_id FROM resource_kin WHERE resource_id = :resourceId AND is_above)
       AND e.kind IN ('outage-removed', 'outage-changed') AND e.at > :start AND json_extract(e.before, '$.start') < min(:end, e.at)`,
  ).all({ resourceId, start, end }) as Interval[]
}
