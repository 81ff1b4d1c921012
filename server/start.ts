import { statSync } from 'node:fs'
import { assertReady, type Db, holdsDatabase, migrateDb, openDb, UnusableDatabase } from '../db/connect.ts'
import { type App, buildApp } from './app.ts'
import { startJobs } from './jobs/ticker.ts'
import { mailerFor } from './mail/mailer.ts'
import type { Settings } from './settings.ts'

/** What is in flight may take this long after the signal; the process must be gone after 10 s. */
const PATIENCE_MS = 8_000
const LAST_MOMENT_MS = 9_500

/** Up to this size every page of the database is read at the start; it takes some 50 ms. */
const CHECKED_BYTES = 64 * 1024 * 1024

export interface Running {
  readonly app: App
  /** Where it listens, `http://127.0.0.1:3000`. */
  readonly address: string
  /** Refuses what is new, finishes what is in flight, then stops; at most 10 s. */
  stop(): Promise<void>
}

/** Migrates, builds, listens, ticks. Throws UnusableDatabase with a line for people. */
export async function start(settings: Settings): Promise<Running> {
  const db = openServable(settings.database)
  const clock = Date.now
  const mailer = mailerFor(settings)
  const app = await buildApp({ db, clock, mailer, settings })
  const address = await app.listen({ host: settings.host, port: settings.port })
  if (settings.production && settings.secondFactor === 'optional')
    app.log.warn('SECOND_FACTOR is optional: a password alone lets administrators and coordinators in')
  const jobs = startJobs({ db, clock, mailer, settings, log: app.log })
  return {
    app,
    address,
    async stop() {
      await Promise.all([jobs.stop(), app.traffic.drain(PATIENCE_MS)])
      app.server.closeAllConnections()
      await app.close()
      db.$client.close()
    },
  }
}

/** Ends the process gently on SIGTERM and SIGINT. */
export function stopOnSignal(running: Running): void {
  let stopping = false
  const stop = () => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(0), LAST_MOMENT_MS).unref()
    running.stop().then(
      () => process.exit(0),
      (fault) => {
        running.app.log.error(fault, 'could not stop cleanly')
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

/** The database of a file, migrated and with its guards. A damaged, newer or missing one is never served. */
function openServable(file: string): Db {
  try {
    if (!holdsDatabase(file))
      throw new UnusableDatabase(`There is no database in ${file}. Make one: npm run admin -- init`)
    const db = openDb(file)
    assertWhole(db, file)
    migrateDb(db)
    assertReady(db)
    return db
  } catch (fault) {
    throw isDamage(fault) ? damaged(file, (fault as Error).message) : fault
  }
}

function assertWhole({ $client }: Db, file: string) {
  if (statSync(file).size > CHECKED_BYTES) return
  const verdict = $client.pragma('quick_check(1)', { simple: true })
  if (verdict !== 'ok') throw damaged(file, String(verdict).replaceAll(/\s+/g, ' '))
}

const isDamage = (fault: unknown) => /^SQLITE_(CORRUPT|NOTADB)/.test((fault as { code?: string }).code ?? '')

const damaged = (file: string, how: string) =>
  new UnusableDatabase(`The database ${file} is damaged (${how}). Bring back a backup: npm run restore -- FILE`)
