import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { outagesDuring } from '../../db/queries/outages.ts'
import { recordEvent } from '../../db/queries/reservation-events.ts'
import { reservationById, updateReservation } from '../../db/queries/reservations.ts'
import { insertUsage, type RunningUsage, runningOn, usagesDuring } from '../../db/queries/usages.ts'
import { earliestCheckIn, minuteOf } from '../domain/check-in.ts'
import type { Conflict } from '../domain/conflicts.ts'
import { stateAfter } from '../domain/lifecycle.ts'
import { type Taken, takenWith } from '../domain/parts.ts'
import type { Person } from '../domain/person.ts'
import type { PartWish, Reservation } from '../domain/reservation.ts'
import { isSteward } from '../domain/stewardship.ts'
import type { UsageSource } from '../domain/usage.ts'
import type { Violation } from '../domain/violation.ts'
import { endUse } from './check-out.ts'
import { expireOverdue } from './expire-requests.ts'
import { type Found, findReservation } from './find-reservation.ts'
import { fitClaims } from './fit-claims.ts'
import { done, type Refusal, type Result, refused } from './result.ts'

const MINUTE = 60_000

/**
 * Begins the use of a reservation, by its requester or by a steward for them. Refusals: `not-found`, `forbidden`,
 * `wrong-state` (also once its time is over), `rules`: `too-soon`, an outage that only a steward may work in, or others
 * who still use it in their time. Who has not checked out after theirs is taken to have left.
 */
export function checkIn(db: Db, person: Person, id: number, now: number): Result<Reservation> {
  // Read before the transaction, which remembers nothing it may have to roll back.
  catalogueOf(db)
  return inWriteTransaction(db, (tx) => {
    const found = findReservation(tx, person, id, 'check-in')
    if (!found.ok) return found
    const no = refusalToBegin(found.value, now) ?? outageFor(tx, found.value, person, now)
    if (no) return refused(no)
    expireOverdue(tx, now)
    const taken = makeWay(tx, found.value, now)
    if (taken) return refused(taken)
    return done(beginUse(tx, found.value, { person, source: 'check-in', now }))
  })
}

function refusalToBegin({ reservation }: Found, now: number): Refusal | null {
  const { state, end } = reservation
  if (!stateAfter(state, 'checkIn')) return { kind: 'wrong-state', state }
  if (end <= now) return { kind: 'wrong-state', state: 'completed' }
  const earliest = earliestCheckIn(reservation)
  if (now >= earliest) return null
  return ruled({ code: 'too-soon', noticeMinutes: 0, earliest, isCheckIn: true })
}

const ruled = (violation: Violation): Refusal => ({ kind: 'rules', violations: [violation], conflicts: [] })

function outageFor(tx: Db, { reservation, resource }: Found, person: Person, now: number): Refusal | null {
  if (isSteward(person, resource)) return null
  const outages = [resource.id, ...reservation.also.map((each) => each.resourceId)].flatMap((id) =>
    outagesDuring(tx, id, { start: now, end: now + 1 }),
  )
  const violations = outages.map(({ kind, end }): Violation => ({ code: 'outage', kind, until: end }))
  return violations.length > 0 ? { kind: 'rules', violations, conflicts: [] } : null
}

/** Ends what others have forgotten to end where room is needed; what they still use in their time is in the way. */
function makeWay(tx: Db, { reservation, resource }: Found, now: number): Refusal | null {
  const taken = takenWith({ resource, units: reservation.units }, reservation.also, catalogueOf(tx))
  const asked = taken.map((each) => ({ ...each, running: runningOn(tx, each.resource) }))
  const isForgotten = ({ plannedEnd }: RunningUsage) =>
    plannedEnd !== null && plannedEnd <= now && now >= reservation.start
  const conflicts = asked.flatMap(({ running, ...each }) =>
    inTheWay(
      each,
      running.filter((usage) => !isForgotten(usage)),
      now,
    ),
  )
  if (conflicts.length > 0) return { kind: 'rules', violations: [], conflicts }
  for (const { running, ...each } of asked) leaveRoom(tx, each, running, isForgotten, now)
  return null
}

/** What runs on a resource and leaves no room. */
export function inTheWay({ resource, units }: Taken, running: readonly RunningUsage[], now: number): Conflict[] {
  if (loadOf(running) + units <= resource.capacity) return []
  return running.map(({ start, plannedEnd, units }) => ({
    ...{ start, end: Math.max(plannedEnd ?? now, now + MINUTE), units, resourceId: resource.id },
  }))
}

/** Ends one forgotten use after the other until there is room. */
function leaveRoom(
  tx: Db,
  { resource, units }: Taken,
  running: readonly RunningUsage[],
  isForgotten: (usage: RunningUsage) => boolean,
  now: number,
): void {
  let load = loadOf(running)
  for (const usage of running.filter(isForgotten)) {
    if (load + units <= resource.capacity) return
    load -= usage.units
    const reservation = reservationById(tx, usage.reservationId!)!
    // One that takes several resources may have been ended for another of them.
    if (reservation.state !== 'in_use') continue
    const leading = catalogueOf(tx).resourceById.get(reservation.resourceId)!
    endUse(tx, { reservation, resource: leading }, { person: null, end: reservation.end, isEstimated: true, now })
  }
}

const loadOf = (running: readonly RunningUsage[]) => running.reduce((sum, each) => sum + each.units, 0)

/** Now, or when the use before has ended by its record: the clock may have been set back since. */
function beginningOn(tx: Db, { resourceId, units }: PartWish, now: number): number {
  const { capacity, above, inside } = catalogueOf(tx).resourceById.get(resourceId)!
  const ended = [resourceId, ...above, ...inside]
    .flatMap((id) => usagesDuring(tx, id, { start: now, end: now + 1 }))
    .filter((each) => each.end !== null)
  const load = ended.reduce((sum, each) => sum + (each.resourceId === resourceId ? each.units : capacity), 0)
  return load + units <= capacity ? now : Math.max(...ended.map((each) => each.end!))
}

interface Beginning {
  readonly person: Person
  readonly source: UsageSource
  readonly now: number
}

/** The use itself, of everything the reservation takes. */
export function beginUse(tx: Db, found: Found, { person, source, now }: Beginning): Reservation {
  const { reservation } = found
  const begun = updateReservation(tx, { ...reservation, state: 'in_use' })
  const { id: reservationId, requesterId: personId, organisationId, resourceId, units, also } = reservation
  for (const taken of [{ resourceId, units }, ...also])
    insertUsage(tx, {
      ...{ resourceId: taken.resourceId, reservationId, personId, organisationId },
      ...{ start: beginningOn(tx, taken, now), end: null, units: taken.units, isEstimated: false },
      ...{ source, createdById: person.id, reason: null },
    })
  fitClaims(tx, found, { since: minuteOf(now), now })
  recordEvent(tx, { reservationId, personId: person.id, kind: 'checked-in', at: now })
  return begun
}
