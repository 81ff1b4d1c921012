import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { deleteOldLogImports, insertLogImport, logImportById } from '../../db/queries/log-imports.ts'
import { LOG_BYTES, LOG_LINES, type LogImport } from '../domain/log-import.ts'
import type { Person } from '../domain/person.ts'
import { caredFor } from './cared-for.ts'
import { logRows } from './log-rows.ts'
import { done, type Result, refused } from './result.ts'

export interface SentLog {
  readonly resourceId: number
  /** Of the file. */
  readonly name: string
  readonly content: string
}

const KEPT_MS = 7 * 86_400_000

/**
 * Keeps an instrument's log until it is said how to read it, by who looks after the instrument. Refusals: `not-found`,
 * `forbidden`, `invalid` with `file`.
 */
export async function sendLog(
  db: Db,
  person: Person,
  { resourceId, name, content }: SentLog,
  now: number,
): Promise<Result<LogImport>> {
  const resource = caredFor(db, person, resourceId)
  if (!resource.ok) return resource
  const no = (reason: string) => refused({ kind: 'invalid', field: 'file', reason })
  if (content.trim() === '') return no('log-empty')
  if (Buffer.byteLength(content) > LOG_BYTES) return no('log-too-large')
  // Zeros end SQLite's texts; a text with them is no log.
  if (content.includes('\0')) return no('log-no-csv')
  const count = await countOf(content)
  if (count === null || count < 2) return no('log-no-csv')
  const lines = count - 1
  if (lines > LOG_LINES) return no('log-too-many-lines')
  return inWriteTransaction(db, (tx) => {
    deleteOldLogImports(tx, now - KEPT_MS)
    const row = { resourceId, createdById: person.id, name: name.slice(0, 120), content, lines, createdAt: now }
    return done(logImportById(tx, insertLogImport(tx, row))!)
  })
}

/** Rows with headings; null for what is no CSV at all. */
async function countOf(content: string): Promise<number | null> {
  let count = 0
  try {
    for await (const _ of logRows(content)) if (++count > LOG_LINES + 1) return count
  } catch {
    return null
  }
  return count
}
