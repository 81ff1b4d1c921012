import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { personByEmail } from '../../db/queries/people.ts'
import { formatOf } from '../../views/format.ts'
import type { UsageFields } from '../../views/manage/usage-form.tsx'
import { translateInto } from '../../views/text/translate.ts'
import type { App } from '../app.ts'
import type { Interval } from '../domain/interval.ts'
import { fieldsOf, type LocalFault, readLocalSpan } from '../domain/local-span.ts'
import type { Person } from '../domain/person.ts'
import type { Resource } from '../domain/resource.ts'
import { caredFor } from '../operations/cared-for.ts'
import { usageFaults } from '../operations/record-usage.ts'
import type { Refusal } from '../operations/result.ts'
import { found, plainRefusal } from '../plugins/found.ts'
import { invalidText, invalidTexts } from '../plugins/problem.ts'

const text = Type.Optional(Type.String({ maxLength: 500 }))
/** The form of a record of use, as it is sent. */
export const UsageEntry = Type.Object({
  ...{ date: text, start: text, end_date: text, end: text, person: text, reservation: text, units: text },
  ...{ reason: text, start_fold: text, end_fold: text, _csrf: text },
})

export type Errors = Readonly<Record<string, string>>
type Doubled = readonly Extract<LocalFault, { kind: 'twice' }>[]

export interface ReadEntry {
  /** Null while something is wrong. */
  readonly entry: {
    readonly start: number
    readonly end: number
    readonly units: number
    readonly personId: number | null
    readonly reservationId: number | null
    readonly reason: string
  } | null
  /** Field → sentence; beside an entry what the record will be refused for. */
  readonly errors: Errors
  readonly doubled: Doubled
}

/** The entry, or what is wrong with it field by field. */
export function readEntry(app: App, { locale }: FastifyRequest, fields: UsageFields, resource: Resource): ReadEntry {
  const t = translateInto(locale)
  const { date = '', start = '', end_date: endDate = '', end = '' } = fields
  const folds = { startFold: foldOf(fields['start_fold']), endFold: foldOf(fields['end_fold']) }
  const read = readLocalSpan({ date, start, endDate, end, ...folds }, resource.timeZone)
  const faults = read.ok ? [] : read.faults
  const email = fields['person']?.trim() ?? ''
  const person = email ? personByEmail(app.db, email) : null
  const number = fields['reservation']?.trim() ?? ''
  const units = fields['units']?.trim() || '1'
  const reason = fields['reason']?.trim() ?? ''
  const errors: Errors = {
    ...Object.fromEntries(faults.map((fault) => [fault.field, faultText(fault, t)])),
    ...(email && !person ? { person: t('invalid.unknown-person') } : {}),
    ...(number && !/^\d{1,15}$/.test(number) ? { reservation: t('invalid.no-such-reservation') } : {}),
    ...(/^\d{1,4}$/.test(units) ? {} : { units: t('invalid.too-many-units', { count: resource.capacity }) }),
    ...(reason ? {} : { reason: t('invalid.required') }),
  }
  const doubled = faults.filter((fault) => fault.kind === 'twice')
  const record = {
    // Without a time of its own, one that nothing is wrong with.
    ...(read.ok ? read.span : { start: 0, end: 1 }),
    units: errors['units'] ? 1 : Number(units),
    reservationId: number && !errors['reservation'] ? Number(number) : null,
  }
  const further = invalidTexts(usageFaults(app.db, record, resource, app.clock()), locale)
  if (!read.ok || Object.keys(errors).length > 0) return { entry: null, errors: { ...further, ...errors }, doubled }
  return { entry: { ...record, reason, personId: person?.id ?? null }, errors: further, doubled }
}

const foldOf = (text: string | undefined) => (['first', 'second'] as const).find((each) => each === text)

function faultText(fault: LocalFault, t: ReturnType<typeof translateInto>): string {
  if (fault.kind === 'no-date') return t('check.no-date')
  if (fault.kind === 'gap') return t('check.gap', { instead: fault.instead })
  return t(fault.kind === 'twice' ? 'check.twice' : 'check.no-time')
}

/** What was typed of a span that is there. */
export function spanFields(span: Interval, zone: string): UsageFields {
  const { date, start, endDate, end, startFold = '', endFold = '' } = fieldsOf(span, zone)
  return { date, start, end_date: endDate, end, start_fold: startFold, end_fold: endFold }
}

/** The resource, for who looks after it: 404 where there is none, 403 for others. */
export function careOf(app: App, person: Person, slug: string): Resource {
  const result = caredFor(app.db, person, found(catalogueOf(app.db).resourceBySlug.get(slug)).id)
  if (!result.ok) throw plainRefusal(result.refusal)
  return result.value
}

/** A refusal at the field of the form, a clash above it. */
export function errorsOf(refusal: Refusal, { timeZone }: Resource, { locale }: FastifyRequest): Errors {
  if (refusal.kind === 'invalid') return { [refusal.field]: invalidText(refusal, locale) }
  if (refusal.kind !== 'rules') throw plainRefusal(refusal)
  const format = formatOf(locale, timeZone)
  const spans = refusal.conflicts.map(({ start, end }: Interval) => format.daySpan(start, end)).join(', ')
  return { when: translateInto(locale)('use.overlap', { spans }) }
}

export const usagePath = ({ slug }: Resource) => `/manage/resources/${slug}/usage`

/** The way to the record of use of a resource. */
export function usageCrumbs(app: App, { locale }: FastifyRequest, resource: Resource) {
  const lab = catalogueOf(app.db).labById.get(resource.labId)!
  return [
    { label: translateInto(locale)('manage.title'), href: '/manage' },
    { label: lab.name[locale], href: `/labs/${lab.slug}` },
    { label: resource.name[locale], href: `/equipment/${resource.slug}` },
  ]
}
