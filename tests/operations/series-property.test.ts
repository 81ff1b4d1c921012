import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Db } from '../../db/connect.ts'
import { reservationsOfSeries, seriesById, skipsOfSeries } from '../../db/queries/series.ts'
import { busyTimeOf } from '../../server/domain/conflicts.ts'
import { holdsTime } from '../../server/domain/lifecycle.ts'
import type { Reservation } from '../../server/domain/reservation.ts'
import { occurrencesOf } from '../../server/domain/series-plan.ts'
import { resourceWith } from '../../server/operations/assess.ts'
import { bookSeries } from '../../server/operations/book-series.ts'
import { cancelReservation } from '../../server/operations/cancel-reservation.ts'
import { cancelSeries } from '../../server/operations/cancel-series.ts'
import { changeReservation } from '../../server/operations/change-reservation.ts'
import { changeSeries } from '../../server/operations/change-series.ts'
import { decideSeries } from '../../server/operations/decide-series.ts'
import { expireRequests } from '../../server/operations/expire-requests.ts'
import { takeBackOccurrence } from '../../server/operations/take-back-occurrence.ts'
import { type Cast, makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import { DAY, HOUR, makeReservation, makeRule, NOW } from '../support/makers.ts'

const scope = fc.record({
  scope: fc.constantFrom('all' as const, 'following' as const),
  from: fc.nat(5),
  includeChanged: fc.boolean(),
})
const step = fc.oneof(
  fc.record({
    kind: fc.constant('move' as const),
    scope,
    shiftMinutes: fc.constantFrom(-1440, -180, -30, 30, 60, 1440, 7 * 1440),
  }),
  fc.record({ kind: fc.constant('stretch' as const), scope, durationMinutes: fc.constantFrom(30, 60, 90, 180) }),
  fc.record({ kind: fc.constant('cancel' as const), scope }),
  fc.record({ kind: fc.constant('take back' as const), which: fc.nat(5) }),
  fc.record({ kind: fc.constant('move one' as const), which: fc.nat(5), hours: fc.integer({ min: -30, max: 30 }) }),
  fc.record({ kind: fc.constant('cancel one' as const), which: fc.nat(5) }),
  fc.record({
    kind: fc.constant('decide' as const),
    verdict: fc.constantFrom('approve' as const, 'decline' as const),
    except: fc.nat(5),
  }),
  fc.record({ kind: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 100 }) }),
)
type Step = (typeof step extends fc.Arbitrary<infer T> ? T : never) & object

const booking = fc.record({
  rrule: fc.constantFrom(
    'FREQ=DAILY;COUNT=6',
    'FREQ=WEEKLY;BYDAY=TU,TH;COUNT=5',
    'FREQ=WEEKLY;BYDAY=TU,FR;UNTIL=20261211',
    'FREQ=DAILY;INTERVAL=3;COUNT=4',
  ),
  tem: fc.boolean(),
  /** Hours from now that others have taken. */
  taken: fc.array(fc.integer({ min: 24, max: 24 * 20 }), { maxLength: 6 }),
})

test('whatever happens to a series, it is its rule, and its claims are its reservations', () => {
  let moved = 0
  fc.assert(
    fc.property(booking, fc.array(step, { minLength: 1, maxLength: 12 }), ({ rrule, tem, taken }, steps) => {
      const db = testDb()
      const cast = makeCast(db)
      const resourceId = tem ? cast.tem : cast.hplc
      makeRule(db, { resourceId, startLocal: '2020-01-01T06:00:00', durationMinutes: 16 * 60, rrule: 'FREQ=DAILY' })
      for (const hours of new Set(taken)) {
        try {
          makeReservation(db, { resourceId, requesterId: cast.stranger.id, start: NOW + hours * HOUR })
        } catch {
          // Another one of them is there already.
        }
      }
      const booked = bookSeries(
        db,
        cast.researcher,
        {
          resourceId,
          timeZone: 'Europe/Warsaw',
          startLocal: '2026-11-24T10:00:00',
          durationMinutes: 60,
          rrule,
          exdates: [],
          rdates: [],
          units: 1,
          title: 'Often',
          purpose: 'own_research',
          onConflict: 'skip',
        },
        NOW,
      )
      if (!booked.ok) return
      const { id } = booked.value
      let now = NOW
      let version = 0
      check(db, id)
      for (const each of steps) {
        now += each.kind === 'wait' ? each.hours * HOUR : 60_000
        const before = reservationsOfSeries(db, id)
        if (act(db, cast, id, each, now)) moved++
        check(db, id)
        leavesThePastAlone(before, reservationsOfSeries(db, id), now)
        expect(seriesById(db, id)!.version).toBeGreaterThanOrEqual(version)
        version = seriesById(db, id)!.version
      }
      db.$client.close()
    }),
    { numRuns: 60, seed: 7 },
  )
  // The steps do something.
  expect(moved).toBeGreaterThan(100)
})

