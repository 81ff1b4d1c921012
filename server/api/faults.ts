import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { faultPhoto, faultStatusOf, faultsOfResource, faultsToldBy } from '../../db/queries/faults.ts'
import type { App } from '../app.ts'
import type { FaultSeverity, FaultVerb, ToldFault } from '../domain/fault.ts'
import { isSteward } from '../domain/stewardship.ts'
import { answerFault, visibleFault } from '../operations/answer-fault.ts'
import { reportFault } from '../operations/report-fault.ts'
import type { Refusal } from '../operations/result.ts'
import { found } from '../plugins/found.ts'
import { redrawn } from '../plugins/photo.ts'
import { invalidText, problem, problemFor } from '../plugins/problem.ts'
import {
  FaultAnswerIn,
  FaultIn,
  FaultMergeIn,
  FaultOut,
  FaultStatusOut,
  FaultWithNotes,
  faultOut,
  faultWithNotes,
  PHOTO_LETTERS,
} from './fault-shapes.ts'
import { resourceBySlug } from './inputs.ts'
import { pageOf } from './paging.ts'
import { instant } from './presenters.ts'
import { personOf, sendProblem } from './reservation-answers.ts'
import { IdParams, listOf, problems, SlugParams, wholeListQuery } from './schemas.ts'

const about = { tags: ['Faults'], security: [{ bearer: [] }] }
const config = { access: 'person' } as const

/** Faults: reported by anybody, answered by who looks after the resource. */
export function faultsApi(app: App): void {
  app.get(
    '/api/v1/resources/:slug/faults',
    {
      config,
      schema: {
        ...about,
        summary: 'Reports of faults: all of them for stewards, else the own ones; what stands first',
        params: SlugParams,
        querystring: wholeListQuery,
        response: {
          200: Type.Object({ ...listOf(FaultOut).properties, status: FaultStatusOut }),
          ...problems,
        },
      },
    },
    async (request) => {
      const resource = resourceBySlug(app, request.params.slug)
      const person = personOf(request)
      const cares = isSteward(person, resource)
      const told = faultsOfResource(app.db, resource.id, cares ? null : person.id)
      const status = faultStatusOf(app.db, [resource.id]).get(resource.id)
      return {
        ...pageOut(told, request.query, cares),
        status: status ? { severity: status.severity, since: instant(status.since) } : null,
      }
    },
  )
  app.post(
    '/api/v1/resources/:slug/faults',
    {
      bodyLimit: PHOTO_LETTERS + 100_000,
      config,
      schema: {
        ...about,
        summary: 'Report a fault to the stewards; the same again within ten minutes is one',
        params: SlugParams,
        body: FaultIn,
        response: { 201: FaultWithNotes, ...problems },
      },
    },
    async (request, reply) => {
      const { id: resourceId } = resourceBySlug(app, request.params.slug)
      const { severity, words, photo: sent } = request.body
      const photo = sent ? await redrawn(Buffer.from(sent, 'base64')) : null
      if (typeof photo === 'string') return refuse(request, reply, { kind: 'invalid', field: 'photo', reason: photo })
      const report = { resourceId, severity: severity as FaultSeverity, words, photo }
      const result = reportFault(app.db, personOf(request), report, app.clock())
      return result.ok ? reply.code(201).send(told(request, result.value.id)) : refuse(request, reply, result.refusal)
    },
  )
  app.get(
    '/api/v1/faults',
    {
      config,
      schema: {
        ...about,
        summary: 'The own reports of faults',
        querystring: wholeListQuery,
        response: { 200: listOf(FaultOut), ...problems },
      },
    },
    async (request) => pageOut(faultsToldBy(app.db, personOf(request).id), request.query, false),
  )
  app.get(
    '/api/v1/faults/:id',
    {
      config,
      schema: {
        ...about,
        summary: 'One report, for its reporter and the stewards',
        params: IdParams,
        response: { 200: FaultWithNotes, ...problems },
      },
    },
    async (request) => told(request, Number(request.params.id)),
  )
  app.get(
    '/api/v1/faults/:id/photos/:photo',
    {
      config,
      schema: {
        ...about,
        summary: 'A picture of a report',
        params: Type.Object({ ...IdParams.properties, photo: IdParams.properties.id }),
        response: { 200: Type.Unsafe<Buffer>({ type: 'string', format: 'binary' }), ...problems },
      },
      // A picture, no JSON.
      serializerCompiler: () => (data) => data,
    },
    async (request, reply) => {
      const { fault } = found(visibleFault(app.db, personOf(request), Number(request.params.id)))
      const photo = found(faultPhoto(app.db, fault.id, Number(request.params.photo)))
      return reply
        .type(photo.mediaType)
        .header('content-security-policy', "default-src 'none'; sandbox")
        .header('cache-control', 'private, no-store')
        .send(photo.bytes)
    },
  )

  verb('answer', 'Answer with words: stewards to the reporters, a reporter to the stewards')
  verb('acknowledge', 'Say that somebody is at it, as a steward')
  verb('resolve', 'Say what was done about it, as a steward: it stands no longer')
  verb('reopen', 'Say why it is not over, as a steward')
  verb('merge', 'Let another report of the same fault go on in its place, as a steward', FaultMergeIn)

  function verb(name: FaultVerb, summary: string, body: typeof FaultAnswerIn | typeof FaultMergeIn = FaultAnswerIn) {
    app.post(
      `/api/v1/faults/:id/${name}`,
      { config, schema: { ...about, summary, params: IdParams, body, response: { 200: FaultWithNotes, ...problems } } },
      async (request, reply) => {
        const id = Number((request.params as { id: string }).id)
        const { words = '', into = null } = request.body as { words?: string; into?: number }
        const result = answerFault(app.db, personOf(request), id, { verb: name, words, into }, app.clock())
        return result.ok ? reply.code(200).send(told(request, id)) : refuse(request, reply, result.refusal)
      },
    )
  }

  function told(request: FastifyRequest, id: number) {
    const { fault, cares } = found(visibleFault(app.db, personOf(request), id))
    return faultWithNotes(app, fault, cares)
  }

  function pageOut(faults: readonly ToldFault[], query: { limit?: string; cursor?: string }, cares: boolean) {
    const page = pageOf(faults, query, ({ id }) => id)
    return { ...page, items: page.items.map((each) => faultOut(app, each, cares)) }
  }
}

function refuse(request: FastifyRequest, reply: FastifyReply, refusal: Refusal) {
  // Somebody has got there first.
  if (refusal.kind === 'invalid' && refusal.field === 'verb')
    return sendProblem(reply, problem('wrong-state', request.locale, { detail: invalidText(refusal, request.locale) }))
  return sendProblem(reply, problemFor(refusal, request.locale))
}
