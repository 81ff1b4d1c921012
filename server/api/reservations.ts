import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import {
  type ReservationFilter,
  reservationDetail,
  reservationsOfPerson,
  reservationsOnResources,
} from '../../db/queries/reservations.ts'
import type { App } from '../app.ts'
import { STATES, type State } from '../domain/lifecycle.ts'
import type { Person } from '../domain/person.ts'
import type { Purpose } from '../domain/purpose.ts'
import type { ReservationDetail } from '../domain/reservation.ts'
import type { Resource } from '../domain/resource.ts'
import { isSteward } from '../domain/stewardship.ts'
import { viewOf } from '../domain/visibility.ts'
import { DAY_MS } from '../domain/zone.ts'
import { alternativesFor } from '../operations/alternatives-for.ts'
import { cancelReservation } from '../operations/cancel-reservation.ts'
import { type ReservationChange as Changes, changeReservation } from '../operations/change-reservation.ts'
import { decideReservation } from '../operations/decide-reservation.ts'
import { previewReservation } from '../operations/preview-reservation.ts'
import { requestReservation } from '../operations/request-reservation.ts'
import type { Refusal, Result } from '../operations/result.ts'
import { seeReservation } from '../operations/see-reservation.ts'
import { found } from '../plugins/found.ts'
import { problem, problemFor, violationsOut } from '../plugins/problem.ts'
import { limitOf } from './paging.ts'
import { alternativeOut, loadOf, reservationOut } from './presenters.ts'
import {
  IdParams,
  Instant,
  listOf,
  listQuery,
  MaskedOut,
  PreviewIn,
  PreviewOut,
  problems,
  ReservationChange,
  ReservationIn,
  ReservationOut,
  Slug,
} from './schemas.ts'

const tags = ['Reservations']
const config = { access: 'person' } as const
const security = [{ bearer: [] }]
const answers = { 200: ReservationOut, ...problems }
const Reason = Type.String({ maxLength: 500 })

