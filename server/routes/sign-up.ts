import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { DeadLinkPage } from '../../views/account/gate-page.tsx'
import { ConfirmSignUpPage, LookAtMailPage, type SignUpFields, SignUpPage } from '../../views/account/sign-up-page.tsx'
import { translateInto } from '../../views/text/translate.ts'
import type { App } from '../app.ts'
import { LOCALES, type Locale } from '../domain/person.ts'
import { countAsked } from '../operations/account-secret.ts'
import { signUp as askForAccount, confirmSignUp, signUpBehind, signUpFaults } from '../operations/sign-up.ts'
import { invalidText, invalidTexts } from '../plugins/problem.ts'

const config = { access: 'anyone' } as const
const text = (maxLength: number) => Type.Optional(Type.String({ maxLength }))
const Form = Type.Object({
  name: text(120),
  email: text(320),
  organisation: text(120),
  password: text(1000),
  locale: Type.Optional(Type.Unsafe<Locale>({ type: 'string', enum: [...LOCALES] })),
  _csrf: text(200),
})
const Token = Type.Object({ token: Type.String({ maxLength: 100 }) })

/** Asking for an account, and confirming by a link from the mail that the address is one's own. */
export function signUp(app: App): void {
  app.get('/sign-up', { config }, async (request, reply) => {
    if (request.account) return reply.redirect('/account', 303)
    return show(app, request, reply, { name: '', email: '', organisation: '', locale: request.locale }, {})
  })

  app.post('/sign-up', { config, schema: { body: Form } }, async (request, reply) => {
    const { name = '', email = '', organisation = '', password = '', locale = request.locale } = request.body
    const fields = { name, email, organisation, locale }
    const seconds = countAsked(app.db, request.ip, app.clock())
    if (seconds > 0) {
      const form = translateInto(request.locale)('problem.too-many-requests.detail')
      return show(app, request, reply.code(429).header('retry-after', seconds), fields, { form })
    }
    const wish = { name, email, organisation, password, locale }
    const result = await askForAccount(app.db, wish, app.clock)
    if (!result.ok)
      return show(app, request, reply.code(422), fields, invalidTexts(signUpFaults(app.db, wish), request.locale))
    return reply.page(LookAtMailPage, {
      text: translateInto(request.locale)('sign-up.sent', { email: email.trim().toLowerCase() }),
    })
  })

  app.get('/sign-up/:token', { config, schema: { params: Token } }, async (request, reply) =>
    confirm(app, request, reply, request.params.token, null),
  )

  app.post(
    '/sign-up/:token',
    {
      config,
      schema: { params: Token, body: Type.Object({ password: text(1000), _csrf: text(200), username: text(320) }) },
    },
    async (request, reply) => {
      const { token } = request.params
      const { password = '' } = request.body
      const result = await confirmSignUp(app.db, token, { password, address: request.ip }, app.clock)
      if (result.ok) {
        reply.signIn(result.value)
        return reply.redirect('/account', 303)
      }
      const { refusal } = result
      const error = refusal.kind === 'invalid' ? invalidText(refusal, request.locale) : null
      return confirm(app, request, reply.code(error ? 422 : 404), token, error)
    },
  )
}

function confirm(app: App, { locale }: FastifyRequest, reply: FastifyReply, token: string, error: string | null) {
  const asked = signUpBehind(app.db, token, app.clock())
  if (!asked) return reply.code(404).page(DeadLinkPage, { what: 'sign-up' })
  const { name, email, organisationId } = asked
  const organisation = catalogueOf(app.db).organisationById.get(organisationId)!.name[locale]
  return reply.page(ConfirmSignUpPage, { token, name, email, organisation, error })
}

function show(
  app: App,
  { locale }: FastifyRequest,
  reply: FastifyReply,
  fields: SignUpFields,
  errors: Readonly<Record<string, string>>,
) {
  const organisations = catalogueOf(app.db)
    .organisations.filter(({ isMember }) => isMember)
    .map(({ slug, name }) => ({ slug, name: name[locale] }))
  return reply.page(SignUpPage, { organisations, fields, errors })
}
