import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import type { Db } from '../../db/connect.ts'
import { outagesDuring } from '../../db/queries/outages.ts'
import { requesterById } from '../../db/queries/people.ts'
import { prepared } from '../../db/queries/prepared.ts'
import { reservationById } from '../../db/queries/reservations.ts'
import { autoCheckOut } from '../../server/operations/auto-check-out.ts'
import { cancelReservation } from '../../server/operations/cancel-reservation.ts'
import { checkIn } from '../../server/operations/check-in.ts'
import { checkOut } from '../../server/operations/check-out.ts'
import { expireRequests } from '../../server/operations/expire-requests.ts'
import { extendRunning } from '../../server/operations/extend-running.ts'
import { recordUsage } from '../../server/operations/record-usage.ts'
import { releaseNoShows } from '../../server/operations/release-no-shows.ts'
import { requestReservation } from '../../server/operations/request-reservation.ts'
import { startWalkUp } from '../../server/operations/start-walk-up.ts'
import { type Cast, makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import { at, MINUTE, makeOutage, makeResource } from '../support/makers.ts'

const HISTORIES = 1_500
const MORNING = at('2026-11-24 08:00')
const WHO = ['researcher', 'company', 'owner'] as const

let db: Db
let cast: Cast
/** Plain, with clean-up and no-shows, of three places, a room and a bench inside it. */
let things: number[]

beforeAll(() => {
  db = testDb()
  cast = makeCast(db)
  const common = { labId: cast.labId, minMinutes: 30, stepMinutes: 30 }
  const room = makeResource(db, common)
  things = [
    makeResource(db, common),
    makeResource(db, { ...common, setupMinutes: 15, cleanupMinutes: 15, noShowAfterMinutes: 30 }),
    makeResource(db, { ...common, capacity: 3 }),
    room,
    makeResource(db, { ...common, parentId: room, noShowAfterMinutes: 15 }),
  ]
  db.$client
    .prepare('UPDATE resources SET policy = ? WHERE id = ?')
    .run(JSON.stringify({ autoCheckOut: true }), things[4])
})

const which = fc.nat(4)
const who = fc.constantFrom(...WHO)
const no = fc.nat(7)
const STEPS = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constant('book'),
      which,
      who,
      half: fc.nat(4),
      halves: fc.integer({ min: 1, max: 4 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('begin'), no, isOwn: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('end'), no }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('walk up'), which, who }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('cancel'), no }) },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('record'),
      which,
      no: fc.option(no),
      from: fc.nat(240),
      minutes: fc.integer({ min: 1, max: 90 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('break'), which, minutes: fc.integer({ min: 10, max: 90 }) }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('wait'), minutes: fc.constantFrom(1, 7, 14, 30, 61) }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('run the jobs') }) },
)
type Step = Partial<Record<'which' | 'half' | 'halves' | 'from' | 'minutes', number>> & {
  does: string
  who?: (typeof WHO)[number]
  no?: number | null
  isOwn?: boolean
}

test(`in ${HISTORIES} histories use, reservations and outages never overlap illegally, and claims match what is to come`, () => {
  let begun = 0
  let overrun = 0
  fc.assert(
    fc.property(fc.array(STEPS, { minLength: 8, maxLength: 40, size: 'max' }), (steps) => {
      clear()
      let now = MORNING
      for (const step of steps as Step[]) {
        now = take(step, now)
        holds(now)
      }
      const [uses, late] = figures()
      begun += uses
      overrun += late
    }),
    { numRuns: HISTORIES, seed: 20_261_123 },
  )
  // The histories are about something.
  expect(begun).toBeGreaterThan(HISTORIES / 2)
  expect(overrun).toBeGreaterThan(HISTORIES / 50)
}, 240_000)

