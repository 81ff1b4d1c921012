import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { type Deputyship, deputyshipById, deputyshipsOfLab } from '../../db/queries/deputyships.ts'
import type { App } from '../app.ts'
import { dismissDeputy, nameDeputy, ownedLab } from '../operations/name-deputy.ts'
import type { Refusal } from '../operations/result.ts'
import { found } from '../plugins/found.ts'
import { problemFor } from '../plugins/problem.ts'
import { pageOf } from './paging.ts'
import { spanOf } from './presenters.ts'
import { personOf, sendProblem } from './reservation-answers.ts'
import { IdParams, Instant, listOf, problems, SlugParams, wholeListQuery } from './schemas.ts'

const DeputyOut = Type.Object({
  id: Type.Integer(),
  lab: Type.String(),
  person: Type.Object({ id: Type.Integer(), name: Type.String(), email: Type.String() }),
  start: Type.String(),
  end: Type.String(),
  named_by: Type.Object({ id: Type.Integer(), name: Type.String() }),
})

const DeputyIn = Type.Object(
  {
    person: Type.String({ minLength: 3, maxLength: 320, description: 'E-mail address of their account' }),
    start: Instant,
    end: Instant,
  },
  { additionalProperties: false },
)

/** Who decides for a lab for a time; its owners name and end them. */
export function deputiesApi(app: App): void {
  const common = { tags: ['Approvals'], security: [{ bearer: [] }] }
  const config = { access: 'person', scope: 'steward' } as const
  const path = '/api/v1/labs/:slug/deputies'

  app.get(
    path,
    {
      config,
      schema: {
        ...common,
        summary: 'Who decides for a lab for a time, now and later; for its owners',
        params: SlugParams,
        querystring: wholeListQuery,
        response: { 200: listOf(DeputyOut), ...problems },
      },
    },
    async (request, reply) => {
      const lab = ownedLab(app.db, personOf(request), labNamed(request.params.slug))
      if (!lab.ok) return fault(request, reply, lab.refusal)
      const all = deputyshipsOfLab(app.db, lab.value.id, app.clock())
      const { items, next_cursor } = pageOf(all, request.query, ({ id }) => id)
      return { items: items.map(deputyOut), next_cursor }
    },
  )

  app.post(
    path,
    {
      config,
      schema: {
        ...common,
        summary: 'Let somebody decide for a lab for a time; they are told by mail',
        params: SlugParams,
        body: DeputyIn,
        response: { 201: DeputyOut, ...problems },
      },
    },
    async (request, reply) => {
      const { person: email, start, end } = request.body
      const wish = { labId: labNamed(request.params.slug), email, start: Date.parse(start), end: Date.parse(end) }
      const result = nameDeputy(app.db, personOf(request), wish, app.clock())
      return result.ok ? reply.code(201).send(deputyOut(result.value)) : fault(request, reply, result.refusal)
    },
  )

  app.delete(
    '/api/v1/deputies/:id',
    {
      config,
      schema: {
        ...common,
        summary: 'End the time of a deputy now; what has not begun is gone',
        params: IdParams,
        response: { 204: Type.Null({ description: 'Ended' }), ...problems },
      },
    },
    async (request, reply) => {
      const { id, labId } = found(deputyshipById(app.db, Number(request.params.id)))
      // Whoever does not own the lab learns nothing of who stands in there.
      if (!ownedLab(app.db, personOf(request), labId).ok) return fault(request, reply, { kind: 'not-found' })
      const result = dismissDeputy(app.db, personOf(request), labId, id, app.clock())
      return result.ok ? reply.code(204).send(null) : fault(request, reply, result.refusal)
    },
  )

  const labNamed = (slug: string) => found(catalogueOf(app.db).labBySlug.get(slug)).id

  const deputyOut = ({
    id,
    labId,
    personId,
    personName,
    personEmail,
    namedById,
    namedByName,
    ...span
  }: Deputyship) => ({
    ...{ id, lab: catalogueOf(app.db).labById.get(labId)!.slug },
    person: { id: personId, name: personName, email: personEmail },
    ...spanOf(span),
    named_by: { id: namedById, name: namedByName },
  })

  /** The fields of the API where they are called otherwise. */
  function fault(request: FastifyRequest, reply: FastifyReply, refusal: Refusal) {
    const named = refusal.kind === 'invalid' ? { ...refusal, field: FIELDS[refusal.field] ?? refusal.field } : refusal
    return sendProblem(reply, problemFor(named, request.locale))
  }
}

const FIELDS: Readonly<Record<string, string>> = { email: 'person', from: 'start', to: 'end' }
