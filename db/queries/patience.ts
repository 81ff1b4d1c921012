import type { Db } from '../connect.ts'

/** Does the work while other writers are waited for no longer than so many ms: better-sqlite3 waits on the thread. */
export function withPatience<T>(db: Db, ms: number, work: () => T): T {
  const usual = db.$client.pragma('busy_timeout', { simple: true }) as number
  db.$client.pragma(`busy_timeout = ${ms}`)
  try {
    return work()
  } finally {
    db.$client.pragma(`busy_timeout = ${usual}`)
  }
}
