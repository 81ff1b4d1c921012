import type { ResourceStatus } from '../../server/domain/resource.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

/** What its stewards say of an accessory. */
export interface AccessoryRow {
  readonly name: { readonly pl: string; readonly en: string }
  /** How many there are. */
  readonly stock: number
  readonly status: ResourceStatus
}

/** An accessory in the lab, time zone and standing (real or an example) of the resource it is made for. */
export function insertAccessory(db: Db, hostId: number, slug: string, { name, stock, status }: AccessoryRow): number {
  return prepared(
    db,
    `INSERT INTO resources (slug, lab_id, kind, name_pl, name_en, capacity, status, time_zone, is_example, is_accessory)
     SELECT :slug, lab_id, 'instrument', :pl, :en, :stock, :status, time_zone, is_example, 1
     FROM resources WHERE id = :hostId RETURNING id`,
  )
    .pluck()
    .get({ hostId, slug, ...name, stock, status }) as number
}

/** The guards refuse a stock below what is taken already: SQLITE_CONSTRAINT_TRIGGER, `capacity-claimed`. */
export function updateAccessory(db: Db, id: number, { name, stock, status }: AccessoryRow): void {
  prepared(
    db,
    'UPDATE resources SET name_pl = :pl, name_en = :en, capacity = :stock, status = :status WHERE id = :id AND is_accessory',
  ).run({ id, ...name, stock, status })
}

/** Says which resources an accessory belongs to, in place of those it belonged to. */
export function storeBelonging(db: Db, accessoryId: number, resourceIds: readonly number[]): void {
  prepared(db, 'DELETE FROM resource_accessories WHERE accessory_id = ?').run(accessoryId)
  const insert = prepared(db, 'INSERT INTO resource_accessories (resource_id, accessory_id) VALUES (?, ?)')
  for (const resourceId of resourceIds) insert.run(resourceId, accessoryId)
}
