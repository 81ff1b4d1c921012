import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Db } from '../../db/connect.ts'
import { overlaps } from '../../server/domain/interval.ts'
import { makeToken } from '../../server/operations/sign-in.ts'
import { CAST, makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import { NOW } from '../support/makers.ts'
import type { Served } from './http-server.ts'

const REQUESTS = 1000
const CONNECTIONS = 16
const SERVERS = 2

let folder: string
let db: Db
let servers: ChildProcess[] = []
let ports: number[]
let tokens: string[]

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'http-race-'))
  const file = join(folder, 'race.sqlite')
  db = testDb(file)
  const cast = makeCast(db)
  tokens = CAST.map((name) => makeToken(db, cast[name].id, { label: 'Race', days: 1, scope: null }, NOW).secret)
  servers = Array.from({ length: SERVERS }, () =>
    fork(join(import.meta.dirname, 'http-server.ts'), { execArgv: ['--import', 'tsx'] }),
  )
  ports = await Promise.all(
    servers.map(async (server) => {
      server.send({ file, now: NOW } satisfies Served)
      return ((await once(server, 'message')) as [number])[0]
    }),
  )
})

afterEach(async () => {
  await Promise.all(
    servers.map(async (server) => {
      if (server.exitCode !== null) return
      const ended = once(server, 'exit')
      server.send('stop')
      await ended
    }),
  )
  db.$client.close()
  rmSync(folder, { recursive: true })
})

test(`of ${REQUESTS} requests for one slot from ${CONNECTIONS} connections to ${SERVERS} servers one is answered 201`, async () => {
  const wish = { resource: 'hplc', start: '2026-11-24T10:00:00+01:00', end: '2026-11-24T12:00:00+01:00' }
  expect(tallied(await race(() => wish))).toEqual({ 201: 1, 409: REQUESTS - 1 })
  expect(countOf('reservations')).toBe(1)
  expect(countOf('claims')).toBe(1)
})

test('of requests that overlap in many ways no two that meet are answered 201, and nobody is refused a free time', async () => {
  // Half an hour to three hours, anywhere in a day of ten hours.
  const wishes = Array.from({ length: REQUESTS }, (_, i) => {
    const start = Date.parse('2026-11-25T08:00:00+01:00') + (i % 15) * 1_800_000
    return { start, end: start + (1 + ((i * 7) % 6)) * 1_800_000 }
  })
  const statuses = await race((i) => {
    const { start, end } = wishes[i]!
    return { resource: 'hplc', start: new Date(start).toISOString(), end: new Date(end).toISOString() }
  })
  expect(new Set(statuses)).toEqual(new Set([201, 409]))
  const booked = wishes.filter((_, i) => statuses[i] === 201).sort((a, b) => a.start - b.start)
  for (const [i, each] of booked.entries()) if (i > 0) expect(each.start).toBeGreaterThanOrEqual(booked[i - 1]!.end)
  const refused = wishes.filter((_, i) => statuses[i] === 409)
  expect(refused.filter((each) => !booked.some((one) => overlaps(one, each)))).toEqual([])
  expect(countOf('claims')).toBe(booked.length)
})

/** Sends all at once over as many connections as there are, to the servers in turn; their statuses in order. */
async function race(wishOf: (index: number) => object): Promise<number[]> {
  const agents = ports.map(() => new Agent({ keepAlive: true, maxSockets: CONNECTIONS / SERVERS }))
  const answers = await Promise.all(
    Array.from({ length: REQUESTS }, (_, i) => {
      const server = i % SERVERS
      return post(ports[server]!, agents[server]!, tokens[i % tokens.length]!, wishOf(i))
    }),
  )
  for (const agent of agents) agent.destroy()
  return answers
}

function post(port: number, agent: Agent, token: string, wish: object): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        ...{ host: '127.0.0.1', port, agent, method: 'POST', path: '/api/v1/reservations' },
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      },
      (answer) => answer.resume().on('end', () => resolve(answer.statusCode!)),
    )
    sent.on('error', reject)
    sent.end(JSON.stringify({ title: 'Race', purpose: 'own_research', ...wish }))
  })
}

function tallied(statuses: readonly number[]): Record<number, number> {
  const tally: Record<number, number> = {}
  for (const status of statuses) tally[status] = (tally[status] ?? 0) + 1
  return tally
}

const countOf = (table: 'reservations' | 'claims') => db.$client.prepare(`SELECT count(*) FROM ${table}`).pluck().get()
