import type { Person } from '../../server/domain/person.ts'
import type { Db } from '../connect.ts'
import { personById } from './people.ts'

export interface NewSession {
  readonly tokenHash: string
  readonly personId: number
  readonly kind: 'browser' | 'token'
  readonly now: number
  readonly expiresAt: number
  readonly label?: string
}

export function insertSession(db: Db, { tokenHash, personId, kind, now, expiresAt, label = '' }: NewSession): void {
  db.$client
    .prepare('INSERT INTO sessions (token_hash, person_id, kind, label, created_at, expires_at, last_seen_at) VALUES (?, ?, ?, ?, ?, ?, ?)')
    .run(tokenHash, personId, kind, label, now, expiresAt, now)
}

export function deleteSession(db: Db, tokenHash: string): void {
  db.$client.prepare('DELETE FROM sessions WHERE token_hash = ?').run(tokenHash)
}

/** The person a live session speaks for, or null. */
export function personOfSession(db: Db, tokenHash: string, kind: 'browser' | 'token', now: number): Person | null {
  const personId = db.$client
    .prepare('SELECT person_id FROM sessions WHERE token_hash = ? AND kind = ? AND expires_at > ?')
    .pluck()
    .get(tokenHash, kind, now) as number | undefined
  return personId === undefined ? null : personById(db, personId)
}
