import { beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { settingEventsOf } from '../../db/queries/setting-events.ts'
import type { Person } from '../../server/domain/person.ts'
import type { PolicyPlace } from '../../server/domain/quota.ts'
import { cancelReservation } from '../../server/operations/cancel-reservation.ts'
import { changePolicy } from '../../server/operations/change-policy.ts'
import { changeReservation } from '../../server/operations/change-reservation.ts'
import { previewPolicy } from '../../server/operations/preview-policy.ts'
import { previewReservation } from '../../server/operations/preview-reservation.ts'
import { removeQuota } from '../../server/operations/remove-quota.ts'
import type { Result } from '../../server/operations/result.ts'
import { setQuota } from '../../server/operations/set-quota.ts'
import { type Cast, makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import { aQuota } from '../support/facts.ts'
import { at, DAY, HOUR, MINUTE, makeQualification, makeReservation, makeResource, NOW } from '../support/makers.ts'

let db: Db
let cast: Cast
let lab: PolicyPlace
let organisation: PolicyPlace
let hplc: PolicyPlace

beforeEach(() => {
  db = testDb()
  cast = makeCast(db)
  lab = { kind: 'lab', id: cast.labId }
  organisation = { kind: 'organisation', id: cast.organisationId }
  hplc = { kind: 'resource', id: cast.hplc }
})

const made = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.refusal)}`)
  return result.value
}
const set = (place: PolicyPlace, policy: object, person: Person = cast.owner) =>
  changePolicy(db, person, place, policy as Record<string, unknown>, NOW)
const own = () => catalogueOf(db).resourceById.get(cast.hplc)!.ownPolicy
const inForce = (id = cast.hplc) => catalogueOf(db).resourceById.get(id)!.policy

describe('rules come from the nearest place that sets them', () => {
  test('a resource keeps its own until it lets go of them', () => {
    made(set(organisation, { minMinutes: 120, lockMinutes: 60 }))
    made(set(lab, { minMinutes: 90 }))
    expect(inForce()).toMatchObject({ minMinutes: 30, lockMinutes: 60 })
    const { minMinutes: _, ...rest } = own()
    made(set(hplc, rest))
    expect(inForce()).toMatchObject({ minMinutes: 90, lockMinutes: 60, horizonDays: 400 })
    made(set(lab, {}))
    expect(inForce().minMinutes).toBe(120)
    made(set(organisation, {}))
    expect(inForce().minMinutes).toBe(30)
  })

  test('what a resource inherits is kept in its columns as it is in force', () => {
    made(set(hplc, {}))
    made(set(lab, { minMinutes: 600, maxMinutes: 1200 }))
    const row = db.$client.prepare('SELECT min_minutes, max_minutes FROM resources WHERE id = ?').get(cast.hplc)
    expect(row).toEqual({ min_minutes: 600, max_minutes: 1200 })
  })

  test('a shortest time beyond the longest of one resource is refused', () => {
    made(set(hplc, { maxMinutes: 60 }))
    expect(set(lab, { minMinutes: 90 })).toMatchObject({
      refusal: { kind: 'invalid', field: 'maxMinutes', reason: 'order' },
    })
    expect(set(hplc, { maxMinutes: 20 })).toMatchObject({ refusal: { field: 'maxMinutes' } })
  })
})

describe('who sets them', () => {
  test.each([
    ['owner', 'lab', null],
    ['deputy', 'resource', null],
    ['owner', 'organisation', null],
    ['deputy', 'organisation', 'forbidden'],
    ['caretaker', 'lab', 'forbidden'],
    ['researcher', 'resource', 'forbidden'],
    ['admin', 'lab', 'forbidden'],
  ] as const)('%s of a %s: %s', (who, kind, expected) => {
    const place = { lab, organisation, resource: hplc }[kind]
    const results = [
      set(place, { lockMinutes: 5 }, cast[who]),
      previewPolicy(db, cast[who], place, {}, NOW),
      setQuota(db, cast[who], aQuota({ place }), NOW),
    ]
    expect(results.map((each) => (each.ok ? null : each.refusal.kind))).toEqual([expected, expected, expected])
  })

  test('nothing is known of a place that is not there', () => {
    for (const kind of ['lab', 'organisation', 'resource'] as const)
      expect(set({ kind, id: 999 }, {})).toMatchObject({ refusal: { kind: 'not-found' } })
    expect(removeQuota(db, cast.owner, 999, NOW)).toMatchObject({ refusal: { kind: 'not-found' } })
  })

  test('an unknown field is refused by its name', () =>
    expect(set(lab, { colour: 1 })).toMatchObject({ refusal: { kind: 'invalid', field: 'colour', reason: 'unknown' } }))
})

test('a preview tells what changes, for how many, and which reservations no longer keep the rules; it changes nothing', () => {
  const booked = (start: string, hours: number, more: object = {}) =>
    makeReservation(db, {
      ...{ resourceId: cast.hplc, requesterId: cast.researcher.id, start: at(start), end: at(start) + hours * HOUR },
      ...more,
    }).id
  const long = booked('2026-11-24 08:00', 4)
  booked('2026-11-25 08:00', 1)
  booked('2026-11-26 08:00', 4, { state: 'cancelled' })
  booked('2026-11-20 08:00', 4)
  const seen = made(previewPolicy(db, cast.owner, hplc, { ...own(), maxMinutes: 120 }, NOW))
  expect(seen.changes).toEqual([{ field: 'maxMinutes', before: 480, after: 120 }])
  expect(seen.concerned).toHaveLength(1)
  expect(seen.broken.map(({ id }) => id)).toEqual([long])
  expect(inForce().maxMinutes).toBe(480)
  const restricted = made(
    previewPolicy(db, cast.owner, lab, { bookers: { audience: 'organisation', people: [] } }, NOW),
  )
  expect([restricted.concerned.length, restricted.broken.length]).toEqual([2, 2])
  expect(settingEventsOf(db, lab, ['policy-changed'])).toEqual([])
})

test('every change is remembered with who made it and what it was', () => {
  made(set(lab, { lockMinutes: 60 }))
  made(set(lab, { lockMinutes: 60 }))
  made(set(lab, { onePlace: true }))
  const quota = made(setQuota(db, cast.deputy, aQuota({ place: lab }), NOW))
  made(removeQuota(db, cast.owner, quota.id, NOW))
  const kinds = ['policy-changed', 'quota-set', 'quota-removed']
  expect(
    settingEventsOf(db, lab, kinds).map(({ kind, personName, before, after }) => [kind, personName, before, after]),
  ).toEqual([
    ['quota-removed', 'owner', quota, null],
    ['quota-set', 'deputy', null, quota],
    ['policy-changed', 'owner', { lockMinutes: 60 }, { onePlace: true }],
    ['policy-changed', 'owner', {}, { lockMinutes: 60 }],
  ])
})

test('a place has room for twenty quotas', () => {
  for (let i = 0; i < 20; i++) made(setQuota(db, cast.owner, aQuota({ place: lab }), NOW))
  expect(setQuota(db, cast.owner, aQuota({ place: lab }), NOW)).toMatchObject({ refusal: { reason: 'many' } })
  expect(setQuota(db, cast.owner, aQuota({ place: hplc, most: -1 }), NOW)).toMatchObject({ refusal: { field: 'most' } })
})

describe('the lock before the start', () => {
  const start = at('2026-11-24 10:00')
  const booked = () => makeReservation(db, { resourceId: cast.hplc, requesterId: cast.researcher.id, start }).id
  beforeEach(() => made(set(lab, { lockMinutes: 24 * 60 })))

  test.each([
    ['a millisecond before it begins', start - DAY - 1, true],
    ['exactly at its beginning', start - DAY, false],
    ['at the last moment', start - 1, false],
  ])('%s', (_when, now, isFree) => {
    expect(changeReservation(db, cast.researcher, booked(), { title: 'Else' }, 1, now).ok).toBe(isFree)
  })

  test('keeps the requester from cancelling and says so; a steward may', () => {
    const id = booked()
    const now = start - HOUR
    expect(cancelReservation(db, cast.researcher, id, {}, now)).toEqual({
      ok: false,
      refusal: {
        kind: 'rules',
        violations: [{ code: 'locked', lockMinutes: 1440, since: start - DAY }],
        conflicts: [],
      },
    })
    expect(cancelReservation(db, cast.caretaker, id, {}, now).ok).toBe(true)
  })
})

describe('a right that is not used', () => {
  const codes = (now = NOW) =>
    previewReservation(
      db,
      cast.researcher,
      {
        ...{ resourceId: cast.hplc, start: at('2026-11-24 10:00'), end: at('2026-11-24 12:00') },
        ...{ units: 1, purpose: 'own_research', projectCode: null },
      },
      now,
    ).violations.map(({ code }) => code)
  const [half] = [183 * DAY]

  beforeEach(() => {
    made(set(lab, { qualificationLapseMonths: 3 }))
    made(set(hplc, { ...own(), qualificationRequired: 'trainee' }))
  })

  test('lapses by the time since its grant, its last reservation or its last use', () => {
    makeQualification(db, { resourceId: cast.hplc, personId: cast.researcher.id, grantedAt: NOW - half })
    expect(codes()).toEqual(['qualification'])
    const past = { resourceId: cast.hplc, requesterId: cast.researcher.id, start: NOW - DAY, end: NOW - DAY + HOUR }
    const cancelled = makeReservation(db, { ...past, state: 'cancelled' })
    expect([cancelled.state, codes()]).toEqual(['cancelled', ['qualification']])
    makeReservation(db, { ...past, state: 'completed' })
    expect(codes()).toEqual([])
  })

  test('lives on from its grant', () => {
    makeQualification(db, { resourceId: cast.hplc, personId: cast.researcher.id, grantedAt: NOW - 80 * DAY })
    expect(codes()).toEqual([])
  })
})

test('one person is in one place at a time, where both places say so', () => {
  const other = makeResource(db, { labId: cast.labId })
  const wish = { start: at('2026-11-24 10:00'), end: at('2026-11-24 12:00'), units: 1, purpose: 'own_research' }
  const codes = (person: Person, more: object = {}) =>
    previewReservation(db, person, { ...wish, resourceId: cast.hplc, ...more }, NOW).violations.map(({ code }) => code)
  makeReservation(db, {
    resourceId: other,
    requesterId: cast.researcher.id,
    start: wish.start + HOUR,
    end: wish.end + HOUR,
  })
  expect(codes(cast.researcher)).toEqual([])
  made(set(lab, { onePlace: true }))
  expect(codes(cast.researcher)).toEqual(['elsewhere'])
  expect(codes(cast.researcher, { end: wish.start + HOUR })).toEqual([])
  expect(codes(cast.researcher, { end: wish.start + HOUR + 30 * MINUTE })).toEqual(['elsewhere'])
  expect(codes(cast.colleague)).toEqual([])
  made(set({ kind: 'resource', id: other }, { ...inForce(other), onePlace: false }))
  expect(codes(cast.researcher)).toEqual([])
})
