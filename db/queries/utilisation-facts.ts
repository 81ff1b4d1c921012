import type { Audience } from '../../server/domain/availability-rule.ts'
import type { Interval } from '../../server/domain/interval.ts'
import type { State } from '../../server/domain/lifecycle.ts'
import type { Purpose } from '../../server/domain/purpose.ts'
import type { Resource } from '../../server/domain/resource.ts'
import type { ReservationFact, UseFact, UtilisationFacts } from '../../server/domain/utilisation.ts'
import type { Db } from '../connect.ts'
import { catalogueOf } from './catalogue.ts'
import { openTimeOf } from './opening-hours.ts'
import { prepared } from './prepared.ts'

/** Reports count time that is open to anybody. */
const ANYBODY: ReadonlySet<Audience> = new Set<Audience>(['everyone', 'members', 'organisation'])

/** The resource and what it is inside of: a reservation of a room takes its benches with it. */
export const sourcesOf = (resource: Resource): readonly number[] => [resource.id, ...resource.above]

/** Everything reports count of one resource and that shares time with the span. */
export function utilisationFactsOf(db: Db, resource: Resource, span: Interval): UtilisationFacts {
  const facts = {
    capacity: resource.capacity,
    open: openTimeOf(db, resource.id, span, ANYBODY),
    planned: [] as Interval[],
    unplanned: [] as Interval[],
    reservations: [] as ReservationFact[],
    uses: [] as UseFact[],
    unmet: [],
  }
  for (const source of sourcesOf(resource)) {
    // What takes a resource with it takes all of it.
    const units = source === resource.id ? null : resource.capacity
    readOutages(db, source, span, facts)
    readHeld(db, { source, span, units }, facts.reservations)
    readLetGo(db, { source, span, units }, facts.reservations)
    readUses(db, { source, span, units }, facts.uses)
  }
  return facts
}

type OutageRow = [start: number, end: number, isPlanned: number]

function readOutages(db: Db, source: number, span: Interval, into: { planned: Interval[]; unplanned: Interval[] }) {
  const rows = prepared(
    db,
    'SELECT start_at, end_at, is_planned FROM outages WHERE resource_id = :id AND start_at < :end AND end_at > :start',
  )
    .raw()
    .all({ id: source, ...span }) as OutageRow[]
  for (const [start, end, isPlanned] of rows) (isPlanned ? into.planned : into.unplanned).push({ start, end })
}

const DECISION = 'CASE WHEN r.decided_by_id IS NOT NULL THEN r.decided_at - r.created_at END'

/**
 * Claims bring what is confirmed, in use and completed; the longest one bounds the search on the left. Its time is what was
 * booked: a claim ends where use did.
 */
const HELD = `
  SELECT r.start_at, r.end_at, c.units, r.state, r.requester_id,
    r.organisation_id, ${DECISION}, EXISTS (SELECT 1 FROM usages u WHERE u.reservation_id = c.reservation_id
      AND (c.resource_id = r.resource_id OR u.resource_id = c.resource_id)), r.project_id, r.purpose, r.id
  FROM claims c JOIN reservations r ON r.id = c.reservation_id
  WHERE c.resource_id = :id AND c.start_at < :end AND r.start_at < :end AND r.end_at > :start AND NOT c.is_tentative
    AND c.start_at > :start - (SELECT longest_claim_ms FROM resources WHERE id = :id)`

type HeldRow = [
  ...time: [number, number, number],
  ...whose: [State, number, number, number | null, number],
  ...whatFor: [number | null, Purpose],
  id: number,
]

interface Asked {
  readonly source: number
  readonly span: Interval
  /** Those of the whole resource where something else takes it along. */
  readonly units: number | null
}

function readHeld(db: Db, { source, span, units }: Asked, into: ReservationFact[]) {
  const rows = prepared(db, HELD)
    .raw()
    .all({ id: source, ...span }) as HeldRow[]
  for (const row of rows)
    into.push({
      start: row[0],
      end: row[1],
      units: units ?? row[2],
      state: row[3],
      personId: row[4],
      organisationId: row[5],
      decisionMs: row[6],
      hasUsage: row[7] === 1,
      projectId: row[8],
      purpose: row[9],
      id: row[10],
      wasConfirmed: true,
      cancelledLate: false,
    })
}

