import { type Static, Type } from 'typebox'
import { participantIdsOf } from '../../db/queries/participants.ts'
import type { App } from '../app.ts'
import type { Interval } from '../domain/interval.ts'
import { can } from '../domain/permissions.ts'
import type { Person } from '../domain/person.ts'
import type { Purpose } from '../domain/purpose.ts'
import type { Resource } from '../domain/resource.ts'
import type { ForeseenOccurrence } from '../domain/series.ts'
import { minutesOf, signedMinutesOf } from '../domain/window-length.ts'
import { properZone } from '../domain/zone.ts'
import { alternativesFor, type WantedTime } from '../operations/alternatives-for.ts'
import { bookSeries } from '../operations/book-series.ts'
import { changeSeries } from '../operations/change-series.ts'
import { nameParticipants } from '../operations/name-participants.ts'
import { previewSeries } from '../operations/preview-series.ts'
import { seeSeries } from '../operations/see-series.ts'
import { fingerprintOf } from '../plugins/fingerprint.ts'
import { found } from '../plugins/found.ts'
import { foreseenOut, problem } from '../plugins/problem.ts'
import { scopeOf, versionOf } from './inputs.ts'
import { alternativeOut } from './presenters.ts'
import { personOf, resourceNamed, sendProblem } from './reservation-answers.ts'
import { IdParams, problems } from './schemas.ts'
import { seriesAnswers } from './series-answers.ts'
import { SeriesChangeIn, SeriesIn, SeriesOut, SeriesPreviewIn, SeriesPreviewOut } from './series-schemas.ts'

const tags = ['Series']
const config = { access: 'person' } as const
const security = [{ bearer: [] }]
const NO_RESOURCE = { kind: 'invalid', field: 'resource', reason: 'no-such-resource' } as const
/** Other times are looked for beside so many occurrences: each costs a look at a month and at 30 resources. */
const MOST_WITH_ALTERNATIVES = 10

