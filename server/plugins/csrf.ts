import csrfProtection from '@fastify/csrf-protection'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../app.ts'
import { HttpRefusal } from './access.ts'
import { bearerOf } from './session.ts'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

const MOST_KEPT = 5000

declare module 'fastify' {
  interface FastifyReply {
    /** Value of the hidden field `_csrf`. */
    csrfToken(): string
  }
}

/**
 * Two walls against forged changes: a token in every form, bound to a cookie and to the session it was made in, and
 * the browser's own word in Sec-Fetch-Site. A bearer token cannot be sent by a foreign page, so requests that carry
 * one need neither. Nothing is kept on the server.
 */
export async function csrf(app: App): Promise<void> {
  const secure = app.settings.publicUrl.startsWith('https:')
  const cookieKey = secure ? '__Host-csrf' : 'csrf'
  await app.register(csrfProtection, {
    cookieKey,
    cookieOpts: { path: '/', httpOnly: true, sameSite: 'lax', secure },
    csrfOpts: { hmacKey: app.settings.sessionSecret, userInfo: true },
    getToken: tokenOf,
    getUserInfo: boundTo,
    logLevel: 'debug',
  })
  // A token serves every page of its session: making one costs more than finding a reservation.
  const made = new Map<string, string>()
  app.decorateReply('csrfToken', function (this: FastifyReply) {
    const cookie = this.request.cookies[cookieKey]
    const key = cookie && `${cookie} ${boundTo(this.request)}`
    const known = key && made.get(key)
    if (known) return known
    const token = this.generateCsrf({ userInfo: boundTo(this.request) })
    if (made.size >= MOST_KEPT) made.clear()
    if (key) made.set(key, token)
    return token
  })
  app.addHook('preValidation', (request, _reply, next) => {
    if (SAFE.has(request.method) || request.is404 || bearerOf(request) || isCredentialFree(request)) return next()
    const site = request.headers['sec-fetch-site']
    if (site === 'cross-site' || !isHere(request, app.settings.publicUrl)) return next(refusal())
    // The plugin answers by itself where it refuses; every refusal here is told by the errors plugin.
    app.csrfProtection(request, { send: () => next(refusal()) } as unknown as FastifyReply, next as () => void)
  })
}

/** A token serves the session it was made in, or nobody's. */
const boundTo = (request: FastifyRequest) => request.sessionHash ?? 'nobody'

const refusal = () => new HttpRefusal(403, 'csrf')

function tokenOf(request: FastifyRequest): string | undefined {
  const field = (request.body as { _csrf?: unknown } | null | undefined)?._csrf ?? request.headers['x-csrf-token']
  return typeof field === 'string' ? field : undefined
}

/** Browsers name the origin of every POST; one that names another host is foreign even where it names no site. */
function isHere({ headers, host }: FastifyRequest, publicUrl: string): boolean {
  const { origin } = headers
  if (!origin) return true
  return URL.canParse(origin) && [host, new URL(publicUrl).host].includes(new URL(origin).host)
}

/**
 * Signing in to the API carries its own proof and reads no cookie; so does the link under a daily mail, which mail
 * programs post to from wherever they are (RFC 8058).
 */
const isCredentialFree = (request: FastifyRequest) => CREDENTIAL_FREE.has(request.routeOptions.url ?? '')

const CREDENTIAL_FREE = new Set(['/api/v1/sessions', '/unsubscribe/:token'])
