import type { ReservationDetail } from '../../server/domain/reservation.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'
import { type DetailRow, detailOf, SELECT_DETAIL } from './reservation-rows.ts'

const MOST = 500

/** The last reservations for a project, the latest start first, whoever may see them. */
export function reservationsOfProject(db: Db, projectId: number): readonly ReservationDetail[] {
  const rows = prepared(
    db,
    `${SELECT_DETAIL} WHERE v.id IN (SELECT id FROM reservations INDEXED BY reservations_by_project
       WHERE project_id = ? ORDER BY start_at DESC LIMIT ${MOST}) ORDER BY v.start_at DESC, v.id DESC`,
  ).all(projectId) as DetailRow[]
  return rows.map(detailOf)
}
