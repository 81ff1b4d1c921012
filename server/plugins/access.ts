import type { FastifyRequest, RouteOptions } from 'fastify'
import { secondFactorsOf } from '../../db/queries/second-factors.ts'
import type { App } from '../app.ts'
import type { Person } from '../domain/person.ts'
import { hasSecondFactor, needsSecondFactor } from '../domain/second-factor.ts'
import type { TokenScope } from '../domain/token-scope.ts'
import type { FieldError, ProblemCode } from './problem.ts'
import { bearerOf } from './session.ts'

/**
 * Who may use a route at all; what of it they may see or do is decided by the operation.
 * `account`: anyone signed in, also who belongs to no organisation. `person`: anyone signed in whom an organisation has.
 * `steward`: has a lab. `manager`: has a lab or runs an organisation or all of them. `overseer`: coordinator or administrator.
 * `reports`: an overseer or a manager. `decider`: has a lab, or is the coordinator, whose yes some requests need.
 */
export const ACCESS = [
  'anyone',
  'account',
  'person',
  'steward',
  'manager',
  'reports',
  'overseer',
  'decider',
  'administrator',
] as const
export type Access = (typeof ACCESS)[number]

export interface ListedRoute {
  readonly method: string
  readonly url: string
  readonly access: Access
}

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
    /** Of tokens that may use it; what follows from the method and the access unless named. */
    scope?: TokenScope | 'everything'
    /** Open to who must set up a second factor first. */
    beforeSecondFactor?: boolean
  }
  interface FastifyInstance {
    /** Every route with who may use it, in the order of registration. */
    routeTable: readonly ListedRoute[]
  }
}

interface RefusalDetails {
  /** In place of the code's own sentence. */
  readonly detail?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly errors?: readonly FieldError[]
}

/** Thrown by guards and routes; plugins/errors turns it into a page or a problem in the reader's language. */
export class HttpRefusal extends Error {
  readonly status: number
  readonly code: ProblemCode
  readonly detail: string | null
  readonly headers: Readonly<Record<string, string>>
  readonly errors: readonly FieldError[] | null
  constructor(status: number, code: ProblemCode, details: RefusalDetails | string = {}) {
    const { detail = null, headers = {}, errors = null } = typeof details === 'string' ? { detail: details } : details
    super(detail ?? code)
    this.status = status
    this.code = code
    this.detail = detail
    this.headers = headers
    this.errors = errors
  }
}

/** 422 for one field: `invalid('to', 'must be after from')`. */
export const invalid = (path: string, message: string): HttpRefusal =>
  new HttpRefusal(422, 'invalid', { errors: [{ path, message }] })

/** A route that does not say who may use it does not start. */
export function access(app: App): void {
  const routes: RouteOptions[] = []
  app.addHook('onRoute', (route) => void routes.push(route))
  // When all are there: a plugin's own routes get their access from the scope they are registered in.
  app.addHook('onReady', async () => {
    for (const { method, url, config } of routes)
      if (!config?.access || !ACCESS.includes(config.access))
        throw new Error(`${method} ${url} does not say who may use it`)
  })
  app.decorate('routeTable', {
    getter: () =>
      routes.flatMap(({ method, url, config }) =>
        [method].flat().map((each) => ({ method: each, url, access: config!.access! })),
      ),
  })
}

/** Guards every route by its declared access. Comes after the session and before the body is read. */
export function guard(app: App): void {
  app.addHook('onRequest', (request, reply, next) => {
    const needed = request.routeOptions.config.access
    if (!needed) return next()
    const { person, account } = request
    // What somebody is told is kept nowhere on the way; what may be kept says so itself.
    if (account && !request.url.startsWith('/static/')) reply.header('cache-control', 'private, no-store')
    // A token that has ended must not quietly turn its program into a stranger.
    if (!account && isApi(request.url) && bearerOf(request) && request.routeOptions.url !== '/api/v1/sessions')
      return next(new HttpRefusal(401, 'unauthenticated', { headers: INVALID_TOKEN }))
    const isMissing = needed === 'account' ? !account : !isAllowed(needed, person)
    if (isMissing && !account) return next(new HttpRefusal(401, 'unauthenticated'))
    if (isMissing) return next(new HttpRefusal(403, person ? 'forbidden' : 'no-organisation'))
    if (!isInScope(request)) return next(new HttpRefusal(403, 'scope'))
    if (!lacksSecondFactor(app, request)) return next()
    const isPage = request.method === 'GET' && !isApi(request.url) && !request.isPartial
    if (isPage) return reply.redirect('/account/security', 303)
    next(new HttpRefusal(403, 'second-factor-missing'))
  })
}

/** Who must have a second factor sets one up before anything else. */
function lacksSecondFactor(app: App, { account, url, routeOptions: { config } }: FastifyRequest): boolean {
  if (!account || !needsSecondFactor(account.role, app.settings.secondFactor) || config.beforeSecondFactor) return false
  if (url.startsWith('/static/') || url.startsWith('/health/')) return false
  return !hasSecondFactor(secondFactorsOf(app.db, account.id))
}

/** A token that was made for less than its person may is good for the API, and for no more than it was made for. */
function isInScope({ scopes, method, url, routeOptions: { config } }: FastifyRequest): boolean {
  if (scopes === null) return true
  const isReading = method === 'GET' || method === 'HEAD'
  if (!isApi(url) && !isReading) return false
  const ofAccess = config.access === 'anyone' || config.access === 'person' ? 'book' : 'steward'
  const needed = isReading && config.scope !== 'everything' ? 'read' : (config.scope ?? ofAccess)
  return scopes.some((scope) => scope === needed)
}

const INVALID_TOKEN = { 'www-authenticate': 'Bearer error="invalid_token"' }

export const isApi = (url: string) => url.startsWith('/api/')

export function isAllowed(access: Access, person: Person | null): boolean {
  if (access === 'anyone') return true
  if (!person) return false
  const isSteward = person.stewardOf.size > 0
  const isManager = isSteward || person.administers.size > 0 || person.role === 'administrator'
  const oversees = person.role === 'coordinator' || person.role === 'administrator'
  switch (access) {
    case 'account':
    case 'person':
      return true
    case 'steward':
      return isSteward
    case 'manager':
      return isManager
    case 'reports':
      return isManager || oversees
    case 'decider':
      return isSteward || person.role === 'coordinator'
    case 'overseer':
      return oversees
    case 'administrator':
      return person.role === 'administrator'
  }
}
