import { addressOf } from './identifier.ts'
import type { OrganisationKind } from './person.ts'
import type { RecordSubject } from './pidinst.ts'
import type { Lab, Organisation, ResourceKind } from './resource.ts'
import { rorOf } from './ror.ts'

/** A thing in the words of schema.org. */
export type LinkedData = Readonly<Record<string, unknown>>

const CONTEXT = { '@context': 'https://schema.org' }

const RESOURCE_TYPES: Record<ResourceKind, string> = {
  instrument: 'IndividualProduct',
  production_line: 'IndividualProduct',
  room: 'Room',
  facility: 'Place',
}

const ORGANISATION_TYPES: Record<OrganisationKind, string> = {
  university: 'CollegeOrUniversity',
  institute: 'ResearchOrganization',
  company: 'Corporation',
  park: 'Organization',
  hospital: 'Hospital',
  authority: 'GovernmentOrganization',
  other: 'Organization',
}

/** What the page of a resource says for machines. */
export function resourceData(subject: RecordSubject, lab: Lab, publicUrl: string): LinkedData {
  const { resource, record, organisation, landingPage } = subject
  const { name, manufacturer, model, description, techniques, kind } = resource
  const isThing = RESOURCE_TYPES[kind] === 'IndividualProduct'
  return {
    ...CONTEXT,
    '@type': RESOURCE_TYPES[kind],
    '@id': landingPage,
    url: landingPage,
    name: name.en || name.pl,
    ...(name.pl !== name.en && name.en && { alternateName: name.pl }),
    ...(description && { description }),
    ...(techniques.length > 0 && { keywords: techniques.join(', ') }),
    ...(record.identifier && { identifier: record.identifier.value, sameAs: addressOf(record.identifier) }),
    ...(isThing && manufacturer && { manufacturer: { '@type': 'Organization', name: manufacturer } }),
    ...(isThing && model && { model }),
    ...(isThing && record.serialNumber && { serialNumber: record.serialNumber }),
    ...(isThing
      ? { '@reverse': { owns: { '@id': organisationUrl(organisation, publicUrl), name: organisation.name.en } } }
      : { containedInPlace: { '@type': 'Place', name: lab.name.en, ...placeOf(lab.city ?? organisation.city) } }),
  }
}

/** What the page of an organisation says for machines. */
export function organisationData(organisation: Organisation, labs: readonly Lab[], publicUrl: string): LinkedData {
  const { kind, name, city, ror } = organisation
  const url = organisationUrl(organisation, publicUrl)
  const known = ror && rorOf(ror)
  return {
    ...CONTEXT,
    '@type': ORGANISATION_TYPES[kind],
    '@id': url,
    url,
    name: name.en || name.pl,
    ...(name.pl !== name.en && { alternateName: name.pl }),
    ...placeOf(city),
    ...(known && { identifier: known, sameAs: known }),
    ...(labs.length > 0 && {
      department: labs.map((lab) => ({ '@type': 'Organization', '@id': labUrl(lab, publicUrl), name: lab.name.en })),
    }),
  }
}

/** What the page of a lab says for machines. */
export function labData(lab: Lab, organisation: Organisation, publicUrl: string): LinkedData {
  const url = labUrl(lab, publicUrl)
  return {
    ...CONTEXT,
    '@type': 'ResearchOrganization',
    '@id': url,
    url,
    name: lab.name.en || lab.name.pl,
    ...(lab.name.pl !== lab.name.en && { alternateName: lab.name.pl }),
    ...(lab.description && { description: lab.description }),
    ...placeOf(lab.city ?? organisation.city),
    parentOrganization: {
      '@type': ORGANISATION_TYPES[organisation.kind],
      '@id': organisationUrl(organisation, publicUrl),
      name: organisation.name.en || organisation.name.pl,
    },
  }
}

const organisationUrl = ({ slug }: Organisation, publicUrl: string) => `${publicUrl}/organisations/${slug}`
const labUrl = ({ slug }: Lab, publicUrl: string) => `${publicUrl}/labs/${slug}`
const placeOf = (city: string | null) =>
  city ? { address: { '@type': 'PostalAddress', addressLocality: city, addressCountry: 'PL' } } : {}
