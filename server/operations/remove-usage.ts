import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { recordEvent } from '../../db/queries/reservation-events.ts'
import { recordSettingEvent } from '../../db/queries/setting-events.ts'
import { deleteUsage, importKeyOf, type UsageDetail } from '../../db/queries/usages.ts'
import type { Person } from '../domain/person.ts'
import { caredUsage } from './cared-usage.ts'
import { factsOf } from './correct-usage.ts'
import { done, type Result, refused } from './result.ts'
import { reasonOf } from './weigh.ts'

/**
 * Removes a record of use that is over and never was true, by a steward of the resource; it stays in the history with the
 * reason, and the log it came from does not bring it in again. Refusals: `not-found`, `invalid` (`reason`, `end`).
 */
export function removeUsage(
  db: Db,
  person: Person,
  id: number,
  wish: { readonly reason: string | null | undefined },
  now: number,
): Result<UsageDetail> {
  catalogueOf(db)
  return inWriteTransaction(db, (tx) => {
    const found = caredUsage(tx, person, id)
    if (!found.ok) return found
    const { usage, resource } = found.value
    const reason = reasonOf(wish.reason)
    if (reason === null) return refused({ kind: 'invalid', field: 'reason', reason: 'required' })
    const { start, end, reservationId } = usage
    if (end === null) return refused({ kind: 'invalid', field: 'end', reason: 'usage-running' })
    recordSettingEvent(tx, {
      ...{ place: { kind: 'resource', id: resource.id }, personId: person.id, kind: 'usage-removed', at: now },
      ...{ before: { ...factsOf(usage), importKey: importKeyOf(tx, id) }, after: { reason } },
    })
    deleteUsage(tx, id)
    const event = { personId: person.id, kind: 'use-removed', details: { used: { start, end }, reason } } as const
    if (reservationId !== null) recordEvent(tx, { ...event, reservationId, at: now })
    return done(usage)
  })
}
