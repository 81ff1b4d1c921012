import type { Person } from '../domain/person.ts'
import type { App } from '../app.ts'

/**
 * Who may use a route at all; what of it they may see or do is decided by the operation.
 * `person`: anyone signed in. `steward`: has a lab. `overseer`: coordinator or administrator.
 * `reports`: an overseer or a steward. `demo`: the route exists in the demo only.
 */
export const ACCESS = ['anyone', 'person', 'steward', 'reports', 'overseer', 'administrator'] as const
export type Access = (typeof ACCESS)[number]

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
  }
}

/** Thrown by guards and routes; plugins/errors turns it into a page or a problem. */
export class HttpRefusal extends Error {
  readonly status: number
  readonly code: string
  /** The fields at fault, as JSON pointers. */
  readonly errors: readonly FieldError[]
  constructor(status: number, code: string, detail = code, errors: readonly FieldError[] = []) {
    super(detail)
    this.status = status
    this.code = code
    this.errors = errors
  }
}

export interface FieldError {
  readonly path: string
  readonly message: string
}

/** 422 for one field. */
export const invalid = (field: string, message: string): HttpRefusal =>
  new HttpRefusal(422, 'invalid', `${field} ${message}.`, [{ path: `/${field}`, message }])

/** A route that does not say who may use it does not start; one that does is guarded before its body is read. */
export function access(app: App): void {
  app.addHook('onRoute', ({ method, url, config }) => {
    if (!config?.access) throw new Error(`${method} ${url} does not say who may use it`)
  })
  app.addHook('preValidation', async (request) => {
    const needed = request.routeOptions.config.access
    if (needed && !isAllowed(needed, request.person)) {
      throw request.person
        ? new HttpRefusal(403, 'forbidden', 'You may not use this page.')
        : new HttpRefusal(401, 'unauthenticated', 'Sign in first.')
    }
  })
}

export function isAllowed(access: Access, person: Person | null): boolean {
  if (access === 'anyone') return true
  if (!person) return false
  const isSteward = person.stewardOf.size > 0
  const oversees = person.role === 'coordinator' || person.role === 'administrator'
  switch (access) {
    case 'person':
      return true
    case 'steward':
      return isSteward
    case 'reports':
      return isSteward || oversees
    case 'overseer':
      return oversees
    case 'administrator':
      return person.role === 'administrator'
  }
}
