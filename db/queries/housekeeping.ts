import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

/** Failed sign-ins before the instant no longer count for anything. Returns how many were forgotten. */
export function deleteOldFailures(db: Db, before: number): number {
  return prepared(db, 'DELETE FROM sign_in_failures WHERE at < ?').run(before).changes
}

/** Keys of requests that nobody repeats any more. Returns how many were forgotten. */
export function deleteOldKeys(db: Db, before: number): number {
  return prepared(db, 'DELETE FROM idempotency_keys WHERE created_at < ?').run(before).changes
}
