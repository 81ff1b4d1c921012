import type { ACCOUNT_LINK_KINDS } from '../../server/domain/account-link.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

/** A link by mail that is good once. Instants in epoch ms; of its secret only the SHA-256 is kept. */
export interface NewAccountLink {
  readonly personId: number
  readonly kind: (typeof ACCOUNT_LINK_KINDS)[number]
  readonly tokenHash: string
  readonly createdAt: number
  readonly expiresAt: number
  /** The address that the account is to have. */
  readonly email: string | null
}

export type AccountLink = Pick<NewAccountLink, 'personId' | 'email'>

export function insertAccountLink(db: Db, link: NewAccountLink): void {
  prepared(
    db,
    `INSERT INTO account_links (person_id, kind, token_hash, created_at, expires_at, email)
     VALUES (:personId, :kind, :tokenHash, :createdAt, :expiresAt, :email)`,
  ).run(link)
}

/** What an unused link that is not too old leads to. */
export function openAccountLink(
  db: Db,
  kind: NewAccountLink['kind'],
  tokenHash: string,
  now: number,
): AccountLink | null {
  const row = prepared(
    db,
    `SELECT person_id AS personId, email FROM account_links
     WHERE kind = ? AND token_hash = ? AND used_at IS NULL AND expires_at > ?`,
  ).get(kind, tokenHash, now)
  return (row as AccountLink | undefined) ?? null
}

/** Every link of this kind that the person has is used up with the one they used. */
export function useAccountLinks(db: Db, personId: number, kind: NewAccountLink['kind'], at: number): void {
  prepared(db, 'UPDATE account_links SET used_at = ? WHERE person_id = ? AND kind = ? AND used_at IS NULL').run(
    at,
    personId,
    kind,
  )
}

/** Forgets links that ended before the instant. */
export function deleteOldAccountLinks(db: Db, before: number): void {
  prepared(db, 'DELETE FROM account_links WHERE expires_at < ?').run(before)
}
