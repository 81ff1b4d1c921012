import type { Interval } from '../../server/domain/interval.ts'
import type { State } from '../../server/domain/lifecycle.ts'
import type { Reservation, ReservationDetail } from '../../server/domain/reservation.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'
import { storeParts } from './reservation-parts.ts'
import {
  COLUMNS,
  type DetailRow,
  detailOf,
  type ReservationRow,
  reservationOf,
  SELECT_DETAIL,
} from './reservation-rows.ts'

type OfSeries = Pick<Reservation, 'seriesId' | 'occurrenceLocal' | 'isChangedAlone'>
export type NewReservation = Omit<
  Reservation,
  'id' | 'version' | 'calendarSequence' | 'also' | 'participantIds' | keyof OfSeries
> &
  Partial<OfSeries & Pick<Reservation, 'also'>>

/** With what it takes along, without any claim. */
export function insertReservation(db: Db, { also = [], ...reservation }: NewReservation): Reservation {
  const row = prepared(
    db,
    `INSERT INTO reservations (resource_id, requester_id, organisation_id, project_id, start_at, end_at, units, state,
       purpose, title, note, created_at, decide_by, decided_by_id, decided_at, decision_reason, series_id, occurrence_local,
       is_changed_alone)
     VALUES (:resourceId, :requesterId, :organisationId, :projectId, :start, :end, :units, :state,
       :purpose, :title, :note, :createdAt, :decideBy, :decidedById, :decidedAt, :decisionReason,
       :seriesId, :occurrenceLocal, :isChangedAlone) RETURNING ${COLUMNS}`,
  ).get({
    seriesId: null,
    occurrenceLocal: null,
    ...reservation,
    isChangedAlone: Number(reservation.isChangedAlone ?? false),
  })
  const inserted = reservationOf(row as ReservationRow)
  if (also.length === 0) return inserted
  storeParts(db, inserted.id, also)
  return { ...inserted, also }
}

/** Stores what may change of its row. Its version rises by one, that of its series, too. */
export function updateReservation(db: Db, reservation: Reservation): Reservation {
  if (reservation.seriesId !== null)
    prepared(db, 'UPDATE series SET version = version + 1 WHERE id = ?').run(reservation.seriesId)
  const row = prepared(
    db,
    `UPDATE reservations SET version = version + 1, resource_id = :resourceId, project_id = :projectId, start_at = :start, end_at = :end,
       units = :units, state = :state, purpose = :purpose, title = :title, note = :note, decide_by = :decideBy,
       decided_by_id = :decidedById, decided_at = :decidedAt, decision_reason = :decisionReason,
       calendar_sequence = :calendarSequence, occurrence_local = :occurrenceLocal, is_changed_alone = :isChangedAlone
     WHERE id = :id RETURNING ${COLUMNS}`,
  ).get({ ...reservation, also: null, participantIds: null, isChangedAlone: Number(reservation.isChangedAlone) })
  return reservationOf(row as ReservationRow)
}

export function reservationById(db: Db, id: number): Reservation | null {
  const row = prepared(db, `SELECT ${COLUMNS} FROM reservations WHERE id = ?`).get(id)
  return row ? reservationOf(row as ReservationRow) : null
}

/** With requester, project and who decided. */
export function reservationDetail(db: Db, id: number): ReservationDetail | null {
  const row = prepared(db, `${SELECT_DETAIL} WHERE v.id = ?`).get(id)
  return row ? detailOf(row as DetailRow) : null
}

/** What a list of reservations keeps to. A reservation is in when it shares time with [from, to). */
export interface ReservationFilter {
  readonly from?: number
  readonly to?: number
  readonly states?: readonly State[]
  /** At most 200, 50 by default. */
  readonly limit?: number
  /** `nextCursor` of the page before. */
  readonly cursor?: string | null
  /** By start; `asc` by default. */
  readonly order?: 'asc' | 'desc'
  /** Of a person's reservations those on this resource. */
  readonly resourceId?: number
  /** With those on the resources also this person's own, wherever they are. */
  readonly alsoOf?: number
}

