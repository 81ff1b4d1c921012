import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

/** What a person's key stands for: the reservation made with it and a digest of the request. */
export interface RememberedKey {
  readonly fingerprint: string
  readonly reservationId: number
}

export function keyOfPerson(db: Db, personId: number, key: string): RememberedKey | null {
  const row = prepared(
    db,
    'SELECT fingerprint, reservation_id AS reservationId FROM idempotency_keys WHERE person_id = ? AND key = ?',
  ).get(personId, key)
  return (row as RememberedKey | undefined) ?? null
}

export interface NewKey extends RememberedKey {
  readonly personId: number
  readonly key: string
  readonly at: number
}

export function rememberKey(db: Db, { personId, key, fingerprint, reservationId, at }: NewKey): void {
  prepared(
    db,
    'INSERT INTO idempotency_keys (person_id, key, fingerprint, reservation_id, created_at) VALUES (?, ?, ?, ?, ?)',
  ).run(personId, key, fingerprint, reservationId, at)
}
