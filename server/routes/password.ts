import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { accountById } from '../../db/queries/people.ts'
import { DeadLinkPage } from '../../views/account/gate-page.tsx'
import { ConfirmEmailPage, PasswordPage, SetPasswordPage } from '../../views/account/password-page.tsx'
import { LookAtMailPage } from '../../views/account/sign-up-page.tsx'
import { translateInto } from '../../views/text/translate.ts'
import type { App } from '../app.ts'
import { countAsked } from '../operations/account-secret.ts'
import { confirmEmail, emailBehind } from '../operations/change-email.ts'
import { askForReset, resetBehind, resetPassword } from '../operations/reset-password.ts'
import { invalidText } from '../plugins/problem.ts'

const config = { access: 'anyone' } as const
const text = (maxLength: number) => Type.Optional(Type.String({ maxLength }))
const Token = Type.Object({ token: Type.String({ maxLength: 100 }) })
const NewPassword = Type.Object({ fresh: text(1000), repeat: text(1000), username: text(320), _csrf: text(200) })

/** A new password, and a new address, by a link from the mail; both links are good once. */
export function password(app: App): void {
  app.get('/password', { config }, async (request, reply) =>
    reply.page(PasswordPage, { email: request.account?.email ?? '', error: null }),
  )

  app.post(
    '/password',
    { config, schema: { body: Type.Object({ email: text(320), _csrf: text(200) }) } },
    async (request, reply) => {
      const { email = '' } = request.body
      const t = translateInto(request.locale)
      const seconds = countAsked(app.db, request.ip, app.clock())
      if (seconds > 0)
        return reply
          .code(429)
          .header('retry-after', seconds)
          .page(PasswordPage, { email, error: t('problem.too-many-requests.detail') })
      askForReset(app.db, email, app.clock())
      return reply.page(LookAtMailPage, { text: t('password.sent', { email: email.trim().toLowerCase() }) })
    },
  )

  app.get('/password/:token', { config, schema: { params: Token } }, async (request, reply) =>
    setting(app, reply, request.params.token, {}),
  )

  app.post('/password/:token', { config, schema: { params: Token, body: NewPassword } }, async (request, reply) => {
    const { token } = request.params
    const { fresh = '', repeat = '' } = request.body
    const result = await resetPassword(app.db, token, { fresh, repeat, address: request.ip }, app.clock)
    if (result.ok) {
      reply.signOut()
      return reply.redirect('/sign-in?set=password', 303)
    }
    const { refusal } = result
    if (refusal.kind !== 'invalid') return reply.code(404).page(DeadLinkPage, { what: 'password' })
    return setting(app, reply.code(422), token, { [refusal.field]: invalidText(refusal, request.locale) })
  })

  app.get('/account/email/:token', { config, schema: { params: Token } }, async (request, reply) => {
    const { token } = request.params
    const link = emailBehind(app.db, token, app.clock())
    if (!link?.email) return reply.code(404).page(DeadLinkPage, { what: 'account' })
    return reply.page(ConfirmEmailPage, { token, email: link.email })
  })

  app.post('/account/email/:token', { config, schema: { params: Token } }, async (request, reply) => {
    const result = confirmEmail(app.db, request.params.token, request.ip, app.clock())
    if (!result.ok) return reply.code(404).page(DeadLinkPage, { what: 'account' })
    return reply.redirect('/account?saved=email', 303)
  })
}

function setting(app: App, reply: FastifyReply, token: string, errors: Readonly<Record<string, string>>) {
  const link = resetBehind(app.db, token, app.clock())
  const person = link && accountById(app.db, link.personId)
  if (!person) return reply.code(404).page(DeadLinkPage, { what: 'password' })
  return reply.page(SetPasswordPage, { token, email: person.email, errors })
}
