import type { Hold } from '../../server/domain/hold.ts'
import type { Resource } from '../../server/domain/resource.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

/** Holds that still stand at `now`; what has expired blocks nobody, whether or not a job has been there. */
export function liveHolds(db: Db, now: number): Hold[] {
  return prepared(db, `${SELECT} WHERE h.expires_at > ?`).all(now) as Hold[]
}

/** Those on the resource and its kin. */
export function liveHoldsOn(db: Db, { id, above, inside }: Resource, now: number): Hold[] {
  if (above.length + inside.length === 0)
    return prepared(db, `${SELECT} WHERE h.resource_id = ? AND h.expires_at > ?`).all(id, now) as Hold[]
  return prepared(db, `${SELECT} WHERE h.resource_id IN (SELECT value FROM json_each(?)) AND h.expires_at > ?`).all(
    JSON.stringify([id, ...above, ...inside]),
    now,
  ) as Hold[]
}

/** What the person last kept while filling in a form, expired or not. */
export function formHoldOf(db: Db, personId: number): Hold | null {
  return (prepared(db, `${SELECT} WHERE h.person_id = ? AND h.waiting_entry_id IS NULL`).get(personId) as Hold) ?? null
}

/** Keeps a time for a form, in place of whatever the person kept before. */
export function storeFormHold(db: Db, hold: Omit<Hold, 'id' | 'waitingEntryId'>): void {
  prepared(
    db,
    `INSERT INTO holds (resource_id, person_id, start_at, end_at, units, expires_at, since_at)
     VALUES (:resourceId, :personId, :start, :end, :units, :expiresAt, :sinceAt)
     ON CONFLICT (person_id) WHERE waiting_entry_id IS NULL DO UPDATE SET resource_id = :resourceId, start_at = :start,
       end_at = :end, units = :units, expires_at = :expiresAt, since_at = :sinceAt`,
  ).run(hold)
}

/** Lets go of what the person keeps for a form. The row stays a while: it tells how long they have kept that time. */
export function endFormHold(db: Db, personId: number, now: number): void {
  prepared(
    db,
    'UPDATE holds SET expires_at = :now WHERE person_id = :personId AND waiting_entry_id IS NULL AND expires_at > :now',
  ).run({ personId, now })
}

/** Forgets holds of forms that ended before the instant; offers end with their entries. */
export function deleteOldHolds(db: Db, before: number): void {
  prepared(db, 'DELETE FROM holds WHERE expires_at < ? AND waiting_entry_id IS NULL').run(before)
}

const SELECT = `SELECT h.id, h.resource_id AS resourceId, h.person_id AS personId, h.start_at AS start, h.end_at AS "end",
  h.units, h.expires_at AS expiresAt, h.since_at AS sinceAt, h.waiting_entry_id AS waitingEntryId FROM holds h`
