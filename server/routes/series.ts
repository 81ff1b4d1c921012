import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { ruleSentence } from '../../views/components/rule-sentence.ts'
import { SeriesPage } from '../../views/series/series-page.tsx'
import { translateInto } from '../../views/text/translate.ts'
import type { App } from '../app.ts'
import { can } from '../domain/permissions.ts'
import type { Person } from '../domain/person.ts'
import { seriesCalendarFile } from '../domain/series-calendar.ts'
import { localDayOf } from '../domain/zone.ts'
import { cancelSeries } from '../operations/cancel-series.ts'
import type { Refusal } from '../operations/result.ts'
import { type SeenSeries, seeSeries } from '../operations/see-series.ts'
import { takeBackOccurrence } from '../operations/take-back-occurrence.ts'
import { voicesOf, votingOn } from '../operations/voting.ts'
import { found, plainRefusal } from '../plugins/found.ts'
import { calendarSeriesOf } from './calendar-entry.ts'
import { refusalText } from './series-refusal.ts'
import { scopeFrom } from './series-scope.ts'

const config = { access: 'person' } as const
const Id = Type.Object({ id: Type.String({ pattern: '^[0-9]{1,15}$' }) })
const text = (maxLength: number) => Type.Optional(Type.String({ maxLength }))
const _csrf = Type.Optional(Type.String())

const DONE = ['booked', 'requested', 'saved', 'cancelled', 'taken-back'] as const

/** The page of a series, and letting go of its dates or taking them back. */
export function series(app: App): void {
  app.get(
    '/series/:id',
    { config, schema: { params: Id, querystring: Type.Object({ done: text(20) }) } },
    async (request, reply) => {
      const t = translateInto(request.locale)
      const done = DONE.find((each) => each === request.query.done)
      const notice = done && ({ kind: 'ok', title: t(`series.${done}`) } as const)
      return reply.page(SeriesPage, { ...pageOf(app, request, Number(request.params.id)), notice })
    },
  )

  app.get('/series/:id.ics', { config, schema: { params: Id } }, async ({ params, person, locale }, reply) => {
    const seen = found(seeSeries(app.db, person!, Number(params.id)))
    const { publicUrl } = app.settings
    const entry = calendarSeriesOf(seen, catalogueOf(app.db), { locale, publicUrl })
    return reply
      .header('content-disposition', `attachment; filename="series-${seen.series.id}.ics"`)
      .type('text/calendar; charset=utf-8')
      .send(seriesCalendarFile(entry, { host: new URL(publicUrl).hostname, now: app.clock() }))
  })

  app.post(
    '/series/:id/cancellation',
    {
      config,
      schema: {
        params: Id,
        body: Type.Object({ scope: text(20), from: text(20), include_changed: text(5), reason: text(500), _csrf }),
      },
    },
    async (request, reply) => {
      const id = Number(request.params.id)
      const { reason } = request.body
      const wish = { ...scopeFrom(request.body), reason: reason ?? null }
      const result = cancelSeries(app.db, request.person!, id, wish, app.clock())
      if (result.ok) return reply.redirect(`/series/${id}?done=cancelled`, 303)
      return refuse(app, request, reply, { id, refusal: result.refusal })
    },
  )

  app.post(
    '/series/:id/occurrences',
    { config, schema: { params: Id, body: Type.Object({ local: Type.String({ maxLength: 30 }), _csrf }) } },
    async (request, reply) => {
      const id = Number(request.params.id)
      const result = takeBackOccurrence(app.db, request.person!, id, request.body.local, app.clock())
      if (result.ok) return reply.redirect(`/series/${id}?done=taken-back`, 303)
      const title = translateInto(request.locale)('series.not-taken-back')
      return refuse(app, request, reply, { id, refusal: result.refusal, title })
    },
  )
}

function refuse(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  { id, refusal, title }: { id: number; refusal: Refusal; title?: string },
) {
  if (refusal.kind === 'not-found' || refusal.kind === 'forbidden') throw plainRefusal(refusal)
  const page = pageOf(app, request, id)
  const told = refusalText(app, request, refusal, page.series.resourceId)
  const isUnfit = refusal.kind === 'invalid' || (refusal.kind === 'rules' && refusal.violations.length > 0)
  const notice = { kind: 'stop', title: title ?? told.title, hint: told.hint } as const
  return reply.code(isUnfit ? 422 : 409).page(SeriesPage, { ...page, notice })
}

/** Everything the page of a series shows to this person; 404 when it is none of their business. */
function pageOf(app: App, { person, locale }: FastifyRequest, id: number) {
  const catalogue = catalogueOf(app.db)
  const seen = found(seeSeries(app.db, person!, id))
  const { series, resource, occurrences, requester } = seen
  const place = { reservation: series, resource }
  return {
    series,
    occurrences,
    sentence: sentenceOf(seen, locale, app.clock()),
    resource: { slug: resource.slug, name: resource.name[locale], timeZone: resource.timeZone },
    elsewhere: new Map(catalogue.resources.map((each) => [each.id, each.name[locale]])),
    requester: requester.name,
    organisation: catalogue.organisationById.get(series.organisationId)!.name[locale],
    may: {
      change: can(person!, 'change', place),
      cancel: can(person!, 'cancel', place),
      decide: occurrences.some((each) => isWaitingFor(app, person!, each)),
      seeNote: seen.seen === 'full',
    },
  }
}

const isWaitingFor = (app: App, person: Person, each: SeenSeries['occurrences'][number]) =>
  each.outcome === 'booked' &&
  each.reservation.state === 'requested' &&
  voicesOf(person, votingOn(app.db, each.reservation, app.clock()).open, each.reservation).length > 0

const sentenceOf = ({ series, resource }: SeenSeries, locale: FastifyRequest['locale'], now: number) =>
  ruleSentence({ ...series, validUntil: null }, locale, localDayOf(now, resource.timeZone))