/** Making, reading and changing series of reservations. */
export function seriesApi(app: App): void {
  const { answer, finish, fault } = seriesAnswers(app)
  app.post(
    '/api/v1/series',
    {
      config,
      schema: {
        tags,
        security,
        summary: 'Reserve every time of a recurrence rule, in one piece',
        headers: Type.Object({ 'idempotency-key': Type.Optional(Type.String({ minLength: 1, maxLength: 200 })) }),
        body: SeriesIn,
        response: { 201: SeriesOut, ...problems },
      },
    },
    async (request, reply) => {
      const { body } = request
      const resource = resourceNamed(app, body.resource)
      if (!resource) return fault(request, reply, NO_RESOURCE)
      const key = request.headers['idempotency-key']
      const named = nameParticipants(app.db, personOf(request), body.participants ?? [], { now: app.clock() })
      if (!named.ok) return fault(request, reply, named.refusal)
      const booking = {
        ...wishOf(body, resource),
        participantIds: named.value,
        title: body.title,
        purpose: body.purpose as Purpose,
        note: body.note ?? null,
        onConflict: (body.on_conflict ?? 'reject') as 'reject' | 'skip',
        idempotency: key ? { key, fingerprint: fingerprintOf({ ...body, '': 'series' }) } : null,
      }
      const result = bookSeries(app.db, personOf(request), booking, app.clock())
      if (!result.ok) return fault(request, reply, result.refusal, resource.id)
      reply.header('location', `/api/v1/series/${result.value.id}`)
      return answer(request, reply, result.value.id, 201)
    },
  )

  app.post(
    '/api/v1/series/preview',
    {
      config,
      schema: {
        tags,
        security,
        summary: 'What would become of every occurrence; changes nothing',
        body: SeriesPreviewIn,
        response: { 200: SeriesPreviewOut, ...problems },
      },
    },
    async (request, reply) => {
      const { body } = request
      const resource = resourceNamed(app, body.resource)
      if (!resource) return fault(request, reply, NO_RESOURCE)
      const person = personOf(request)
      const wish = { ...wishOf(body, resource), purpose: body.purpose ?? 'own_research' }
      const result = previewSeries(app.db, person, wish, app.clock())
      if (!result.ok) return fault(request, reply, result.refusal, resource.id)
      const alternatives = alternativesBeside(app, person, result.value, wish)
      const occurrences = result.value.map((each) => ({
        ...foreseenOut(each, request.locale, resource.timeZone),
        alternatives: alternatives.get(each.local) ?? [],
      }))
      return reply.send({ occurrences } as Static<typeof SeriesPreviewOut>)
    },
  )

  app.get(
    '/api/v1/series/:id',
    {
      config,
      schema: { tags, security, summary: 'One series', params: IdParams, response: { 200: SeriesOut, ...problems } },
    },
    async (request, reply) => answer(request, reply, Number(request.params.id), 200),
  )

  app.patch(
    '/api/v1/series/:id',
    {
      config,
      schema: {
        tags,
        security,
        summary: 'Change all occurrences still to come, or one and those after it; needs If-Match with its version',
        params: IdParams,
        headers: Type.Object({ 'if-match': Type.Optional(Type.String({ maxLength: 40 })) }),
        body: SeriesChangeIn,
        response: { 200: SeriesOut, ...problems },
      },
    },
    async (request, reply) => {
      const id = Number(request.params.id)
      const person = personOf(request)
      // Whether it is there comes before how it was asked for.
      const seen = found(seeSeries(app.db, person, id))
      const match = request.headers['if-match']
      if (match === undefined) return sendProblem(reply, problem('precondition-required', request.locale))
      const { participants, ...rest } = request.body
      const mayInvite = can(person, 'change', { reservation: seen.series, resource: seen.resource })
      const named = nameParticipants(app.db, person, mayInvite ? (participants ?? []) : [], {
        known: participantIdsOf(app.db, { reservationId: 0, seriesId: id }),
        now: app.clock(),
      })
      if (!named.ok) return fault(request, reply, named.refusal)
      const { scope, from, include_changed, override, reason, ...changes } = changesOf(rest)
      const wanted = { ...changes, ...(participants && { participantIds: named.value }) }
      if (Object.keys(wanted).length === 0)
        return fault(request, reply, { kind: 'invalid', field: 'shift', reason: 'nothing-named' })
      const change = { ...scopeOf({ scope, from, include_changed }), ...wanted, override, reason }
      return finish(request, reply, id, changeSeries(app.db, person, id, change, versionOf(match), app.clock()))
    },
  )
}

function wishOf(body: Static<typeof SeriesPreviewIn>, resource: Resource) {
  return {
    resourceId: resource.id,
    timeZone: body.time_zone === undefined ? resource.timeZone : properZone(body.time_zone),
    startLocal: body.dtstart,
    durationMinutes: minutesOrNone(body.duration),
    rrule: body.rrule,
    exdates: body.exdates ?? [],
    rdates: body.rdates ?? [],
    units: body.units ?? 1,
    projectCode: body.project ?? null,
    override: body.override ?? null,
  }
}

function alternativesBeside(
  app: App,
  person: Person,
  occurrences: readonly ForeseenOccurrence[],
  { units, purpose, projectCode }: Omit<WantedTime, keyof Interval | 'resourceId'>,
) {
  const taken = occurrences.filter(({ outcome }) => outcome !== 'free').slice(0, MOST_WITH_ALTERNATIVES)
  return new Map(
    taken.map((each) => [
      each.local,
      alternativesFor(app.db, person, { ...each, units, purpose, projectCode }, app.clock()).map(alternativeOut),
    ]),
  )
}

function changesOf({
  shift,
  duration,
  purpose,
  project,
  ...rest
}: Omit<Static<typeof SeriesChangeIn>, 'participants'>) {
  return {
    ...rest,
    ...(shift !== undefined && { shiftMinutes: signedMinutesOf(shift) ?? Number.NaN }),
    ...(duration !== undefined && { durationMinutes: minutesOrNone(duration) }),
    ...(purpose !== undefined && { purpose: purpose as Purpose }),
    ...(project !== undefined && { projectCode: project }),
  }
}

/** The operations refuse what is no length, in the reader's words. */
const minutesOrNone = (text: string): number => minutesOf(text) ?? Number.NaN
