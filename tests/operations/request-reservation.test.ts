import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '../../db/connect.ts'
import { claimsDuring } from '../../db/queries/claims.ts'
import { eventsOf } from '../../db/queries/reservation-events.ts'
import { reservationById } from '../../db/queries/reservations.ts'
import type { ReservationMail } from '../../server/domain/reservation-mail.ts'
import { previewReservation } from '../../server/operations/preview-reservation.ts'
import { type ReservationRequest, requestReservation } from '../../server/operations/request-reservation.ts'
import type { Result } from '../../server/operations/result.ts'
import { type Cast, makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import { at, DAY, HOUR, makeProject, makeQualification, makeReservation, makeResource, NOW } from '../support/makers.ts'

let db: Db
let cast: Cast

beforeEach(() => {
  db = testDb()
  cast = makeCast(db)
})

const wish = (more: Partial<ReservationRequest> = {}): ReservationRequest => ({
  resourceId: cast.hplc,
  start: at('2026-11-24 10:00'),
  end: at('2026-11-24 12:00'),
  units: 1,
  title: 'Protein purity',
  purpose: 'own_research',
  ...more,
})

const made = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.refusal)}`)
  return result.value
}
const refusalOf = (result: Result<unknown>) => (result.ok ? null : result.refusal)
const codesOf = (result: Result<unknown>) => {
  const refusal = refusalOf(result)
  return refusal?.kind === 'rules' ? refusal.violations.map(({ code }) => code) : []
}

const mails = () =>
  db.$client
    .prepare('SELECT p.name, o.kind, o.payload FROM outbox o JOIN people p ON p.id = o.person_id ORDER BY o.id')
    .all()
    .map((row) => {
      const { name, kind, payload } = row as { name: string; kind: string; payload: string }
      return { name, kind, payload: JSON.parse(payload) as ReservationMail }
    })
const count = (table: string) => db.$client.prepare(`SELECT count(*) FROM ${table}`).pluck().get()

describe('a free hour without approval', () => {
  test('is confirmed at once and takes its time', () => {
    const reservation = made(requestReservation(db, cast.researcher, wish(), NOW))
    expect(reservation).toMatchObject({ state: 'confirmed', version: 1, calendarSequence: 0, decideBy: null })
    const span = { start: reservation.start, end: reservation.end }
    expect(claimsDuring(db, cast.hplc, span)).toMatchObject([{ ...span, units: 1, tentative: false }])
  })

  test('mails the requester and those who decide in the lab, both with an invitation', () => {
    requestReservation(db, cast.researcher, wish(), NOW)
    expect(mails().map(({ name, kind, payload }) => [name, kind, payload.method])).toEqual([
      ['researcher', 'confirmed', 'REQUEST'],
      ['owner', 'confirmed', 'REQUEST'],
      ['deputy', 'confirmed', 'REQUEST'],
    ])
  })
})

describe('an instrument that wants approval', () => {
  test('is requested, holds its time with set-up and clean-up, and waits no longer than three working days', () => {
    const reservation = made(
      requestReservation(
        db,
        cast.researcher,
        wish({ resourceId: cast.tem, start: at('2026-12-01 10:00'), end: at('2026-12-01 12:00') }),
        NOW,
      ),
    )
    expect(reservation).toMatchObject({ state: 'requested', decideBy: at('2026-11-26 08:00') })
    expect(claimsDuring(db, cast.tem, reservation)).toMatchObject([
      {
        start: at('2026-12-01 09:30'),
        end: at('2026-12-01 12:30'),
        setupMinutes: 30,
        cleanupMinutes: 30,
        tentative: true,
      },
    ])
  })

  test('asks owner and deputy, and nobody else', () => {
    requestReservation(db, cast.researcher, wish({ resourceId: cast.tem }), NOW)
    expect(mails().map(({ name, kind }) => [name, kind])).toEqual([
      ['researcher', 'requested'],
      ['owner', 'asked'],
      ['deputy', 'asked'],
    ])
    expect(mails()[1]?.payload).toMatchObject({
      audience: 'steward',
      state: 'requested',
      title: 'Protein purity',
      resource: { slug: 'tem', name: { pl: 'Mikroskop', en: 'Microscope' } },
      lab: { slug: 'analytics' },
      organisation: { slug: 'politechnika' },
      timeZone: 'Europe/Warsaw',
      requester: { name: 'researcher', email: 'researcher@demo.test', organisation: { pl: 'przyrodniczy' } },
    })
  })

  test('needs none for its own steward', () => {
    expect(made(requestReservation(db, cast.caretaker, wish({ resourceId: cast.tem }), NOW)).state).toBe('confirmed')
  })
})

describe('a taken hour', () => {
  test('is refused with what is taken, and nothing is written but the unmet wish, once', () => {
    makeReservation(db, {
      resourceId: cast.hplc,
      requesterId: cast.stranger.id,
      start: at('2026-11-24 11:00'),
      end: at('2026-11-24 13:00'),
    })
    for (let again = 0; again < 3; again++)
      expect(refusalOf(requestReservation(db, cast.researcher, wish(), NOW + again))).toEqual({
        kind: 'rules',
        violations: [],
        conflicts: [{ start: at('2026-11-24 11:00'), end: at('2026-11-24 13:00'), units: 1, resourceId: cast.hplc }],
      })
    expect(count('reservations')).toBe(1)
    expect(count('outbox')).toBe(0)
    expect(count('unmet_requests')).toBe(1)
  })

  test('is no unmet wish when the rules forbade it anyway', () => {
    makeReservation(db, { resourceId: cast.hplc, requesterId: cast.stranger.id })
    const refusal = refusalOf(requestReservation(db, cast.researcher, wish({ end: at('2026-11-24 20:00') }), NOW))
    expect(refusal).toMatchObject({ violations: [{ code: 'too-long' }, { code: 'closed' }], conflicts: [{ units: 1 }] })
    expect(count('unmet_requests')).toBe(0)
  })

  test('cannot be had by a steward with a reason either', () => {
    makeReservation(db, { resourceId: cast.hplc, requesterId: cast.stranger.id })
    const result = requestReservation(db, cast.owner, wish({ override: 'urgent' }), NOW)
    expect(refusalOf(result)).toMatchObject({ kind: 'rules', conflicts: [{ units: 1 }] })
  })

  test('is free beside it', () => {
    makeReservation(db, { resourceId: cast.hplc, requesterId: cast.stranger.id, start: at('2026-11-24 12:00') })
    makeReservation(db, { resourceId: cast.hplc, requesterId: cast.stranger.id, start: at('2026-11-24 09:00') })
    expect(made(requestReservation(db, cast.researcher, wish(), NOW)).state).toBe('confirmed')
  })

  test('is taken with set-up and clean-up of both sides', () => {
    makeReservation(db, { resourceId: cast.tem, requesterId: cast.stranger.id, start: at('2026-11-24 12:30') })
    const wanted = wish({ resourceId: cast.tem })
    expect(refusalOf(requestReservation(db, cast.researcher, wanted, NOW))).toMatchObject({
      conflicts: [{ start: at('2026-11-24 12:00'), end: at('2026-11-24 14:00') }],
    })
    const shorter = { ...wanted, end: at('2026-11-24 11:30') }
    expect(made(requestReservation(db, cast.researcher, shorter, NOW)).state).toBe('requested')
  })

  test('is let go of by a request past its deadline, before any job has run', () => {
    const late = makeReservation(db, {
      resourceId: cast.hplc,
      requesterId: cast.stranger.id,
      state: 'requested',
      decideBy: NOW,
    })
    expect(previewReservation(db, cast.researcher, wish(), NOW).allowed).toBe(true)
    expect(reservationById(db, late.id)?.state).toBe('requested')
    expect(made(requestReservation(db, cast.researcher, wish(), NOW)).state).toBe('confirmed')
    expect(reservationById(db, late.id)?.state).toBe('expired')
  })

  test('in a room is taken for its benches, and the other way round', () => {
    const room = makeResource(db, { labId: cast.labId, kind: 'room' })
    const [benchA, benchB] = [
      makeResource(db, { labId: cast.labId, parentId: room }),
      makeResource(db, { labId: cast.labId, parentId: room }),
    ]
    expect(requestReservation(db, cast.researcher, wish({ resourceId: benchA }), NOW).ok).toBe(true)
    expect(requestReservation(db, cast.stranger, wish({ resourceId: room }), NOW).ok).toBe(false)
    expect(requestReservation(db, cast.stranger, wish({ resourceId: benchB }), NOW).ok).toBe(true)
    const tomorrow = { start: at('2026-11-25 10:00'), end: at('2026-11-25 12:00') }
    expect(requestReservation(db, cast.stranger, wish({ resourceId: room, ...tomorrow }), NOW).ok).toBe(true)
    expect(requestReservation(db, cast.researcher, wish({ resourceId: benchB, ...tomorrow }), NOW).ok).toBe(false)
  })
})

describe('the right to reserve', () => {
  test('stretches a reservation to 92 days and no further', () => {
    const from = at('2026-12-01 10:00')
    const lasting = (days: number) => wish({ start: from, end: from + days * DAY, override: 'a long run' })
    expect(codesOf(requestReservation(db, cast.owner, lasting(93), NOW))).toEqual(['too-long'])
    expect(made(requestReservation(db, cast.owner, lasting(92), NOW)).state).toBe('confirmed')
  })

  test('past a rule belongs to stewards: 403 for others', () => {
    expect(refusalOf(requestReservation(db, cast.researcher, wish({ override: 'please' }), NOW))).toEqual({
      kind: 'forbidden',
    })
  })

  test('a steward sets rules aside with a reason, which is kept', () => {
    const evening = { start: at('2026-11-24 20:00'), end: at('2026-11-24 21:00') }
    expect(codesOf(requestReservation(db, cast.owner, wish(evening), NOW))).toEqual(['closed'])
    const reservation = made(requestReservation(db, cast.owner, wish({ ...evening, override: ' service visit ' }), NOW))
    expect(eventsOf(db, reservation.id)).toMatchObject([
      { kind: 'overridden', personId: cast.owner.id, details: { reason: 'service visit', codes: ['closed'] } },
    ])
  })

  test('a steward enters the past, which is completed and mails nobody', () => {
    const past = { start: at('2026-11-20 10:00'), end: at('2026-11-20 11:00') }
    expect(codesOf(requestReservation(db, cast.owner, wish(past), NOW))).toEqual(['in-the-past'])
    expect(made(requestReservation(db, cast.owner, wish({ ...past, override: 'forgotten' }), NOW)).state).toBe(
      'completed',
    )
    expect(mails()).toEqual([])
  })

  test('takes a qualification where one is required, good at the start', () => {
    const mri = makeResource(db, { labId: cast.labId, qualificationRequired: 'supervised' })
    const wanted = wish({ resourceId: mri })
    expect(codesOf(requestReservation(db, cast.researcher, wanted, NOW))).toEqual(['qualification'])
    makeQualification(db, { resourceId: mri, personId: cast.researcher.id, level: 'trainee' })
    expect(codesOf(requestReservation(db, cast.researcher, wanted, NOW))).toEqual(['qualification'])
    makeQualification(db, {
      resourceId: mri,
      personId: cast.colleague.id,
      level: 'independent',
      expiresAt: wanted.start,
    })
    expect(codesOf(requestReservation(db, cast.colleague, wanted, NOW))).toEqual(['qualification'])
    makeQualification(db, {
      resourceId: mri,
      personId: cast.stranger.id,
      level: 'independent',
      expiresAt: wanted.start + 1,
    })
    expect(made(requestReservation(db, cast.stranger, wanted, NOW)).state).toBe('confirmed')
  })

  test('takes a project of one’s own, when one is named', () => {
    const project = makeProject(db, 'NCN-7', cast.researcher.organisationId, [cast.researcher.id])
    expect(codesOf(requestReservation(db, cast.stranger, wish({ projectCode: 'NCN-7' }), NOW))).toEqual(['project'])
    expect(made(requestReservation(db, cast.researcher, wish({ projectCode: 'NCN-7' }), NOW)).projectId).toBe(project)
  })

  test('an unknown resource is not found', () => {
    expect(refusalOf(requestReservation(db, cast.researcher, wish({ resourceId: 999 }), NOW))).toEqual({
      kind: 'not-found',
    })
  })
})

describe('the same request sent again', () => {
  const idempotency = { key: 'k-1', fingerprint: 'abc' }

  test('gets the first answer and makes nothing new', () => {
    const first = made(requestReservation(db, cast.researcher, wish({ idempotency }), NOW))
    expect(made(requestReservation(db, cast.researcher, wish({ idempotency }), NOW + DAY))).toEqual(first)
    expect([count('reservations'), count('outbox')]).toEqual([1, 3])
  })

  test('with another body is refused', () => {
    requestReservation(db, cast.researcher, wish({ idempotency }), NOW)
    const other = wish({ idempotency: { ...idempotency, fingerprint: 'xyz' } })
    expect(refusalOf(requestReservation(db, cast.researcher, other, NOW))).toEqual({ kind: 'idempotency-mismatch' })
  })

  test('keys of two people have nothing to do with each other', () => {
    requestReservation(db, cast.researcher, wish({ idempotency }), NOW)
    expect(refusalOf(requestReservation(db, cast.stranger, wish({ idempotency }), NOW))).toMatchObject({
      kind: 'rules',
    })
  })
})

describe('a preview', () => {
  test('answers whatever instants are sent', () => {
    const odd = fc.oneof(
      fc.integer({ min: -8_640_000_000_000_000, max: 8_640_000_000_000_000 }),
      fc.integer({ min: 0, max: 4_000_000_000_000 }),
      fc.constantFrom(0, NOW, Date.UTC(9999, 11, 31, 23, 59), Date.UTC(1969, 11, 31)),
    )
    fc.assert(
      fc.property(odd, odd, fc.integer({ min: -5, max: 5 }), (start, end, units) => {
        const { allowed, violations } = previewReservation(db, cast.researcher, wish({ start, end, units }), NOW)
        expect(allowed || violations.length > 0).toBe(true)
      }),
    )
  })

  test('says what would come of it and changes nothing', () => {
    expect(previewReservation(db, cast.researcher, wish(), NOW)).toMatchObject({
      allowed: true,
      state: 'confirmed',
      alternatives: [],
    })
    expect(previewReservation(db, cast.researcher, wish({ resourceId: cast.tem }), NOW).state).toBe('requested')
    expect([count('reservations'), count('claims'), count('outbox')]).toEqual([0, 0, 0])
  })

  test('of a taken hour names the nearest free times before and after', () => {
    makeReservation(db, {
      resourceId: cast.hplc,
      requesterId: cast.stranger.id,
      start: at('2026-11-24 10:00'),
      end: at('2026-11-24 15:00'),
    })
    const { allowed, state, alternatives } = previewReservation(
      db,
      cast.researcher,
      wish({ start: at('2026-11-24 11:00'), end: at('2026-11-24 13:00') }),
      NOW,
    )
    expect([allowed, state]).toEqual([false, null])
    expect(alternatives.map(({ resource, start, end }) => [resource.slug, start, end - start])).toEqual([
      ['hplc', at('2026-11-23 16:00'), 2 * HOUR],
      ['hplc', at('2026-11-24 08:00'), 2 * HOUR],
      ['hplc', at('2026-11-24 15:00'), 2 * HOUR],
      ['hplc', at('2026-11-25 08:00'), 2 * HOUR],
    ])
  })

  test('offers the same hour on a resource that does the same work', () => {
    const other = makeResource(db, { labId: cast.labId, slug: 'other-hplc', approval: 'owner' })
    for (const id of [cast.hplc, other])
      db.$client
        .prepare('INSERT INTO resource_techniques (resource_id, technique) VALUES (?, ?)')
        .run(id, 'chromatography')
    makeReservation(db, { resourceId: cast.hplc, requesterId: cast.stranger.id })
    const { alternatives } = previewReservation(db, cast.researcher, wish(), NOW)
    expect(alternatives.at(-1)).toMatchObject({
      resource: { slug: 'other-hplc' },
      start: wish().start,
      approval: 'owner',
      qualified: true,
    })
  })
})