/** Does a step, and says whether it changed anything. */
function act(db: Db, cast: Cast, id: number, each: Step, now: number): boolean {
  const reservations = reservationsOfSeries(db, id)
  const one = (which: number) => reservations[which % reservations.length]!
  const scopeOf = ({
    scope: what,
    from,
    includeChanged,
  }: {
    scope: 'all' | 'following'
    from: number
    includeChanged: boolean
  }) => ({
    scope: what,
    from: one(from).start,
    includeChanged,
  })
  const version = seriesById(db, id)!.version
  switch (each.kind) {
    case 'move':
      return changeSeries(
        db,
        cast.researcher,
        id,
        { ...scopeOf(each.scope), shiftMinutes: each.shiftMinutes },
        version,
        now,
      ).ok
    case 'stretch':
      return changeSeries(
        db,
        cast.researcher,
        id,
        { ...scopeOf(each.scope), durationMinutes: each.durationMinutes },
        version,
        now,
      ).ok
    case 'cancel':
      return cancelSeries(db, cast.researcher, id, scopeOf(each.scope), now).ok
    case 'take back': {
      const names = occurrencesOf(seriesById(db, id)!).map(({ local }) => local)
      return takeBackOccurrence(db, cast.researcher, id, names[each.which % names.length]!, now).ok
    }
    case 'move one': {
      const { id: which, start, end, version: known } = one(each.which)
      const to = { start: start + each.hours * HOUR, end: end + each.hours * HOUR }
      return changeReservation(db, cast.researcher, which, to, known, now).ok
    }
    case 'cancel one':
      return cancelReservation(db, cast.researcher, one(each.which).id, {}, now).ok
    case 'decide':
      return decideSeries(
        db,
        cast.owner,
        id,
        { verdict: each.verdict, reason: 'No', exceptions: [one(each.except).id] },
        now,
      ).ok
    case 'wait':
      return expireRequests(db, now) > 0
  }
}

function check(db: Db, id: number): void {
  const series = seriesById(db, id)!
  const present = reservationsOfSeries(db, id)
  const names = [...present.map((each) => each.occurrenceLocal!), ...skipsOfSeries(db, id).map(({ local }) => local)]
  expect(names.sort()).toEqual(occurrencesOf(series).map(({ local }) => local))
  const rows = db.$client
    .prepare(
      `SELECT reservation_id AS id, c.start_at AS start, c.end_at AS "end", is_tentative AS tentative FROM claims c
       JOIN reservations v ON v.id = c.reservation_id WHERE v.series_id = ? ORDER BY v.id`,
    )
    .all(id)
  const holding = present.filter(({ state }) => holdsTime(state)).sort((a, b) => a.id - b.id)
  expect(rows).toEqual(
    holding.map((each) => ({
      id: each.id,
      ...busyTimeOf(each, resourceWith(db, each.resourceId).policy),
      tentative: Number(each.state === 'requested'),
    })),
  )
}

/** Whatever had begun is where it was. */
function leavesThePastAlone(before: readonly Reservation[], after: readonly Reservation[], now: number): void {
  const times = new Map(after.map(({ id, start, end }) => [id, { start, end }]))
  for (const { id, start, end, state } of before)
    if (start <= now && state === 'confirmed' && start > NOW - DAY)
      expect(times.get(id) ?? { start, end }).toEqual({ start, end })
}
