import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { outboxBacklog } from '../../db/queries/storage.ts'
import { failing, givenUp, refusedAddresses } from '../../db/queries/undelivered.ts'
import { OutboxPage } from '../../views/admin/outbox-page.tsx'
import type { App } from '../app.ts'
import { resendMail } from '../operations/resend-mail.ts'
import { plainRefusal } from '../plugins/found.ts'

const MOST_SHOWN = 200
const config = { access: 'administrator' } as const

/** Mail that did not leave, for the administrator: to whom and why, never what it says. */
export function adminOutbox(app: App): void {
  app.get(
    '/admin/outbox',
    { config, schema: { querystring: Type.Object({ resent: Type.Optional(Type.Any()) }) } },
    async (request, reply) => {
      const { organisationById } = catalogueOf(app.db)
      return reply.page(OutboxPage, {
        givenUp: givenUp(app.db, MOST_SHOWN),
        failing: failing(app.db, MOST_SHOWN),
        waiting: outboxBacklog(app.db).waiting,
        refused: refusedAddresses(app.db).map(({ organisationId, ...each }) => ({
          ...each,
          organisation: organisationById.get(organisationId)!.name[request.locale],
        })),
        isResent: request.query.resent !== undefined,
      })
    },
  )

  app.post(
    '/admin/outbox/:id/resending',
    { config, schema: { params: Type.Object({ id: Type.String({ pattern: '^[0-9]{1,15}$' }) }) } },
    async (request, reply) => {
      const result = resendMail(app.db, Number(request.params.id), app.clock())
      if (!result.ok) throw plainRefusal(result.refusal)
      return reply.redirect('/admin/outbox?resent', 303)
    },
  )
}
