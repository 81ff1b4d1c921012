import { type Static, Type } from 'typebox'
import type { App } from '../app.ts'
import type { Interval } from '../domain/interval.ts'
import { can } from '../domain/permissions.ts'
import type { Purpose } from '../domain/purpose.ts'
import type { PartWish } from '../domain/reservation.ts'
import type { Resource } from '../domain/resource.ts'
import { isSteward } from '../domain/stewardship.ts'
import { type ReservationChange as Changes, changeReservation } from '../operations/change-reservation.ts'
import { ledgerEffects } from '../operations/ledger-effects.ts'
import { nameParticipants } from '../operations/name-participants.ts'
import { previewReservation } from '../operations/preview-reservation.ts'
import { requestReservation } from '../operations/request-reservation.ts'
import { seeReservation } from '../operations/see-reservation.ts'
import { fingerprintOf } from '../plugins/fingerprint.ts'
import { found } from '../plugins/found.ts'
import { conflictsOut, problem, violationsOut } from '../plugins/problem.ts'
import { versionOf } from './inputs.ts'
import { alternativeOut } from './presenters.ts'
import {
  NO_SUCH_PART,
  partsNamed,
  personOf,
  reservationAnswers,
  resourceNamed,
  sendProblem,
} from './reservation-answers.ts'
import {
  IdParams,
  PreviewIn,
  PreviewOut,
  problems,
  ReservationChange,
  ReservationIn,
  ReservationOut,
} from './schemas.ts'

const tags = ['Reservations']
const config = { access: 'person' } as const
const security = [{ bearer: [] }]
const answers = { 200: ReservationOut, ...problems }

/** Making, reading and changing reservations. */
export function reservationsApi(app: App): void {
  const { answer, finish, fault } = reservationAnswers(app)
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
      const also = partsNamed(app, body.also)
      if (!also) return fault(request, reply, NO_SUCH_PART)
      const named = nameParticipants(app.db, person, body.participants ?? [], { now: app.clock() })
      if (!named.ok) return fault(request, reply, named.refusal)
      const key = request.headers['idempotency-key']
      const result = requestReservation(
        app.db,
        person,
        {
          ...wishOf(body, resource),
          also,
          participantIds: named.value,
          title: body.title,
          purpose: body.purpose as Purpose,
          note: body.note ?? null,
          idempotency: key ? { key, fingerprint: fingerprintOf(body) } : null,
        },
        app.clock(),
      )
      if (!result.ok)
        return fault(request, reply, result.refusal, { ...wishOf(body, resource), also, purpose: body.purpose })
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
      const also = partsNamed(app, body.also)
      if (!also) return fault(request, reply, NO_SUCH_PART)
      const person = personOf(request)
      if (body.override && !isSteward(person, resource)) return fault(request, reply, { kind: 'forbidden' })
      const wish = { ...wishOf(body, resource), also, purpose: body.purpose ?? 'own_research' }
      const preview = previewReservation(app.db, person, wish, app.clock())
      return {
        allowed: preview.allowed,
        state: preview.state,
        violations: violationsOut(preview.violations, request.locale, resource.timeZone, resource.slug),
        conflicts: conflictsOut(preview.conflicts),
        alternatives: preview.alternatives.map(alternativeOut),
        ...(isSteward(person, resource) && { state_aid: ledgerOut(app, wish) }),
      }
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
      const seen = found(seeReservation(app.db, person, id))
      const match = request.headers['if-match']
      if (match === undefined) return sendProblem(reply, problem('precondition-required', request.locale))
      const also = partsNamed(app, request.body.also)
      if (!also) return fault(request, reply, NO_SUCH_PART)
      const { participants } = request.body
      const mayInvite = can(person, 'change', seen)
      const named = nameParticipants(app.db, person, mayInvite ? (participants ?? []) : [], {
        known: seen.reservation.participantIds,
        now: app.clock(),
      })
      if (!named.ok) return fault(request, reply, named.refusal)
      const change = {
        ...changesOf(request.body),
        ...(request.body.also && { also }),
        ...(participants && { participantIds: named.value }),
      }
      return finish(request, reply, id, changeReservation(app.db, person, id, change, versionOf(match), app.clock()))
    },
  )
}

/** What it does to the State-aid books, as the steward would see it. */
function ledgerOut(app: App, { resourceId, units, also, purpose, ...time }: Previewed) {
  const takes = [{ resourceId, units }, ...also]
  const wish = { takes, times: [time], purpose: purpose as Purpose, of: [] }
  return ledgerEffects(
    app.db,
    app.clock(),
  )(wish).map((effect) => ({
    ...{ entity: effect.entity.slug, year: effect.year, hours: effect.hours },
    ...{ share_before: effect.before, share_after: effect.after },
    ...{ headroom_hours: effect.headroomHours, passes: effect.passes },
  }))
}

interface Previewed extends Interval, PartWish {
  readonly also: readonly PartWish[]
  readonly purpose: string
}

const wishOf = (body: Static<typeof PreviewIn>, resource: Resource) => ({
  resourceId: resource.id,
  start: Date.parse(body.start),
  end: Date.parse(body.end),
  units: body.units ?? 1,
  projectCode: body.project ?? null,
  override: body.override ?? null,
})

function changesOf({
  start,
  end,
  title,
  purpose,
  project,
  note,
  units,
  override,
  reason,
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
    ...(reason !== undefined && { reason }),
  }
}
