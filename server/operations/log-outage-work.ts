import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { updateOutage } from '../../db/queries/outages.ts'
import { recordSettingEvent } from '../../db/queries/setting-events.ts'
import { MAX_WORK_LOG, type OutageRecord } from '../domain/outage.ts'
import type { Person } from '../domain/person.ts'
import { caredOutage } from './cared-outage.ts'
import { draftOf } from './change-outages.ts'
import { done, type Result, refused } from './result.ts'
import { reasonOf } from './weigh.ts'

export interface OutageWorkDone {
  /** Null or empty takes the log away. */
  readonly workLog: string | null
  /** Who did it: the person themselves unless named. */
  readonly doneById: number | null
}

/** Writes down what was done during an outage, and by whom. Refusals: `not-found`, `forbidden`, `invalid`. */
export function logOutageWork(
  db: Db,
  person: Person,
  id: number,
  { workLog, doneById }: OutageWorkDone,
  now: number,
): Result<OutageRecord> {
  return inWriteTransaction(db, (tx) => {
    const found = caredOutage(tx, person, id)
    if (!found.ok) return found
    const words = reasonOf(workLog)
    if (words !== null && words.length > MAX_WORK_LOG)
      return refused({ kind: 'invalid', field: 'work_log', reason: 'too-many', values: { wanted: MAX_WORK_LOG } })
    const { outage, resource } = found.value
    const by = words === null ? null : (doneById ?? person.id)
    const after = updateOutage(tx, id, { ...draftOf(outage), workLog: words, doneById: by })
    const workOf = ({ workLog: text, doneBy }: OutageRecord) => ({
      outage: id,
      workLog: text,
      doneBy: doneBy?.id ?? null,
    })
    recordSettingEvent(tx, {
      ...{ place: { kind: 'resource', id: resource.id }, personId: person.id, kind: 'outage-logged', at: now },
      ...{ before: workOf(outage), after: workOf(after) },
    })
    return done(after)
  })
}
