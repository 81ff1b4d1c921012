import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { personByEmail } from '../../db/queries/people.ts'
import { type UsageDetail, usagesOfResource } from '../../db/queries/usages.ts'
import { formatOf } from '../../views/format.ts'
import { UsagePage } from '../../views/manage/usage-page.tsx'
import { translateInto } from '../../views/text/translate.ts'
import type { App } from '../app.ts'
import type { Interval } from '../domain/interval.ts'
import { type LocalFault, readLocalSpan } from '../domain/local-span.ts'
import type { Person } from '../domain/person.ts'
import type { Resource } from '../domain/resource.ts'
import { caredFor } from '../operations/cared-for.ts'
import { recordUsage } from '../operations/record-usage.ts'
import type { Refusal } from '../operations/result.ts'
import { found, plainRefusal } from '../plugins/found.ts'
import { invalidText } from '../plugins/problem.ts'

const config = { access: 'steward' } as const
const params = Type.Object({ slug: Type.String({ maxLength: 120 }) })
const text = Type.Optional(Type.String({ maxLength: 500 }))
const Entry = Type.Object({
  ...{ date: text, start: text, end_date: text, end: text, person: text, reservation: text, units: text },
  ...{ reason: text, _csrf: text },
})
const Shown = Type.Object({ done: text, before: Type.Optional(Type.String({ maxLength: 40 })) })
const ON_PAGE = 50

type Fields = Readonly<Record<string, string>>
type Errors = Readonly<Record<string, string>>

/** What really happened on a resource: read and completed by its stewards. */
export function manageUsage(app: App): void {
  const path = '/manage/resources/:slug/usage'

  app.get(path, { config, schema: { params, querystring: Shown } }, async (request, reply) => {
    const resource = careOf(app, request.person!, request.params.slug)
    const { done, before } = request.query
    return show(app, request, reply, { resource, before, isSaved: done === 'entered' })
  })

  app.post(path, { config, schema: { params, body: Entry } }, async (request, reply) => {
    const resource = careOf(app, request.person!, request.params.slug)
    const fields = request.body as Fields
    const { record, errors } = readEntry(fields, resource, request)
    const again = (wrong: Errors) => show(app, request, reply.code(422), { resource, fields, errors: wrong })
    if (!record) return again(errors)
    const result = recordUsage(app.db, request.person!, record, app.clock())
    if (result.ok) return reply.redirect(`${pathOf(resource)}?done=entered`, 303)
    const { refusal } = result
    return show(app, request, reply.code(refusal.kind === 'rules' ? 409 : 422), {
      ...{ resource, fields, errors: errorsOf(refusal, resource, request) },
    })
  })

  /** The entry, or what is wrong with it field by field. */
  function readEntry(fields: Fields, resource: Resource, { locale }: FastifyRequest) {
    const t = translateInto(locale)
    const { date = '', start = '', end_date: endDate = '', end = '' } = fields
    const read = readLocalSpan({ date, start, endDate, end }, resource.timeZone)
    const email = fields['person']?.trim() ?? ''
    const person = email ? personByEmail(app.db, email) : null
    const number = fields['reservation']?.trim() ?? ''
    const errors: Errors = {
      ...(read.ok ? {} : Object.fromEntries(read.faults.map((fault) => [fault.field, faultText(fault, t)]))),
      ...(email && !person ? { person: t('invalid.unknown-person') } : {}),
      ...(number && !/^\d{1,15}$/.test(number) ? { reservation: t('invalid.no-such-reservation') } : {}),
      ...(fields['reason']?.trim() ? {} : { reason: t('invalid.required') }),
    }
    if (!read.ok || Object.keys(errors).length > 0) return { record: null, errors }
    const record = {
      ...{ resourceId: resource.id, ...read.span, units: Number(fields['units'] || 1) },
      ...{ personId: person?.id ?? null, reservationId: number ? Number(number) : null, reason: fields['reason'] },
    }
    return { record, errors }
  }
}

function faultText(fault: LocalFault, t: ReturnType<typeof translateInto>): string {
  if (fault.kind === 'no-date') return t('check.no-date')
  if (fault.kind === 'gap') return t('check.gap', { instead: fault.instead })
  return t(fault.kind === 'twice' ? 'check.twice' : 'check.no-time')
}

const pathOf = ({ slug }: Resource) => `/manage/resources/${slug}/usage`

/** 404 where there is none, 403 for who does not look after it. */
function careOf(app: App, person: Person, slug: string): Resource {
  const result = caredFor(app.db, person, found(catalogueOf(app.db).resourceBySlug.get(slug)).id)
  if (!result.ok) throw plainRefusal(result.refusal)
  return result.value
}

function errorsOf(refusal: Refusal, { timeZone }: Resource, { locale }: FastifyRequest): Errors {
  if (refusal.kind === 'invalid') return { [refusal.field]: invalidText(refusal, locale) }
  if (refusal.kind !== 'rules') throw plainRefusal(refusal)
  const format = formatOf(locale, timeZone)
  const spans = refusal.conflicts.map(({ start, end }: Interval) => format.daySpan(start, end)).join(', ')
  return { when: translateInto(locale)('use.overlap', { spans }) }
}

interface Showing {
  readonly resource: Resource
  readonly before?: string | undefined
  readonly isSaved?: boolean
  readonly fields?: Fields
  readonly errors?: Errors
}

function show(app: App, { locale }: FastifyRequest, reply: FastifyReply, showing: Showing) {
  const { resource, before, isSaved = false, fields = {}, errors = {} } = showing
  const lab = catalogueOf(app.db).labById.get(resource.labId)!
  const [, start, id] = /^(\d{1,15})-(\d{1,15})$/.exec(before ?? '') ?? []
  const from = start && id ? ([Number(start), Number(id)] as const) : null
  const rows = usagesOfResource(app.db, resource.id, { limit: ON_PAGE + 1, before: from })
  const shown = rows.slice(0, ON_PAGE)
  const last = shown.at(-1)
  return reply.page(UsagePage, {
    ...{ resource, isSaved, fields, errors, path: pathOf(resource) },
    crumbs: [
      { label: translateInto(locale)('manage.title'), href: '/manage' },
      { label: lab.name[locale], href: `/labs/${lab.slug}` },
      { label: resource.name[locale], href: `/equipment/${resource.slug}` },
    ],
    rows: shown.map(rowOf),
    nextUrl: last && rows.length > ON_PAGE ? `${pathOf(resource)}?before=${last.start}-${last.id}` : null,
  })
}

const rowOf = ({ start, end, isEstimated, source, reason, ...rest }: UsageDetail) => ({
  ...{ start, end, isEstimated, source, reason, who: rest.personName },
  reservation: rest.reservationId === null ? null : { id: rest.reservationId, title: rest.reservationTitle ?? '' },
  enteredBy: rest.createdById === rest.personId ? null : rest.createdByName,
})
