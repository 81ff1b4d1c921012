import type { Interval } from '../../server/domain/interval.ts'
import type { Busy, Claim, Reservation } from '../../server/domain/reservation.ts'
import type { Resource } from '../../server/domain/resource.ts'
import type { Db } from '../connect.ts'
import { catalogueOf } from './catalogue.ts'
import { prepared } from './prepared.ts'

/** The resource's own claims that share time with the span, by start. */
export function claimsDuring(db: Db, resourceId: number, span: Interval): Claim[] {
  const rows = prepared(db, OF_ONE).all({ id: resourceId, start: span.start, end: span.end }) as ClaimRow[]
  return rows.map(claimOf)
}

/** Everything that takes the resource during the span: its own claims, and those of its kin as all of its units. */
export function busyDuring(db: Db, resource: Resource, span: Interval): Busy[] {
  const own = claimsDuring(db, resource.id, span)
  const kin = [...resource.above, ...resource.inside]
  if (kin.length === 0) return own
  return [...own, ...claimsOfMany(db, kin, span).map((claim) => ({ ...claim, units: resource.capacity }))]
}

/** `busyDuring` of many resources in one query; every id asked for has an entry. */
export function busyOfMany(db: Db, resourceIds: readonly number[], span: Interval): Map<number, Busy[]> {
  const { resourceById } = catalogueOf(db)
  const asked = resourceIds.flatMap((id) => resourceById.get(id) ?? [])
  const concerned = new Set(asked.flatMap((each) => [each.id, ...each.above, ...each.inside]))
  const claims = Map.groupBy(claimsOfMany(db, [...concerned], span), (claim) => claim.resourceId)
  return new Map(
    asked.map((resource) => {
      const own: Busy[] = claims.get(resource.id) ?? []
      const kin = [...resource.above, ...resource.inside].flatMap((id) => claims.get(id) ?? [])
      return [resource.id, [...own, ...kin.map((claim) => ({ ...claim, units: resource.capacity }))]]
    }),
  )
}

/** The guards may refuse it: SQLITE_CONSTRAINT_TRIGGER. */
export function insertClaim(db: Db, claim: Claim): void {
  prepared(
    db,
    `INSERT INTO claims (resource_id, start_at, reservation_id, end_at, units, setup_minutes, cleanup_minutes, is_tentative)
     VALUES (:resourceId, :start, :reservationId, :end, :units, :setupMinutes, :cleanupMinutes, :tentative)`,
  ).run({ ...claim, tentative: Number(claim.tentative) })
}

/** Lets go of the claims a reservation has, as the reservation stood when they were made. */
export function deleteClaims(db: Db, reservation: Reservation): void {
  const remove = prepared(db, `DELETE FROM claims AS c ${IS_CLAIM_OF}`)
  for (const key of keysOf(reservation)) remove.run(key)
}

/** The claim of a reservation on one of its resources. */
export function claimOfReservation(db: Db, { id, start, end }: Reservation, resourceId: number): Claim | null {
  const row = prepared(db, `SELECT c.* FROM claims AS c ${IS_CLAIM_OF}`).get({ id, start, end, resourceId })
  return row ? claimOf(row as ClaimRow) : null
}

/**
 * The time that a reservation takes of one of its resources, set-up and clean-up left out: what was booked, but where its
 * use began or ended at another time. Null for what takes nothing, or nothing any more.
 */
export function takenTime(db: Db, reservation: Reservation, resourceId: number): Interval | null {
  const claim = claimOfReservation(db, reservation, resourceId)
  if (!claim) return null
  const start = claim.start + claim.setupMinutes * MINUTE
  const end = claim.end - claim.cleanupMinutes * MINUTE
  return start < end ? { start, end } : null
}

const MINUTE = 60_000

/** Moves a claim's ends. The guards may refuse it. */
export function stretchClaim(db: Db, { resourceId, reservationId, start }: Claim, to: Interval): void {
  prepared(
    db,
    `UPDATE claims SET start_at = :from, end_at = :to
     WHERE resource_id = :resourceId AND start_at = :start AND reservation_id = :reservationId`,
  ).run({ resourceId, reservationId, start, from: to.start, to: to.end })
}

/** Marks the claims of a reservation as waiting for a decision, or as decided. */
export function markClaims(db: Db, reservation: Reservation, tentative: boolean): void {
  const mark = prepared(db, `UPDATE claims AS c SET is_tentative = :tentative ${IS_CLAIM_OF}`)
  for (const key of keysOf(reservation)) mark.run({ ...key, tentative: Number(tentative) })
}

/** Claims are keyed by time: the one of a reservation on a resource holds the reservation's own start and end. */
const IS_CLAIM_OF = `WHERE c.resource_id = :resourceId AND c.reservation_id = :id AND c.start_at <= :start
  AND c.start_at >= :end - (SELECT longest_claim_ms FROM resources WHERE id = :resourceId)`

const keysOf = ({ id, resourceId: leading, also, start, end }: Reservation) =>
  [leading, ...also.map((part) => part.resourceId)].map((resourceId) => ({ id, resourceId, start, end }))

interface ClaimRow {
  resource_id: number
  start_at: number
  reservation_id: number
  end_at: number
  units: number
  setup_minutes: number
  cleanup_minutes: number
  is_tentative: number
}

/** The longest claim ever made on the resource bounds the search on the left: what began earlier has ended. */
const SHARES_TIME = `c.start_at < :end AND c.start_at > :start - r.longest_claim_ms AND c.end_at > :start`

const OF_ONE = `SELECT c.* FROM resources r CROSS JOIN claims c ON c.resource_id = r.id AND ${SHARES_TIME}
  WHERE r.id = :id ORDER BY c.start_at`

const OF_MANY = `SELECT c.* FROM json_each(:ids) j CROSS JOIN resources r ON r.id = j.value
  CROSS JOIN claims c ON c.resource_id = r.id AND ${SHARES_TIME}`

function claimsOfMany(db: Db, ids: readonly number[], span: Interval): Claim[] {
  const rows = prepared(db, OF_MANY).all({ ids: JSON.stringify(ids), start: span.start, end: span.end }) as ClaimRow[]
  return rows.map(claimOf)
}

const claimOf = (row: ClaimRow): Claim => ({
  resourceId: row.resource_id,
  reservationId: row.reservation_id,
  start: row.start_at,
  end: row.end_at,
  units: row.units,
  setupMinutes: row.setup_minutes,
  cleanupMinutes: row.cleanup_minutes,
  tentative: Boolean(row.is_tentative),
})
