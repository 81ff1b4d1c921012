import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

export interface NewPasskey {
  readonly personId: number
  /** Base64url. */
  readonly credentialId: string
  /** COSE, base64url. */
  readonly publicKey: string
  readonly counter: number
  readonly transports: readonly string[]
  readonly name: string
  readonly createdAt: number
}

export interface Passkey extends NewPasskey {
  readonly id: number
  readonly lastUsedAt: number | null
}

export function insertPasskey(db: Db, passkey: NewPasskey): number {
  return Number(
    prepared(
      db,
      `INSERT INTO passkeys (person_id, credential_id, public_key, counter, transports, name, created_at)
       VALUES (:personId, :credentialId, :publicKey, :counter, :transports, :name, :createdAt)`,
    ).run({ ...passkey, transports: JSON.stringify(passkey.transports) }).lastInsertRowid,
  )
}

/** The oldest first. */
export const passkeysOf = (db: Db, personId: number): readonly Passkey[] =>
  (prepared(db, `${SELECT} WHERE person_id = ? ORDER BY id`).all(personId) as PasskeyRow[]).map(passkeyIn)

/** Of an account that is in use. */
export function passkeyWith(db: Db, credentialId: string): Passkey | null {
  const row = prepared(
    db,
    `${SELECT} WHERE credential_id = ? AND EXISTS (SELECT 1 FROM people WHERE id = person_id AND is_active)`,
  ).get(credentialId)
  return row ? passkeyIn(row as PasskeyRow) : null
}

/** Notes a use; false when the counter has not grown since, which a copy of the key would show. */
export function usePasskey(db: Db, id: number, counter: number, at: number): boolean {
  return (
    prepared(
      db,
      `UPDATE passkeys SET counter = :counter, last_used_at = :at
       WHERE id = :id AND (counter < :counter OR (counter = 0 AND :counter = 0))`,
    ).run({ id, counter, at }).changes === 1
  )
}

/** False when the person has no such passkey. */
export const renamePasskey = (db: Db, personId: number, id: number, name: string): boolean =>
  prepared(db, 'UPDATE passkeys SET name = ? WHERE person_id = ? AND id = ?').run(name, personId, id).changes > 0

export const deletePasskey = (db: Db, personId: number, id: number): boolean =>
  prepared(db, 'DELETE FROM passkeys WHERE person_id = ? AND id = ?').run(personId, id).changes > 0

export function deletePasskeysOf(db: Db, personId: number): void {
  prepared(db, 'DELETE FROM passkeys WHERE person_id = ?').run(personId)
}

const SELECT = `SELECT id, person_id AS personId, credential_id AS credentialId, public_key AS publicKey, counter, transports,
  name, created_at AS createdAt, last_used_at AS lastUsedAt FROM passkeys`

type PasskeyRow = Omit<Passkey, 'transports'> & { readonly transports: string }

const passkeyIn = (row: PasskeyRow): Passkey => ({ ...row, transports: JSON.parse(row.transports) as string[] })
