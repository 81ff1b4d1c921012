import { Duration } from 'luxon'
import { type Static, Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import type { App } from '../app.ts'
import type { Resource } from '../domain/resource.ts'
import { WAITING_STATES } from '../domain/waiting.ts'
import { joinWaitingList, type WaitingWish } from '../operations/join-waiting-list.ts'
import { declineOrLeave } from '../operations/leave-waiting-list.ts'
import { type SeenEntry, seeWaitingEntry, waitingListOf } from '../operations/see-waiting-list.ts'
import { invalid } from '../plugins/access.ts'
import { found } from '../plugins/found.ts'
import { invalidText } from '../plugins/problem.ts'
import { millisecondsOf, spanFrom } from './inputs.ts'
import { decodeCursor, encodeCursor, limitOf } from './paging.ts'
import { instant, spanOf } from './presenters.ts'
import { personOf, reservationAnswers, resourceNamed } from './reservation-answers.ts'
import { IdParams, Instant, listOf, listQuery, nullable, oneOf, problems, Slug } from './schemas.ts'

const UtcInstant = Type.String({ description: 'RFC 3339, UTC' })
const EntryIn = Type.Object(
  {
    resource: Slug,
    start: Type.Optional(Instant),
    end: Type.Optional(Instant),
    duration: Type.Optional(Type.String({ maxLength: 40, description: 'ISO 8601 duration, PT3H' })),
    from: Type.Optional(Instant),
    to: Type.Optional(Instant),
    units: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
  },
  { additionalProperties: false, description: 'Either start and end, or a duration anywhere between from and to' },
)
const EntryOut = Type.Object({
  id: Type.Integer(),
  resource: Type.String(),
  time_zone: Type.String(),
  start: Type.Optional(UtcInstant),
  end: Type.Optional(UtcInstant),
  duration: Type.Optional(Type.String()),
  from: Type.Optional(UtcInstant),
  to: Type.Optional(UtcInstant),
  units: Type.Integer(),
  position: nullable(Type.Integer({ description: 'Place in line among wishes that share time with this one' })),
  state: oneOf(WAITING_STATES),
  offer: Type.Optional(
    Type.Object(
      { start: UtcInstant, end: UtcInstant, expires_at: UtcInstant },
      { description: 'Kept for the caller alone: reserve it with POST /reservations, or decline it with DELETE' },
    ),
  ),
  created_at: UtcInstant,
})

const about = { tags: ['Waiting list'], security: [{ bearer: [] }] }
const config = { access: 'person' } as const

/** Waiting for times that are taken. */
export function waitingListApi(app: App): void {
  const { fault } = reservationAnswers(app)

  app.get(
    '/api/v1/waiting-list',
    {
      config,
      schema: {
        ...about,
        summary: 'What the caller waits for, the latest first',
        querystring: Type.Object(
          {
            ...listQuery,
            ended: Type.Optional(
              Type.String({ pattern: '^(true|false)$', description: 'With what ended in the last 30 days' }),
            ),
          },
          { additionalProperties: false },
        ),
        response: { 200: listOf(EntryOut), ...problems },
      },
    },
    async (request) => {
      const now = app.clock()
      const since = request.query.ended === 'true' ? now - ENDED_MS : now
      const limit = limitOf(request.query.limit)
      const before = request.query.cursor ? Number(decodeCursor(request.query.cursor)) : Number.POSITIVE_INFINITY
      const rest = waitingListOf(app.db, personOf(request), now, since).filter(({ id }) => id < before)
      const items = rest.slice(0, limit)
      return {
        items: items.map((each) => entryOut(app, each)),
        next_cursor: rest.length > limit ? encodeCursor(String(items.at(-1)!.id)) : null,
      }
    },
  )

  app.post(
    '/api/v1/waiting-list',
    {
      config,
      schema: {
        ...about,
        summary: 'Wait for a time that is taken, or for any of a length in a period',
        description:
          'When such a time comes free the first in line gets an offer by mail within a minute. It keeps the time for an ' +
          'hour: a clash for everybody else. The same wish twice is one entry, answered with 200.',
        body: EntryIn,
        response: { 200: EntryOut, 201: EntryOut, ...problems },
      },
    },
    async (request, reply) => {
      const { body } = request
      const resource = resourceNamed(app, body.resource)
      if (!resource) return fault(request, reply, { kind: 'invalid', field: 'resource', reason: 'no-such-resource' })
      const wish = wishFrom(body, resource, (reason) => invalidText({ reason }, request.locale))
      const result = joinWaitingList(app.db, personOf(request), wish, app.clock())
      if (!result.ok) return fault(request, reply, result.refusal)
      const { entry, isNew } = result.value
      const seen = found(seeWaitingEntry(app.db, personOf(request), entry.id, app.clock()))
      reply.header('location', `/api/v1/waiting-list/${entry.id}`)
      return reply.code(isNew ? 201 : 200).send(entryOut(app, seen))
    },
  )

  app.get(
    '/api/v1/waiting-list/:id',
    {
      config,
      schema: {
        ...about,
        summary: 'One entry of the caller',
        params: IdParams,
        response: { 200: EntryOut, ...problems },
      },
    },
    async (request) =>
      entryOut(app, found(seeWaitingEntry(app.db, personOf(request), Number(request.params.id), app.clock()))),
  )

  app.delete(
    '/api/v1/waiting-list/:id',
    {
      config,
      schema: {
        ...about,
        summary: 'Decline the offered time, or leave the list where none is offered',
        description:
          'After an offer was declined an entry for that very time ends; one for any time in a period stands and is never ' +
          'asked for that time again.',
        params: IdParams,
        response: { 200: EntryOut, ...problems },
      },
    },
    async (request, reply) => {
      const id = Number(request.params.id)
      const result = declineOrLeave(app.db, personOf(request), id, app.clock())
      if (!result.ok) return fault(request, reply, result.refusal)
      return entryOut(app, found(seeWaitingEntry(app.db, personOf(request), id, app.clock())))
    },
  )
}

const ENDED_MS = 30 * 86_400_000

function wishFrom(body: Static<typeof EntryIn>, resource: Resource, sentence: (reason: string) => string): WaitingWish {
  const { start, end, duration, from, to, units = 1 } = body
  const base = { resourceId: resource.id, units }
  const isExact = start !== undefined && end !== undefined && duration === undefined
  const isAny = duration !== undefined && from !== undefined && to !== undefined
  if (isExact && from === undefined && to === undefined) {
    const span = { start: Date.parse(start), end: Date.parse(end) }
    if (span.end <= span.start) throw invalid('end', 'must be after start')
    return { ...base, ...span, durationMinutes: null }
  }
  if (!isAny || start !== undefined || end !== undefined) throw invalid('start', sentence('waiting-either'))
  const durationMinutes = millisecondsOf(duration) / 60_000
  if (!Number.isInteger(durationMinutes)) throw invalid('duration', 'must be whole minutes')
  return { ...base, ...spanFrom({ from, to }), durationMinutes }
}

function entryOut({ db }: App, entry: SeenEntry) {
  const { id, resourceId, durationMinutes, units, position, state, offer, createdAt } = entry
  const resource = catalogueOf(db).resourceById.get(resourceId)!
  const { start, end } = spanOf(entry)
  return {
    id,
    resource: resource.slug,
    time_zone: resource.timeZone,
    ...(durationMinutes === null
      ? { start, end }
      : { duration: Duration.fromObject({ minutes: durationMinutes }).rescale().toISO(), from: start, to: end }),
    units,
    position,
    state,
    ...(offer && { offer: { ...spanOf(offer), expires_at: instant(offer.expiresAt) } }),
    created_at: instant(createdAt),
  }
}
