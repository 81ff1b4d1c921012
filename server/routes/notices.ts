import { Type } from 'typebox'
import { noticesOf } from '../../db/queries/outbox.ts'
import { NoticesPage } from '../../views/account/notices-page.tsx'
import { contentOf } from '../../views/mail/outgoing-mail.ts'
import type { App } from '../app.ts'
import { readNotices } from '../operations/read-notices.ts'
import { plainRefusal } from '../plugins/found.ts'

const PER_PAGE = 50
const config = { access: 'person' } as const
const Id = Type.String({ pattern: '^[0-9]{1,15}$' })
const _csrf = Type.Optional(Type.String())
/** The page to come back to. */
const Before = Type.Object({ before: Type.Optional(Id) })

/** Everything that was told to a person by mail, to be read here as well: nothing depends on mail. */
export function notices(app: App): void {
  app.get('/notices', { config, schema: { querystring: Before } }, async (request, reply) => {
    const { before } = request.query
    const person = request.person!
    const mails = noticesOf(app.db, person.id, PER_PAGE + 1, before === undefined ? null : Number(before))
    const shown = mails.slice(0, PER_PAGE)
    return reply.page(NoticesPage, {
      notices: shown.map((mail) => {
        const { subject, path } = contentOf(mail, app.settings)
        return { id: mail.id, subject, path, createdAt: mail.createdAt, isRead: mail.readAt !== null }
      }),
      locale: person.locale,
      before: before ?? null,
      olderHref: mails.length > PER_PAGE ? `/notices?before=${shown.at(-1)?.id}` : null,
    })
  })

  app.post(
    '/notices/reading',
    { config, schema: { body: Type.Object({ up_to: Id, _csrf }) } },
    async (request, reply) => {
      readNotices(app.db, request.person!, { upTo: Number(request.body.up_to) }, app.clock())
      return reply.redirect('/notices', 303)
    },
  )

  app.post(
    '/notices/:id/reading',
    { config, schema: { params: Type.Object({ id: Id }), body: Type.Object({ before: Type.Optional(Id), _csrf }) } },
    async (request, reply) => {
      const result = readNotices(app.db, request.person!, { id: Number(request.params.id) }, app.clock())
      if (!result.ok) throw plainRefusal(result.refusal)
      const { before } = request.body
      return reply.redirect(before ? `/notices?before=${before}` : '/notices', 303)
    },
  )
}
