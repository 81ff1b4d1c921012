import type { Interval } from '../../server/domain/interval.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

/** Somebody decides for a lab for a time, [start, end) in epoch ms. */
export interface NewDeputyship extends Interval {
  readonly labId: number
  readonly personId: number
  readonly namedById: number
}

export interface Deputyship extends NewDeputyship {
  readonly id: number
  readonly personName: string
  readonly personEmail: string
  readonly organisationId: number
  readonly namedByName: string
}

export function insertDeputyship(db: Db, deputyship: NewDeputyship): number {
  return Number(
    prepared(
      db,
      `INSERT INTO deputyships (lab_id, person_id, start_at, end_at, named_by_id)
       VALUES (:labId, :personId, :start, :end, :namedById)`,
    ).run(deputyship).lastInsertRowid,
  )
}

/** Ends one at an instant; what had not begun is gone. */
export function endDeputyship(db: Db, { id, start }: Pick<Deputyship, 'id' | 'start'>, at: number): void {
  if (at <= start) prepared(db, 'DELETE FROM deputyships WHERE id = ?').run(id)
  else prepared(db, 'UPDATE deputyships SET end_at = ? WHERE id = ?').run(at, id)
}

const SELECT = `SELECT d.id, d.lab_id AS labId, d.person_id AS personId, d.start_at AS start, d.end_at AS "end",
  d.named_by_id AS namedById, p.name AS personName, p.email AS personEmail, p.organisation_id AS organisationId,
  n.name AS namedByName
  FROM deputyships d JOIN people p ON p.id = d.person_id JOIN people n ON n.id = d.named_by_id`

export function deputyshipById(db: Db, id: number): Deputyship | null {
  return (prepared(db, `${SELECT} WHERE d.id = ?`).get(id) as Deputyship | undefined) ?? null
}

/** Those of a lab that are not over, the earliest first. */
export function deputyshipsOfLab(db: Db, labId: number, now: number): readonly Deputyship[] {
  return prepared(db, `${SELECT} WHERE d.lab_id = ? AND d.end_at > ? ORDER BY d.start_at, d.id`).all(
    labId,
    now,
  ) as Deputyship[]
}

/** Labs that the person decides for at an instant because somebody has named them. */
export function labsDeputisedBy(db: Db, personId: number, now: number): readonly number[] {
  return prepared(db, 'SELECT lab_id FROM deputyships WHERE person_id = ? AND start_at <= ? AND end_at > ?')
    .pluck()
    .all(personId, now, now) as number[]
}

/** The time around an instant in which none of the person's times as a deputy begins or ends. */
export function unchangedDuring(db: Db, personId: number, now: number): Interval {
  const { start, end } = prepared(
    db,
    `SELECT max(at) FILTER (WHERE at <= :now) AS start, min(at) FILTER (WHERE at > :now) AS "end" FROM (
       SELECT start_at AS at FROM deputyships WHERE person_id = :personId
       UNION ALL SELECT end_at FROM deputyships WHERE person_id = :personId)`,
  ).get({ personId, now }) as { start: number | null; end: number | null }
  return { start: start ?? -Infinity, end: end ?? Infinity }
}
