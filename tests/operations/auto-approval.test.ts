import { beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '../../db/connect.ts'
import type { AutoApproval } from '../../server/domain/auto-approval.ts'
import type { Person } from '../../server/domain/person.ts'
import { policyFaults } from '../../server/domain/policy.ts'
import type { Purpose } from '../../server/domain/purpose.ts'
import { changeReservation } from '../../server/operations/change-reservation.ts'
import { previewReservation } from '../../server/operations/preview-reservation.ts'
import { requestReservation } from '../../server/operations/request-reservation.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { type Cast, makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import { DAY, HOUR, makeQualification, NOW } from '../support/makers.ts'

let db: Db
let cast: Cast

beforeEach(() => {
  db = testDb()
  cast = makeCast(db)
})

const when = (autoApprove: AutoApproval | null) =>
  db.$client
    .prepare('UPDATE resources SET policy = ? WHERE id = ?')
    .run(autoApprove === null ? '{}' : JSON.stringify({ autoApprove }), cast.tem)

let day = 0
const stateFor = (person: Person, length = HOUR, purpose: Purpose = 'own_research') => {
  const start = NOW + ++day * DAY
  const wish = { resourceId: cast.tem, start, end: start + length, units: 1, title: 'Look', purpose }
  const foreseen = previewReservation(db, person, wish, NOW)
  const result = requestReservation(db, person, wish, NOW)
  if (!result.ok) throw new Error(JSON.stringify(result.refusal))
  expect(foreseen.state).toBe(result.value.state)
  return result.value.state
}

describe('what needs approval is approved at once', () => {
  beforeEach(() => {
    day = 0
  })

  test('never where no conditions are set', () => {
    expect(stateFor(cast.researcher)).toBe('requested')
  })

  test('up to a length', () => {
    when({ maxMinutes: 60 })
    expect([HOUR, 2 * HOUR].map((length) => stateFor(cast.researcher, length))).toEqual(['confirmed', 'requested'])
  })

  test('for these purposes', () => {
    when({ purposes: ['teaching'] })
    expect([stateFor(cast.researcher, HOUR, 'teaching'), stateFor(cast.researcher, HOUR, 'service')]).toEqual([
      'confirmed',
      'requested',
    ])
  })

  test('for the owning organisation', () => {
    when({ ownOrganisation: true })
    const own = { ...cast.researcher, organisationId: cast.organisationId }
    expect([stateFor(own), stateFor(cast.researcher)]).toEqual(['confirmed', 'requested'])
  })

  test('for who is qualified to the end', () => {
    when({ qualified: true })
    const hold = (person: Person, more: object) =>
      makeQualification(db, { resourceId: cast.tem, personId: person.id, level: 'independent', ...more })
    hold(cast.researcher, {})
    hold(cast.colleague, { expiresAt: NOW + HOUR })
    hold(cast.stranger, { level: 'supervised' })
    expect([cast.researcher, cast.colleague, cast.stranger].map((each) => stateFor(each))).toEqual([
      'confirmed',
      'requested',
      'requested',
    ])
  })

  test('only when all conditions hold', () => {
    when({ maxMinutes: 60, purposes: ['teaching'] })
    expect(stateFor(cast.researcher, HOUR)).toBe('requested')
    expect(stateFor(cast.researcher, HOUR, 'teaching')).toBe('confirmed')
    expect(stateFor(cast.researcher, 2 * HOUR, 'teaching')).toBe('requested')
  })

  test('and made longer than that waits after all', () => {
    when({ maxMinutes: 60 })
    const start = NOW + DAY
    const made = requestReservation(
      db,
      cast.researcher,
      { resourceId: cast.tem, start, end: start + HOUR, units: 1, title: 'Look', purpose: 'service' },
      NOW,
    )
    if (!made.ok) throw new Error('refused')
    const { id, version } = made.value
    expect(changeReservation(db, cast.researcher, id, { end: start + 2 * HOUR }, version, NOW)).toMatchObject({
      value: { state: 'requested' },
    })
  })
})

test.each([
  {},
  { maxMinutes: 0 },
  { qualified: false },
  { purposes: [] },
  { purposes: ['fun'] },
  { other: true },
  'all',
])('conditions like %j are refused', (autoApprove) => {
  expect(policyFaults({ autoApprove })).toEqual([{ field: 'autoApprove', reason: 'value' }])
})

describe('the form', () => {
  let t: TestApp
  beforeEach(async () => {
    t = await testApp()
    return () => t.close()
  })

  test('shows what is set', async () => {
    t.db.$client
      .prepare('UPDATE resources SET policy = ? WHERE id = ?')
      .run(JSON.stringify({ autoApprove: { qualified: true, maxMinutes: 90 } }), t.cast.tem)
    const { body } = await t.as('owner').get('/manage/resources/tem/policy')
    expect(body).toMatch(/name="auto-qualified" checked/)
    expect(body).toMatch(/name="auto-length"[^>]*value="1 h 30 min"/)
    expect(body).toMatch(/<option value="chosen" selected/)
  })
})
