import type { FastifyReply, FastifyRequest } from 'fastify'
import { factOf } from '../../db/queries/facts.ts'
import { countUnread } from '../../db/queries/notices.ts'
import type { Html } from '../../views/jsx-runtime.ts'
import type { Page } from '../../views/page.ts'
import { translateInto } from '../../views/text/translate.ts'
import type { App } from '../app.ts'
import { countAnswers } from '../operations/waiting-requests.ts'
import { refererPath } from './local-path.ts'

type View<P> = (props: P & { page: Page }) => Html

declare module 'fastify' {
  interface FastifyReply {
    /** Answers with a view; its props are checked against it, `page` is added here. */
    page<V extends (props: never) => Html>(
      view: V,
      props: V extends (props: infer P) => Html ? Omit<P, 'page'> : never,
    ): FastifyReply
  }
  interface FastifyRequest {
    /** True when htmx asks for a part of a page. Routes then answer with the component alone. */
    readonly isPartial: boolean
  }
}

/** `reply.page(View, props)`: views get what they need as plain data and do no I/O. */
export function page(app: App): void {
  const demo = app.settings.demo || factOf(app.db, 'demo') !== null
  app.decorateRequest('isPartial', {
    getter() {
      return this.headers['hx-request-type'] === 'partial'
    },
  })
  app.decorateReply('page', function (this, view, props) {
    const { request } = this
    const html = (view as unknown as View<object>)({ ...(props as object), page: pageFor(app, this, demo) })
    this.header('vary', 'HX-Request-Type, Cookie, Accept-Language')
    // What is private to a person must not stay in a shared cache, nor behind the back button after sign-out.
    this.header('cache-control', request.account ? 'private, no-store' : 'private, no-cache')
    return this.type('text/html; charset=utf-8').send(html.text)
  })
}

function pageFor(app: App, reply: FastifyReply, demo: boolean): Page {
  const { request } = reply
  const { person, account, locale } = request
  return {
    locale,
    t: translateInto(locale),
    person,
    account,
    csrf: reply.csrfToken(),
    now: app.clock(),
    url: addressOf(request),
    timeZone: app.settings.timeZone,
    demo,
    waiting: person ? countAnswers(app.db, person, app.clock()) : 0,
    unread: person ? countUnread(app.db, person.id) : 0,
    apiDocs: app.settings.apiDocs,
  }
}

/** What a link back to this page asks for: an answer to a POST is no page to come back to, its form is. */
function addressOf(request: FastifyRequest): string {
  return request.method === 'GET' || request.method === 'HEAD' ? request.url : (refererPath(request) ?? '/')
}
