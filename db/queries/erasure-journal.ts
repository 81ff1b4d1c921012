import { appendFileSync, closeSync, existsSync, fsyncSync, openSync, readFileSync } from 'node:fs'
import type { Db } from '../connect.ts'
import { erasedPeople } from './personal-erasure.ts'

/** Whose account was erased when, epoch ms; nothing that names them. */
export interface Erasure {
  readonly personId: number
  /** Of the account: the id alone may be somebody else's in another copy of the database. */
  readonly createdAt: number
  readonly at: number
}

/** Beside the database, so that a backup from before an erasure does not bring the person back. */
export const journalOf = (database: string): string => `${database}.erasures`

/**
 * Adds to the journal whom the database says are erased and the journal does not, and waits until it is on disk. Done
 * after every erasure and again by a job, so that a crash in between loses none. Lines are only ever added.
 */
export function keepErasures(db: Db): void {
  if (db.$client.memory) return
  const file = journalOf(db.$client.name)
  const known = new Set(readErasures(file).map(lineOf))
  const missing = erasedPeople(db)
    .map(lineOf)
    .filter((line) => !known.has(line))
  if (missing.length === 0) return
  // A line cut short by a crash must not swallow the next one.
  const start = existsSync(file) && !readFileSync(file, 'utf8').endsWith('\n') ? '\n' : ''
  appendFileSync(file, start + missing.map((line) => `${line}\n`).join(''), { mode: 0o600 })
  const descriptor = openSync(file, 'r+')
  fsyncSync(descriptor)
  closeSync(descriptor)
}

/** What the journal says; a line cut short by a crash is passed over. */
export function readErasures(file: string): readonly Erasure[] {
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, id, made, at] = /^(\d+) (\d+) (\d{4}-\S{10,30}Z)$/.exec(line) ?? []
      return at ? [{ personId: Number(id), createdAt: Number(made), at: Date.parse(at) }] : []
    })
}

const lineOf = ({ personId, createdAt, at }: Erasure) => `${personId} ${createdAt} ${new Date(at).toISOString()}`
