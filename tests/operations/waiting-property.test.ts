import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Db } from '../../db/connect.ts'
import { claimsDuring } from '../../db/queries/claims.ts'
import { liveHolds, storeFormHold } from '../../db/queries/holds.ts'
import { standingOn } from '../../db/queries/waiting-list.ts'
import { type Interval, loadProfile } from '../../server/domain/interval.ts'
import { cancelReservation } from '../../server/operations/cancel-reservation.ts'
import { holdTime } from '../../server/operations/hold-time.ts'
import { joinWaitingList } from '../../server/operations/join-waiting-list.ts'
import { leaveWaitingList } from '../../server/operations/leave-waiting-list.ts'
import { groupsWaitedFor, offerFreedTime } from '../../server/operations/offer-freed-time.ts'
import { requestReservation } from '../../server/operations/request-reservation.ts'
import { makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import { at, HOUR, MINUTE, makeReservation, NOW } from '../support/makers.ts'

const PEOPLE = ['researcher', 'colleague', 'stranger', 'company'] as const
const DAY = { start: at('2026-11-24 08:00'), end: at('2026-11-24 14:00') }

type Step =
  | { readonly do: 'book' | 'hold' | 'wait'; readonly who: number; readonly hour: number; readonly hours: number }
  | { readonly do: 'wait-any'; readonly who: number; readonly hours: number }
  | { readonly do: 'cancel' | 'decline' | 'leave'; readonly which: number }
  | { readonly do: 'job' }
  | { readonly do: 'pass'; readonly minutes: number }

const STANDING_RESERVATIONS = `SELECT id FROM reservations WHERE state = 'confirmed' ORDER BY id`
const STANDING_ENTRIES = `SELECT id FROM waiting_entries WHERE state IN ('waiting', 'offered') ORDER BY state, id`

const who = fc.nat(PEOPLE.length - 1)
const which = fc.nat(30)
const hours = fc.integer({ min: 1, max: 3 })
const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constantFrom('book', 'hold', 'wait'), who, hour: fc.nat(5), hours }),
  fc.record({ do: fc.constantFrom('wait', 'book'), who, hour: fc.nat(2), hours }),
  fc.record({ do: fc.constant('wait-any' as const), who, hours }),
  fc.record({ do: fc.constantFrom('cancel', 'decline', 'leave'), which }),
  fc.record({ do: fc.constant('cancel' as const), which }),
  fc.constant({ do: 'job' as const }),
  fc.record({ do: fc.constant('pass' as const), minutes: fc.constantFrom(1, 9, 31, 61) }),
)

test('whoever joins, cancels, declines and books in whatever order: no time is promised twice, nobody is asked twice, the first come are the first asked', () => {
  let offers = 0
  fc.assert(
    fc.property(fc.array(steps, { minLength: 10, maxLength: 45 }), (story) => {
      const db = testDb()
      const cast = makeCast(db)
      const people = PEOPLE.map((name) => cast[name])
      let now = NOW
      // The day begins full.
      for (const start of [0, 2, 4].map((hour) => DAY.start + hour * HOUR))
        makeReservation(db, { resourceId: cast.hplc, requesterId: cast.owner.id, start, end: start + 2 * HOUR })
      for (const step of story) {
        act(step)
        expectNoTimePromisedTwice(db, cast.hplc, now)
      }
      run()
      expectNobodyAskedTwice(db)
      offers += db.$client.prepare(`SELECT count(*) FROM outbox WHERE kind = 'waiting-offer'`).pluck().get() as number
      db.$client.close()

      function act(step: Step) {
        const resource = { resourceId: cast.hplc, units: 1 }
        switch (step.do) {
          case 'book':
          case 'hold':
          case 'wait': {
            const person = people[step.who]!
            const start = DAY.start + step.hour * HOUR
            const time = { start, end: start + step.hours * HOUR }
            if (step.do === 'hold') return void holdTime(db, person, { ...resource, ...time }, now)
            if (step.do === 'wait')
              return void joinWaitingList(db, person, { ...resource, ...time, durationMinutes: null }, now)
            const wish = { ...resource, ...time, title: 'Run', purpose: 'own_research' as const }
            return void requestReservation(db, person, wish, now)
          }
          case 'wait-any': {
            const wish = { ...resource, ...DAY, durationMinutes: step.hours * 60 }
            return void joinWaitingList(db, people[step.who]!, wish, now)
          }
          case 'cancel':
            return void cancelReservation(db, cast.owner, pick(STANDING_RESERVATIONS, step.which), {}, now)
          case 'decline':
          case 'leave':
            for (const person of people) leaveWaitingList(db, person, pick(STANDING_ENTRIES, step.which), step.do, now)
            return
          case 'job':
            return run()
          case 'pass':
            now += step.minutes * MINUTE
        }
      }

      function pick(sql: string, which: number): number {
        const ids = db.$client.prepare(sql).pluck().all() as number[]
        return ids[which % ids.length] ?? 0
      }

      function run() {
        for (const group of groupsWaitedFor(db)) offerFreedTime(db, group, now)
        expectFirstComeFirstAsked(db, cast.hplc, now)
        expectOffersKept(db, cast.hplc)
      }
    }),
    { numRuns: 120 },
  )
  // The stories are about something.
  expect(offers).toBeGreaterThan(50)
}, 60_000)

