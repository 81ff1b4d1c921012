import { beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '../../db/connect.ts'
import { formHoldOf } from '../../db/queries/holds.ts'
import { HOLD_MS, holdFor, LONGEST_HOLD_MS } from '../../server/domain/hold.ts'
import type { Person } from '../../server/domain/person.ts'
import { resourceWith } from '../../server/operations/assess.ts'
import { findSlots } from '../../server/operations/find-slots.ts'
import { holdTime } from '../../server/operations/hold-time.ts'
import { previewReservation } from '../../server/operations/preview-reservation.ts'
import { releaseHold } from '../../server/operations/release-hold.ts'
import { requestReservation } from '../../server/operations/request-reservation.ts'
import type { Result } from '../../server/operations/result.ts'
import { type Cast, makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import { at, DAY, HOUR, MINUTE, makeReservation, makeResource, NOW } from '../support/makers.ts'

let db: Db
let cast: Cast
beforeEach(() => {
  db = testDb()
  cast = makeCast(db)
})

const TEN = { start: at('2026-11-24 10:00'), end: at('2026-11-24 12:00') }
const NOON = { start: at('2026-11-24 12:00'), end: at('2026-11-24 13:00') }

interface Wish {
  readonly resourceId?: number
  readonly units?: number
  readonly now?: number
}
const hold = (person: Person, time = TEN, { resourceId = cast.hplc, units = 1, now = NOW }: Wish = {}) =>
  holdTime(db, person, { resourceId, units, ...time }, now)
const book = (person: Person, time = TEN, { resourceId = cast.hplc, units = 1, now = NOW }: Wish = {}) =>
  requestReservation(db, person, { resourceId, units, ...time, title: 'Run', purpose: 'own_research' }, now)
const said = (result: Result<unknown>) => {
  if (result.ok) return 'done'
  const { refusal } = result
  if (refusal.kind === 'rules')
    return [
      ...refusal.violations.map(({ code }) => code),
      ...refusal.conflicts.map((each) => (each.heldUntil ? 'held' : 'taken')),
    ].join()
  return refusal.kind === 'invalid' ? refusal.reason : refusal.kind
}

describe('a hold', () => {
  test('keeps the time for one person and for ten minutes', () => {
    expect(hold(cast.researcher)).toMatchObject({ ok: true, value: { expiresAt: NOW + HOLD_MS } })
    expect(said(book(cast.stranger))).toBe('held')
    expect(said(hold(cast.stranger))).toBe('held')
    expect(said(book(cast.owner))).toBe('held')
    expect(said(book(cast.stranger, NOON))).toBe('done')
    expect(said(book(cast.researcher))).toBe('done')
  })

  test('tells others until when, and of other times; never who', () => {
    hold(cast.researcher)
    const wish = { resourceId: cast.hplc, ...TEN, units: 1, purpose: 'own_research' }
    const preview = previewReservation(db, cast.stranger, wish, NOW)
    expect(preview.conflicts).toEqual([{ ...TEN, units: 1, resourceId: cast.hplc, heldUntil: NOW + HOLD_MS }])
    expect(preview.alternatives.length).toBeGreaterThan(0)
    expect(JSON.stringify(preview)).not.toContain(cast.researcher.name)
  })

  test('blocks nobody once it has expired, though no job has been there', () => {
    hold(cast.researcher)
    expect(said(book(cast.stranger, TEN, { now: NOW + HOLD_MS - 1 }))).toBe('held')
    expect(said(book(cast.stranger, TEN, { now: NOW + HOLD_MS }))).toBe('done')
  })

  test('is one per person: another time lets the first go', () => {
    hold(cast.researcher)
    hold(cast.researcher, NOON)
    expect(said(book(cast.stranger))).toBe('done')
    expect(said(book(cast.stranger, NOON))).toBe('held')
  })

  test('is let go by booking and by leaving', () => {
    hold(cast.researcher)
    releaseHold(db, cast.researcher, NOW)
    expect(said(hold(cast.stranger))).toBe('done')
    expect(said(book(cast.stranger, NOON))).toBe('done')
    expect(said(hold(cast.colleague))).toBe('done')
  })

  test('counts set-up, clean-up and what stands in a room', () => {
    hold(cast.researcher, TEN, { resourceId: cast.tem })
    expect(
      said(book(cast.stranger, { start: TEN.end + 30 * MINUTE, end: TEN.end + HOUR }, { resourceId: cast.tem })),
    ).toBe('held')
    expect(
      said(book(cast.stranger, { start: TEN.end + HOUR, end: TEN.end + 2 * HOUR }, { resourceId: cast.tem })),
    ).toBe('done')
    const room = makeResource(db, { labId: cast.labId })
    const bench = makeResource(db, { labId: cast.labId, parentId: room })
    hold(cast.researcher, TEN, { resourceId: bench })
    expect(said(book(cast.stranger, TEN, { resourceId: room }))).toBe('held')
  })

  test('counts units', () => {
    const incubator = makeResource(db, { labId: cast.labId, capacity: 3 })
    hold(cast.researcher, TEN, { resourceId: incubator, units: 2 })
    expect(said(book(cast.stranger, TEN, { resourceId: incubator, units: 2 }))).toBe('held')
    expect(said(book(cast.stranger, TEN, { resourceId: incubator, units: 1 }))).toBe('done')
  })

  test('is not offered to others as free', () => {
    hold(cast.researcher)
    const wish = {
      resources: [resourceWith(db, cast.hplc)],
      durationMs: 2 * HOUR,
      from: TEN.start,
      to: TEN.end,
      limit: 1,
    }
    expect(findSlots(db, cast.stranger, wish, NOW)).toEqual([])
    expect(findSlots(db, cast.researcher, wish, NOW)).toMatchObject([TEN])
    expect(findSlots(db, cast.stranger, wish, NOW + HOLD_MS)).toMatchObject([TEN])
  })
})

describe('no way to block', () => {
  test.each([
    ['closed time', { start: at('2026-11-24 20:00'), end: at('2026-11-24 21:00') }, 'closed'],
    ['the past', { start: at('2026-11-20 10:00'), end: at('2026-11-20 11:00') }, 'in-the-past'],
    ['all day', { start: at('2026-11-24 08:00'), end: at('2026-11-24 17:00') }, 'too-long'],
  ])('%s cannot be held', (_what, time, expected) => expect(said(hold(cast.researcher, time))).toBe(expected))

  test('nor can what is taken, and trying lets go of what one had', () => {
    makeReservation(db, { resourceId: cast.hplc, requesterId: cast.company.id, ...NOON })
    hold(cast.researcher)
    expect(said(hold(cast.researcher, NOON))).toBe('taken')
    expect(formHoldOf(db, cast.researcher.id)!.expiresAt).toBe(NOW)
  })

  test('renewing keeps the same time for half an hour and no longer', () => {
    const until = [0, 9, 18, 27].map((minute) => {
      const result = hold(cast.researcher, TEN, { now: NOW + minute * MINUTE })
      return result.ok ? (result.value.expiresAt - NOW) / MINUTE : result.refusal
    })
    expect(until).toEqual([10, 19, 28, 30])
    expect(said(hold(cast.researcher, TEN, { now: NOW + 31 * MINUTE }))).toBe('held-too-long')
    // A little shift of it is the same time, still.
    const shifted = { start: TEN.start + 30 * MINUTE, end: TEN.end }
    expect(said(hold(cast.researcher, shifted, { now: NOW + 35 * MINUTE }))).toBe('held-too-long')
    expect(said(book(cast.researcher, TEN, { now: NOW + 35 * MINUTE }))).toBe('done')
  })

  test('after a pause of ten minutes it begins anew', () => {
    const last = {
      id: 1,
      resourceId: 1,
      personId: 1,
      ...TEN,
      units: 1,
      expiresAt: NOW,
      sinceAt: NOW - LONGEST_HOLD_MS,
      waitingEntryId: null,
    }
    expect(holdFor(last, { ...TEN, resourceId: 1 }, NOW + HOLD_MS - 1)).toBeNull()
    expect(holdFor(last, { ...TEN, resourceId: 1 }, NOW + HOLD_MS)).toMatchObject({ sinceAt: NOW + HOLD_MS })
    expect(holdFor(last, { ...NOON, resourceId: 1 }, NOW + 1)).toMatchObject({ sinceAt: NOW + 1 })
    expect(holdFor(last, { ...TEN, resourceId: 2 }, NOW + 1)).toMatchObject({ sinceAt: NOW + 1 })
    expect(holdFor(null, { start: NOW + MINUTE, end: NOW + DAY, resourceId: 1 }, NOW)).toMatchObject({
      expiresAt: NOW + MINUTE,
    })
  })
})
