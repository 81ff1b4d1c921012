import type { Locale } from '../../server/domain/person.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

/** Somebody asks for an account. Instants in epoch ms; of the link's secret only the SHA-256 is kept. */
export interface SignUp {
  /** Lower case. */
  readonly email: string
  readonly name: string
  readonly organisationId: number
  readonly locale: Locale
  readonly passwordHash: string
  readonly tokenHash: string
  readonly createdAt: number
  readonly expiresAt: number
}

export function insertSignUp(db: Db, signUp: SignUp): void {
  prepared(
    db,
    `INSERT INTO sign_ups (email, name, organisation_id, locale, password_hash, token_hash, created_at, expires_at)
     VALUES (:email, :name, :organisationId, :locale, :passwordHash, :tokenHash, :createdAt, :expiresAt)`,
  ).run(signUp)
}

/** The one that a link opens, unless it is too old. */
export function openSignUp(db: Db, tokenHash: string, now: number): SignUp | null {
  const row = prepared(
    db,
    `SELECT email, name, organisation_id AS organisationId, locale, password_hash AS passwordHash,
       token_hash AS tokenHash, created_at AS createdAt, expires_at AS expiresAt
     FROM sign_ups WHERE token_hash = ? AND expires_at > ?`,
  ).get(tokenHash, now)
  return (row as SignUp | undefined) ?? null
}

/** All that was asked for under an address; one of them has been taken up. */
export function deleteSignUpsOf(db: Db, email: string): void {
  prepared(db, 'DELETE FROM sign_ups WHERE email = ?').run(email)
}

/** Forgets those that nobody confirmed in time. */
export function deleteOldSignUps(db: Db, before: number): void {
  prepared(db, 'DELETE FROM sign_ups WHERE expires_at < ?').run(before)
}
