import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Db } from '../../db/connect.ts'
import { insertQuota } from '../../db/queries/quotas.ts'
import { previewReservation } from '../../server/operations/preview-reservation.ts'
import { makeToken } from '../../server/operations/sign-in.ts'
import { type Cast, makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import { aQuota } from '../support/facts.ts'
import { at, HOUR, makeResource, NOW } from '../support/makers.ts'
import type { Served } from './http-server.ts'

const ASKED = 16
const ALLOWED = 5

let folder: string
let db: Db
let cast: Cast
let servers: ChildProcess[] = []
let ports: number[]

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'quota-race-'))
  const file = join(folder, 'race.sqlite')
  db = testDb(file)
  cast = makeCast(db)
  for (let i = 0; i < ASKED; i++) makeResource(db, { labId: cast.labId, slug: `bench-${i}` })
  servers = Array.from({ length: 2 }, () =>
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

test.each([
  ['hours', ALLOWED * 60],
  ['count', ALLOWED],
] as const)(
  'of sixteen at once to two servers, each on its own resource, the quota of %s lets in five',
  async (measure, most) => {
    insertQuota(db, aQuota({ place: { kind: 'lab', id: cast.labId }, measure, most }), cast.owner.id, NOW)
    // Asked one by one beforehand, each of them would do: what counts is asked again under the lock.
    const wish = { start: at('2026-11-24 10:00'), end: at('2026-11-24 11:00'), units: 1, purpose: 'own_research' }
    expect(previewReservation(db, cast.researcher, { ...wish, resourceId: cast.hplc }, NOW).allowed).toBe(true)

    const { secret } = makeToken(db, cast.researcher.id, { label: 'Race', days: 1, scope: null }, NOW)
    const answers = await Promise.all(
      Array.from({ length: ASKED }, (_, i) =>
        fetch(`http://127.0.0.1:${ports[i % 2]}/api/v1/reservations`, {
          method: 'POST',
          headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
          body: JSON.stringify({
            ...{ resource: `bench-${i}`, title: 'Race', purpose: 'own_research' },
            start: new Date(wish.start).toISOString(),
            end: new Date(wish.start + HOUR).toISOString(),
          }),
        }),
      ),
    )
    const statuses = answers.map((answer) => answer.status).toSorted()
    expect(statuses).toEqual([...Array<number>(ALLOWED).fill(201), ...Array<number>(ASKED - ALLOWED).fill(422)])
    const refused = (await answers.find((answer) => answer.status === 422)!.json()) as {
      violations: { code: string }[]
    }
    expect(refused.violations).toMatchObject([{ code: 'quota', overridable: true }])
    expect(db.$client.prepare('SELECT count(*) FROM claims').pluck().get()).toBe(ALLOWED)
  },
)
