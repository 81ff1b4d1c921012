import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { trainingRequestById } from '../../db/queries/training.ts'
import { trainingSessionById } from '../../db/queries/training-sessions.ts'
import { translateInto } from '../../views/text/translate.ts'
import type { App } from '../app.ts'
import { readLocalSpan } from '../domain/local-span.ts'
import { LEVELS, type Level } from '../domain/person.ts'
import type { Resource } from '../domain/resource.ts'
import { answerTraining } from '../operations/answer-training.ts'
import { caredFor, standingFor } from '../operations/cared-for.ts'
import { grantQualification } from '../operations/grant-qualification.ts'
import { inviteToTraining } from '../operations/invite-to-training.ts'
import { openTrainingSession, type SessionPlan } from '../operations/open-training-session.ts'
import type { Result } from '../operations/result.ts'
import { settleTraining } from '../operations/settle-training.ts'
import { found, plainRefusal } from '../plugins/found.ts'
import {
  caredForSlug,
  errorsOf,
  expiryFrom,
  type FormBody,
  qualificationsPath,
  showQualifications,
} from './qualification-place.ts'

const config = { access: 'steward' } as const
const text = Type.Optional(Type.String({ maxLength: 4000 }))
const level = Type.Unsafe<Level>({ type: 'string', enum: [...LEVELS] })
const params = Type.Object({ id: Type.String({ pattern: '^[0-9]{1,15}$' }) })
const Session = Type.Object(
  { reservation: text, date: text, start: text, end: text, title: text, places: text, level, _csrf: text },
  { additionalProperties: text },
)

/** Answers to those who ask for training, and the trainings themselves. */
export function manageTraining(app: App): void {
  app.post(
    '/manage/training-requests/:id/answer',
    {
      config,
      schema: {
        params,
        body: Type.Object({
          verdict: Type.Unsafe<'answered' | 'declined'>({ type: 'string', enum: ['answered', 'declined'] }),
          words: text,
        }),
      },
    },
    async (request, reply) => {
      const { verdict, words = '' } = request.body
      const id = Number(request.params.id)
      const resource = resourceAsked(app, request, id)
      const answer = { verdict, words: words.replaceAll('\r\n', '\n') }
      const result = answerTraining(app.db, request.person!, id, answer, app.clock())
      return finish(app, request, reply, { resource, result, form: `answer-${id}`, done: verdict })
    },
  )

  app.post(
    '/manage/training-requests/:id/grant',
    { config, schema: { params, body: Type.Object({ level, expires_at: text }) } },
    async (request, reply) => {
      const id = Number(request.params.id)
      const resource = resourceAsked(app, request, id)
      const form = { resource, form: `grant-${id}`, done: 'granted' }
      const { expiresAt, errors } = expiryFrom(request.body.expires_at, resource, request)
      if (Object.keys(errors).length > 0) return again(app, request, reply, { ...form, errors })
      const standing = standingFor(app.db, request.person!, id)
      if (!standing.ok) return finish(app, request, reply, { ...form, result: standing })
      const { personId } = standing.value.request
      const grant = { personId, level: request.body.level, expiresAt }
      const result = grantQualification(app.db, request.person!, resource.id, grant, app.clock())
      return finish(app, request, reply, { ...form, result })
    },
  )

  app.post(
    '/manage/training-requests/:id/invitation',
    { config, schema: { params, body: Type.Object({ session: params.properties.id }) } },
    async (request, reply) => {
      const id = Number(request.params.id)
      const resource = resourceAsked(app, request, id)
      const result = inviteToTraining(app.db, request.person!, id, Number(request.body.session), app.clock())
      return finish(app, request, reply, { resource, result, form: `invite-${id}`, done: 'invited' })
    },
  )

  app.post(
    '/manage/resources/:slug/training-sessions',
    { config, schema: { params: Type.Object({ slug: Type.String({ maxLength: 120 }) }), body: Session } },
    async (request, reply) => {
      const resource = caredForSlug(app, request, request.params.slug)
      const form = { resource, form: 'session', done: 'opened' }
      const read = planFrom(request.body as FormBody & { level: Level }, resource, request)
      if ('errors' in read) return again(app, request, reply, { ...form, errors: read.errors })
      const result = openTrainingSession(app.db, request.person!, resource.id, read, app.clock())
      return finish(app, request, reply, { ...form, result })
    },
  )

  app.post(
    '/manage/training-sessions/:id/attendance',
    { config, schema: { params, body: Type.Object({ expires_at: text }, { additionalProperties: text }) } },
    async (request, reply) => {
      const id = Number(request.params.id)
      const session = found(trainingSessionById(app.db, id))
      const resource = resourceFor(app, request, session.resourceId)
      const form = { resource, form: `settle-${id}`, done: 'settled' }
      const { expiresAt, errors } = expiryFrom(request.body.expires_at, resource, request)
      if (Object.keys(errors).length > 0) return again(app, request, reply, { ...form, errors })
      const attendance = { attended: idsIn(request.body, 'came'), expiresAt }
      const result = settleTraining(app.db, request.person!, id, attendance, app.clock())
      return finish(app, request, reply, { ...form, result })
    },
  )
}

