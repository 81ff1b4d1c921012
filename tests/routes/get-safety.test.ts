import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestApp, testApp } from '../support/app.ts'
import { everyGet } from '../support/every-get.ts'
import { DAY, HOUR, NOW } from '../support/makers.ts'
import { ACTORS, type TwoSides, twoSides } from '../support/two-sides.ts'

/** When somebody was last here is noted: of sessions, and of the private addresses that calendars read. */
const BOOKKEEPING = new Set(['sessions.last_seen_at', 'sessions.address', 'feeds.last_read_at'])

let t: TestApp
let sides: TwoSides
beforeAll(async () => {
  t = await testApp({ settings: { demo: true, metricsToken: 'the token of the metrics' } })
  sides = twoSides(t)
  for (const who of ACTORS) {
    sides.cookiesOf(who)
    sides.tokenOf(who)
  }
  // Overdue: somebody has to let go of it, but no reader.
  t.db.$client.prepare(`UPDATE reservations SET decide_by = ? WHERE state = 'requested'`).run(NOW - DAY)
  // An hour later sessions are due to be noted, and what was remembered is old.
  t.clock.now += 2 * HOUR
  watch(t)
})
afterAll(() => t.close())

/** Notes every row that is added, taken away or changed, and what of it; says nothing of what only seems to be. */
function watch({ db }: TestApp) {
  const client = db.$client
  client.exec('CREATE TEMP TABLE noted (change TEXT PRIMARY KEY) WITHOUT ROWID')
  const tables = client
    .prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'`)
    .pluck()
    .all() as string[]
  for (const table of tables) {
    // Whether writes are taken is tried by one that is taken back at once.
    for (const verb of table === 'revisions' ? [] : ['INSERT', 'DELETE'])
      client.exec(
        `CREATE TEMP TRIGGER "${verb} of ${table}" AFTER ${verb} ON main."${table}" BEGIN INSERT OR IGNORE INTO noted VALUES ('${verb} ${table}'); END`,
      )
    const columns = client.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(table) as string[]
    for (const column of columns.filter((each) => !BOOKKEEPING.has(`${table}.${each}`)))
      client.exec(
        `CREATE TEMP TRIGGER "change of ${table}.${column}" AFTER UPDATE ON main."${table}" WHEN OLD."${column}" IS NOT NEW."${column}" BEGIN INSERT OR IGNORE INTO noted VALUES ('${table}.${column}'); END`,
      )
  }
}

const noted = () => t.db.$client.prepare('SELECT change FROM noted ORDER BY change').pluck().all()

test.each(ACTORS)(
  'a GET changes nothing, whatever %s asks for',
  async (who) => {
    // Making files of all kinds is tried by who may have most of them.
    const answers = await everyGet(t, sides, who, { secrets: true, bindings: who === 'runnerA' })
    expect(answers.length).toBeGreaterThan(350)
    expect(answers.filter(({ status }) => status >= 500)).toEqual([])
    expect(noted()).toEqual([])
  },
  120_000,
)

test('nor does it sign anybody in or out', async () => {
  const cookies = sides.cookiesOf('ann')
  for (const url of ['/sign-in', '/sign-out', '/account', '/sign-in?next=/account']) {
    const { headers } = await t.inject({ url, cookies })
    expect(`${headers['set-cookie'] ?? ''}`).not.toContain('session=')
  }
  expect(noted()).toEqual([])
})

test('a change is noted', async () => {
  t.db.$client.prepare('UPDATE people SET name = ? WHERE id = ?').run('Somebody else', sides.people.ann)
  expect(noted()).toContain('people.name')
})
