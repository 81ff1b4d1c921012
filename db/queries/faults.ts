import type { Fault, FaultNote, FaultSeverity, FaultState, FaultStatus, ToldFault } from '../../server/domain/fault.ts'
import type { Photo } from '../../server/domain/photo.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

export type NewFault = Pick<Fault, 'resourceId' | 'reporterId' | 'severity' | 'words' | 'createdAt'>

/** Returns its id. */
export function insertFault(db: Db, fault: NewFault): number {
  return prepared(
    db,
    `INSERT INTO faults (resource_id, reporter_id, severity, words, created_at)
     VALUES (:resourceId, :reporterId, :severity, :words, :createdAt) RETURNING id`,
  )
    .pluck()
    .get(fault) as number
}

export function setFaultState(
  db: Db,
  id: number,
  {
    state,
    resolvedAt = null,
    mergedIntoId = null,
  }: { state: FaultState; resolvedAt?: number | null; mergedIntoId?: number | null },
): void {
  prepared(db, 'UPDATE faults SET state = ?, resolved_at = ?, merged_into_id = ? WHERE id = ?').run(
    state,
    resolvedAt,
    mergedIntoId,
    id,
  )
}

/** What was merged into the one goes on in the other. */
export function moveMerged(db: Db, fromId: number, intoId: number): void {
  prepared(db, 'UPDATE faults SET merged_into_id = ? WHERE merged_into_id = ?').run(intoId, fromId)
}

export function setFaultSeverity(db: Db, id: number, severity: FaultSeverity): void {
  prepared(db, 'UPDATE faults SET severity = ? WHERE id = ?').run(severity, id)
}

export function insertFaultNote(
  db: Db,
  note: { faultId: number; personId: number; text: string; state: FaultState | null; at: number },
): void {
  prepared(
    db,
    'INSERT INTO fault_notes (fault_id, person_id, text, state, at) VALUES (:faultId, :personId, :text, :state, :at)',
  ).run(note)
}

export function notesOfFault(db: Db, id: number): readonly FaultNote[] {
  return prepared(
    db,
    `SELECT n.id, n.person_id AS personId, p.name AS personName, n.text, n.state, n.at
     FROM fault_notes n JOIN people p ON p.id = n.person_id WHERE n.fault_id = ? ORDER BY n.id`,
  ).all(id) as FaultNote[]
}

export function faultById(db: Db, id: number): ToldFault | null {
  return selected(db, 'f.id = :id', { id })[0] ?? null
}

/** The last 200 of a resource, or those of them that one person told; what stands first, then the newest. */
export function faultsOfResource(db: Db, resourceId: number, reporterId: number | null = null): readonly ToldFault[] {
  const where = 'f.resource_id = :resourceId AND (:reporterId IS NULL OR f.reporter_id = :reporterId)'
  return selected(db, where, { resourceId, reporterId })
}

/** The last 200 a person told. */
export function faultsToldBy(db: Db, personId: number): readonly ToldFault[] {
  return selected(db, 'f.reporter_id = :personId', { personId })
}

export function faultsMergedInto(db: Db, id: number): readonly ToldFault[] {
  return selected(db, 'f.merged_into_id = :id', { id })
}

/** The same words of the same person since the instant: a form that was sent a second time. */
export function sameFaultSince(db: Db, { createdAt: _, ...fault }: NewFault, since: number): ToldFault | null {
  const same =
    'f.resource_id = :resourceId AND f.reporter_id = :reporterId AND f.severity = :severity AND f.words = :words'
  return selected(db, `${same} AND f.created_at >= :since`, { ...fault, since })[0] ?? null
}

export function countFaultsToldSince(db: Db, personId: number, since: number): number {
  return prepared(db, 'SELECT count(*) FROM faults WHERE reporter_id = ? AND created_at > ?')
    .pluck()
    .get(personId, since) as number
}

/** The worst that stands on each of these resources, and since when. */
export function faultStatusOf(db: Db, resourceIds: readonly number[]): ReadonlyMap<number, FaultStatus> {
  const rows = prepared(
    db,
    `SELECT f.resource_id, f.severity, min(f.created_at) FROM faults f
     WHERE f.resource_id IN (SELECT value FROM json_each(?)) AND f.state IN ('open', 'acknowledged')
     GROUP BY f.resource_id, f.severity ORDER BY ${RANK}`,
  )
    .raw()
    .all(JSON.stringify(resourceIds)) as [number, FaultSeverity, number][]
  // The last of a resource wins: the worst.
  return new Map(rows.map(([id, severity, since]) => [id, { severity, since }]))
}

/** How many reports wait for the stewards of these labs, by resource. */
export function standingFaultsIn(db: Db, labIds: readonly number[]): ReadonlyMap<number, number> {
  const rows = prepared(
    db,
    `SELECT f.resource_id, count(*) FROM resources r JOIN faults f ON f.resource_id = r.id
     WHERE r.lab_id IN (SELECT value FROM json_each(?)) AND f.state IN ('open', 'acknowledged') GROUP BY f.resource_id`,
  )
    .raw()
    .all(JSON.stringify(labIds)) as [number, number][]
  return new Map(rows)
}

/** Returns the id of the document it is kept as. */
export function insertFaultPhoto(db: Db, fault: Pick<Fault, 'id' | 'resourceId'>, photo: NewPhoto): number {
  return prepared(
    db,
    `INSERT INTO documents (resource_id, fault_id, name, media_type, content, created_by_id, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id`,
  )
    .pluck()
    .get(fault.resourceId, fault.id, photo.name, photo.mediaType, photo.bytes, photo.createdById, photo.at) as number
}

export interface NewPhoto extends Photo {
  readonly name: string
  readonly createdById: number
  readonly at: number
}

/** A photo of this report. */
export function faultPhoto(db: Db, faultId: number, photoId: number): Photo | null {
  const row = prepared(
    db,
    `SELECT content AS bytes, media_type AS mediaType FROM documents WHERE id = ? AND fault_id = ?`,
  ).get(photoId, faultId)
  return (row as Photo | undefined) ?? null
}

const RANK = `CASE f.severity WHEN 'note' THEN 0 WHEN 'limits' THEN 1 ELSE 2 END`

type FaultRow = Omit<ToldFault, 'photoIds'> & { readonly photos: string }

function selected(db: Db, where: string, values: object): readonly ToldFault[] {
  const rows = prepared(
    db,
    `SELECT f.id, f.resource_id AS resourceId, f.reporter_id AS reporterId, f.severity, f.words, f.state,
       f.merged_into_id AS mergedIntoId, f.outage_id AS outageId, f.created_at AS createdAt, f.resolved_at AS resolvedAt,
       p.name AS reporterName, p.email AS reporterEmail,
       (SELECT json_group_array(d.id) FROM documents d WHERE d.fault_id = f.id) AS photos
     FROM faults f JOIN people p ON p.id = f.reporter_id WHERE ${where}
     ORDER BY f.state IN ('open', 'acknowledged') DESC, f.id DESC LIMIT 200`,
  ).all(values) as FaultRow[]
  return rows.map(({ photos, ...row }) => ({ ...row, photoIds: JSON.parse(photos) as number[] }))
}
