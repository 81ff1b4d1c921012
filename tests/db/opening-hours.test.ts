import { beforeEach, describe, expect, test } from 'vitest'
import { type Db, inWriteTransaction, migrateDb, openDb } from '../../db/connect.ts'
import { hoursOf, openTimeOf, openTimeOfMany } from '../../db/queries/opening-hours.ts'
import { openSpans } from '../../server/domain/availability.ts'
import type { Audience } from '../../server/domain/availability-rule.ts'
import { type Interval, lengthOf } from '../../server/domain/interval.ts'
import { localOf, startOfDay } from '../../server/domain/zone.ts'

const WARSAW = 'Europe/Warsaw'
const EVERYONE: ReadonlySet<Audience> = new Set(['everyone'])
const OWN: ReadonlySet<Audience> = new Set(['organisation', 'everyone'])
const days = (first: string, next: string): Interval => ({
  start: startOfDay(first, WARSAW),
  end: startOfDay(next, WARSAW),
})
const week = days('2026-11-23', '2026-11-30')
const hoursIn = (spans: readonly Interval[]) => lengthOf(spans) / 3_600_000

let db: Db
beforeEach(() => {
  db = openDb(':memory:')
  migrateDb(db)
  db.$client.exec(`
    INSERT INTO organisations (id, slug, name_pl, name_en, kind) VALUES (1, 'o', 'O', 'O', 'university');
    INSERT INTO labs (id, slug, organisation_id, name_pl, name_en) VALUES (1, 'l', 1, 'L', 'L');
    INSERT INTO resources (id, slug, lab_id, kind, name_pl, name_en) VALUES
      (1, 'a', 1, 'instrument', 'A', 'A'), (2, 'b', 1, 'instrument', 'B', 'B'), (3, 'c', 1, 'instrument', 'C', 'C');
    UPDATE resources SET observes_holidays = 0 WHERE id = 3;`)
  addRule({ lab: 1, minutes: 600 })
})

function addRule(given: { lab?: number; resource?: number; minutes: number; audience?: Audience; effect?: string }) {
  db.$client
    .prepare(
      `INSERT INTO availability_rules (lab_id, resource_id, effect, audience, start_local, duration_minutes, rrule, created_at)
       VALUES (?, ?, ?, ?, '2020-01-01T08:00:00', ?, 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 0)`,
    )
    .run(given.lab ?? null, given.resource ?? null, given.effect ?? 'open', given.audience ?? 'everyone', given.minutes)
}

describe('the hours of a resource', () => {
  test('are its own rules and its lab’s, with the setting that holds', () => {
    addRule({ resource: 2, minutes: 60, effect: 'closed' })
    expect(hoursOf(db, 1)).toMatchObject({ timeZone: WARSAW, observesHolidays: true, rules: [{ labId: 1 }] })
    expect(hoursOf(db, 2).rules.map(({ labId, resourceId }) => [resourceId, labId])).toEqual([
      [2, null],
      [null, 1],
    ])
    expect(hoursOf(db, 3).observesHolidays).toBe(false)
  })
  test('are shared by resources without rules of their own', () => expect(hoursOf(db, 2)).toBe(hoursOf(db, 1)))
  test('of a resource that is not there are an error', () => expect(() => hoursOf(db, 99)).toThrow(RangeError))
})

describe('open time', () => {
  test('is clipped to what was asked', () =>
    expect(
      openTimeOf(
        db,
        1,
        { start: startOfDay('2026-11-24', WARSAW), end: startOfDay('2026-11-24', WARSAW) + 9 * 3_600_000 },
        EVERYONE,
      ).map(({ start, end }) => [localOf(start, WARSAW), localOf(end, WARSAW)]),
    ).toEqual([['2026-11-24T08:00:00', '2026-11-24T09:00:00']]))
  test('is found for many at once', () => {
    addRule({ resource: 2, minutes: 60 })
    const open = openTimeOfMany(db, [1, 2, 3], week, EVERYONE)
    expect([...open].map(([id, spans]) => [id, hoursIn(spans)])).toEqual([
      [1, 50],
      [2, 5],
      [3, 50],
    ])
  })
  test('over any number of weeks is what the law says of the whole', () => {
    addRule({ resource: 1, minutes: 20 * 60 })
    for (const span of [
      days('2026-01-01', '2027-01-01'),
      days('2027-03-20', '2027-04-02'),
      days('2027-10-30', '2027-11-01'),
      week,
    ])
      expect(openTimeOf(db, 1, span, EVERYONE)).toEqual(openSpans(hoursOf(db, 1), span, EVERYONE))
  })
  test('of a zone whose weeks begin elsewhere as well', () => {
    db.$client.exec(`UPDATE resources SET time_zone = 'Pacific/Auckland' WHERE id = 1`)
    expect(openTimeOf(db, 1, days('2026-09-01', '2026-10-15'), EVERYONE)).toEqual(
      openSpans(hoursOf(db, 1), days('2026-09-01', '2026-10-15'), EVERYONE),
    )
  })
  test('joins across the edge of a week', () => {
    db.$client.exec(
      `UPDATE availability_rules SET rrule = 'FREQ=DAILY', start_local = '2020-01-01T00:00:00', duration_minutes = 1440`,
    )
    db.$client.exec(`UPDATE labs SET observes_holidays = 0`)
    expect(openTimeOf(db, 1, days('2026-11-01', '2026-12-01'), EVERYONE)).toEqual([days('2026-11-01', '2026-12-01')])
  })
  test('is each audience’s own', () => {
    addRule({ resource: 1, minutes: 60, audience: 'organisation' })
    expect(hoursIn(openTimeOf(db, 1, week, OWN))).toBe(5)
    expect(hoursIn(openTimeOf(db, 1, week, EVERYONE))).toBe(0)
    expect(hoursIn(openTimeOf(db, 1, week, OWN))).toBe(5)
  })
  test('what the caller does to the answer stays with the caller', () => {
    openTimeOf(db, 1, week, EVERYONE).splice(0, 5)
    expect(hoursIn(openTimeOf(db, 1, week, EVERYONE))).toBe(50)
  })
})

describe('what is remembered', () => {
  test('follows a change of rules or settings at once', () => {
    expect(hoursIn(openTimeOf(db, 1, week, EVERYONE))).toBe(50)
    addRule({ lab: 1, minutes: 60, effect: 'closed' })
    expect(hoursIn(openTimeOf(db, 1, week, EVERYONE))).toBe(45)
    db.$client.exec(`UPDATE labs SET observes_holidays = 0`)
    expect(hoursOf(db, 1).observesHolidays).toBe(false)
  })
  test('keeps nothing of a transaction that was rolled back', () => {
    expect(hoursIn(openTimeOf(db, 1, week, EVERYONE))).toBe(50)
    expect(() =>
      inWriteTransaction(db, () => {
        addRule({ resource: 1, minutes: 60 })
        expect(hoursIn(openTimeOf(db, 1, week, EVERYONE))).toBe(5)
        throw new Error('changed my mind')
      }),
    ).toThrow('changed my mind')
    addRule({ resource: 2, minutes: 60 })
    expect(hoursIn(openTimeOf(db, 1, week, EVERYONE))).toBe(50)
  })
  test('belongs to its database', () => {
    openTimeOf(db, 1, week, EVERYONE)
    const other = openDb(':memory:')
    migrateDb(other)
    expect(() => openTimeOf(other, 1, week, EVERYONE)).toThrow(RangeError)
  })
})
