import type { Locale } from '../../server/domain/person.ts'
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

export function setPasswordHash(db: Db, personId: number, passwordHash: string): void {
  prepared(db, 'UPDATE people SET password_hash = ? WHERE id = ?').run(passwordHash, personId)
}

export function setLocale(db: Db, personId: number, locale: Locale): void {
  prepared(db, 'UPDATE people SET locale = ? WHERE id = ? AND locale <> ?').run(locale, personId, locale)
}

export function setName(db: Db, personId: number, name: string): void {
  prepared(db, 'UPDATE people SET name = ? WHERE id = ? AND name <> ?').run(name, personId, name)
}
