import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Db } from '../../db/connect.ts'
import { makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import { DAY, makePerson, makeQualification, makeResource, NOW } from '../support/makers.ts'
import type { Round } from './reminder.ts'

const HOLDERS = 200

let folder: string
let file: string
let db: Db

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reminders-'))
  file = join(folder, 'reminders.sqlite')
  db = testDb(file)
  const { labId, organisationId } = makeCast(db)
  const resourceId = makeResource(db, { labId, qualificationRequired: 'trainee' })
  for (let i = 0; i < HOLDERS; i++) {
    const personId = makePerson(db, { organisationId, name: `Holder ${i}` })
    makeQualification(db, { resourceId, personId, grantedAt: NOW - 100 * DAY, expiresAt: NOW + 5 * DAY })
  }
})

afterEach(() => {
  db.$client.close()
  rmSync(folder, { recursive: true })
})

test('two processes that remind at the same time remind everybody once', async () => {
  const path = join(import.meta.dirname, 'reminder.ts')
  const runners = [1, 2].map(() => fork(path, { execArgv: ['--import', 'tsx'] }))
  await Promise.all(runners.map((each) => answerOf(each, { file, now: NOW } satisfies Round)))
  const counts = (await Promise.all(runners.map((each) => answerOf(each, 'go')))) as number[]
  expect(counts.reduce((sum, each) => sum + each)).toBe(HOLDERS)
  const mails = db.$client.prepare('SELECT person_id, count(*) FROM outbox GROUP BY person_id').raw().all() as [
    number,
    number,
  ][]
  expect(mails).toHaveLength(HOLDERS)
  expect(mails.every(([, count]) => count === 1)).toBe(true)
})

async function answerOf(runner: ChildProcess, told: Round | string): Promise<unknown> {
  const answer = once(runner, 'message')
  runner.send(told)
  return (await answer)[0]
}
