import { offsetsDuring } from '../../server/domain/hour-of-week.ts'
import type { Interval } from '../../server/domain/interval.ts'
import type { State } from '../../server/domain/lifecycle.ts'
import { type DaySpan, monthPieces, spanOfDays } from '../../server/domain/local-months.ts'
import {
  type ProjectHours,
  type ProjectLine,
  type ProjectReport,
  projectReportOf,
} from '../../server/domain/project-report.ts'
import type { Purpose } from '../../server/domain/purpose.ts'
import type { Resource } from '../../server/domain/resource.ts'
import { type ReservationFact, type UseFact, utilisationOf } from '../../server/domain/utilisation.ts'
import type { Db } from '../connect.ts'
import { catalogueOf } from './catalogue.ts'
import { prepared } from './prepared.ts'
import { utilisationFactsOf } from './utilisation-facts.ts'

/** What a project booked and used on these local days of each resource's own zone, counted as utilisation is. */
export function projectReport(db: Db, projectId: number, days: DaySpan, now: number): ProjectReport {
  const { resourceById } = catalogueOf(db)
  const around = spanOfDays(days, 'UTC')
  const asked = { project: projectId, start: around.start - DAY, end: around.end + DAY }
  const booked = Map.groupBy(prepared(db, BOOKED).all(asked) as BookedRow[], ({ resourceId }) => resourceId)
  const used = Map.groupBy(prepared(db, USED).all(asked) as UsedRow[], ({ resourceId }) => resourceId)
  const ids = new Set([...booked.keys(), ...used.keys()])
  const lines = [...ids].flatMap((id) => {
    const resource = resourceById.get(id)!
    // What is only taken along has no hours of its own.
    if (resource.isAccessory) return []
    return linesOf(db, resource, { booked: booked.get(id) ?? [], used: used.get(id) ?? [] }, days, now)
  })
  return projectReportOf(lines, days, catalogueOf(db))
}

const DAY = 86_400_000

/** On the resource a reservation names, and on those it takes along. */
const booking = (of: string, from: string) => `
  SELECT ${of}.resource_id AS resourceId, r.id AS reservationId, r.start_at AS start, r.end_at AS "end", ${of}.units,
    r.state, r.purpose, r.organisation_id AS organisationId, r.requester_id AS personId,
    EXISTS (SELECT 1 FROM usages u WHERE u.reservation_id = r.id
      AND (r.resource_id = ${of}.resource_id OR u.resource_id = ${of}.resource_id)) AS hasUsage
  FROM ${from}
  WHERE r.project_id = :project AND r.state IN ('confirmed', 'in_use', 'completed', 'no_show')
    AND r.start_at < :end AND r.end_at > :start`

const BOOKED = `${booking('r', 'reservations r INDEXED BY reservations_by_project')}
  UNION ALL ${booking('p', 'reservations r INDEXED BY reservations_by_project CROSS JOIN reservation_parts p ON p.reservation_id = r.id')}`

interface BookedRow extends Interval {
  readonly resourceId: number
  readonly reservationId: number
  readonly units: number
  readonly state: State
  readonly purpose: Purpose
  readonly organisationId: number
  readonly personId: number
  readonly hasUsage: number
}

/** Whatever was recorded of its reservations: use may begin before and end after the time that was booked. */
const USED = `
  SELECT u.resource_id AS resourceId, r.id AS reservationId, u.start_at AS start, u.end_at AS "end", u.units, r.purpose,
    r.organisation_id AS organisationId, r.requester_id AS personId
  FROM reservations r INDEXED BY reservations_by_project CROSS JOIN usages u ON u.reservation_id = r.id
  WHERE r.project_id = :project AND u.start_at < :end AND (u.end_at IS NULL OR u.end_at > :start)`

interface UsedRow {
  readonly resourceId: number
  readonly reservationId: number
  readonly start: number
  readonly end: number | null
  readonly units: number
  readonly purpose: Purpose
  readonly organisationId: number
  readonly personId: number
}

interface OfResource {
  readonly booked: readonly BookedRow[]
  readonly used: readonly UsedRow[]
}

/** One line for each month, purpose and organisation there is something of, and one for the resource as a whole. */
function linesOf(db: Db, resource: Resource, rows: OfResource, days: DaySpan, now: number): ProjectLine[] {
  const span = spanOfDays(days, resource.timeZone)
  const facts = utilisationFactsOf(db, resource, span)
  const booked = rows.booked.filter((row) => sharesTime(row, span))
  const used = rows.used.filter((row) => sharesTime(row, span))
  if (booked.length + used.length === 0) return []
  const hoursOf = ({ booked, used }: OfResource, within: Interval): ProjectHours => {
    if (![...booked, ...used].some((row) => sharesTime(row, within))) return NO_HOURS
    const own = { ...facts, reservations: booked.map(factOf), uses: used.map(useOf) }
    const sum = utilisationOf(own, within, now, offsetsDuring(resource.timeZone, within))
    const hours = (ms: number) => ms / 3_600_000
    return {
      bookedHours: hours(sum.booked),
      usedHours: hours(sum.used),
      outsideHours: hours(sum.usedOutside),
      estimated: sum.estimated,
    }
  }
  const split = <K extends 'purpose' | 'organisationId'>(key: K) =>
    [...new Set([...booked, ...used].map((row) => row[key]))].map((value) => {
      const of = (row: { purpose: Purpose; organisationId: number }) => row[key] === value
      const part = { booked: booked.filter(of), used: used.filter(of) }
      return { value, ...countsOf(part), hours: hoursOf(part, span) }
    })
  const all = { booked, used }
  const line = { resource, ...countsOf(all), hours: hoursOf(all, span) }
  return [
    { kind: 'resource', ...line },
    ...split('purpose').map(({ value, ...each }) => ({ kind: 'purpose' as const, purpose: value, ...each })),
    ...split('organisationId').map(({ value, ...each }) => ({
      kind: 'organisation' as const,
      organisationId: value,
      ...each,
    })),
    ...monthPieces(days).map((piece) => ({
      kind: 'month' as const,
      from: piece.from,
      hours: hoursOf(all, spanOfDays(piece, resource.timeZone)),
    })),
  ]
}

const NO_HOURS: ProjectHours = { bookedHours: 0, usedHours: 0, outsideHours: 0, estimated: 0 }

const sharesTime = (row: { readonly start: number; readonly end: number | null }, { start, end }: Interval) =>
  row.start < end && (row.end === null || row.end > start)

const countsOf = ({ booked, used }: OfResource) => ({
  reservationIds: [...new Set(booked.map(({ reservationId }) => reservationId))],
  personIds: [...new Set([...booked, ...used].map(({ personId }) => personId))],
})

const factOf = (row: BookedRow): ReservationFact => ({
  ...row,
  id: row.reservationId,
  hasUsage: Boolean(row.hasUsage),
  wasConfirmed: true,
  cancelledLate: false,
  decisionMs: null,
})

const useOf = ({ start, end, units, personId, organisationId, reservationId }: UsedRow): UseFact => ({
  ...{ start, end, units, personId, organisationId, reservationId },
})
