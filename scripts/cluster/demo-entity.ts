import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { insertEntity, insertVersion } from '../../db/queries/state-aid.ts'
import { computedCapacity } from '../../db/queries/state-aid-ledger.ts'
import { localDayOf } from '../../server/domain/zone.ts'

const SLUG = 'demo-mri'

/** The scanner is publicly funded: its State-aid book, with the capacity of this year frozen. */
export function insertDemoEntity(db: Db, now: number): void {
  const { id: resourceId, organisationId, timeZone } = catalogueOf(db).resourceBySlug.get(SLUG)!
  const entityId = insertEntity(db, { slug: SLUG, name: SLUG, organisationId, createdAt: now })
  const resources = [{ resourceId, weight: 1 }]
  const year = Number(localDayOf(now, timeZone).slice(0, 4))
  // A year without open time has nothing to freeze.
  const capacityHours = computedCapacity(db, resources, year, now) || null
  insertVersion(db, entityId, {
    ...{ year, resources, capacityHours },
    ...{ shareAtAward: 0.1, personId: null, reason: null, at: now },
  })
}
