import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { earliestFree, type SlotWish, slotSearch } from '../../db/queries/free-slots.ts'
import type { Person } from '../../server/domain/person.ts'
import type { Resource } from '../../server/domain/resource.ts'
import { assess } from '../../server/operations/assess.ts'
import { makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import {
  at,
  DAY,
  HOUR,
  MINUTE,
  makeOutage,
  makeQualification,
  makeReservation,
  makeResource,
  makeRule,
  NOW,
} from '../support/makers.ts'

function house() {
  const db = testDb()
  const cast = makeCast(db)
  const of = (id: number) => catalogueOf(db).resourceById.get(id)!
  const wish = (more: Partial<SlotWish> = {}): SlotWish => ({
    durationMs: 2 * HOUR,
    from: NOW,
    to: NOW + 14 * DAY,
    person: cast.researcher,
    now: NOW,
    ...more,
  })
  const first = (id: number, more: Partial<SlotWish> = {}) => earliestFree(db, [of(id)], wish(more))[0]
  return { db, cast, of, wish, first }
}

describe('the earliest free time', () => {
  test('is now when the resource is open and nobody has it', () => {
    const { cast, first } = house()
    expect(first(cast.hplc)).toMatchObject({
      start: NOW,
      end: NOW + 2 * HOUR,
      freeUntil: at('2026-11-23 18:00'),
      approval: 'none',
      qualified: true,
    })
  })

  test('lies in the gap that is long enough', () => {
    const { db, cast, first } = house()
    const taken = (start: string, end: string) =>
      makeReservation(db, {
        resourceId: cast.hplc,
        requesterId: cast.stranger.id,
        start: at(`2026-11-23 ${start}`),
        end: at(`2026-11-23 ${end}`),
      })
    taken('08:00', '10:00')
    taken('11:00', '13:30')
    expect(first(cast.hplc)?.start).toBe(at('2026-11-23 13:30'))
    expect(first(cast.hplc, { durationMs: HOUR })?.start).toBe(at('2026-11-23 10:00'))
    expect(first(cast.hplc, { durationMs: 8 * HOUR })?.start).toBe(at('2026-11-24 08:00'))
  })

  test('keeps own set-up and clean-up off others', () => {
    const { db, cast, first } = house()
    makeReservation(db, {
      resourceId: cast.tem,
      requesterId: cast.stranger.id,
      start: at('2026-11-23 09:00'),
      end: at('2026-11-23 10:00'),
    })
    expect(first(cast.tem)).toMatchObject({ start: at('2026-11-23 11:00'), approval: 'owner' })
  })

  test('needs no approval from those who give it', () => {
    const { cast, first } = house()
    expect(first(cast.tem, { person: cast.owner })?.approval).toBe('none')
  })

  test('waits for the end of an outage, one of the room around it too', () => {
    const { db, cast, first } = house()
    const bench = makeResource(db, { labId: cast.labId, parentId: cast.hplc })
    makeOutage(db, { resourceId: cast.hplc, startAt: NOW, endAt: at('2026-11-23 15:00') })
    expect(first(cast.hplc)?.start).toBe(at('2026-11-23 15:00'))
    expect(first(bench)?.start).toBe(at('2026-11-23 15:00'))
  })

  test('counts units', () => {
    const { db, cast, first } = house()
    const id = makeResource(db, { labId: cast.labId, capacity: 3 })
    makeReservation(db, {
      resourceId: id,
      requesterId: cast.stranger.id,
      units: 2,
      start: NOW,
      end: at('2026-11-23 12:00'),
    })
    expect(first(id)?.start).toBe(NOW)
    expect(first(id, { units: 2 })?.start).toBe(at('2026-11-23 12:00'))
    expect(first(id, { units: 4 })).toBeUndefined()
  })

  test('is not held by a request past its deadline', () => {
    const { db, cast, first } = house()
    const asked = (decideBy: number) =>
      makeReservation(db, {
        resourceId: cast.hplc,
        requesterId: cast.stranger.id,
        state: 'requested',
        start: NOW,
        end: at('2026-11-23 17:00'),
        decideBy,
      })
    asked(NOW - MINUTE)
    expect(first(cast.hplc)?.start).toBe(NOW)
  })

  test('lies wholly inside what was asked for', () => {
    const { cast, first } = house()
    expect(first(cast.hplc, { to: NOW + 2 * HOUR })?.start).toBe(NOW)
    expect(first(cast.hplc, { to: NOW + 2 * HOUR - MINUTE })).toBeUndefined()
    expect(first(cast.hplc, { from: NOW - DAY })?.start).toBe(NOW)
    expect(first(cast.hplc, { from: NOW + MINUTE })?.start).toBe(NOW + 30 * MINUTE)
    expect(first(cast.hplc, { from: NOW + DAY, to: NOW })).toBeUndefined()
  })

  test.each<[string, Partial<Resource['policy']> & { status?: Resource['status'] }, Partial<SlotWish>?]>([
    ['out of service', { status: 'out_of_service' }],
    ['planned', { status: 'planned' }],
    ['shorter than its least', { minMinutes: 180 }],
    ['longer than its most', { maxMinutes: 60 }],
    ['beyond its horizon', { horizonDays: 1 }, { from: NOW + 3 * DAY }],
  ])('there is none for what is %s', (_what, row, more = {}) => {
    const { db, cast, first } = house()
    expect(first(makeResource(db, { labId: cast.labId, ...row }), more)).toBeUndefined()
  })

  test('keeps the notice', () => {
    const { db, cast, first } = house()
    expect(first(makeResource(db, { labId: cast.labId, minNoticeMinutes: 26 * 60 }))?.start).toBe(
      at('2026-11-24 10:00'),
    )
  })

  test('tells who may not use it', () => {
    const { db, cast, first } = house()
    const id = makeResource(db, { labId: cast.labId, qualificationRequired: 'supervised' })
    makeQualification(db, { resourceId: id, personId: cast.colleague.id })
    const qualified = (person: Person | null) => first(id, { person })?.qualified
    expect([cast.researcher, cast.colleague, cast.owner, null].map(qualified)).toEqual([false, true, true, false])
  })

  test('depends on whom the hours are for', () => {
    const { db, cast, first } = house()
    const id = makeResource(db, { labId: cast.labId })
    makeRule(db, { resourceId: id, audience: 'organisation' })
    makeRule(db, { resourceId: id, rrule: 'FREQ=WEEKLY;BYDAY=TH' })
    expect(first(id, { person: cast.owner })?.start).toBe(NOW)
    expect(first(id)?.start).toBe(at('2026-11-26 08:00'))
    expect(first(id, { person: null })?.start).toBe(at('2026-11-26 08:00'))
  })

  test('of many: the earliest first, at the same hour those without approval, and no more than asked for', () => {
    const { db, cast, of, wish } = house()
    const later = makeResource(db, { labId: cast.labId, minNoticeMinutes: 60 })
    const slots = (limit?: number) =>
      earliestFree(db, [later, cast.tem, cast.hplc].map(of), wish(), limit).map((each) => each.resource.id)
    expect(slots()).toEqual([cast.hplc, cast.tem, later])
    expect(slots(2)).toEqual([cast.hplc, cast.tem])
  })
})

test('of one resource: the earliest start of every stretch that fits', () => {
  const { db, cast, of, wish } = house()
  makeReservation(db, {
    resourceId: cast.hplc,
    requesterId: cast.stranger.id,
    start: at('2026-11-23 10:00'),
    end: at('2026-11-23 12:30'),
  })
  const stretches = [...slotSearch(db, wish({ to: NOW + 2 * DAY })).everyStretch([of(cast.hplc)])]
  expect(stretches.map((each) => each.start)).toEqual(
    ['2026-11-23 08:00', '2026-11-23 12:30', '2026-11-24 08:00'].map(at),
  )
})

/** Steps that do not divide the day, a night lab across the change of the clocks, buffers, units, notice: as the rules see it. */
test('is the first one that the rules of booking let through, whatever is taken', () => {
  const slot = fc.record({
    resource: fc.nat(2),
    start: fc.nat(9 * 48),
    length: fc.integer({ min: 1, max: 20 }),
    units: fc.integer({ min: 1, max: 2 }),
  })
  const policy = fc.record({
    stepMinutes: fc.constantFrom(15, 30, 45, 60),
    minMinutes: fc.constantFrom(15, 60),
    maxMinutes: fc.constantFrom(180, 600),
    setupMinutes: fc.constantFrom(0, 20, 30),
    cleanupMinutes: fc.constantFrom(0, 30),
    minNoticeMinutes: fc.constantFrom(0, 90, 2000),
    horizonDays: fc.constantFrom(2, 5, 400),
    capacity: fc.constantFrom(1, 2),
  })
  const week = fc.constantFrom(NOW, Date.UTC(2026, 9, 23, 5, 10), Date.UTC(2027, 2, 26, 21))
  fc.assert(
    fc.property(
      fc.tuple(policy, policy),
      fc.array(slot, { maxLength: 14 }),
      week,
      fc.constantFrom(30, 60, 90, 120, 480),
      fc.constantFrom(1, 2),
      (policies, taken, now, minutes, units) => {
        const { db, cast, of } = house()
        makeRule(db, {
          labId: cast.labId,
          startLocal: '2020-01-01T22:00:00',
          durationMinutes: 480,
          rrule: 'FREQ=DAILY',
        })
        const [a, b] = policies.map((each) => makeResource(db, { labId: cast.labId, ...each })) as [number, number]
        const bench = makeResource(db, { labId: cast.labId, parentId: a, stepMinutes: 15 })
        const ids = [a, b, bench]
        for (const { resource, start, length, units: count } of taken)
          reserve(db, cast.stranger, of(ids[resource]!), now + start * 30 * MINUTE, length, count)
        const wish = { durationMs: minutes * MINUTE, from: now, to: now + 7 * DAY, person: cast.researcher, now, units }
        const tried = ids.map((id) => byTrying(db, of(id), wish))
        expect(ids.map((id) => earliestFree(db, [of(id)], wish)[0]?.start)).toEqual(tried)
        const inOrder = tried.filter((each) => each !== undefined).sort((x, y) => x - y)
        expect(earliestFree(db, ids.map(of), wish).map((each) => each.start)).toEqual(inOrder)
      },
    ),
    { numRuns: 12 },
  )
}, 60_000)

function reserve(db: Db, person: Person, { id }: Resource, start: number, halfHours: number, units: number) {
  try {
    db.$client.transaction(() =>
      makeReservation(db, {
        resourceId: id,
        requesterId: person.id,
        start,
        end: start + halfHours * 30 * MINUTE,
        units,
      }),
    )()
  } catch {
    // Taken already.
  }
}

/** Every five minutes of the span, asked one by one. */
function byTrying(
  db: Db,
  resource: Resource,
  { durationMs, from, to, person, now, units = 1 }: SlotWish,
): number | undefined {
  const first = Math.ceil(from / (5 * MINUTE)) * 5 * MINUTE
  for (let start = first; start + durationMs <= to; start += 5 * MINUTE) {
    const wanted = { start, end: start + durationMs, units, purpose: 'own_research', projectCode: null }
    const { violations, conflicts } = assess(db, { person: person!, resource, wanted }, now)
    if (violations.length === 0 && conflicts.length === 0) return start
  }
  return undefined
}
