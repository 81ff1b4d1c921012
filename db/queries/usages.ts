import type { Interval } from '../../server/domain/interval.ts'
import type { Resource } from '../../server/domain/resource.ts'
import type { Usage } from '../../server/domain/usage.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

const COLUMNS = `u.id, u.resource_id AS resourceId, u.reservation_id AS reservationId, u.person_id AS personId,
  u.organisation_id AS organisationId, u.start_at AS start, u.end_at AS "end", u.units, u.is_estimated AS isEstimated,
  u.source, u.created_by_id AS createdById, u.reason`

type UsageRow = Omit<Usage, 'isEstimated'> & { readonly isEstimated: number }

const usageOf = <Row extends UsageRow>(row: Row): Omit<Row, 'isEstimated'> & { readonly isEstimated: boolean } => ({
  ...row,
  isEstimated: Boolean(row.isEstimated),
})

/** Up to 40 days long by a range of starts, the longer ones and those that run by their own index. */
const ON_RESOURCE = `
  SELECT ${COLUMNS} FROM usages u WHERE u.resource_id = :id AND u.start_at < :end AND u.start_at > :start - 3456000000
    AND u.end_at > :start AND u.end_at - u.start_at <= 3456000000
  UNION ALL
  SELECT ${COLUMNS} FROM usages u INDEXED BY usages_long
    WHERE u.resource_id = :id AND (u.end_at IS NULL OR u.end_at - u.start_at > 3456000000)
      AND u.start_at < :end AND (u.end_at IS NULL OR u.end_at > :start)`

/** Use of the resource itself that shares time with the span, what runs included, by start. */
export function usagesDuring(db: Db, resourceId: number, { start, end }: Interval): readonly Usage[] {
  const rows = prepared(db, ON_RESOURCE).all({ id: resourceId, start, end }) as UsageRow[]
  return rows.map((row): Usage => usageOf(row)).sort((a, b) => a.start - b.start)
}

export function usagesOfReservation(db: Db, reservationId: number): readonly Usage[] {
  const rows = prepared(db, `SELECT ${COLUMNS} FROM usages u WHERE u.reservation_id = ? ORDER BY u.start_at, u.id`)
  return (rows.all(reservationId) as UsageRow[]).map((row) => usageOf(row))
}

/** Use that runs, and what is known of when it should end. */
export interface RunningUsage extends Usage {
  /** The end of its reservation; null where it has none. */
  readonly plannedEnd: number | null
}

/** What runs on the resource, and on all above and inside it, which takes all of its units; the eldest first. */
export function runningOn(db: Db, resource: Resource): readonly RunningUsage[] {
  const ids = [resource.id, ...resource.above, ...resource.inside]
  const rows = prepared(
    db,
    `SELECT ${COLUMNS}, v.end_at AS plannedEnd FROM json_each(?) j
     CROSS JOIN usages u INDEXED BY usages_long ON u.resource_id = j.value AND u.end_at IS NULL
     LEFT JOIN reservations v ON v.id = u.reservation_id ORDER BY u.start_at, u.id`,
  ).all(JSON.stringify(ids)) as (UsageRow & { plannedEnd: number | null })[]
  return rows.map((row) => ({
    ...usageOf(row),
    units: row.resourceId === resource.id ? row.units : resource.capacity,
  }))
}

/** Reservations that are in use. */
export function reservationsInUse(db: Db): readonly number[] {
  return prepared(
    db,
    `SELECT DISTINCT u.reservation_id FROM usages u INDEXED BY usages_long
     WHERE u.end_at IS NULL AND u.reservation_id IS NOT NULL ORDER BY u.reservation_id`,
  )
    .pluck()
    .all() as number[]
}

export type NewUsage = Omit<Usage, 'id'> & {
  /** What a row of an instrument's log is known by. */
  readonly importKey?: string | null
}

export function insertUsage(db: Db, { importKey = null, ...usage }: NewUsage): Usage {
  const id = prepared(
    db,
    `INSERT INTO usages (resource_id, reservation_id, person_id, organisation_id, start_at, end_at, units, is_estimated,
       source, created_by_id, reason, import_key)
     VALUES (:resourceId, :reservationId, :personId, :organisationId, :start, :end, :units, :isEstimated,
       :source, :createdById, :reason, :importKey) RETURNING id`,
  )
    .pluck()
    .get({ ...usage, isEstimated: Number(usage.isEstimated), importKey }) as number
  return { id, ...usage }
}

/** Says when use that runs has ended. */
export function endUsage(
  db: Db,
  id: number,
  { end, isEstimated }: { readonly end: number; readonly isEstimated: boolean },
): void {
  prepared(db, 'UPDATE usages SET end_at = ?, is_estimated = ? WHERE id = ?').run(end, Number(isEstimated), id)
}

/** What a record may be corrected to; it ends when somebody says, no longer by estimate. */
export type UsageCorrection = Pick<
  Usage,
  'start' | 'end' | 'units' | 'reservationId' | 'personId' | 'organisationId' | 'isEstimated'
>

export function updateUsage(db: Db, id: number, { isEstimated, ...usage }: UsageCorrection): void {
  prepared(
    db,
    `UPDATE usages SET start_at = :start, end_at = :end, units = :units, reservation_id = :reservationId,
       person_id = :personId, organisation_id = :organisationId, is_estimated = :isEstimated WHERE id = :id`,
  ).run({ ...usage, isEstimated: Number(isEstimated), id })
}

/** What the row of a log is known by that it came from. */
export function importKeyOf(db: Db, id: number): string | null {
  return prepared(db, 'SELECT import_key FROM usages WHERE id = ?').pluck().get(id) as string | null
}

export function deleteUsage(db: Db, id: number): void {
  prepared(db, 'DELETE FROM usages WHERE id = ?').run(id)
}

/** A record of use with the names its list and its JSON need. */
export interface UsageDetail extends Usage {
  readonly personName: string | null
  readonly personEmail: string | null
  readonly reservationTitle: string | null
  readonly createdByName: string | null
}

const SELECT_DETAIL = `SELECT ${COLUMNS}, p.name AS personName, p.email AS personEmail, v.title AS reservationTitle,
    c.name AS createdByName
  FROM usages u LEFT JOIN people p ON p.id = u.person_id LEFT JOIN reservations v ON v.id = u.reservation_id
  LEFT JOIN people c ON c.id = u.created_by_id`

type DetailRow = Omit<UsageDetail, 'isEstimated'> & { readonly isEstimated: number }

export function usageDetail(db: Db, id: number): UsageDetail | null {
  const row = prepared(db, `${SELECT_DETAIL} WHERE u.id = ?`).get(id) as DetailRow | undefined
  return row ? usageOf(row) : null
}

/** Records of a resource, the latest first; those before `before`, the start and id of the last one seen. */
export function usagesOfResource(
  db: Db,
  resourceId: number,
  { limit, before = null }: { readonly limit: number; readonly before?: readonly [start: number, id: number] | null },
): readonly UsageDetail[] {
  const rows = prepared(
    db,
    `${SELECT_DETAIL} WHERE u.resource_id = :resourceId AND (:start IS NULL OR (u.start_at, u.id) < (:start, :id))
     ORDER BY u.start_at DESC, u.id DESC LIMIT :limit`,
  ).all({ resourceId, limit, start: before?.[0] ?? null, id: before?.[1] ?? null })
  return (rows as DetailRow[]).map((row) => usageOf(row))
}
