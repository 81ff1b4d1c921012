import { Type } from 'typebox'
import { setLocale } from '../../db/queries/credentials.ts'
import type { App } from '../app.ts'
import { LOCALES } from '../domain/person.ts'
import { localPath } from '../plugins/local-path.ts'

const Form = Type.Object({
  locale: Type.Union(LOCALES.map((locale) => Type.Literal(locale))),
  next: Type.Optional(Type.Any()),
})
const YEAR_SECONDS = 31_536_000

export function language(app: App): void {
  const secure = app.settings.publicUrl.startsWith('https:')
  app.post(
    '/language',
    { config: { access: 'anyone', beforeSecondFactor: true }, schema: { body: Form } },
    async (request, reply) => {
      const { locale, next } = request.body
      if (request.account) setLocale(app.db, request.account.id, locale)
      reply.setCookie('locale', locale, { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: YEAR_SECONDS })
      return reply.redirect(localPath(next) ?? '/', 303)
    },
  )
}
