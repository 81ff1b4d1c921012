import type { Outage } from '../../server/domain/availability-rule.ts'
import type { Interval } from '../../server/domain/interval.ts'
import type { OutageDraft, OutageRecord, RemovedOutage } from '../../server/domain/outage.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

/** Outages of the resource and of everything it is inside of that share time with the span, by start. */
export function outagesDuring(db: Db, resourceId: number, span: Interval): Outage[] {
  const rows = prepared(
    db,
    `SELECT o.id, o.resource_id AS resourceId, o.start_at AS start, o.end_at AS "end", o.kind, o.is_planned AS planned, o.reason
     FROM outages o
     WHERE o.resource_id IN (SELECT :resourceId UNION ALL SELECT kin_id FROM resource_kin WHERE resource_id = :resourceId AND is_above)
       AND o.start_at < :end AND o.end_at > :start ORDER BY o.start_at`,
  ).all({ resourceId, start: span.start, end: span.end }) as (Omit<Outage, 'planned'> & { planned: number })[]
  return rows.map((row) => ({ ...row, planned: Boolean(row.planned) }))
}

export function outageById(db: Db, id: number): OutageRecord | null {
  const row = prepared(db, `${SELECT} WHERE o.id = ?`).get(id)
  return row ? recordOf(row as RecordRow) : null
}

/** The resource's own that share time with the span, by start; `limit` of them from `after` (`start`, `id`) on. */
export function outagesOf(
  db: Db,
  resourceId: number,
  span: Interval,
  {
    limit,
    after = { start: Number.MIN_SAFE_INTEGER, id: 0 },
  }: { limit: number; after?: { start: number; id: number } },
): readonly OutageRecord[] {
  const rows = prepared(
    db,
    `${SELECT} WHERE o.resource_id = :resourceId AND o.start_at < :end AND o.end_at > :start
       AND (o.start_at, o.id) > (:afterStart, :afterId) ORDER BY o.start_at, o.id LIMIT :limit`,
  ).all({ resourceId, start: span.start, end: span.end, afterStart: after.start, afterId: after.id, limit })
  return (rows as RecordRow[]).map(recordOf)
}

/** The resource's own that were over at `now`, the last first. */
export function pastOutagesOf(db: Db, resourceId: number, now: number, limit: number): readonly OutageRecord[] {
  const rows = prepared(
    db,
    `${SELECT} WHERE o.resource_id = ? AND o.end_at <= ? ORDER BY o.start_at DESC, o.id DESC LIMIT ?`,
  ).all(resourceId, now, limit)
  return (rows as RecordRow[]).map(recordOf)
}

/** When the resource itself was broken down, as far as it shares time with the span. */
export function breakdownsOf(db: Db, resourceId: number, span: Interval): readonly Interval[] {
  return prepared(
    db,
    `SELECT start_at AS start, end_at AS "end" FROM outages
     WHERE resource_id = :resourceId AND kind = 'breakdown' AND start_at < :end AND end_at > :start`,
  ).all({ resourceId, ...span }) as Interval[]
}

/** The end of the resource's last calibration that was over at `now`; null where there was none. */
export function lastCalibrationEnd(db: Db, resourceId: number, now: number): number | null {
  return prepared(db, `SELECT max(end_at) FROM outages WHERE resource_id = ? AND kind = 'calibration' AND end_at <= ?`)
    .pluck()
    .get(resourceId, now) as number | null
}

export interface NewOutage extends OutageDraft {
  readonly resourceId: number
  readonly createdById: number | null
  readonly createdAt: number
  readonly ruleId: number | null
}

export function insertOutage(db: Db, outage: NewOutage): OutageRecord {
  const id = prepared(
    db,
    `INSERT INTO outages (resource_id, start_at, end_at, kind, is_planned, reason, created_by_id, created_at, rule_id)
     VALUES (:resourceId, :start, :end, :kind, :planned, :reason, :createdById, :createdAt, :ruleId) RETURNING id`,
  )
    .pluck()
    .get({ ...outage, planned: Number(outage.planned) }) as number
  return outageById(db, id)!
}

