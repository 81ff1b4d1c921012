import { expect, test } from 'vitest'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { utilisationDuring } from '../../db/queries/utilisation.ts'
import { countReports } from '../../server/jobs/count-reports.ts'
import { makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import { HOUR, makeReservation, NOW } from '../support/makers.ts'

/** With the guards that tell of changes taken away, a report that remembers does not see a new reservation. */
async function bookedHours(before: (db: ReturnType<typeof testDb>) => Promise<void>) {
  const db = testDb()
  const { hplc, researcher } = makeCast(db)
  await before(db)
  db.$client.exec('DROP TRIGGER claims_months_insert')
  makeReservation(db, { resourceId: hplc, requesterId: researcher.id })
  const rows = utilisationDuring(db, catalogueOf(db).resources, { from: '2025-01-01', to: '2027-01-01' }, NOW)
  return rows.get(hplc)!.booked / HOUR
}

test('after the counting a report of this year and the last reads no reservation', async () => {
  const counted = (db: ReturnType<typeof testDb>) =>
    countReports(
      db,
      () => NOW,
      () => false,
    )
  expect(await bookedHours(counted)).toBe(0)
  expect(await bookedHours(async () => {})).toBe(1)
})

test('it ends when the server stops', async () => {
  const db = testDb()
  makeCast(db)
  let asked = 0
  await countReports(
    db,
    () => NOW,
    () => ++asked > 1,
  )
  expect(asked).toBe(2)
})
