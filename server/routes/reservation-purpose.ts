import { Type } from 'typebox'
import { ReservationPage } from '../../views/reservations/reservation-page.tsx'
import { translateInto } from '../../views/text/translate.ts'
import type { App } from '../app.ts'
import { PURPOSES } from '../domain/purpose.ts'
import { changePurpose } from '../operations/change-purpose.ts'
import { plainRefusal } from '../plugins/found.ts'
import { invalidText } from '../plugins/problem.ts'
import { reservationPageOf } from './reservation-facts.ts'

const text = Type.Optional(Type.String({ maxLength: 500 }))

/** A steward corrects the purpose of a reservation that was confirmed. */
export function reservationPurpose(app: App): void {
  app.post(
    '/reservations/:id/purpose',
    {
      config: { access: 'steward' },
      schema: {
        params: Type.Object({ id: Type.String({ pattern: '^[0-9]{1,15}$' }) }),
        body: Type.Object({ purpose: text, reason: text, _csrf: text }),
      },
    },
    async ({ params, body, person, locale }, reply) => {
      const id = Number(params.id)
      const purpose = PURPOSES.find((each) => each === body.purpose) ?? null
      const result = purpose && changePurpose(app.db, person!, id, { purpose, reason: body.reason }, app.clock())
      if (result?.ok) return reply.redirect(`/reservations/${id}`, 303)
      const refusal = result ? result.refusal : ({ kind: 'invalid', field: 'purpose', reason: 'required' } as const)
      if (refusal.kind !== 'invalid' && refusal.kind !== 'wrong-state') throw plainRefusal(refusal)
      const shown = reservationPageOf(app, id, person!, locale)
      const t = translateInto(locale)
      if (refusal.kind === 'wrong-state')
        return reply.code(409).page(ReservationPage, {
          ...shown,
          notice: { kind: 'stop', title: t('reservation.wrong-state') },
        })
      const message = invalidText(refusal, locale)
      const purposeFault = { purpose: body.purpose ?? '', reason: body.reason ?? '', message }
      return reply.code(422).page(ReservationPage, { ...shown, purposeFault })
    },
  )
}
