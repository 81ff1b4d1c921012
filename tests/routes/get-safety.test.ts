import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Actor, type TestApp, testApp } from '../support/app.ts'
import { crawl } from '../support/crawler.ts'
import { at, HOUR, makeReservation } from '../support/makers.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp({ settings: { demo: true, metricsToken: 'the token of the metrics' } })
  const { hplc, tem, researcher } = t.cast
  makeReservation(t.db, { resourceId: hplc, requesterId: researcher.id })
  // Overdue: somebody has to let go of it, but no reader.
  makeReservation(t.db, {
    resourceId: tem,
    requesterId: researcher.id,
    state: 'requested',
    start: at('2026-11-24 14:00'),
    decideBy: at('2026-11-23 07:00'),
  })
  await t.api('researcher')('POST', '/reservations', {
    resource: 'tem',
    start: '2026-11-25T09:00:00Z',
    end: '2026-11-25T10:00:00Z',
    title: 'Waits for the owner',
    purpose: 'own_research',
  })
})
afterAll(() => t.close())

const ACTORS: readonly (Actor | null)[] = [null, 'researcher', 'owner', 'coordinator', 'admin']

/** A digest of the rows of every table but sessions: those the walk is made with come on top. */
function digestOf({ db }: TestApp): Record<string, string> {
  const client = db.$client
  const tables = client
    .prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'sessions'`)
    .pluck()
    .all()
  return Object.fromEntries(
    (tables as string[]).map((table) => {
      const rows = client.prepare(`SELECT * FROM "${table}"`).raw().all()
      return [table, createHash('sha256').update(JSON.stringify(rows)).digest('hex')]
    }),
  )
}

const sessionsOf = ({ db }: TestApp) =>
  db.$client.prepare('SELECT token_hash, person_id, kind, label, created_at, expires_at FROM sessions').raw().all()

test('a GET changes nothing, whoever asks for whatever', async () => {
  const before = digestOf(t)
  for (const actor of ACTORS) {
    t.clock.now += 2 * HOUR
    const answers = await crawl(t, actor)
    expect(answers.length).toBeGreaterThan(50)
    expect(answers.filter(({ status }) => status >= 500)).toEqual([])
    expect(digestOf(t)).toEqual(before)
  }
}, 60_000)

test('nor does it sign anybody in or out', async () => {
  const researcher = t.as('researcher')
  const before = sessionsOf(t)
  for (const url of ['/sign-in', '/sign-out', '/account', '/sign-in?next=/account']) await researcher.get(url)
  expect(sessionsOf(t)).toEqual(before)
})

test('a change is seen by the digest', async () => {
  const before = digestOf(t)
  await t.as('researcher').post('/account', { name: 'Somebody else', locale: 'en' })
  expect(digestOf(t)).not.toEqual(before)
})
