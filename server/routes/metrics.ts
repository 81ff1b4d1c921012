import { outboxBacklog } from '../../db/queries/storage.ts'
import type { App } from '../app.ts'
import { hashOf } from '../operations/sign-in.ts'
import { bearerOf } from '../plugins/session.ts'
import { type Answered, BUCKETS } from '../plugins/traffic.ts'

type Labels = Readonly<Record<string, string>>
type Sample = readonly [suffix: string, labels: Labels, value: number]

/** Figures in the text format of Prometheus, for whoever holds METRICS_TOKEN; without that setting there is no such page. */
export function metrics(app: App): void {
  const { metricsToken } = app.settings
  if (metricsToken === null) return
  app.get('/metrics', { config: { access: 'anyone' } }, async (request, reply) => {
    if (hashOf(bearerOf(request) ?? '') !== hashOf(metricsToken))
      return reply
        .code(401)
        .header('www-authenticate', 'Bearer')
        .type('text/plain; charset=utf-8')
        .send('Send METRICS_TOKEN as a bearer token.\n')
    return reply
      .type('text/plain; version=0.0.4; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(figuresOf(app))
  })
}

function figuresOf({ db, traffic, clock }: App): string {
  const answered = [...traffic.answered()]
  const memory = process.memoryUsage()
  const { waiting, oldestAt } = outboxBacklog(db)
  return [
    metric('aparatura_http_requests_total', 'counter', 'Requests answered.', answered.map(countOf)),
    metric('aparatura_http_request_duration_seconds', 'histogram', 'Time to answer.', answered.flatMap(histogramOf)),
    gauge('aparatura_http_requests_in_flight', 'Requests being answered.', traffic.inFlight),
    gauge('aparatura_outbox_waiting', 'Mail still to be sent.', waiting),
    gauge(
      'aparatura_outbox_oldest_seconds',
      'Age of the oldest of them.',
      oldestAt === null ? 0 : (clock() - oldestAt) / 1000,
    ),
    gauge('process_resident_memory_bytes', 'Resident memory.', memory.rss),
    gauge('nodejs_heap_used_bytes', 'Heap in use.', memory.heapUsed),
    gauge('process_uptime_seconds', 'Time since the start.', process.uptime()),
  ].join('')
}

const countOf = ({ method, route, status, count }: Answered): Sample => ['', { method, route, status }, count]

function histogramOf({ method, route, status, count, seconds, buckets }: Answered): Sample[] {
  const labels = { method, route, status }
  let below = 0
  const bounds = [...BUCKETS.map(String), '+Inf']
  return [
    ...bounds.map((le, index): Sample => ['_bucket', { ...labels, le }, (below += buckets[index] ?? 0)]),
    ['_sum', labels, seconds],
    ['_count', labels, count],
  ]
}

const gauge = (name: string, help: string, value: number) => metric(name, 'gauge', help, [['', {}, value]])

function metric(name: string, type: string, help: string, samples: readonly Sample[]): string {
  const lines = samples.map(([suffix, labels, value]) => `${name}${suffix}${textOf(labels)} ${value}\n`)
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`
}

function textOf(labels: Labels) {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value.replace(/["\\\n]/g, '\\$&')}"`)
  return pairs.length > 0 ? `{${pairs.join(',')}}` : ''
}
