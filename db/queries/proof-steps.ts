import type { ProofStepKind } from '../../server/domain/second-factor.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

export interface ProofStep {
  readonly kind: ProofStepKind
  /** SHA-256 of what the browser has. */
  readonly tokenHash: string
  readonly personId: number | null
  readonly expiresAt: number
}

/** Writes what a browser owes an answer to, and forgets those whose time is over. */
export function insertProofStep(db: Db, step: ProofStep, now: number): void {
  prepared(db, 'DELETE FROM proof_steps WHERE expires_at <= ?').run(now)
  prepared(
    db,
    'INSERT INTO proof_steps (kind, token_hash, person_id, expires_at) VALUES (:kind, :tokenHash, :personId, :expiresAt)',
  ).run(step)
}

/** Whose step it is, null for nobody's yet; undefined for one that is unknown or over. */
export function ownerOfProofStep(
  db: Db,
  kind: ProofStepKind,
  tokenHash: string,
  now: number,
): number | null | undefined {
  return prepared(db, 'SELECT person_id FROM proof_steps WHERE kind = ? AND token_hash = ? AND expires_at > ?')
    .pluck()
    .get(kind, tokenHash, now) as number | null | undefined
}

/** The same, and it is over: each is good once. */
export function takeProofStep(db: Db, kind: ProofStepKind, tokenHash: string, now: number): number | null | undefined {
  return prepared(
    db,
    'DELETE FROM proof_steps WHERE kind = ? AND token_hash = ? AND expires_at > ? RETURNING person_id',
  )
    .pluck()
    .get(kind, tokenHash, now) as number | null | undefined
}

export function deleteProofStepsOf(db: Db, personId: number): void {
  prepared(db, 'DELETE FROM proof_steps WHERE person_id = ?').run(personId)
}
