import type { TrainingRequest, TrainingState } from '../../server/domain/training.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

/** A request with who asks. */
export interface AskedTraining extends TrainingRequest {
  readonly personName: string
  readonly personEmail: string
  readonly organisationId: number
}

export interface NewTrainingRequest {
  readonly resourceId: number
  readonly personId: number
  readonly message: string
  readonly createdAt: number
}

/** Returns its id. */
export function insertTrainingRequest(db: Db, request: NewTrainingRequest): number {
  return prepared(
    db,
    `INSERT INTO training_requests (resource_id, person_id, message, created_at)
     VALUES (:resourceId, :personId, :message, :createdAt) RETURNING id`,
  )
    .pluck()
    .get(request) as number
}

/** What became of a request; words and name stay as they are where none are given. */
export function setTrainingState(
  db: Db,
  id: number,
  {
    state,
    answer = null,
    byId = null,
    at,
  }: { state: TrainingState; answer?: string | null; byId?: number | null; at: number },
): void {
  prepared(
    db,
    `UPDATE training_requests SET state = :state, answer = coalesce(:answer, answer),
       answered_by_id = coalesce(:byId, answered_by_id), answered_at = :at WHERE id = :id`,
  ).run({ id, state, answer, byId, at })
}

export function trainingRequestById(db: Db, id: number): AskedTraining | null {
  return (prepared(db, `${SELECT} WHERE t.id = ?`).get(id) as AskedTraining | undefined) ?? null
}

/** The one request of a person on a resource that still waits for something. */
export function standingRequest(db: Db, personId: number, resourceId: number): AskedTraining | null {
  const row = prepared(db, `${SELECT} WHERE t.person_id = ? AND t.resource_id = ? AND ${STANDING}`).get(
    personId,
    resourceId,
  )
  return (row as AskedTraining | undefined) ?? null
}

/** Resources on which a person's request still waits for something. */
export function resourcesAskedBy(db: Db, personId: number): ReadonlySet<number> {
  const ids = prepared(db, `SELECT t.resource_id FROM training_requests t WHERE t.person_id = ? AND ${STANDING}`)
    .pluck()
    .all(personId) as number[]
  return new Set(ids)
}

/** The last 50 of a person, the newest first. */
export function trainingRequestsOf(db: Db, personId: number): readonly AskedTraining[] {
  return prepared(db, `${SELECT} WHERE t.person_id = ? ORDER BY t.id DESC LIMIT 50`).all(personId) as AskedTraining[]
}

/** Those on a resource that still wait for something, the oldest first. */
export function standingRequestsOn(db: Db, resourceId: number): readonly AskedTraining[] {
  return prepared(db, `${SELECT} WHERE t.resource_id = ? AND ${STANDING} ORDER BY t.id`).all(
    resourceId,
  ) as AskedTraining[]
}

/** Requests in these labs that wait for an answer, by resource. */
export function openTrainingIn(db: Db, labIds: readonly number[]): ReadonlyMap<number, number> {
  const rows = prepared(
    db,
    `SELECT t.resource_id, count(*) FROM training_requests t JOIN resources r ON r.id = t.resource_id
     WHERE ${STANDING} AND (${STATE}) = 'open' AND r.lab_id IN (SELECT value FROM json_each(?)) GROUP BY t.resource_id`,
  )
    .raw()
    .all(JSON.stringify(labIds)) as [number, number][]
  return new Map(rows)
}

const STANDING = `t.state IN ('open', 'invited')`

/** Nobody need put a request right when the session it was invited to is let go. */
const STATE = `CASE WHEN t.state = 'invited' AND NOT EXISTS (
    SELECT 1 FROM training_attendees a JOIN training_sessions s ON s.id = a.session_id
      JOIN reservations v ON v.id = s.reservation_id
    WHERE a.request_id = t.id AND s.settled_at IS NULL AND v.state IN ('requested', 'confirmed', 'in_use', 'completed'))
  THEN 'open' ELSE t.state END`

const SELECT = `SELECT t.id, t.resource_id AS resourceId, t.person_id AS personId, t.message, ${STATE} AS state, t.answer,
    a.name AS answeredBy, t.answered_at AS answeredAt, t.created_at AS createdAt,
    p.name AS personName, p.email AS personEmail, p.organisation_id AS organisationId
  FROM training_requests t JOIN people p ON p.id = t.person_id LEFT JOIN people a ON a.id = t.answered_by_id`
