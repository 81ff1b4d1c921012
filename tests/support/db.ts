import { writeFileSync } from 'node:fs'
import { type Db, migrateDb, openDb } from '../../db/connect.ts'

/** An empty database of its own for one test, in memory unless a file is named. */
export function testDb(file = ':memory:'): Db {
  if (file === ':memory:') return openDb(emptyDb())
  writeFileSync(file, emptyDb())
  return openDb(file)
}

let bytes: Buffer | undefined

/** Migrated once for all tests of a process. */
function emptyDb(): Buffer {
  if (bytes) return bytes
  const db = openDb(':memory:')
  migrateDb(db)
  bytes = db.$client.serialize()
  db.$client.close()
  return bytes
}
