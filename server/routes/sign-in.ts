import { Type } from 'typebox'
import { SignInPage } from '../../views/account/sign-in.tsx'
import type { App } from '../app.ts'
import { relyingPartyOf } from '../domain/passkey.ts'
import { askForPasskey, checkPasskey } from '../operations/passkeys.ts'
import { checkPassword } from '../operations/sign-in.ts'
import { localPath } from '../plugins/local-path.ts'

const open = { access: 'anyone' } as const
const credential = Type.Optional(Type.String({ maxLength: 20_000 }))
const Query = Type.Object({ next: Type.Optional(Type.Any()), set: Type.Optional(Type.Any()) })
const Form = Type.Object({
  email: Type.String({ maxLength: 320 }),
  password: Type.String({ maxLength: 1000 }),
  next: Type.Optional(Type.Any()),
})

export function signIn(app: App): void {
  app.get('/sign-in', { config: { access: 'anyone' }, schema: { querystring: Query } }, async (request, reply) => {
    const next = localPath(request.query.next)
    if (request.account) return reply.redirect(next ?? (request.person ? '/' : '/account'), 303)
    const isPasswordSet = request.query.set === 'password'
    return reply.page(SignInPage, { next, email: '', fault: null, isPasswordSet, provider: nameOf(app) })
  })

  app.post('/sign-in', { config: { access: 'anyone' }, schema: { body: Form } }, async (request, reply) => {
    const { email, password } = request.body
    const next = localPath(request.body.next)
    const result = await checkPassword(app.db, { email, password, address: request.ip }, app.clock)
    if (result.kind === 'fits') return reply.enter(result.personId, next)
    if (result.kind === 'wait') reply.header('retry-after', result.seconds)
    return reply.code(result.kind === 'wait' ? 429 : 401).page(SignInPage, {
      ...{ next, email, fault: result, provider: nameOf(app) },
    })
  })

  app.post('/sign-in/passkey/challenge', { config: open }, async () =>
    askForPasskey(app.db, null, relyingPartyOf(app.settings.publicUrl), app.clock),
  )

  app.post(
    '/sign-in/passkey',
    { config: open, schema: { body: Type.Object({ credential, next: Type.Optional(Type.Any()) }) } },
    async (request, reply) => {
      const next = localPath(request.body.next)
      const attempt = { credential: request.body.credential ?? '', personId: null }
      const relyingParty = relyingPartyOf(app.settings.publicUrl)
      const personId = await checkPasskey(app.db, { ...attempt, relyingParty }, app.clock)
      if (personId !== null) return reply.enterAtOnce(personId, next)
      const provider = nameOf(app)
      return reply.code(401).page(SignInPage, { next, email: '', fault: null, provider, isPasskeyWrong: true })
    },
  )

  app.post('/sign-out', { config: { access: 'anyone', beforeSecondFactor: true } }, async (_request, reply) => {
    reply.signOut()
    return reply.redirect('/', 303)
  })
}

const nameOf = ({ identityProvider }: App) => identityProvider?.name ?? null
