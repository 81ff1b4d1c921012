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
  // A file is no line of text: instruments write what they like, and its readers take out what they cannot use.
  const isBad = request.routeOptions.config.uploads ? isBroken : isUnfit
  const inBody = brokenTextIn(body, isBad)
  const place = inBody === undefined ? brokenTextIn(request.query, isUnfit) : inBody
  if (place === undefined) return
  if (place === null) return new HttpRefusal(400, 'malformed')
  const message = translateInto(request.locale)('invalid.text')
  return new HttpRefusal(422, 'invalid', { errors: [{ path: place, message }] })
}

/** The path of the first text that is bad; undefined when all is well, null when the value is nested too deep to look. */
function brokenTextIn(
  value: unknown,
  isBad: (text: string) => boolean,
  path = '',
  depth = 0,
): string | null | undefined {
  if (typeof value === 'string') return isBad(value) ? path || 'body' : undefined
  if (value === null || typeof value !== 'object') return
  if (depth > DEEPEST) return null
  for (const [name, each] of Object.entries(value)) {
    const below = path ? `${path}.${name}` : name
    if (isBad(name)) return path || 'body'
    const place = brokenTextIn(each, isBad, below, depth + 1)
    if (place !== undefined) return place
  }
}

/** A NUL ends SQLite's strings, and half a surrogate pair has no UTF-8. */
const isBroken = (text: string) => text.includes('\0') || !text.isWellFormed()

/** Nor does anybody type a control character but a tab or the end of a line: screens, mail and calendars obey them. */
const isUnfit = (text: string) => CONTROLS.test(text) || !text.isWellFormed()

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROLS = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/
