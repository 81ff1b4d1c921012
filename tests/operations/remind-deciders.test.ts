import { beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '../../db/connect.ts'
import { watchClock } from '../../db/queries/clock-watch.ts'
import { insertDeputyship } from '../../db/queries/deputyships.ts'
import { reservationById } from '../../db/queries/reservations.ts'
import type { Reservation } from '../../server/domain/reservation.ts'
import { decideReservation } from '../../server/operations/decide-reservation.ts'
import { expireRequests } from '../../server/operations/expire-requests.ts'
import { remindDeciders } from '../../server/operations/remind-deciders.ts'
import { type Cast, makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import { DAY, HOUR, MINUTE, makeReservation, NOW } from '../support/makers.ts'

let db: Db
let cast: Cast
let request: Reservation

/** Made on Monday morning, to be decided by Thursday morning: remembered after 36, 48 and 60 hours. */
const ask = (more: object = {}) =>
  makeReservation(db, {
    ...{ resourceId: cast.tem, requesterId: cast.researcher.id, state: 'requested', createdAt: NOW },
    ...{ start: NOW + 8 * DAY, decideBy: NOW + 3 * DAY },
    ...more,
  })

beforeEach(() => {
  db = testDb()
  cast = makeCast(db)
  request = ask()
})

const mails = () =>
  db.$client
    .prepare("SELECT p.name || ' ' || o.kind FROM outbox o JOIN people p ON p.id = o.person_id ORDER BY o.id")
    .pluck()
    .all()

describe('a request nobody decides', () => {
  test('is remembered by the owner, then by all who decide, then by the coordinator, once each', () => {
    const rounds = [35, 36, 47, 48, 59, 60, 71].map((hours) => {
      remindDeciders(db, NOW + hours * HOUR)
      remindDeciders(db, NOW + hours * HOUR + MINUTE)
      return mails().length
    })
    expect(rounds).toEqual([0, 1, 1, 3, 3, 4, 4])
    expect(mails()).toEqual([
      'owner still-waiting',
      'owner still-waiting',
      'deputy still-waiting',
      'coordinator stalled',
    ])
  })

  test('tells the coordinator hours and nothing of what for or whose it is', () => {
    remindDeciders(db, NOW + 61 * HOUR)
    const payload = db.$client.prepare('SELECT payload FROM outbox').pluck().get() as string
    expect(JSON.parse(payload)).toMatchObject({ aboutId: null, title: null, requester: null, start: request.start })
    expect(payload).not.toContain(request.title)
    expect(payload).not.toContain('researcher')
  })

  test('after a pause is remembered once, as the latest round would', () => {
    expect(remindDeciders(db, NOW + 50 * HOUR)).toBe(1)
    expect(mails()).toEqual(['owner still-waiting', 'deputy still-waiting'])
  })

  test('that is decided, or over, is remembered no more', () => {
    decideReservation(db, cast.owner, request.id, { verdict: 'decline', reason: 'No' }, NOW)
    ask({ decideBy: NOW + DAY })
    db.$client.prepare('DELETE FROM outbox').run()
    expect(remindDeciders(db, NOW + 50 * HOUR)).toBe(0)
  })

  test('is remembered by who stands in, too', () => {
    insertDeputyship(db, {
      ...{ labId: cast.labId, personId: cast.stranger.id, namedById: cast.owner.id },
      ...{ start: NOW, end: NOW + 5 * DAY },
    })
    remindDeciders(db, NOW + 48 * HOUR)
    expect(mails()).toContain('stranger still-waiting')
  })
})

describe('a clock that leaps', () => {
  const many = () => {
    for (let nth = 0; nth < 40; nth++) ask({ start: NOW + (9 + nth) * DAY })
  }
  const watched = (from: number, to: number) => {
    for (let at = from; at <= to; at += MINUTE) watchClock(db, at)
  }

  test('does not let go of many at once until it has run on for an hour', () => {
    many()
    watched(NOW, NOW + 2 * HOUR)
    const leapt = NOW + 300 * DAY
    watchClock(db, leapt)
    expect(expireRequests(db, leapt)).toBe(0)
    watched(leapt, leapt + HOUR - MINUTE)
    expect(expireRequests(db, leapt + HOUR - MINUTE)).toBe(0)
    watchClock(db, leapt + HOUR)
    expect(expireRequests(db, leapt + HOUR)).toBe(41)
  })

  test('and comes back has let go of nothing', () => {
    many()
    watched(NOW, NOW + 2 * HOUR)
    watchClock(db, NOW + 300 * DAY)
    expireRequests(db, NOW + 300 * DAY)
    watchClock(db, NOW + 2 * HOUR + MINUTE)
    expect(expireRequests(db, NOW + 2 * HOUR + MINUTE)).toBe(0)
    expect(reservationById(db, request.id)?.state).toBe('requested')
  })

  test('does not keep a steady one from letting go of many', () => {
    many()
    watched(NOW + 3 * DAY - 2 * HOUR, NOW + 3 * DAY)
    expect(expireRequests(db, NOW + 3 * DAY)).toBe(41)
  })
})

test('who lost a request to its deadline learns when else there is time', () => {
  expireRequests(db, request.decideBy!)
  const others = db.$client
    .prepare("SELECT payload ->> 'others' FROM outbox WHERE person_id = ?")
    .pluck()
    .get(cast.researcher.id) as string
  expect(JSON.parse(others).length).toBeGreaterThan(0)
  const toSteward = db.$client.prepare("SELECT payload ->> 'others' FROM outbox WHERE person_id = ?").pluck()
  expect(toSteward.get(cast.owner.id)).toBeNull()
})
