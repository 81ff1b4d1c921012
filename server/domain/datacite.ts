import type { Relation } from './instrument-record.ts'
import { identifierOfSubject, type RecordSubject, relatedOf, UNAVAILABLE } from './pidinst.ts'
import { rorOf } from './ror.ts'
import { documentOf, element, listElement, type Xml } from './xml.ts'

const NAMESPACE = 'http://datacite.org/schema/kernel-4'
const ROR_SCHEME = { nameIdentifierScheme: 'ROR', schemeURI: 'https://ror.org' }

/**
 * The record as DataCite's metadata kernel 4 writes it, after its mapping of PIDINST: the manufacturer is the creator, the
 * owner the hosting institution and publisher. Whoever registers a DOI sends this file. `year` stands in where nothing is
 * known of the beginning of its service.
 */
export function dataciteOf(subject: RecordSubject, year: number): string {
  const { type, value } = identifierOfSubject(subject)
  return documentOf(
    element(
      'resource',
      {
        xmlns: NAMESPACE,
        'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
        'xsi:schemaLocation': `${NAMESPACE} https://schema.datacite.org/meta/kernel-4/metadata.xsd`,
      },
      element('identifier', { identifierType: type }, value),
      element('creators', {}, creatorOf(subject)),
      element('titles', {}, titlesOf(subject)),
      publisherOf(subject),
      element('publicationYear', {}, String(yearOf(subject) ?? year)),
      resourceTypeOf(subject),
      listElement(
        'subjects',
        subject.resource.techniques.map((each) => element('subject', {}, each)),
      ),
      element('contributors', {}, contributorsOf(subject)),
      listElement('dates', datesOf(subject)),
      element('language', {}, 'en'),
      listElement('alternateIdentifiers', alternatesOf(subject)),
      listElement('relatedIdentifiers', relatedIdentifiersOf(subject)),
      listElement('descriptions', descriptionsOf(subject)),
      listElement(
        'fundingReferences',
        subject.record.fundingSources.map((name) => element('fundingReference', {}, element('funderName', {}, name))),
      ),
    ),
  )
}

function creatorOf({ resource, record }: RecordSubject): Xml {
  return element(
    'creator',
    {},
    element('creatorName', { nameType: 'Organizational' }, resource.manufacturer ?? UNAVAILABLE),
    record.manufacturerRor && element('nameIdentifier', ROR_SCHEME, record.manufacturerRor),
  )
}

function titlesOf({ resource: { name } }: RecordSubject): Xml[] {
  const main = name.en || name.pl
  const english = element('title', { 'xml:lang': name.en ? 'en' : 'pl' }, main)
  const other = name.pl === main ? [] : [element('title', { 'xml:lang': 'pl', titleType: 'TranslatedTitle' }, name.pl)]
  return [english, ...other]
}

const ownerNameOf = ({ organisation: { name } }: RecordSubject) => name.en || name.pl
const ownerRorOf = ({ organisation: { ror } }: RecordSubject) => (ror ? rorOf(ror) : null)

function publisherOf(subject: RecordSubject): Xml {
  const ror = ownerRorOf(subject)
  const named = ror && {
    publisherIdentifier: ror,
    publisherIdentifierScheme: 'ROR',
    schemeURI: ROR_SCHEME.schemeURI,
  }
  return element('publisher', { 'xml:lang': 'en', ...named }, ownerNameOf(subject))
}

function yearOf({ record, resource }: RecordSubject): number | null {
  if (record.commissionedOn) return Number(record.commissionedOn.slice(0, 4))
  return resource.source?.year ?? null
}

/** Rooms and facilities are no instruments. */
function resourceTypeOf({ resource: { kind, techniques } }: RecordSubject): Xml {
  const isInstrument = kind === 'instrument' || kind === 'production_line'
  return element(
    'resourceType',
    { resourceTypeGeneral: isInstrument ? 'Instrument' : 'PhysicalObject' },
    techniques[0] ?? KIND_NAMES[kind],
  )
}

const KIND_NAMES = {
  instrument: 'Instrument',
  room: 'Room',
  production_line: 'Production line',
  facility: 'Facility',
} as const

function contributorsOf(subject: RecordSubject): Xml[] {
  const { contactName, contactOrcid } = subject.record
  const ror = ownerRorOf(subject)
  const host = element(
    'contributor',
    { contributorType: 'HostingInstitution' },
    element('contributorName', { nameType: 'Organizational' }, ownerNameOf(subject)),
    ror && element('nameIdentifier', ROR_SCHEME, ror),
  )
  if (!contactName) return [host]
  const orcid = { nameIdentifierScheme: 'ORCID', schemeURI: 'https://orcid.org' }
  const contact = element(
    'contributor',
    { contributorType: 'ContactPerson' },
    element('contributorName', { nameType: 'Personal' }, contactName),
    contactOrcid && element('nameIdentifier', orcid, `https://orcid.org/${contactOrcid}`),
  )
  return [host, contact]
}

function datesOf({ record: { commissionedOn, decommissionedOn } }: RecordSubject): Xml[] {
  const date = (day: string | null, dateInformation: string) =>
    day ? [element('date', { dateType: 'Other', dateInformation }, day)] : []
  return [...date(commissionedOn, 'Commissioned'), ...date(decommissionedOn, 'Decommissioned')]
}

function alternatesOf({ record, landingPage }: RecordSubject): Xml[] {
  const alternate = (alternateIdentifierType: string, value: string | null) =>
    value ? [element('alternateIdentifier', { alternateIdentifierType }, value)] : []
  return [
    ...alternate('SerialNumber', record.serialNumber),
    ...alternate('InventoryNumber', record.inventoryNumber),
    ...record.alternateIdentifiers.flatMap(({ type, value }) => alternate(type, value)),
    ...(record.identifier ? alternate('URL', landingPage) : []),
  ]
}

/** Relations of PIDINST in DataCite's words; those it has no word for stay out. */
const RELATION_TYPES: Partial<Record<Relation, string>> = {
  IsDescribedBy: 'IsDescribedBy',
  IsNewVersionOf: 'IsNewVersionOf',
  IsPreviousVersionOf: 'IsPreviousVersionOf',
  HasComponent: 'HasPart',
  IsComponentOf: 'IsPartOf',
  References: 'References',
  HasMetadata: 'HasMetadata',
  IsIdenticalTo: 'IsIdenticalTo',
}

const relatedIdentifiersOf = (subject: RecordSubject): Xml[] =>
  relatedOf(subject).flatMap(({ type, value, relation }) => {
    const relationType = RELATION_TYPES[relation]
    return relationType ? [element('relatedIdentifier', { relatedIdentifierType: type, relationType }, value)] : []
  })

function descriptionsOf({ resource, record }: RecordSubject): Xml[] {
  const description = (descriptionType: string, text: string | null | undefined) =>
    text ? [element('description', { descriptionType }, text)] : []
  return [
    ...description('Abstract', resource.description),
    ...description('TechnicalInfo', resource.model && `Model: ${resource.model}`),
    ...description('TechnicalInfo', record.technicalData ?? resource.source?.specs),
    ...record.measuredVariables.flatMap((each) => description('TechnicalInfo', `Measured variable: ${each}`)),
  ]
}
