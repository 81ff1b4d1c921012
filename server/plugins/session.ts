import type { FastifyReply, FastifyRequest } from 'fastify'
import { sessionOf, touchSession } from '../../db/queries/sessions.ts'
import type { App } from '../app.ts'
import type { Locale, Person } from '../domain/person.ts'
import type { TokenScope } from '../domain/token-scope.ts'
import { endBrowserSession, hashOf, renewSession, SESSION_DAYS, startSession } from '../operations/sign-in.ts'
import { localeOf } from './locale.ts'

/** Often enough to tell where somebody was today, seldom enough to cost nothing. */
const SEEN_MS = 3_600_000

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks, by cookie or bearer token, for an organisation that has them; null for nobody. */
    person: Person | null
    /** The same, also where no organisation has them: who has left or waits to be let in keeps their account. */
    account: Person | null
    /** SHA-256 of the secret that says so; null for nobody. */
    sessionHash: string | null
    /** When the person last proved who they are in this session, epoch ms; null for never and for tokens. */
    provedAt: number | null
    /** What the token may do; null for everything its person may. */
    scopes: readonly TokenScope[] | null
    locale: Locale
  }
  interface FastifyReply {
    /** Starts a fresh session for the person; any earlier one of this browser ends. */
    signIn(personId: number): void
    /** The person has just proved once more who they are: the session goes on under a new secret. */
    proved(): void
    signOut(): void
  }
}

/** Server-side sessions: the cookie holds a random secret, the database its SHA-256. */
export function session(app: App): void {
  const secure = app.settings.publicUrl.startsWith('https:')
  const name = sessionCookieName(app.settings.publicUrl)
  const cookie = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const
  app.decorateRequest('person', null)
  app.decorateRequest('account', null)
  app.decorateRequest('sessionHash', null)
  app.decorateRequest('provedAt', null)
  app.decorateRequest('scopes', null)
  app.decorateRequest('locale', 'pl')
  app.addHook('onRequest', (request, reply, next) => {
    identify(app, request, reply, name)
    request.locale = localeOf(request, app.settings.locale)
    next()
  })
  app.decorateReply('signIn', function (this: FastifyReply, personId: number) {
    const old = this.request.cookies[name]
    const { ip: address, headers } = this.request
    const browser = { replacedHash: old ? hashOf(old) : null, address, userAgent: headers['user-agent'] ?? null }
    const { secret } = startSession(app.db, personId, browser, app.clock())
    this.setCookie(name, secret, { ...cookie, maxAge: SESSION_DAYS * 86_400 })
  })
  app.decorateReply('proved', function (this: FastifyReply) {
    const { request } = this
    const secret = renewSession(app.db, request.sessionHash!, app.clock())
    request.sessionHash = hashOf(secret)
    this.setCookie(name, secret, { ...cookie, maxAge: SESSION_DAYS * 86_400 })
  })
  app.decorateReply('signOut', function (this: FastifyReply) {
    const old = this.request.cookies[name]
    const { account, ip: address } = this.request
    const change = account && { personId: account.id, address, at: app.clock() }
    if (old) endBrowserSession(app.db, hashOf(old), change)
    this.clearCookie(name, cookie)
  })
}

/** `__Host-` binds the cookie to this very host; browsers take it over https only. */
export const sessionCookieName = (publicUrl: string) => (publicUrl.startsWith('https:') ? '__Host-session' : 'session')

export function bearerOf(request: FastifyRequest): string | null {
  const header = request.headers.authorization
  return header && /^bearer /i.test(header) ? header.slice(7).trim() : null
}

/** A bearer token decides alone: a request that carries one never acts by its cookie. */
function identify(app: App, request: FastifyRequest, reply: FastifyReply, cookieName: string) {
  const bearer = bearerOf(request)
  const secret = bearer ?? request.cookies[cookieName]
  if (!secret) return
  const hash = hashOf(secret)
  const now = app.clock()
  const live = sessionOf(app.db, hash, bearer === null ? 'browser' : 'token', now)
  if (!live) return
  request.account = live.account
  request.person = live.isMember ? live.account : null
  request.sessionHash = hash
  request.provedAt = live.provedAt
  request.scopes = live.scopes
  if (now - live.lastSeenAt >= SEEN_MS) reply.raw.once('finish', () => touchSession(app.db, hash, request.ip, now))
}
