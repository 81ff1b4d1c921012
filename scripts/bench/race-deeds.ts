import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { personById } from '../../db/queries/people.ts'
import { prepared } from '../../db/queries/prepared.ts'
import { reservationById } from '../../db/queries/reservations.ts'
import type { PartWish, Reservation } from '../../server/domain/reservation.ts'
import { cancelReservation } from '../../server/operations/cancel-reservation.ts'
import { changeReservation } from '../../server/operations/change-reservation.ts'
import { decideReservation } from '../../server/operations/decide-reservation.ts'
import { expireRequests } from '../../server/operations/expire-requests.ts'
import { requestReservation } from '../../server/operations/request-reservation.ts'
import type { Chance } from '../cluster/chance.ts'
import { type Attempt, type Circumstances, DAYS_AHEAD, spanFrom } from './race-attempt.ts'
import type { Deed } from './race-log.ts'
import { endSeries, makeSeries, moveSeries, takeBack } from './race-series-deeds.ts'
import type { World } from './race-world.ts'

const STEP = 30 * 60_000
const DAY = 86_400_000

const WEIGHTS: readonly (readonly [Deed, number])[] = [
  ['create', 45],
  ['change', 22],
  ['cancel', 14],
  ['approve', 8],
  ['decline', 3],
  ['expire', 3],
  ['outage', 3],
  ['hours', 1],
  ['capacity', 1],
  ['series', 4],
  ['change series', 4],
  ['cancel series', 2],
  ['take back', 2],
]

/** The next thing a worker tries; null when there is nothing to do it to. */
export function attemptAt(db: Db, world: World, chance: Chance, now: number): Attempt | null {
  const deed = chance.weighted(WEIGHTS)
  return TRIES[deed]({ db, world, chance, now })
}

const TRIES: Record<Deed, (circumstances: Circumstances) => Attempt | null> = {
  create,
  change,
  cancel,
  approve: (circumstances) => decide(circumstances, 'approve'),
  decline: (circumstances) => decide(circumstances, 'decline'),
  expire,
  outage,
  hours,
  capacity,
  series: makeSeries,
  'change series': moveSeries,
  'cancel series': endSeries,
  'take back': takeBack,
}

function create({ db, world, chance, now }: Circumstances): Attempt {
  const person = personById(db, chance.isLuck(0.1) ? world.ownerId : chance.pick(world.researcherIds))!
  const resourceId = chance.pick(world.resourceIds)
  const span = spanFrom(chance, now)
  const units = chance.weighted([
    [1, 6],
    [2, 3],
    [3, 1],
  ])
  const also = partsFrom(chance, world)
  return {
    ...{ deed: 'create', resourceId, ...span, units },
    run: (title) =>
      requestReservation(db, person, { resourceId, ...span, units, also, title, purpose: 'own_research' }, now),
  }
}

/** One or two others along, now and then. */
function partsFrom(chance: Chance, world: World): PartWish[] {
  if (!chance.isLuck(0.25)) return []
  return Array.from({ length: chance.whole(1, 2) }, () => ({ resourceId: chance.pick(world.resourceIds), units: 1 }))
}

function change(circumstances: Circumstances): Attempt | null {
  const { db, world, chance, now } = circumstances
  const reservation = someReservation(circumstances)
  if (!reservation) return null
  const { id, resourceId, requesterId, version } = reservation
  const person = personById(db, chance.isLuck(0.2) ? world.ownerId : requesterId)!
  const to = chance.weighted<{ start?: number; end?: number; units?: number; note?: string; also?: PartWish[] }>([
    [{ end: reservation.end - STEP }, 2],
    [{ end: reservation.end + STEP }, 3],
    [{ start: reservation.start + STEP, end: reservation.end + STEP }, 3],
    [{ start: reservation.start - STEP, end: reservation.end - STEP }, 3],
    [{ units: chance.whole(1, 3) }, 2],
    [{ also: partsFrom(chance, world) }, 2],
    [{ note: `at ${now}` }, 1],
    [spanFrom(chance, now), 4],
  ])
  // Some know an old version only.
  const known = chance.isLuck(0.05) ? version - 1 : version
  return {
    ...{ deed: 'change', id, resourceId, ...to },
    run: () => changeReservation(db, person, id, to, known, now),
  }
}

