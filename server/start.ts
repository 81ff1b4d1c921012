import { assertReady, holdsDatabase, migrateDb, openDb, UnusableDatabase } from '../db/connect.ts'
import { type App, buildApp } from './app.ts'
import { startJobs } from './jobs/ticker.ts'
import { mailerFor } from './mail/mailer.ts'
import type { Settings } from './settings.ts'

export interface Running {
  readonly app: App
  /** Finishes what is in flight, then stops; at most 10 s. */
  stop(): Promise<void>
}

/** Migrates, builds, listens, ticks. Throws UnusableDatabase with a line for people. */
export async function start(settings: Settings): Promise<Running> {
  if (!holdsDatabase(settings.database))
    throw new UnusableDatabase(`There is no database in ${settings.database}. Make one: npm run admin -- init`)
  const db = openDb(settings.database)
  migrateDb(db)
  assertReady(db)
  const clock = Date.now
  const mailer = mailerFor(settings)
  const app = await buildApp({ db, clock, mailer, settings })
  await app.listen({ host: settings.host, port: settings.port })
  const jobs = startJobs({ db, clock, mailer, settings, log: app.log })
  return {
    app,
    async stop() {
      await jobs.stop()
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
    setTimeout(() => process.exit(0), 9_500).unref()
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
