import type { Interval } from '../../server/domain/interval.ts'
import type { LogImport, LogMapping, LogOutcome, LogReading } from '../../server/domain/log-import.ts'
import type { LogPerson, Matchable } from '../../server/domain/log-match.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

export interface NewLogImport {
  readonly resourceId: number
  readonly createdById: number
  readonly name: string
  readonly content: string
  readonly lines: number
  readonly createdAt: number
}

/** Returns its id. */
export function insertLogImport(db: Db, { content, ...log }: NewLogImport): number {
  const id = prepared(
    db,
    `INSERT INTO log_imports (resource_id, created_by_id, name, lines, created_at)
     VALUES (:resourceId, :createdById, :name, :lines, :createdAt) RETURNING id`,
  )
    .pluck()
    .get(log) as number
  prepared(db, 'INSERT INTO log_texts (import_id, content) VALUES (?, ?)').run(id, content)
  return id
}

export function logImportById(db: Db, id: number): LogImport | null {
  return selected(db, 'i.id = ?', id)[0] ?? null
}

/** The last 20 of a resource, the newest first. */
export function logImportsOf(db: Db, resourceId: number): readonly LogImport[] {
  return selected(db, 'i.resource_id = ?', resourceId)
}

/** What was sent; null once it is in. */
export function contentOfLog(db: Db, id: number): string | null {
  return (
    (prepared(db, 'SELECT content FROM log_texts WHERE import_id = ?').pluck().get(id) as string | undefined) ?? null
  )
}

/** What it would do, read this way. */
export function setLogChecked(db: Db, id: number, reading: LogReading, outcome: LogOutcome): void {
  prepared(
    db,
    `UPDATE log_imports SET reading = ?, outcome = ?, state = 'checked' WHERE id = ? AND state IN ('sent', 'checked')`,
  ).run(JSON.stringify(reading), JSON.stringify(outcome), id)
}

/** Whether the log is now this process's to bring in: not where another is at work on it, nor where it is done. */
export function leaseLog(db: Db, id: number, now: number, leasedUntil: number): boolean {
  return (
    prepared(
      db,
      `UPDATE log_imports SET state = 'running', leased_until = ?, lines_read = 0 WHERE id = ?
       AND (state = 'checked' OR state = 'running' AND coalesce(leased_until, 0) <= ?)`,
    ).run(leasedUntil, id, now).changes === 1
  )
}

export function setLogProgress(db: Db, id: number, linesRead: number, leasedUntil: number | null): void {
  prepared(db, 'UPDATE log_imports SET lines_read = ?, leased_until = ? WHERE id = ?').run(linesRead, leasedUntil, id)
}

/** What it came to; its text is let go. */
export function setLogDone(db: Db, id: number, outcome: LogOutcome): void {
  prepared(
    db,
    `UPDATE log_imports SET state = 'done', outcome = ?, lines_read = lines, leased_until = NULL WHERE id = ?`,
  ).run(JSON.stringify(outcome), id)
  prepared(db, 'DELETE FROM log_texts WHERE import_id = ?').run(id)
}

/** Lets go of a log that nobody has begun to bring in. */
export function deleteLogImport(db: Db, id: number): void {
  prepared(db, `DELETE FROM log_imports WHERE id = ? AND state IN ('sent', 'checked')`).run(id)
}

/** Those that were sent before the instant and left lying. */
export function deleteOldLogImports(db: Db, before: number): void {
  prepared(db, `DELETE FROM log_imports WHERE created_at < ? AND state IN ('sent', 'checked')`).run(before)
}

/** Which of these rows of logs are in already, or were until a steward removed them. */
export function knownKeys(db: Db, resourceId: number, keys: readonly string[]): ReadonlySet<string> {
  const rows = prepared(
    db,
    `SELECT import_key FROM usages WHERE resource_id = :resourceId AND import_key IN (SELECT value FROM json_each(:keys))
     UNION ALL
     SELECT json_extract(before, '$.importKey') FROM setting_events WHERE resource_id = :resourceId AND kind = 'usage-removed'
       AND json_extract(before, '$.importKey') IN (SELECT value FROM json_each(:keys))`,
  )
    .pluck()
    .all({ resourceId, keys: JSON.stringify(keys) }) as string[]
  return new Set(rows)
}

/** Reservations that hold or held time of the resource during the span, as far as use may have been of them. */
export function matchableDuring(db: Db, resourceId: number, { start, end }: Interval): readonly Matchable[] {
  return prepared(
    db,
    `SELECT v.id, v.requester_id AS requesterId, v.organisation_id AS organisationId, v.start_at AS start, v.end_at AS "end"
     FROM resources r CROSS JOIN claims c ON c.resource_id = r.id AND c.start_at < :end AND c.end_at > :start
       AND c.start_at > :start - r.longest_claim_ms
     JOIN reservations v ON v.id = c.reservation_id
     WHERE r.id = :resourceId AND v.state IN ('confirmed', 'in_use', 'completed') ORDER BY v.start_at`,
  ).all({ resourceId, start, end }) as Matchable[]
}

/** People by address and by name, both in small letters; a name that several have is nobody's. */
export function peopleByName(db: Db): ReadonlyMap<string, LogPerson | null> {
  const rows = prepared(
    db,
    'SELECT id, organisation_id AS organisationId, email, name FROM people WHERE is_active',
  ).all() as (LogPerson & { email: string; name: string })[]
  const people = new Map<string, LogPerson | null>()
  for (const { id, organisationId, email, name } of rows) {
    const key = name.toLocaleLowerCase('pl')
    people.set(key, people.has(key) ? null : { id, organisationId })
    people.set(email.toLowerCase(), { id, organisationId })
  }
  return people
}

/** Columns that were given a name, by name. */
export function logMappingsOf(db: Db, resourceId: number): readonly LogMapping[] {
  const rows = prepared(db, 'SELECT name, columns FROM log_mappings WHERE resource_id = ? ORDER BY name LIMIT 50').all(
    resourceId,
  ) as { name: string; columns: string }[]
  return rows.map(({ name, columns }) => ({ name, reading: JSON.parse(columns) as LogReading }))
}

/** The same name again takes the place of the old one. */
export function saveLogMapping(db: Db, resourceId: number, { name, reading }: LogMapping, at: number): void {
  prepared(
    db,
    `INSERT INTO log_mappings (resource_id, name, columns, created_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (resource_id, name) DO UPDATE SET columns = excluded.columns`,
  ).run(resourceId, name, JSON.stringify(reading), at)
}

type LogRow = Omit<LogImport, 'reading' | 'outcome'> & { reading: string | null; outcome: string | null }

function selected(db: Db, where: string, value: number): readonly LogImport[] {
  const rows = prepared(
    db,
    `SELECT i.id, i.resource_id AS resourceId, i.name, i.state, i.reading, i.outcome, i.lines_read AS linesRead, i.lines,
       i.leased_until AS leasedUntil, i.created_at AS createdAt, p.name AS createdBy
     FROM log_imports i JOIN people p ON p.id = i.created_by_id WHERE ${where} ORDER BY i.id DESC LIMIT 20`,
  ).all(value) as LogRow[]
  return rows.map((row) => ({
    ...row,
    reading: parsed<LogReading>(row.reading),
    outcome: parsed<LogOutcome>(row.outcome),
  }))
}

const parsed = <T>(text: string | null): T | null => (text === null ? null : (JSON.parse(text) as T))
