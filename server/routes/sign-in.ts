import { Type } from 'typebox'
import { personById } from '../../db/queries/people.ts'
import { SignInPage } from '../../views/account/sign-in.tsx'
import type { App } from '../app.ts'
import { checkPassword } from '../operations/sign-in.ts'
import { localPath } from '../plugins/local-path.ts'

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
    return reply.page(SignInPage, { next, email: '', fault: null, isPasswordSet: request.query.set === 'password' })
  })

  app.post('/sign-in', { config: { access: 'anyone' }, schema: { body: Form } }, async (request, reply) => {
    const { email, password } = request.body
    const next = localPath(request.body.next)
    const result = await checkPassword(app.db, { email, password, address: request.ip }, app.clock)
    if (result.kind === 'fits') {
      reply.signIn(result.personId)
      // Who belongs to no organisation finds only their account.
      return reply.redirect(next ?? (personById(app.db, result.personId) ? '/' : '/account'), 303)
    }
    if (result.kind === 'wait') reply.header('retry-after', result.seconds)
    return reply.code(result.kind === 'wait' ? 429 : 401).page(SignInPage, { next, email, fault: result })
  })

  app.post('/sign-out', { config: { access: 'anyone' } }, async (_request, reply) => {
    reply.signOut()
    return reply.redirect('/', 303)
  })
}
