import type { Interval } from '../../server/domain/interval.ts'
import type { State } from '../../server/domain/lifecycle.ts'
import type { Purpose } from '../../server/domain/purpose.ts'
import type { Resource } from '../../server/domain/resource.ts'
import type { LedgerFacts, LedgerReservation, LedgerUse } from '../../server/domain/state-aid-hours.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'
import { sourcesOf } from './utilisation-facts.ts'

/** Everything the ledger counts of one resource and that shares time with the span. */
export function ledgerFactsOf(db: Db, resource: Resource, span: Interval): LedgerFacts {
  const reservations: LedgerReservation[] = []
  const uses: LedgerUse[] = []
  for (const source of sourcesOf(resource)) {
    // What takes a resource with it takes all of it.
    const units = source === resource.id ? null : resource.capacity
    readReservations(db, source, span, units, reservations)
    readUses(db, source, span, units, uses)
  }
  return { capacity: resource.capacity, reservations, uses }
}

/** Claims bring what is confirmed, in use and completed, with the time that was booked; the longest one bounds the search. */
const RESERVATIONS = `
  SELECT r.id, r.start_at, r.end_at, c.units, r.state, r.purpose, r.organisation_id, r.requester_id,
    EXISTS (SELECT 1 FROM usages u WHERE u.reservation_id = c.reservation_id
      AND (c.resource_id = r.resource_id OR u.resource_id = c.resource_id))
  FROM claims c JOIN reservations r ON r.id = c.reservation_id
  WHERE c.resource_id = :id AND c.start_at < :end AND r.start_at < :end AND r.end_at > :start AND NOT c.is_tentative
    AND c.start_at > :start - (SELECT longest_claim_ms FROM resources WHERE id = :id)`

type ReservationRow = [number, number, number, number, State, Purpose, number, number, number]

function readReservations(db: Db, source: number, span: Interval, units: number | null, into: LedgerReservation[]) {
  const rows = prepared(db, RESERVATIONS)
    .raw()
    .all({ id: source, ...span }) as ReservationRow[]
  for (const [id, start, end, own, state, purpose, organisationId, personId, hasUsage] of rows)
    into.push({
      ...{ id, start, end, state, purpose, organisationId, personId },
      units: units ?? own,
      hasUsage: hasUsage === 1,
    })
}

const COLUMNS = `u.start_at, u.end_at, u.units, u.organisation_id, u.person_id,
  r.id, r.purpose, r.organisation_id, r.requester_id FROM usages u`
const WITH_RESERVATION = 'LEFT JOIN reservations r ON r.id = u.reservation_id'

/** Up to 40 days long by a range of starts, the longer ones and those that run by their own index. */
const USES = `
  SELECT ${COLUMNS} ${WITH_RESERVATION}
    WHERE u.resource_id = :id AND u.start_at < :end AND u.start_at > :start - 3456000000 AND u.end_at > :start
      AND u.end_at - u.start_at <= 3456000000
  UNION ALL
  SELECT ${COLUMNS} INDEXED BY usages_long ${WITH_RESERVATION}
    WHERE u.resource_id = :id AND (u.end_at IS NULL OR u.end_at - u.start_at > 3456000000)
      AND u.start_at < :end AND (u.end_at IS NULL OR u.end_at > :start)`

type UseRow = [
  ...use: [number, number | null, number, number | null, number | null],
  ...reservation: [number | null, Purpose | null, number | null, number | null],
]

function readUses(db: Db, source: number, span: Interval, units: number | null, into: LedgerUse[]) {
  const rows = prepared(db, USES)
    .raw()
    .all({ id: source, ...span }) as UseRow[]
  for (const [start, end, own, organisationId, personId, id, purpose, by, requester] of rows)
    into.push({
      ...{ start, end, organisationId, personId },
      units: units ?? own,
      reservation: id === null ? null : { id, purpose: purpose!, organisationId: by!, personId: requester! },
    })
}
