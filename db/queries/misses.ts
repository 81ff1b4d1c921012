import { DECAY_DAYS, type Miss } from '../../server/domain/conduct.ts'
import type { MissKind } from '../../server/domain/usage.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

const COLUMNS = `m.id, m.reservation_id AS reservationId, m.person_id AS personId, m.resource_id AS resourceId, m.kind, m.at,
  m.excused_by_id AS excusedById, m.excused_at AS excusedAt, m.excuse`

export interface NewMiss {
  readonly reservationId: number
  readonly personId: number
  readonly resourceId: number
  readonly kind: MissKind
  readonly at: number
}

/** One for a reservation, however often it is said. */
export function recordMiss(db: Db, miss: NewMiss): void {
  prepared(
    db,
    `INSERT INTO misses (reservation_id, person_id, resource_id, kind, at)
     VALUES (:reservationId, :personId, :resourceId, :kind, :at) ON CONFLICT (reservation_id) DO NOTHING`,
  ).run(miss)
}

export function missOfReservation(db: Db, reservationId: number): Miss | null {
  const row = prepared(db, `SELECT ${COLUMNS} FROM misses m WHERE m.reservation_id = ?`).get(reservationId)
  return (row as Miss | undefined) ?? null
}

/** How many of a person's misses in a lab still count. */
export function countMisses(db: Db, personId: number, labId: number, now: number): number {
  return prepared(
    db,
    `SELECT count(*) FROM misses m JOIN resources r ON r.id = m.resource_id
     WHERE m.person_id = ? AND r.lab_id = ? AND m.at > ? AND m.excused_at IS NULL`,
  )
    .pluck()
    .get(personId, labId, now - DECAY_DAYS * 86_400_000) as number
}

/** A miss with the names its list needs. */
export interface MissDetail extends Miss {
  readonly personName: string
  readonly organisationId: number
  readonly title: string
  readonly start: number
  readonly end: number
  readonly excusedByName: string | null
}

/** Misses in these labs since the instant, a person's together, the latest first. */
export function missesInLabs(db: Db, labIds: readonly number[], since: number): readonly MissDetail[] {
  return prepared(
    db,
    `SELECT ${COLUMNS}, p.name AS personName, p.organisation_id AS organisationId, v.title, v.start_at AS start,
       v.end_at AS "end", x.name AS excusedByName
     FROM misses m JOIN resources r ON r.id = m.resource_id JOIN reservations v ON v.id = m.reservation_id
     JOIN people p ON p.id = m.person_id LEFT JOIN people x ON x.id = m.excused_by_id
     WHERE r.lab_id IN (SELECT value FROM json_each(:labIds)) AND m.at > :since
     ORDER BY p.name, p.id, m.at DESC, m.id DESC`,
  ).all({ labIds: JSON.stringify(labIds), since }) as MissDetail[]
}

export function excuse(
  db: Db,
  id: number,
  { byId, at, reason }: { readonly byId: number; readonly at: number; readonly reason: string },
): void {
  prepared(db, 'UPDATE misses SET excused_by_id = ?, excused_at = ?, excuse = ? WHERE id = ?').run(byId, at, reason, id)
}
