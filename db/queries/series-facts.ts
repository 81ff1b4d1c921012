import type { Reservation } from '../../server/domain/reservation.ts'
import type { Series, SkipReason } from '../../server/domain/series.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'
import { COLUMNS, type ReservationRow, reservationOf } from './reservation-rows.ts'

/** A series and what has become of its occurrences, in the order of the rule; null for an unknown one. */
export interface SeriesFacts {
  readonly series: Omit<Series, 'validUntil'>
  readonly reservations: readonly Reservation[]
  readonly skips: readonly { readonly local: string; readonly reason: SkipReason }[]
}

export function seriesFacts(db: Db, id: number): SeriesFacts | null {
  const row = prepared(
    db,
    `SELECT id, version, resource_id AS resourceId, requester_id AS requesterId, organisation_id AS organisationId,
       project_id AS projectId, title, purpose, note, units, time_zone AS timeZone, start_local AS startLocal,
       duration_minutes AS durationMinutes, rrule, exdates, rdates, calendar_sequence AS calendarSequence,
       created_at AS createdAt FROM series WHERE id = ?`,
  ).get(id) as SeriesRow | undefined
  if (!row) return null
  const reservations = prepared(db, `SELECT ${COLUMNS} FROM reservations WHERE series_id = ? ORDER BY occurrence_local`)
  const skips = prepared(
    db,
    'SELECT occurrence_local AS local, reason FROM series_skips WHERE series_id = ? ORDER BY occurrence_local',
  )
  return {
    series: { ...row, exdates: JSON.parse(row.exdates), rdates: JSON.parse(row.rdates) },
    reservations: (reservations.all(id) as ReservationRow[]).map(reservationOf),
    skips: skips.all(id) as SeriesFacts['skips'],
  }
}

type SeriesRow = Omit<SeriesFacts['series'], 'exdates' | 'rdates'> & { exdates: string; rdates: string }

/** What the calendar entry of a single occurrence needs of its series. */
export function seriesCalendarOf(db: Db, id: number): { timeZone: string; calendarSequence: number } | null {
  const row = prepared(
    db,
    'SELECT time_zone AS timeZone, calendar_sequence AS calendarSequence FROM series WHERE id = ?',
  ).get(id)
  return (row as { timeZone: string; calendarSequence: number } | undefined) ?? null
}
