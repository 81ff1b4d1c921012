import type Database from 'better-sqlite3'
import type { Db } from '../connect.ts'

type Statement = Database.Statement<unknown[]>

const statements = new WeakMap<Db['$client'], Map<string, Statement>>()

/** The statement for this SQL, compiled once per connection. Rows come back as SQLite names them. */
export function prepared(db: Db, sql: string): Statement {
  let ofConnection = statements.get(db.$client)
  if (!ofConnection) statements.set(db.$client, (ofConnection = new Map()))
  let statement = ofConnection.get(sql)
  if (!statement) ofConnection.set(sql, (statement = db.$client.prepare<unknown[]>(sql)))
  return statement
}
