import type { Db } from '../../db/connect.ts'
import { settingEventsOf } from '../../db/queries/setting-events.ts'
import type { RemovedOutage } from '../domain/outage.ts'
import { DAY_MS } from '../domain/zone.ts'

/** An outage that was removed and can be restored. */
export interface Restorable {
  /** Of the event. */
  readonly id: number
  readonly outage: RemovedOutage
  readonly removedBy: string | null
  readonly at: number
}

/** So long a removal can be taken back. */
const KEPT_MS = 7 * DAY_MS

/** The outages of a resource that were removed within the last seven days and not restored since, the last first. */
export function removedOutages(db: Db, resourceId: number, now: number): readonly Restorable[] {
  const events = settingEventsOf(db, { kind: 'resource', id: resourceId }, ['outage-removed', 'outage-opened'])
  const restored = new Set(events.map(({ after }) => (after as { restores?: number } | null)?.restores))
  return events
    .filter(
      ({ id, kind, at, before }) =>
        kind === 'outage-removed' && at > now - KEPT_MS && !restored.has(id) && isWhole(before),
    )
    .map(({ id, before, personName, at }) => ({ id, outage: before as RemovedOutage, removedBy: personName, at }))
}

/** The one of a removal; null where there was none, or where it was taken back. */
export const removedOutage = (db: Db, resourceId: number, eventId: number): RemovedOutage | null =>
  removedOutages(db, resourceId, Number.NEGATIVE_INFINITY).find(({ id }) => id === eventId)?.outage ?? null

/** Older removals kept less. */
const isWhole = (before: object | null) => before !== null && 'documentIds' in before
