/** `npm run restore -- FILE`: puts a backup in the place of the database, which stays beside it. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import Database from 'better-sqlite3'
import { holdsDatabase, migrateDb, openDb } from '../db/connect.ts'
import { journalOf, readErasures } from '../db/queries/erasure-journal.ts'
import { eraseAgain } from '../server/operations/erase-person.ts'
import { databaseFile, removeDatabase, runScript, sha256Of, syncFile } from './command-line.ts'

const HELP = `npm run restore -- FILE

Verifies FILE against FILE.sha256 and puts it in the place of the database (DATABASE, var/aparatura.sqlite).
Refuses while a server holds the database. Whoever was erased since the backup was made (DATABASE.erasures) is erased in
it once more. The file it replaces is kept beside it as DATABASE.replaced-TIME.`

await runScript(HELP, async () => {
  const { positionals } = parseArgs({ allowPositionals: true })
  const [file] = positionals
  if (!file || positionals.length > 1) throw new Error('Name the backup to bring back: npm run restore -- FILE')
  const database = databaseFile()
  await verify(file)
  refuseWhileHeld(database)
  const incoming = `${database}.incoming`
  mkdirSync(dirname(database), { recursive: true })
  try {
    copyFileSync(file, incoming)
    const erased = prove(incoming, journalOf(database))
    syncFile(incoming)
    const kept = setAside(database)
    renameSync(incoming, database)
    console.log(`${database} is now ${file}.${kept ? ` What was there is kept as ${kept}.` : ''}${told(erased)}`)
  } finally {
    removeDatabase(incoming)
  }
})

async function verify(file: string) {
  if (!existsSync(file)) throw new Error(`There is no ${file}.`)
  const sum = `${file}.sha256`
  if (!existsSync(sum)) throw new Error(`${sum} is missing: without it nothing says that the backup is whole.`)
  const [wanted] = readFileSync(sum, 'utf8').split(/\s/)
  if ((await sha256Of(file)) !== wanted)
    throw new Error(`${file} is not what was backed up: its SHA-256 differs from ${sum}.`)
}

/**
 * The backup opens, is no newer than this program, and takes its migrations: said before anything is replaced. Whoever was
 * erased since it was made is erased in it, too. Returns how many.
 */
function prove(file: string, journal: string): number {
  if (!holdsDatabase(file)) throw new Error('The file holds no database of this program.')
  const db = openDb(file)
  migrateDb(db)
  const erased = readErasures(journal).filter((erasure) => eraseAgain(db, erasure)).length
  db.$client.pragma('journal_mode = DELETE')
  if (erased > 0) db.$client.exec('VACUUM')
  db.$client.close()
  return erased
}

function told(erased: number): string {
  if (erased === 0) return ''
  return ` Accounts erased since that backup, and now in it: ${erased}. The backup itself still holds them.`
}

function setAside(database: string): string | null {
  if (!existsSync(database)) return null
  const kept = `${database}.replaced-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`
  for (const suffix of ['-wal', '-shm', ''])
    if (existsSync(database + suffix)) renameSync(database + suffix, kept + suffix)
  return kept
}

function refuseWhileHeld(database: string) {
  if (!existsSync(database)) return
  const holder = processHolding(database)
  if (holder || !canLock(database))
    throw new Error(`A server${holder ? ` (process ${holder})` : ''} holds ${database}: stop it first.`)
}

/** Every open connection keeps a shared lock in WAL mode; only a file that nobody has open can be taken whole. */
function canLock(database: string): boolean {
  const client = new Database(database, { timeout: 0 })
  try {
    client.pragma('locking_mode = EXCLUSIVE')
    client.exec('BEGIN EXCLUSIVE; COMMIT')
    return true
  } catch (fault) {
    // What is too damaged to be locked is what a restore is for.
    return !(fault instanceof Database.SqliteError && fault.code.startsWith('SQLITE_BUSY'))
  } finally {
    client.close()
  }
}

/** Asked of the system as well where it can tell: a damaged file takes no locks. */
function processHolding(database: string): string | null {
  const path = realpathSync(database)
  for (const pid of existsSync('/proc') ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : [])
    try {
      for (const fd of readdirSync(`/proc/${pid}/fd`)) if (readlinkSync(`/proc/${pid}/fd/${fd}`) === path) return pid
    } catch {
      // Another user's process, or one that has just ended.
    }
  return null
}
