import { inNameOrder } from '../../server/domain/name-order.ts'
import type { Invitee } from '../../server/domain/participant.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

/** Who is invited along to one reservation or to any date of a series. */
export interface Invited {
  readonly reservationId: number
  readonly seriesId: number | null
}

/** A series shares its participants: every one of its dates has all of them. */
const OF_IT = `(SELECT id FROM reservations WHERE id = :reservationId OR (:seriesId IS NOT NULL AND series_id = :seriesId))`

export function insertParticipants(db: Db, of: Invited, personIds: readonly number[], at: number): void {
  prepared(
    db,
    `INSERT INTO reservation_participants (reservation_id, person_id, added_at)
     SELECT v.id, j.value, :at FROM ${OF_IT} v CROSS JOIN json_each(:people) j WHERE true
     ON CONFLICT (reservation_id, person_id) DO NOTHING`,
  ).run({ ...of, people: JSON.stringify(personIds), at })
}

export function deleteParticipants(db: Db, of: Invited, personIds: readonly number[]): void {
  prepared(
    db,
    `DELETE FROM reservation_participants
     WHERE reservation_id IN ${OF_IT} AND person_id IN (SELECT value FROM json_each(:people))`,
  ).run({ ...of, people: JSON.stringify(personIds) })
}

/** A new date of a series gets those of its other dates. */
export function inheritParticipants(db: Db, { reservationId, seriesId }: Invited, at: number): void {
  if (seriesId === null) return
  prepared(
    db,
    `INSERT INTO reservation_participants (reservation_id, person_id, added_at)
     SELECT DISTINCT :reservationId, i.person_id, :at FROM reservations v
       JOIN reservation_participants i ON i.reservation_id = v.id WHERE v.series_id = :seriesId AND v.id <> :reservationId
     ON CONFLICT (reservation_id, person_id) DO NOTHING`,
  ).run({ reservationId, seriesId, at })
}

export function participantIdsOf(db: Db, { reservationId, seriesId }: Invited): readonly number[] {
  return prepared(
    db,
    `SELECT person_id FROM reservation_participants WHERE reservation_id IN ${OF_IT} GROUP BY person_id ORDER BY min(id)`,
  )
    .pluck()
    .all({ reservationId, seriesId }) as number[]
}

const NEAR = `SELECT m.person_id FROM memberships m WHERE m.organisation_id = :organisationId AND m.state = 'active'
  UNION SELECT o.person_id FROM project_members o WHERE o.project_id IN
    (SELECT q.project_id FROM project_members q WHERE q.person_id = :personId)`

type Asker = { readonly id: number; readonly organisationId: number }

/** The active people of a person's organisation and projects, by name: whom they may pick from a list. */
export function peopleNear(db: Db, { id: personId, organisationId }: Asker, limit: number): readonly Invitee[] {
  const people = prepared(
    db,
    `SELECT p.id, p.name FROM people p WHERE p.id IN (${NEAR}) AND p.id <> :personId AND p.is_active
     ORDER BY p.name, p.id LIMIT :limit`,
  ).all({ personId, organisationId, limit }) as Invitee[]
  return inNameOrder(people)
}

/** Whether somebody is of the person's organisation or projects. */
export function isNear(db: Db, { id: personId, organisationId }: Asker, otherId: number): boolean {
  return (
    prepared(db, `SELECT 1 FROM people p WHERE p.id = :otherId AND p.is_active AND p.id IN (${NEAR})`).get({
      ...{ personId, organisationId, otherId },
    }) !== undefined
  )
}
