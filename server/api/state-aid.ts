import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { entityById, versionsOf } from '../../db/queries/state-aid.ts'
import { countLedgersAhead, ledgerOf } from '../../db/queries/state-aid-ledger.ts'
import type { App } from '../app.ts'
import { entityIn, FIRST_LEDGER_YEAR, isLedgerYear, LAST_LEDGER_YEAR, yearMeant } from '../domain/state-aid-entity.ts'
import { ledgerFieldsOf } from '../domain/state-aid-fields.ts'
import type { Ledger } from '../domain/state-aid-ledger.ts'
import { localDayOf } from '../domain/zone.ts'
import { changeEntity } from '../operations/change-entity.ts'
import { closeEntity } from '../operations/close-entity.ts'
import type { WeightedSlug } from '../operations/entity-version.ts'
import { makeEntity } from '../operations/make-entity.ts'
import type { Result } from '../operations/result.ts'
import { entitiesSeenBy, entityNamed, ledgersSeenBy } from '../operations/see-ledger.ts'
import { invalid } from '../plugins/access.ts'
import { found } from '../plugins/found.ts'
import { problemFor } from '../plugins/problem.ts'
import { instantOrNull } from './presenters.ts'
import { personOf, sendProblem } from './reservation-answers.ts'
import { nullable, problems, Slug } from './schemas.ts'

const tags = ['Reports']
const security = [{ bearer: [] }]
const closed = { additionalProperties: false }

const Year = Type.Integer({ minimum: FIRST_LEDGER_YEAR, maximum: LAST_LEDGER_YEAR })
const Hours = (description: string) => Type.Number({ description })
const Ratio = (description: string) =>
  nullable(Type.Number({ description: `${description}; null without a denominator` }))
const alertOut = (description: string) =>
  Type.Unsafe<number | null>({ type: ['integer', 'null'], enum: [null, 15, 18, 20], description })

const EntityOut = Type.Object({
  id: Type.String({ description: 'Its name in addresses' }),
  name: Type.String(),
  organisation: Type.String(),
  resources: Type.Array(
    Type.Object({ slug: Type.String(), weight: Type.Number({ description: 'What an hour of it weighs' }) }),
  ),
  capacity_hours: Hours('Frozen for the year, else K = open − planned maintenance as known now; Σ weight × hours'),
  frozen_at: nullable(Type.String({ description: 'RFC 3339, UTC; null while the year is not frozen' })),
  economic_hours: Hours(
    'Contract research, service and rental to date: used hours, or booked ones where no use was recorded',
  ),
  non_economic_hours: Hours('Teaching, own and collaborative research, knowledge transfer to date'),
  neutral_hours: Hours('Maintenance and staff training to date'),
  unassigned_hours: Hours('Use without a reservation, which has no purpose; in no share'),
  confirmed_economic_hours: Hours('Of confirmed reservations that run or are to come, to 31 December'),
  share: Ratio('Economic ÷ capacity: the legal test'),
  share_of_use: Ratio('Economic ÷ (economic + non-economic): an early warning, no test'),
  forecast: Ratio('(Economic + confirmed economic) ÷ capacity'),
  headroom_hours: Hours('0.20 × capacity − economic'),
  share_at_award: nullable(Type.Number({ description: 'The economic share envisaged when the grant was awarded' })),
  closed_at: nullable(Type.String({ description: 'RFC 3339, UTC; its years up to that one stay' })),
  alert: alertOut('The highest limit, in percent, that the share has reached'),
  forecast_alert: alertOut('The same of the forecast'),
})

const Resources = Type.Array(
  Type.Union([
    Slug,
    Type.Object({ slug: Slug, weight: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1e9 })) }, closed),
  ]),
  { minItems: 1, maxItems: 200, description: 'Slugs, or slugs with weights: 1 unless told, square metres or value' },
)
const fields = {
  name: Type.String({ minLength: 1, maxLength: 120 }),
  year: Year,
  resources: Resources,
  capacity_hours: nullable(
    Type.Number({ exclusiveMinimum: 0, maximum: 1e12, description: 'What to freeze; K of the year unless told' }),
  ),
  share_at_award: nullable(Type.Number({ minimum: 0, maximum: 1 })),
}
const EntityIn = Type.Object(
  {
    ...{ name: fields.name, year: fields.year, resources: fields.resources },
    capacity_hours: Type.Optional(fields.capacity_hours),
    share_at_award: Type.Optional(fields.share_at_award),
  },
  closed,
)
const EntityPatch = Type.Object(
  {
    ...Type.Partial(Type.Object(fields)).properties,
    year: Type.Optional(
      Type.Integer({
        ...Year,
        description: 'The present one unless told, or the one written last where that is not written',
      }),
    ),
    closed: Type.Optional(
      Type.Boolean({
        description: 'True ends the book with the present year, false opens it again; with a reason, alone',
      }),
    ),
    reason: Type.Optional(Type.String({ maxLength: 500, description: 'Required; kept with the change' })),
  },
  closed,
)

