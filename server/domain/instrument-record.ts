import { type Identifier, identifierOf } from './identifier.ts'
import { orcidOf } from './orcid.ts'
import { rorOf } from './ror.ts'
import { isDay } from './zone.ts'

/** How something else stands to the instrument, in the words of PIDINST. */
export const RELATIONS = [
  'IsDescribedBy',
  'IsNewVersionOf',
  'IsPreviousVersionOf',
  'HasComponent',
  'IsComponentOf',
  'References',
  'HasMetadata',
  'WasUsedIn',
  'IsIdenticalTo',
  'IsAttachedTo',
] as const
export type Relation = (typeof RELATIONS)[number]

export const POLON_TYPES = ['research_apparatus', 'it_infrastructure', 'workbench'] as const
export const POLON_STATUSES = ['in_use', 'out_of_use', 'liquidated'] as const

export interface RelatedIdentifier extends Identifier {
  readonly relation: Relation
}

/** What registers ask for of a resource and its row in the catalogue does not say. Null and empty: not known. */
export interface InstrumentRecord {
  readonly identifier: Identifier | null
  readonly manufacturerRor: string | null
  readonly serialNumber: string | null
  readonly inventoryNumber: string | null
  /** Local days. */
  readonly commissionedOn: string | null
  readonly decommissionedOn: string | null
  readonly measuredVariables: readonly string[]
  readonly alternateIdentifiers: readonly { readonly type: string; readonly value: string }[]
  readonly relatedIdentifiers: readonly RelatedIdentifier[]
  /** Whom outsiders write to; public. */
  readonly contactName: string | null
  readonly contactEmail: string | null
  readonly contactOrcid: string | null
  /** For the list of apparatus that universities and institutes report to POL-on. */
  readonly polonType: (typeof POLON_TYPES)[number] | null
  readonly polonStatus: (typeof POLON_STATUSES)[number] | null
  readonly outlaysPln: number | null
  readonly fundingSources: readonly string[]
  /** The last local day of the time for which a grant wants it kept. */
  readonly durableUntil: string | null
  readonly technicalData: string | null
  readonly technicalYear: number | null
}

export type RecordField = keyof InstrumentRecord

export const NO_RECORD: InstrumentRecord = {
  identifier: null,
  manufacturerRor: null,
  serialNumber: null,
  inventoryNumber: null,
  commissionedOn: null,
  decommissionedOn: null,
  measuredVariables: [],
  alternateIdentifiers: [],
  relatedIdentifiers: [],
  contactName: null,
  contactEmail: null,
  contactOrcid: null,
  polonType: null,
  polonStatus: null,
  outlaysPln: null,
  fundingSources: [],
  durableUntil: null,
  technicalData: null,
  technicalYear: null,
}
export const RECORD_FIELDS = Object.keys(NO_RECORD) as RecordField[]

/** As it was stored: only what is known, and only by fields there are. */
export function recordFrom(stored: Readonly<Record<string, unknown>>): InstrumentRecord {
  const known = RECORD_FIELDS.filter((field) => stored[field] !== undefined && stored[field] !== null)
  return { ...NO_RECORD, ...Object.fromEntries(known.map((field) => [field, stored[field]])) }
}

/** What is stored of it: fields that say nothing are left out. */
export function storedRecord(record: InstrumentRecord): Partial<InstrumentRecord> {
  const isSaid = (value: unknown) => value !== null && !(Array.isArray(value) && value.length === 0)
  return Object.fromEntries(Object.entries(record).filter(([, value]) => isSaid(value)))
}

export const RECORD_FAULTS = [
  'identifier',
  'ror',
  'orcid',
  'email',
  'day',
  'before',
  'related',
  'alternate',
  'money',
  'year',
  'long',
  'many',
  'choice',
] as const
export type RecordFault = (typeof RECORD_FAULTS)[number]
export type RecordTexts = Readonly<Partial<Record<RecordField, string>>>

/** A form's texts as a record, with what is wrong with which field. Lists have an item a line. */
export function readRecord(texts: RecordTexts): {
  readonly record: InstrumentRecord
  readonly errors: Readonly<Partial<Record<RecordField, RecordFault>>>
} {
  const errors: Partial<Record<RecordField, RecordFault>> = {}
  const values: Partial<Record<RecordField, unknown>> = {}
  for (const field of RECORD_FIELDS) {
    const read = READERS[field]((texts[field] ?? '').trim())
    if (typeof read === 'object' && read !== null && 'fault' in read) errors[field] = read.fault as RecordFault
    else values[field] = read
  }
  const record = { ...NO_RECORD, ...values } as InstrumentRecord
  const { commissionedOn: from, decommissionedOn: to } = record
  if (from !== null && to !== null && to < from) errors.decommissionedOn ??= 'before'
  return { record, errors }
}

