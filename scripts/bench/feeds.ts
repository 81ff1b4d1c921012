/** `npm run bench -- feeds`: what a private calendar of 1,000 entries costs, built, built anew, and asked for again. */
import { type Db, migrateDb, openDb } from '../../db/connect.ts'
import { credentialsOf } from '../../db/queries/credentials.ts'
import { insertFeed } from '../../db/queries/feeds.ts'
import { personById } from '../../db/queries/people.ts'
import { prepared } from '../../db/queries/prepared.ts'
import { insertReservation } from '../../db/queries/reservations.ts'
import { buildApp } from '../../server/app.ts'
import { hashOf } from '../../server/operations/sign-in.ts'
import { readSettings } from '../../server/settings.ts'
import { makeCluster } from '../cluster/make-cluster.ts'

const HOUR = 3_600_000
const ENTRIES = 1000
const REPEATS = 60
const TOKEN = 'bench-feed'

export async function benchFeeds(): Promise<Readonly<Record<string, number>>> {
  const now = Date.UTC(2026, 10, 24, 7)
  const db = openDb(':memory:')
  migrateDb(db)
  await makeCluster(db, now)
  const ids = fill(db, now)
  const read = readSettings({ LOG_LEVEL: 'silent', RATE_LIMIT: '0' }, { production: false })
  if (!read.ok) throw new Error(read.faults.join(' '))
  const nowhere = { send: async () => {}, raw: async () => Buffer.alloc(0), close: () => {} }
  const app = await buildApp({ db, clock: () => now, settings: read.settings, mailer: nowhere })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  let etag = ''
  const get = async (status: number, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${url}/calendars/${TOKEN}.ics`, { headers })
    const text = await answer.text()
    const count = text.split('BEGIN:VEVENT').length - 1
    if (answer.status !== status || (status === 200 && count !== ENTRIES))
      throw new Error(`Answered ${answer.status} with ${count} entries.`)
    etag = answer.headers.get('etag')!
  }
  const retitle = (nth: number) =>
    prepared(db, 'UPDATE reservations SET title = ? WHERE id = ?').run(`Zmieniony tytuł ${nth}`, ids[nth]!)
  const first = performance.now()
  await get(200)
  const results = {
    'the first of the process, ms': performance.now() - first,
    ...named('after a change', await timesOf(() => get(200), retitle)),
    ...named('unchanged', await timesOf(() => get(200))),
    ...named('unchanged, with its ETag', await timesOf(() => get(304, { 'if-none-match': etag }))),
  }
  await app.close()
  db.$client.close()
  console.table(Object.fromEntries(Object.entries(results).map(([what, value]) => [what, +value.toPrecision(3)])))
  return results
}

/** A person's own reservations, four a day over ten resources, with an address that shows them. */
function fill(db: Db, now: number): readonly number[] {
  const { personId } = credentialsOf(db, 'researcher@demo.test')!
  const { organisationId } = personById(db, personId)!
  insertFeed(db, { personId, kind: 'me', resourceId: null, labId: null, createdAt: now, tokenHash: hashOf(TOKEN) })
  const resources = prepared(db, 'SELECT id FROM resources ORDER BY id LIMIT 10').pluck().all() as number[]
  return Array.from({ length: ENTRIES }, (_, nth) => {
    const start = now + nth * 6 * HOUR
    const span = { start, end: start + HOUR, units: 1, createdAt: now - HOUR }
    const nothing = {
      projectId: null,
      note: null,
      decideBy: null,
      decidedById: null,
      decidedAt: null,
      decisionReason: null,
    }
    return insertReservation(db, {
      ...{ ...span, ...nothing, requesterId: personId, organisationId, resourceId: resources[nth % resources.length]! },
      ...{ state: 'confirmed', purpose: 'own_research', title: `Oznaczanie białek w próbce nr ${nth}` },
    }).id
  })
}

interface Times {
  readonly p50: number
  readonly p95: number
}

const named = (what: string, { p50, p95 }: Times) => ({ [`${what}, p50, ms`]: p50, [`${what}, p95, ms`]: p95 })

async function timesOf(work: () => Promise<void>, before: (nth: number) => unknown = () => {}): Promise<Times> {
  const times: number[] = []
  for (let nth = 0; nth < REPEATS; nth++) {
    before(nth)
    const begun = performance.now()
    await work()
    times.push(performance.now() - begun)
  }
  const sorted = times.toSorted((a, b) => a - b)
  return { p50: sorted[Math.floor(REPEATS * 0.5)]!, p95: sorted[Math.floor(REPEATS * 0.95)]! }
}
