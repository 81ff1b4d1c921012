import { beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '../../db/connect.ts'
import { claimsDuring } from '../../db/queries/claims.ts'
import { eventsOf } from '../../db/queries/reservation-events.ts'
import type { Reservation } from '../../server/domain/reservation.ts'
import { cancelReservation } from '../../server/operations/cancel-reservation.ts'
import { changeReservation, type ReservationChange } from '../../server/operations/change-reservation.ts'
import { type Cast, makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import { at, DAY, HOUR, MINUTE, makeOutage, makeReservation, NOW } from '../support/makers.ts'

let db: Db
let cast: Cast
let reservation: Reservation

beforeEach(() => {
  db = testDb()
  cast = makeCast(db)
  reservation = makeReservation(db, {
    resourceId: cast.tem,
    requesterId: cast.researcher.id,
    start: at('2026-11-24 10:00'),
    end: at('2026-11-24 12:00'),
  })
})

const mails = () =>
  db.$client
    .prepare(
      `SELECT p.name, o.kind, o.payload ->> 'method' AS method FROM outbox o JOIN people p ON p.id = o.person_id ORDER BY o.id`,
    )
    .raw()
    .all()

describe('cancelling', () => {
  const cancel = (who: keyof Cast & ('researcher' | 'owner' | 'colleague' | 'stranger' | 'admin'), now = NOW) =>
    cancelReservation(db, cast[who], reservation.id, { reason: 'samples spoiled' }, now)

  test.each(['researcher', 'owner'] as const)(
    'by the %s lets go of the time and takes it out of both calendars',
    (who) => {
      expect(cancel(who)).toMatchObject({ ok: true, value: { state: 'cancelled', calendarSequence: 1 } })
      expect(claimsDuring(db, cast.tem, { start: NOW, end: NOW + 7 * DAY })).toEqual([])
      expect(mails()).toEqual([
        ['researcher', 'cancelled', 'CANCEL'],
        ['owner', 'cancelled', 'CANCEL'],
        ['deputy', 'cancelled', 'CANCEL'],
      ])
      expect(eventsOf(db, reservation.id)).toMatchObject([
        { kind: 'cancelled', details: { late: false, reason: 'samples spoiled' } },
      ])
    },
  )

  test.each([
    ['colleague', 'forbidden'],
    ['stranger', 'not-found'],
    ['admin', 'not-found'],
  ] as const)('by the %s is %s', (who, kind) => {
    expect(cancel(who)).toEqual({ ok: false, refusal: { kind } })
  })

  test('inside the notice is late', () => {
    db.$client.prepare('UPDATE resources SET cancel_notice_minutes = 60').run()
    cancel('researcher', reservation.start - 59 * MINUTE)
    expect(eventsOf(db, reservation.id)[0]?.details.late).toBe(true)
  })

  test('is over at the start, and cannot be done twice', () => {
    expect(cancel('researcher', reservation.start)).toEqual({
      ok: false,
      refusal: { kind: 'wrong-state', state: 'confirmed' },
    })
    cancel('researcher')
    expect(cancel('researcher')).toEqual({ ok: false, refusal: { kind: 'wrong-state', state: 'cancelled' } })
  })

  test('frees the time for somebody else', () => {
    cancel('researcher')
    expect(() =>
      makeReservation(db, { resourceId: cast.tem, requesterId: cast.stranger.id, start: reservation.start }),
    ).not.toThrow()
  })
})

describe('changing', () => {
  const change = (
    what: ReservationChange,
    who: 'researcher' | 'owner' | 'colleague' | 'stranger' = 'researcher',
    version = 1,
    now = NOW,
  ) => changeReservation(db, cast[who], reservation.id, what, version, now)
  const later = { start: at('2026-11-24 13:00'), end: at('2026-11-24 15:00') }

  test('shortening keeps the approval and lets go of the rest', () => {
    expect(change({ end: at('2026-11-24 11:00') })).toMatchObject({
      ok: true,
      value: { state: 'confirmed', version: 2, calendarSequence: 1 },
    })
    expect(claimsDuring(db, cast.tem, reservation)).toMatchObject([
      { start: at('2026-11-24 09:30'), end: at('2026-11-24 11:30') },
    ])
    expect(mails()).toEqual([
      ['researcher', 'changed', 'REQUEST'],
      ['owner', 'changed', 'REQUEST'],
      ['deputy', 'changed', 'REQUEST'],
    ])
  })

  test('any other change of time asks the stewards anew', () => {
    expect(change(later)).toMatchObject({
      ok: true,
      value: { ...later, state: 'requested', decideBy: later.start, calendarSequence: 1 },
    })
    expect(claimsDuring(db, cast.tem, later)).toMatchObject([{ tentative: true }])
    expect(mails()).toMatchObject([
      ['researcher', 'changed', 'REQUEST'],
      ['owner', 'asked', 'REQUEST'],
      ['deputy', 'asked', 'REQUEST'],
    ])
    expect(eventsOf(db, reservation.id)).toMatchObject([
      {
        kind: 'changed',
        details: { state: 'requested', changes: { start: { from: reservation.start, to: later.start } } },
      },
    ])
  })

  test('by a steward it stays confirmed', () => {
    expect(change(later, 'owner')).toMatchObject({ ok: true, value: { state: 'confirmed' } })
  })

  test('its own time is never in its way, the time of others is', () => {
    expect(change({ start: at('2026-11-24 11:00'), end: at('2026-11-24 13:00') })).toMatchObject({ ok: true })
    makeReservation(db, { resourceId: cast.tem, requesterId: cast.stranger.id, start: at('2026-11-24 15:00') })
    expect(change({ end: at('2026-11-24 14:30') }, 'researcher', 2)).toMatchObject({
      refusal: { kind: 'rules', violations: [], conflicts: [{ units: 1 }] },
    })
  })

  test('a new title leaves time, state and calendars alone, and asks no rule', () => {
    makeOutage(db, { resourceId: cast.tem, startAt: reservation.start, endAt: reservation.end })
    expect(change({ title: 'Membranes', note: '' })).toMatchObject({
      ok: true,
      value: { title: 'Membranes', state: 'confirmed', version: 2, calendarSequence: 0 },
    })
    expect(mails()).toEqual([])
  })

  test('nothing new is no new version', () => {
    expect(change({ title: reservation.title, start: reservation.start })).toMatchObject({
      ok: true,
      value: { version: 1 },
    })
    expect(eventsOf(db, reservation.id)).toEqual([])
  })

  test('an old version is stale', () => {
    expect(change(later, 'researcher', 7)).toEqual({ ok: false, refusal: { kind: 'stale', version: 1 } })
  })

  test.each([
    ['colleague', 'forbidden'],
    ['stranger', 'not-found'],
  ] as const)('by the %s is %s', (who, kind) => {
    expect(change(later, who)).toEqual({ ok: false, refusal: { kind } })
  })

  test('rules hold for the new time, and only a steward may set them aside', () => {
    const night = { start: at('2026-11-24 22:00'), end: at('2026-11-24 23:00') }
    expect(change(night)).toMatchObject({ refusal: { kind: 'rules', violations: [{ code: 'closed' }] } })
    expect(change({ ...night, override: 'x' })).toEqual({ ok: false, refusal: { kind: 'forbidden' } })
    expect(change({ ...night, override: 'night shift' }, 'owner')).toMatchObject({
      ok: true,
      value: { state: 'confirmed' },
    })
    expect(eventsOf(db, reservation.id)).toMatchObject([
      { kind: 'overridden', details: { codes: ['closed'] } },
      { kind: 'changed' },
    ])
  })

  test('what a steward set aside covers less of that time, and no more of it', () => {
    change({ start: at('2026-11-24 17:00'), end: at('2026-11-24 20:00'), override: 'night shift' }, 'owner')
    expect(change({ end: at('2026-11-24 22:00') }, 'researcher', 2)).toMatchObject({
      refusal: { kind: 'rules', violations: [{ code: 'closed' }] },
    })
    expect(change({ end: at('2026-11-24 19:00') }, 'researcher', 2)).toMatchObject({ ok: true })
  })

  test('a running reservation is made longer by a steward only, where approval is wanted', () => {
    const running = reservation.start + HOUR
    const longer = { end: reservation.end + HOUR }
    expect(change(longer, 'researcher', 1, running)).toEqual({
      ok: false,
      refusal: { kind: 'wrong-state', state: 'confirmed' },
    })
    expect(change(longer, 'owner', 1, running)).toMatchObject({ ok: true, value: { state: 'confirmed' } })
  })

  test('a running reservation can be shortened, not moved, and one that is over stays as it was', () => {
    const running = reservation.start + HOUR / 2
    expect(change({ end: at('2026-11-24 11:00') }, 'researcher', 1, running)).toMatchObject({
      ok: true,
      value: { state: 'confirmed' },
    })
    expect(change({ start: reservation.start - HOUR }, 'researcher', 2, running)).toMatchObject({
      refusal: { kind: 'rules' },
    })
    expect(change({ title: 'x' }, 'researcher', 2, reservation.end)).toEqual({
      ok: false,
      refusal: { kind: 'wrong-state', state: 'confirmed' },
    })
  })
})
