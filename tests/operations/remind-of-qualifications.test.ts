import { beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '../../db/connect.ts'
import { askForTraining } from '../../server/operations/ask-for-training.ts'
import { grantQualification } from '../../server/operations/grant-qualification.ts'
import { remindOfQualifications } from '../../server/operations/remind-of-qualifications.ts'
import { type Cast, makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import { at, DAY, makeQualification, makeReservation, makeResource, NOW } from '../support/makers.ts'

let db: Db
let cast: Cast
let mri: number
const END = at('2027-03-01 00:00')
const daysBefore = (days: number) => END - days * DAY

beforeEach(() => {
  db = testDb()
  cast = makeCast(db)
  mri = makeResource(db, { labId: cast.labId, slug: 'mri', qualificationRequired: 'supervised' })
})

const hold = (more: object = {}) =>
  makeQualification(db, {
    resourceId: mri,
    personId: cast.researcher.id,
    grantedAt: daysBefore(200),
    expiresAt: END,
    ...more,
  })
const policy = (json: string) => db.$client.prepare('UPDATE resources SET policy = ? WHERE id = ?').run(json, mri)
const told = () => db.$client.prepare('SELECT kind, person_id FROM outbox').raw().all()

describe('the holder of a right that ends', () => {
  test('is reminded 30 and 7 days before, once each, however often the job runs', () => {
    hold()
    const days = [40, 31, 30.5, 30, 30, 29, 20, 8, 7, 7, 6, 1, 0, -1]
    expect(days.map((each) => remindOfQualifications(db, daysBefore(each)))).toEqual([
      0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0,
    ])
    expect(told()).toEqual([
      ['qualification-ending', cast.researcher.id],
      ['qualification-ending', cast.researcher.id],
    ])
  })

  test('is reminded once when the job was away for both moments, and not after the end', () => {
    hold()
    expect([3, 3, 2, 1].map((each) => remindOfQualifications(db, daysBefore(each)))).toEqual([1, 0, 0, 0])
    hold({ personId: cast.company.id })
    expect(remindOfQualifications(db, daysBefore(-1))).toBe(0)
  })

  test('is reminded anew of the end of a renewed right', () => {
    hold()
    expect(remindOfQualifications(db, daysBefore(30))).toBe(1)
    const renewal = { personId: cast.researcher.id, level: 'supervised', expiresAt: END + 100 * DAY } as const
    expect(grantQualification(db, cast.owner, mri, renewal, daysBefore(20)).ok).toBe(true)
    expect([20, 7, 0, -69].map((each) => remindOfQualifications(db, daysBefore(each)))).toEqual([0, 0, 0, 0])
    expect(remindOfQualifications(db, daysBefore(-70))).toBe(1)
  })

  test.each([
    ['has left', () => db.$client.prepare('UPDATE people SET is_active = 0 WHERE id = ?').run(cast.researcher.id)],
    ['needs it no more', () => db.$client.prepare('UPDATE resources SET qualification_required = NULL').run()],
    ['held it on what is retired', () => db.$client.prepare(`UPDATE resources SET status = 'retired'`).run()],
  ])('is left alone when they %s', (_what, happen) => {
    hold()
    happen()
    expect(remindOfQualifications(db, daysBefore(7))).toBe(0)
  })
})

describe('the holder of a right that lapses unused', () => {
  const LAPSE = at('2027-02-22 08:00')

  test('is reminded, and use puts the reminder off', () => {
    policy('{"qualificationLapseMonths":3}')
    hold({ grantedAt: at('2026-11-22 08:00'), expiresAt: null })
    expect(remindOfQualifications(db, LAPSE - 30 * DAY)).toBe(1)
    const used = at('2027-01-25 10:00')
    makeReservation(db, { resourceId: mri, requesterId: cast.researcher.id, start: used })
    expect(remindOfQualifications(db, LAPSE - 7 * DAY)).toBe(0)
    expect(remindOfQualifications(db, at('2027-04-25 13:00') - 30 * DAY)).toBe(1)
  })
})

test('a request stands once, whoever asks twice at the same time', () => {
  const wish = { resourceId: mri, message: 'Proszę.' }
  const [one, other] = [1, 2].map(() => askForTraining(db, cast.researcher, wish, NOW))
  expect(one).toEqual(other)
  expect(db.$client.prepare('SELECT count(*) FROM training_requests').pluck().get()).toBe(1)
})
