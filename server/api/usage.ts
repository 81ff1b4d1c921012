import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { type UsageDetail, usageDetail, usagesOfResource } from '../../db/queries/usages.ts'
import type { App } from '../app.ts'
import type { Resource } from '../domain/resource.ts'
import { USAGE_SOURCES } from '../domain/usage.ts'
import { caredFor } from '../operations/cared-for.ts'
import { recordUsage } from '../operations/record-usage.ts'
import type { Refusal } from '../operations/result.ts'
import { plainRefusal } from '../plugins/found.ts'
import { problemFor } from '../plugins/problem.ts'
import { personIdOf, resourceBySlug } from './inputs.ts'
import { limitOf } from './paging.ts'
import { instant, instantOrNull } from './presenters.ts'
import { personOf, sendProblem } from './reservation-answers.ts'
import { Instant, listOf, listQuery, nullable, oneOf, problems, SlugParams } from './schemas.ts'

const tags = ['Use']
const security = [{ bearer: [] }]
const UtcInstant = Type.String({ description: 'RFC 3339, UTC' })

const UsageIn = Type.Object(
  {
    start: Instant,
    end: Instant,
    reservation: Type.Optional(nullable(Type.Integer({ minimum: 1, description: 'The reservation it was of' }))),
    person: Type.Optional(
      nullable(
        Type.Union([Type.Integer({ minimum: 1 }), Type.String({ minLength: 1, maxLength: 254 })], {
          description: 'An id or an e-mail address; the requester of the reservation unless told',
        }),
      ),
    ),
    units: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
    reason: Type.Optional(nullable(Type.String({ maxLength: 500 }))),
  },
  { additionalProperties: false },
)
const UsageOut = Type.Object({
  id: Type.Integer(),
  resource: Type.String(),
  start: UtcInstant,
  end: nullable(Type.String({ description: 'Null while it runs' })),
  units: Type.Integer(),
  reservation: nullable(Type.Integer()),
  person: nullable(Type.Object({ id: Type.Integer(), name: Type.String() })),
  source: oneOf(USAGE_SOURCES),
  estimated: Type.Boolean({ description: 'Nobody said when it ended' }),
  reason: nullable(Type.String()),
})

/** What really happened on a resource, for its stewards. */
export function usageApi(app: App): void {
  app.get(
    '/api/v1/resources/:slug/usage',
    {
      config: { access: 'person' },
      schema: {
        ...{ tags, security, params: SlugParams },
        summary: 'The use of a resource, the latest first, as its steward',
        querystring: Type.Object(listQuery),
        response: { 200: listOf(UsageOut), ...problems },
      },
    },
    async (request) => {
      const resource = ofSteward(request)
      const limit = limitOf(request.query.limit)
      const rows = usagesOfResource(app.db, resource.id, { limit: limit + 1, before: beforeOf(request.query.cursor) })
      const items = rows.slice(0, limit)
      const last = items.at(-1)
      return {
        items: items.map((each) => out(resource, each)),
        next_cursor: last && rows.length > limit ? `${last.start}-${last.id}` : null,
      }
    },
  )
  app.post(
    '/api/v1/resources/:slug/usage',
    {
      config: { access: 'person' },
      schema: {
        ...{ tags, security, params: SlugParams },
        summary: 'Record that a resource was used, as its steward',
        body: UsageIn,
        response: { 201: UsageOut, ...problems },
      },
    },
    async (request, reply) => {
      const resource = ofSteward(request)
      const { start, end, reservation, person, units, reason } = request.body
      const personId = person === undefined || person === null ? null : personIdOf(app, person)
      if (person !== undefined && person !== null && personId === null)
        return refuse(request, reply, { kind: 'invalid', field: 'person', reason: 'unknown-person' })
      const record = {
        ...{ resourceId: resource.id, start: Date.parse(start), end: Date.parse(end) },
        ...{ units, reservationId: reservation, personId, reason },
      }
      const result = recordUsage(app.db, personOf(request), record, app.clock())
      if (!result.ok) return refuse(request, reply, result.refusal)
      return reply.code(201).send(out(resource, usageDetail(app.db, result.value.id)!))
    },
  )

  function ofSteward(request: FastifyRequest): Resource {
    const { slug } = request.params as { slug: string }
    const result = caredFor(app.db, personOf(request), resourceBySlug(app, slug).id)
    if (!result.ok) throw plainRefusal(result.refusal)
    return result.value
  }
}

function out(resource: Resource, usage: UsageDetail) {
  const { id, start, end, units, reservationId, personId, personName, source, isEstimated, reason } = usage
  return {
    ...{ id, resource: resource.slug, start: instant(start), end: instantOrNull(end), units },
    ...{ reservation: reservationId, person: personId === null ? null : { id: personId, name: personName ?? '' } },
    ...{ source, estimated: isEstimated, reason },
  }
}

function beforeOf(cursor: string | undefined): readonly [number, number] | null {
  const [, start, id] = /^(\d{1,15})-(\d{1,15})$/.exec(cursor ?? '') ?? []
  return start && id ? [Number(start), Number(id)] : null
}

const refuse = (request: FastifyRequest, reply: FastifyReply, refusal: Refusal) =>
  sendProblem(reply, problemFor(refusal, request.locale))
