import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { reserveUrl } from '../../views/components/calendar-links.ts'
import { violationText } from '../../views/text/violation-text.ts'
import {
  type WaitingFields,
  WaitingFormPage,
  type WaitingFormPageProps,
} from '../../views/waiting/waiting-form-page.tsx'
import { WaitingListPage } from '../../views/waiting/waiting-list-page.tsx'
import type { App } from '../app.ts'
import type { Resource } from '../domain/resource.ts'
import { isStanding } from '../domain/waiting.ts'
import { joinWaitingList, type WaitingWish } from '../operations/join-waiting-list.ts'
import { leaveWaitingList } from '../operations/leave-waiting-list.ts'
import type { Refusal } from '../operations/result.ts'
import { waitingListOf } from '../operations/see-waiting-list.ts'
import { found, plainRefusal } from '../plugins/found.ts'
import { invalidText } from '../plugins/problem.ts'
import { type FormBody, pointFrom } from './reservation-fields.ts'
import { readWaiting, waitingFieldsFrom } from './waiting-fields.ts'
import { offerRow, waitingRow } from './waiting-offers.ts'

const config = { access: 'person' } as const
const field = Type.Optional(Type.String({ maxLength: 4000 }))
const Id = Type.Object({ id: Type.String({ pattern: '^[0-9]{1,15}$' }) })
/** The reservation form sends its fields here, too, whatever they are. */
const Fields = Type.Object({ resource: field }, { additionalProperties: field })
const ENDED_MS = 30 * 86_400_000

/** What a person waits for, joining, declining and leaving. */
export function waitingList(app: App): void {
  app.get(
    '/waiting-list',
    { config, schema: { querystring: Type.Object({ joined: Type.Optional(Type.String({ maxLength: 20 })) }) } },
    ({ person, locale, query }, reply) => {
      const now = app.clock()
      const entries = waitingListOf(app.db, person!, now, now - ENDED_MS)
      const rows = (those: typeof entries) => those.map((each) => waitingRow(app, each, locale))
      return reply.page(WaitingListPage, {
        offers: entries.flatMap((each) => offerRow(app, each, person!, locale) ?? []),
        standing: rows(entries.filter(isStanding)),
        ended: rows(entries.filter((each) => !isStanding(each))),
        hasJoined: entries.some((each) => isStanding(each) && String(each.id) === query.joined),
      })
    },
  )

  app.get(
    '/waiting-list/new',
    { config, schema: { querystring: Type.Object({ resource: field, start: field, end: field }) } },
    ({ query, locale }, reply) => {
      const resource = resourceOf(app, query.resource)
      const start = pointFrom(query.start, resource.timeZone)
      const end = pointFrom(query.end, resource.timeZone)
      const fields = waitingFieldsFrom(
        app,
        { date: start?.date, start: start?.time, end_date: end?.date, end: end?.time, kind: start ? 'exact' : 'any' },
        resource,
      )
      return reply.page(WaitingFormPage, { ...formOf(app, resource, locale), ...NOTHING_WRONG, fields })
    },
  )

  app.post('/waiting-list', { config, schema: { body: Fields } }, (request, reply) => {
    const body = request.body as FormBody
    const resource = resourceOf(app, body['resource'])
    const fields = waitingFieldsFrom(app, body, resource)
    const { wish, errors, doubled } = readWaiting(app, body, fields, resource, request.locale)
    const form = { ...formOf(app, resource, request.locale), ...NOTHING_WRONG, fields, errors, doubled }
    if (!wish) return reply.code(422).page(WaitingFormPage, form)
    const result = joinWaitingList(app.db, request.person!, wish, app.clock())
    if (result.ok) return reply.redirect(`/waiting-list?joined=${result.value.entry.id}`, 303)
    return refusedForm(request, reply, { form, resource, wish, refusal: result.refusal })
  })

  app.post('/waiting-list/:id/refusal', { config, schema: { params: Id } }, end('decline'))
  app.post('/waiting-list/:id/leaving', { config, schema: { params: Id } }, end('leave'))

  function end(how: 'decline' | 'leave') {
    return ({ params, person }: FastifyRequest, reply: FastifyReply) => {
      const result = leaveWaitingList(app.db, person!, Number((params as { id: string }).id), how, app.clock())
      if (!result.ok) throw plainRefusal(result.refusal)
      return reply.redirect('/waiting-list', 303)
    }
  }
}

type Form = Omit<WaitingFormPageProps, 'page'>

const NOTHING_WRONG = { errors: {}, doubled: [], problems: [], freeUrl: null } as const

interface Refused {
  readonly form: Form & { readonly fields: WaitingFields }
  readonly resource: Resource
  readonly wish: WaitingWish
  readonly refusal: Refusal
}

/** The same form with what stands against it; a time that is free already comes with the way to it. */
function refusedForm(request: FastifyRequest, reply: FastifyReply, { form, resource, wish, refusal }: Refused) {
  const { locale } = request
  if (refusal.kind === 'rules') {
    const problems = refusal.violations.map((each) => {
      const { message, remedy } = violationText(locale, each, resource.timeZone)
      return { title: message, hint: remedy ?? '' }
    })
    return reply.code(422).page(WaitingFormPage, { ...form, problems })
  }
  if (refusal.kind !== 'invalid') throw plainRefusal(refusal)
  const isFree = refusal.reason === 'free-already'
  const { slug, timeZone } = resource
  const freeUrl =
    wish.durationMinutes === null
      ? reserveUrl(slug, timeZone, wish)
      : `/find?${new URLSearchParams({ resource: slug, duration: String(wish.durationMinutes), from: form.fields.from, to: form.fields.to })}`
  return reply.code(isFree ? 409 : 422).page(WaitingFormPage, {
    ...form,
    problems: [{ title: invalidText(refusal, locale), hint: '' }],
    freeUrl: isFree ? freeUrl : null,
  })
}

function formOf(app: App, resource: Resource, locale: 'pl' | 'en') {
  const { slug, name, capacity, timeZone, organisationId } = resource
  const organisation = catalogueOf(app.db).organisationById.get(organisationId)!.name[locale]
  return { resource: { slug, name: name[locale], organisation, capacity, timeZone } }
}

function resourceOf(app: App, slug: string | undefined): Resource {
  const resource = found(catalogueOf(app.db).resourceBySlug.get(slug ?? ''))
  return found(resource.isAccessory ? null : resource)
}
