import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

export interface Warning {
  readonly reservationId: number
  readonly personId: number
  readonly kind: string
  readonly at: number
}

/** Notes that a person is warned of something about a reservation; false where they were before. */
export function warnedOnce(db: Db, warning: Warning): boolean {
  return (
    prepared(
      db,
      `INSERT INTO reminders (reservation_id, person_id, kind, at) VALUES (:reservationId, :personId, :kind, :at)
       ON CONFLICT (reservation_id, kind, person_id) DO NOTHING`,
    ).run(warning).changes === 1
  )
}
