import type { FastifyRequest } from 'fastify'
import { translateInto } from '../../views/text/translate.ts'
import type { App } from '../app.ts'
import { HttpRefusal, isApi } from './access.ts'

/** Deeper than anything this program takes; a body of a million brackets must not exhaust the stack. */
const DEEPEST = 20

/** What holds for everything that comes in, before the schema of the route is asked. */
export function input(app: App): void {
  app.removeContentTypeParser('text/plain')
  app.addHook('preValidation', (request, _reply, next) => next(complaintAbout(request)))
}

function complaintAbout(request: FastifyRequest): HttpRefusal | undefined {
  if (request.is404) return
  const { body } = request
  if (isApi(request.url) && request.method !== 'GET' && request.method !== 'HEAD') {
    if (body === undefined) request.body = {}
    else if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
      return new HttpRefusal(415, 'unsupported-type')
  }
  const inBody = brokenTextIn(body, '', 0)
  const place = inBody === undefined ? brokenTextIn(request.query, '', 0) : inBody
  if (place === undefined) return
  if (place === null) return new HttpRefusal(400, 'malformed')
  const message = translateInto(request.locale)('invalid.text')
  return new HttpRefusal(422, 'invalid', { errors: [{ path: place, message }] })
}

/**
 * The path of the first text with a NUL (it ends SQLite's strings) or half a surrogate pair (it has no UTF-8);
 * undefined when all is well, null when the value is nested too deep to look.
 */
export function brokenTextIn(value: unknown, path: string, depth: number): string | null | undefined {
  if (typeof value === 'string') return isBroken(value) ? path || 'body' : undefined
  if (value === null || typeof value !== 'object') return
  if (depth > DEEPEST) return null
  for (const [name, each] of Object.entries(value)) {
    const below = path ? `${path}.${name}` : name
    if (isBroken(name)) return path || 'body'
    const place = brokenTextIn(each, below, depth + 1)
    if (place !== undefined) return place
  }
}

const isBroken = (text: string) => text.includes('\0') || !text.isWellFormed()
