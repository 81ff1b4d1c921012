import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { App } from '../app.ts'
import type { Reservation } from '../domain/reservation.ts'
import type { TokenScope } from '../domain/token-scope.ts'
import { cancelReservation } from '../operations/cancel-reservation.ts'
import { checkIn } from '../operations/check-in.ts'
import { checkOut } from '../operations/check-out.ts'
import { decideReservation } from '../operations/decide-reservation.ts'
import type { Result } from '../operations/result.ts'
import { personOf, reservationAnswers } from './reservation-answers.ts'
import { IdParams, problems, ReservationOut } from './schemas.ts'

const words = (name?: 'reason' | 'note') =>
  Type.Union([
    Type.Null(),
    Type.Object(name ? { [name]: Type.Optional(Type.String({ maxLength: 500 })) } : {}, {
      additionalProperties: false,
    }),
  ])

interface Verb {
  readonly name: string
  readonly tag: string
  readonly summary: string
  /** What a token for it needs. */
  readonly scope: TokenScope
  /** The text that may go with it. */
  readonly field?: 'reason' | 'note'
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
    { name: 'approve', scope: 'steward', tag: 'Approvals', summary: 'Approve a request', field: 'note' },
    (request, id, note) => decideReservation(app.db, personOf(request), id, { verdict: 'approve', note }, app.clock()),
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

  function verb({ name, scope, tag, summary, field }: Verb, act: Act) {
    app.post(
      `/api/v1/reservations/:id/${name}`,
      {
        config: { access: 'person', scope },
        schema: {
          tags: [tag],
          security: [{ bearer: [] }],
          summary,
          params: IdParams,
          body: words(field),
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
