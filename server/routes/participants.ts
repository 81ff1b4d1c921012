import { Type } from 'typebox'
import { ReservationPage } from '../../views/reservations/reservation-page.tsx'
import { translateInto } from '../../views/text/translate.ts'
import type { App } from '../app.ts'
import { can } from '../domain/permissions.ts'
import { changeParticipants } from '../operations/change-participants.ts'
import { nameParticipants } from '../operations/name-participants.ts'
import type { Result } from '../operations/result.ts'
import { seeReservation } from '../operations/see-reservation.ts'
import { HttpRefusal } from '../plugins/access.ts'
import { found, plainRefusal } from '../plugins/found.ts'
import { invalidText } from '../plugins/problem.ts'
import { guestsFrom, wishedGuests } from './guest-fields.ts'
import { reservationPageOf } from './reservation-facts.ts'

const config = { access: 'person' } as const
const Id = Type.String({ pattern: '^[0-9]{1,15}$' })
const _csrf = Type.Optional(Type.String())
const Empty = Type.Object({ _csrf })
const field = Type.Optional(Type.String({ maxLength: 4000 }))

/** Inviting people along to a reservation, and taking them or oneself out again. */
export function participants(app: App): void {
  app.post(
    '/reservations/:id/participants',
    {
      config,
      schema: {
        params: Type.Object({ id: Id }),
        body: Type.Object({ participants: field, _csrf }, { additionalProperties: field }),
      },
    },
    async ({ params, body, person, locale }, reply) => {
      const id = Number(params.id)
      const seen = found(seeReservation(app.db, person!, id))
      if (!can(person!, 'change', seen)) throw new HttpRefusal(403, 'forbidden')
      const addresses = body.participants ?? ''
      const wishes = wishedGuests(guestsFrom(body as Record<string, string>), addresses)
      const known = seen.reservation.participantIds
      const named = nameParticipants(app.db, person!, wishes, { known, now: app.clock() })
      const result = named.ok ? changeParticipants(app.db, person!, id, { add: named.value }, app.clock()) : named
      if (result.ok) return reply.redirect(`/reservations/${id}#participants`, 303)
      if (result.refusal.kind !== 'invalid') throw refusalOf(result)
      const props = reservationPageOf(app, id, person!, locale)
      const guests = { ...props.guests!, addresses, error: invalidText(result.refusal, locale) }
      return reply.code(422).page(ReservationPage, { ...props, guests })
    },
  )

  app.post(
    '/reservations/:id/participants/:person/removal',
    { config, schema: { params: Type.Object({ id: Id, person: Id }), body: Empty } },
    async ({ params, person }, reply) => {
      const id = Number(params.id)
      const result = changeParticipants(app.db, person!, id, { remove: [Number(params.person)] }, app.clock())
      if (!result.ok) throw refusalOf(result)
      return reply.redirect(`/reservations/${id}#participants`, 303)
    },
  )

  app.post(
    '/reservations/:id/participants/leaving',
    { config, schema: { params: Type.Object({ id: Id }), body: Empty } },
    async ({ params, person, locale }, reply) => {
      const id = Number(params.id)
      const result = changeParticipants(app.db, person!, id, { remove: [person!.id] }, app.clock())
      if (!result.ok) throw refusalOf(result)
      const seen = seeReservation(app.db, person!, id)
      // Without the invitation it may be none of their business any more.
      if (!seen) return reply.redirect('/reservations?show=invited', 303)
      const notice = { kind: 'ok', title: translateInto(locale)('participants.left') } as const
      return reply.page(ReservationPage, { ...reservationPageOf(app, id, person!, locale), notice })
    },
  )
}

const refusalOf = (result: Extract<Result<unknown>, { ok: false }>) => plainRefusal(result.refusal)