function take(
  { does, which = 0, no = null, isOwn = false, who = 'owner', half = 0, halves = 1, from = 0, minutes = 0 }: Step,
  now: number,
): number {
  const id = no === null ? null : reservationNo(no)
  const resourceId = things[which]!
  switch (does) {
    case 'book': {
      const start = Math.ceil(now / (30 * MINUTE)) * 30 * MINUTE + half * 30 * MINUTE
      const wish = { resourceId, start, end: start + halves * 30 * MINUTE, units: 1, title: 'Use' } as const
      requestReservation(db, cast[who], { ...wish, purpose: 'own_research' }, now)
      break
    }
    case 'begin':
      if (id) begin(id, isOwn, now)
      break
    case 'end':
      if (id) checkOut(db, cast.owner, id, now)
      break
    case 'cancel':
      if (id) cancelReservation(db, cast.owner, id, {}, now)
      break
    case 'walk up':
      startWalkUp(db, cast[who], resourceId, {}, now)
      break
    case 'record': {
      const start = MORNING + from * MINUTE
      recordUsage(db, cast.owner, { resourceId, start, end: start + minutes * MINUTE, reservationId: id }, now)
      break
    }
    case 'break':
      makeOutage(db, { resourceId, startAt: now, endAt: now + minutes * MINUTE })
      break
    case 'run the jobs':
      expireRequests(db, now)
      releaseNoShows(db, now)
      autoCheckOut(db, now)
      extendRunning(db, now)
      break
    case 'wait':
      return now + minutes * MINUTE
  }
  return now
}

/** Whoever is no steward keeps out of what is broken. */
function begin(id: number, isOwn: boolean, now: number): void {
  const { requesterId, resourceId } = reservationById(db, id)!
  const person = isOwn ? requesterById(db, requesterId) : cast.owner
  const result = checkIn(db, person, id, now)
  if (person.id !== cast.owner.id && outagesDuring(db, resourceId, { start: now, end: now + 1 }).length > 0)
    expect(result.ok).toBe(false)
}

interface Claim {
  readonly id: number
  readonly resourceId: number
  readonly capacity: number
  readonly state: string
  readonly start: number
  readonly end: number
  readonly claimStart: number
  readonly claimEnd: number
  readonly setup: number
  readonly cleanup: number
}
interface Use {
  readonly resourceId: number
  readonly reservationId: number | null
  readonly start: number
  readonly end: number | null
  readonly units: number
  readonly source: string
  readonly state: string | null
}

function holds(now: number): void {
  const claims = prepared(
    db,
    `SELECT c.reservation_id AS id, c.resource_id AS resourceId, r.capacity, v.state, v.start_at AS start, v.end_at AS "end",
       c.start_at AS claimStart, c.end_at AS claimEnd, c.setup_minutes * 60000 AS setup, c.cleanup_minutes * 60000 AS cleanup
     FROM claims c JOIN reservations v ON v.id = c.reservation_id JOIN resources r ON r.id = c.resource_id`,
  ).all() as Claim[]
  const uses = prepared(
    db,
    `SELECT u.resource_id AS resourceId, u.reservation_id AS reservationId, u.start_at AS start, u.end_at AS "end", u.units,
       u.source, v.state FROM usages u LEFT JOIN reservations v ON v.id = u.reservation_id`,
  ).all() as Use[]
  claimsMatch(claims, now)
  claimsLeaveRoom(claims)
  usesMatch(uses)
  usesLeaveRoom(uses, now)
}

/** Of what is to come a claim holds exactly what was booked; of what is over nothing that is to come. */
function claimsMatch(claims: readonly Claim[], now: number): void {
  const counted = prepared(
    db,
    `SELECT count(*) FROM reservations v WHERE state IN ('requested', 'confirmed', 'in_use', 'completed')
     AND (SELECT count(*) FROM claims c WHERE c.reservation_id = v.id) <> 1
     OR state IN ('declined', 'expired', 'no_show', 'cancelled') AND EXISTS (SELECT 1 FROM claims c WHERE c.reservation_id = v.id)`,
  ).pluck()
  expect(counted.get()).toBe(0)
  for (const each of claims) {
    const { state, start, end, claimStart, claimEnd, setup, cleanup } = each
    if (state === 'confirmed') expect([claimStart, claimEnd]).toEqual([start - setup, end + cleanup])
    if (state === 'in_use') expect(claimEnd, 'what runs holds its time').toBeGreaterThanOrEqual(end + cleanup)
    if (state === 'completed' && claimEnd > now + MINUTE + cleanup)
      expect.fail(`what is over holds ${(claimEnd - now) / MINUTE} minutes to come`)
  }
}

