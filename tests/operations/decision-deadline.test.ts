import { beforeEach, expect, test } from 'vitest'
import type { Db } from '../../db/connect.ts'
import { requestReservation } from '../../server/operations/request-reservation.ts'
import { type Cast, makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import { at, HOUR, makeLab, makeResource, makeRule } from '../support/makers.ts'

let db: Db
let cast: Cast
beforeEach(() => {
  db = testDb()
  cast = makeCast(db)
})

const hoursOf = (place: 'labs' | 'organisations', decisionHours: number | null, id: number) =>
  db.$client.prepare(`UPDATE ${place} SET policy = ? WHERE id = ?`).run(JSON.stringify({ decisionHours }), id)

function deadline(made: string, start: string, resourceId = cast.tem): number | null {
  const wish = { units: 1, title: 'Look', purpose: 'own_research' as const }
  const span = { start: at(start), end: at(start) + HOUR }
  const result = requestReservation(db, cast.researcher, { resourceId, ...wish, ...span }, at(made))
  if (!result.ok) throw new Error(JSON.stringify(result.refusal))
  return result.value.decideBy
}

test('is counted in the working days of the lab unless its hours are set', () => {
  expect(deadline('2026-11-23 09:30', '2026-12-08 10:00')).toBe(at('2026-11-26 09:30'))
})

test.each(['labs', 'organisations'] as const)('is counted in open hours of the lab where its %s say so', (place) => {
  hoursOf(place, 12, place === 'labs' ? cast.labId : cast.organisationId)
  expect(deadline('2026-11-26 12:00', '2026-12-08 10:00')).toBe(at('2026-11-27 14:00'))
  expect(deadline('2026-11-27 17:00', '2026-12-09 10:00')).toBe(at('2026-12-01 09:00'))
  // Never after the start.
  expect(deadline('2026-11-26 17:00', '2026-11-27 09:00')).toBe(at('2026-11-27 09:00'))
})

test('a lab that says nothing of hours may leave those of its organisation', () => {
  hoursOf('organisations', 12, cast.organisationId)
  hoursOf('labs', null, cast.labId)
  expect(deadline('2026-11-23 09:30', '2026-12-08 10:00')).toBe(at('2026-11-26 09:30'))
})

test('closed days and hours for others do not count, holidays only where they are observed', () => {
  hoursOf('labs', 4, cast.labId)
  makeRule(db, {
    ...{ labId: cast.labId, effect: 'closed', rrule: 'FREQ=DAILY;COUNT=1' },
    ...{ startLocal: '2026-11-27T00:00:00', durationMinutes: 1440 },
  })
  makeRule(db, { labId: cast.labId, audience: 'organisation', startLocal: '2026-11-28T08:00:00', rrule: 'FREQ=DAILY' })
  expect(deadline('2026-11-26 16:00', '2026-12-08 10:00')).toBe(at('2026-11-30 10:00'))
  expect(deadline('2026-12-23 16:00', '2027-01-08 10:00')).toBe(at('2026-12-28 10:00'))
  db.$client.prepare('UPDATE labs SET observes_holidays = 0').run()
  expect(deadline('2026-12-23 17:00', '2027-01-08 12:00')).toBe(at('2026-12-24 11:00'))
})

test('a lab without hours of its own is taken to work in office hours', () => {
  const labId = makeLab(db, { organisationId: cast.organisationId }, null)
  hoursOf('labs', 6, labId)
  const resourceId = makeResource(db, { labId, approval: 'owner' })
  makeRule(db, { resourceId, rrule: 'FREQ=DAILY', startLocal: '2020-01-01T00:00:00', durationMinutes: 1440 })
  expect(deadline('2026-11-27 14:00', '2026-12-08 10:00', resourceId)).toBe(at('2026-11-30 12:00'))
})
