import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { entitiesIn, entityById, insertVersion, versionsOf } from '../../db/queries/state-aid.ts'
import { computedCapacity, ledgerOf } from '../../db/queries/state-aid-ledger.ts'
import { type EntityYear, entityIn } from '../domain/state-aid-entity.ts'
import { localDayOf } from '../domain/zone.ts'
import { readHoursBefore } from './entity-version.ts'
import { tellOfStateAid } from './state-aid-mails.ts'

/**
 * Freezes the capacity of the year that has begun for every entity of an earlier one, once, however late and in however
 * many processes it runs. Returns how many were frozen.
 */
export function freezeEntities(db: Db, now: number, timeZone: string): number {
  const year = Number(localDayOf(now, timeZone).slice(0, 4))
  const open = entitiesIn(db, year).filter((each) => each.entity.closedAt === null && isDue(db, each))
  const { resourceById } = catalogueOf(db)
  const slugs = open.flatMap(({ resources }) =>
    resources.flatMap((each) => resourceById.get(each.resourceId)?.slug ?? []),
  )
  readHoursBefore(db, slugs)
  return open.filter((entity) => inWriteTransaction(db, (tx) => freeze(tx, entity, now))).length
}

/** It has no version of the year, and one of an earlier year to go on from. */
function isDue(db: Db, { entity, year }: EntityYear): boolean {
  const years = versionsOf(db, entity.id).map((each) => each.year)
  return !years.includes(year) && years.some((each) => each < year)
}

/** Looks again, now that nobody else can write. Without any open hours there is nothing to freeze. */
function freeze(tx: Db, known: EntityYear, at: number): boolean {
  const { entity, year } = known
  if (!isDue(tx, known) || entityById(tx, entity.id)?.closedAt !== null) return false
  const { resources, shareAtAward } = entityIn(entity, versionsOf(tx, entity.id), year)!
  const capacityHours = computedCapacity(tx, resources, year, at)
  if (capacityHours <= 0) return false
  insertVersion(tx, entity.id, { year, resources, shareAtAward, capacityHours, personId: null, reason: null, at })
  const frozen = entityIn(entity, versionsOf(tx, entity.id), year)!
  tellOfStateAid(tx, 'state-aid-frozen', ledgerOf(tx, frozen, at), at)
  return true
}
