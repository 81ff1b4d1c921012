import type { ReportDelivery } from '../../server/domain/delivery.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

const COLUMNS = `id, person_id AS personId, report, rhythm, format, query, created_at AS createdAt,
  sent_up_to AS sentUpTo`

export function insertDelivery(db: Db, { query, ...delivery }: Omit<ReportDelivery, 'id'>): number {
  return prepared(
    db,
    `INSERT INTO report_deliveries (person_id, report, rhythm, format, query, created_at, sent_up_to)
     VALUES (:personId, :report, :rhythm, :format, :query, :createdAt, :sentUpTo) RETURNING id`,
  )
    .pluck()
    .get({ ...delivery, query: JSON.stringify(query) }) as number
}

/** Everybody's. */
export function allDeliveries(db: Db): readonly ReportDelivery[] {
  return (prepared(db, `SELECT ${COLUMNS} FROM report_deliveries ORDER BY id`).all() as Row[]).map(deliveryOf)
}

export function deliveriesOf(db: Db, personId: number): readonly ReportDelivery[] {
  const rows = prepared(db, `SELECT ${COLUMNS} FROM report_deliveries WHERE person_id = ? ORDER BY id`).all(personId)
  return (rows as Row[]).map(deliveryOf)
}

export function deliveryById(db: Db, id: number): ReportDelivery | null {
  const row = prepared(db, `SELECT ${COLUMNS} FROM report_deliveries WHERE id = ?`).get(id)
  return row ? deliveryOf(row as Row) : null
}

/** The periods before this local day are done with. */
export function markDelivered(db: Db, id: number, sentUpTo: string): void {
  prepared(db, 'UPDATE report_deliveries SET sent_up_to = ? WHERE id = ?').run(sentUpTo, id)
}

/** False when the person has none of this id. */
export function deleteDelivery(db: Db, personId: number, id: number): boolean {
  return prepared(db, 'DELETE FROM report_deliveries WHERE person_id = ? AND id = ?').run(personId, id).changes > 0
}

type Row = Omit<ReportDelivery, 'query'> & { readonly query: string }

const deliveryOf = (row: Row): ReportDelivery => ({ ...row, query: JSON.parse(row.query) })
