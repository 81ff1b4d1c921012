import type { Db } from '../../db/connect.ts'
import { type AccessoryRow, storeBelonging, updateAccessory } from '../../db/queries/accessories.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { recordSettingEvent } from '../../db/queries/setting-events.ts'
import type { Catalogue } from '../domain/catalogue.ts'
import type { Person } from '../domain/person.ts'
import type { Resource } from '../domain/resource.ts'
import { decidesFor } from '../domain/stewardship.ts'
import { faultOf, trimmed } from './add-accessory.ts'
import { allOrNothing } from './all-or-nothing.ts'
import { done, type Result, refused } from './result.ts'

/** What is left out stays. */
export interface AccessoryChange {
  readonly name?: AccessoryRow['name'] | undefined
  readonly stock?: number | undefined
  /** Retired: kept for what was, taken along no more. */
  readonly status?: 'active' | 'retired' | undefined
  /** Ids of all resources it is to belong to; of labs where the person does not decide none is added or taken away. */
  readonly belongsTo?: readonly number[] | undefined
}

/**
 * Changes an accessory or whom it is shared with, by who decides in its lab. Reservations there are stay as they are.
 * Refusals: `not-found`, `forbidden`, `invalid` with the field: also a stock below what is taken already.
 */
export function changeAccessory(
  db: Db,
  person: Person,
  id: number,
  change: AccessoryChange,
  now: number,
): Result<Resource> {
  // Read before the transaction, which remembers nothing it may have to roll back.
  catalogueOf(db)
  try {
    return allOrNothing(db, (tx) => apply(tx, person, id, change, now))
  } catch (fault) {
    if (!String((fault as Error).message).startsWith('capacity-claimed')) throw fault
    return refused({ kind: 'invalid', field: 'stock', reason: 'stock-taken' })
  }
}

function apply(tx: Db, person: Person, id: number, change: AccessoryChange, now: number): Result<Resource> {
  const catalogue = catalogueOf(tx)
  const accessory = catalogue.resourceById.get(id)
  if (!accessory?.isAccessory) return refused({ kind: 'not-found' })
  if (!decidesFor(person, accessory)) return refused({ kind: 'forbidden' })
  const wanted = {
    name: trimmed(change.name ?? accessory.name),
    stock: change.stock ?? accessory.capacity,
    status: change.status ?? accessory.status,
  }
  const fault = faultOf(wanted)
  if (fault) return fault
  const present = hostsOf(accessory, catalogue).map((each) => each.id)
  const belongsTo = change.belongsTo ? sharedWith(person, present, change.belongsTo, catalogue) : present
  updateAccessory(tx, id, wanted)
  storeBelonging(tx, id, belongsTo)
  const { name, capacity: stock, status } = accessory
  recordSettingEvent(tx, {
    ...{ place: { kind: 'resource', id }, personId: person.id, kind: 'accessory-changed', at: now },
    ...{ before: { name, stock, status, belongsTo: present }, after: { ...wanted, belongsTo } },
  })
  return done(catalogueOf(tx).resourceById.get(id)!)
}

/** The resources an accessory belongs to. */
export const hostsOf = ({ id }: Pick<Resource, 'id'>, { resources }: Catalogue): readonly Resource[] =>
  resources.filter((each) => each.accessories.includes(id))

function sharedWith(
  person: Person,
  present: readonly number[],
  wanted: readonly number[],
  { resourceById }: Catalogue,
) {
  const isTheirs = (id: number) => {
    const resource = resourceById.get(id)
    return resource !== undefined && !resource.isAccessory && decidesFor(person, resource)
  }
  return [...new Set([...present.filter((id) => !isTheirs(id)), ...wanted.filter(isTheirs)])]
}
