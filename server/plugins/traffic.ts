import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../app.ts'
import { HttpRefusal } from './access.ts'

/** Upper bounds of the duration buckets in seconds. */
export const BUCKETS = [0.005, 0.02, 0.1, 0.5, 2.5] as const

/** What was answered on one route with one class of status. */
export interface Answered {
  readonly method: string
  readonly route: string
  /** `2xx` */
  readonly status: string
  count: number
  seconds: number
  /** Per bucket of BUCKETS, not cumulative; the last one holds everything slower. */
  readonly buckets: number[]
}

export interface Traffic {
  readonly inFlight: number
  answered(): Iterable<Answered>
  /** Refuses what comes from now on and resolves when what is in flight has ended, at the latest after so many ms. */
  drain(patienceMs: number): Promise<void>
}

declare module 'fastify' {
  interface FastifyInstance {
    traffic: Traffic
  }
}

/** Counts what goes through, and lets it run dry before the process ends. */
export function traffic(app: App): void {
  const seen = new Map<string, Answered>()
  let inFlight = 0
  let whenDry: (() => void) | null = null
  let isStopping = false

  app.addHook('onRequest', (request, reply, next) => {
    if (isStopping)
      return next(new HttpRefusal(503, 'stopping', { headers: { connection: 'close', 'retry-after': '10' } }))
    inFlight++
    const since = performance.now()
    // Comes also where the client went away, unlike onResponse.
    reply.raw.once('close', () => {
      record(seen, request, reply, (performance.now() - since) / 1000)
      if (--inFlight === 0) whenDry?.()
    })
    next()
  })

  const counted: Traffic = {
    get inFlight() {
      return inFlight
    },
    answered: () => seen.values(),
    drain(patienceMs) {
      isStopping = true
      return new Promise<void>((resolve) => {
        whenDry = resolve
        setTimeout(resolve, inFlight === 0 ? 0 : patienceMs)
      })
    },
  }
  app.decorate('traffic', { getter: () => counted })
}

function record(seen: Map<string, Answered>, request: FastifyRequest, reply: FastifyReply, seconds: number) {
  const { method } = request
  const route = request.routeOptions.url ?? 'none'
  const status = `${Math.floor(reply.raw.statusCode / 100)}xx`
  const key = `${method} ${route} ${status}`
  let answered = seen.get(key)
  if (!answered) {
    answered = { method, route, status, count: 0, seconds: 0, buckets: new Array(BUCKETS.length + 1).fill(0) }
    seen.set(key, answered)
  }
  answered.count++
  answered.seconds += seconds
  const bucket = BUCKETS.findIndex((bound) => seconds <= bound)
  const slot = bucket === -1 ? BUCKETS.length : bucket
  answered.buckets[slot] = (answered.buckets[slot] ?? 0) + 1
}
