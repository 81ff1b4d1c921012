import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { entitiesIn, entityById, entityBySlug } from '../../db/queries/state-aid.ts'
import { ledgerOf } from '../../db/queries/state-aid-ledger.ts'
import type { Person } from '../domain/person.ts'
import { type EntityYear, type StateAidEntity, seesEntity } from '../domain/state-aid-entity.ts'
import type { Ledger } from '../domain/state-aid-ledger.ts'

/** The books of a year that the person may read, in the order of names. */
export const ledgersSeenBy = (db: Db, person: Person, year: number, now: number): Ledger[] =>
  entitiesSeenBy(db, person, year).map((each) => ledgerOf(db, each, now))

export function entitiesSeenBy(db: Db, person: Person, year: number): EntityYear[] {
  const { resourceById } = catalogueOf(db)
  return entitiesIn(db, year).filter(({ entity, resources }) =>
    seesEntity(
      person,
      entity,
      resources.flatMap(({ resourceId }) => resourceById.get(resourceId) ?? []),
    ),
  )
}

/** An entity by its name in addresses or its number. */
export const entityNamed = (db: Db, name: string): StateAidEntity | null =>
  entityBySlug(db, name) ?? (/^\d{1,15}$/.test(name) ? entityById(db, Number(name)) : null)