/** Its time, its matter and its work log. */
export function updateOutage(db: Db, id: number, outage: OutageDraft & OutageWork): OutageRecord {
  const { start, end, kind, reason, workLog, doneById } = outage
  prepared(
    db,
    `UPDATE outages SET start_at = :start, end_at = :end, kind = :kind, is_planned = :planned, reason = :reason,
       work_log = :workLog, done_by_id = :doneById WHERE id = :id`,
  ).run({ id, start, end, kind, reason, workLog, doneById, planned: Number(outage.planned) })
  return outageById(db, id)!
}

export interface OutageWork {
  readonly workLog: string | null
  readonly doneById: number | null
}

/** The report of a fault on the same resource that the outage answers. */
export function linkFault(db: Db, faultId: number, { id, resourceId }: OutageRecord): void {
  prepared(db, 'UPDATE faults SET outage_id = ? WHERE id = ? AND resource_id = ?').run(id, faultId, resourceId)
}

/** What belongs to it. */
export function linksOf(db: Db, id: number): Pick<RemovedOutage, 'documentIds' | 'faultIds'> {
  const idsIn = (sql: string) => prepared(db, sql).pluck().all(id) as number[]
  return {
    documentIds: idsIn('SELECT id FROM documents WHERE outage_id = ? ORDER BY id'),
    faultIds: idsIn('SELECT id FROM faults WHERE outage_id = ? ORDER BY id'),
  }
}

/** Gives a new outage what belonged to the one it restores, as far as nothing else has it by now. */
export function restoreLinks(db: Db, { id, resourceId }: OutageRecord, removed: RemovedOutage): void {
  const give = (sql: string, ids: readonly number[]) => prepared(db, sql).run(id, resourceId, JSON.stringify(ids))
  const of = 'SET outage_id = ? WHERE resource_id = ? AND outage_id IS NULL AND id IN (SELECT value FROM json_each(?))'
  give(`UPDATE documents ${of}`, removed.documentIds)
  give(`UPDATE faults ${of}`, removed.faultIds)
  const { workLog, doneById, ruleId } = removed
  prepared(
    db,
    `UPDATE outages SET work_log = :workLog, done_by_id = :doneById,
       rule_id = (SELECT id FROM outage_rules WHERE id = :ruleId AND resource_id = :resourceId) WHERE id = :id`,
  ).run({ id, resourceId, workLog, doneById, ruleId })
}

/** What belongs to it stays with the resource: its documents, and the faults that led to it. */
export function deleteOutage(db: Db, id: number): void {
  prepared(db, 'UPDATE documents SET outage_id = NULL WHERE outage_id = ?').run(id)
  prepared(db, 'UPDATE faults SET outage_id = NULL WHERE outage_id = ?').run(id)
  prepared(db, 'DELETE FROM outages WHERE id = ?').run(id)
}

const SELECT = `SELECT o.id, o.resource_id AS resourceId, o.start_at AS start, o.end_at AS "end", o.kind,
    o.is_planned AS planned, o.reason, o.created_at AS createdAt, c.name AS createdBy, o.work_log AS workLog,
    o.done_by_id AS doneById, d.name AS doneByName, o.rule_id AS ruleId
  FROM outages o LEFT JOIN people c ON c.id = o.created_by_id LEFT JOIN people d ON d.id = o.done_by_id`

interface RecordRow extends Omit<OutageRecord, 'planned' | 'doneBy'> {
  readonly planned: number
  readonly doneById: number | null
  readonly doneByName: string | null
}

const recordOf = ({ planned, doneById, doneByName, ...row }: RecordRow): OutageRecord => ({
  ...row,
  planned: Boolean(planned),
  doneBy: doneById === null ? null : { id: doneById, name: doneByName ?? '' },
})
