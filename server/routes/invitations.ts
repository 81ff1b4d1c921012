import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { accountWith } from '../../db/queries/credentials.ts'
import { DeadLinkPage } from '../../views/account/gate-page.tsx'
import { InvitationPage } from '../../views/account/invitation-page.tsx'
import type { App } from '../app.ts'
import { LOCALES, type Locale } from '../domain/person.ts'
import { invitationBehind, joinAs, joinAsNew } from '../operations/accept-invitation.ts'
import { invalidText } from '../plugins/problem.ts'

const text = (maxLength: number) => Type.Optional(Type.String({ maxLength }))
const Token = Type.Object({ token: Type.String({ maxLength: 100 }) })
const Account = Type.Object({
  name: text(120),
  password: text(1000),
  locale: Type.Optional(Type.Unsafe<Locale>({ type: 'string', enum: [...LOCALES] })),
  username: text(320),
  _csrf: text(200),
})

/** A link that lets somebody join an organisation, with an account of theirs or a new one. */
export function invitations(app: App): void {
  const anyone = { access: 'anyone' } as const

  app.get('/invitations/:token', { config: anyone, schema: { params: Token } }, async (request, reply) =>
    show(app, request, reply, { name: '', locale: request.locale }, {}),
  )

  app.post(
    '/invitations/:token',
    { config: anyone, schema: { params: Token, body: Account } },
    async (request, reply) => {
      const { name = '', password = '', locale = request.locale } = request.body
      const account = { name, password, locale, address: request.ip }
      const result = await joinAsNew(app.db, request.params.token, account, app.clock)
      if (result.ok) {
        reply.signIn(result.value)
        return reply.redirect('/', 303)
      }
      const { refusal } = result
      const errors = refusal.kind === 'invalid' ? { [refusal.field]: invalidText(refusal, request.locale) } : {}
      return show(app, request, reply.code(refusal.kind === 'invalid' ? 422 : 404), { name, locale }, errors)
    },
  )

  app.post(
    '/invitations/:token/membership',
    { config: { access: 'account' }, schema: { params: Token } },
    async (request, reply) => {
      const result = joinAs(app.db, request.account!, request.params.token, request.ip, app.clock())
      if (!result.ok) return reply.code(404).page(DeadLinkPage, { what: 'invitation' })
      return reply.redirect('/account#organisations', 303)
    },
  )
}

function show(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  fields: { readonly name: string; readonly locale: string },
  errors: Readonly<Record<string, string>>,
) {
  const { token } = request.params as { token: string }
  const invitation = invitationBehind(app.db, token, app.clock())
  if (!invitation) return reply.code(404).page(DeadLinkPage, { what: 'invitation' })
  const { email, expiresAt, invitedBy, isAdministrator, organisationId } = invitation
  return reply.page(InvitationPage, {
    ...{ token, email, expiresAt, invitedBy, isAdministrator, fields, errors, account: request.account },
    organisation: catalogueOf(app.db).organisationById.get(organisationId)!.name[request.locale],
    isKnown: accountWith(app.db, email) !== null,
  })
}
