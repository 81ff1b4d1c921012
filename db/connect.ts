import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3'
import { GUARD_NAMES, GUARDS_SQL } from './guards.ts'
import * as schema from './schema/index.ts'

export type Db = BetterSQLite3Database<typeof schema> & { $client: Database.Database }

/** A database that must not be served: what is wrong and what to do, in one line. */
export class UnusableDatabase extends Error {}

/**
 * Opens a database file (':memory:', or the bytes of one, for a database in memory) with the settings every connection must
 * have. It does not migrate.
 */
export function openDb(file: string | Buffer, options: { readonly?: boolean } = {}): Db {
  if (typeof file === 'string' && file !== ':memory:' && !options.readonly)
    mkdirSync(dirname(file), { recursive: true })
  const client = new Database(file, { timeout: 5000, readonly: options.readonly ?? false })
  if (!options.readonly) client.pragma('journal_mode = WAL')
  client.pragma('synchronous = FULL')
  client.pragma('foreign_keys = ON')
  // What is deleted or overwritten is zeroed: an erased name must not lie in free pages.
  client.pragma('secure_delete = ON')
  client.pragma('temp_store = MEMORY')
  client.pragma('cache_size = -16384')
  return drizzle(client, { schema })
}

/**
 * The write lock is taken before the first read, so what was checked still holds at commit.
 * `work` must be synchronous: a promise inside would commit half of it, so one is refused.
 */
export function inWriteTransaction<T>(db: Db, work: (tx: Db) => T): T {
  if (db.$client.inTransaction) throw new Error('A write transaction is already open')
  return db.$client
    .transaction(() => {
      const result = work(db)
      if (result instanceof Promise) throw new Error('A write transaction must not be asynchronous')
      return result
    })
    .immediate()
}

export interface Migration {
  readonly name: string
  readonly sql: string
  readonly hash: string
}

/** Brings the database to this program's schema and lays the guards. Safe when several processes start at once. */
export function migrateDb(db: Db, migrations: readonly Migration[] = readMigrations()): void {
  const { $client: client } = db
  // Outside the transaction, where alone the pragma works: a rebuild of a table must not cascade into its children.
  client.pragma('foreign_keys = OFF')
  try {
    client
      .transaction(() => {
        client.exec(
          'CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, hash TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT',
        )
        const pending = pendingMigrations(db, migrations)
        for (const { name, sql, hash } of pending) {
          for (const statement of sql.split('--> statement-breakpoint')) client.exec(statement)
          client.prepare('INSERT INTO migrations VALUES (?, ?, unixepoch() * 1000)').run(name, hash)
        }
        if (pending.length > 0 && (client.pragma('foreign_key_check') as unknown[]).length > 0)
          throw new UnusableDatabase('A migration left rows that point nowhere; nothing was changed.')
        client.exec(GUARDS_SQL)
      })
      .immediate()
  } finally {
    client.pragma('foreign_keys = ON')
  }
}

/** Refuses a database that is empty, older, newer or without its guards. */
export function assertReady(db: Db, migrations: readonly Migration[] = readMigrations()): void {
  const { $client: client } = db
  if (pendingMigrations(db, migrations).length > 0)
    throw new UnusableDatabase('The database is older than this program.')
  const standing = new Set(client.prepare(`SELECT name FROM sqlite_master WHERE type = 'trigger'`).pluck().all())
  const missing = GUARD_NAMES.filter((name) => !standing.has(name))
  if (missing.length > 0) throw new UnusableDatabase(`The database lacks its guards: ${missing.join(', ')}.`)
}

/** Whether the file holds a database of this program, without creating one. */
export function holdsDatabase(file: string): boolean {
  if (!existsSync(file)) return false
  const client = new Database(file, { readonly: true })
  try {
    return client.prepare(`SELECT 1 FROM sqlite_master WHERE name = 'migrations'`).get() !== undefined
  } finally {
    client.close()
  }
}

function pendingMigrations(db: Db, migrations: readonly Migration[]): readonly Migration[] {
  const known = new Map(migrations.map((each) => [each.name, each]))
  const client = db.$client
  if (!client.prepare(`SELECT 1 FROM sqlite_master WHERE name = 'migrations'`).get()) return migrations
  const applied = client.prepare('SELECT name, hash FROM migrations').all() as { name: string; hash: string }[]
  for (const { name, hash } of applied) {
    const here = known.get(name)
    if (!here)
      throw new UnusableDatabase(
        `The database is newer than this program: it has the migration ${name}. Start the newer program, or bring back an older file with npm run restore.`,
      )
    if (here.hash !== hash) throw new UnusableDatabase(`The migration ${name} was edited after it was applied.`)
  }
  const done = new Set(applied.map((each) => each.name))
  return migrations.filter((each) => !done.has(each.name))
}

/** The migrations that lie beside this program, in their order. */
export function readMigrations(folder = migrationsFolder()): readonly Migration[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => {
      const sql = readFileSync(join(folder, file), 'utf8')
      return { name: file.replace(/\.sql$/, ''), sql, hash: createHash('sha256').update(sql).digest('hex') }
    })
}

/** The nearest db/migrations above this module, which is the same tree from source and from the build. */
function migrationsFolder() {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const candidate = join(folder, 'db', 'migrations')
    if (existsSync(candidate)) return candidate
    if (folder === dirname(folder)) throw new Error('db/migrations is missing')
  }
}
