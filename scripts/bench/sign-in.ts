/** Whether the time of a refused sign-in tells who has an account, and whether a storm of sign-ins holds up the rest. */
import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrateDb, openDb } from '../../db/connect.ts'
import { makeCluster } from '../cluster/make-cluster.ts'
import { type Server, startServer } from './server.ts'

const TIMES = 200
const AT_ONCE = 200
const PROBE_MS = 10

export async function benchSignIn(): Promise<Readonly<Record<string, number>>> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-sign-in-'))
  try {
    const file = join(folder, 'bench.sqlite')
    const db = openDb(file)
    migrateDb(db)
    await makeCluster(db, Date.now())
    db.$client.close()
    const server = await startServer(file)
    try {
      const results = { ...(await compare(server)), ...(await storm(server)) }
      console.table(Object.fromEntries(Object.entries(results).map(([what, value]) => [what, +value.toPrecision(3)])))
      return results
    } finally {
      await server.stop()
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Known and unknown addresses in turn, each attempt from a client of its own: none has failed before. */
async function compare(server: Server) {
  const known: number[] = []
  const unknown: number[] = []
  for (let i = 0; i < TIMES + 5; i++) {
    const knownMs = await attempt(server, 'owner@demo.test', i, 401)
    const unknownMs = await attempt(server, `nobody${i}@demo.test`, i, 401)
    // The first ones warm the server up.
    if (i >= 5) known.push(knownMs)
    if (i >= 5) unknown.push(unknownMs)
  }
  const [knownMs, unknownMs] = [middle(known), middle(unknown)]
  return { knownMs, unknownMs, apartMs: Math.abs(knownMs - unknownMs) }
}

/** Everybody at once, the right password among them, while the supervisor goes on asking. */
async function storm(server: Server) {
  const begun = performance.now()
  const probes: number[] = []
  let isOver = false
  const probing = (async () => {
    while (!isOver) {
      probes.push(await timed(() => call(server, { method: 'GET', path: '/health/live', client: 1, expect: 200 })))
      await new Promise((resolve) => setTimeout(resolve, PROBE_MS))
    }
  })()
  const all = Array.from({ length: AT_ONCE }, (_, i) => attempt(server, `crowd${i}@demo.test`, 1000 + i, 401))
  await Promise.all(all)
  isOver = true
  await probing
  return { stormMs: performance.now() - begun, liveMostMs: Math.max(...probes), liveMiddleMs: middle(probes) }
}

const attempt = (server: Server, email: string, client: number, expect: number) => {
  const body = JSON.stringify({ email, password: 'not the password of anybody' })
  return timed(() => call(server, { method: 'POST', path: '/api/v1/sessions', body, client, expect }))
}

interface Call {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: string
  /** Each has an address of its own on this machine. */
  readonly client: number
  readonly expect: number
}

function call({ host, port }: Server, { method, path, body, client, expect }: Call): Promise<void> {
  const localAddress = `127.0.${1 + (client >> 7)}.${1 + (client & 127)}`
  const headers = body ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } : {}
  return new Promise((resolve, reject) => {
    const sent = request({ host, port, method, path, headers, localAddress, agent: false }, (answer) => {
      answer.resume()
      answer.once('end', () =>
        answer.statusCode === expect ? resolve() : reject(new Error(`${path} answered ${answer.statusCode}`)),
      )
    })
    sent.once('error', reject)
    sent.end(body)
  })
}

async function timed(work: () => Promise<void>): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

const middle = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN
