import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { recordAudit } from '../../db/queries/audit.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { entityBySlug, insertEntity, insertVersion } from '../../db/queries/state-aid.ts'
import type { Person } from '../domain/person.ts'
import { slugFor } from '../domain/slug.ts'
import { keepsEntities, keptOrganisations } from '../domain/state-aid-entity.ts'
import {
  capacityToFreeze,
  entityFaults,
  readHoursBefore,
  type WeightedSlug,
  weighedResources,
} from './entity-version.ts'
import { done, type Result, refused } from './result.ts'

export interface NewEntity {
  readonly name: string
  readonly year: number
  readonly resources: readonly WeightedSlug[]
  /** Null for K of the year. */
  readonly capacityHours: number | null
  readonly shareAtAward: number | null
  readonly reason?: string | null
}

/**
 * Opens the State-aid book of an infrastructure and freezes its capacity for a year. Gives its id. Refusals: `forbidden`,
 * `invalid` (`name`, `year`, `resources`, `capacity_hours`, `share_at_award`).
 */
export function makeEntity(db: Db, person: Person, wanted: NewEntity, now: number): Result<number> {
  readHoursBefore(
    db,
    wanted.resources.map(({ slug }) => slug),
  )
  return inWriteTransaction(db, (tx) => {
    const catalogue = catalogueOf(tx)
    if (keptOrganisations(person, catalogue).length === 0) return refused({ kind: 'forbidden' })
    const [fault] = entityFaults(tx, wanted)
    if (fault) return refused(fault)
    const weighed = weighedResources(tx, wanted.resources)
    if (!weighed.ok) return weighed
    const { resources, organisationId } = weighed.value
    if (!keepsEntities(person, organisationId, catalogue)) return refused({ kind: 'forbidden' })
    const { year, shareAtAward } = wanted
    const capacity = capacityToFreeze(tx, { resources, year, given: wanted.capacityHours }, now)
    if (!capacity.ok) return capacity
    const name = wanted.name.trim()
    const slug = slugFor(name, (each) => entityBySlug(tx, each) !== null)
    const id = insertEntity(tx, { slug, name, organisationId, createdAt: now })
    insertVersion(tx, id, {
      ...{ year, resources, shareAtAward, capacityHours: capacity.value },
      ...{ personId: person.id, reason: wanted.reason?.trim() || null, at: now },
    })
    recordAudit(tx, {
      ...{ person, kind: 'entity-made', object: { kind: 'state_aid_entities', id }, organisationId, at: now },
      after: { year, capacityHours: capacity.value, shareAtAward },
    })
    return done(id)
  })
}
