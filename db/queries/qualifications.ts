import type { Level } from '../../server/domain/person.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

/** A person's right to use a resource; null for `expiresAt` means for good. */
export interface Qualification {
  readonly resourceId: number
  readonly level: Level
  readonly expiresAt: number | null
}

/** The same with its holder and how it came about. */
export interface QualificationHolder extends Qualification {
  readonly personId: number
  readonly personName: string
  readonly personEmail: string
  readonly organisationId: number
  readonly grantedAt: number
  readonly grantedBy: string | null
  readonly remindedAt: number | null
}

export function qualificationOf(db: Db, personId: number, resourceId: number): Qualification | null {
  const row = prepared(db, `${SELECT} WHERE person_id = ? AND resource_id = ?`).get(personId, resourceId)
  return (row as Qualification | undefined) ?? null
}

/** All a person holds, expired ones included. */
export function qualificationsOf(db: Db, personId: number): readonly Qualification[] {
  return prepared(db, `${SELECT} WHERE person_id = ?`).all(personId) as Qualification[]
}

/** Everybody's right to use a resource, expired ones included, by name. */
export function holdersOf(db: Db, resourceId: number): readonly QualificationHolder[] {
  return prepared(db, `${SELECT_HOLDER} WHERE q.resource_id = ? AND p.is_active ORDER BY p.name, p.id`).all(
    resourceId,
  ) as QualificationHolder[]
}

export function holderOf(db: Db, resourceId: number, personId: number): QualificationHolder | null {
  const row = prepared(db, `${SELECT_HOLDER} WHERE q.resource_id = ? AND q.person_id = ?`).get(resourceId, personId)
  return (row as QualificationHolder | undefined) ?? null
}

/** What a person holds, as `holdersOf` tells it. */
export function heldBy(db: Db, personId: number): readonly QualificationHolder[] {
  return prepared(db, `${SELECT_HOLDER} WHERE q.person_id = ? ORDER BY q.resource_id`).all(
    personId,
  ) as QualificationHolder[]
}

export interface NewQualification extends Qualification {
  readonly personId: number
  readonly grantedById: number
  readonly grantedAt: number
}

/** Stores the right; one that is there already is replaced, and its reminders begin anew. */
export function storeQualification(db: Db, qualification: NewQualification): void {
  prepared(
    db,
    `INSERT INTO qualifications (resource_id, person_id, level, granted_by_id, granted_at, expires_at)
     VALUES (:resourceId, :personId, :level, :grantedById, :grantedAt, :expiresAt)
     ON CONFLICT (person_id, resource_id) DO UPDATE SET level = excluded.level, granted_by_id = excluded.granted_by_id,
       granted_at = excluded.granted_at, expires_at = excluded.expires_at, reminded_at = NULL`,
  ).run(qualification)
}

export function deleteQualification(db: Db, personId: number, resourceId: number): void {
  prepared(db, 'DELETE FROM qualifications WHERE person_id = ? AND resource_id = ?').run(personId, resourceId)
}

export function markReminded(db: Db, personId: number, resourceId: number, at: number): void {
  prepared(db, 'UPDATE qualifications SET reminded_at = ? WHERE person_id = ? AND resource_id = ?').run(
    at,
    personId,
    resourceId,
  )
}

/**
 * Rights that may end before long: those that expire within the span, and all on resources where they lapse, whatever
 * their use. Without holders who have left.
 */
export function qualificationsToWatch(
  db: Db,
  expiring: { readonly after: number; readonly upTo: number },
  lapsingOn: readonly number[],
): readonly QualificationHolder[] {
  return prepared(
    db,
    `${SELECT_HOLDER} WHERE p.is_active AND ((q.expires_at > :after AND q.expires_at <= :upTo)
       OR q.resource_id IN (SELECT value FROM json_each(:lapsingOn)))`,
  ).all({ ...expiring, lapsingOn: JSON.stringify(lapsingOn) }) as QualificationHolder[]
}

const SELECT = 'SELECT resource_id AS resourceId, level, expires_at AS expiresAt FROM qualifications'

const SELECT_HOLDER = `SELECT q.resource_id AS resourceId, q.level, q.expires_at AS expiresAt, q.person_id AS personId,
    p.name AS personName, p.email AS personEmail, p.organisation_id AS organisationId, q.granted_at AS grantedAt,
    g.name AS grantedBy, q.reminded_at AS remindedAt
  FROM qualifications q JOIN people p ON p.id = q.person_id LEFT JOIN people g ON g.id = q.granted_by_id`
