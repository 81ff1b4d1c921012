import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { assess, type Wish } from './assess.ts'
import { type Result, refused } from './result.ts'

/**
 * A write transaction whose claims the guards of the database may still refuse: then nothing is written, and the
 * refusal names what is taken.
 */
export function inClaimTransaction<T>(
  db: Db,
  wishOf: () => Wish | null,
  now: number,
  work: (tx: Db) => Result<T>,
): Result<T> {
  try {
    return inWriteTransaction(db, work)
  } catch (fault) {
    const wish = isRefusedClaim(fault) ? wishOf() : null
    if (!wish) throw fault
    const { start, end, units } = wish.wanted
    const { conflicts } = assess(db, wish, now)
    const taken = conflicts.length > 0 ? conflicts : [{ start, end, units, resourceId: wish.resource.id }]
    return refused({ kind: 'rules', violations: [], conflicts: taken })
  }
}

export function isRefusedClaim(fault: unknown): boolean {
  const { code, message } = fault as { code?: unknown; message?: unknown }
  return code === 'SQLITE_CONSTRAINT_TRIGGER' && String(message).startsWith('claim-')
}
