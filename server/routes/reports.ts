import type { App } from '../app.ts'

/** Where the reports begin. */
export function reportRoutes(app: App): void {
  const config = { access: 'reports' } as const
  app.get('/reports', { config }, async (_request, reply) => reply.redirect('/reports/utilisation', 303))
}
