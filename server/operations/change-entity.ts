import { isDeepStrictEqual } from 'node:util'
import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { recordAudit } from '../../db/queries/audit.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { entityById, insertVersion, renameEntity, versionsOf } from '../../db/queries/state-aid.ts'
import type { Person } from '../domain/person.ts'
import { type EntityYear, entityIn, hasYear, type StateAidEntity } from '../domain/state-aid-entity.ts'
import {
  capacityToFreeze,
  entityFaults,
  faultIn,
  keptEntity,
  readHoursBefore,
  reasonFault,
  type WeightedSlug,
  weighedResources,
} from './entity-version.ts'
import { done, type Invalid, type Result, refused } from './result.ts'

/** What is left out stays; without capacity hours, or with null, other resources have K counted anew. */
export interface EntityChange {
  readonly name?: string
  readonly year: number
  readonly resources?: readonly WeightedSlug[]
  readonly capacityHours?: number | null
  readonly shareAtAward?: number | null
  /** Kept with the change, for ever. */
  readonly reason: string
}

/**
 * Writes a new version of an entity for a year; a year that was not frozen is frozen by it. Refusals: `not-found`,
 * `forbidden`, `invalid` (`reason` and the fields of a new one).
 */
export function changeEntity(db: Db, person: Person, id: number, change: EntityChange, now: number): Result<number> {
  readHoursBefore(db, slugsOf(db, id, change))
  return inWriteTransaction(db, (tx) => {
    const kept = keptEntity(tx, person, id, change.year)
    if (!kept.ok) return kept
    const { entity } = kept.value
    const [fault] = changeFaults(tx, change)
    if (fault) return refused(fault)
    if (!hasYear(entity, change.year)) return faultIn('year', 'entity-closed')
    const next = nextVersion(tx, kept.value, change, now)
    if (!next.ok) return next
    if (change.name !== undefined && change.name.trim() !== entity.name) renameEntity(tx, id, change.name.trim())
    insertVersion(tx, id, { ...next.value, personId: person.id, reason: change.reason.trim(), at: now })
    const { year, capacityHours, shareAtAward } = next.value
    recordAudit(tx, {
      ...{ person, kind: 'entity-changed', object: { kind: 'state_aid_entities', id }, at: now },
      ...{ organisationId: entity.organisationId, after: { year, capacityHours, shareAtAward } },
    })
    return done(id)
  })
}

/** All that is wrong with what was typed of a change. */
export function changeFaults(db: Db, change: EntityChange): readonly Invalid[] {
  const reason = reasonFault(change.reason)
  return [...(reason ? [reason.refusal] : []), ...entityFaults(db, change)]
}

function nextVersion(tx: Db, present: EntityYear, change: EntityChange, now: number) {
  const { year, shareAtAward = present.shareAtAward } = change
  const weighed = change.resources ? weighedResources(tx, change.resources) : done(asTheyWere(present))
  if (!weighed.ok) return weighed
  const { resources, organisationId } = weighed.value
  if (organisationId !== present.entity.organisationId) return faultIn('resources', 'several-organisations')
  const keeps = change.capacityHours === undefined && isDeepStrictEqual(resources, present.resources)
  const given = keeps ? present.frozenHours : (change.capacityHours ?? null)
  const capacity = capacityToFreeze(tx, { resources, year, given }, now)
  return capacity.ok ? done({ year, resources, shareAtAward, capacityHours: capacity.value }) : capacity
}

const asTheyWere = ({ resources, entity }: { resources: EntityYear['resources']; entity: StateAidEntity }) => ({
  resources,
  organisationId: entity.organisationId,
})

function slugsOf(db: Db, id: number, { resources, year }: EntityChange): readonly string[] {
  if (resources) return resources.map(({ slug }) => slug)
  const entity = entityById(db, id)
  const { resourceById } = catalogueOf(db)
  const present = entity && entityIn(entity, versionsOf(db, id), year)
  return (present?.resources ?? []).flatMap(({ resourceId }) => resourceById.get(resourceId)?.slug ?? [])
}
