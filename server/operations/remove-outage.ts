import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { deleteOutage } from '../../db/queries/outages.ts'
import { recordSettingEvent } from '../../db/queries/setting-events.ts'
import type { OutageRecord } from '../domain/outage.ts'
import type { Person } from '../domain/person.ts'
import { caredOutage } from './cared-outage.ts'
import { draftOf } from './change-outages.ts'
import { done, type Result } from './result.ts'

/** Removes an outage as if it had never been; its documents stay with the resource. Refusals: `not-found`, `forbidden`. */
export function removeOutage(db: Db, person: Person, id: number, now: number): Result<OutageRecord> {
  return inWriteTransaction(db, (tx) => {
    const found = caredOutage(tx, person, id)
    if (!found.ok) return found
    const { outage, resource } = found.value
    deleteOutage(tx, id)
    recordSettingEvent(tx, {
      ...{ place: { kind: 'resource', id: resource.id }, personId: person.id, kind: 'outage-removed', at: now },
      ...{ before: { ...draftOf(outage), workLog: outage.workLog }, after: null },
    })
    return done(outage)
  })
}
