/**
 * What DataCite's kernel 4 asks of a record, as far as records of instruments go: the mandatory properties, each once,
 * the properties that may follow, and the words of their controlled lists. No package brings the published schema, so this
 * profile is our own reading of its documentation (doi:10.14454/mzv1-5b55).
 */
const listOf = (name: string, item: string) => `
  <xs:element name="${name}" minOccurs="0"><xs:complexType><xs:sequence>${item}</xs:sequence></xs:complexType></xs:element>`
const words = (...values: string[]) =>
  `<xs:simpleType><xs:restriction base="xs:string">${values
    .map((value) => `<xs:enumeration value="${value}"/>`)
    .join('')}</xs:restriction></xs:simpleType>`
const text = (name: string, attributes: string, occurs = 'maxOccurs="unbounded"') =>
  `<xs:element name="${name}" ${occurs}><xs:complexType><xs:simpleContent><xs:extension base="filled">${attributes}
  </xs:extension></xs:simpleContent></xs:complexType></xs:element>`
const word = (name: string, use: string, ...values: string[]) =>
  `<xs:attribute name="${name}" use="${use}">${words(...values)}</xs:attribute>`
const free = (name: string, use = 'optional') => `<xs:attribute name="${name}" type="filled" use="${use}"/>`
const LANGUAGE = '<xs:anyAttribute namespace="http://www.w3.org/XML/1998/namespace" processContents="skip"/>'
const NAME_TYPE = word('nameType', 'optional', 'Organizational', 'Personal')
const NAME_IDENTIFIER = text(
  'nameIdentifier',
  free('nameIdentifierScheme', 'required') + free('schemeURI'),
  'minOccurs="0" maxOccurs="unbounded"',
)
const IDENTIFIERS = ['ARK', 'DOI', 'Handle', 'IGSN', 'PURL', 'URL', 'URN', 'w3id']
const RELATIONS = [
  ...[
    'IsDescribedBy',
    'Describes',
    'HasMetadata',
    'IsMetadataFor',
    'IsNewVersionOf',
    'IsPreviousVersionOf',
    'IsPartOf',
  ],
  ...['HasPart', 'References', 'IsReferencedBy', 'IsDocumentedBy', 'Documents', 'IsIdenticalTo', 'Collects'],
]

export const PROFILE = `<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="http://datacite.org/schema/kernel-4"
  targetNamespace="http://datacite.org/schema/kernel-4" elementFormDefault="qualified">
  <xs:simpleType name="filled"><xs:restriction base="xs:string"><xs:minLength value="1"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="year"><xs:restriction base="xs:string"><xs:pattern value="[0-9]{4}"/></xs:restriction></xs:simpleType>
  <xs:element name="resource"><xs:complexType><xs:all>
    ${text('identifier', free('identifierType', 'required'), '')}
    <xs:element name="creators"><xs:complexType><xs:sequence>
      <xs:element name="creator" maxOccurs="unbounded"><xs:complexType><xs:sequence>
        ${text('creatorName', NAME_TYPE, '')}${NAME_IDENTIFIER}
      </xs:sequence></xs:complexType></xs:element>
    </xs:sequence></xs:complexType></xs:element>
    <xs:element name="titles"><xs:complexType><xs:sequence>
      ${text('title', word('titleType', 'optional', 'AlternativeTitle', 'Subtitle', 'TranslatedTitle', 'Other') + LANGUAGE)}
    </xs:sequence></xs:complexType></xs:element>
    ${text('publisher', free('publisherIdentifier') + free('publisherIdentifierScheme') + free('schemeURI') + LANGUAGE, '')}
    <xs:element name="publicationYear" type="year"/>
    ${text('resourceType', word('resourceTypeGeneral', 'required', 'Instrument', 'PhysicalObject', 'Other'), '')}
    ${listOf('subjects', text('subject', LANGUAGE))}
    ${listOf(
      'contributors',
      `<xs:element name="contributor" maxOccurs="unbounded"><xs:complexType><xs:sequence>
        ${text('contributorName', NAME_TYPE, '')}${NAME_IDENTIFIER}
      </xs:sequence>${word('contributorType', 'required', 'ContactPerson', 'HostingInstitution', 'Other')}
      </xs:complexType></xs:element>`,
    )}
    ${listOf('dates', text('date', word('dateType', 'required', 'Available', 'Created', 'Issued', 'Other') + free('dateInformation')))}
    <xs:element name="language" type="xs:language" minOccurs="0"/>
    ${listOf('alternateIdentifiers', text('alternateIdentifier', free('alternateIdentifierType', 'required')))}
    ${listOf(
      'relatedIdentifiers',
      text(
        'relatedIdentifier',
        word('relatedIdentifierType', 'required', ...IDENTIFIERS) + word('relationType', 'required', ...RELATIONS),
      ),
    )}
    ${listOf('descriptions', text('description', word('descriptionType', 'required', 'Abstract', 'Methods', 'TechnicalInfo', 'Other') + LANGUAGE))}
    ${listOf(
      'fundingReferences',
      `<xs:element name="fundingReference" maxOccurs="unbounded"><xs:complexType><xs:sequence>
        <xs:element name="funderName" type="filled"/>
      </xs:sequence></xs:complexType></xs:element>`,
    )}
  </xs:all></xs:complexType></xs:element>
</xs:schema>`
