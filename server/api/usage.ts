import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { usageDetail, usagesOfResource } from '../../db/queries/usages.ts'
import type { App } from '../app.ts'
import type { Resource } from '../domain/resource.ts'
import { caredFor } from '../operations/cared-for.ts'
import { caredUsage } from '../operations/cared-usage.ts'
import { correctUsage } from '../operations/correct-usage.ts'
import { recordUsage } from '../operations/record-usage.ts'
import { removeUsage } from '../operations/remove-usage.ts'
import type { Refusal } from '../operations/result.ts'
import { plainRefusal } from '../plugins/found.ts'
import { problemFor } from '../plugins/problem.ts'
import { personIdOf, resourceBySlug } from './inputs.ts'
import { limitOf } from './paging.ts'
import { personOf, sendProblem } from './reservation-answers.ts'
import { IdParams, listOf, listQuery, problems, SlugParams } from './schemas.ts'
import { UsageIn, UsageOut, UsagePatch, usageOut } from './usage-shapes.ts'

const tags = ['Use']
const security = [{ bearer: [] }]
const config = { access: 'person', scope: 'steward' } as const

/** What really happened on a resource, for its stewards. */
export function usageApi(app: App): void {
  app.get(
    '/api/v1/resources/:slug/usage',
    {
      config,
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
        items: items.map((each) => usageOut(resource, each)),
        next_cursor: last && rows.length > limit ? `${last.start}-${last.id}` : null,
      }
    },
  )
  app.post(
    '/api/v1/resources/:slug/usage',
    {
      config,
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
      const personId = personNamed(person)
      if (personId === undefined && person) return refuse(request, reply, UNKNOWN_PERSON)
      const record = {
        ...{ resourceId: resource.id, start: Date.parse(start), end: Date.parse(end) },
        ...{ units, reservationId: reservation, personId, reason },
      }
      const result = recordUsage(app.db, personOf(request), record, app.clock())
      if (!result.ok) return refuse(request, reply, result.refusal)
      return reply.code(201).send(usageOut(resource, usageDetail(app.db, result.value.id)!))
    },
  )
  app.get(
    '/api/v1/usage/:id',
    {
      config,
      schema: {
        ...{ tags, security, params: IdParams },
        summary: 'One record of use, as a steward of its resource',
        response: { 200: UsageOut, ...problems },
      },
    },
    async (request) => {
      const { usage, resource } = cared(request)
      return usageOut(resource, usage)
    },
  )
  app.patch(
    '/api/v1/usage/:id',
    {
      config,
      schema: {
        ...{ tags, security, params: IdParams, body: UsagePatch },
        summary: 'Correct a record of use that is over, as a steward of its resource',
        description: 'What is left out stays; null takes the person or the reservation away.',
        response: { 200: UsageOut, ...problems },
      },
    },
    async (request, reply) => {
      const { usage, resource } = cared(request)
      const { start, end, reservation, person, units, reason } = request.body as Static<typeof UsagePatch>
      const personId = personNamed(person)
      if (personId === undefined && person) return refuse(request, reply, UNKNOWN_PERSON)
      const wish = {
        ...{ start: instantIn(start), end: instantIn(end), reservationId: reservation, personId, units, reason },
      }
      const result = correctUsage(app.db, personOf(request), usage.id, wish, app.clock())
      return result.ok ? usageOut(resource, result.value) : refuse(request, reply, result.refusal)
    },
  )
  app.delete(
    '/api/v1/usage/:id',
    {
      config,
      schema: {
        ...{ tags, security, params: IdParams },
        summary: 'Remove a record of use that never was true, as a steward of its resource',
        querystring: Type.Object(
          { reason: Type.String({ maxLength: 500, description: 'Stays in the history' }) },
          { additionalProperties: false },
        ),
        response: { 204: Type.Null({ description: 'Removed' }), ...problems },
      },
    },
    async (request, reply) => {
      const { id } = cared(request).usage
      const result = removeUsage(app.db, personOf(request), id, request.query, app.clock())
      return result.ok ? reply.code(204).send(null) : refuse(request, reply, result.refusal)
    },
  )

  function ofSteward(request: FastifyRequest): Resource {
    const { slug } = request.params as { slug: string }
    const result = caredFor(app.db, personOf(request), resourceBySlug(app, slug).id)
    if (!result.ok) throw plainRefusal(result.refusal)
    return result.value
  }

  function cared(request: FastifyRequest) {
    const { id } = request.params as { id: string }
    const result = caredUsage(app.db, personOf(request), Number(id))
    if (!result.ok) throw plainRefusal(result.refusal)
    return result.value
  }

  /** Undefined for whom nobody named, and for a name that nobody has. */
  function personNamed(person: number | string | null | undefined): number | null | undefined {
    return person === undefined || person === null ? person : (personIdOf(app, person) ?? undefined)
  }
}

const UNKNOWN_PERSON: Refusal = { kind: 'invalid', field: 'person', reason: 'unknown-person' }

const instantIn = (text: string | undefined) => (text === undefined ? undefined : Date.parse(text))

function beforeOf(cursor: string | undefined): readonly [number, number] | null {
  const [, start, id] = /^(\d{1,15})-(\d{1,15})$/.exec(cursor ?? '') ?? []
  return start && id ? [Number(start), Number(id)] : null
}

const refuse = (request: FastifyRequest, reply: FastifyReply, refusal: Refusal) =>
  sendProblem(reply, problemFor(refusal, request.locale))