function claimsLeaveRoom(claims: readonly Claim[]): void {
  for (const one of claims) {
    const beside = claims.filter(
      (each) =>
        each.resourceId === one.resourceId && each.claimStart <= one.claimStart && each.claimEnd > one.claimStart,
    )
    expect(beside.length).toBeLessThanOrEqual(one.capacity)
    const kin = claims.filter(
      (each) =>
        areKin(each.resourceId, one.resourceId) && each.claimStart < one.claimEnd && one.claimStart < each.claimEnd,
    )
    expect(kin).toEqual([])
  }
}

/** What runs is in use, and the other way round. */
function usesMatch(uses: readonly Use[]): void {
  for (const { end, state, source } of uses)
    if (source === 'check-in' || source === 'walk-up') expect(state).toBe(end === null ? 'in_use' : 'completed')
  const running = new Set(uses.flatMap((each) => (each.end === null ? each.reservationId! : [])))
  const inUse = prepared(db, `SELECT id FROM reservations WHERE state = 'in_use' ORDER BY id`).pluck().all()
  expect([...running].sort((a, b) => a - b)).toEqual(inUse)
}

/** Nobody uses what others use: never more units than there are, never a room beside its bench. */
function usesLeaveRoom(uses: readonly Use[], now: number): void {
  const timed = uses.map((each) => ({ ...each, end: each.end ?? Math.max(now, each.start) + 1 }))
  for (const one of timed) {
    const capacity = one.resourceId === things[2] ? 3 : 1
    const beside = timed.filter(
      (each) => each.resourceId === one.resourceId && each.start <= one.start && each.end > one.start,
    )
    expect(beside.reduce((sum, each) => sum + each.units, 0)).toBeLessThanOrEqual(capacity)
    expect(
      timed.filter((each) => areKin(each.resourceId, one.resourceId) && each.start < one.end && one.start < each.end),
    ).toEqual([])
  }
}

const areKin = (a: number, b: number) => (a === things[3] && b === things[4]) || (a === things[4] && b === things[3])

const reservationNo = (no: number) =>
  (prepared(db, 'SELECT id FROM reservations ORDER BY id LIMIT 1 OFFSET ?').pluck().get(no) as number | undefined) ??
  null

const figures = () =>
  prepared(
    db,
    `SELECT count(*), sum(u.end_at > v.end_at) FROM usages u JOIN reservations v ON v.id = u.reservation_id WHERE source <> 'steward'`,
  )
    .raw()
    .get() as [number, number]

const TABLES = [
  'usages',
  'claims',
  'misses',
  'reminders',
  'reservation_events',
  'outbox',
  'unmet_requests',
  'outages',
  'reservations',
]
const clear = () =>
  db.$client.exec(`BEGIN; ${TABLES.map((table) => `DELETE FROM ${table}`).join('; ')};
    UPDATE resources SET longest_claim_ms = 0 WHERE longest_claim_ms > 0; COMMIT`)

test.each([
  [
    'a second use of one place',
    (id: number) =>
      `INSERT INTO usages (resource_id, start_at, end_at) SELECT resource_id, start_at, start_at + 9 FROM usages WHERE reservation_id = ${id}`,
  ],
  ['a use that runs on after its end', (id: number) => `UPDATE reservations SET state = 'completed' WHERE id = ${id}`],
  [
    'a claim that is shorter than its use',
    (id: number) => `UPDATE claims SET end_at = end_at - 60000 WHERE reservation_id = ${id}`,
  ],
])('%s would be found out', (_what, harm) => {
  clear()
  const wish = { start: MORNING, end: MORNING + 30 * MINUTE, units: 1, title: 'Use', purpose: 'own_research' } as const
  const result = requestReservation(db, cast.owner, { ...wish, resourceId: things[0]! }, MORNING)
  const id = result.ok ? result.value.id : 0
  checkIn(db, cast.owner, id, MORNING)
  holds(MORNING + MINUTE)
  db.$client.exec(harm(id))
  expect(() => holds(MORNING + MINUTE)).toThrow()
})