/** Making, reading, changing and deciding reservations. */
export function reservationsApi(app: App): void {
  app.post(
    '/api/v1/reservations',
    {
      config,
      schema: {
        tags,
        security,
        summary: 'Reserve a time, or ask for it where an owner approves',
        headers: Type.Object({ 'idempotency-key': Type.Optional(Type.String({ minLength: 1, maxLength: 200 })) }),
        body: ReservationIn,
        response: { 201: ReservationOut, ...problems },
      },
    },
    async (request, reply) => {
      const { body } = request
      const person = personOf(request)
      const resource = resourceNamed(app, body.resource)
      if (!resource) return fault(request, reply, { kind: 'invalid', field: 'resource', reason: 'no-such-resource' })
      const key = request.headers['idempotency-key']
      const result = requestReservation(
        app.db,
        person,
        {
          ...wishOf(body, resource),
          title: body.title,
          purpose: body.purpose as Purpose,
          note: body.note ?? null,
          idempotency: key ? { key, fingerprint: fingerprintOf(body) } : null,
        },
        app.clock(),
      )
      if (!result.ok) return fault(request, reply, result.refusal, wishOf(body, resource))
      reply.header('location', `/api/v1/reservations/${result.value.id}`)
      return answer(request, reply, result.value.id, 201)
    },
  )

  app.post(
    '/api/v1/reservations/preview',
    {
      config,
      schema: {
        tags,
        security,
        summary: 'What the same request would be answered; changes nothing',
        body: PreviewIn,
        response: { 200: PreviewOut, ...problems },
      },
    },
    async (request, reply) => {
      const { body } = request
      const resource = resourceNamed(app, body.resource)
      if (!resource) return fault(request, reply, { kind: 'invalid', field: 'resource', reason: 'no-such-resource' })
      const person = personOf(request)
      if (body.override && !isSteward(person, resource)) return fault(request, reply, { kind: 'forbidden' })
      const wish = { ...wishOf(body, resource), purpose: body.purpose ?? 'own_research' }
      const preview = previewReservation(app.db, person, wish, app.clock())
      return {
        allowed: preview.allowed,
        state: preview.state,
        violations: violationsOut(preview.violations, request.locale, resource.timeZone),
        conflicts: preview.conflicts.map(loadOf),
        alternatives: preview.alternatives.map(alternativeOut),
      }
    },
  )

  app.get(
    '/api/v1/reservations',
    {
      config,
      schema: {
        tags,
        security,
        summary: 'Reservations as far as the caller may see them',
        description:
          'With `mine` the own ones, with `resource` all of that resource, those of others as bare times. With neither the own ones and those in labs the caller looks after. Lists that reach beyond the own ones begin 31 days back unless `from` says otherwise.',
        querystring: Type.Object(
          {
            ...listQuery,
            cursor: Type.Optional(Type.String({ pattern: '^[0-9]{1,15}-[0-9]{1,15}$' })),
            mine: Type.Optional(Type.Unsafe<'true' | 'false'>({ type: 'string', enum: ['true', 'false'] })),
            resource: Type.Optional(Slug),
            state: Type.Optional(Type.Unsafe<State>({ type: 'string', enum: [...STATES] })),
            from: Type.Optional(Instant),
            to: Type.Optional(Instant),
          },
          { additionalProperties: false },
        ),
        response: { 200: listOf(Type.Union([ReservationOut, MaskedOut])), ...problems },
      },
    },
    async (request, reply) => {
      const { query } = request
      const person = personOf(request)
      const resource = query.resource === undefined ? null : resourceNamed(app, query.resource)
      if (query.resource !== undefined && !resource)
        return fault(request, reply, { kind: 'invalid', field: 'resource', reason: 'no-such-resource' })
      const filter = {
        limit: limitOf(query.limit),
        cursor: query.cursor ?? null,
        ...(query.state && { states: [query.state] }),
        ...(query.from && { from: Date.parse(query.from) }),
        ...(query.to && { to: Date.parse(query.to) }),
      }
      const page = listed(app, person, query.mine === 'true', resource, filter)
      const items = page.items.flatMap((each) => rowOut(app, each, person))
      // Asked for by its state a masked row would tell its state.
      return { items: query.state ? items.filter((row) => 'id' in row) : items, next_cursor: page.nextCursor }
    },
  )

  app.get(
    '/api/v1/reservations/:id',
    { config, schema: { tags, security, summary: 'One reservation', params: IdParams, response: answers } },
    async (request, reply) => answer(request, reply, Number(request.params.id), 200),
  )

  app.patch(
    '/api/v1/reservations/:id',
    {
      config,
      schema: {
        tags,
        security,
        summary: 'Change a reservation; needs If-Match with its version',
        params: IdParams,
        headers: Type.Object({ 'if-match': Type.Optional(Type.String({ maxLength: 40 })) }),
        body: ReservationChange,
        response: answers,
      },
    },
    async (request, reply) => {
      const id = Number(request.params.id)
      const person = personOf(request)
      // Whether it is there comes before how it was asked for.
      found(seeReservation(app.db, person, id))
      const match = request.headers['if-match']
      if (match === undefined) return send(reply, problem('precondition-required', request.locale))
      const version = Number(/^(?:W\/)?"?(\d+)"?$/.exec(match.trim())?.[1] ?? Number.NaN)
      return finish(
        request,
        reply,
        id,
        changeReservation(app.db, person, id, changesOf(request.body), version, app.clock()),
      )
    },
  )

  app.post(
    '/api/v1/reservations/:id/cancel',
    {
      config,
      schema: {
        tags,
        security,
        summary: 'Cancel',
        params: IdParams,
        body: Type.Union([
          Type.Null(),
          Type.Object({ reason: Type.Optional(Reason) }, { additionalProperties: false }),
        ]),
        response: answers,
      },
    },
    async (request, reply) => {
      const id = Number(request.params.id)
      return finish(
        request,
        reply,
        id,
        cancelReservation(app.db, personOf(request), id, { reason: request.body?.reason ?? null }, app.clock()),
      )
    },
  )

  app.post(
    '/api/v1/reservations/:id/approve',
    {
      config,
      schema: {
        tags: ['Approvals'],
        security,
        summary: 'Approve a request',
        params: IdParams,
        body: Type.Union([Type.Null(), Type.Object({ note: Type.Optional(Reason) }, { additionalProperties: false })]),
        response: answers,
      },
    },
    async (request, reply) => {
      const id = Number(request.params.id)
      const decision = { verdict: 'approve', note: request.body?.note ?? null } as const
      return finish(request, reply, id, decideReservation(app.db, personOf(request), id, decision, app.clock()))
    },
  )

  app.post(
    '/api/v1/reservations/:id/decline',
    {
      config,
      schema: {
        tags: ['Approvals'],
        security,
        summary: 'Decline a request; the requester reads the reason',
        params: IdParams,
        body: Type.Union([
          Type.Null(),
          Type.Object({ reason: Type.Optional(Reason) }, { additionalProperties: false }),
        ]),
        response: answers,
      },
    },
    async (request, reply) => {
      const id = Number(request.params.id)
      const decision = { verdict: 'decline', reason: request.body?.reason ?? null } as const
      return finish(request, reply, id, decideReservation(app.db, personOf(request), id, decision, app.clock()))
    },
  )

  function answer(request: FastifyRequest, reply: FastifyReply, id: number, status: 200 | 201) {
    const seen = found(seeReservation(app.db, personOf(request), id)).reservation
    reply.header('etag', `"${seen.version}"`)
    return reply.code(status).send(reservationOut(seen, catalogueOf(app.db), app.settings.publicUrl))
  }

  function finish(request: FastifyRequest, reply: FastifyReply, id: number, result: Result<unknown>) {
    return result.ok
      ? answer(request, reply, id, 200)
      : fault(request, reply, result.refusal, wishFor(app, id, request))
  }

  /** The problem of a refusal; one about a time comes with the nearest free ones. */
  function fault(request: FastifyRequest, reply: FastifyReply, refusal: Refusal, wish?: Wish) {
    const about = refusal.kind === 'rules' && wish ? catalogueOf(app.db).resourceById.get(wish.resourceId) : undefined
    return send(
      reply,
      problemFor(
        refusal,
        request.locale,
        about && wish
          ? {
              zone: about.timeZone,
              alternatives: alternativesFor(app.db, personOf(request), wish, app.clock()).map(alternativeOut),
            }
          : {},
      ),
    )
  }
}

