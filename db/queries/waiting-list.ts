import type { Hold } from '../../server/domain/hold.ts'
import type { Interval } from '../../server/domain/interval.ts'
import type { WaitingEntry, WaitingState } from '../../server/domain/waiting.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

export type NewEntry = Omit<WaitingEntry, 'id' | 'state' | 'endedAt'>

export function insertEntry(db: Db, entry: NewEntry): WaitingEntry {
  return prepared(
    db,
    `INSERT INTO waiting_entries AS e (resource_id, person_id, organisation_id, start_at, end_at, duration_minutes, units, created_at)
     VALUES (:resourceId, :personId, :organisationId, :start, :end, :durationMinutes, :units, :createdAt) RETURNING ${COLUMNS}`,
  ).get(entry) as WaitingEntry
}

export function entryById(db: Db, id: number): WaitingEntry | null {
  return (prepared(db, `${SELECT} WHERE e.id = ?`).get(id) as WaitingEntry) ?? null
}

/** The same wish of the same person, where it stands already. */
export function sameStanding(db: Db, entry: NewEntry): WaitingEntry | null {
  const { personId, resourceId, start, end, durationMinutes, units } = entry
  const row = prepared(
    db,
    `${SELECT} WHERE e.person_id = :personId AND e.resource_id = :resourceId AND e.start_at = :start AND e.end_at = :end
       AND e.duration_minutes IS :durationMinutes AND e.units = :units AND ${STANDS}`,
  ).get({ personId, resourceId, start, end, durationMinutes, units })
  return (row as WaitingEntry) ?? null
}

/** Whoever stands on these resources, the first come first. */
export function standingOn(db: Db, resourceIds: readonly number[]): WaitingEntry[] {
  return prepared(
    db,
    `${SELECT} WHERE ${STANDS} AND e.resource_id IN (SELECT value FROM json_each(?)) ORDER BY e.id`,
  ).all(JSON.stringify(resourceIds)) as WaitingEntry[]
}

/** The person's entries on the resource that stand. */
export function standingOfPersonOn(db: Db, personId: number, resourceId: number): WaitingEntry[] {
  return prepared(db, `${SELECT} WHERE e.person_id = ? AND e.resource_id = ? AND ${STANDS}`).all(
    personId,
    resourceId,
  ) as WaitingEntry[]
}

/** Resources that somebody waits for, the one that has been waited for the longest first. */
export function resourcesWaitedFor(db: Db): number[] {
  return prepared(
    db,
    `SELECT e.resource_id FROM waiting_entries e WHERE ${STANDS} GROUP BY e.resource_id ORDER BY min(e.id)`,
  )
    .pluck()
    .all() as number[]
}

/** The person's entries: those that stand, and those that ended after the instant; the latest first. */
export function entriesOfPerson(db: Db, personId: number, endedAfter: number): WaitingEntry[] {
  return prepared(
    db,
    `${SELECT} WHERE e.person_id = :personId AND (${STANDS} OR e.ended_at > :endedAfter) ORDER BY e.id DESC LIMIT 200`,
  ).all({ personId, endedAfter }) as WaitingEntry[]
}

export function countStandingOf(db: Db, personId: number): number {
  return prepared(db, `SELECT count(*) FROM waiting_entries e WHERE e.person_id = ? AND ${STANDS}`)
    .pluck()
    .get(personId) as number
}

/** How many people wait for a time on the resource. */
export function countWaitingOn(db: Db, resourceId: number): number {
  return prepared(db, `SELECT count(DISTINCT e.person_id) FROM waiting_entries e WHERE e.resource_id = ? AND ${STANDS}`)
    .pluck()
    .get(resourceId) as number
}

/** The place in line: one more than those who came before and whose wish shares time with this one. */
export function positionOf(db: Db, { id, resourceId, start, end }: WaitingEntry): number {
  return prepared(
    db,
    `SELECT count(*) + 1 FROM waiting_entries e WHERE e.resource_id = :resourceId AND e.id < :id
       AND e.start_at < :end AND e.end_at > :start AND ${STANDS}`,
  )
    .pluck()
    .get({ id, resourceId, start, end }) as number
}

/** Stores the state; one that ends an entry says when. */
export function setEntryState(db: Db, { id }: WaitingEntry, state: WaitingState, endedAt: number | null): WaitingEntry {
  return prepared(
    db,
    `UPDATE waiting_entries AS e SET state = ?, ended_at = ? WHERE e.id = ? RETURNING ${COLUMNS}`,
  ).get(state, endedAt, id) as WaitingEntry
}

export function insertRefusal(db: Db, entryId: number, { start, end }: Interval): void {
  prepared(db, 'INSERT OR IGNORE INTO waiting_refusals (entry_id, start_at, end_at) VALUES (?, ?, ?)').run(
    entryId,
    start,
    end,
  )
}

/** Times on the resource that the person was offered since the entry was made and did not take, by whichever entry. */
export function refusedSince(db: Db, { personId, resourceId, createdAt }: WaitingEntry): Interval[] {
  return prepared(
    db,
    `SELECT f.start_at AS start, f.end_at AS "end" FROM waiting_entries e JOIN waiting_refusals f ON f.entry_id = e.id
     WHERE e.person_id = :personId AND e.resource_id = :resourceId AND (e.ended_at IS NULL OR e.ended_at >= :createdAt)`,
  ).all({ personId, resourceId, createdAt }) as Interval[]
}

/** The offer to an entry, also one that has expired and that no job has seen yet. */
export function offerTo(db: Db, entryId: number): Hold | null {
  const row = prepared(
    db,
    `SELECT id, resource_id AS resourceId, person_id AS personId, start_at AS start, end_at AS "end", units,
       expires_at AS expiresAt, since_at AS sinceAt, waiting_entry_id AS waitingEntryId
     FROM holds WHERE waiting_entry_id = ?`,
  ).get(entryId)
  return (row as Hold) ?? null
}

export function insertOffer(db: Db, offer: Omit<Hold, 'id'>): void {
  prepared(
    db,
    `INSERT INTO holds (resource_id, person_id, start_at, end_at, units, expires_at, since_at, waiting_entry_id)
     VALUES (:resourceId, :personId, :start, :end, :units, :expiresAt, :sinceAt, :waitingEntryId)`,
  ).run(offer)
}

export function deleteOffer(db: Db, entryId: number): void {
  prepared(db, 'DELETE FROM holds WHERE waiting_entry_id = ?').run(entryId)
}

const COLUMNS = `id, resource_id AS resourceId, person_id AS personId, organisation_id AS organisationId,
  start_at AS start, end_at AS "end", duration_minutes AS durationMinutes, units, state, created_at AS createdAt,
  ended_at AS endedAt`
const SELECT = `SELECT ${COLUMNS} FROM waiting_entries e`
const STANDS = `state IN ('waiting', 'offered')`
