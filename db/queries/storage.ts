import { type Db, inWriteTransaction } from '../connect.ts'
import { withPatience } from './patience.ts'
import { prepared } from './prepared.ts'

const PATIENCE_MS = 250

/**
 * Commits pages for real, so that a full or read-only disk and a stuck lock show, and leaves every row as it was; throws
 * what SQLite says.
 */
export function probeStorage(db: Db): void {
  withPatience(db, PATIENCE_MS, () =>
    inWriteTransaction(db, () => {
      prepared(db, `INSERT INTO revisions (name, value) VALUES ('probe', 1) ON CONFLICT DO NOTHING`).run()
      prepared(db, `DELETE FROM revisions WHERE name = 'probe'`).run()
    }),
  )
}

/** How long this connection waits for the write lock, in ms. */
export const patienceOf = (db: Db): number => db.$client.pragma('busy_timeout', { simple: true }) as number

/** Whether another process holds the write lock, and goes on so for so many ms. Other faults show at the write. */
export function isWriteLocked(db: Db, ms: number): boolean {
  try {
    withPatience(db, ms, () => db.$client.exec('BEGIN IMMEDIATE; ROLLBACK'))
    return false
  } catch (fault) {
    return String((fault as { code?: unknown }).code).startsWith('SQLITE_BUSY')
  }
}

export interface OutboxBacklog {
  readonly waiting: number
  /** When the oldest of them was written, epoch ms; null when none waits. */
  readonly oldestAt: number | null
}

/** Mail that is still to be sent. */
export function outboxBacklog(db: Db): OutboxBacklog {
  return prepared(
    db,
    'SELECT count(*) AS waiting, min(created_at) AS oldestAt FROM outbox WHERE next_attempt_at IS NOT NULL',
  ).get() as OutboxBacklog
}

/**
 * Moves what the write-ahead log holds into the file and cuts the log to nothing: what was erased must not live on in it.
 * False while somebody reads or writes; nothing is lost then, and a job does it later.
 */
export function emptyLog(db: Db): boolean {
  const [row] = withPatience(db, PATIENCE_MS, () => db.$client.pragma('wal_checkpoint(TRUNCATE)')) as { busy: number }[]
  return row?.busy === 0
}