function cancel(circumstances: Circumstances): Attempt | null {
  const { db, world, chance, now } = circumstances
  const reservation = someReservation(circumstances)
  if (!reservation) return null
  const { id, resourceId, requesterId } = reservation
  const person = personById(db, chance.isLuck(0.2) ? world.ownerId : requesterId)!
  return { deed: 'cancel', id, resourceId, run: () => cancelReservation(db, person, id, {}, now) }
}

function decide({ db, world, chance, now }: Circumstances, verdict: 'approve' | 'decline'): Attempt | null {
  const id = prepared(db, `SELECT id FROM reservations WHERE state = 'requested' ORDER BY decide_by LIMIT 1 OFFSET ?`)
    .pluck()
    .get(chance.whole(0, 5)) as number | undefined
  if (id === undefined) return null
  const owner = personById(db, world.ownerId)!
  return { deed: verdict, id, run: () => decideReservation(db, owner, id, { verdict, reason: 'race' }, now) }
}

function expire({ db, now }: Circumstances): Attempt {
  return {
    deed: 'expire',
    run() {
      expireRequests(db, now)
      return null
    },
  }
}

/** One that holds its time, begun in the next days on some resource. */
function someReservation({ db, world, chance, now }: Circumstances): Reservation | null {
  const id = prepared(
    db,
    'SELECT reservation_id FROM claims WHERE resource_id = ? AND start_at >= ? ORDER BY start_at LIMIT 1',
  )
    .pluck()
    .get(chance.pick(world.resourceIds), now + chance.next() * DAYS_AHEAD * DAY) as number | undefined
  return id === undefined ? null : reservationById(db, id)
}

/** Outages come and go, and are written by whoever; what is booked already stays. */
function outage({ db, world, chance, now }: Circumstances): Attempt {
  const resourceId = chance.pick(world.resourceIds)
  const { start, end } = spanFrom(chance, now)
  return {
    ...{ deed: 'outage', resourceId, start, end },
    run: () =>
      inWriteTransaction(db, (tx) => {
        prepared(tx, 'DELETE FROM outages WHERE resource_id = ?').run(resourceId)
        prepared(
          tx,
          `INSERT INTO outages (resource_id, start_at, end_at, kind, is_planned, reason, created_at)
           VALUES (?, ?, ?, 'maintenance', 1, 'race', ?)`,
        ).run(resourceId, start, end, now)
        return null
      }),
  }
}

/** Closes a resource for an hour of every day, or opens it again: every process must forget its hours. */
function hours({ db, world, chance, now }: Circumstances): Attempt {
  const resourceId = chance.pick(world.resourceIds)
  const closes = chance.isLuck(0.5)
  const startLocal = `2026-11-01T${String(chance.whole(0, 22)).padStart(2, '0')}:00:00`
  return {
    ...{ deed: 'hours', resourceId },
    run: () =>
      inWriteTransaction(db, (tx) => {
        prepared(tx, 'DELETE FROM availability_rules WHERE resource_id = ?').run(resourceId)
        if (closes)
          prepared(
            tx,
            `INSERT INTO availability_rules (resource_id, effect, start_local, duration_minutes, rrule, created_at)
             VALUES (?, 'closed', ?, 60, 'FREQ=DAILY', ?)`,
          ).run(resourceId, startLocal, now)
        return null
      }),
  }
}

/** A machine more, or one less where the claims allow it: the guards refuse the rest. */
function capacity({ db, world, chance }: Circumstances): Attempt {
  const resourceId = chance.pick(world.resourceIds)
  const units = chance.whole(1, 3)
  return {
    ...{ deed: 'capacity', resourceId, units },
    run: () =>
      inWriteTransaction(db, (tx) => {
        prepared(tx, `UPDATE resources SET capacity = ? WHERE id = ? AND slug LIKE 'shared-%'`).run(units, resourceId)
        return null
      }),
  }
}
