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
import { done, type Invalid, type Result, refused } from './result.ts'

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

export const faultIn = (field: string, reason: string): { readonly ok: false; readonly refusal: Invalid } => ({
  ok: false,
  refusal: { kind: 'invalid', field, reason },
})

/** What is left out is not looked at. */
interface EntityFields {
  readonly name?: string
  readonly year: number
  /** Null says nothing. */
  readonly capacityHours?: number | null
  readonly shareAtAward?: number | null
  readonly resources?: readonly WeightedSlug[]
}

/** All that is wrong with what was typed of an entity; the order is that of the form. */
export function entityFaults(
  db: Db,
  { name, year, capacityHours = null, shareAtAward = null, resources }: EntityFields,
): readonly Invalid[] {
  const weighed = resources === undefined ? null : weighedResources(db, resources)
  return [
    name === undefined ? null : nameFault(name),
    yearFault(year),
    capacityFault(capacityHours),
    shareFault(shareAtAward),
    weighed?.ok === false && weighed.refusal.kind === 'invalid' ? { refusal: weighed.refusal } : null,
  ].flatMap((fault) => (fault === null ? [] : [fault.refusal]))
}

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

function yearFault(year: number) {
  return isLedgerYear(year) ? null : faultIn('year', 'bad-year')
}

function nameFault(name: string) {
  if (name.trim() === '') return faultIn('name', 'required')
  return name.trim().length > LONGEST_NAME ? faultIn('name', 'name-too-long') : null
}

const capacityFault = (hours: number | null) =>
  hours === null || (hours > 0 && hours <= MOST_HOURS) ? null : faultIn('capacity_hours', 'bad-capacity')

/** Of a share of 1. */
const shareFault = (share: number | null) =>
  share === null || (share >= 0 && share <= 1) ? null : faultIn('share_at_award', 'bad-share')

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
