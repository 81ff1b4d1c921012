import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { outageById, outagesOf } from '../../db/queries/outages.ts'
import type { App } from '../app.ts'
import type { OutageKind } from '../domain/availability-rule.ts'
import type { OutagesChanged } from '../domain/outage-impact.ts'
import { caredFor } from '../operations/cared-for.ts'
import { changeOutages } from '../operations/change-outages.ts'
import { logOutageWork } from '../operations/log-outage-work.ts'
import { removeOutage } from '../operations/remove-outage.ts'
import { type Refusal, type Result, refused } from '../operations/result.ts'
import { found } from '../plugins/found.ts'
import { problemFor } from '../plugins/problem.ts'
import { personIdOf, resourceBySlug } from './inputs.ts'
import {
  ChangedOutageOut,
  changeFrom,
  OutageIn,
  OutageOut,
  OutagePatch,
  outageOut,
  settledOut,
} from './outage-shapes.ts'
import { decodeCursor, encodeCursor, limitOf } from './paging.ts'
import { spanOf } from './presenters.ts'
import { personOf, sendProblem } from './reservation-answers.ts'
import { IdParams, Instant, listOf, listQuery, problems, SlugParams } from './schemas.ts'

const tags = ['Outages']
const security = [{ bearer: [] }]

/** When a resource is out of use: read by anybody, written by its stewards. */
export function outagesApi(app: App): void {
  app.get(
    '/api/v1/resources/:slug/outages',
    {
      config: { access: 'anyone' },
      schema: {
        tags,
        summary: 'The outages of a resource, by start; those of a room close what is inside it, too',
        params: SlugParams,
        querystring: Type.Object(
          { from: Type.Optional(Instant), to: Type.Optional(Instant), ...listQuery },
          { additionalProperties: false },
        ),
        response: { 200: listOf(OutageOut), ...problems },
      },
    },
    async ({ params, query, person }) => {
      const resource = resourceBySlug(app, params.slug)
      const limit = limitOf(query.limit)
      const span = {
        start: query.from === undefined ? Number.MIN_SAFE_INTEGER : Date.parse(query.from),
        end: query.to === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(query.to),
      }
      const after = placeOf(query.cursor)
      const rows = outagesOf(app.db, resource.id, span, { limit: limit + 1, ...(after && { after }) })
      const items = rows.slice(0, limit)
      const last = items.at(-1)
      return {
        items: items.map((each) => outageOut(app, each, person)),
        next_cursor: last && rows.length > limit ? encodeCursor(`${last.start} ${last.id}`) : null,
      }
    },
  )
  app.post(
    '/api/v1/resources/:slug/outages',
    {
      config: { access: 'person', scope: 'steward' },
      schema: {
        ...{ tags, security, params: SlugParams, body: OutageIn },
        summary: 'Take a resource out of use, as its steward; in the past, too',
        response: { 201: ChangedOutageOut, ...problems },
      },
    },
    async (request, reply) => {
      const resource = resourceBySlug(app, request.params.slug)
      const { body } = request
      const change = changeFrom(body, resource)
      const result = changeOutages(app.db, personOf(request), resource.id, change, decisions(body), app.clock())
      return send(request, reply, 201, result)
    },
  )
  app.get(
    '/api/v1/outages/:id',
    {
      config: { access: 'anyone' },
      schema: { tags, summary: 'One outage', params: IdParams, response: { 200: OutageOut, ...problems } },
    },
    async ({ params, person }) => outageOut(app, found(outageById(app.db, Number(params.id))), person),
  )
  app.patch(
    '/api/v1/outages/:id',
    {
      config: { access: 'person', scope: 'steward' },
      schema: {
        ...{ tags, security, params: IdParams, body: OutagePatch },
        summary: 'End an outage early, prolong it or log what was done, as a steward of its resource',
        response: { 200: ChangedOutageOut, ...problems },
      },
    },
    async (request, reply) => send(request, reply, 200, patched(request)),
  )
  app.delete(
    '/api/v1/outages/:id',
    {
      config: { access: 'person', scope: 'steward' },
      schema: {
        ...{ tags, security, params: IdParams },
        summary: 'Remove an outage, as a steward of its resource',
        response: { 204: Type.Null({ description: 'Removed' }), ...problems },
      },
    },
    async (request, reply) => {
      const result = removeOutage(app.db, personOf(request), Number(request.params.id), app.clock())
      return result.ok ? reply.code(204).send(null) : refuse(request, reply, result.refusal)
    },
  )

  function patched(request: FastifyRequest): Result<OutagesChanged> {
    const person = personOf(request)
    const id = Number((request.params as { id: string }).id)
    const body = request.body as Static<typeof OutagePatch>
    const { resourceId, ...known } = found(outageById(app.db, id))
    const cared = caredFor(app.db, person, resourceId)
    if (!cared.ok) return cared
    const doneById = body.done_by === undefined ? null : personIdOf(app, body.done_by)
    if (body.done_by !== undefined && doneById === null)
      return refused({ kind: 'invalid', field: 'done_by', reason: 'unknown-person' })
    const logged = (changed: OutagesChanged | null): Result<OutagesChanged> => {
      const result = logOutageWork(app.db, person, id, { workLog: body.work_log ?? null, doneById }, app.clock())
      return result.ok ? { ok: true, value: { outages: [result.value], affected: changed?.affected ?? [] } } : result
    }
    if (body.work_log !== undefined && FIELDS.every((field) => body[field] === undefined)) return logged(null)
    const outage = {
      start: body.start === undefined ? known.start : Date.parse(body.start),
      end: body.end === undefined ? known.end : Date.parse(body.end),
      kind: (body.kind ?? known.kind) as OutageKind,
      planned: body.planned ?? known.planned,
      reason: body.reason ?? known.reason,
    }
    const result = changeOutages(
      app.db,
      person,
      resourceId,
      { kind: 'change', id, outage },
      decisions(body),
      app.clock(),
    )
    return result.ok && body.work_log !== undefined ? logged(result.value) : result
  }

  function send(request: FastifyRequest, reply: FastifyReply, status: 200 | 201, result: Result<OutagesChanged>) {
    if (!result.ok) return refuse(request, reply, result.refusal)
    const { outages, affected } = result.value
    const [first] = outages
    const occurrences = outages.map((each) => ({ id: each.id, ...spanOf(each) }))
    return reply.code(status).send({
      ...outageOut(app, first!, request.person),
      affected: settledOut(app, affected),
      ...(first!.ruleId !== null && status === 201 && { occurrences }),
    })
  }
}

const FIELDS = ['start', 'end', 'kind', 'planned', 'reason'] as const

const decisions = ({ on_conflict }: { on_conflict?: string }) => ({
  choices: new Map(),
  otherwise: on_conflict === 'cancel' ? ('cancel' as const) : ('keep' as const),
  words: null,
})

function placeOf(cursor: string | undefined): { start: number; id: number } | null {
  const [, start, id] = /^(-?\d{1,16}) (\d{1,15})$/.exec(cursor ? decodeCursor(cursor) : '') ?? []
  return start && id ? { start: Number(start), id: Number(id) } : null
}

const refuse = (request: FastifyRequest, reply: FastifyReply, refusal: Refusal) =>
  sendProblem(reply, problemFor(refusal, request.locale))
