import { setTimeout } from 'node:timers/promises'
import type { FastifyRequest } from 'fastify'
import { isWriteLocked, patienceOf } from '../../db/queries/storage.ts'
import type { App } from '../app.ts'
import { HttpRefusal } from './access.ts'

/** Writers of other processes are done within this time; so long the thread may wait. */
const SHORT_MS = 20
const STEP_MS = 25

/**
 * Whoever comes to change something waits here while another process holds the write lock, and is told 503 when that
 * takes too long. SQLite itself would wait on the thread, and every reader with it.
 */
export function turnToWrite(app: App): void {
  app.addHook('preHandler', async (request) => {
    if (changesNothing(request) || !isWriteLocked(app.db, SHORT_MS)) return
    const end = performance.now() + patienceOf(app.db)
    while (performance.now() < end) {
      await setTimeout(STEP_MS)
      if (!isWriteLocked(app.db, 0)) return
    }
    throw new HttpRefusal(503, 'storage')
  })
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

function changesNothing({ method, is404, routeOptions, body }: FastifyRequest) {
  if (SAFE.has(method) || is404 || routeOptions.url === '/api/v1/reservations/preview') return true
  const { check, take } = (body ?? {}) as { check?: unknown; take?: unknown }
  return Boolean(check || take)
}
