import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

/** Who a person is at a provider of OpenID Connect. */
export interface Identity {
  readonly id: number
  readonly issuer: string
  readonly subject: string
  readonly createdAt: number
  readonly lastUsedAt: number | null
}

export interface IdentityOwner {
  readonly identityId: number
  readonly personId: number
  readonly isActive: boolean
}

/** Whose account signs in under the identity, in use or not. */
export function ownerOfIdentity(db: Db, issuer: string, subject: string): IdentityOwner | null {
  const row = prepared(
    db,
    `SELECT i.id AS identityId, p.id AS personId, p.is_active AS isActive
     FROM identities i JOIN people p ON p.id = i.person_id WHERE i.issuer = ? AND i.subject = ?`,
  ).get(issuer, subject) as (Omit<IdentityOwner, 'isActive'> & { isActive: number }) | undefined
  return row ? { ...row, isActive: row.isActive === 1 } : null
}

export const identitiesOf = (db: Db, personId: number): readonly Identity[] =>
  prepared(
    db,
    `SELECT id, issuer, subject, created_at AS createdAt, last_used_at AS lastUsedAt
     FROM identities WHERE person_id = ? ORDER BY id`,
  ).all(personId) as Identity[]

export function insertIdentity(
  db: Db,
  identity: { readonly personId: number; readonly issuer: string; readonly subject: string; readonly at: number },
): number {
  return Number(
    prepared(
      db,
      `INSERT INTO identities (person_id, issuer, subject, created_at, last_used_at)
       VALUES (:personId, :issuer, :subject, :at, :at)`,
    ).run(identity).lastInsertRowid,
  )
}

export function markIdentityUsed(db: Db, id: number, at: number): void {
  prepared(db, 'UPDATE identities SET last_used_at = ? WHERE id = ?').run(at, id)
}

/** False when the person has no such identity. */
export const deleteIdentity = (db: Db, personId: number, id: number): boolean =>
  prepared(db, 'DELETE FROM identities WHERE person_id = ? AND id = ?').run(personId, id).changes > 0
