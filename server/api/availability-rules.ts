import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { ruleById, rulesOfPlace } from '../../db/queries/availability-rules.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { hoursOf } from '../../db/queries/opening-hours.ts'
import type { App } from '../app.ts'
import type { HoursPlace } from '../domain/hours-change.ts'
import { changeHours } from '../operations/change-hours.ts'
import type { Refusal } from '../operations/result.ts'
import { found } from '../plugins/found.ts'
import { problemFor } from '../plugins/problem.ts'
import { affectedOut, draftFrom, NewRuleOut, RuleIn, RuleOut, ruleOut } from './availability-rule-shapes.ts'
import { resourceBySlug } from './inputs.ts'
import { pageOf } from './paging.ts'
import { personOf, sendProblem } from './reservation-answers.ts'
import { IdParams, listOf, problems, SlugParams, wholeListQuery } from './schemas.ts'

const LIST = {
  tags: ['Availability'],
  params: SlugParams,
  querystring: wholeListQuery,
  response: { 200: listOf(RuleOut), ...problems },
}
const POST = {
  tags: ['Availability'],
  security: [{ bearer: [] }],
  params: SlugParams,
  body: RuleIn,
  response: { 201: NewRuleOut, ...problems },
}
/** By id: what falls outside is the steward's to settle on the pages, so the API keeps it. */
const KEEP = { choices: new Map(), reason: null }

/** The recurring hours of labs and resources. */
export function availabilityRulesApi(app: App): void {
  app.get(
    '/api/v1/labs/:slug/availability-rules',
    { config: { access: 'anyone' }, schema: { ...LIST, summary: 'A lab’s hours as recurring rules' } },
    async ({ params, query }) => {
      const page = pageOf(rulesOfPlace(app.db, labNamed(params.slug)), query, ({ id }) => id)
      return { ...page, items: page.items.map((rule) => ruleOut(rule, false)) }
    },
  )
  app.get(
    '/api/v1/resources/:slug/availability-rules',
    { config: { access: 'anyone' }, schema: { ...LIST, summary: 'A resource’s rules and, inherited, its lab’s' } },
    async ({ params, query }) => {
      const { rules } = hoursOf(app.db, resourceBySlug(app, params.slug).id)
      const page = pageOf(rules, query, ({ id }) => id)
      return { ...page, items: page.items.map((rule) => ruleOut(rule, rule.resourceId === null)) }
    },
  )
  app.post(
    '/api/v1/labs/:slug/availability-rules',
    {
      config: { access: 'person', scope: 'steward' },
      schema: { ...POST, summary: 'Add a rule to a lab, as its owner or deputy' },
    },
    async (request, reply) => add(request, reply, labNamed(request.params.slug)),
  )
  app.post(
    '/api/v1/resources/:slug/availability-rules',
    {
      config: { access: 'person', scope: 'steward' },
      schema: { ...POST, summary: 'Add a rule to a resource, as its lab’s owner or deputy' },
    },
    async (request, reply) => add(request, reply, resourceNamed(request.params.slug)),
  )
  app.delete(
    '/api/v1/availability-rules/:id',
    {
      config: { access: 'person', scope: 'steward' },
      schema: {
        tags: ['Availability'],
        security: [{ bearer: [] }],
        summary: 'Remove a rule, as its lab’s owner or deputy',
        params: IdParams,
        response: { 204: Type.Null({ description: 'Removed' }), ...problems },
      },
    },
    async (request, reply) => {
      const id = Number(request.params.id)
      const rule = found(ruleById(app.db, id))
      const place: HoursPlace =
        rule.labId === null ? { kind: 'resource', id: rule.resourceId! } : { kind: 'lab', id: rule.labId }
      const result = changeHours(app.db, personOf(request), place, { kind: 'remove', id }, KEEP, app.clock())
      return result.ok ? reply.code(204).send(null) : refuse(request, reply, result.refusal)
    },
  )

  function add(request: FastifyRequest, reply: FastifyReply, place: HoursPlace) {
    const draft = draftFrom(request.body as Static<typeof RuleIn>)
    if ('field' in draft) return refuse(request, reply, { kind: 'invalid', ...draft })
    const change = { kind: 'add', rules: [draft] } as const
    const result = changeHours(app.db, personOf(request), place, change, KEEP, app.clock())
    if (!result.ok) return refuse(request, reply, result.refusal)
    const { rules, affected } = result.value
    return reply.code(201).send({ ...ruleOut(rules[0]!, false), affected: affectedOut(affected) })
  }

  const labNamed = (slug: string): HoursPlace => ({
    kind: 'lab',
    id: found(catalogueOf(app.db).labBySlug.get(slug)).id,
  })
  const resourceNamed = (slug: string): HoursPlace => ({ kind: 'resource', id: resourceBySlug(app, slug).id })
}

const refuse = (request: FastifyRequest, reply: FastifyReply, refusal: Refusal) =>
  sendProblem(reply, problemFor(refusal, request.locale))