/** The resource of a request or a session, for its stewards; others do not learn that it is there. */
function resourceFor(app: App, { person }: FastifyRequest, resourceId: number): Resource {
  const result = caredFor(app.db, person!, resourceId)
  if (!result.ok) throw plainRefusal({ kind: 'not-found' })
  return result.value
}

const resourceAsked = (app: App, request: FastifyRequest, id: number): Resource =>
  resourceFor(app, request, found(trainingRequestById(app.db, id)).resourceId)

interface Sent {
  readonly resource: Resource
  /** As `RefusedForm` names it. */
  readonly form: string
  /** The notice once it is done. */
  readonly done: string
}

function finish(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  { result, ...sent }: Sent & { readonly result: Result<unknown> },
) {
  if (result.ok) return reply.redirect(`${qualificationsPath(sent.resource)}?done=${sent.done}`, 303)
  return again(app, request, reply, { ...sent, errors: errorsOf(result.refusal, sent.resource, request) })
}

/** The same page with the form as it was sent. */
function again(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  { resource, form, errors }: Sent & { readonly errors: Readonly<Record<string, string>> },
) {
  const refused = { form, fields: request.body as FormBody, errors }
  return showQualifications(app, request, reply.code(422), { resource, refused })
}

/** `came_7` among the fields of a form: 7. */
const idsIn = (body: object, prefix: string): number[] =>
  Object.keys(body).flatMap((name) => new RegExp(`^${prefix}_(\\d{1,15})$`).exec(name)?.slice(1).map(Number) ?? [])

function planFrom(
  body: FormBody & { readonly level: Level },
  { timeZone }: Resource,
  { locale }: FastifyRequest,
): SessionPlan | { readonly errors: Readonly<Record<string, string>> } {
  const t = translateInto(locale)
  const common = { places: Number(body['places']), level: body.level, requestIds: idsIn(body, 'request') }
  if (body['reservation']) return { ...common, at: { reservationId: Number(body['reservation']) } }
  const { date = '', start = '', end = '' } = body
  const title = body['title']?.trim() ?? ''
  const read = readLocalSpan({ date, start, endDate: date, end }, timeZone)
  const faults = read.ok ? [] : read.faults
  const errors = {
    ...(title === '' && { title: t('check.no-title') }),
    ...(title.length > 200 && { title: t('check.too-many', { count: 200 }) }),
    ...Object.fromEntries(
      faults.map((fault) => [
        fault.field === 'end_date' ? 'date' : fault.field,
        t(`check.${fault.kind}`, fault.kind === 'gap' ? { instead: fault.instead } : {}),
      ]),
    ),
  }
  return read.ok && Object.keys(errors).length === 0 ? { ...common, at: { ...read.span, title } } : { errors }
}
