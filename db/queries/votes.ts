import type { Voice, Vote } from '../../server/domain/routing.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

export interface NewVote {
  readonly reservationId: number
  readonly voice: Voice
  readonly personId: number
  readonly reason: string | null
  readonly at: number
}

export function insertVote(db: Db, vote: NewVote): void {
  prepared(
    db,
    `INSERT INTO reservation_votes (reservation_id, lab_id, person_id, reason, at)
     VALUES (:reservationId, :voice, :personId, :reason, :at)`,
  ).run(vote)
}

/** What has been said of a request so far, in the order it was said. */
export function votesOn(db: Db, reservationId: number): readonly Vote[] {
  return prepared(
    db,
    `SELECT v.lab_id AS voice, v.person_id AS personId, p.name AS personName, v.reason, v.at
     FROM reservation_votes v JOIN people p ON p.id = v.person_id WHERE v.reservation_id = ? ORDER BY v.id`,
  ).all(reservationId) as Vote[]
}

/** What was said of something else than it is now counts no more. */
export function forgetVotes(db: Db, reservationId: number): void {
  prepared(db, 'DELETE FROM reservation_votes WHERE reservation_id = ?').run(reservationId)
}
