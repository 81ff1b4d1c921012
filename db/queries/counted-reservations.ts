import type { Audience } from '../../server/domain/availability-rule.ts'
import type { CountedFigure, CountedReservation } from '../../server/domain/counted-reservation.ts'
import { clip, type Interval, lengthOf, subtract } from '../../server/domain/interval.ts'
import type { State } from '../../server/domain/lifecycle.ts'
import type { Purpose } from '../../server/domain/purpose.ts'
import type { Resource } from '../../server/domain/resource.ts'
import type { Db } from '../connect.ts'
import { openTimeOf } from './opening-hours.ts'
import { outagesDuring } from './outages.ts'
import { prepared } from './prepared.ts'
import { sourcesOf } from './utilisation-facts.ts'

/**
 * What a figure of one resource is made of, by start. Hours inside the available time of the span, each line by itself:
 * where lines overlap, the report counts the time once.
 */
export function countedReservations(
  db: Db,
  resource: Resource,
  span: Interval,
  figure: CountedFigure,
  now: number,
): CountedReservation[] {
  const available = availableTime(db, resource, span)
  const uses = sourcesOf(resource).flatMap((id) => usesOf(db, id, span, now))
  const ofReservation = Map.groupBy(uses, (use) => use.reservationId)
  const rows = sourcesOf(resource).flatMap((id) => reservationsOf(db, id, span))
  const counted = rows.map((row) => lineOf(row, ofReservation.get(row.id) ?? [], available, resource))
  const known = new Set(rows.map(({ id }) => id))
  const free = uses.filter((use) => use.reservationId === null || !known.has(use.reservationId))
  const all = [...counted, ...free.map((use) => freeLineOf(use, available, resource))]
  return all.filter((line) => belongsTo(line, figure)).sort((a, b) => a.start - b.start)
}

const ANYBODY: ReadonlySet<Audience> = new Set<Audience>(['everyone', 'members', 'organisation'])

function availableTime(db: Db, resource: Resource, span: Interval): Interval[] {
  return subtract(clip(openTimeOf(db, resource.id, span, ANYBODY), span), outagesDuring(db, resource.id, span))
}

interface ReservationRow extends Interval {
  readonly id: number
  readonly resourceId: number
  readonly units: number
  readonly state: State
  readonly purpose: Purpose
  readonly organisationId: number
  readonly personId: number
  readonly hasUsage: number
}

/** Of a claim, or of what stands for one: on the resource it names and on those it takes along. */
const columns = (
  of: string,
) => `r.id, ${of}.resource_id AS resourceId, r.start_at AS start, r.end_at AS "end", ${of}.units,
  r.state, r.purpose, r.organisation_id AS organisationId, r.requester_id AS personId,
  EXISTS (SELECT 1 FROM usages u WHERE u.reservation_id = r.id
    AND (r.resource_id = ${of}.resource_id OR u.resource_id = ${of}.resource_id)) AS hasUsage`

const RESERVATIONS = `
  SELECT ${columns('c')} FROM claims c JOIN reservations r ON r.id = c.reservation_id
  WHERE c.resource_id = :id AND c.start_at < :end AND r.start_at < :end AND r.end_at > :start AND NOT c.is_tentative
    AND c.start_at > :start - (SELECT longest_claim_ms FROM resources WHERE id = :id)
  UNION ALL
  SELECT ${columns('r')} FROM reservations r INDEXED BY reservations_let_go
  WHERE r.state IN ('declined', 'expired', 'no_show', 'cancelled') AND r.state = 'no_show'
    AND r.resource_id = :id AND r.start_at < :end AND r.end_at > :start
  UNION ALL
  SELECT ${columns('p')} FROM reservation_parts p CROSS JOIN reservations r ON r.id = p.reservation_id
  WHERE p.resource_id = :id AND r.state = 'no_show' AND r.start_at < :end AND r.end_at > :start`

const reservationsOf = (db: Db, id: number, { start, end }: Interval) =>
  prepared(db, RESERVATIONS).all({ id, start, end }) as ReservationRow[]

interface UseRow extends Interval {
  readonly resourceId: number
  readonly reservationId: number | null
  readonly units: number
  readonly organisationId: number | null
  readonly personId: number | null
}

const USES = `
  SELECT resource_id AS resourceId, reservation_id AS reservationId, start_at AS start, coalesce(end_at, max(start_at, :now)) AS "end",
    units, organisation_id AS organisationId, person_id AS personId
  FROM usages WHERE resource_id = :id AND start_at < :end AND (end_at IS NULL OR end_at > :start)`

const usesOf = (db: Db, id: number, { start, end }: Interval, now: number) =>
  prepared(db, USES).all({ id, start, end, now }) as UseRow[]

/** What takes the resource with it takes all of it. */
const unitsOf = (row: { resourceId: number; units: number }, resource: Resource) =>
  row.resourceId === resource.id ? row.units : resource.capacity

function lineOf(
  row: ReservationRow,
  uses: readonly UseRow[],
  available: readonly Interval[],
  resource: Resource,
): CountedReservation {
  const bookedHours = hoursWithin(row, available, unitsOf(row, resource))
  const isEstimated = row.state === 'completed' && !row.hasUsage
  const used = uses.reduce((sum, use) => sum + hoursWithin(use, available, unitsOf(use, resource)), 0)
  return {
    reservationId: row.id,
    start: row.start,
    end: row.end,
    state: row.state,
    purpose: row.purpose,
    organisationId: row.organisationId,
    personId: row.personId,
    bookedHours,
    usedHours: isEstimated ? bookedHours : used,
    isEstimated,
  }
}

function freeLineOf(use: UseRow, available: readonly Interval[], resource: Resource): CountedReservation {
  return {
    reservationId: null,
    start: use.start,
    end: use.end,
    state: null,
    purpose: null,
    organisationId: use.organisationId,
    personId: use.personId,
    bookedHours: 0,
    usedHours: hoursWithin(use, available, unitsOf(use, resource)),
    isEstimated: false,
  }
}

const hoursWithin = (span: Interval, available: readonly Interval[], units: number) =>
  (lengthOf(clip(available, span)) * units) / 3_600_000

function belongsTo({ state, bookedHours, usedHours }: CountedReservation, figure: CountedFigure): boolean {
  switch (figure) {
    case 'booked':
      return bookedHours > 0
    case 'used':
      return usedHours > 0
    case 'booked_unused':
      return bookedHours > usedHours
    case 'no_shows':
      return state === 'no_show'
  }
}
