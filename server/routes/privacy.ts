import { Type } from 'typebox'
import { retentionOf } from '../../db/queries/retention.ts'
import { PrivacyPage } from '../../views/privacy/privacy-page.tsx'
import type { App } from '../app.ts'

/** What is kept about people, for anybody to read. */
export function privacy(app: App): void {
  const contact = /<([^>]+)>/.exec(app.settings.mailFrom)?.[1] ?? app.settings.mailFrom
  const Done = Type.Object({ erased: Type.Optional(Type.Any()) })
  app.get('/privacy', { config: { access: 'anyone' }, schema: { querystring: Done } }, async (request, reply) =>
    reply.page(PrivacyPage, {
      ...{ contact, retention: retentionOf(app.db), isErased: request.query.erased === '1' },
    }),
  )
}
