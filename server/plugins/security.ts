import rateLimit from '@fastify/rate-limit'
import type { FastifyRequest } from 'fastify'
import type { App } from '../app.ts'
import { HttpRefusal } from './access.ts'

/** Nothing inline, nothing from elsewhere. */
const CONTENT_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

const HEADERS = {
  'content-security-policy': CONTENT_POLICY,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
}

/** Browsers heed these over https only and complain of them on plain http. */
const HTTPS_HEADERS = {
  'strict-transport-security': 'max-age=31536000',
  'cross-origin-opener-policy': 'same-origin',
}

/** Headers of every answer, made once: they cost next to nothing per request. */
export function securityHeaders(app: App): void {
  const isHttps = app.settings.publicUrl.startsWith('https:')
  const headers = isHttps ? { ...HEADERS, ...HTTPS_HEADERS } : HEADERS
  app.addHook('onRequest', (_request, reply, next) => {
    reply.headers(headers)
    next()
  })
}

/** Who is not answered at all: those who ask for another host, and those who ask too often. */
export async function gates(app: App): Promise<void> {
  refuseForeignHosts(app)
  await limitRates(app)
}

/** Links in mail and redirects follow the host that was asked for, so in production only ours is answered. */
function refuseForeignHosts(app: App) {
  if (!app.settings.production) return
  const { host, hostname } = new URL(app.settings.publicUrl)
  app.addHook('onRequest', (request, _reply, next) => {
    if (request.host === host || isProbe(request)) return next()
    // An installation that is published on the loopback only may be called by any of its names.
    if (isLoopback(hostname) && isLoopback(request.hostname)) return next()
    next(new HttpRefusal(400, 'wrong-host'))
  })
}

const isLoopback = (hostname: string) => ['localhost', '127.0.0.1', '[::1]'].includes(hostname)

/** Probes call by address and must always get an answer. */
const isProbe = (request: FastifyRequest) => request.url.startsWith('/health/')

async function limitRates(app: App) {
  const { rateLimit: most } = app.settings
  if (most === 0) return
  await app.register(rateLimit, {
    global: false,
    max: most,
    timeWindow: 60_000,
    errorResponseBuilder: (_request, { ttl }) =>
      new HttpRefusal(429, 'too-many-requests', { headers: { 'retry-after': String(Math.ceil(ttl / 1000)) } }),
  })
  const limit = app.rateLimit()
  app.addHook('onRequest', async function (this: App, request, reply) {
    if (!isProbe(request) && !request.url.startsWith('/static/')) await limit.call(this, request, reply)
  })
}
