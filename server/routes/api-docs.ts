import { type ApiDescription, ApiDocsPage } from '../../views/api/api-docs-page.tsx'
import type { App } from '../app.ts'

/** The API's description as a page, where the settings want it. */
export function apiDocs(app: App): void {
  if (!app.settings.apiDocs) return
  app.get('/api/docs', { config: { access: 'anyone' } }, async (_request, reply) =>
    reply.page(ApiDocsPage, { description: app.swagger() as unknown as ApiDescription }),
  )
}
