import type { FastifyRequest } from 'fastify'
import { type TProperties, Type } from 'typebox'
import type { App } from '../app.ts'
import { PURPOSES, type Purpose } from '../domain/purpose.ts'
import type { Reservation } from '../domain/reservation.ts'
import type { TokenScope } from '../domain/token-scope.ts'
import { cancelReservation } from '../operations/cancel-reservation.ts'
import { checkIn } from '../operations/check-in.ts'
import { checkOut } from '../operations/check-out.ts'
import { decideReservation } from '../operations/decide-reservation.ts'
import type { Result } from '../operations/result.ts'
import { personOf, reservationAnswers } from './reservation-answers.ts'
import { IdParams, oneOf, problems, ReservationOut } from './schemas.ts'

const text = Type.Optional(Type.String({ maxLength: 500 }))
const words = (name?: 'reason' | 'note', more: TProperties = {}) =>
  Type.Union([Type.Null(), Type.Object({ ...(name && { [name]: text }), ...more }, { additionalProperties: false })])

/** Another purpose than was asked for, which an approval confirms. */
const CORRECTION = {
  purpose: Type.Optional(oneOf(PURPOSES, { description: 'The purpose that is confirmed, where it is another one' })),
  purpose_reason: Type.Optional(
    Type.String({ maxLength: 500, description: 'Why it is; required with another purpose, kept in the history' }),
  ),
}

interface Verb {
  readonly name: string
  readonly tag: string
  readonly summary: string
  /** What a token for it needs. */
  readonly scope: TokenScope
  /** The text that may go with it. */
  readonly field?: 'reason' | 'note'
  /** What else may go with it. */
  readonly more?: TProperties
}
type Act = (request: FastifyRequest, id: number, text: string | null) => Result<Reservation>

/** What can be done to a reservation in one word: cancel, approve, decline, check in and out. */
export function reservationVerbsApi(app: App): void {
  const { finish } = reservationAnswers(app)

  verb(
    { name: 'cancel', scope: 'book', tag: 'Reservations', summary: 'Cancel', field: 'reason' },
    (request, id, reason) => cancelReservation(app.db, personOf(request), id, { reason }, app.clock()),
  )
  verb(
    {
      ...{ name: 'approve', scope: 'steward', tag: 'Approvals', field: 'note', more: CORRECTION },
      summary: 'Approve a request, and with it its purpose or the one that is right',
    },
    (request, id, note) => {
      const { purpose, purpose_reason: purposeReason } = (request.body ?? {}) as {
        purpose?: Purpose
        purpose_reason?: string
      }
      const decision = { verdict: 'approve', note, purpose, purposeReason } as const
      return decideReservation(app.db, personOf(request), id, decision, app.clock())
    },
  )
  verb(
    {
      name: 'decline',
      scope: 'steward',
      tag: 'Approvals',
      summary: 'Decline a request; the requester reads why',
      field: 'reason',
    },
    (request, id, reason) =>
      decideReservation(app.db, personOf(request), id, { verdict: 'decline', reason }, app.clock()),
  )
  verb(
    { name: 'check-in', scope: 'book', tag: 'Use', summary: 'Begin to use it, from 15 minutes before its start' },
    (request, id) => checkIn(app.db, personOf(request), id, app.clock()),
  )
  verb(
    {
      name: 'check-out',
      scope: 'book',
      tag: 'Use',
      summary: 'Use has ended; what is left of the time is free at once',
    },
    (request, id) => checkOut(app.db, personOf(request), id, app.clock()),
  )

  function verb({ name, scope, tag, summary, field, more }: Verb, act: Act) {
    app.post(
      `/api/v1/reservations/:id/${name}`,
      {
        config: { access: 'person', scope },
        schema: {
          tags: [tag],
          security: [{ bearer: [] }],
          summary,
          params: IdParams,
          body: words(field, more),
          response: { 200: ReservationOut, ...problems },
        },
      },
      async (request, reply) => {
        const id = Number(request.params.id)
        const text = (field && (request.body as { [name in typeof field]?: string } | null)?.[field]) || null
        return finish(request, reply, id, act(request, id, text))
      },
    )
  }
}
