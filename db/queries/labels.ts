import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

/** The resource behind a label; null for a code there is not. */
export function resourceIdBehind(db: Db, code: string): number | null {
  return (prepared(db, 'SELECT id FROM resources WHERE label_code = ?').pluck().get(code) as number | undefined) ?? null
}

/** The codes on the labels of these resources. */
export function labelCodesOf(db: Db, resourceIds: readonly number[]): ReadonlyMap<number, string> {
  const rows = prepared(db, 'SELECT id, label_code FROM resources WHERE id IN (SELECT value FROM json_each(?))')
    .raw()
    .all(JSON.stringify(resourceIds)) as [number, string][]
  return new Map(rows)
}
