import { beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '../../db/connect.ts'
import { insertQuota, type NewQuota } from '../../db/queries/quotas.ts'
import type { Person } from '../../server/domain/person.ts'
import { changeReservation } from '../../server/operations/change-reservation.ts'
import { type ReservationRequest, requestReservation } from '../../server/operations/request-reservation.ts'
import type { Result } from '../../server/operations/result.ts'
import { type Cast, makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import { aQuota } from '../support/facts.ts'
import { at, DAY, HOUR, makeProject, makeReservation, makeResource, NOW } from '../support/makers.ts'

let db: Db
let cast: Cast

beforeEach(() => {
  db = testDb()
  cast = makeCast(db)
})

/** Two hours a week per person on the chromatograph, unless told otherwise. */
const setQuota = (more: Partial<NewQuota> = {}) =>
  insertQuota(db, aQuota({ place: { kind: 'resource', id: cast.hplc }, most: 120, ...more }), cast.owner.id, NOW)

const ask = (person: Person, start: string, hours = 1, more: Partial<ReservationRequest> = {}) => {
  const span = { start: at(`2026-11-${start}`), end: at(`2026-11-${start}`) + hours * HOUR }
  const wish = { resourceId: cast.hplc, ...span, units: 1, title: 'Run', purpose: 'own_research' as const, ...more }
  return requestReservation(db, person, wish, NOW)
}
const said = (result: Result<unknown>) => {
  if (result.ok) return 'booked'
  return result.refusal.kind === 'rules'
    ? result.refusal.violations.map(({ code }) => code).join()
    : result.refusal.kind
}

test('a person has their hours of the week, and everybody their own', () => {
  setQuota()
  expect(said(ask(cast.researcher, '24 08:00'))).toBe('booked')
  expect(said(ask(cast.researcher, '25 08:00', 1.5))).toBe('quota')
  expect(said(ask(cast.researcher, '25 08:00'))).toBe('booked')
  expect(said(ask(cast.researcher, '27 08:00', 0.5))).toBe('quota')
  expect(said(ask(cast.colleague, '27 08:00', 2))).toBe('booked')
  expect(said(ask(cast.researcher, '30 08:00', 2))).toBe('booked')
})

test('a steward may set it aside with a reason, and is bound by it without', () => {
  setQuota()
  expect(said(ask(cast.owner, '24 08:00', 3))).toBe('quota')
  expect(said(ask(cast.owner, '24 08:00', 3, { override: 'Trade fair' }))).toBe('booked')
})

test('an organisation and a project have theirs together', () => {
  const project = makeProject(db, 'EX-1', cast.researcher.organisationId, [cast.researcher.id, cast.stranger.id])
  expect(project).toBeGreaterThan(0)
  setQuota({ per: 'organisation', most: 180 })
  setQuota({ per: 'project', measure: 'count', most: 1 })
  expect(said(ask(cast.researcher, '24 08:00', 2, { projectCode: 'EX-1' }))).toBe('booked')
  expect(said(ask(cast.colleague, '24 10:00', 1.5))).toBe('quota')
  expect(said(ask(cast.colleague, '24 10:00', 1))).toBe('booked')
  expect(said(ask(cast.stranger, '25 10:00', 1, { projectCode: 'EX-1' }))).toBe('quota')
  expect(said(ask(cast.stranger, '25 10:00', 1))).toBe('booked')
})

test('a lab and an organisation count over their resources', () => {
  setQuota({ place: { kind: 'lab', id: cast.labId } })
  const other = makeResource(db, { labId: cast.labId })
  expect(said(ask(cast.researcher, '24 08:00', 2, { resourceId: other }))).toBe('booked')
  expect(said(ask(cast.researcher, '24 12:00', 0.5))).toBe('quota')
  setQuota({ place: { kind: 'organisation', id: cast.organisationId }, per: 'organisation', most: 0 })
  const stranger = ask(cast.stranger, '25 08:00', 0.5, { resourceId: other })
  expect(said(stranger)).toBe('quota')
})

describe('what counts', () => {
  const HOLDING = ['requested', 'confirmed', 'in_use', 'completed', 'no_show'] as const
  const GONE = ['declined', 'expired', 'cancelled'] as const
  const states = [
    ...HOLDING.map((state) => [state, 'quota'] as const),
    ...GONE.map((state) => [state, 'booked'] as const),
  ]

  describe.each([
    ['person', 'researcher'],
    ['organisation', 'colleague'],
  ] as const)('per %s', (per, asker) => {
    test.each(states)('%s: the next is %s', (state, expected) => {
      const start = at('2026-11-27 10:00')
      const row = { resourceId: cast.hplc, requesterId: cast.researcher.id, state, start, end: start + 2 * HOUR }
      makeReservation(db, row)
      setQuota({ per })
      expect(said(ask(cast[asker], '24 08:00'))).toBe(expected)
    })
  })

  test('a request past its deadline has let go, whether or not the job has been there', () => {
    const start = at('2026-11-27 10:00')
    const row = { resourceId: cast.hplc, requesterId: cast.researcher.id, state: 'requested' as const, start }
    makeReservation(db, { ...row, end: start + 2 * HOUR, decideBy: NOW })
    setQuota()
    expect(said(ask(cast.researcher, '24 08:00', 2))).toBe('booked')
  })

  test('an exempt purpose neither asks nor uses', () => {
    setQuota({ exemptPurposes: ['service'] })
    expect(said(ask(cast.researcher, '24 08:00', 4, { purpose: 'service' }))).toBe('booked')
    expect(said(ask(cast.researcher, '25 08:00', 2))).toBe('booked')
    expect(said(ask(cast.researcher, '26 08:00', 1))).toBe('quota')
  })

  test('a resource taken along counts for its own quota', () => {
    const probe = makeResource(db, { labId: cast.labId })
    const taken = makeReservation(db, { resourceId: cast.hplc, requesterId: cast.researcher.id })
    db.$client.prepare('INSERT INTO reservation_parts (reservation_id, resource_id) VALUES (?, ?)').run(taken.id, probe)
    setQuota({ place: { kind: 'resource', id: probe }, most: 60 })
    expect(said(ask(cast.researcher, '25 08:00', 1, { resourceId: probe }))).toBe('quota')
  })

  test('all that is still to come', () => {
    setQuota({ period: 'running', measure: 'count', most: 2 })
    const past = { resourceId: cast.hplc, requesterId: cast.researcher.id, start: NOW - DAY }
    makeReservation(db, { ...past, end: past.start + HOUR })
    expect(['24 08:00', '30 08:00', '27 08:00'].map((start) => said(ask(cast.researcher, start)))).toEqual([
      'booked',
      'booked',
      'quota',
    ])
  })
})

describe('a change', () => {
  const booked = (start: string, hours: number) => {
    const result = ask(cast.researcher, start, hours)
    if (!result.ok) throw new Error('refused')
    return result.value
  }
  const change = (id: number, more: object, version = 1) =>
    said(changeReservation(db, cast.researcher, id, more, version, NOW))

  test('does not stand in its own way, and may not grow beyond', () => {
    setQuota()
    const { id, start } = booked('24 08:00', 2)
    expect(change(id, { start: start + DAY, end: start + DAY + 2 * HOUR })).toBe('booked')
    expect(change(id, { end: start + DAY + 2.5 * HOUR }, 2)).toBe('quota')
  })

  test('a quota made smaller leaves what is there: it may be renamed and shortened, not moved nor its purpose changed', () => {
    const { id, start } = booked('24 08:00', 4)
    setQuota({ exemptPurposes: ['teaching'] })
    expect(change(id, { title: 'Another name' })).toBe('booked')
    expect(change(id, { end: start + 3 * HOUR }, 2)).toBe('booked')
    expect(change(id, { start: start + DAY, end: start + DAY + 3 * HOUR }, 3)).toBe('quota')
    expect(change(id, { purpose: 'service', reason: 'It turned out so' }, 3)).toBe('quota')
  })
})
