/**
 * Which shape guards claims best, at 1,000,000 claims over 500 resources: a table clustered by start whose search is
 * bounded by the longest claim (what the database has), the same without the bound, or an R*Tree beside it.
 */
import { copyFileSync, rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import { chanceFrom } from '../cluster/chance.ts'
import { DATA_SETS, seed } from './data-sets.ts'

const MINUTE_MS = 60_000
const FILE = 'var/bench-guards.sqlite'
const LONGEST_MS = 2000
const TRIGGERS = ['claims_guard_insert', 'claims_guard_update', 'claims_months_insert']

interface Row {
  readonly what: string
  readonly perSecond: number
  readonly microseconds: number
}

export function benchGuards(): readonly Row[] {
  const set = DATA_SETS.find(({ name }) => name === 'A')!
  seed(set)
  for (const suffix of ['', '-wal', '-shm']) rmSync(FILE + suffix, { force: true })
  copyFileSync(set.file, FILE)
  const db = new Database(FILE)
  db.pragma('journal_mode = WAL')
  db.pragma('cache_size = -65536')
  db.pragma('mmap_size = 268435456')
  // Claims alone are measured; their reservations would only add the same to every line.
  db.pragma('foreign_keys = OFF')
  const triggers = db.prepare(`SELECT sql FROM sqlite_master WHERE name = ?`).pluck()
  const guards = TRIGGERS.map((name) => triggers.get(name) as string)
  buildTree(db)
  const rows = [
    ...checks(db),
    ...(['NORMAL', 'FULL'] as const).flatMap((sync) => {
      db.pragma(`synchronous = ${sync}`)
      for (const name of TRIGGERS) db.exec(`DROP TRIGGER ${name}`)
      const bare = [
        writes(db, `bounded check + insert, ${sync}`, boundedWriter(db)),
        writes(db, `R*Tree check + insert, ${sync}`, treeWriter(db)),
      ]
      for (const sql of guards) db.exec(sql)
      return [...bare, writes(db, `bounded check + insert + guard, ${sync}`, boundedWriter(db))]
    }),
  ]
  db.close()
  console.table(
    rows.map((row) => ({ ...row, perSecond: Math.round(row.perSecond), microseconds: +row.microseconds.toFixed(1) })),
  )
  return rows
}

/** Minutes since the epoch fit 32 bits. */
function buildTree(db: Database.Database) {
  db.exec(`CREATE VIRTUAL TABLE tree USING rtree_i32(id, resource_from, resource_to, start, until);
    INSERT INTO tree SELECT reservation_id, resource_id, resource_id, start_at / ${MINUTE_MS}, end_at / ${MINUTE_MS} FROM claims`)
}

const BOUNDED = `SELECT 1 FROM resources r JOIN claims c ON c.resource_id = r.id
  AND c.start_at < @end AND c.start_at > @start - r.longest_claim_ms AND c.end_at > @start WHERE r.id = @resource LIMIT 1`
const UNBOUNDED = `SELECT 1 FROM claims c WHERE c.resource_id = @resource AND c.start_at < @end AND c.end_at > @start LIMIT 1`
const TREE = `SELECT 1 FROM tree WHERE resource_from <= @resource AND resource_to >= @resource
  AND start < @end / ${MINUTE_MS} AND until > @start / ${MINUTE_MS} LIMIT 1`

function checks(db: Database.Database): Row[] {
  return [
    ['check bounded by the longest claim', BOUNDED],
    ['check by start and end alone', UNBOUNDED],
    ['check in the R*Tree', TREE],
  ].map(([what = '', sql = '']) => {
    const check = db.prepare(sql)
    const wish = wishes(db, Date.UTC(2022, 0, 3, 7), 1800)
    return timed(what, () => check.get(wish()))
  })
}

function writes(db: Database.Database, what: string, write: (wish: Wish) => void): Row {
  // Hours after the last seeded one: every wish is free the first time.
  const wish = wishes(db, Date.UTC(2027, 0, 4, 7), 300)
  const row = timed(what, () => write(wish()))
  db.exec(`DELETE FROM claims WHERE reservation_id >= ${FIRST_ID}; DELETE FROM tree WHERE id >= ${FIRST_ID}`)
  return row
}

function boundedWriter(db: Database.Database) {
  const check = db.prepare(BOUNDED)
  const insert = db.prepare(
    'INSERT INTO claims (resource_id, start_at, reservation_id, end_at, units) VALUES (@resource, @start, @id, @end, 1)',
  )
  return db.transaction((wish: Wish) => {
    if (!check.get(wish)) insert.run(wish)
  }).immediate
}

function treeWriter(db: Database.Database) {
  const check = db.prepare(TREE)
  const insert = db.prepare(
    'INSERT INTO claims (resource_id, start_at, reservation_id, end_at, units) VALUES (@resource, @start, @id, @end, 1)',
  )
  const mark = db.prepare(
    `INSERT INTO tree VALUES (@id, @resource, @resource, @start / ${MINUTE_MS}, @end / ${MINUTE_MS})`,
  )
  return db.transaction((wish: Wish) => {
    if (check.get(wish)) return
    insert.run(wish)
    mark.run(wish)
  }).immediate
}

interface Wish {
  readonly id: number
  readonly resource: number
  readonly start: number
  readonly end: number
}

const FIRST_ID = 10_000_000

/** Hours by chance on resources by chance, the same ones every time. */
function wishes(db: Database.Database, from: number, days: number): () => Wish {
  const resources = db.prepare(`SELECT id FROM resources WHERE slug LIKE 'scale-%'`).pluck().all() as number[]
  const chance = chanceFrom(7)
  let id = FIRST_ID
  return () => {
    const start = from + chance.whole(0, days) * 86_400_000 + chance.whole(0, 18) * 30 * MINUTE_MS
    return { id: id++, resource: chance.pick(resources), start, end: start + 60 * MINUTE_MS }
  }
}

function timed(what: string, work: () => void): Row {
  const until = performance.now() + LONGEST_MS
  const begun = performance.now()
  let count = 0
  for (; performance.now() < until && count < 500_000; count++) work()
  const took = performance.now() - begun
  return { what, perSecond: (count * 1000) / took, microseconds: (took * 1000) / count }
}
