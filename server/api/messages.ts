import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { messagesOf } from '../../db/queries/messages.ts'
import type { App } from '../app.ts'
import { askQuestion, LONGEST_MESSAGE } from '../operations/ask-question.ts'
import type { Refusal } from '../operations/result.ts'
import { seeReservation } from '../operations/see-reservation.ts'
import { found } from '../plugins/found.ts'
import { problemFor } from '../plugins/problem.ts'
import { personOf, sendProblem } from './reservation-answers.ts'
import { IdParams, listOf, problems } from './schemas.ts'

const path = '/api/v1/reservations/:id/messages'
const config = { access: 'person' } as const
const MessageOut = Type.Object({ person: Type.String(), text: Type.String(), at: Type.String({ format: 'date-time' }) })

/** What is asked and answered about a reservation, between its requester and who looks after the resource. */
export function messagesApi(app: App): void {
  const thread = (id: number) => ({
    items: messagesOf(app.db, id).map(({ personName, text, at }) => ({
      ...{ person: personName, text },
      at: new Date(at).toISOString(),
    })),
    next_cursor: null,
  })
  const about = { tags: ['Approvals'], security: [{ bearer: [] }], params: IdParams }

  app.get(
    path,
    {
      config,
      schema: { ...about, summary: 'Questions and answers', response: { 200: listOf(MessageOut), ...problems } },
    },
    async (request, reply) => {
      const id = Number(request.params.id)
      const { seen } = found(seeReservation(app.db, personOf(request), id))
      return seen === 'full' ? thread(id) : refuse(request, reply, { kind: 'forbidden' })
    },
  )

  app.post(
    path,
    {
      config,
      schema: {
        ...about,
        summary: 'Ask or answer; it goes to the other side by mail and changes nothing else',
        body: Type.Object(
          { text: Type.String({ minLength: 1, maxLength: LONGEST_MESSAGE }) },
          { additionalProperties: false },
        ),
        response: { 201: listOf(MessageOut), ...problems },
      },
    },
    async (request, reply) => {
      const id = Number(request.params.id)
      const result = askQuestion(app.db, personOf(request), id, request.body.text, app.clock())
      return result.ok ? reply.code(201).send(thread(id)) : refuse(request, reply, result.refusal)
    },
  )
}

const refuse = (request: FastifyRequest, reply: FastifyReply, refusal: Refusal) =>
  sendProblem(reply, problemFor(refusal, request.locale))