const send = (reply: FastifyReply, body: ReturnType<typeof problem>) =>
  reply.code(body.status).type('application/problem+json').send(body)

interface Wish {
  readonly resourceId: number
  readonly start: number
  readonly end: number
  readonly units: number
}

const personOf = (request: FastifyRequest): Person => request.person!

const resourceNamed = (app: App, slug: string): Resource | null => catalogueOf(app.db).resourceBySlug.get(slug) ?? null

const wishOf = (body: Static<typeof PreviewIn>, resource: Resource) => ({
  resourceId: resource.id,
  start: Date.parse(body.start),
  end: Date.parse(body.end),
  units: body.units ?? 1,
  projectCode: body.project ?? null,
  override: body.override ?? null,
})

/** The time a change asks for: what it names, else what stands. */
function wishFor(app: App, id: number, request: FastifyRequest): Wish | undefined {
  const reservation = reservationDetail(app.db, id)
  if (!reservation) return undefined
  const body = request.body as Static<typeof ReservationChange> | null
  return {
    resourceId: reservation.resourceId,
    start: body?.start ? Date.parse(body.start) : reservation.start,
    end: body?.end ? Date.parse(body.end) : reservation.end,
    units: body?.units ?? reservation.units,
  }
}

function changesOf({
  start,
  end,
  title,
  purpose,
  project,
  note,
  units,
  override,
}: Static<typeof ReservationChange>): Changes {
  return {
    ...(start !== undefined && { start: Date.parse(start) }),
    ...(end !== undefined && { end: Date.parse(end) }),
    ...(title !== undefined && { title }),
    ...(purpose !== undefined && { purpose: purpose as Purpose }),
    ...(project !== undefined && { projectCode: project }),
    ...(note !== undefined && { note }),
    ...(units !== undefined && { units }),
    ...(override !== undefined && { override }),
  }
}

/** Own ones; of a resource all, to be masked; of neither what the person may see: own ones and those in their labs. */
function listed(app: App, person: Person, mine: boolean, resource: Resource | null, filter: ReservationFilter) {
  const now = app.clock()
  const span = { start: filter.from ?? now - 31 * DAY_MS, end: filter.to ?? now + 400 * DAY_MS }
  if (resource && !mine) return reservationsOnResources(app.db, [resource.id], span, filter)
  if (mine || person.stewardOf.size === 0)
    return reservationsOfPerson(app.db, person.id, resource ? { ...filter, resourceId: resource.id } : filter)
  const { resourcesOfLab } = catalogueOf(app.db)
  const cared = [...person.stewardOf.keys()].flatMap((labId) => resourcesOfLab.get(labId) ?? []).map(({ id }) => id)
  return reservationsOnResources(app.db, cared, span, { ...filter, alsoOf: person.id })
}

/** A row of a list: whole, or only when and how much. What let go of its time is nobody else's business at all. */
function rowOut(app: App, reservation: ReservationDetail, person: Person) {
  const catalogue = catalogueOf(app.db)
  const view = viewOf(reservation, person, catalogue.resourceById.get(reservation.resourceId)!)
  if (view.seen !== 'busy') return [reservationOut(view.reservation, catalogue, app.settings.publicUrl)]
  return ['requested', 'confirmed', 'in_use', 'completed'].includes(reservation.state) ? [loadOf(view)] : []
}

/** The same request again has the same digest, whatever the order of its members. */
function fingerprintOf(body: object): string {
  const sorted = Object.fromEntries(Object.entries(body).sort(([a], [b]) => (a < b ? -1 : 1)))
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex')
}
