import type { Reservation, ReservationDetail } from '../../server/domain/reservation.ts'
import type { Series, SkipReason } from '../../server/domain/series.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'
import {
  COLUMNS,
  type DetailRow,
  detailOf,
  type ReservationRow,
  reservationOf,
  SELECT_DETAIL,
} from './reservation-rows.ts'

const SERIES_COLUMNS = `id, version, resource_id AS resourceId, requester_id AS requesterId,
  organisation_id AS organisationId, project_id AS projectId, title, purpose, note, units, time_zone AS timeZone,
  start_local AS startLocal, duration_minutes AS durationMinutes, rrule, exdates, rdates,
  calendar_sequence AS calendarSequence, created_at AS createdAt`

type SeriesRow = Omit<Series, 'exdates' | 'rdates'> & { readonly exdates: string; readonly rdates: string }

const seriesOf = (row: SeriesRow): Series => ({
  ...row,
  exdates: JSON.parse(row.exdates) as string[],
  rdates: JSON.parse(row.rdates) as string[],
})

const rowOf = <T extends Pick<Series, 'exdates' | 'rdates'>>(series: T) => ({
  ...series,
  exdates: JSON.stringify(series.exdates),
  rdates: JSON.stringify(series.rdates),
})

export function seriesById(db: Db, id: number): Series | null {
  const row = prepared(db, `SELECT ${SERIES_COLUMNS} FROM series WHERE id = ?`).get(id)
  return row ? seriesOf(row as SeriesRow) : null
}

export type NewSeries = Omit<Series, 'id' | 'version' | 'calendarSequence'>

export function insertSeries(db: Db, series: NewSeries): Series {
  const row = prepared(
    db,
    `INSERT INTO series (resource_id, requester_id, organisation_id, project_id, title, purpose, note, units, time_zone,
       start_local, duration_minutes, rrule, exdates, rdates, created_at)
     VALUES (:resourceId, :requesterId, :organisationId, :projectId, :title, :purpose, :note, :units, :timeZone,
       :startLocal, :durationMinutes, :rrule, :exdates, :rdates, :createdAt) RETURNING ${SERIES_COLUMNS}`,
  ).get(rowOf(series))
  return seriesOf(row as SeriesRow)
}

/** Stores what may change of a series. Its version rises by one. */
export function updateSeries(db: Db, series: Series): Series {
  const row = prepared(
    db,
    `UPDATE series SET version = version + 1, project_id = :projectId, title = :title, purpose = :purpose, note = :note,
       units = :units, start_local = :startLocal, duration_minutes = :durationMinutes, rrule = :rrule,
       exdates = :exdates, rdates = :rdates, calendar_sequence = :calendarSequence
     WHERE id = :id RETURNING ${SERIES_COLUMNS}`,
  ).get(rowOf(series))
  return seriesOf(row as SeriesRow)
}

/** The reservation of every occurrence that has one, in the order of the rule; of one taken back the present one. */
export function reservationsOfSeries(db: Db, id: number): readonly Reservation[] {
  const rows = prepared(db, `SELECT ${COLUMNS} FROM reservations WHERE series_id = ? ORDER BY id`).all(id)
  return presentOnes((rows as ReservationRow[]).map(reservationOf))
}

/** The same with requester, project and who decided. */
export function reservationDetailsOfSeries(db: Db, id: number): readonly ReservationDetail[] {
  const rows = prepared(db, `${SELECT_DETAIL} WHERE v.series_id = ? ORDER BY v.id`).all(id)
  return presentOnes((rows as DetailRow[]).map(detailOf))
}

function presentOnes<T extends Reservation>(reservations: readonly T[]): readonly T[] {
  const present = new Map(reservations.map((each) => [each.occurrenceLocal!, each]))
  return [...present.values()].sort((a, b) => (a.occurrenceLocal! < b.occurrenceLocal! ? -1 : 1))
}

export interface Skip {
  readonly local: string
  readonly reason: SkipReason
}

/** The occurrences that have no reservation. */
export function skipsOfSeries(db: Db, id: number): readonly Skip[] {
  return prepared(
    db,
    'SELECT occurrence_local AS local, reason FROM series_skips WHERE series_id = ? ORDER BY occurrence_local',
  ).all(id) as Skip[]
}

export function insertSkip(db: Db, seriesId: number, { local, reason }: Skip): void {
  prepared(db, 'INSERT INTO series_skips (series_id, occurrence_local, reason) VALUES (?, ?, ?)').run(
    seriesId,
    local,
    reason,
  )
}

export function deleteSkip(db: Db, seriesId: number, local: string): void {
  prepared(db, 'DELETE FROM series_skips WHERE series_id = ? AND occurrence_local = ?').run(seriesId, local)
}

/** Renames every occurrence of a series whose rule begins so many minutes later on the wall clock. */
export function shiftOccurrenceNames(db: Db, seriesId: number, minutes: number): void {
  const shifted = `strftime('%Y-%m-%dT%H:%M:%S', occurrence_local, :shift)`
  const parameters = { seriesId, shift: `${minutes} minutes` }
  prepared(db, `UPDATE reservations SET occurrence_local = ${shifted} WHERE series_id = :seriesId`).run(parameters)
  const skips = skipsOfSeries(db, seriesId)
  prepared(db, 'DELETE FROM series_skips WHERE series_id = ?').run(seriesId)
  for (const { local, reason } of skips)
    prepared(
      db,
      `INSERT INTO series_skips (series_id, occurrence_local, reason)
       VALUES (:seriesId, strftime('%Y-%m-%dT%H:%M:%S', :local, :shift), :reason)`,
    ).run({ ...parameters, local, reason })
}
