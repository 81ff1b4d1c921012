import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { personById } from '../../db/queries/people.ts'
import type { App } from '../app.ts'
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
        body: Type.Object(
          {
            email: Type.String({ minLength: 3, maxLength: 320 }),
            password: Type.String({ minLength: 1, maxLength: 1000 }),
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
      const result = await checkPassword(app.db, { ...request.body, address: request.ip }, app.clock)
      if (result.kind === 'wait')
        throw new HttpRefusal(429, 'too-many-requests', { headers: { 'retry-after': String(result.seconds) } })
      const person = result.kind === 'fits' ? personById(app.db, result.personId, app.clock()) : null
      if (!person) throw new HttpRefusal(401, 'wrong-credentials')
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
