import swagger from '@fastify/swagger'
import type { App } from '../app.ts'

const ABOUT = `Reservations of shared research equipment.

Instants are RFC 3339 with offset or Z; answers give UTC with the resource's time_zone. Spans are half-open: the end is
not included. Faults are application/problem+json (RFC 9457) with a stable \`code\`. Sign in with POST /api/v1/sessions or make a
token at /account, then send \`Authorization: Bearer TOKEN\`.`

/** The description at /api/openapi.json, made from the routes themselves; registered before them. */
export async function description(app: App): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Aparatura', version: '1', description: ABOUT },
      servers: [{ url: app.settings.publicUrl }],
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
      tags: [
        'Sessions',
        'Catalogue',
        'Availability',
        'Reservations',
        'Approvals',
        'Use',
        'Outages',
        'Faults',
        'Waiting list',
        'Qualifications',
        'Reports',
      ].map((name) => ({ name })),
    },
    hideUntagged: true,
  })
  app.get('/api/openapi.json', { config: { access: 'anyone' } }, async () => app.swagger())
}
