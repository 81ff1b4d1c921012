import { createHash, randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { deleteSession, insertSession, personOfSession } from '../../db/queries/sessions.ts'
import type { App } from '../app.ts'
import { LOCALES, type Locale, type Person } from '../domain/person.ts'

const SESSION_DAYS = 14

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks, by cookie or bearer token; null for nobody. */
    person: Person | null
    locale: Locale
  }
  interface FastifyReply {
    /** Starts a fresh session for the person; any earlier one of this browser ends. */
    signIn(personId: number): void
    signOut(): void
  }
}

/** Server-side sessions: the cookie holds a random secret, the database its SHA-256. */
export function session(app: App): void {
  const secure = app.settings.publicUrl.startsWith('https:')
  const name = secure ? '__Host-session' : 'session'
  app.decorateRequest('person', null)
  app.decorateRequest('locale', 'pl')
  app.addHook('onRequest', async (request) => {
    const secret = request.cookies[name]
    const bearer = bearerOf(request)
    request.person = bearer
      ? personOfSession(app.db, hashOf(bearer), 'token', app.clock())
      : secret
        ? personOfSession(app.db, hashOf(secret), 'browser', app.clock())
        : null
    request.locale = localeOf(request, app.settings.locale)
  })
  app.decorateReply('signIn', function (this: FastifyReply, personId: number) {
    const old = this.request.cookies[name]
    if (old) deleteSession(app.db, hashOf(old))
    const secret = newSecret()
    const now = app.clock()
    insertSession(app.db, { tokenHash: hashOf(secret), personId, kind: 'browser', now, expiresAt: now + SESSION_DAYS * 86_400_000 })
    this.setCookie(name, secret, { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: SESSION_DAYS * 86_400 })
  })
  app.decorateReply('signOut', function (this: FastifyReply) {
    const old = this.request.cookies[name]
    if (old) deleteSession(app.db, hashOf(old))
    this.clearCookie(name, { path: '/', secure })
  })
}

/** 256 random bits for a cookie or token. */
export const newSecret = () => randomBytes(32).toString('base64url')
export const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex')

export function bearerOf(request: FastifyRequest): string | null {
  const header = request.headers.authorization
  return header?.startsWith('Bearer ') ? header.slice(7).trim() : null
}

/** The person's choice, else the cookie, else Accept-Language, else the installation's. */
function localeOf(request: FastifyRequest, fallback: Locale): Locale {
  if (request.person) return request.person.locale
  const asked = [request.cookies['locale'], ...(request.headers['accept-language'] ?? '').split(',').map((part) => part.trim().slice(0, 2))]
  return asked.find((each): each is Locale => LOCALES.includes(each as Locale)) ?? fallback
}
