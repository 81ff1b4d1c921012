import { Type } from 'typebox'
import { ReservationPage } from '../../views/reservations/reservation-page.tsx'
import type { App } from '../app.ts'
import { askQuestion } from '../operations/ask-question.ts'
import { plainRefusal } from '../plugins/found.ts'
import { invalidText } from '../plugins/problem.ts'
import { reservationPageOf } from './reservation-facts.ts'

/** A question about a reservation, or an answer to one. */
export function messages(app: App): void {
  app.post(
    '/reservations/:id/messages',
    {
      config: { access: 'person' },
      schema: {
        params: Type.Object({ id: Type.String({ pattern: '^[0-9]{1,15}$' }) }),
        body: Type.Object({
          text: Type.Optional(Type.String({ maxLength: 8000 })),
          /** Where the form stood. */
          back: Type.Optional(Type.String({ maxLength: 20 })),
          _csrf: Type.Optional(Type.String()),
        }),
      },
    },
    async ({ params, body, person, locale }, reply) => {
      const id = Number(params.id)
      // Browsers send every line break of a text area as two characters and count one.
      const text = (body.text ?? '').replaceAll('\r\n', '\n')
      const result = askQuestion(app.db, person!, id, text, app.clock())
      if (result.ok)
        return reply.redirect(
          body.back === 'approvals' ? `/approvals?asked=1&open=${id}#request-${id}` : `/reservations/${id}#messages`,
          303,
        )
      if (result.refusal.kind !== 'invalid') throw plainRefusal(result.refusal)
      const props = reservationPageOf(app, id, person!, locale)
      const thread = { ...props.thread!, text, error: invalidText(result.refusal, locale) }
      return reply.code(422).page(ReservationPage, { ...props, thread })
    },
  )
}
