import { readFileSync } from 'node:fs'
import { generateSQLiteDrizzleJson, generateSQLiteMigration } from 'drizzle-kit/api'
import { expect, test } from 'vitest'
import { migrateDb, openDb } from '../../db/connect.ts'
import * as schema from '../../db/schema/index.ts'

type Snapshot = Awaited<ReturnType<typeof generateSQLiteDrizzleJson>>

const journal = JSON.parse(readFileSync('db/migrations/meta/_journal.json', 'utf8')) as { entries: { idx: number }[] }
const last = String(journal.entries.at(-1)?.idx ?? 0).padStart(4, '0')
const snapshot = JSON.parse(readFileSync(`db/migrations/meta/${last}_snapshot.json`, 'utf8')) as Snapshot

test('the migrations say what the schema says', async () => {
  expect(await generateSQLiteMigration(snapshot, await generateSQLiteDrizzleJson(schema))).toEqual([])
})

test('a column that no migration brings is noticed', async () => {
  const planted = structuredClone(snapshot)
  delete planted.tables['labs']!.columns['city']
  expect(await generateSQLiteMigration(planted, await generateSQLiteDrizzleJson(schema))).toEqual([
    expect.stringContaining('`city`'),
  ])
})

test('the migrated database has the tables and columns of the schema, and every table is strict', () => {
  const db = openDb(':memory:')
  migrateDb(db)
  const tables = db.$client
    .prepare(`SELECT name, strict FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite%'`)
    .all() as { name: string; strict: number }[]
  expect(tables.filter((table) => !table.strict)).toEqual([])
  for (const [name, table] of Object.entries(snapshot.tables as Record<string, { columns: object }>)) {
    const columns = db.$client.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(name)
    expect(columns, name).toEqual(Object.keys(table.columns))
  }
  db.$client.close()
})
