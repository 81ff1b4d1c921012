import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

/** Writes one failure and returns its id. Failures older than `since` are forgotten. */
export function insertFailure(db: Db, email: string, address: string, at: number, since: number): number {
  prepared(db, 'DELETE FROM sign_in_failures WHERE at <= ?').run(since)
  return Number(
    prepared(db, 'INSERT INTO sign_in_failures (email, address, at) VALUES (?, ?, ?)').run(email, address, at)
      .lastInsertRowid,
  )
}

/** Times of the failures from an address after `since`, newest first; those for one account when `email` is given. */
export function failuresFrom(db: Db, address: string, since: number, email?: string): readonly number[] {
  return prepared(
    db,
    'SELECT at FROM sign_in_failures WHERE address = ? AND at > ? AND email = coalesce(?, email) ORDER BY at DESC',
  )
    .pluck()
    .all(address, since, email ?? null) as number[]
}

/** Times of the failures of an account after `since`, wherever they came from, newest first. */
export const failuresOf = (db: Db, email: string, since: number): readonly number[] =>
  prepared(db, 'SELECT at FROM sign_in_failures WHERE email = ? AND at > ? ORDER BY at DESC')
    .pluck()
    .all(email, since) as number[]

/** Forgets the failures of an account from one address: its owner has signed in there. */
export function deleteFailures(db: Db, email: string, address: string): void {
  prepared(db, 'DELETE FROM sign_in_failures WHERE email = ? AND address = ?').run(email, address)
}
