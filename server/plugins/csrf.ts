import csrfProtection from '@fastify/csrf-protection'
import type { App } from '../app.ts'
import { HttpRefusal } from './access.ts'
import { bearerOf } from './session.ts'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Two walls against forged changes: a token in every form, bound to a cookie, and the browser's own word in
 * Sec-Fetch-Site. A bearer token cannot be sent by a foreign page, so requests that carry one need neither.
 */
export async function csrf(app: App): Promise<void> {
  const secure = app.settings.publicUrl.startsWith('https:')
  await app.register(csrfProtection, {
    cookieKey: secure ? '__Host-csrf' : 'csrf',
    cookieOpts: { path: '/', httpOnly: true, sameSite: 'lax', secure },
    getToken: (request) => (request.body as { _csrf?: string } | undefined)?._csrf ?? (request.headers['x-csrf-token'] as string | undefined),
  })
  app.addHook('preValidation', (request, reply, next) => {
    if (SAFE.has(request.method) || bearerOf(request) || isCredentialFree(request.url)) return next()
    const site = request.headers['sec-fetch-site']
    if (site === 'cross-site') return next(new HttpRefusal(403, 'csrf', 'The form came from another site.'))
    app.csrfProtection(request, reply, (fault) => (fault ? next(new HttpRefusal(403, 'csrf', 'The form is too old. Open the page again and repeat.')) : next()))
  })
}

/** Signing in to the API carries its own proof and reads no cookie. */
const isCredentialFree = (url: string) => url === '/api/v1/sessions'
