import type { Catalogue, Steward } from '../../server/domain/catalogue.ts'
import type { Lab, Organisation, Resource } from '../../server/domain/resource.ts'
import type { Db } from '../connect.ts'
import {
  type LabRow,
  labOf,
  type OrganisationRow,
  organisationOf,
  type ResourceRow,
  resourceOf,
} from './catalogue-rows.ts'
import { prepared } from './prepared.ts'
import { allQuotas } from './quotas.ts'

const remembered = new WeakMap<Db['$client'], Catalogue>()

/** The whole catalogue, kept in memory while no process changes it; asking again costs one small read. */
export function catalogueOf(db: Db): Catalogue {
  const known = remembered.get(db.$client)
  if (known && known.revision === revisionOf(db)) return known
  // What an open transaction sees may be rolled back, and its revision given to something else.
  if (db.$client.inTransaction) return readCatalogue(db)
  const catalogue = db.$client.transaction(() => readCatalogue(db))()
  remembered.set(db.$client, catalogue)
  return catalogue
}

/** Both only ever rise, so their sum names a state of both: stewards are people. */
const revisionOf = (db: Db) =>
  prepared(
    db,
    `SELECT (SELECT value FROM revisions WHERE name = 'catalogue') + (SELECT value FROM revisions WHERE name = 'people')`,
  )
    .pluck()
    .get() as number

function readCatalogue(db: Db): Catalogue {
  const organisations = inPolishOrder(all<OrganisationRow>(db, 'SELECT * FROM organisations').map(organisationOf))
  const labs = inPolishOrder(all<LabRow>(db, 'SELECT * FROM labs').map(labOf))
  const everything = readResources(db, byId(labs), byId(organisations))
  const resources = everything.filter((each) => !each.isAccessory)
  const accessories = everything.filter((each) => each.isAccessory)
  return {
    revision: revisionOf(db),
    organisations,
    labs,
    resources,
    accessories,
    techniques: [...new Set(resources.flatMap((each) => each.techniques))].sort((a, b) => a.localeCompare(b, 'pl')),
    organisationById: byId(organisations),
    organisationBySlug: bySlug(organisations),
    labById: byId(labs),
    labBySlug: bySlug(labs),
    resourceById: byId(everything),
    resourceBySlug: bySlug(resources),
    accessoryBySlug: bySlug(accessories),
    labsOfOrganisation: Map.groupBy(labs, (lab) => lab.organisationId),
    resourcesOfLab: Map.groupBy(resources, (resource) => resource.labId),
    resourcesOfOrganisation: Map.groupBy(resources, (resource) => resource.organisationId),
    stewardsOfLab: readStewards(db),
  }
}

function readResources(
  db: Db,
  labs: ReadonlyMap<number, Lab>,
  organisations: ReadonlyMap<number, Organisation>,
): readonly Resource[] {
  const quotas = Map.groupBy(allQuotas(db), ({ place }) => `${place.kind} ${place.id}`)
  const quotasOf = (kind: string, id: number) => quotas.get(`${kind} ${id}`) ?? []
  const rows = all<ResourceRow>(db, 'SELECT * FROM resources')
  const techniques = Map.groupBy(
    all<{ resource_id: number; technique: string }>(db, 'SELECT * FROM resource_techniques ORDER BY id'),
    (row) => row.resource_id,
  )
  const kin = Map.groupBy(
    all<{ resource_id: number; kin_id: number; is_above: number }>(db, 'SELECT * FROM resource_kin ORDER BY kin_id'),
    (row) => row.resource_id,
  )
  const accessories = Map.groupBy(
    all<{ resource_id: number; accessory_id: number }>(db, 'SELECT * FROM resource_accessories ORDER BY id'),
    (row) => row.resource_id,
  )
  const children = Map.groupBy(rows, (row) => row.parent_id)
  return inPolishOrder(
    rows.map((row) => {
      const lab = labs.get(row.lab_id)!
      return resourceOf(row, {
        lab,
        organisation: organisations.get(lab.organisationId)!,
        quotas: [
          ...quotasOf('resource', row.id),
          ...quotasOf('lab', lab.id),
          ...quotasOf('organisation', lab.organisationId),
        ],
        techniques: (techniques.get(row.id) ?? []).map((each) => each.technique),
        accessories: (accessories.get(row.id) ?? []).map((each) => each.accessory_id),
        children: (children.get(row.id) ?? []).map((each) => each.id),
        above: (kin.get(row.id) ?? []).filter((each) => each.is_above).map((each) => each.kin_id),
        inside: (kin.get(row.id) ?? []).filter((each) => !each.is_above).map((each) => each.kin_id),
      })
    }),
  )
}

function readStewards(db: Db): ReadonlyMap<number, readonly Steward[]> {
  const rows = all<Steward & { labId: number }>(
    db,
    `SELECT s.lab_id AS labId, p.id AS personId, p.name, s.role FROM stewardships s JOIN people p ON p.id = s.person_id
     WHERE p.is_active ORDER BY CASE s.role WHEN 'owner' THEN 0 WHEN 'deputy' THEN 1 ELSE 2 END, p.id`,
  )
  return Map.groupBy(rows, (row) => row.labId)
}

const all = <Row>(db: Db, sql: string) => prepared(db, sql).all() as Row[]

const byId = <T extends { id: number }>(list: readonly T[]) => new Map(list.map((each) => [each.id, each]))
const bySlug = <T extends { slug: string }>(list: readonly T[]) => new Map(list.map((each) => [each.slug, each]))

const POLISH = new Intl.Collator('pl')
const inPolishOrder = <T extends Organisation | Lab | Resource>(list: readonly T[]) =>
  list.toSorted((a, b) => POLISH.compare(a.name.pl, b.name.pl) || a.id - b.id)
