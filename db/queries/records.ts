import { type AccessPolicy, accessPolicyFrom } from '../../server/domain/access-policy.ts'
import { type InstrumentRecord, recordFrom } from '../../server/domain/instrument-record.ts'
import type { PolonStatus } from '../../server/domain/polon.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

/** A column of a resource that a form keeps as JSON. */
export type KeptForm = 'record' | 'access_policy'

/** What is stored in it, as text: equal texts are equal forms. */
export function keptFormOf(db: Db, form: KeptForm, resourceId: number): string {
  return prepared(db, `SELECT ${form} FROM resources WHERE id = ?`).pluck().get(resourceId) as string
}

export function storeForm(db: Db, form: KeptForm, resourceId: number, value: object): void {
  prepared(db, `UPDATE resources SET ${form} = ? WHERE id = ?`).run(JSON.stringify(value), resourceId)
}

/** What registers ask for of a resource. */
export function recordOf(db: Db, resourceId: number): InstrumentRecord {
  return recordFrom(JSON.parse(keptFormOf(db, 'record', resourceId)) as Record<string, unknown>)
}

/** The same of several, by id. */
export function recordsOf(db: Db, resourceIds: readonly number[]): ReadonlyMap<number, InstrumentRecord> {
  const rows = prepared(db, 'SELECT r.id, r.record FROM json_each(?) j CROSS JOIN resources r ON r.id = j.value')
    .raw()
    .all(JSON.stringify(resourceIds)) as [number, string][]
  return new Map(rows.map(([id, record]) => [id, recordFrom(JSON.parse(record) as Record<string, unknown>)]))
}

/**
 * The status that resources had at an instant, by id, where it has been changed since: the one that was entered then, or
 * the first one after.
 */
export function polonStatusesAt(db: Db, resourceIds: readonly number[], at: number): ReadonlyMap<number, PolonStatus> {
  const rows = prepared(
    db,
    `SELECT e.resource_id, e.before ->> 'polonStatus' FROM json_each(?) j
     CROSS JOIN setting_events e ON e.resource_id = j.value
     WHERE e.kind = 'record-changed' AND e.at >= ? AND e.before ->> 'polonStatus' IS NOT NULL ORDER BY e.id DESC`,
  )
    .raw()
    .all(JSON.stringify(resourceIds), at) as [number, PolonStatus][]
  // The earliest change comes last, and stays.
  return new Map(rows)
}

/** Who may use a resource on which terms. */
export function accessPolicyOf(db: Db, resourceId: number): AccessPolicy {
  return accessPolicyFrom(JSON.parse(keptFormOf(db, 'access_policy', resourceId)) as Record<string, unknown>)
}

/** The same of several, by id. */
export function accessPoliciesOf(db: Db, resourceIds: readonly number[]): ReadonlyMap<number, AccessPolicy> {
  const rows = prepared(db, 'SELECT r.id, r.access_policy FROM json_each(?) j CROSS JOIN resources r ON r.id = j.value')
    .raw()
    .all(JSON.stringify(resourceIds)) as [number, string][]
  return new Map(rows.map(([id, stored]) => [id, accessPolicyFrom(JSON.parse(stored) as Record<string, unknown>)]))
}
