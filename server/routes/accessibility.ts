import { AccessibilityPage } from '../../views/account/accessibility.tsx'
import type { App } from '../app.ts'

export function accessibility(app: App): void {
  const contact = /<([^>]+)>/.exec(app.settings.mailFrom)?.[1] ?? app.settings.mailFrom
  app.get('/accessibility', { config: { access: 'anyone' } }, async (_request, reply) =>
    reply.page(AccessibilityPage, { contact, url: app.settings.publicUrl }),
  )
}
