import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Db } from '../../db/connect.ts'
import { insertEntry } from '../../db/queries/waiting-list.ts'
import { type Cast, makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import { at, makeResource, NOW } from '../support/makers.ts'
import type { WaitingRace } from './waiting-racer.ts'

const RESOURCES = 30
const TIME = { start: at('2026-11-24 10:00'), end: at('2026-11-24 12:00') }

let folder: string
let file: string
let db: Db
let cast: Cast
let resourceIds: number[]

/** Thirty times that have just come free, three people in line for each. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waiting-'))
  file = join(folder, 'race.sqlite')
  db = testDb(file)
  cast = makeCast(db)
  resourceIds = Array.from({ length: RESOURCES }, () => makeResource(db, { labId: cast.labId }))
  for (const resourceId of resourceIds)
    for (const { id: personId, organisationId } of [cast.researcher, cast.colleague, cast.stranger])
      insertEntry(db, {
        resourceId,
        personId,
        organisationId,
        ...TIME,
        durationMinutes: null,
        units: 1,
        createdAt: NOW,
      })
})

afterEach(() => {
  db.$client.close()
  rmSync(folder, { recursive: true })
})

test('the job of several servers makes each offer once, to the first in line', async () => {
  const counts = await race(['job', 'job', 'job'])
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(RESOURCES)
  expect(asked()).toEqual(resourceIds.map(() => cast.researcher.id))
  expect(promised()).toEqual(resourceIds.map(() => 1))
})

test('a time goes to an offer or to whoever books it first, never to both', async () => {
  const [, , booked] = await race(['job', 'job', 'booker'])
  expect(promised()).toEqual(resourceIds.map(() => 1))
  expect(asked()).toHaveLength(RESOURCES - booked!)
})

const asked = () => db.$client.prepare(`SELECT person_id FROM outbox WHERE kind = 'waiting-offer'`).pluck().all()

/** Reservations and offers of each resource. */
const promised = () =>
  db.$client
    .prepare(
      `SELECT (SELECT count(*) FROM claims c WHERE c.resource_id = j.value) + (SELECT count(*) FROM holds h WHERE h.resource_id = j.value)
       FROM json_each(?) j`,
    )
    .pluck()
    .all(JSON.stringify(resourceIds))

async function race(roles: readonly WaitingRace['role'][]): Promise<number[]> {
  const racers = roles.map(() => fork(join(import.meta.dirname, 'waiting-racer.ts'), { execArgv: [] }))
  await Promise.all(racers.map((racer) => once(racer, 'message')))
  const task = { file, personId: cast.company.id, resourceIds, ...TIME, now: NOW }
  return Promise.all(racers.map((racer, i) => countOf(racer, { ...task, role: roles[i]! })))
}

async function countOf(racer: ChildProcess, task: WaitingRace): Promise<number> {
  const answered = once(racer, 'message')
  const ended = once(racer, 'exit')
  racer.send(task)
  const [count] = (await answered) as [number]
  await ended
  return count
}
