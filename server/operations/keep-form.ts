import { isDeepStrictEqual } from 'node:util'
import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { type KeptForm, keptFormOf, storeForm } from '../../db/queries/records.ts'
import { recordSettingEvent } from '../../db/queries/setting-events.ts'
import type { Person } from '../domain/person.ts'
import { caredFor } from './cared-for.ts'
import { done, type Result, refused } from './result.ts'

export interface FormChange {
  readonly form: KeptForm
  readonly resourceId: number
  /** What is to be stored; what says nothing is left out. */
  readonly value: Readonly<Record<string, unknown>>
  /** The stored text that the form was filled from; left out where nobody could be overtaken. */
  readonly seen?: string | undefined
}

/**
 * Keeps what a steward entered about a resource: its record for registers, or its access policy. The history says which
 * fields were changed from what to what. Refusals: `not-found`, `forbidden`, `invalid` (reason `overtaken`) where somebody
 * else has saved since the form was opened.
 */
export function keepForm(db: Db, person: Person, change: FormChange, now: number): Result<void> {
  // Read before the transaction, which remembers nothing it may have to roll back.
  catalogueOf(db)
  return inWriteTransaction(db, (tx) => {
    const { form, resourceId, value, seen } = change
    const allowed = caredFor(tx, person, resourceId)
    if (!allowed.ok) return allowed
    const stored = keptFormOf(tx, form, resourceId)
    if (seen !== undefined && seen !== stored) return refused({ kind: 'invalid', field: 'seen', reason: 'overtaken' })
    const before = JSON.parse(stored) as Record<string, unknown>
    const changed = [...new Set([...Object.keys(before), ...Object.keys(value)])].filter(
      (field) => !isDeepStrictEqual(before[field], value[field]),
    )
    if (changed.length === 0) return done(undefined)
    storeForm(tx, form, resourceId, value)
    const side = (of: Readonly<Record<string, unknown>>) =>
      Object.fromEntries(changed.map((field) => [field, of[field] ?? null]))
    recordSettingEvent(tx, {
      ...{ place: { kind: 'resource', id: resourceId }, personId: person.id, at: now },
      kind: form === 'record' ? 'record-changed' : 'access-changed',
      ...{ before: side(before), after: side(value) },
    })
    return done(undefined)
  })
}
