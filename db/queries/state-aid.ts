import type { Role } from '../../server/domain/person.ts'
import {
  type EntityVersion,
  type EntityYear,
  entityIn,
  hasYear,
  type StateAidEntity,
  type WeightedResource,
} from '../../server/domain/state-aid-entity.ts'
import type { EntityClosing, PurposeCorrection, SignedVersion } from '../../server/domain/state-aid-ledger.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

const ENTITY = `id, slug, name, organisation_id AS organisationId, created_at AS createdAt, closed_at AS closedAt
  FROM state_aid_entities`

/** Every entity, in the order of names. */
export const stateAidEntities = (db: Db): StateAidEntity[] =>
  prepared(db, `SELECT ${ENTITY} ORDER BY name COLLATE NOCASE, id`).all() as StateAidEntity[]

export const entityById = (db: Db, id: number): StateAidEntity | null =>
  (prepared(db, `SELECT ${ENTITY} WHERE id = ?`).get(id) as StateAidEntity | undefined) ?? null

export const entityBySlug = (db: Db, slug: string): StateAidEntity | null =>
  (prepared(db, `SELECT ${ENTITY} WHERE slug = ?`).get(slug) as StateAidEntity | undefined) ?? null

/** What was written of an entity, oldest first. */
export function versionsOf(db: Db, entityId: number): EntityVersion[] {
  const rows = prepared(
    db,
    `SELECT id, year, resources, capacity_hours AS capacityHours, share_at_award AS shareAtAward,
       person_id AS personId, reason, at FROM state_aid_versions WHERE entity_id = ? ORDER BY id`,
  ).all(entityId) as (Omit<EntityVersion, 'resources'> & { resources: string })[]
  return rows.map((row) => ({ ...row, resources: JSON.parse(row.resources) as WeightedResource[] }))
}

/** The entities that have a book of the year, with what holds in it. */
export const entitiesIn = (db: Db, year: number): EntityYear[] =>
  stateAidEntities(db).flatMap((entity) =>
    hasYear(entity, year) ? (entityIn(entity, versionsOf(db, entity.id), year) ?? []) : [],
  )

export function insertEntity(db: Db, entity: Omit<StateAidEntity, 'id' | 'closedAt'>): number {
  return Number(
    prepared(
      db,
      `INSERT INTO state_aid_entities (slug, name, organisation_id, created_at)
       VALUES (:slug, :name, :organisationId, :createdAt)`,
    ).run(entity).lastInsertRowid,
  )
}

export function renameEntity(db: Db, id: number, name: string): void {
  prepared(db, 'UPDATE state_aid_entities SET name = ? WHERE id = ?').run(name, id)
}

/** Null opens it again. */
export function markEntityClosed(db: Db, id: number, closedAt: number | null): void {
  prepared(db, 'UPDATE state_aid_entities SET closed_at = ? WHERE id = ?').run(closedAt, id)
}

export function insertVersion(db: Db, entityId: number, version: Omit<EntityVersion, 'id'>): void {
  prepared(
    db,
    `INSERT INTO state_aid_versions (entity_id, year, resources, capacity_hours, share_at_award, person_id, reason, at)
     VALUES (:entityId, :year, :resources, :capacityHours, :shareAtAward, :personId, :reason, :at)`,
  ).run({ ...version, entityId, resources: JSON.stringify(version.resources) })
}

/** Somebody has been told that an entity reached a limit in a year. */
export interface ToldLimit {
  readonly percent: number
  readonly at: number
}

export const limitsTold = (db: Db, entityId: number, year: number): ToldLimit[] =>
  prepared(db, 'SELECT percent, at FROM state_aid_alerts WHERE entity_id = ? AND year = ? ORDER BY percent').all(
    entityId,
    year,
  ) as ToldLimit[]

/** False where it was noted before. */
export function noteLimitTold(db: Db, entityId: number, year: number, { percent, at }: ToldLimit): boolean {
  const noted = prepared(
    db,
    `INSERT INTO state_aid_alerts (entity_id, year, percent, at) VALUES (?, ?, ?, ?)
     ON CONFLICT (entity_id, year, percent) DO NOTHING`,
  ).run(entityId, year, percent, at)
  return noted.changes === 1
}

/** The versions of a year with who wrote them, oldest first. */
export function signedVersionsOf(db: Db, entityId: number, year: number): SignedVersion[] {
  const authors = new Map(
    (
      prepared(
        db,
        `SELECT DISTINCT p.id, p.name, p.role FROM state_aid_versions v JOIN people p ON p.id = v.person_id
         WHERE v.entity_id = ? AND v.year = ?`,
      ).all(entityId, year) as { id: number; name: string; role: Role }[]
    ).map(({ id, ...author }) => [id, author]),
  )
  return versionsOf(db, entityId)
    .filter((each) => each.year === year)
    .map((each) => ({ ...each, author: each.personId === null ? null : (authors.get(each.personId) ?? null) }))
}

/** When the book was closed or opened again, by whom and why, oldest first: kept in the history of its organisation. */
export function closingsOf(db: Db, { id, organisationId }: Pick<StateAidEntity, 'id' | 'organisationId'>) {
  const rows = prepared(
    db,
    `SELECT e.kind = 'state-aid-closed' AS isClosed, e.after ->> 'reason' AS reason, e.at, p.name AS personName
     FROM setting_events e LEFT JOIN people p ON p.id = e.person_id
     WHERE e.organisation_id = ? AND e.kind IN ('state-aid-closed', 'state-aid-reopened') AND e.after ->> 'entity' = ?
     ORDER BY e.id`,
  ).all(organisationId, id) as (Omit<EntityClosing, 'isClosed'> & { isClosed: number })[]
  return rows.map((row): EntityClosing => ({ ...row, isClosed: Boolean(row.isClosed) }))
}

const MOST_CORRECTIONS = 200

/** Purposes changed with a reason, of these reservations, oldest first. */
export function correctionsOf(db: Db, reservationIds: readonly number[]): PurposeCorrection[] {
  if (reservationIds.length === 0) return []
  return prepared(
    db,
    `SELECT e.reservation_id AS reservationId, e.details ->> '$.changes.purpose.from' AS "from",
       e.details ->> '$.changes.purpose.to' AS "to", e.details ->> '$.reason' AS reason, e.at, p.name AS personName
     FROM json_each(:ids) j CROSS JOIN reservation_events e ON e.reservation_id = j.value
     LEFT JOIN people p ON p.id = e.person_id
     WHERE e.kind = 'changed' AND e.details ->> '$.changes.purpose.to' IS NOT NULL AND e.details ->> '$.reason' IS NOT NULL
     ORDER BY e.at, e.id LIMIT :most`,
  ).all({ ids: JSON.stringify(reservationIds), most: MOST_CORRECTIONS }) as PurposeCorrection[]
}

/** What reservations are called, for those who look after what they are on. */
export function titlesOf(db: Db, reservationIds: readonly number[]): Map<number, string> {
  const rows = prepared(db, 'SELECT r.id, r.title FROM json_each(?) j JOIN reservations r ON r.id = j.value')
    .raw()
    .all(JSON.stringify(reservationIds)) as [number, string][]
  return new Map(rows)
}