/** Reservations and holds together, those of one person counted once, never pass the capacity. */
function expectNoTimePromisedTwice(db: Db, resourceId: number, now: number) {
  const ofPerson = Map.groupBy(liveHolds(db, now), ({ personId }) => personId)
  const kept = [...ofPerson.values()].flatMap((holds) =>
    loadProfile(holds, DAY)
      .filter(({ units }) => units > 0)
      .map((each) => ({ ...each, units: 1 })),
  )
  const load = loadProfile([...claimsDuring(db, resourceId, DAY), ...kept], DAY)
  expect(Math.max(...load.map(({ units }) => units))).toBeLessThanOrEqual(1)
}

function expectNobodyAskedTwice(db: Db) {
  const asked = db.$client
    .prepare(
      `SELECT count(*) FROM outbox WHERE kind = 'waiting-offer' GROUP BY payload ->> 'entryId', payload ->> 'start', payload ->> 'end'`,
    )
    .pluck()
    .all()
  expect(asked.filter((count) => count !== 1)).toEqual([])
}

/** Nobody has an offer that somebody before them still waits for. */
function expectFirstComeFirstAsked(db: Db, resourceId: number, now: number) {
  const standing = standingOn(db, [resourceId])
  const offered = liveHolds(db, now).filter(({ waitingEntryId }) => waitingEntryId !== null)
  const same = (a: Interval, b: Interval) => a.start === b.start && a.end === b.end
  for (const offer of offered) {
    const passedOver = standing.filter(
      (each) =>
        each.state === 'waiting' &&
        each.id < offer.waitingEntryId! &&
        each.personId !== offer.personId &&
        each.durationMinutes === null &&
        same(each, offer),
    )
    expect(passedOver).toEqual([])
  }
}

/** An entry has an offer exactly when it says so. */
function expectOffersKept(db: Db, resourceId: number) {
  const offered = standingOn(db, [resourceId]).filter(({ state }) => state === 'offered')
  const kept = db.$client.prepare('SELECT waiting_entry_id FROM holds WHERE waiting_entry_id IS NOT NULL').pluck().all()
  expect(offered.map(({ id }) => id).sort()).toEqual(kept.sort())
}

test('the look at promises sees one that is given twice', () => {
  const db = testDb()
  const cast = makeCast(db)
  holdTime(db, cast.researcher, { ...DAY, resourceId: cast.hplc, units: 1 }, NOW)
  expectNoTimePromisedTwice(db, cast.hplc, NOW)
  storeFormHold(db, {
    ...{ ...DAY, resourceId: cast.hplc, units: 1, personId: cast.stranger.id },
    ...{ expiresAt: NOW + HOUR, sinceAt: NOW },
  })
  expect(() => expectNoTimePromisedTwice(db, cast.hplc, NOW)).toThrow()
})
