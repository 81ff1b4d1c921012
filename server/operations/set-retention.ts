import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { recordAudit } from '../../db/queries/audit.ts'
import { retentionOf, storeRetention } from '../../db/queries/retention.ts'
import type { Person } from '../domain/person.ts'
import { isFit, RETENTION_LIMITS, type Retention, type RetentionField } from '../domain/retention.ts'
import { done, type Result, refused } from './result.ts'

/** Says how long what is kept, by who runs the cluster. Refusals: `forbidden`, `invalid` with the field. */
export function setRetention(db: Db, person: Person, wish: Retention, now: number): Result<null> {
  if (person.role !== 'administrator') return refused({ kind: 'forbidden' })
  for (const field of Object.keys(RETENTION_LIMITS) as RetentionField[]) {
    const [least, most] = RETENTION_LIMITS[field]
    if (!isFit(field, wish[field]))
      return refused({ kind: 'invalid', field, reason: 'retention', values: { least, most } })
  }
  return inWriteTransaction(db, (tx) => {
    const before = retentionOf(tx)
    storeRetention(tx, wish)
    recordAudit(tx, {
      ...{ person, kind: 'retention-changed', object: { kind: 'facts', id: null }, at: now },
      ...{ before: { ...before }, after: { ...wish } },
    })
    return done(null)
  })
}
