import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Db } from '../../db/connect.ts'
import { claimsDuring } from '../../db/queries/claims.ts'
import { reservationById } from '../../db/queries/reservations.ts'
import { peakLoad } from '../../server/domain/interval.ts'
import { holdsTime } from '../../server/domain/lifecycle.ts'
import type { Reservation } from '../../server/domain/reservation.ts'
import { resourceWith } from '../../server/operations/assess.ts'
import { cancelReservation } from '../../server/operations/cancel-reservation.ts'
import { changeReservation } from '../../server/operations/change-reservation.ts'
import { decideReservation } from '../../server/operations/decide-reservation.ts'
import { expireRequests } from '../../server/operations/expire-requests.ts'
import { previewReservation } from '../../server/operations/preview-reservation.ts'
import { requestReservation } from '../../server/operations/request-reservation.ts'
import { type Cast, makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import { at, DAY, HOUR, MINUTE, makeAccessory, makeResource, makeRule, NOW } from '../support/makers.ts'

/** Two instruments, a room with two benches, three seats, and an accessory of which there are two. */
const PLACES = 7
const units = fc.nat(8)
const also = fc.uniqueArray(fc.record({ place: fc.nat(PLACES - 1), units }), { maxLength: 2, selector: (x) => x.place })
const time = { day: fc.nat(2), half: fc.nat(16), halves: fc.integer({ min: 1, max: 6 }) }
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('ask' as const),
      who: fc.nat(2),
      place: fc.nat(PLACES - 2),
      units,
      also,
      ...time,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('change' as const), which: fc.nat(9), also: fc.option(also), ...time }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancel' as const), which: fc.nat(9) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('decide' as const), which: fc.nat(9), approve: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 30 }) }) },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

test('reservations with parts never overload anything, and each has a claim on all that it takes', () => {
  let [made, together, moved, refused] = [0, 0, 0, 0]
  fc.assert(
    fc.property(fc.array(step, { minLength: 3, maxLength: 14 }), (steps) => {
      const stage = set()
      for (const each of steps) {
        const result = play(stage, each)
        if (result === 'refused') refused++
        if (result === 'moved') moved++
      }
      made += stage.ids.length
      together += stage.ids.filter((id) => reservationById(stage.db, id)!.also.length > 0).length
      hold(stage)
      stage.db.$client.close()
    }),
    { numRuns: 100 },
  )
  // Not by refusing everything.
  expect(made).toBeGreaterThan(120)
  expect(together).toBeGreaterThan(50)
  expect(moved).toBeGreaterThan(30)
  expect(refused).toBeGreaterThan(50)
}, 60_000)

interface Stage {
  readonly db: Db
  readonly cast: Cast
  readonly places: readonly number[]
  readonly ids: number[]
  now: number
}

function set(): Stage {
  const db = testDb()
  const cast = makeCast(db)
  makeRule(db, { labId: cast.labId, startLocal: '2020-01-01T00:00:00', durationMinutes: 1440, rrule: 'FREQ=DAILY' })
  const { labId, hplc, tem } = cast
  const room = makeResource(db, { labId, kind: 'room', cleanupMinutes: 30 })
  const benches = [1, 2].map(() => makeResource(db, { labId, parentId: room }))
  const seats = makeResource(db, { labId, capacity: 3, setupMinutes: 30 })
  const probe = makeAccessory(db, [hplc, tem, seats], { labId, capacity: 2 })
  return { db, cast, places: [hplc, tem, room, ...benches, seats, probe], ids: [], now: NOW }
}

const DAY_AHEAD = at('2026-11-25 00:00')
const spanOf = ({ day, half, halves }: { day: number; half: number; halves: number }) => {
  const start = DAY_AHEAD + day * DAY + (8 * 60 + half * 30) * MINUTE
  return { start, end: start + halves * 30 * MINUTE }
}

