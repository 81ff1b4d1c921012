import type { Level } from '../../server/domain/person.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

/** A person's right to use a resource; null for `expiresAt` means for good. */
export interface Qualification {
  readonly resourceId: number
  readonly level: Level
  readonly expiresAt: number | null
}

export function qualificationOf(db: Db, personId: number, resourceId: number): Qualification | null {
  const row = prepared(db, `${SELECT} WHERE person_id = ? AND resource_id = ?`).get(personId, resourceId)
  return (row as Qualification | undefined) ?? null
}

/** All a person holds, expired ones included. */
export function qualificationsOf(db: Db, personId: number): readonly Qualification[] {
  return prepared(db, `${SELECT} WHERE person_id = ?`).all(personId) as Qualification[]
}

const SELECT = 'SELECT resource_id AS resourceId, level, expires_at AS expiresAt FROM qualifications'
