import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { updateOutage } from '../../db/queries/outages.ts'
import { recordSettingEvent } from '../../db/queries/setting-events.ts'
import type { OutageRecord } from '../domain/outage.ts'
import type { Person } from '../domain/person.ts'
import { caredOutage } from './cared-outage.ts'
import { draftOf } from './change-outages.ts'
import { done, type Result, refused } from './result.ts'

/**
 * Ends a running outage now: the rest of its time is free at once. Refusals: `not-found`, `forbidden`, `invalid` where it is
 * over or has not begun.
 */
export function endOutage(db: Db, person: Person, id: number, now: number): Result<OutageRecord> {
  return inWriteTransaction(db, (tx) => {
    const found = caredOutage(tx, person, id)
    if (!found.ok) return found
    const { outage, resource } = found.value
    if (outage.end <= now) return refused({ kind: 'invalid', field: 'end', reason: 'outage-over' })
    if (outage.start >= now) return refused({ kind: 'invalid', field: 'end', reason: 'outage-not-begun' })
    const before = draftOf(outage)
    const ended = updateOutage(tx, id, {
      ...{ ...before, end: now },
      ...{ workLog: outage.workLog, doneById: outage.doneBy?.id ?? null },
    })
    const place = { kind: 'resource', id: resource.id } as const
    recordSettingEvent(tx, {
      ...{ place, personId: person.id, kind: 'outage-ended', at: now },
      ...{ before, after: draftOf(ended) },
    })
    return done(ended)
  })
}
