import type { App } from '../app.ts'

export function health(app: App): void {
  app.get('/health/live', { config: { access: 'anyone' } }, async () => ({ status: 'ok' }))
  app.get('/health/ready', { config: { access: 'anyone' } }, async (_request, reply) => {
    const ready = isReady(app)
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ok' : 'unavailable' })
  })
}

function isReady(app: App): boolean {
  try {
    app.db.$client.prepare('SELECT 1 FROM migrations LIMIT 1').get()
    // Takes and gives back the write lock: a full or read-only disk shows here, not at the next reservation.
    app.db.$client.exec('BEGIN IMMEDIATE; ROLLBACK')
    return true
  } catch (fault) {
    app.log.error(fault, 'the database is not ready')
    return false
  }
}