/** The State-aid ledger: read by those who read reports, kept by the coordinator and the owning organisation. */
export function stateAidApi(app: App): void {
  app.get(
    '/api/v1/reports/state-aid',
    {
      config: { access: 'reports' },
      schema: {
        ...{ tags, security },
        summary:
          'Economic use of publicly funded infrastructures against their annual capacity (GBER Art. 26, 2022/C 414/01)',
        querystring: Type.Object(
          { year: Type.Optional(Type.String({ pattern: '^[0-9]{4}$', description: 'The present one unless told' })) },
          closed,
        ),
        response: { 200: Type.Object({ year: Type.Integer(), entities: Type.Array(EntityOut) }), ...problems },
      },
    },
    async ({ query, person }) => {
      const year = query.year === undefined ? thisYear(app) : Number(query.year)
      if (!isLedgerYear(year)) throw invalid('year', `must be ${FIRST_LEDGER_YEAR} to ${LAST_LEDGER_YEAR}`)
      const now = app.clock()
      await countLedgersAhead(app.db, entitiesSeenBy(app.db, person!, year), now)
      return { year, entities: ledgersSeenBy(app.db, person!, year, now).map((each) => entityOut(app, each)) }
    },
  )

  app.post(
    '/api/v1/state-aid/entities',
    {
      config: { access: 'reports' },
      schema: {
        ...{ tags, security, body: EntityIn },
        summary:
          'Open the book of an infrastructure: resources of one organisation, and the capacity frozen for a year',
        response: { 201: EntityOut, ...problems },
      },
    },
    async (request, reply) => {
      const { body } = request
      const wanted = {
        ...{ name: body.name, year: body.year, resources: weighted(body.resources) },
        ...{ capacityHours: body.capacity_hours ?? null, shareAtAward: body.share_at_award ?? null },
      }
      return send(request, reply, {
        result: makeEntity(app.db, personOf(request), wanted, app.clock()),
        year: body.year,
        status: 201,
      })
    },
  )

  app.patch(
    '/api/v1/state-aid/entities/:id',
    {
      config: { access: 'reports' },
      schema: {
        ...{ tags, security, body: EntityPatch, params: Type.Object({ id: Slug }) },
        summary: 'Change an entity or its frozen capacity, with the reason; every version is kept',
        response: { 200: EntityOut, ...problems },
      },
    },
    async (request, reply) => {
      const { id } = found(entityNamed(app.db, request.params.id))
      const { body } = request
      const year = body.year ?? yearMeant(versionsOf(app.db, id), thisYear(app))
      if (body.closed !== undefined) {
        if (Object.keys(body).some((field) => field !== 'closed' && field !== 'reason'))
          throw invalid('closed', 'goes with a reason only')
        const closing = { isClosed: body.closed, reason: body.reason ?? '' }
        return send(request, reply, {
          ...{ result: closeEntity(app.db, personOf(request), id, closing, app.clock()), year },
          status: 200,
        })
      }
      const change = {
        ...(body.name !== undefined && { name: body.name }),
        ...(body.resources !== undefined && { resources: weighted(body.resources) }),
        ...(body.capacity_hours !== undefined && { capacityHours: body.capacity_hours }),
        ...(body.share_at_award !== undefined && { shareAtAward: body.share_at_award }),
        ...{ year, reason: body.reason ?? '' },
      }
      return send(request, reply, {
        result: changeEntity(app.db, personOf(request), id, change, app.clock()),
        year,
        status: 200,
      })
    },
  )

  interface Written {
    readonly result: Result<number>
    readonly year: number
    readonly status: 200 | 201
  }

  function send(request: FastifyRequest, reply: FastifyReply, { result, year, status }: Written) {
    if (!result.ok) return sendProblem(reply, problemFor(result.refusal, request.locale))
    const entity = entityById(app.db, result.value)!
    const ledger = ledgerOf(app.db, entityIn(entity, versionsOf(app.db, entity.id), year)!, app.clock())
    return reply.code(status).send(entityOut(app, ledger))
  }
}

const thisYear = (app: App) => Number(localDayOf(app.clock(), app.settings.timeZone).slice(0, 4))

const weighted = (resources: Static<typeof Resources>): WeightedSlug[] =>
  resources.map((each) =>
    typeof each === 'string' ? { slug: each, weight: 1 } : { slug: each.slug, weight: each.weight ?? 1 },
  )

function entityOut(app: App, ledger: Ledger) {
  const { entity, parts, figures, frozenAt, shareAtAward } = ledger
  return {
    ...{ id: entity.slug, name: entity.name },
    organisation: catalogueOf(app.db).organisationById.get(entity.organisationId)!.slug,
    resources: parts.map(({ resource, weight }) => ({ slug: resource.slug, weight })),
    ...ledgerFieldsOf(figures),
    frozen_at: instantOrNull(frozenAt),
    share_at_award: shareAtAward,
    closed_at: instantOrNull(entity.closedAt),
  }
}
