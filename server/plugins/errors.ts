import type { App } from '../app.ts'
import { HttpRefusal } from './access.ts'

/** What people and programs are told when a request cannot be answered. */
export function errors(app: App): void {
  app.setErrorHandler((fault, request, reply) => {
    const status = fault instanceof HttpRefusal ? fault.status : ((fault as { statusCode?: number }).statusCode ?? 500)
    if (status >= 500) request.log.error(fault)
    if (status === 401 && !request.url.startsWith('/api/')) return reply.redirect(`/sign-in?next=${encodeURIComponent(request.url)}`, 303)
    return reply.code(status).send({ status, detail: status >= 500 ? 'Internal error' : (fault as Error).message })
  })
}
