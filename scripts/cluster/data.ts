/** What lies in seed-data/, read with its types. */
import type { Level, Role } from '../../server/domain/person.ts'
import type { Approval, ResourceKind } from '../../server/domain/resource.ts'
import equipment from '../seed-data/equipment.json' with { type: 'json' }
import labs from '../seed-data/labs.json' with { type: 'json' }
import organisations from '../seed-data/organisations.json' with { type: 'json' }
import people from '../seed-data/people.json' with { type: 'json' }
import projects from '../seed-data/projects.json' with { type: 'json' }
import resources from '../seed-data/resources.json' with { type: 'json' }
import type { HoursName } from './hours.ts'

/** A row of a public source; null where the source is silent. */
export interface EquipmentRow {
  readonly id: string
  readonly scope: 'lublin' | 'poland_other'
  readonly kind: 'instrument' | 'lab' | 'facility' | 'production'
  readonly status: 'reported_in_use' | 'reported_as_planned'
  readonly name_pl: string
  readonly name_en: string
  readonly city: string
  readonly what_it_does: string | null
  readonly manufacturer: string | null
  readonly model: string | null
  readonly quantity: number | null
  readonly cost_pln: number | null
  readonly specs: string | null
  readonly source_year: number | null
  readonly source: string
  readonly source_2: string | null
  readonly notes: string | null
}

/** What the demo adds to a row: all of it made up but the slug and the tags. */
export interface Overlay {
  readonly row: string
  readonly slug: string
  readonly techniques: readonly string[]
  readonly kind?: ResourceKind
  readonly hours?: HoursName
  readonly approval?: Approval
  readonly setup?: number
  readonly cleanup?: number
  readonly min?: number
  readonly max?: number
  readonly qualification?: Level
  readonly cancelNotice?: number
  readonly capacity?: number
  /** Share of the open hours that the example year fills. */
  readonly load?: number
}

interface LabEntry {
  readonly slug: string
  readonly organisation: string
  readonly pl: string
  readonly en: string
  readonly unit: string | null
  readonly rows: string
  readonly hours: HoursName | null
}

export interface PersonEntry {
  readonly email: string
  readonly name: string
  readonly organisation: string
  readonly role?: Role
  readonly signsIn?: boolean
  readonly owns?: readonly string[]
  readonly deputises?: readonly string[]
}

/** A made-up project; the first of its members leads it. */
export interface ProjectEntry {
  readonly code: string
  readonly title: string
  readonly organisation: string
  readonly partners?: readonly string[]
  readonly funder?: string
  readonly grant?: string
  readonly start?: string
  readonly end?: string
  readonly members: readonly string[]
}

const rows = equipment.items as readonly EquipmentRow[]

/** By the number in their id, `001`. */
export const EQUIPMENT = new Map(rows.map((row) => [row.id.slice(3), row]))
export const LABS = labs as readonly LabEntry[]
export const ORGANISATIONS = organisations
export const PEOPLE = people as readonly PersonEntry[]
export const PROJECTS = projects as readonly ProjectEntry[]
/** By the id of their row, `eq-001`. */
export const RESOURCES = new Map((resources as readonly Overlay[]).map((each) => [`eq-${each.row}`, each]))
