import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { orcidOfPerson } from '../../db/queries/credentials.ts'
import { membershipsOfPerson } from '../../db/queries/memberships.ts'
import { mailAccountOf } from '../../db/queries/preferences.ts'
import { keyOfHash, sessionsOf } from '../../db/queries/sessions.ts'
import { ACCOUNT_NOTICES, AccountPage, type AccountProps, TOKEN_DAYS } from '../../views/account/account-page.tsx'
import type { App } from '../app.ts'
import { LOCALES } from '../domain/person.ts'
import { TOKEN_SCOPES, type TokenScope } from '../domain/token-scope.ts'
import { changePassword } from '../operations/account.ts'
import { askForEmail } from '../operations/change-email.ts'
import { changeProfile } from '../operations/change-profile.ts'
import { actFor, askToJoin, withdrawAsking } from '../operations/decide-membership.ts'
import { seeTraining } from '../operations/see-training.ts'
import { endOwnOtherSessions, endOwnSession, makeToken } from '../operations/sign-in.ts'
import { HttpRefusal } from '../plugins/access.ts'
import { found, plainRefusal } from '../plugins/found.ts'
import { invalidText } from '../plugins/problem.ts'

const text = (maxLength: number) => Type.Optional(Type.String({ maxLength }))
const Profile = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' }),
  locale: Type.Union(LOCALES.map((locale) => Type.Literal(locale))),
  orcid: text(80),
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
const Slug = Type.Object({ slug: Type.String({ maxLength: 120 }) })

/** What a person keeps of themselves: profile, organisations, password, signed-in browsers, API tokens. */
export function account(app: App): void {
  const config = { access: 'account' } as const
  const sensitive = { ...config, fresh: true } as const

  app.get('/account', { config, schema: { querystring: Saved } }, async (request, reply) => {
    const { saved } = request.query
    return show(app, request, reply, { notice: ACCOUNT_NOTICES.find((each) => each === saved) ?? null })
  })

  app.post('/account', { config, schema: { body: Profile } }, async (request, reply) => {
    const { name, locale, orcid } = request.body
    const wish = { name: name.trim(), locale, ...(orcid !== undefined && { orcid }) }
    const result = changeProfile(app.db, request.account!, wish, app.clock())
    if (result.ok) return reply.redirect('/account?saved=profile', 303)
    return showFault(app, request, reply, result.refusal, { name, orcid: orcid ?? '' })
  })

  app.post(
    '/account/email',
    { config: sensitive, schema: { body: Type.Object({ email: text(320) }) } },
    async (request, reply) => {
      const { email = '' } = request.body
      const result = askForEmail(app.db, request.account!, email, app.clock())
      if (result.ok) return reply.redirect('/account?saved=email-sent', 303)
      return showFault(app, request, reply, result.refusal, { email })
    },
  )

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
    const change = { personId: request.account!.id, address: request.ip, at: app.clock() }
    if (!endOwnSession(app.db, request.params.key, change)) throw new HttpRefusal(404, 'not-found')
    return reply.redirect('/account#sessions', 303)
  })

  app.post('/account/sessions/end-others', { config }, async (request, reply) => {
    const change = { personId: request.account!.id, address: request.ip, at: app.clock() }
    endOwnOtherSessions(app.db, request.sessionHash!, change)
    return reply.redirect('/account#sessions', 303)
  })

  app.post('/account/tokens', { config: sensitive, schema: { body: Token } }, async (request, reply) => {
    const { label, days, scope = 'everything' } = request.body
    const wish = { label: label.trim(), days: Number(days), scope: scope === 'everything' ? null : scope }
    const { secret } = makeToken(app.db, request.account!.id, wish, app.clock())
    // Shown in the answer itself, once: nothing of it can be asked for again.
    return show(app, request, reply.code(201), { freshToken: { label: wish.label, secret } })
  })

  app.post(
    '/account/organisations',
    { config, schema: { body: Type.Object({ organisation: text(120) }) } },
    async (request, reply) => {
      const { id = 0 } = catalogueOf(app.db).organisationBySlug.get(request.body.organisation ?? '') ?? {}
      const result = askToJoin(app.db, request.account!, id, app.clock())
      if (result.ok) return reply.redirect('/account?saved=asked', 303)
      return showFault(app, request, reply, result.refusal, {})
    },
  )

  for (const [verb, act, saved] of [
    ['acting', actFor, 'acting'],
    ['withdrawal', withdrawAsking, 'profile'],
  ] as const)
    app.post(`/account/organisations/:slug/${verb}`, { config, schema: { params: Slug } }, async (request, reply) => {
      const { id } = found(catalogueOf(app.db).organisationBySlug.get(request.params.slug))
      const result = act(app.db, request.account!, id, app.clock())
      if (!result.ok) throw plainRefusal(result.refusal)
      return reply.redirect(`/account?saved=${saved}`, 303)
    })
}

type Particulars = Partial<
  Pick<AccountProps, 'notice' | 'passwordFault' | 'freshToken' | 'errors'> & { readonly typed: AccountProps['typed'] }
>

function showFault(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: Parameters<typeof plainRefusal>[0],
  typed: AccountProps['typed'],
) {
  if (refusal.kind !== 'invalid') throw plainRefusal(refusal)
  const errors = { [refusal.field]: invalidText(refusal, request.locale) }
  return show(app, request, reply.code(422), { errors, typed })
}

function show(app: App, request: FastifyRequest, reply: FastifyReply, particulars: Particulars) {
  const person = request.account!
  const now = app.clock()
  return reply.page(AccountPage, {
    ...{ person, isMember: request.person !== null, ...organisationsOf(app, request) },
    orcid: orcidOfPerson(app.db, person.id),
    mailRefusedAt: mailAccountOf(app.db, person.id).mailRefusedAt,
    sessions: sessionsOf(app.db, person.id, now),
    currentKey: keyOfHash(request.sessionHash!),
    training: seeTraining(app.db, person, now),
    ...{ notice: null, passwordFault: null, freshToken: null, errors: {}, typed: {} },
    ...particulars,
  })
}

function organisationsOf(app: App, { account, locale }: FastifyRequest): Pick<AccountProps, 'mine' | 'others'> {
  const { organisations, organisationById } = catalogueOf(app.db)
  const memberships = membershipsOfPerson(app.db, account!.id)
  return {
    mine: memberships.map(({ organisationId, state, isAdministrator }) => {
      const { slug, name } = organisationById.get(organisationId)!
      const isActing = state === 'active' && organisationId === account!.organisationId
      return { slug, name: name[locale], state: state === 'asked' ? 'asked' : 'active', isAdministrator, isActing }
    }),
    others: organisations
      .filter((each) => each.isMember && !memberships.some(({ organisationId }) => organisationId === each.id))
      .map(({ slug, name }) => ({ slug, name: name[locale] })),
  }
}
