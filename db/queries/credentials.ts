import type { Locale, Role } from '../../server/domain/person.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

export interface Credentials {
  readonly personId: number
  /** Argon2id in PHC text; null for a person who has no password. */
  readonly passwordHash: string | null
}

/** What an active person signs in with, by e-mail address in lower case. */
export function credentialsOf(db: Db, email: string): Credentials | null {
  const row = prepared(
    db,
    'SELECT id AS personId, password_hash AS passwordHash FROM people WHERE email = ? AND is_active',
  ).get(email)
  return (row as Credentials | undefined) ?? null
}

/** False for who signs in elsewhere alone. */
export const hasPassword = (db: Db, personId: number): boolean =>
  prepared(db, 'SELECT password_hash IS NOT NULL FROM people WHERE id = ?').pluck().get(personId) === 1

export function setPasswordHash(db: Db, personId: number, passwordHash: string, at: number): void {
  prepared(db, 'UPDATE people SET password_hash = ?, password_changed_at = ? WHERE id = ?').run(
    passwordHash,
    at,
    personId,
  )
}

export interface NewAccount {
  /** Lower case; shown to reach its owner. */
  readonly email: string
  readonly name: string
  readonly organisationId: number
  readonly locale: Locale
  /** Null for who signs in elsewhere. */
  readonly passwordHash: string | null
  /** Epoch ms. */
  readonly createdAt: number
}

/** Makes the account of somebody whose address is confirmed; returns their id. */
export function insertAccount(db: Db, account: NewAccount): number {
  return Number(
    prepared(
      db,
      `INSERT INTO people (email, name, organisation_id, locale, password_hash, created_at, email_confirmed_at, password_changed_at)
       VALUES (:email, :name, :organisationId, :locale, :passwordHash, :createdAt, :createdAt, iif(:passwordHash IS NULL, NULL, :createdAt))`,
    ).run(account).lastInsertRowid,
  )
}

/** Whose account has the address in lower case, active or not. */
export function accountWith(db: Db, email: string): { readonly personId: number; readonly isActive: boolean } | null {
  const row = prepared(db, 'SELECT id AS personId, is_active AS isActive FROM people WHERE email = ?').get(email)
  return row ? { ...(row as { personId: number }), isActive: Boolean((row as { isActive: number }).isActive) } : null
}

/** The address is confirmed with it. */
export function setEmail(db: Db, personId: number, email: string, at: number): void {
  prepared(db, 'UPDATE people SET email = ?, email_confirmed_at = ? WHERE id = ?').run(email, at, personId)
}

export function markEmailConfirmed(db: Db, personId: number, at: number): void {
  prepared(db, 'UPDATE people SET email_confirmed_at = ? WHERE id = ? AND email_confirmed_at IS NULL').run(at, personId)
}

export function orcidOfPerson(db: Db, personId: number): string | null {
  return prepared(db, 'SELECT orcid FROM people WHERE id = ?').pluck().get(personId) as string | null
}

export function setOrcid(db: Db, personId: number, orcid: string | null): void {
  prepared(db, 'UPDATE people SET orcid = :orcid WHERE id = :personId AND orcid IS NOT :orcid').run({ personId, orcid })
}

export function setRole(db: Db, personId: number, role: Role): void {
  prepared(db, 'UPDATE people SET role = ? WHERE id = ?').run(role, personId)
}

export function setActive(db: Db, personId: number, isActive: boolean): void {
  prepared(db, 'UPDATE people SET is_active = ? WHERE id = ?').run(isActive ? 1 : 0, personId)
}

export function setLocale(db: Db, personId: number, locale: Locale): void {
  prepared(db, 'UPDATE people SET locale = ? WHERE id = ? AND locale <> ?').run(locale, personId, locale)
}

export function setName(db: Db, personId: number, name: string): void {
  prepared(db, 'UPDATE people SET name = ? WHERE id = ? AND name <> ?').run(name, personId, name)
}
