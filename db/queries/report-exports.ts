import type { ExportState, FileFormat, ReportKind } from '../../server/domain/report-kind.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

/** A file of a report that takes long. Instants in UTC epoch ms. */
export interface ReportExport {
  readonly id: number
  readonly personId: number
  readonly report: ReportKind
  readonly format: FileFormat
  /** What the address of the report says. */
  readonly query: Readonly<Record<string, string>>
  readonly state: ExportState
  /** How many of its `total` pieces are counted; 0 of 0 before the first. */
  readonly done: number
  readonly total: number
  readonly createdAt: number
}

/** One that a process is at work on until then; nobody else takes it before. */
export type LeasedExport = ReportExport & { readonly leasedUntil: number }

const COLUMNS = `id, person_id AS personId, report, format, query, state, done, total, leased_until AS leasedUntil,
  created_at AS createdAt`

export function insertExport(
  db: Db,
  { query, ...wish }: Pick<ReportExport, 'personId' | 'report' | 'format' | 'query' | 'createdAt'>,
): number {
  return prepared(
    db,
    `INSERT INTO report_exports (person_id, report, format, query, created_at)
     VALUES (:personId, :report, :format, :query, :createdAt) RETURNING id`,
  )
    .pluck()
    .get({ ...wish, query: JSON.stringify(query) }) as number
}

export function exportById(db: Db, id: number): ReportExport | null {
  const row = prepared(db, `SELECT ${COLUMNS} FROM report_exports WHERE id = ?`).get(id)
  return row ? exportOf(row as Row) : null
}

/** Whether what its owner may read was narrowed since it was asked for: it may hold more than they may read now. */
export function outlivedRights(db: Db, { personId, createdAt }: ReportExport): boolean {
  return (
    prepared(
      db,
      `SELECT 1 FROM audit_events WHERE about_id = ? AND at > ? AND kind IN
         ('steward-removed', 'steward-named', 'role-changed', 'administration-taken', 'membership-ended') LIMIT 1`,
    ).get(personId, createdAt) !== undefined
  )
}

/** What a person has asked for, the newest first. */
export function exportsOf(db: Db, personId: number): readonly ReportExport[] {
  const rows = prepared(db, `SELECT ${COLUMNS} FROM report_exports WHERE person_id = ? ORDER BY id DESC`).all(personId)
  return (rows as Row[]).map(exportOf)
}

const OPEN = `state = 'asked' AND (leased_until IS NULL OR leased_until <= :now)`

/** Whether one waits to be made: a read, so that an idle ticker never takes the write lock. */
export function isExportAsked(db: Db, now: number): boolean {
  return prepared(db, `SELECT 1 FROM report_exports WHERE ${OPEN} LIMIT 1`).get({ now }) !== undefined
}

/** Takes the eldest that waits; it belongs into a write transaction. */
export function leaseExport(db: Db, now: number, leasedUntil: number): LeasedExport | null {
  const row = prepared(
    db,
    `UPDATE report_exports SET leased_until = :leasedUntil, done = 0, total = 0
     WHERE id = (SELECT id FROM report_exports WHERE ${OPEN} ORDER BY id LIMIT 1) RETURNING ${COLUMNS}`,
  ).get({ now, leasedUntil })
  return row ? (exportOf(row as Row) as LeasedExport) : null
}

/** Each of the three below is false, and does nothing, when the lease has passed to another process meanwhile. */
export function keepExport(
  db: Db,
  { id, leasedUntil }: LeasedExport,
  { done, total, until }: { done: number; total: number; until: number | null },
): boolean {
  return (
    prepared(
      db,
      `UPDATE report_exports SET done = :done, total = :total, leased_until = :until
       WHERE id = :id AND leased_until = :leasedUntil`,
    ).run({ id, leasedUntil, done, total, until }).changes === 1
  )
}

/** It belongs into a write transaction: the file is there as a whole or not at all. */
export function finishExport(db: Db, { id, leasedUntil }: LeasedExport, content: Buffer): boolean {
  if (!settle(db, id, leasedUntil, 'ready')) return false
  const insert = prepared(db, 'INSERT INTO report_files (export_id, part, content) VALUES (?, ?, ?)')
  for (let part = 0; part * PART_BYTES < content.length; part++)
    insert.run(id, part, content.subarray(part * PART_BYTES, (part + 1) * PART_BYTES))
  return true
}

export const failExport = (db: Db, { id, leasedUntil }: LeasedExport): boolean => settle(db, id, leasedUntil, 'failed')

const PART_BYTES = 1 << 20

const settle = (db: Db, id: number, leasedUntil: number, state: ExportState) =>
  prepared(
    db,
    'UPDATE report_exports SET state = ?, done = total, leased_until = NULL WHERE id = ? AND leased_until = ?',
  ).run(state, id, leasedUntil).changes === 1

/** The file in its parts, one in memory at a time. */
export function* partsOfExport(db: Db, id: number): Generator<Buffer> {
  const read = prepared(db, 'SELECT content FROM report_files WHERE export_id = ? AND part = ?').pluck()
  for (let part = 0; ; part++) {
    const content = read.get(id, part) as Buffer | undefined
    if (!content) return
    yield content
  }
}

/** Forgets what was asked for before the instant, files and all. Returns how many. */
export function deleteOldExports(db: Db, before: number): number {
  return prepared(db, 'DELETE FROM report_exports WHERE created_at < ?').run(before).changes
}

type Row = Omit<LeasedExport, 'query'> & { readonly query: string }

const exportOf = (row: Row): ReportExport => ({ ...row, query: JSON.parse(row.query) })