/**
 * Those without a claim. The last two: whether it was ever confirmed (without approval at once, else by a decision),
 * and when it was cancelled, where that may count as late.
 */
const letGo = (units: string, from: string) => `
  SELECT r.start_at, r.end_at, ${units}, r.state, r.requester_id, r.organisation_id, ${DECISION},
    EXISTS (SELECT 1 FROM usages u WHERE u.reservation_id = r.id), r.project_id, r.purpose, r.id,
    r.decide_by IS NULL OR r.decided_at IS NOT NULL,
    CASE r.state WHEN 'cancelled' THEN
      (SELECT max(e.at) FROM reservation_events e WHERE e.reservation_id = r.id AND e.kind = 'cancelled'
        AND coalesce(e.details ->> 'late', 1)) END
  FROM ${from}
  WHERE r.state IN ('declined', 'expired', 'no_show', 'cancelled') AND r.start_at < :end AND r.end_at > :start
    AND r.start_at > :start - (SELECT max(longest_claim_ms, max_minutes * 60000) FROM resources WHERE id = :id)`

/** Of the resource itself, and of others that took it along. */
const LET_GO = `
  ${letGo('r.units', 'reservations r INDEXED BY reservations_let_go')} AND r.resource_id = :id
  UNION ALL
  ${letGo('p.units', 'reservation_parts p CROSS JOIN reservations r ON r.id = p.reservation_id')} AND p.resource_id = :id`

type LetGoRow = [...HeldRow, wasConfirmed: number, cancelledAt: number | null]

function readLetGo(db: Db, { source, span, units }: Asked, into: ReservationFact[]) {
  const rows = prepared(db, LET_GO)
    .raw()
    .all({ id: source, ...span }) as LetGoRow[]
  if (rows.length === 0) return
  const notice = (catalogueOf(db).resourceById.get(source)?.policy.cancelNoticeMinutes ?? 0) * 60_000
  for (const row of rows) {
    const state = row[3]
    const wasConfirmed = state === 'no_show' || (state === 'cancelled' && row[11] === 1)
    into.push({
      start: row[0],
      end: row[1],
      units: units ?? row[2],
      state,
      personId: row[4],
      organisationId: row[5],
      decisionMs: row[6],
      hasUsage: row[7] === 1,
      projectId: row[8],
      purpose: row[9],
      id: row[10],
      wasConfirmed,
      cancelledLate: wasConfirmed && row[12] !== null && row[12] > row[0] - notice,
    })
  }
}

/** What was recorded without a reservation has no project and no purpose. */
const USE = `
  SELECT u.start_at, u.end_at, u.units, u.person_id, coalesce(u.organisation_id, r.organisation_id), r.project_id, r.purpose,
    u.reservation_id FROM usages u`
const WITH_RESERVATION = 'LEFT JOIN reservations r ON r.id = u.reservation_id'

/** Up to 40 days long by a range of starts, the longer ones and those that run by their own index. */
const USES = `
  ${USE} ${WITH_RESERVATION}
    WHERE u.resource_id = :id AND u.start_at < :end AND u.start_at > :start - 3456000000 AND u.end_at > :start
      AND u.end_at - u.start_at <= 3456000000
  UNION ALL
  ${USE} INDEXED BY usages_long ${WITH_RESERVATION}
    WHERE u.resource_id = :id AND (u.end_at IS NULL OR u.end_at - u.start_at > 3456000000)
      AND u.start_at < :end AND (u.end_at IS NULL OR u.end_at > :start)`

type UseRow = [
  ...time: [number, number | null, number],
  ...whose: [number | null, number | null],
  ...whatFor: [number | null, Purpose | null],
  reservationId: number | null,
]

function readUses(db: Db, { source, span, units }: Asked, into: UseFact[]) {
  const rows = prepared(db, USES)
    .raw()
    .all({ id: source, ...span }) as UseRow[]
  for (const [start, end, own, personId, organisationId, projectId, purpose, reservationId] of rows)
    into.push({ start, end, units: units ?? own, personId, organisationId, projectId, purpose, reservationId })
}
