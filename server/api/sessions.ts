import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { personById } from '../../db/queries/people.ts'
import type { App } from '../app.ts'
import { needsSecondFactor } from '../domain/second-factor.ts'
import { checkCode, owesSecondFactor } from '../operations/prove-second-factor.ts'
import { checkPassword, makeToken } from '../operations/sign-in.ts'
import { HttpRefusal } from '../plugins/access.ts'
import { instant, personOut } from './presenters.ts'
import { PersonOut, problems } from './schemas.ts'

const TOKEN_DAYS = 14

/** Signing in for programs. */
export function sessionsApi(app: App): void {
  app.post(
    '/api/v1/sessions',
    {
      config: { access: 'anyone' },
      schema: {
        tags: ['Sessions'],
        summary: 'Exchange an e-mail address and a password for a token',
        description:
          'Who has a second factor gives a code of their authenticator app or a recovery code as well: 401 `second-factor` otherwise.',
        body: Type.Object(
          {
            email: Type.String({ minLength: 3, maxLength: 320 }),
            password: Type.String({ minLength: 1, maxLength: 1000 }),
            code: Type.Optional(Type.String({ maxLength: 100 })),
          },
          { additionalProperties: false },
        ),
        response: {
          201: Type.Object({ token: Type.String(), expires_at: Type.String(), user: PersonOut }),
          ...problems,
        },
      },
    },
    async (request, reply) => {
      const { email, password } = request.body
      const result = await checkPassword(app.db, { email, password, address: request.ip }, app.clock)
      if (result.kind === 'wait') throw tooMany(result.seconds)
      if (result.kind === 'fits' && owesSecondFactor(app.db, result.personId)) demandCode(app, request, result.personId)
      const person = result.kind === 'fits' ? personById(app.db, result.personId, app.clock()) : null
      if (!person) throw new HttpRefusal(401, 'wrong-credentials')
      if (needsSecondFactor(person.role, app.settings.secondFactor) && !owesSecondFactor(app.db, person.id))
        throw new HttpRefusal(403, 'second-factor-missing')
      const { secret, expiresAt } = makeToken(
        app.db,
        person.id,
        { label: 'API', days: TOKEN_DAYS, scope: null },
        app.clock(),
      )
      return reply
        .code(201)
        .send({ token: secret, expires_at: instant(expiresAt), user: personOut(person, catalogueOf(app.db)) })
    },
  )
}

/** Without a code this says that one is missing, and costs no attempt. */
function demandCode(app: App, { body, ip: address }: FastifyRequest, personId: number) {
  const { code } = body as { code?: string }
  if (code === undefined) throw new HttpRefusal(401, 'second-factor')
  const { sessionSecret: installationSecret } = app.settings
  const result = checkCode(app.db, { personId, code, address, installationSecret }, app.clock())
  if (result.kind === 'wait') throw tooMany(result.seconds)
  if (result.kind !== 'fits') throw new HttpRefusal(401, 'second-factor')
}

const tooMany = (seconds: number) =>
  new HttpRefusal(429, 'too-many-requests', { headers: { 'retry-after': String(seconds) } })
