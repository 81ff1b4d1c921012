import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { insertAccessory, storeBelonging } from '../../db/queries/accessories.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { recordSettingEvent } from '../../db/queries/setting-events.ts'
import type { Person } from '../domain/person.ts'
import type { Resource } from '../domain/resource.ts'
import { slugFor } from '../domain/slug.ts'
import { decidesFor } from '../domain/stewardship.ts'
import { done, type Result, refused } from './result.ts'

export interface NewAccessory {
  readonly name: { readonly pl: string; readonly en: string }
  /** How many there are, 1 to 1000. */
  readonly stock: number
}

/** Adds an accessory to a resource, by who decides in its lab. Refusals: `not-found`, `forbidden`, `invalid` with the field. */
export function addAccessory(
  db: Db,
  person: Person,
  resourceId: number,
  accessory: NewAccessory,
  now: number,
): Result<Resource> {
  // Read before the transaction, which remembers nothing it may have to roll back.
  catalogueOf(db)
  return inWriteTransaction(db, (tx) => {
    const { resourceById, resourceBySlug, accessoryBySlug } = catalogueOf(tx)
    const resource = resourceById.get(resourceId)
    if (!resource || resource.isAccessory) return refused({ kind: 'not-found' })
    if (!decidesFor(person, resource)) return refused({ kind: 'forbidden' })
    const fault = faultOf(accessory)
    if (fault) return fault
    const name = trimmed(accessory.name)
    const slug = slugFor(name.pl, (each) => resourceBySlug.has(each) || accessoryBySlug.has(each))
    const id = insertAccessory(tx, resource.id, slug, { name, stock: accessory.stock, status: 'active' })
    storeBelonging(tx, id, [resource.id])
    recordSettingEvent(tx, {
      ...{ place: { kind: 'resource', id }, personId: person.id, kind: 'accessory-added', at: now },
      ...{ before: null, after: { ...accessory, name, belongsTo: [resource.id] } },
    })
    return done(catalogueOf(tx).resourceById.get(id)!)
  })
}

export const trimmed = ({ pl, en }: NewAccessory['name']) => ({ pl: pl.trim(), en: en.trim() || pl.trim() })

const LONGEST_NAME = 120
const MOST = 1000

/** What is wrong with a name or a stock. */
export function faultOf({ name, stock }: NewAccessory) {
  const fault = (field: string, reason: string) => refused({ kind: 'invalid', field, reason })
  if (name.pl.trim() === '') return fault('name_pl', 'required')
  if (name.pl.length > LONGEST_NAME) return fault('name_pl', 'name-too-long')
  if (name.en.length > LONGEST_NAME) return fault('name_en', 'name-too-long')
  return Number.isInteger(stock) && stock >= 1 && stock <= MOST ? null : fault('stock', 'bad-stock')
}
