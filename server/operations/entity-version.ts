import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { hoursOf } from '../../db/queries/opening-hours.ts'
import { entityById, versionsOf } from '../../db/queries/state-aid.ts'
import { computedCapacity } from '../../db/queries/state-aid-ledger.ts'
import type { Person } from '../domain/person.ts'
import {
  type EntityYear,
  entityIn,
  isLedgerYear,
  keepsEntities,
  seesEntity,
  type WeightedResource,
} from '../domain/state-aid-entity.ts'
import { done, type Result, refused } from './result.ts'

/** A resource by its name in addresses, and what an hour of it weighs: 1, square metres or value. */
export interface WeightedSlug {
  readonly slug: string
  readonly weight: number
}

const LONGEST_NAME = 120
const LONGEST_REASON = 500
const MOST_RESOURCES = 200
const MOST_WEIGHT = 1_000_000_000
const MOST_HOURS = 1_000_000_000_000

export const faultIn = (field: string, reason: string) => refused({ kind: 'invalid', field, reason })

/** The entity as it stands in a year, for who keeps it. Refusals: `not-found` for who does not see it, `forbidden`. */
export function keptEntity(tx: Db, person: Person, id: number, year: number): Result<EntityYear> {
  const catalogue = catalogueOf(tx)
  const entity = entityById(tx, id)
  const present = entity && entityIn(entity, versionsOf(tx, id), year)
  const known = present?.resources.flatMap(({ resourceId }) => catalogue.resourceById.get(resourceId) ?? []) ?? []
  if (!present || !seesEntity(person, entity, known)) return refused({ kind: 'not-found' })
  return keepsEntities(person, entity.organisationId, catalogue) ? done(present) : refused({ kind: 'forbidden' })
}

/** Why something is changed is kept for ever. */
export function reasonFault(reason: string) {
  if (reason.trim() === '') return faultIn('reason', 'required')
  return reason.trim().length > LONGEST_REASON ? faultIn('reason', 'too-long') : null
}

/** The resources by id and the one organisation they belong to. Refusals: `invalid` (`resources`). */
export function weighedResources(
  db: Db,
  wanted: readonly WeightedSlug[],
): Result<{ readonly resources: readonly WeightedResource[]; readonly organisationId: number }> {
  if (wanted.length === 0) return faultIn('resources', 'required')
  if (wanted.length > MOST_RESOURCES) return faultIn('resources', 'too-many-resources')
  const { resourceBySlug } = catalogueOf(db)
  const found = wanted.map(({ slug }) => resourceBySlug.get(slug))
  if (found.some((each) => each === undefined)) return faultIn('resources', 'no-such-resource')
  if (new Set(found).size < found.length) return faultIn('resources', 'resource-twice')
  if (wanted.some(({ weight }) => !(weight > 0 && weight <= MOST_WEIGHT))) return faultIn('resources', 'bad-weight')
  const organisations = new Set(found.map((each) => each!.organisationId))
  if (organisations.size > 1) return faultIn('resources', 'several-organisations')
  const resources = wanted.map(({ weight }, i) => ({ resourceId: found[i]!.id, weight }))
  return done({ resources, organisationId: found[0]!.organisationId })
}

export function yearFault(year: number) {
  return isLedgerYear(year) ? null : faultIn('year', 'bad-year')
}

export function nameFault(name: string) {
  if (name.trim() === '') return faultIn('name', 'required')
  return name.trim().length > LONGEST_NAME ? faultIn('name', 'name-too-long') : null
}

/** Of a share of 1 and of hours; null says nothing about either. */
export function figuresFault({
  capacityHours,
  shareAtAward,
}: {
  capacityHours: number | null
  shareAtAward: number | null
}) {
  if (capacityHours !== null && !(capacityHours > 0 && capacityHours <= MOST_HOURS))
    return faultIn('capacity_hours', 'bad-capacity')
  if (shareAtAward !== null && !(shareAtAward >= 0 && shareAtAward <= 1)) return faultIn('share_at_award', 'bad-share')
  return null
}

/** The capacity to freeze: as given, or K of the year as it is known now. Refusals: `invalid` (`capacity_hours`) where that is nothing. */
export function capacityToFreeze(
  db: Db,
  { resources, year, given }: { resources: readonly WeightedResource[]; year: number; given: number | null },
  now: number,
): Result<number> {
  const hours = given ?? computedCapacity(db, resources, year, now)
  return hours > 0 ? done(hours) : faultIn('capacity_hours', 'no-capacity')
}

/** Opening hours are remembered when they are read outside of transactions. */
export function readHoursBefore(db: Db, slugs: readonly string[]): void {
  const { resourceBySlug } = catalogueOf(db)
  for (const slug of slugs) {
    const resource = resourceBySlug.get(slug)
    if (resource) hoursOf(db, resource.id)
  }
}
