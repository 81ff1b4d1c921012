import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

/** A fact about this database, `demo` for one whose people and reservations are made up; null when not recorded. */
export function factOf(db: Db, name: string): string | null {
  const value = prepared(db, 'SELECT value FROM facts WHERE name = ?').pluck().get(name) as string | undefined
  return value ?? null
}

export function storeFact(db: Db, name: string, value: string): void {
  prepared(
    db,
    'INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  ).run(name, value)
}
