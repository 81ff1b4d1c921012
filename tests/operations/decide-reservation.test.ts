import { beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '../../db/connect.ts'
import { claimsDuring } from '../../db/queries/claims.ts'
import { eventsOf } from '../../db/queries/reservation-events.ts'
import { openRequestsFor, reservationById } from '../../db/queries/reservations.ts'
import type { Person } from '../../server/domain/person.ts'
import type { Reservation } from '../../server/domain/reservation.ts'
import { decideReservation } from '../../server/operations/decide-reservation.ts'
import { expireRequests } from '../../server/operations/expire-requests.ts'
import { type Cast, makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import { HOUR, makeOutage, makeReservation, NOW } from '../support/makers.ts'

let db: Db
let cast: Cast
let request: Reservation

beforeEach(() => {
  db = testDb()
  cast = makeCast(db)
  request = makeReservation(db, { resourceId: cast.tem, requesterId: cast.researcher.id, state: 'requested' })
})

const approve = (person: Person, now = NOW) => decideReservation(db, person, request.id, { verdict: 'approve' }, now)
const mails = () =>
  db.$client
    .prepare(`SELECT p.name, o.kind, o.payload ->> 'method' AS method, o.payload ->> 'reason' AS reason
              FROM outbox o JOIN people p ON p.id = o.person_id ORDER BY o.id`)
    .all()

describe('approving', () => {
  test.each(['owner', 'deputy'] as const)('is for the %s, and both sides get an invitation', (who) => {
    const result = approve(cast[who])
    expect(result).toMatchObject({
      ok: true,
      value: { state: 'confirmed', decidedById: cast[who].id, calendarSequence: 1, version: 2 },
    })
    expect(claimsDuring(db, cast.tem, request)).toMatchObject([{ tentative: false }])
    expect(mails()).toMatchObject([
      { name: 'researcher', kind: 'confirmed', method: 'REQUEST' },
      { name: 'owner', kind: 'confirmed', method: 'REQUEST' },
      { name: 'deputy', kind: 'confirmed', method: 'REQUEST' },
    ])
    expect(eventsOf(db, request.id)).toMatchObject([{ kind: 'approved', personName: who }])
  })

  test.each([
    ['researcher', 'forbidden'],
    ['colleague', 'forbidden'],
    ['caretaker', 'forbidden'],
    ['stranger', 'not-found'],
    ['company', 'not-found'],
    ['coordinator', 'not-found'],
    ['admin', 'not-found'],
  ] as const)('by the %s is %s', (who, kind) => {
    expect(approve(cast[who])).toEqual({ ok: false, refusal: { kind } })
  })

  test('is not for the requester, though they have become steward since', () => {
    const own = makeReservation(db, { resourceId: cast.hplc, requesterId: cast.owner.id, state: 'requested' })
    expect(decideReservation(db, cast.owner, own.id, { verdict: 'approve' }, NOW)).toMatchObject({
      refusal: { kind: 'forbidden' },
    })
    expect(decideReservation(db, cast.deputy, own.id, { verdict: 'approve' }, NOW)).toMatchObject({ ok: true })
  })

  test('checks everything again: an outage announced meanwhile stands against it', () => {
    makeOutage(db, { resourceId: cast.tem, startAt: request.start, endAt: request.end })
    expect(approve(cast.owner)).toMatchObject({
      refusal: { kind: 'rules', violations: [{ code: 'outage' }], conflicts: [] },
    })
    expect(reservationById(db, request.id)?.state).toBe('requested')
  })

  test('does not mind the notice any more', () => {
    db.$client.prepare('UPDATE resources SET min_notice_minutes = 100000').run()
    expect(approve(cast.owner)).toMatchObject({ ok: true })
  })

  test('twice is one approval too many', () => {
    approve(cast.owner)
    expect(approve(cast.deputy)).toEqual({ ok: false, refusal: { kind: 'wrong-state', state: 'confirmed' } })
  })

  test('comes too late after the deadline, and then the request is expired', () => {
    expect(approve(cast.owner, request.decideBy!)).toEqual({
      ok: false,
      refusal: { kind: 'wrong-state', state: 'expired' },
    })
    expect(claimsDuring(db, cast.tem, request)).toEqual([])
  })
})

describe('declining', () => {
  const decline = (reason?: string) =>
    decideReservation(db, cast.owner, request.id, { verdict: 'decline', reason }, NOW)

  test.each([undefined, '', '  '])('needs a reason, not %j', (reason) => {
    expect(decline(reason)).toEqual({ ok: false, refusal: { kind: 'invalid', field: 'reason', reason: 'required' } })
  })

  test('lets go of the time and says why', () => {
    expect(decline('The column is out')).toMatchObject({
      ok: true,
      value: { state: 'declined', decisionReason: 'The column is out' },
    })
    expect(claimsDuring(db, cast.tem, request)).toEqual([])
    expect(mails()[0]).toEqual({ name: 'researcher', kind: 'declined', method: 'CANCEL', reason: 'The column is out' })
  })
})

describe('deadlines', () => {
  test('let go of what nobody decided, and tell both sides', () => {
    expect(expireRequests(db, request.decideBy! - 1)).toBe(0)
    expect(expireRequests(db, request.decideBy!)).toBe(1)
    expect(expireRequests(db, request.decideBy!)).toBe(0)
    expect(reservationById(db, request.id)).toMatchObject({ state: 'expired', calendarSequence: 1 })
    expect(claimsDuring(db, cast.tem, request)).toEqual([])
    expect(mails().map((mail) => (mail as { kind: string }).kind)).toEqual(['expired', 'expired', 'expired'])
  })

  test('take a request out of the inbox at once', () => {
    expect(openRequestsFor(db, [cast.labId], NOW).map(({ id, requester }) => [id, requester.name])).toEqual([
      [request.id, 'researcher'],
    ])
    expect(openRequestsFor(db, [cast.labId], request.decideBy!)).toEqual([])
    expect(openRequestsFor(db, [cast.labId + 1], NOW)).toEqual([])
  })

  test('many at once are all let go', () => {
    for (let i = 0; i < 250; i++)
      makeReservation(db, {
        resourceId: cast.hplc,
        requesterId: cast.researcher.id,
        state: 'requested',
        start: NOW + i * HOUR,
        decideBy: NOW,
      })
    expect(expireRequests(db, NOW)).toBe(250)
  })
})
