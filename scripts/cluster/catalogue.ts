import type { Db } from '../../db/connect.ts'
import { labs, organisations, resources, resourceTechniques } from '../../db/schema/index.ts'
import type { OrganisationKind } from '../../server/domain/person.ts'
import type { ResourceKind } from '../../server/domain/resource.ts'
import { EQUIPMENT, type EquipmentRow, LABS, ORGANISATIONS, type Overlay, RESOURCES } from './data.ts'
import { type HoursName, openAt } from './hours.ts'

const KINDS: Record<EquipmentRow['kind'], ResourceKind> = {
  instrument: 'instrument',
  lab: 'room',
  facility: 'facility',
  production: 'production_line',
}

/** Slug → id of what was put in. */
export interface Ids {
  readonly organisations: ReadonlyMap<string, number>
  readonly labs: ReadonlyMap<string, number>
}

/**
 * Every row of equipment.json with its organisation and lab. Members' equipment gets example hours and rules;
 * what stands elsewhere in the country gets no hours, so it is listed and never open.
 */
export function insertCatalogue(db: Db, now: number): Ids {
  const organisationIds = new Map(ORGANISATIONS.map((each) => [each.slug, insertOrganisation(db, each)]))
  const labIds = new Map<string, number>()
  for (const lab of LABS) {
    const rows = lab.rows.split(' ').map((number) => EQUIPMENT.get(number))
    const organisationId = organisationIds.get(lab.organisation) ?? missing(lab.organisation)
    const { id: labId } = db
      .insert(labs)
      .values({
        slug: lab.slug,
        organisationId,
        namePl: lab.pl,
        nameEn: lab.en,
        unit: lab.unit,
        city: rows[0]?.city ?? null,
      })
      .returning({ id: labs.id })
      .get()
    labIds.set(lab.slug, labId)
    if (lab.hours) openAt(db, { labId }, lab.hours, now)
    for (const row of rows) if (row) insertResource(db, labId, row, now)
  }
  return { organisations: organisationIds, labs: labIds }
}

function insertOrganisation(db: Db, { slug, pl, en, kind, city, member }: (typeof ORGANISATIONS)[number]): number {
  const values = { slug, namePl: pl, nameEn: en, kind: kind as OrganisationKind, city, isMember: member }
  return db.insert(organisations).values(values).returning({ id: organisations.id }).get().id
}

function insertResource(db: Db, labId: number, row: EquipmentRow, now: number) {
  const overlay = RESOURCES.get(row.id) ?? missing(row.id)
  const { id } = db
    .insert(resources)
    .values({
      labId,
      slug: overlay.slug,
      kind: overlay.kind ?? KINDS[row.kind],
      namePl: row.name_pl,
      nameEn: row.name_en,
      manufacturer: row.manufacturer,
      model: row.model,
      description: row.what_it_does,
      status: row.status === 'reported_in_use' ? 'active' : 'planned',
      ...policyOf(overlay),
      sourceUrl: row.source,
      sourceUrl2: row.source_2,
      sourceYear: row.source_year,
      sourceNotes: row.notes,
      specs: row.specs,
      quantity: row.quantity,
      costPln: row.cost_pln,
    })
    .returning({ id: resources.id })
    .get()
  for (const technique of overlay.techniques) db.insert(resourceTechniques).values({ resourceId: id, technique }).run()
  if (overlay.hours) openAt(db, { resourceId: id }, overlay.hours as HoursName, now)
}

/** Example rules: a source names none. */
function policyOf({ hours, approval, setup, cleanup, min, max, qualification, cancelNotice, capacity }: Overlay) {
  return {
    observesHolidays: hours === 'always' ? false : null,
    capacity: capacity ?? 1,
    approval: approval ?? 'none',
    setupMinutes: setup ?? 0,
    cleanupMinutes: cleanup ?? 0,
    minMinutes: min ?? 30,
    maxMinutes: max ?? 480,
    qualificationRequired: qualification ?? null,
    cancelNoticeMinutes: cancelNotice ?? 0,
  } as const
}

function missing(what: string): never {
  throw new Error(`seed-data lacks ${what}`)
}
