import {
  type EntityVersion,
  type EntityYear,
  entityIn,
  hasYear,
  type StateAidEntity,
  type WeightedResource,
} from '../../server/domain/state-aid-entity.ts'
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
