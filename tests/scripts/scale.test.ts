import { expect, test } from 'vitest'
import { type Db, migrateDb, openDb } from '../../db/connect.ts'
import { makeCluster } from '../../scripts/cluster/make-cluster.ts'
import { insertScale } from '../../scripts/cluster/scale.ts'

async function seeded(reservations: number, resources: number): Promise<Db> {
  const db = openDb(':memory:')
  migrateDb(db)
  insertScale(db, await makeCluster(db, 0), { reservations, resources }, () => {})
  return db
}

const one = (db: Db, sql: string) => db.$client.prepare(sql).pluck().get()

test('makes exactly as many reservations as asked, each with its claim', async () => {
  const db = await seeded(7001, 60)
  expect(one(db, 'SELECT count(*) FROM reservations')).toBe(7001)
  expect(one(db, 'SELECT count(*) FROM claims')).toBe(7001)
  expect(one(db, `SELECT count(*) FROM resources r JOIN labs l ON l.id = r.lab_id WHERE l.slug = 'scale-lab'`)).toBe(50)
  expect(one(db, `SELECT count(*) FROM resources r JOIN labs l ON l.id = r.lab_id WHERE l.slug = 'scale-lab-2'`)).toBe(
    10,
  )
})

test('20,872 on one resource are 8 on each working day of 2017–2026', async () => {
  const db = await seeded(20_872, 1)
  expect(
    one(db, 'SELECT max(n) || min(n) || count(*) FROM (SELECT count(*) AS n FROM claims GROUP BY start_at / 86400000)'),
  ).toBe('882609')
  expect(
    one(
      db,
      `SELECT strftime('%Y', min(start_at) / 1000, 'unixepoch') || strftime('%Y', max(start_at) / 1000, 'unixepoch') FROM claims`,
    ),
  ).toBe('20172026')
})

test('the guards stand again after the load', async () => {
  const db = await seeded(100, 1)
  const claim = db.$client.prepare('SELECT resource_id, start_at, end_at FROM claims LIMIT 1').get() as Record<
    string,
    number
  >
  const insert = db.$client.prepare(
    'INSERT INTO claims (resource_id, start_at, reservation_id, end_at, units) VALUES (?, ?, 2, ?, 1)',
  )
  expect(() => insert.run(claim['resource_id'], claim['start_at']! + 1, claim['end_at'])).toThrow('claim-taken')
})

test('refuses more than fit', async () => {
  await expect(seeded(20_873, 1)).rejects.toThrow('more --resources')
})

test('the same numbers make the same rows', async () => {
  const print = (db: Db) => one(db, 'SELECT sum(start_at % 1000003 * requester_id % 1000003) FROM reservations')
  expect(print(await seeded(3000, 4))).toBe(print(await seeded(3000, 4)))
})
