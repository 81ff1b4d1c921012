import type { Feed } from '../../server/domain/feed.ts'
import type { Interval } from '../../server/domain/interval.ts'
import type { State } from '../../server/domain/lifecycle.ts'
import type { Part } from '../../server/domain/reservation.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

const COLUMNS = 'id, person_id AS personId, kind, resource_id AS resourceId, lab_id AS labId, created_at AS createdAt'

export type NewFeed = Omit<Feed, 'id'> & { readonly tokenHash: string }

export function insertFeed(db: Db, feed: NewFeed): Feed {
  return prepared(
    db,
    `INSERT INTO feeds (person_id, kind, resource_id, lab_id, token_hash, created_at)
     VALUES (:personId, :kind, :resourceId, :labId, :tokenHash, :createdAt) RETURNING ${COLUMNS}`,
  ).get(feed) as Feed
}

export function feedByHash(db: Db, tokenHash: string): Feed | null {
  return (prepared(db, `SELECT ${COLUMNS} FROM feeds WHERE token_hash = ?`).get(tokenHash) as Feed | undefined) ?? null
}

/** The person's calendar addresses, the newest first. */
export function feedsOf(db: Db, personId: number): readonly Feed[] {
  return prepared(db, `SELECT ${COLUMNS} FROM feeds WHERE person_id = ? ORDER BY id DESC`).all(personId) as Feed[]
}

/** False when the person has none of this id. */
export function deleteFeed(db: Db, personId: number, id: number): boolean {
  return prepared(db, 'DELETE FROM feeds WHERE person_id = ? AND id = ?').run(personId, id).changes > 0
}

/** A reservation that holds time, as far as a calendar needs it. */
export interface FeedReservation extends Interval {
  readonly id: number
  readonly state: State
  readonly resourceId: number
  readonly requesterId: number
  readonly organisationId: number
  readonly units: number
  readonly title: string
  readonly sequence: number
  readonly seriesId: number | null
  readonly requesterName: string
  /** When anything of it last changed. */
  readonly changedAt: number
  readonly also: readonly Part[]
  /** The reader alone, where they are invited along. */
  readonly participantIds: readonly number[]
}

/** The person's own, and those they are invited along to, that share time with the span, by start. */
export function feedOfPerson(db: Db, personId: number, span: Interval, limit: number): FeedReservation[] {
  const rows = prepared(
    db,
    `WITH mine AS (SELECT id FROM reservations WHERE requester_id = :personId AND start_at < :end AND end_at > :start
       UNION SELECT reservation_id FROM reservation_participants WHERE person_id = :personId)
     SELECT ${FEED_COLUMNS} FROM mine m CROSS JOIN reservations v ON v.id = m.id CROSS JOIN people p ON p.id = v.requester_id
     WHERE v.start_at < :end AND v.end_at > :start AND v.state IN ${HOLDING}
     ORDER BY v.start_at, v.id LIMIT :limit`,
  ).all({ personId, ...span, limit })
  return (rows as FeedRow[]).map((row) => feedReservationOf(row, personId))
}

/** The trainings that a person is invited to during the span, by start. */
export function feedTrainings(db: Db, personId: number, span: Interval): FeedReservation[] {
  const rows = prepared(
    db,
    `SELECT ${FEED_COLUMNS} FROM training_attendees a CROSS JOIN training_sessions s ON s.id = a.session_id
       CROSS JOIN reservations v ON v.id = s.reservation_id CROSS JOIN people p ON p.id = v.requester_id
     WHERE a.person_id = :personId AND v.start_at < :end AND v.end_at > :start AND v.state IN ${HOLDING}
     ORDER BY v.start_at, v.id LIMIT 200`,
  ).all({ personId, ...span })
  return (rows as FeedRow[]).map((row) => feedReservationOf(row, personId))
}

/** Everybody's that take time on these resources during the span, by start, for a reader: for `visibility.ts` to shape. */
export function feedOnResources(
  db: Db,
  { ids, personId }: { readonly ids: readonly number[]; readonly personId: number },
  span: Interval,
  limit: number,
): FeedReservation[] {
  const rows = prepared(
    db,
    `WITH taken AS (SELECT DISTINCT c.reservation_id AS id FROM json_each(:ids) j CROSS JOIN resources r ON r.id = j.value
       CROSS JOIN claims c ON c.resource_id = r.id AND c.start_at < :end AND c.start_at > :start - r.longest_claim_ms AND c.end_at > :start
       ORDER BY c.start_at, c.reservation_id LIMIT :limit)
     SELECT ${FEED_COLUMNS} FROM taken t CROSS JOIN reservations v ON v.id = t.id CROSS JOIN people p ON p.id = v.requester_id
     WHERE v.start_at < :end AND v.end_at > :start ORDER BY v.start_at, v.id`,
  ).all({ ids: JSON.stringify(ids), personId, ...span, limit })
  return (rows as FeedRow[]).map((row) => feedReservationOf(row, personId))
}

const HOLDING = `('requested', 'confirmed', 'in_use', 'completed')`

const FEED_COLUMNS = `v.id, v.state, v.resource_id AS resourceId, v.requester_id AS requesterId,
  v.organisation_id AS organisationId, v.start_at AS start, v.end_at AS "end", v.units, v.title,
  v.calendar_sequence AS sequence, v.series_id AS seriesId, p.name AS requesterName,
  max(v.created_at, coalesce(v.decided_at, 0),
    coalesce((SELECT max(e.at) FROM reservation_events e WHERE e.reservation_id = v.id), 0)) AS changedAt,
  (SELECT json_group_array(json_object('resourceId', w.resource_id, 'units', w.units, 'labId', x.lab_id) ORDER BY w.id)
    FROM reservation_parts w CROSS JOIN resources x ON x.id = w.resource_id WHERE w.reservation_id = v.id) AS also,
  EXISTS (SELECT 1 FROM reservation_participants i WHERE i.reservation_id = v.id AND i.person_id = :personId) AS isInvited`

type FeedRow = Omit<FeedReservation, 'also' | 'participantIds'> & { readonly also: string; readonly isInvited: number }

const NOTHING: readonly Part[] = []

const feedReservationOf = ({ isInvited, ...row }: FeedRow, personId: number): FeedReservation => ({
  ...row,
  participantIds: isInvited ? [personId] : [],
  also: row.also === '[]' ? NOTHING : (JSON.parse(row.also) as Part[]),
})
