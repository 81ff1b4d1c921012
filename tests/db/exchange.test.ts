import { expect, test } from 'vitest'
import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { exchangeDuring, exchangeMonths } from '../../db/queries/exchange.ts'
import { utilisationDuring } from '../../db/queries/utilisation.ts'
import { countReports } from '../../server/jobs/count-reports.ts'
import { makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import { at, HOUR, makeReservation, makeResource, NOW } from '../support/makers.ts'

const YEAR = { from: '2026-01-01', to: '2027-01-01' }

function filled() {
  const db = testDb()
  const cast = makeCast(db)
  for (const [requester, day, hours] of [
    [cast.researcher, '2026-03-02', 3],
    [cast.owner, '2026-03-03', 2],
    [cast.company, '2026-11-12', 4],
  ] as const) {
    const start = at(`${day} 10:00`)
    const span = { start, end: start + hours * HOUR }
    makeReservation(db, { resourceId: cast.hplc, requesterId: requester.id, ...span, state: 'completed' })
  }
  return { db, cast }
}
const total = (db: Db) => exchangeDuring(db, catalogueOf(db).resources, YEAR, NOW).totalHours

test('used hours are those of the utilisation report, month by month and in the year', () => {
  const { db } = filled()
  const { resources } = catalogueOf(db)
  const used = [...utilisationDuring(db, resources, YEAR, NOW).values()].reduce((sum, row) => sum + row.used, 0)
  expect(total(db)).toBe(9)
  expect(total(db)).toBe(used / HOUR)
  const months = exchangeMonths(db, resources, YEAR, NOW)
  expect(months.map(({ totalHours }) => totalHours)).toEqual([0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 4, 0])
  expect(months[2]!.crossShare).toBeCloseTo(3 / 5)
  expect(months[0]!.crossShare).toBeNull()
})

test('what is remembered is counted anew when a reservation comes', () => {
  const { db, cast } = filled()
  expect(total(db)).toBe(9)
  const start = at('2026-11-16 10:00')
  makeReservation(db, { resourceId: cast.hplc, requesterId: cast.owner.id, start, state: 'completed' })
  expect(total(db)).toBe(10)
})

test('a room and its benches are the same hours', () => {
  const { db, cast } = filled()
  const room = makeResource(db, { labId: cast.labId })
  makeResource(db, { labId: cast.labId, parentId: room })
  makeResource(db, { labId: cast.labId, parentId: room })
  const start = at('2026-11-17 10:00')
  makeReservation(db, { resourceId: room, requesterId: cast.owner.id, start, state: 'completed' })
  // The room takes both of its benches for the hour.
  expect(total(db)).toBe(9 + 2)
})

test('after the counting ahead a report of this year reads no reservation', async () => {
  const { db, cast } = filled()
  await countReports(
    db,
    () => NOW,
    () => false,
  )
  db.$client.exec('DROP TRIGGER claims_months_insert')
  const start = at('2026-11-16 10:00')
  makeReservation(db, { resourceId: cast.hplc, requesterId: cast.owner.id, start, state: 'completed' })
  expect(total(db)).toBe(9)
})
