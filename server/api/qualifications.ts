import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { holdersOf, type QualificationHolder } from '../../db/queries/qualifications.ts'
import type { App } from '../app.ts'
import { LEVELS, type Level } from '../domain/person.ts'
import { QUALIFICATION_STATES, qualificationStateOf } from '../domain/qualification.ts'
import type { Resource } from '../domain/resource.ts'
import { caredFor } from '../operations/cared-for.ts'
import { grantQualification } from '../operations/grant-qualification.ts'
import { endOfRight } from '../operations/qualification-ends.ts'
import type { Refusal, Result } from '../operations/result.ts'
import { revokeQualification } from '../operations/revoke-qualification.ts'
import { plainRefusal } from '../plugins/found.ts'
import { problemFor } from '../plugins/problem.ts'
import { personIdOf, resourceBySlug } from './inputs.ts'
import { pageOf } from './paging.ts'
import { instant, instantOrNull } from './presenters.ts'
import { personOf, sendProblem } from './reservation-answers.ts'
import { Instant, listOf, nullable, oneOf, problems, Slug, SlugParams, wholeListQuery } from './schemas.ts'

const tags = ['Qualifications']
const security = [{ bearer: [] }]
const UtcInstant = Type.String({ description: 'RFC 3339, UTC' })

const PersonIn = Type.Union([Type.Integer({ minimum: 1 }), Type.String({ minLength: 1, maxLength: 254 })], {
  description: 'An id or an e-mail address',
})
const QualificationIn = Type.Object(
  { person: PersonIn, level: oneOf(LEVELS), expires_at: Type.Optional(nullable(Instant)) },
  { additionalProperties: false },
)
const QualificationOut = Type.Object({
  resource: Type.String(),
  person: Type.Object({ id: Type.Integer(), name: Type.String(), email: Type.String() }),
  level: oneOf(LEVELS),
  granted_at: UtcInstant,
  granted_by: nullable(Type.String()),
  expires_at: nullable(UtcInstant),
  ends_at: nullable(
    Type.String({ description: 'When it ends if nothing is done: at its date, or once it has lain unused' }),
  ),
  state: oneOf(QUALIFICATION_STATES),
})

/** Who may use a resource, for its stewards. */
export function qualificationsApi(app: App): void {
  app.get(
    '/api/v1/resources/:slug/qualifications',
    {
      config: { access: 'person' },
      schema: {
        ...{ tags, security, params: SlugParams },
        summary: 'Who is qualified for a resource, as its steward',
        querystring: wholeListQuery,
        response: { 200: listOf(QualificationOut), ...problems },
      },
    },
    async (request) => {
      const resource = ofSteward(request)
      const page = pageOf(holdersOf(app.db, resource.id), request.query, ({ personId }) => personId)
      return { ...page, items: page.items.map((each) => out(resource, each)) }
    },
  )
  app.post(
    '/api/v1/resources/:slug/qualifications',
    {
      config: { access: 'person', scope: 'steward' },
      schema: {
        ...{ tags, security, params: SlugParams },
        summary: 'Grant, raise or renew a qualification, as a steward of the resource',
        body: QualificationIn,
        response: { 201: QualificationOut, ...problems },
      },
    },
    async (request, reply) => {
      const resource = ofSteward(request)
      const { person, level, expires_at } = request.body
      const personId = personIdOf(app, person)
      if (personId === null) return refuse(request, reply, UNKNOWN)
      const expiresAt = expires_at ? Date.parse(expires_at) : null
      const grant = { personId, level: level as Level, expiresAt }
      const result = grantQualification(app.db, personOf(request), resource.id, grant, app.clock())
      return result.ok ? reply.code(201).send(out(resource, result.value)) : refuse(request, reply, result.refusal)
    },
  )
  app.delete(
    '/api/v1/resources/:slug/qualifications/:person',
    {
      config: { access: 'person', scope: 'steward' },
      schema: {
        ...{ tags, security },
        summary: 'Revoke a qualification, as a steward of the resource',
        params: Type.Object({
          slug: Slug,
          person: Type.String({ maxLength: 254, description: 'An id or an e-mail address' }),
        }),
        response: { 204: Type.Null({ description: 'Revoked' }), ...problems },
      },
    },
    async (request, reply) => {
      const resource = ofSteward(request)
      const personId = personIdOf(app, request.params.person)
      if (personId === null) return refuse(request, reply, { kind: 'not-found' })
      const result = revokeQualification(app.db, personOf(request), resource.id, { personId }, app.clock())
      return result.ok ? reply.code(204).send(null) : refuse(request, reply, result.refusal)
    },
  )

  function ofSteward(request: FastifyRequest): Resource {
    const { slug } = request.params as { slug: string }
    return must(caredFor(app.db, personOf(request), resourceBySlug(app, slug).id))
  }

  function out(resource: Resource, holder: QualificationHolder) {
    const now = app.clock()
    const end = endOfRight(app.db, resource, holder, now)
    return {
      resource: resource.slug,
      person: { id: holder.personId, name: holder.personName, email: holder.personEmail },
      level: holder.level,
      granted_at: instant(holder.grantedAt),
      granted_by: holder.grantedBy,
      expires_at: instantOrNull(holder.expiresAt),
      ends_at: end && instant(end.at),
      state: qualificationStateOf(end, now),
    }
  }
}

const UNKNOWN: Refusal = { kind: 'invalid', field: 'person', reason: 'unknown-person' }

function must<T>(result: Result<T>): T {
  if (!result.ok) throw plainRefusal(result.refusal)
  return result.value
}

const refuse = (request: FastifyRequest, reply: FastifyReply, refusal: Refusal) =>
  sendProblem(reply, problemFor(refusal, request.locale))
