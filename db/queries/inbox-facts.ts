import type { EventDetails, Reservation } from '../../server/domain/reservation.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

/** How a person has kept to reservations of a resource lately. */
export interface TrackRecord {
  readonly completed: number
  readonly noShows: number
  readonly lateCancellations: number
}

/** Of somebody who reserves more than this, older reservations are not looked at. */
const LATEST = 100

/** The requesters' records on what they ask for since an instant, by the id of the request; one query for all. Excused misses do not count. */
export function trackRecords(
  db: Db,
  requests: readonly Pick<Reservation, 'id' | 'requesterId' | 'resourceId'>[],
  { since, now }: { readonly since: number; readonly now: number },
): ReadonlyMap<number, TrackRecord> {
  const asked = requests.map(({ id, requesterId, resourceId }) => [id, requesterId, resourceId])
  const rows = prepared(
    db,
    `WITH asked AS MATERIALIZED (
       SELECT value ->> 0 AS id, value ->> 1 AS person_id, value ->> 2 AS resource_id FROM json_each(:asked)),
     pairs AS MATERIALIZED (SELECT DISTINCT person_id, resource_id FROM asked),
     counted AS MATERIALIZED (
       SELECT person_id, resource_id,
         (SELECT count(*) FROM (SELECT resource_id, state FROM reservations WHERE requester_id = pairs.person_id
              AND start_at > :since AND start_at <= :now ORDER BY start_at DESC LIMIT ${LATEST}) v
            WHERE v.resource_id = pairs.resource_id AND v.state = 'completed') AS completed,
         (SELECT json_group_object(kind, count) FROM (SELECT kind, count(*) AS count FROM misses m
            WHERE m.person_id = pairs.person_id AND m.at > :since AND m.resource_id = pairs.resource_id
              AND m.excused_at IS NULL GROUP BY kind)) AS misses
       FROM pairs)
     SELECT asked.id, completed, misses ->> 'no-show' AS noShows, misses ->> 'late-cancellation' AS lateCancellations
     FROM asked JOIN counted USING (person_id, resource_id)`,
  ).all({ asked: JSON.stringify(asked), since, now }) as {
    id: number
    completed: number
    noShows: number | null
    lateCancellations: number | null
  }[]
  return new Map(
    rows.map(({ id, completed, noShows, lateCancellations }) => [
      id,
      { completed, noShows: noShows ?? 0, lateCancellations: lateCancellations ?? 0 },
    ]),
  )
}

/** For requests that had been approved before somebody changed them: what the last such change was. */
export function changesSinceApproval(
  db: Db,
  ids: readonly number[],
): ReadonlyMap<number, NonNullable<EventDetails['changes']>> {
  const rows = prepared(
    db,
    `SELECT reservation_id AS id, details FROM reservation_events
     WHERE reservation_id IN (SELECT value FROM json_each(?)) AND kind = 'changed' AND details ->> 'state' = 'requested'
     ORDER BY id`,
  ).all(JSON.stringify(ids)) as { id: number; details: string }[]
  return new Map(rows.map(({ id, details }) => [id, (JSON.parse(details) as EventDetails).changes ?? {}]))
}

const LOOKED_THROUGH = 5000
const MOST_REASONS = 8

/** Reasons the person gave last when they declined, each once, the latest first. */
export function lastReasons(db: Db, personId: number): readonly string[] {
  return prepared(
    db,
    `SELECT details ->> 'reason' AS reason FROM (SELECT * FROM reservation_events ORDER BY id DESC LIMIT ${LOOKED_THROUGH})
     WHERE person_id = ? AND kind = 'declined' AND reason IS NOT NULL
     GROUP BY reason ORDER BY max(id) DESC LIMIT ${MOST_REASONS}`,
  )
    .pluck()
    .all(personId) as string[]
}
