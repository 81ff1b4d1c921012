import type { FastifyReply, FastifyRequest } from 'fastify'
import { ErrorPage } from '../../views/errors/error-page.tsx'
import { translateInto } from '../../views/text/translate.ts'
import type { App } from '../app.ts'
import type { Refusal } from '../operations/result.ts'
import { HttpRefusal, isApi } from './access.ts'
import { problemOf } from './fault.ts'
import { localPath, refererPath } from './local-path.ts'
import { type Problem, problem, problemFor, type RefusalContext } from './problem.ts'

const STORAGE_RETRY_SECONDS = 5

/** What people and programs are told when a request cannot be answered: a page, or RFC 9457 problem+json. */
export function errors(app: App): void {
  app.setErrorHandler((fault: Error, request, reply) => {
    const told = problemOf(fault, request)
    if (told.code === 'internal') request.log.error({ err: fault, url: loggable(request) }, 'a request failed')
    if (told.code === 'storage') request.log.warn({ err: fault, url: loggable(request) }, 'the storage took no change')
    if (fault instanceof HttpRefusal) reply.headers(fault.headers)
    // Closing on a client that still sends would break its pipe before it could read why: the rest is read and dropped.
    if (told.code === 'too-large') reply.removeHeader('connection')
    return sendProblem(reply, told)
  })
  app.setNotFoundHandler((request, reply) => sendProblem(reply, problem('not-found', request.locale)))
}

/** The path, without what opens something by being known: links from mail and calendars, the answer of a provider. */
function loggable({ url, params }: FastifyRequest): string {
  const [path = ''] = url.split('?', 1)
  const { token } = (params ?? {}) as { token?: string }
  return token ? path.replace(encodeURIComponent(token), ':token') : path
}

/** An address no router can read (`/%zz`): there is no route yet, and no hook has run. */
export function unreadable(_fault: Error, request: FastifyRequest, reply: FastifyReply): void {
  const told = problem('malformed', 'pl')
  if (isApi(request.url)) sendJson(reply.code(400), told)
  else reply.code(400).type('text/plain; charset=utf-8').send(`${told.title}\n`)
}

/** Answers an operation's "no" the way of the caller: problem+json under /api/, else a page. */
export function sendRefusal(reply: FastifyReply, refusal: Refusal, context: RefusalContext = {}): FastifyReply {
  return sendProblem(reply, problemFor(refusal, reply.request.locale, context))
}

export function sendProblem(reply: FastifyReply, told: Problem): FastifyReply {
  const { request } = reply
  reply.code(told.status)
  if (told.code === 'storage') reply.header('retry-after', STORAGE_RETRY_SECONDS)
  if (isApi(request.url)) return sendJson(reply, told)
  if (told.code === 'unauthenticated') return sendToSignIn(request, reply)
  return sendPage(reply, told)
}

function sendJson(reply: FastifyReply, told: Problem) {
  if (told.status === 401 && !reply.hasHeader('www-authenticate')) reply.header('www-authenticate', 'Bearer')
  return reply
    .type('application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    .serializer(String)
    .send(JSON.stringify(told))
}

/** A page for people only: sign in first, then go on where they were. A form that was sent leads back to its page. */
function sendToSignIn(request: FastifyRequest, reply: FastifyReply) {
  const next = request.method === 'GET' || request.method === 'HEAD' ? localPath(request.url) : refererPath(request)
  const target = next && next !== '/' ? `/sign-in?next=${encodeURIComponent(next)}` : '/sign-in'
  // htmx would put the form into the place of a fragment; told so, it leads the whole page there.
  if (request.isPartial) return reply.code(401).header('hx-redirect', target).send()
  return reply.redirect(target, 303)
}

function sendPage(reply: FastifyReply, told: Problem) {
  const { request } = reply
  const t = translateInto(request.locale)
  const isLost = told.code === 'not-found'
  try {
    return reply.page(ErrorPage, {
      status: told.status,
      title: isLost ? t('error.not-found.title') : told.title,
      detail: isLost ? t('error.not-found.detail') : told.detail,
      errors: told.errors ?? [],
      requestId: String(request.id),
      back: request.method === 'GET' ? null : refererPath(request),
    })
  } catch (fault) {
    // Even the frame of the page needs something that is gone: say it in plain words.
    request.log.error(fault, 'the page of an error failed')
    return reply.type('text/plain; charset=utf-8').send(`${told.title}\n${told.detail}\n`)
  }
}
