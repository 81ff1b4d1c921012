import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { takenTime } from '../../db/queries/claims.ts'
import {
  type ReservationFilter,
  reservationsInvitedTo,
  reservationsOfPerson,
  reservationsOnResources,
} from '../../db/queries/reservations.ts'
import type { App } from '../app.ts'
import { type Interval, overlaps } from '../domain/interval.ts'
import { holdsTime, STATES, type State } from '../domain/lifecycle.ts'
import type { Person } from '../domain/person.ts'
import type { ReservationDetail } from '../domain/reservation.ts'
import type { Resource } from '../domain/resource.ts'
import { viewOf } from '../domain/visibility.ts'
import { DAY_MS } from '../domain/zone.ts'
import { limitOf } from './paging.ts'
import { loadOf, reservationOut } from './presenters.ts'
import { personOf, reservationAnswers, resourceNamed } from './reservation-answers.ts'
import { Instant, listOf, listQuery, MaskedOut, problems, ReservationOut, Slug } from './schemas.ts'

const tags = ['Reservations']
const config = { access: 'person' } as const
const security = [{ bearer: [] }]

/** Lists of reservations, as far as the caller may see them. */
export function reservationListsApi(app: App): void {
  const { fault } = reservationAnswers(app)

  app.get(
    '/api/v1/reservations',
    {
      config,
      schema: {
        tags,
        security,
        summary: 'Reservations as far as the caller may see them',
        description:
          'With `mine` the own ones, with `invited` those of others that the caller is invited along to, with `resource` all of that resource, those of others as bare times. With neither the own ones and those in labs the caller looks after. Lists that reach beyond the own ones begin 31 days back unless `from` says otherwise.',
        querystring: Type.Object(
          {
            ...listQuery,
            cursor: Type.Optional(Type.String({ pattern: '^[0-9]{1,15}-[0-9]{1,15}$' })),
            mine: Type.Optional(Type.Unsafe<'true' | 'false'>({ type: 'string', enum: ['true', 'false'] })),
            invited: Type.Optional(Type.Unsafe<'true' | 'false'>({ type: 'string', enum: ['true', 'false'] })),
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
      const page =
        query.invited === 'true'
          ? reservationsInvitedTo(app.db, person.id, filter)
          : listed(app, person, query.mine === 'true', resource, filter)
      const span = spanFor(app, filter)
      const items = page.items.flatMap((each) => rowOut(app, each, person, { asked: resource, span }))
      // Asked for by its state a masked row would tell its state.
      return { items: query.state ? items.filter((row) => 'id' in row) : items, next_cursor: page.nextCursor }
    },
  )
}

/** Own ones; of a resource all, to be masked; of neither what the person may see: own ones and those in their labs. */
function listed(app: App, person: Person, mine: boolean, resource: Resource | null, filter: ReservationFilter) {
  const span = spanFor(app, filter)
  if (resource && !mine) return reservationsOnResources(app.db, [resource.id], span, filter)
  if (mine || person.stewardOf.size === 0)
    return reservationsOfPerson(app.db, person.id, resource ? { ...filter, resourceId: resource.id } : filter)
  const { resourcesOfLab } = catalogueOf(app.db)
  const cared = [...person.stewardOf.keys()].flatMap((labId) => resourcesOfLab.get(labId) ?? []).map(({ id }) => id)
  return reservationsOnResources(app.db, cared, span, { ...filter, alsoOf: person.id })
}

function spanFor(app: App, { from, to }: ReservationFilter): Interval {
  const now = app.clock()
  return { start: from ?? now - 31 * DAY_MS, end: to ?? now + 400 * DAY_MS }
}

interface Asked {
  /** The resource that was asked for. */
  readonly asked: Resource | null
  readonly span: Interval
}

/**
 * A row of a list: whole, or only the time that is taken and how much. What let go of its time is nobody else's business at
 * all.
 */
function rowOut(app: App, reservation: ReservationDetail, person: Person, { asked, span }: Asked) {
  const catalogue = catalogueOf(app.db)
  const view = viewOf(reservation, person, catalogue.resourceById.get(reservation.resourceId)!)
  if (view.seen !== 'busy') return [reservationOut(view.reservation, catalogue, app.settings.publicUrl)]
  const { units } = reservation.also.find((part) => part.resourceId === asked?.id) ?? view
  const taken = holdsTime(reservation.state)
    ? takenTime(app.db, reservation, asked?.id ?? reservation.resourceId)
    : null
  return taken && overlaps(taken, span) ? [loadOf({ ...taken, units })] : []
}
