import type { Catalogue } from './catalogue.ts'
import type { InstrumentRecord, RecordField } from './instrument-record.ts'
import type { Person } from './person.ts'
import type { Resource } from './resource.ts'
import { decidesFor } from './stewardship.ts'

/** Apparatus that cost more than this is reported to POL-on, in złoty. */
export const POLON_THRESHOLD_PLN = 500_000

/** What the report asks for and is entered on the record of a resource. */
export const POLON_FIELDS = [
  'polonType',
  'polonStatus',
  'commissionedOn',
  'outlaysPln',
  'fundingSources',
  'durableUntil',
  'technicalData',
  'technicalYear',
  'contactName',
  'contactEmail',
] as const satisfies readonly RecordField[]
export type PolonField = (typeof POLON_FIELDS)[number]

export type PolonStatus = NonNullable<InstrumentRecord['polonStatus']>

/** Who keeps an organisation's list: who runs it, and who decides in one of its labs. */
export function keepsPolonList(
  person: Person,
  organisationId: number,
  { labsOfOrganisation }: Pick<Catalogue, 'labsOfOrganisation'>,
): boolean {
  const labs = labsOfOrganisation.get(organisationId) ?? []
  return person.administers.has(organisationId) || labs.some(({ id }) => decidesFor(person, { labId: id }))
}

export interface PolonLine {
  readonly resource: Resource
  readonly record: InstrumentRecord
  /** As entered, else what the public source says. */
  readonly outlaysPln: number
  readonly missing: readonly PolonField[]
}

export interface PolonList {
  /** For the state on 31 December of this year, reported by 31 March of the next. */
  readonly year: number
  readonly lines: readonly PolonLine[]
  /** Nothing says what they cost: they may belong to the list. */
  readonly unvalued: readonly Resource[]
}

/** An organisation's apparatus above the threshold that was there on 31 December, with the status of that day. */
export function polonListOf(
  resources: readonly { readonly resource: Resource; readonly record: InstrumentRecord }[],
  year: number,
): PolonList {
  const there = resources.filter((each) => wasThere(each, `${year}-12-31`))
  const lines = there.flatMap(({ resource, record }) => {
    const outlaysPln = outlaysOf(resource, record)
    if (outlaysPln === null || outlaysPln <= POLON_THRESHOLD_PLN) return []
    return [{ resource, record, outlaysPln, missing: POLON_FIELDS.filter((field) => isMissing(record, field)) }]
  })
  const unvalued = there.filter(({ resource, record }) => outlaysOf(resource, record) === null)
  return { year, lines, unvalued: unvalued.map(({ resource }) => resource) }
}

const outlaysOf = ({ source }: Resource, { outlaysPln }: InstrumentRecord) => outlaysPln ?? source?.costPln ?? null

/** Rooms are no apparatus; what is only announced is not there, what is retired was as long as its record says so. */
function wasThere({ resource, record }: { resource: Resource; record: InstrumentRecord }, day: string): boolean {
  if (resource.kind === 'room' || resource.status === 'planned') return false
  const { commissionedOn, decommissionedOn } = record
  if (commissionedOn !== null && commissionedOn > day) return false
  return decommissionedOn === null ? resource.status !== 'retired' : decommissionedOn > day
}

/** Only a grant wants apparatus kept for a time. */
function isMissing(record: InstrumentRecord, field: PolonField): boolean {
  if (field === 'durableUntil' && record.fundingSources.length === 0) return false
  const value = record[field]
  return value === null || (Array.isArray(value) && value.length === 0)
}
