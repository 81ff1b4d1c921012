import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '../../db/connect.ts'
import { checkIn } from '../../server/operations/check-in.ts'
import { keepWatch } from '../../server/operations/keep-watch.ts'
import { type Cast, makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import { at, DAY, HOUR, MINUTE, makeReservation, makeResource } from '../support/makers.ts'
import { settleUse } from '../support/settle-use.ts'
import type { Settling } from './settler.ts'

const EACH = 25
const START = at('2026-11-24 08:00')
const END = START + 2 * HOUR
/** When everything has long been due. */
const LATER = END + DAY + 2 * HOUR

let folder: string
let db: Db
let cast: Cast

/** As many that nobody comes to with and without a grace time, and as many in use whose end nobody will say, with and without a lab's word on it. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'settle-use-'))
  db = testDb(join(folder, 'settle.sqlite'))
  // Nothing here asks what a power cut would leave.
  db.$client.pragma('synchronous = OFF')
  cast = makeCast(db)
  const kinds = [{ noShowAfterMinutes: 30 }, {}, { policy: { autoCheckOut: true } }, {}]
  for (const [kind, settings] of kinds.entries())
    for (let i = 0; i < EACH; i++) {
      const resourceId = makeResource(db, { labId: cast.labId, ...settings })
      const requesterId = cast.researcher.id
      const { id } = makeReservation(db, { resourceId, requesterId, start: START, end: END })
      if (kind >= 2) checkIn(db, cast.researcher, id, START)
    }
  keepWatch(db, START - MINUTE)
})

afterEach(() => {
  db.$client.close()
  rmSync(folder, { recursive: true })
})

/** The clock is looked at all the while, what falls due is settled at these moments. */
function settledAt(from: number, moments: readonly number[]): void {
  let seen = from
  for (const moment of moments) {
    for (; seen < moment; seen += 9 * MINUTE) keepWatch(db, seen)
    keepWatch(db, moment)
    settleUse(db, moment)
  }
}

const outcome = () => ({
  reservations: rows('SELECT state, count(*) FROM reservations GROUP BY state ORDER BY state'),
  claims: rows('SELECT start_at, end_at, count(*) FROM claims GROUP BY start_at, end_at ORDER BY start_at, end_at'),
  uses: rows('SELECT start_at, end_at, is_estimated, count(*) FROM usages GROUP BY 1, 2, 3'),
  misses: rows('SELECT kind, person_id, count(*) FROM misses GROUP BY 1, 2'),
  mails: rows('SELECT kind, person_id, count(*), count(DISTINCT payload) FROM outbox GROUP BY 1, 2 ORDER BY 1, 2'),
})
const rows = (sql: string) => db.$client.prepare(sql).raw().all()

const EXPECTED = () => ({
  reservations: [
    ['completed', 3 * EACH],
    ['no_show', EACH],
  ],
  claims: [[START, END, 3 * EACH]],
  uses: [[START, END, 1, 2 * EACH]],
  misses: [['no-show', cast.researcher.id, EACH]],
  mails: ['owner', 'deputy', 'researcher']
    .map((who) => cast[who as 'owner'].id)
    .sort((a, b) => a - b)
    .map((id) => ['missed', id, EACH, EACH]),
})

const everyTenMinutes = (from: number, to: number) =>
  Array.from({ length: Math.floor((to - from) / (10 * MINUTE)) + 1 }, (_, i) => from + i * 10 * MINUTE)

describe('the jobs come to the same end, with each mail once', () => {
  test('on time', () => {
    settledAt(START, everyTenMinutes(START, LATER))
    expect(outcome()).toEqual(EXPECTED())
  })

  test('two hours late, and a day', () => {
    settledAt(START, [START + 2 * HOUR + 30 * MINUTE, END + 2 * HOUR, LATER])
    expect(outcome()).toEqual(EXPECTED())
  })

  test('twice each time', () => {
    settledAt(
      START,
      everyTenMinutes(START, LATER).flatMap((moment) => [moment, moment]),
    )
    expect(outcome()).toEqual(EXPECTED())
  })

  test('after the clock leapt a day forward and back', () => {
    settledAt(START, [START + 10 * MINUTE])
    settledAt(START + DAY, everyTenMinutes(START + DAY, START + DAY + 20 * MINUTE))
    expect(rows(`SELECT DISTINCT state FROM reservations ORDER BY state`)).toEqual([['confirmed'], ['in_use']])
    settledAt(START + 30 * MINUTE, everyTenMinutes(START + 30 * MINUTE, LATER))
    expect(outcome()).toEqual(EXPECTED())
  })

  test('all of it together: two hours late, in two processes at once, each twice, after such a leap', async () => {
    settledAt(START, [START + 10 * MINUTE])
    settledAt(START + DAY, everyTenMinutes(START + DAY, START + DAY + 20 * MINUTE))
    for (let seen = START + 30 * MINUTE; seen <= LATER; seen += 9 * MINUTE) keepWatch(db, seen)
    const counts = await Promise.all(
      (await Promise.all([1, 2].map(() => readyAt(LATER)))).map(async (settler) => {
        const answer = once(settler, 'message')
        settler.send('go')
        return ((await answer) as [number])[0]
      }),
    )
    expect(counts.reduce((sum, each) => sum + each)).toBe(4 * EACH)
    expect(outcome()).toEqual(EXPECTED())
  })
})

async function readyAt(now: number) {
  const settler = fork(join(import.meta.dirname, 'settler.ts'), { execArgv: ['--import', 'tsx'] })
  const ready = once(settler, 'message')
  settler.send({ file: join(folder, 'settle.sqlite'), now } satisfies Settling)
  await ready
  return settler
}