/** The texts of a form that shows the record. */
export function textsOfRecord(record: InstrumentRecord): Record<RecordField, string> {
  const text = (value: unknown) => (value === null ? '' : String(value))
  const { identifier, alternateIdentifiers, relatedIdentifiers, measuredVariables, fundingSources } = record
  return {
    ...(Object.fromEntries(RECORD_FIELDS.map((field) => [field, text(record[field])])) as Record<RecordField, string>),
    identifier: identifier?.value ?? '',
    measuredVariables: measuredVariables.join('\n'),
    fundingSources: fundingSources.join('\n'),
    alternateIdentifiers: alternateIdentifiers.map(({ type, value }) => `${type}: ${value}`).join('\n'),
    relatedIdentifiers: relatedIdentifiers.map(({ relation, value }) => `${relation}: ${value}`).join('\n'),
  }
}

interface Fault {
  readonly fault: RecordFault
}
type Reader = (text: string) => unknown | Fault | null

const LONGEST = 200
const LONGEST_TEXT = 4000
const MOST_LINES = 40

const line: Reader = (text) => (text === '' ? null : text.length > LONGEST ? { fault: 'long' } : text)
const prose: Reader = (text) => (text === '' ? null : text.length > LONGEST_TEXT ? { fault: 'long' } : text)
const day: Reader = (text) => (text === '' ? null : isDay(text) && text >= '1900-01-01' ? text : { fault: 'day' })
const checked =
  (check: (text: string) => unknown, fault: RecordFault): Reader =>
  (text) =>
    text === '' ? null : (check(text) ?? { fault })
const oneOf =
  (values: readonly string[]): Reader =>
  (text) =>
    text === '' ? null : values.includes(text) ? text : { fault: 'choice' }

/** Lines that are not empty, each read by itself; the fault of the first that is wrong. */
const lines =
  (each: (text: string) => unknown | Fault): Reader =>
  (text) => {
    const items = text.split(/\r?\n/).flatMap((item) => item.trim() || [])
    if (items.length > MOST_LINES) return { fault: 'many' }
    const read = items.map((item) => (item.length > 2 * LONGEST ? { fault: 'long' } : each(item)))
    return read.find((item) => typeof item === 'object' && item !== null && 'fault' in item) ?? read
  }

const READERS: Record<RecordField, Reader> = {
  identifier: checked(identifierOf, 'identifier'),
  manufacturerRor: checked(rorOf, 'ror'),
  serialNumber: line,
  inventoryNumber: line,
  commissionedOn: day,
  decommissionedOn: day,
  measuredVariables: lines((text) => text),
  alternateIdentifiers: lines(alternateFrom),
  relatedIdentifiers: lines(relatedFrom),
  contactName: line,
  contactEmail: checked((text) => (/^[^\s@<>",;]+@[^\s@<>",;]+\.[^\s@<>",;]+$/.test(text) ? text : null), 'email'),
  contactOrcid: checked(orcidOf, 'orcid'),
  polonType: oneOf(POLON_TYPES),
  polonStatus: oneOf(POLON_STATUSES),
  outlaysPln: checked(moneyOf, 'money'),
  fundingSources: lines((text) => text),
  durableUntil: day,
  technicalData: prose,
  technicalYear: checked((text) => (/^(19|20|21)\d\d$/.test(text) ? Number(text) : null), 'year'),
}

/** `Faktura: 12/2020`. */
function alternateFrom(text: string) {
  const [, type, value] = /^([^:]{1,60}):\s+(.+)$/.exec(text) ?? []
  return type && value ? { type: type.trim(), value } : { fault: 'alternate' }
}

/** `IsDescribedBy: https://doi.org/10.…`. */
function relatedFrom(text: string) {
  const [, word = '', named = ''] = /^(\w+):\s+(.+)$/.exec(text) ?? []
  const relation = RELATIONS.find((each) => each.toLowerCase() === word.toLowerCase())
  const identifier = identifierOf(named)
  return relation && identifier ? { relation, ...identifier } : { fault: 'related' }
}

/** Whole złoty, or with two decimals, however it is grouped: `1 250 000,50`. */
function moneyOf(text: string): number | null {
  const plain = text.replaceAll(/[\s\u00a0]|zł$|PLN$/gi, '').replace(',', '.')
  const amount = /^\d{1,12}(\.\d{1,2})?$/.test(plain) ? Number(plain) : null
  return amount === null || amount <= 0 ? null : amount
}
