import type { SecondFactors } from '../../server/domain/second-factor.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

export function secondFactorsOf(db: Db, personId: number): SecondFactors {
  const row = prepared(
    db,
    `SELECT totp_secret IS NOT NULL AS hasTotp,
       (SELECT count(*) FROM passkeys WHERE person_id = p.id) AS passkeys,
       (SELECT count(*) FROM recovery_codes WHERE person_id = p.id AND used_at IS NULL) AS codesLeft
     FROM people p WHERE id = ?`,
  ).get(personId) as { hasTotp: number; passkeys: number; codesLeft: number } | undefined
  return row ? { ...row, hasTotp: row.hasTotp === 1 } : { hasTotp: false, passkeys: 0, codesLeft: 0 }
}

/** Which of the people have a second factor. */
export function withSecondFactor(db: Db, personIds: readonly number[]): ReadonlySet<number> {
  const ids = prepared(
    db,
    `SELECT p.id FROM json_each(?) j JOIN people p ON p.id = j.value
     WHERE p.totp_secret IS NOT NULL OR EXISTS (SELECT 1 FROM passkeys WHERE person_id = p.id)`,
  )
  return new Set(ids.pluck().all(JSON.stringify(personIds)) as number[])
}

/** The secret of the authenticator app, sealed; null for none. */
export function sealedTotpOf(db: Db, personId: number): string | null {
  return (
    (prepared(db, 'SELECT totp_secret FROM people WHERE id = ?').pluck().get(personId) as string | undefined) ?? null
  )
}

/** With the step whose code has shown that the app knows it; null for both turns it off. */
export function setTotp(db: Db, personId: number, sealed: string | null, step: number | null): void {
  prepared(db, 'UPDATE people SET totp_secret = ?, totp_step = ? WHERE id = ?').run(sealed, step, personId)
}

/** Takes the code of a step; false when this one or a later one has been taken. */
export function takeTotpStep(db: Db, personId: number, step: number): boolean {
  const taken = prepared(
    db,
    'UPDATE people SET totp_step = :step WHERE id = :personId AND coalesce(totp_step, 0) < :step',
  )
  return taken.run({ personId, step }).changes === 1
}

/** In place of all that were there. */
export function replaceRecoveryCodes(db: Db, personId: number, codeHashes: readonly string[]): void {
  prepared(db, 'DELETE FROM recovery_codes WHERE person_id = ?').run(personId)
  const insert = prepared(db, 'INSERT INTO recovery_codes (person_id, code_hash) VALUES (?, ?)')
  for (const hash of codeHashes) insert.run(personId, hash)
}

/** Takes a recovery code; false for one that is unknown or used. */
export function takeRecoveryCode(db: Db, personId: number, codeHash: string, at: number): boolean {
  return (
    prepared(db, 'UPDATE recovery_codes SET used_at = ? WHERE person_id = ? AND code_hash = ? AND used_at IS NULL').run(
      at,
      personId,
      codeHash,
    ).changes > 0
  )
}
