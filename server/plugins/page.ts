import { countWaiting } from '../../db/queries/waiting.ts'
import { factOf } from '../../db/queries/facts.ts'
import type { Html } from '../../views/jsx-runtime.ts'
import type { Page } from '../../views/page.ts'
import { translateInto } from '../../views/text/translate.ts'
import type { App } from '../app.ts'

type View<P> = (props: P & { page: Page }) => Html
type PropsOf<V> = V extends View<infer P> ? Omit<P, 'page'> : never

declare module 'fastify' {
  interface FastifyReply {
    /** Answers with a view; its props are checked against it, `page` is added here. */
    page<V extends (props: never) => Html>(view: V, props: V extends (props: infer P) => Html ? Omit<P, 'page'> : never): FastifyReply
  }
  interface FastifyRequest {
    /** True when htmx asks for a part of a page. Routes then answer with the component alone. */
    readonly isPartial: boolean
  }
}

/** `reply.page(View, props)`: views get what they need as plain data and do no I/O. */
export function page(app: App): void {
  app.decorateRequest('isPartial', {
    getter() {
      return this.headers['hx-request-type'] === 'partial'
    },
  })
  app.decorateReply('page', function (this, view, props) {
    const { request } = this
    const html = (view as unknown as View<object>)({ ...(props as object), page: pageFor(app, request, this) })
    this.header('vary', 'HX-Request-Type, Cookie, Accept-Language')
    // What is private to a person must not stay in a shared cache, nor behind the back button after sign-out.
    this.header('cache-control', request.person ? 'private, no-store' : 'private, no-cache')
    return this.type('text/html; charset=utf-8').send(html.text)
  })
}

function pageFor(app: App, request: import('fastify').FastifyRequest, reply: import('fastify').FastifyReply): Page {
  const { person, locale } = request
  return {
    locale,
    t: translateInto(locale),
    person,
    csrf: reply.generateCsrf(),
    now: app.clock(),
    url: request.url,
    timeZone: app.settings.timeZone,
    demo: app.settings.demo || factOf(app.db, 'demo') !== null,
    waiting: person && person.stewardOf.size > 0 ? countWaiting(app.db, person) : 0,
    apiDocs: app.settings.apiDocs,
  }
}
