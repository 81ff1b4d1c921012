import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { ReservationPage } from '../../views/reservations/reservation-page.tsx'
import { translateInto } from '../../views/text/translate.ts'
import { violationText } from '../../views/text/violation-text.ts'
import type { App } from '../app.ts'
import type { Locale } from '../domain/person.ts'
import { checkIn } from '../operations/check-in.ts'
import { checkOut } from '../operations/check-out.ts'
import { excuseMiss } from '../operations/excuse-miss.ts'
import type { Refusal, Result } from '../operations/result.ts'
import { plainRefusal } from '../plugins/found.ts'
import { invalidText } from '../plugins/problem.ts'
import { reservationPageOf } from './reservation-facts.ts'

const config = { access: 'person' } as const
const params = Type.Object({ id: Type.String({ pattern: '^[0-9]{1,15}$' }) })
const plain = Type.Object({ _csrf: Type.Optional(Type.String()) })

/** The use of a reservation begins and ends, and what was missed is excused. */
export function reservationUse(app: App): void {
  app.post('/reservations/:id/check-in', { config, schema: { params, body: plain } }, async (request, reply) => {
    const id = Number(request.params.id)
    return finish(request, reply, id, checkIn(app.db, request.person!, id, app.clock()))
  })
  app.post('/reservations/:id/check-out', { config, schema: { params, body: plain } }, async (request, reply) => {
    const id = Number(request.params.id)
    return finish(request, reply, id, checkOut(app.db, request.person!, id, app.clock()))
  })
  app.post(
    '/reservations/:id/excuse',
    {
      config,
      schema: {
        params,
        body: Type.Object({
          reason: Type.Optional(Type.String({ maxLength: 500 })),
          _csrf: Type.Optional(Type.String()),
        }),
      },
    },
    async (request, reply) => {
      const id = Number(request.params.id)
      const { reason } = request.body
      return finish(request, reply, id, excuseMiss(app.db, request.person!, id, { reason }, app.clock()))
    },
  )

  function finish(request: FastifyRequest, reply: FastifyReply, id: number, result: Result<unknown>) {
    if (result.ok) return reply.redirect(`/reservations/${id}`, 303)
    const { refusal } = result
    if (refusal.kind === 'not-found' || refusal.kind === 'forbidden') throw plainRefusal(refusal)
    const props = reservationPageOf(app, id, request.person!, request.locale)
    const notice = { kind: 'stop', ...wordsFor(refusal, request.locale, props.resource.timeZone) } as const
    return reply.code(statusOf(refusal)).page(ReservationPage, { ...props, notice })
  }
}

const statusOf = (refusal: Refusal) =>
  refusal.kind === 'invalid' || (refusal.kind === 'rules' && refusal.violations.length > 0) ? 422 : 409

function wordsFor(refusal: Refusal, locale: Locale, zone: string): { title: string; hint: string } {
  const t = translateInto(locale)
  if (refusal.kind === 'invalid') return { title: t('use.excuse-reason'), hint: invalidText(refusal, locale) }
  if (refusal.kind !== 'rules') {
    const state = refusal.kind === 'wrong-state' ? t(`state.${refusal.state}`) : ''
    return { title: t('reservation.wrong-state'), hint: t('reservation.wrong-state-hint', { state }) }
  }
  const [violation] = refusal.violations
  if (!violation) return { title: t('use.refused'), hint: t('use.taken') }
  const { message, remedy } = violationText(locale, violation, zone)
  return { title: message, hint: remedy ?? '' }
}
