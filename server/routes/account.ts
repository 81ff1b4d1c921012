import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { setLocale, setName } from '../../db/queries/credentials.ts'
import { mailAccountOf } from '../../db/queries/preferences.ts'
import { endOtherSessions, endSession, keyOfHash, sessionsOf } from '../../db/queries/sessions.ts'
import { AccountPage, type AccountProps, TOKEN_DAYS } from '../../views/account/account-page.tsx'
import type { App } from '../app.ts'
import { LOCALES } from '../domain/person.ts'
import { TOKEN_SCOPES, type TokenScope } from '../domain/token-scope.ts'
import { changePassword } from '../operations/account.ts'
import { seeTraining } from '../operations/see-training.ts'
import { makeToken } from '../operations/sign-in.ts'
import { HttpRefusal } from '../plugins/access.ts'

const Profile = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' }),
  locale: Type.Union(LOCALES.map((locale) => Type.Literal(locale))),
})
const Password = Type.Object({
  current: Type.String({ maxLength: 1000 }),
  fresh: Type.String({ maxLength: 1000 }),
  repeat: Type.String({ maxLength: 1000 }),
})
const Token = Type.Object({
  label: Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' }),
  days: Type.Union(TOKEN_DAYS.map((days) => Type.Literal(String(days)))),
  scope: Type.Optional(
    Type.Unsafe<TokenScope | 'everything'>({ type: 'string', enum: [...TOKEN_SCOPES, 'everything'] }),
  ),
})
const Key = Type.Object({ key: Type.String({ pattern: '^[0-9a-f]{16}$' }) })
const Saved = Type.Object({ saved: Type.Optional(Type.Any()) })

/** What a person keeps of themselves: profile, password, signed-in browsers, API tokens. */
export function account(app: App): void {
  const config = { access: 'account' } as const

  app.get('/account', { config, schema: { querystring: Saved } }, async (request, reply) => {
    const { saved } = request.query
    return show(app, request, reply, { notice: saved === 'profile' || saved === 'password' ? saved : null })
  })

  app.post('/account', { config, schema: { body: Profile } }, async (request, reply) => {
    const { name, locale } = request.body
    const { id } = request.account!
    setName(app.db, id, name.trim())
    setLocale(app.db, id, locale)
    return reply.redirect('/account?saved=profile', 303)
  })

  app.post('/account/password', { config, schema: { body: Password } }, async (request, reply) => {
    const change = { ...request.body, address: request.ip, sessionHash: request.sessionHash! }
    const fault = await changePassword(app.db, request.account!, change, app.clock)
    if (fault) {
      if (fault.reason === 'wait') reply.header('retry-after', fault.seconds)
      return show(app, request, reply.code(fault.reason === 'wait' ? 429 : 422), { passwordFault: fault })
    }
    reply.signIn(request.account!.id)
    return reply.redirect('/account?saved=password', 303)
  })

  app.post('/account/sessions/:key/end', { config, schema: { params: Key } }, async (request, reply) => {
    if (!endSession(app.db, request.account!.id, request.params.key)) throw new HttpRefusal(404, 'not-found')
    return reply.redirect('/account#sessions', 303)
  })

  app.post('/account/sessions/end-others', { config }, async (request, reply) => {
    endOtherSessions(app.db, request.account!.id, request.sessionHash!, false)
    return reply.redirect('/account#sessions', 303)
  })

  app.post(
    '/account/tokens',
    { config: { ...config, fresh: true }, schema: { body: Token } },
    async (request, reply) => {
      const { label, days, scope = 'everything' } = request.body
      const { secret } = makeToken(
        app.db,
        request.account!.id,
        { label: label.trim(), days: Number(days), scope: scope === 'everything' ? null : scope },
        app.clock(),
      )
      // Shown in the answer itself, once: nothing of it can be asked for again.
      return show(app, request, reply.code(201), { freshToken: { label: label.trim(), secret } })
    },
  )
}

type Particulars = Partial<Pick<AccountProps, 'notice' | 'passwordFault' | 'freshToken'>>

function show(app: App, request: FastifyRequest, reply: FastifyReply, particulars: Particulars) {
  const person = request.account!
  return reply.page(AccountPage, {
    person,
    mailRefusedAt: mailAccountOf(app.db, person.id).mailRefusedAt,
    sessions: sessionsOf(app.db, person.id, app.clock()),
    currentKey: keyOfHash(request.sessionHash!),
    training: seeTraining(app.db, person, app.clock()),
    notice: null,
    passwordFault: null,
    freshToken: null,
    ...particulars,
  })
}
