import type { Catalogue } from './catalogue.ts'
import type { DaySpan } from './local-months.ts'
import type { Person } from './person.ts'
import type { Resource } from './resource.ts'

/** What counts as one infrastructure for State aid. */
export interface StateAidEntity {
  readonly id: number
  readonly slug: string
  readonly name: string
  /** The owning organisation. */
  readonly organisationId: number
  readonly createdAt: number
  readonly closedAt: number | null
}

export interface WeightedResource {
  readonly resourceId: number
  readonly weight: number
}

/** What an entity was made of in a year as somebody wrote it; never changed, only followed by another. */
export interface EntityVersion {
  readonly id: number
  readonly year: number
  readonly resources: readonly WeightedResource[]
  /** Σ weight × hours; null while it is not frozen. */
  readonly capacityHours: number | null
  /** The economic share envisaged when the grant was awarded, of 1. */
  readonly shareAtAward: number | null
  /** Null when the system froze the year. */
  readonly personId: number | null
  readonly reason: string | null
  readonly at: number
}

/** What holds for an entity in a year. */
export interface EntityYear {
  readonly entity: StateAidEntity
  readonly year: number
  readonly resources: readonly WeightedResource[]
  readonly frozenHours: number | null
  readonly frozenAt: number | null
  readonly shareAtAward: number | null
  /** The version of this very year that holds; null where another year's stands in. */
  readonly version: EntityVersion | null
}

/**
 * The last version of the year. A year without one is made of what the nearest year before was, or else the nearest
 * after, and its capacity is not frozen. Null for an entity without any version.
 */
export function entityIn(entity: StateAidEntity, versions: readonly EntityVersion[], year: number): EntityYear | null {
  const own = versions.filter((each) => each.year === year)
  const version = own.at(-1) ?? null
  const model = version ?? nearest(versions, year)
  if (!model) return null
  const frozenHours = version?.capacityHours ?? null
  return {
    ...{ entity, year, version, frozenHours },
    resources: model.resources,
    shareAtAward: model.shareAtAward,
    frozenAt: frozenHours === null ? null : frozenSince(own, frozenHours),
  }
}

/** A closed entity still has the years up to the one in which it was closed. */
export const hasYear = ({ closedAt }: Pick<StateAidEntity, 'closedAt'>, year: number): boolean =>
  closedAt === null || year <= closingYear(closedAt)

/** The last year of an entity that was closed at this moment. */
export const closingYear = (closedAt: number): number => new Date(closedAt).getUTCFullYear()

/** Which year somebody means who says none: the present one where it is written, else the one written last. */
export const yearMeant = (versions: readonly EntityVersion[], present: number): number =>
  versions.some(({ year }) => year === present) ? present : (versions.at(-1)?.year ?? present)

/** The local days of a calendar year. */
export const daysOfYear = (year: number): DaySpan => ({ from: `${year}-01-01`, to: `${year + 1}-01-01` })

export const FIRST_LEDGER_YEAR = 2000
export const LAST_LEDGER_YEAR = 2100
export const isLedgerYear = (year: number): boolean =>
  Number.isInteger(year) && year >= FIRST_LEDGER_YEAR && year <= LAST_LEDGER_YEAR

/** Who sees the book of an entity: the coordinator, the administrator, and who looks after something of it. */
export function seesEntity(
  person: Person,
  entity: Pick<StateAidEntity, 'organisationId'>,
  resources: readonly Resource[],
) {
  if (person.role === 'coordinator' || person.role === 'administrator') return true
  return person.administers.has(entity.organisationId) || resources.some(({ labId }) => person.stewardOf.has(labId))
}

/** Who keeps it: the coordinator, and the owning organisation's administrators and owners. */
export function keepsEntities(person: Person, organisationId: number, catalogue: Catalogue): boolean {
  if (person.role === 'coordinator' || person.administers.has(organisationId)) return true
  return [...person.stewardOf].some(
    ([labId, role]) => role === 'owner' && catalogue.labById.get(labId)?.organisationId === organisationId,
  )
}

/** Organisations whose entities the person may keep, in the order of the catalogue. */
export const keptOrganisations = (person: Person, catalogue: Catalogue) =>
  catalogue.organisations.filter(({ id, isMember }) => isMember && keepsEntities(person, id, catalogue))

/** The last one of the nearest year before, or else of the nearest after. */
function nearest(versions: readonly EntityVersion[], year: number): EntityVersion | undefined {
  const years = [...new Set(versions.map((each) => each.year))].sort((a, b) => a - b)
  const model = years.findLast((each) => each < year) ?? years.find((each) => each > year)
  return versions.findLast((each) => each.year === model)
}

/** Since when the capacity is what it is: later versions may have changed other things. */
function frozenSince(own: readonly EntityVersion[], hours: number): number {
  const first = own.findLastIndex((each) => each.capacityHours !== hours) + 1
  return own[first]!.at
}
