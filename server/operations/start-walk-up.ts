import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { insertClaim } from '../../db/queries/claims.ts'
import { hoursOf } from '../../db/queries/opening-hours.ts'
import { insertReservation } from '../../db/queries/reservations.ts'
import { runningOn } from '../../db/queries/usages.ts'
import { freeUntil, minuteOf } from '../domain/check-in.ts'
import type { Person } from '../domain/person.ts'
import type { Purpose } from '../domain/purpose.ts'
import type { Reservation } from '../domain/reservation.ts'
import type { Resource } from '../domain/resource.ts'
import { gridUp } from '../domain/step-grid.ts'
import type { ViolationCode } from '../domain/violation.ts'
import { inClaimTransaction } from './against-clashes.ts'
import { assess, othersDuring, type Wish } from './assess.ts'
import { beginUse, inTheWay } from './check-in.ts'
import { expireOverdue } from './expire-requests.ts'
import { newReservation } from './request-reservation.ts'
import { done, type Result, refused } from './result.ts'
import { refusalOf } from './weigh.ts'

export interface WalkUp {
  /** UTC epoch ms; the shortest reservation from now on unless told, or as long as it is free. */
  readonly until?: number | undefined
  readonly title?: string | undefined
  readonly purpose?: Purpose | undefined
  readonly projectCode?: string | null | undefined
}

const MINUTE = 60_000

/** It begins now, so notice and steps do not count, and neither does how short it is. */
const BESIDE_THE_POINT: readonly ViolationCode[] = ['in-the-past', 'too-soon', 'off-step', 'too-short']

/**
 * Begins to use a resource that nobody has reserved: a reservation that begins now and is in use at once, so that the time
 * is taken like any other and has its purpose. Refusals: `not-found`, `invalid` (`resource`) where it needs an approval first,
 * `rules`, and a clash where others use it or have it within a step from now.
 */
export function startWalkUp(
  db: Db,
  person: Person,
  resourceId: number,
  walkUp: WalkUp,
  now: number,
): Result<Reservation> {
  const resource = catalogueOf(db).resourceById.get(resourceId)
  if (!resource || resource.isAccessory) return refused({ kind: 'not-found' })
  // Read before the transaction, which remembers nothing it may have to roll back.
  hoursOf(db, resource.id)
  return inClaimTransaction(
    db,
    () => wishOf(db, person, resource, walkUp, now),
    now,
    (tx) => {
      expireOverdue(tx, now)
      return begin(tx, wishOf(tx, person, resource, walkUp, now), walkUp, now)
    },
  )
}

function begin(tx: Db, wish: Wish, { title, projectCode }: WalkUp, now: number): Result<Reservation> {
  const { person, resource, wanted } = wish
  const { start, end, units } = wanted
  const purpose = wanted.purpose as Purpose
  const row = newReservation(
    tx,
    wish,
    { start, end, units, purpose, projectCode, title: title?.trim() || 'Walk-up' },
    now,
  )
  if (row.state !== 'confirmed')
    return refused({ kind: 'invalid', field: 'resource', reason: 'walk-up-needs-approval' })
  const { violations, conflicts } = assess(tx, wish, now)
  // Set-up is not asked for: who walks up does it in their own time.
  const taken = conflicts.filter((each) => each.end > start)
  const no = refusalOf({
    standing: violations.filter(({ code }) => !BESIDE_THE_POINT.includes(code)),
    conflicts: taken.length > 0 ? taken : inTheWay({ resource, units }, runningOn(tx, resource), now),
  })
  if (no) return no
  const reservation = insertReservation(tx, row)
  claim(tx, reservation, resource)
  return done(beginUse(tx, { reservation, resource }, { person, source: 'walk-up', now }))
}

function claim(tx: Db, { id: reservationId, start, end, units }: Reservation, { id, policy }: Resource): void {
  const { cleanupMinutes } = policy
  const span = { start, end: end + cleanupMinutes * MINUTE }
  insertClaim(tx, { ...span, resourceId: id, reservationId, units, setupMinutes: 0, cleanupMinutes, tentative: false })
}

function wishOf(
  db: Db,
  person: Person,
  resource: Resource,
  { until, purpose, projectCode }: WalkUp,
  now: number,
): Wish {
  const start = minuteOf(now)
  const end = until ?? endFor(db, resource, start, { now, personId: person.id })
  return {
    person,
    resource,
    wanted: { start, end, units: 1, purpose: purpose ?? 'own_research', projectCode: projectCode ?? null },
  }
}

/** The shortest reservation, or less where others come before, but a step at least. */
function endFor(db: Db, resource: Resource, start: number, looking: { now: number; personId: number }): number {
  const { minMinutes, stepMinutes, cleanupMinutes } = resource.policy
  const usual = gridUp(start + minMinutes * MINUTE, stepMinutes, resource.timeZone)
  const span = { start, end: usual + cleanupMinutes * MINUTE }
  const room = { units: 1, capacity: resource.capacity }
  const free = freeUntil(span, othersDuring(db, resource, span, looking), room) - cleanupMinutes * MINUTE
  return free >= start + stepMinutes * MINUTE ? free : usual
}