function play(stage: Stage, step: Step): 'done' | 'moved' | 'refused' {
  const { db, cast, places, ids, now } = stage
  const partsOf = (list: readonly { place: number; units: number }[]) =>
    list.map((each) => wishFor(db, places[each.place]!, each.units))
  if (step.kind === 'wait') {
    stage.now += step.hours * HOUR
    expireRequests(db, stage.now)
    return 'done'
  }
  if (step.kind === 'ask') {
    const person = [cast.researcher, cast.stranger, cast.owner][step.who]!
    const wish = {
      ...wishFor(db, places[step.place]!, step.units),
      ...spanOf(step),
      also: partsOf(step.also),
      ...{ title: 'Property', purpose: 'own_research' as const },
    }
    const foreseen = previewReservation(db, person, wish, now)
    const result = requestReservation(db, person, wish, now)
    expect(result.ok).toBe(foreseen.allowed)
    for (const { resource, ...offered } of foreseen.alternatives) {
      const there = { ...wish, resourceId: resource.id, start: offered.start, end: offered.end }
      expect(previewReservation(db, person, there, now).allowed).toBe(true)
    }
    if (!result.ok) return 'refused'
    expect(result.value.state).toBe(foreseen.state)
    ids.push(result.value.id)
    return 'done'
  }
  const reservation = ids.length > 0 ? reservationById(db, ids[step.which % ids.length]!) : null
  if (!reservation) return 'done'
  if (step.kind === 'cancel') return cancelReservation(db, cast.owner, reservation.id, {}, now).ok ? 'done' : 'refused'
  if (step.kind === 'decide') {
    const decision = step.approve ? ({ verdict: 'approve' } as const) : ({ verdict: 'decline', reason: 'No' } as const)
    return decideReservation(db, cast.deputy, reservation.id, decision, now).ok ? 'done' : 'refused'
  }
  const change = { ...spanOf(step), ...(step.also && { also: partsOf(step.also) }) }
  return changeReservation(db, cast.owner, reservation.id, change, reservation.version, now).ok ? 'moved' : 'refused'
}

/** Mostly as many as there can be, now and then one too many. */
function wishFor(db: Db, resourceId: number, spice: number) {
  const { capacity } = resourceWith(db, resourceId)
  return { resourceId, units: spice === 0 ? capacity + 1 : 1 + (spice % capacity) }
}

/** The law: claims are reservations with their parts, and nowhere too many. */
function hold({ db, ids, places }: Stage): void {
  const span = { start: DAY_AHEAD - DAY, end: DAY_AHEAD + 4 * DAY }
  const claims = places.flatMap((id) => claimsDuring(db, id, span))
  const holding = ids.map((id) => reservationById(db, id)!).filter(({ state }) => holdsTime(state))
  const wanted = holding.flatMap((each) => [each, ...each.also].map((part) => claimOf(db, each, part)))
  expect(claims.map(({ tentative: _, ...claim }) => claim).sort(inOrder)).toEqual(wanted.sort(inOrder))
  for (const { reservationId, tentative } of claims)
    expect(tentative).toBe(reservationById(db, reservationId)!.state === 'requested')
  for (const id of places) {
    const { capacity, above, inside } = resourceWith(db, id)
    expect(peakLoad(claimsDuring(db, id, span), span)).toBeLessThanOrEqual(capacity)
    const kin = claims.filter((claim) => [...above, ...inside].includes(claim.resourceId))
    for (const claim of claimsDuring(db, id, span))
      expect(kin.filter((other) => other.start < claim.end && other.end > claim.start)).toEqual([])
  }
}

type Placed = { resourceId: number; reservationId: number; start: number }
const inOrder = (a: Placed, b: Placed) => a.resourceId - b.resourceId || a.reservationId - b.reservationId

/** By hand: an accessory goes with the first thing in the reservation that it belongs to. */
function claimOf(db: Db, reservation: Reservation, { resourceId, units }: { resourceId: number; units: number }) {
  const resource = resourceWith(db, resourceId)
  const taken = [reservation, ...reservation.also].map((each) => resourceWith(db, each.resourceId))
  const host = resource.isAccessory ? taken.find((each) => each.accessories.includes(resourceId))! : resource
  const { setupMinutes, cleanupMinutes } = host.policy
  return {
    ...{ resourceId, reservationId: reservation.id, units, setupMinutes, cleanupMinutes },
    start: reservation.start - setupMinutes * MINUTE,
    end: reservation.end + cleanupMinutes * MINUTE,
  }
}
