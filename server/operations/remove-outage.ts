import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { deleteOutage, linksOf } from '../../db/queries/outages.ts'
import { recordSettingEvent } from '../../db/queries/setting-events.ts'
import type { OutageRecord, RemovedOutage } from '../domain/outage.ts'
import type { Person } from '../domain/person.ts'
import { caredOutage } from './cared-outage.ts'
import { draftOf } from './change-outages.ts'
import { done, type Result } from './result.ts'

/**
 * Removes an outage as if it had never been; its documents stay with the resource, and it can be restored. Refusals:
 * `not-found`, `forbidden`.
 */
export function removeOutage(db: Db, person: Person, id: number, now: number): Result<OutageRecord> {
  return inWriteTransaction(db, (tx) => {
    const found = caredOutage(tx, person, id)
    if (!found.ok) return found
    const { outage, resource } = found.value
    const { workLog, doneBy, ruleId } = outage
    const removed: RemovedOutage = {
      ...draftOf(outage),
      workLog,
      doneById: doneBy?.id ?? null,
      ruleId,
      ...linksOf(tx, id),
    }
    deleteOutage(tx, id)
    recordSettingEvent(tx, {
      ...{ place: { kind: 'resource', id: resource.id }, personId: person.id, kind: 'outage-removed', at: now },
      ...{ before: removed, after: null },
    })
    return done(outage)
  })
}
