import type { OutageKind } from '../../server/domain/availability-rule.ts'
import type { DocumentType } from '../../server/domain/document-type.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

/** A file that belongs to a resource, without its content. */
export interface StoredDocument {
  readonly id: number
  readonly resourceId: number
  readonly outageId: number | null
  readonly faultId: number | null
  /** Of the outage it belongs to; null where it belongs to none. */
  readonly outageKind: OutageKind | null
  readonly name: string
  readonly mediaType: DocumentType
  readonly size: number
  readonly createdBy: string
  readonly createdAt: number
}

export interface NewDocument {
  readonly resourceId: number
  readonly outageId: number | null
  readonly name: string
  readonly mediaType: DocumentType
  readonly content: Buffer
  readonly createdById: number
  readonly createdAt: number
}

export function insertDocument(db: Db, document: NewDocument): number {
  return prepared(
    db,
    `INSERT INTO documents (resource_id, outage_id, name, media_type, content, created_by_id, created_at)
     VALUES (:resourceId, :outageId, :name, :mediaType, :content, :createdById, :createdAt) RETURNING id`,
  )
    .pluck()
    .get(document) as number
}

export function documentById(db: Db, id: number): StoredDocument | null {
  return (prepared(db, `${SELECT} WHERE f.id = ?`).get(id) as StoredDocument | undefined) ?? null
}

/** The resource's own and those of its outages, the newest first; photos of faults are theirs. */
export function documentsOf(db: Db, resourceId: number): readonly StoredDocument[] {
  return prepared(
    db,
    `${SELECT} WHERE f.resource_id = ? AND f.fault_id IS NULL ORDER BY f.created_at DESC, f.id DESC`,
  ).all(resourceId) as StoredDocument[]
}

export function documentContent(db: Db, id: number): Buffer {
  return prepared(db, 'SELECT content FROM documents WHERE id = ?').pluck().get(id) as Buffer
}

/** Photos of faults left out: who reports them must not use up the room of others. */
export function countDocuments(db: Db, resourceId: number): number {
  return prepared(db, 'SELECT count(*) FROM documents WHERE resource_id = ? AND fault_id IS NULL')
    .pluck()
    .get(resourceId) as number
}

export function deleteDocument(db: Db, id: number): void {
  prepared(db, 'DELETE FROM documents WHERE id = ?').run(id)
}

const SELECT = `SELECT f.id, f.resource_id AS resourceId, f.outage_id AS outageId, f.fault_id AS faultId, f.name,
    f.media_type AS mediaType, length(f.content) AS size, p.name AS createdBy, f.created_at AS createdAt,
    o.kind AS outageKind
  FROM documents f JOIN people p ON p.id = f.created_by_id LEFT JOIN outages o ON o.id = f.outage_id`
