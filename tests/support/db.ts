import { type Db, migrateDb, openDb } from '../../db/connect.ts'

/** An empty database of its own for one test, in memory unless a file is named. */
export function testDb(file = ':memory:'): Db {
  const db = openDb(file)
  migrateDb(db)
  return db
}
