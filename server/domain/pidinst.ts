import type { Identifier, IdentifierType } from './identifier.ts'
import type { InstrumentRecord, Relation } from './instrument-record.ts'
import type { Organisation, Resource } from './resource.ts'
import { rorOf } from './ror.ts'

/** A resource with all that a record about it is made of. */
export interface RecordSubject {
  readonly resource: Resource
  readonly record: InstrumentRecord
  readonly organisation: Organisation
  /** What it is inside of and what is directly inside it, each as others know it. */
  readonly parent: Identifier | null
  readonly parts: readonly Identifier[]
  /** `https://…/equipment/SLUG`. */
  readonly landingPage: string
}

/** What DataCite writes for a value that is not available, possibly unknown. */
export const UNAVAILABLE = ':unav'

interface Named {
  readonly ownerIdentifier?: { readonly ownerIdentifierValue: string; readonly ownerIdentifierType: string }
}

/**
 * A record after the PIDINST schema 1.0 (doi:10.15497/RDA00070): its property names, lists where it allows several.
 * Properties that are not known are left out.
 */
export interface PidinstRecord {
  readonly Identifier: { readonly identifierValue: string; readonly identifierType: IdentifierType }
  readonly SchemaVersion: '1.0'
  readonly LandingPage: string
  readonly Name: string
  readonly Owner: readonly (Named & { readonly ownerName: string; readonly ownerContact?: string })[]
  readonly Manufacturer: readonly {
    readonly manufacturerName: string
    readonly manufacturerIdentifier?: {
      readonly manufacturerIdentifierValue: string
      readonly manufacturerIdentifierType: string
    }
  }[]
  readonly Model?: { readonly modelName: string }
  readonly Description?: string
  readonly InstrumentType?: readonly { readonly instrumentTypeName: string }[]
  readonly MeasuredVariable?: readonly string[]
  readonly Date?: readonly { readonly dateValue: string; readonly dateType: 'Commissioned' | 'DeCommissioned' }[]
  readonly RelatedIdentifier?: readonly {
    readonly relatedIdentifierValue: string
    readonly relatedIdentifierType: IdentifierType
    readonly relationType: Relation
  }[]
  readonly AlternateIdentifier?: readonly {
    readonly alternateIdentifierValue: string
    readonly alternateIdentifierType: string
    readonly alternateIdentifierName?: string
  }[]
}

/** In English where there is any, as the working group recommends. */
export function pidinstOf(subject: RecordSubject): PidinstRecord {
  const { resource, record, landingPage } = subject
  const { type, value } = identifierOfSubject(subject)
  const { model, description, techniques } = resource
  return {
    Identifier: { identifierValue: value, identifierType: type },
    SchemaVersion: '1.0',
    LandingPage: landingPage,
    Name: resource.name.en || resource.name.pl,
    Owner: [ownerOf(subject)],
    Manufacturer: [manufacturerOf(subject)],
    ...(model && { Model: { modelName: model } }),
    ...(description && { Description: description }),
    ...listed(
      'InstrumentType',
      techniques.map((name) => ({ instrumentTypeName: name })),
    ),
    ...listed('MeasuredVariable', record.measuredVariables),
    ...listed('Date', datesOf(record)),
    ...listed('RelatedIdentifier', relationsOf(subject)),
    ...listed('AlternateIdentifier', alternatesOf(record)),
  } as PidinstRecord
}

/** Its own, or the address of its page. */
export const identifierOfSubject = ({
  record,
  landingPage,
}: Pick<RecordSubject, 'record' | 'landingPage'>): Identifier =>
  record.identifier ?? { type: 'URL', value: landingPage }

/** Everything the resource is linked to, what the tree of resources says included. */
export function relatedOf({ record, parent, parts }: RecordSubject): (Identifier & { readonly relation: Relation })[] {
  const inTree = [
    ...(parent ? [{ ...parent, relation: 'IsComponentOf' as const }] : []),
    ...parts.map((part) => ({ ...part, relation: 'HasComponent' as const })),
  ]
  const isSaid = ({ value, relation }: Identifier & { relation: Relation }) =>
    record.relatedIdentifiers.some((each) => each.value === value && each.relation === relation)
  return [...record.relatedIdentifiers, ...inTree.filter((each) => !isSaid(each))]
}

const listed = (name: string, items: readonly unknown[]) => (items.length === 0 ? {} : { [name]: items })

function ownerOf({ organisation, record }: RecordSubject): PidinstRecord['Owner'][number] {
  const ror = organisation.ror && rorOf(organisation.ror)
  return {
    ownerName: organisation.name.en || organisation.name.pl,
    ...(record.contactEmail && { ownerContact: record.contactEmail }),
    ...(ror && { ownerIdentifier: { ownerIdentifierValue: ror, ownerIdentifierType: 'ROR' } }),
  }
}

function manufacturerOf({ resource, record }: RecordSubject): PidinstRecord['Manufacturer'][number] {
  const ror = record.manufacturerRor
  return {
    manufacturerName: resource.manufacturer ?? UNAVAILABLE,
    ...(ror && {
      manufacturerIdentifier: { manufacturerIdentifierValue: ror, manufacturerIdentifierType: 'ROR' },
    }),
  }
}

const datesOf = ({ commissionedOn, decommissionedOn }: InstrumentRecord) => [
  ...(commissionedOn ? [{ dateValue: commissionedOn, dateType: 'Commissioned' }] : []),
  ...(decommissionedOn ? [{ dateValue: decommissionedOn, dateType: 'DeCommissioned' }] : []),
]

const relationsOf = (subject: RecordSubject) =>
  relatedOf(subject).map(({ type, value, relation }) => ({
    relatedIdentifierValue: value,
    relatedIdentifierType: type,
    relationType: relation,
  }))

const alternatesOf = ({ serialNumber, inventoryNumber, alternateIdentifiers }: InstrumentRecord) => [
  ...(serialNumber ? [{ alternateIdentifierValue: serialNumber, alternateIdentifierType: 'SerialNumber' }] : []),
  ...(inventoryNumber
    ? [{ alternateIdentifierValue: inventoryNumber, alternateIdentifierType: 'InventoryNumber' }]
    : []),
  ...alternateIdentifiers.map(({ type, value }) => ({
    alternateIdentifierValue: value,
    alternateIdentifierType: 'Other',
    alternateIdentifierName: type,
  })),
]