export interface Page<T> {
  readonly items: readonly T[]
  readonly nextCursor: string | null
}

/** The person's own reservations. */
export function reservationsOfPerson(
  db: Db,
  personId: number,
  filter: ReservationFilter = {},
): Page<ReservationDetail> {
  const order = filter.order ?? 'asc'
  const rows = prepared(
    db,
    `${SELECT_DETAIL} WHERE v.requester_id = :personId AND (:resourceId IS NULL OR v.resource_id = :resourceId OR EXISTS
       (SELECT 1 FROM reservation_parts w WHERE w.reservation_id = v.id AND w.resource_id = :resourceId))
     AND ${FITS} AND ${beyondCursor(order)}
     ORDER BY v.start_at ${order}, v.id ${order} LIMIT :limit + 1`,
  ).all({ personId, resourceId: filter.resourceId ?? null, ...parametersOf(filter) })
  return pageOf(rows as DetailRow[], filter)
}

/** Those of others that the person is invited along to. */
export function reservationsInvitedTo(
  db: Db,
  personId: number,
  filter: ReservationFilter = {},
): Page<ReservationDetail> {
  const order = filter.order ?? 'asc'
  const rows = prepared(
    db,
    `${SELECT_DETAIL} WHERE v.id IN (SELECT reservation_id FROM reservation_participants WHERE person_id = :personId)
       AND ${FITS} AND ${beyondCursor(order)}
     ORDER BY v.start_at ${order}, v.id ${order} LIMIT :limit + 1`,
  ).all({ personId, ...parametersOf(filter) })
  return pageOf(rows as DetailRow[], filter)
}

/**
 * Everyone's reservations on these resources that share time with the span, as booked or as it was really taken: for
 * `visibility.ts` to shape.
 */
export function reservationsOnResources(
  db: Db,
  resourceIds: readonly number[],
  span: Interval,
  filter: Omit<ReservationFilter, 'from' | 'to'> = {},
): Page<ReservationDetail> {
  const order = filter.order ?? 'asc'
  const rows = prepared(
    db,
    `WITH found AS (
       SELECT b.id FROM json_each(:ids) j CROSS JOIN resources r ON r.id = j.value
         CROSS JOIN claims c ON c.resource_id = r.id AND c.start_at < :to AND c.start_at > :from - r.longest_claim_ms
         CROSS JOIN reservations b ON b.id = c.reservation_id
         WHERE b.start_at < :to AND b.end_at > :from
           OR c.start_at + c.setup_minutes * 60000 < :to AND c.end_at - c.cleanup_minutes * 60000 > :from
       UNION ALL
       SELECT g.id FROM json_each(:ids) j CROSS JOIN resources r ON r.id = j.value
         CROSS JOIN reservations g ON g.resource_id = r.id AND g.start_at < :to AND g.start_at > :from - r.longest_claim_ms
         WHERE g.end_at > :from AND g.state IN ('declined', 'expired', 'no_show', 'cancelled')
       UNION ALL
       SELECT g.id FROM json_each(:ids) j CROSS JOIN reservation_parts p ON p.resource_id = j.value
         CROSS JOIN reservations g ON g.id = p.reservation_id AND g.start_at < :to AND g.end_at > :from
         WHERE g.state IN ('declined', 'expired', 'no_show', 'cancelled')
       UNION ALL
       SELECT o.id FROM reservations o WHERE o.requester_id = :alsoOf AND o.start_at < :to AND o.end_at > :from)
     ${SELECT_DETAIL} WHERE v.id IN (SELECT id FROM found) AND ${IN_STATES} AND ${beyondCursor(order)}
     ORDER BY v.start_at ${order}, v.id ${order} LIMIT :limit + 1`,
  ).all({
    ids: JSON.stringify(resourceIds),
    alsoOf: filter.alsoOf ?? null,
    ...parametersOf({ ...filter, from: span.start, to: span.end }),
  })
  return pageOf(rows as DetailRow[], filter)
}

