import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Db } from '../../db/connect.ts'
import { makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import { NOW } from '../support/makers.ts'
import type { Answer, Manner } from './racer.ts'

const RACERS = 4
const HOURS = 25

let folder: string
let db: Db
let job: { file: string; resourceId: number; personIds: number[]; hours: number }

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'race-'))
  const file = join(folder, 'race.sqlite')
  db = testDb(file)
  const { hplc, researcher, colleague, stranger, company } = makeCast(db)
  job = {
    file,
    resourceId: hplc,
    personIds: [researcher, colleague, stranger, company].map(({ id }) => id),
    hours: HOURS,
  }
})

afterEach(() => {
  db.$client.close()
  rmSync(folder, { recursive: true })
})

test('the race is real: without the write lock and the guards several people get the same hour', async () => {
  db.$client.exec('DROP TRIGGER claims_guard_insert; DROP TRIGGER claims_guard_update')
  await race('unguarded')
  expect(Math.max(...takenPerHour())).toBeGreaterThan(1)
})

test('with them each hour goes to exactly one, and everybody else is told that it is taken', async () => {
  const answers = await race('guarded')
  expect(takenPerHour()).toEqual(Array(HOURS).fill(1))
  expect(answers.filter((answer) => answer === 'booked')).toHaveLength(HOURS)
  expect(answers.filter((answer) => answer === 'taken')).toHaveLength(HOURS * (RACERS - 1))
})

test('the guards alone hold where a program forgets the lock', async () => {
  await race('unguarded')
  expect(Math.max(...takenPerHour())).toBe(1)
})

/** All racers, each a process of its own, ask for the same hours at the same time. */
async function race(manner: Manner): Promise<Answer[]> {
  const racers = job.personIds.slice(0, RACERS).map(() => fork(join(import.meta.dirname, 'racer.ts'), { execArgv: [] }))
  await Promise.all(racers.map((racer) => once(racer, 'message')))
  const all = racers.map((racer, i) => answersOf(racer, { ...job, personId: job.personIds[i]!, manner, now: NOW }))
  return (await Promise.all(all)).flat()
}

async function answersOf(racer: ChildProcess, task: object): Promise<Answer[]> {
  const answered = once(racer, 'message')
  const ended = once(racer, 'exit')
  racer.send(task)
  const [answers] = (await answered) as [Answer[]]
  await ended
  return answers
}

const takenPerHour = () =>
  db.$client.prepare('SELECT count(*) FROM claims GROUP BY start_at ORDER BY start_at').pluck().all() as number[]
