import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Db } from '../../db/connect.ts'
import { makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import { DAY, HOUR, makeReservation, NOW } from '../support/makers.ts'
import type { DecisionRound } from './decision-reminder.ts'

const REQUESTS = 100

let folder: string
let file: string
let db: Db

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'decision-reminders-'))
  file = join(folder, 'reminders.sqlite')
  db = testDb(file)
  const { tem, researcher } = makeCast(db)
  for (let i = 0; i < REQUESTS; i++)
    makeReservation(db, {
      ...{ resourceId: tem, requesterId: researcher.id, state: 'requested', createdAt: NOW },
      ...{ start: NOW + (7 + i) * DAY, end: NOW + (7 + i) * DAY + HOUR, decideBy: NOW + 3 * DAY },
    })
})

afterEach(() => {
  db.$client.close()
  rmSync(folder, { recursive: true })
})

test('two processes remind of every request once, and let go of every one once', async () => {
  const path = join(import.meta.dirname, 'decision-reminder.ts')
  const runners = [1, 2].map(() => fork(path, { execArgv: ['--import', 'tsx'] }))
  const round: DecisionRound = { file, remindAt: NOW + 2 * DAY, expireAt: NOW + 3 * DAY }
  await Promise.all(runners.map((each) => answerOf(each, round)))
  const counts = (await Promise.all(runners.map((each) => answerOf(each, 'go')))) as [number, number][]
  expect([0, 1].map((what) => counts[0]![what]! + counts[1]![what]!)).toEqual([REQUESTS, REQUESTS])
  const mails = db.$client.prepare('SELECT kind, count(*) FROM outbox GROUP BY kind ORDER BY kind').raw().all()
  // The owner and the deputy are reminded; both and the requester learn what was let go.
  expect(mails).toEqual([
    ['expired', 3 * REQUESTS],
    ['still-waiting', 2 * REQUESTS],
  ])
})

async function answerOf(runner: ChildProcess, told: DecisionRound | string): Promise<unknown> {
  const answer = once(runner, 'message')
  runner.send(told)
  return (await answer)[0]
}