/** The same of one resource, all states that hold time unless others are named. */
export function reservationsOnResource(
  db: Db,
  resourceId: number,
  span: Interval,
  filter: Omit<ReservationFilter, 'from' | 'to'> = {},
): readonly ReservationDetail[] {
  const states = filter.states ?? (['requested', 'confirmed', 'in_use', 'completed'] as const)
  return reservationsOnResources(db, [resourceId], span, { limit: 200, ...filter, states }).items
}

/** Requests in these labs that still wait for a decision at `now`, the most urgent first. */
export function openRequestsFor(db: Db, labIds: readonly number[], now: number): readonly ReservationDetail[] {
  const rows = prepared(
    db,
    `${SELECT_DETAIL} JOIN resources s ON s.id = v.resource_id
     WHERE v.state = 'requested' AND v.decide_by > :now AND s.lab_id IN (SELECT value FROM json_each(:labIds))
     ORDER BY v.decide_by, v.id`,
  ).all({ labIds: JSON.stringify(labIds), now })
  return (rows as DetailRow[]).map(detailOf)
}

/**
 * The same with those that take along what belongs to the labs, and for the coordinator with all for these purposes:
 * `server/operations/waiting-requests.ts` knows whose turn it is.
 */
export function openRequestsConcerning(
  db: Db,
  { labIds, purposes }: { readonly labIds: readonly number[]; readonly purposes: readonly string[] },
  now: number,
): readonly ReservationDetail[] {
  const rows = prepared(
    db,
    `${SELECT_DETAIL} JOIN resources s ON s.id = v.resource_id
     WHERE v.state = 'requested' AND v.decide_by > :now AND (
       s.lab_id IN (SELECT value FROM json_each(:labIds)) OR v.purpose IN (SELECT value FROM json_each(:purposes))
       OR EXISTS (SELECT 1 FROM reservation_parts w JOIN resources y ON y.id = w.resource_id
                  WHERE w.reservation_id = v.id AND y.lab_id IN (SELECT value FROM json_each(:labIds))))
     ORDER BY v.decide_by, v.id`,
  ).all({ labIds: JSON.stringify(labIds), purposes: JSON.stringify(purposes), now })
  return (rows as DetailRow[]).map(detailOf)
}

/** Undecided requests whose deadline has passed, the oldest first. */
export function overdueRequests(db: Db, now: number, limit: number): readonly Reservation[] {
  const rows = prepared(
    db,
    `SELECT ${COLUMNS} FROM reservations WHERE state = 'requested' AND decide_by <= ? ORDER BY decide_by LIMIT ?`,
  ).all(now, limit)
  return (rows as ReservationRow[]).map(reservationOf)
}

const IN_STATES = `(:states IS NULL OR v.state IN (SELECT value FROM json_each(:states)))`
const FITS = `(:to IS NULL OR v.start_at < :to) AND (:from IS NULL OR v.end_at > :from) AND ${IN_STATES}`

const beyondCursor = (order: 'asc' | 'desc') =>
  `(:cursorStart IS NULL OR (v.start_at, v.id) ${order === 'asc' ? '>' : '<'} (:cursorStart, :cursorId))`

const limitOf = (filter: ReservationFilter) => Math.min(Math.max(filter.limit ?? 50, 1), 200)

function parametersOf(filter: ReservationFilter) {
  const [cursorStart, cursorId] =
    /^(\d{1,15})-(\d{1,15})$/
      .exec(filter.cursor ?? '')
      ?.slice(1)
      .map(Number) ?? []
  return {
    from: filter.from ?? null,
    to: filter.to ?? null,
    states: filter.states ? JSON.stringify(filter.states) : null,
    limit: limitOf(filter),
    cursorStart: cursorStart ?? null,
    cursorId: cursorId ?? null,
  }
}

function pageOf(rows: readonly DetailRow[], filter: ReservationFilter): Page<ReservationDetail> {
  const items = rows.slice(0, limitOf(filter)).map(detailOf)
  const last = items.at(-1)
  return { items, nextCursor: last && rows.length > items.length ? `${last.start}-${last.id}` : null }
}
