import { probeStorage } from '../../db/queries/storage.ts'
import type { App } from '../app.ts'

/** However often somebody asks, the disk is tried once in this time. */
const PROBE_MS = 1000

export function health(app: App): void {
  let probedAt = Number.NEGATIVE_INFINITY
  let isReady = false

  app.get('/health/live', { config: { access: 'anyone' } }, async (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ status: 'ok' }),
  )

  app.get('/health/ready', { config: { access: 'anyone' } }, async (_request, reply) => {
    if (performance.now() - probedAt >= PROBE_MS) {
      isReady = takesWrites(app)
      probedAt = performance.now()
    }
    reply.header('cache-control', 'no-store').code(isReady ? 200 : 503)
    return { status: isReady ? 'ok' : 'unavailable' }
  })
}

function takesWrites(app: App): boolean {
  try {
    probeStorage(app.db)
    return true
  } catch (fault) {
    app.log.error(fault, 'the storage takes no writes')
    return false
  }
}
