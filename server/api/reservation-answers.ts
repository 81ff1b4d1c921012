import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Static } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { requesterOf } from '../../db/queries/people.ts'
import { reservationDetail } from '../../db/queries/reservations.ts'
import type { App } from '../app.ts'
import { partNamed } from '../domain/catalogue.ts'
import type { Person } from '../domain/person.ts'
import type { PartWish } from '../domain/reservation.ts'
import type { Resource } from '../domain/resource.ts'
import { alternativesFor, type WantedTime } from '../operations/alternatives-for.ts'
import type { Refusal, Result } from '../operations/result.ts'
import { seeReservation } from '../operations/see-reservation.ts'
import { votingOn } from '../operations/voting.ts'
import { found } from '../plugins/found.ts'
import { type problem, problemFor } from '../plugins/problem.ts'
import { alternativeOut, blindOut, reservationOut, votingOut } from './presenters.ts'
import type { ReservationChange } from './schemas.ts'

/** A time that was refused, and for whom where that is not who asks. */
type Wished = WantedTime & { readonly person?: Person; readonly isAsItStands?: boolean }

/** How every call about one reservation answers: with it and its version, or with the problem. */
export function reservationAnswers(app: App) {
  return { answer, finish, fault }

  function answer(request: FastifyRequest, reply: FastifyReply, id: number, status: 200 | 201) {
    const { reservation, seen } = found(seeReservation(app.db, personOf(request), id))
    const catalogue = catalogueOf(app.db)
    const isVotedOn = reservation.state === 'requested' && seen === 'full'
    const voting = isVotedOn ? votingOut(votingOn(app.db, reservation, app.clock()), catalogue) : {}
    reply.header('etag', `"${reservation.version}"`)
    return reply.code(status).send({ ...reservationOut(reservation, catalogue, app.settings.publicUrl), ...voting })
  }

  /** To who decides without seeing it: the coordinator. */
  function answerBlind(reply: FastifyReply, id: number) {
    const reservation = found(reservationDetail(app.db, id))
    return reply.code(200).send(blindOut(reservation, catalogueOf(app.db), app.settings.publicUrl))
  }

  function finish(request: FastifyRequest, reply: FastifyReply, id: number, result: Result<unknown>) {
    if (result.ok && !seeReservation(app.db, personOf(request), id)) return answerBlind(reply, id)
    return result.ok
      ? answer(request, reply, id, 200)
      : fault(request, reply, result.refusal, wishFor(app, id, request))
  }

  /** The problem of a refusal; one about a time comes with the nearest free ones. */
  function fault(request: FastifyRequest, reply: FastifyReply, refusal: Refusal, wish?: Wished) {
    const about = refusal.kind === 'rules' && wish ? catalogueOf(app.db).resourceById.get(wish.resourceId) : undefined
    if (!about || !wish) return sendProblem(reply, problemFor(refusal, request.locale))
    const context = { zone: about.timeZone, slug: about.slug }
    // Of a reservation as it stands only a clash is about its time.
    if (wish.isAsItStands && refusal.kind === 'rules' && refusal.conflicts.length === 0)
      return sendProblem(reply, problemFor(refusal, request.locale, context))
    const alternatives = alternativesFor(app.db, wish.person ?? personOf(request), wish, app.clock()).map(
      alternativeOut,
    )
    return sendProblem(reply, problemFor(refusal, request.locale, { ...context, alternatives }))
  }
}

export const sendProblem = (reply: FastifyReply, body: ReturnType<typeof problem>) =>
  reply.code(body.status).type('application/problem+json; charset=utf-8').header('cache-control', 'no-store').send(body)

/** Whoever asks; their routes are for people who are signed in. */
export const personOf = (request: FastifyRequest): Person => request.person!

export const resourceNamed = (app: App, slug: string): Resource | null =>
  catalogueOf(app.db).resourceBySlug.get(slug) ?? null

export const NO_SUCH_PART = { kind: 'invalid', field: 'also', reason: 'no-such-resource' } as const

/** What is to be taken along; null where there is no such thing. */
export function partsNamed(app: App, also: Static<typeof ReservationChange>['also'] = []): PartWish[] | null {
  const catalogue = catalogueOf(app.db)
  const parts = also.flatMap(({ resource, units = 1 }) => {
    const part = partNamed(resource, catalogue)
    return part ? [{ resourceId: part.id, units }] : []
  })
  return parts.length === also.length ? parts : null
}

/** What a change asks for, for whom the reservation was made: what it names, else what stands. */
function wishFor(app: App, id: number, request: FastifyRequest): Wished | undefined {
  const reservation = reservationDetail(app.db, id)
  if (!reservation) return undefined
  const body = request.body as Static<typeof ReservationChange> | null
  return {
    resourceId: reservation.resourceId,
    start: body?.start ? Date.parse(body.start) : reservation.start,
    end: body?.end ? Date.parse(body.end) : reservation.end,
    units: body?.units ?? reservation.units,
    purpose: body?.purpose ?? reservation.purpose,
    projectCode: body?.project === undefined ? reservation.project?.code : body.project,
    also: (body?.also && partsNamed(app, body.also)) ?? reservation.also,
    except: id,
    isAsItStands: request.method !== 'PATCH',
    person: requesterOf(app.db, reservation, app.clock()),
  }
}
