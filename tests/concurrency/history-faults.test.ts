import { beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '../../db/connect.ts'
import { personById } from '../../db/queries/people.ts'
import { History } from '../../scripts/bench/race-history.ts'
import { faultsOfState } from '../../scripts/bench/race-state.ts'
import { makeWorld, type World } from '../../scripts/bench/race-world.ts'
import type { Reservation } from '../../server/domain/reservation.ts'
import { bookSeries } from '../../server/operations/book-series.ts'
import { testDb } from '../support/db.ts'
import { HOUR, MINUTE, makeReservation, NOW } from '../support/makers.ts'

/** The checker is held against faults planted one at a time: it sees each, and nothing where there is none. */
let db: Db
let world: World

beforeEach(() => {
  db = testDb()
  world = makeWorld(db)
})

const thing = (slug: string) =>
  db.$client.prepare('SELECT id FROM resources WHERE slug = ?').pluck().get(slug) as number
const book = (slug: string, hour: number, hours = 1, units = 1) =>
  makeReservation(db, {
    ...{ resourceId: thing(slug), requesterId: world.researcherIds[0]!, title: '1.1.1', units },
    ...{ start: NOW + hour * HOUR, end: NOW + (hour + hours) * HOUR },
  })
const plant = (sql: string) => db.$client.exec(sql)
const found = () => faultsOfState(db, 0).map(({ what }) => what)

describe('of the state', () => {
  beforeEach(() => plant('DROP TRIGGER claims_guard_insert; DROP TRIGGER claims_guard_update'))

  test.each([
    [
      'a single one twice',
      [
        ['single-0', 1, 2],
        ['single-0', 2, 2],
      ],
      ['overload'],
    ],
    [
      'a single one, then again',
      [
        ['single-0', 1, 2],
        ['single-0', 3, 2],
      ],
      [],
    ],
    [
      'set-up in the time before',
      [
        ['single-4', 1, 1],
        ['single-4', 2, 1],
      ],
      ['overload'],
    ],
    [
      'three that never meet all at once',
      [
        ['shared-0', 1, 2],
        ['shared-0', 2, 2],
        ['shared-0', 3, 2],
      ],
      [],
    ],
    [
      'three at one time where two may',
      [
        ['shared-0', 1, 3],
        ['shared-0', 2, 2],
        ['shared-0', 3, 2],
      ],
      ['overload'],
    ],
    [
      'a hall over a probe deep inside',
      [
        ['hall', 1, 2],
        ['probe', 2, 1],
      ],
      ['overload'],
    ],
    [
      'rooms beside each other',
      [
        ['room-a', 1, 2],
        ['room-b', 1, 2],
      ],
      [],
    ],
  ] as const)('%s', (_, bookings, faults) => {
    for (const [slug, hour, hours] of bookings) book(slug, hour, hours)
    expect(found()).toEqual(faults)
  })

  test.each([
    ['no claim', 'DELETE FROM claims'],
    ['claim without reservation', `UPDATE reservations SET state = 'cancelled'`],
    ['claim of another time', `UPDATE claims SET end_at = end_at + 60000`],
    ['claim of another time', `UPDATE claims SET is_tentative = 1`],
    ['claim of another time', `UPDATE claims SET units = 2`],
    ['no claim', `INSERT INTO reservation_parts (reservation_id, resource_id) SELECT id, 7 FROM reservations`],
  ])('%s: %s', (fault, sql) => {
    book('single-0', 1)
    expect(found()).toEqual([])
    plant(sql)
    expect(found()).toEqual([fault])
  })
})

test('a claim on another resource is missed on the one and too much on the other', () => {
  plant('DROP TRIGGER claims_guard_update')
  book('single-0', 1)
  plant('UPDATE claims SET resource_id = 2')
  expect(found()).toEqual(['no claim', 'claim without reservation'])
})

describe('of a series', () => {
  beforeEach(() => {
    const person = personById(db, world.researcherIds[0]!)!
    const rule = {
      timeZone: 'Europe/Warsaw',
      startLocal: '2026-11-24T10:00:00',
      durationMinutes: 60,
      rrule: 'FREQ=DAILY;COUNT=3',
    }
    const content = { units: 1, title: '1.1.1', purpose: 'own_research' as const, exdates: [], rdates: [] }
    book('single-0', 50)
    bookSeries(db, person, { ...rule, ...content, resourceId: thing('single-0'), onConflict: 'skip' }, NOW)
  })

  test.each([
    ['is well with a skipped day', '', []],
    ['misses a skipped day', 'DELETE FROM series_skips', ['series']],
    [
      'has a skipped day twice',
      `UPDATE series_skips SET occurrence_local = '2026-11-24T10:00:00'`,
      ['series', 'series'],
    ],
    ['has a day of another rule', `UPDATE series SET rrule = 'FREQ=DAILY;COUNT=2'`, ['series']],
  ])('%s', (_, sql, faults) => {
    plant(sql)
    expect(found()).toEqual(faults)
  })
})

describe('of the history', () => {
  const history = () => new History()
  const kept = ({ id, version, state, resourceId, start, end, units }: Reservation) => ({
    ...{ id, version, state, resourceId, start, end, units },
  })
  const created = { tag: '1.1.1', deed: 'create', at: 0 } as const

  test('what was acknowledged and is there is well', () => {
    const told = history()
    told.add(created)
    told.add({ tag: '1.1.1', kept: kept(book('single-0', 1)) })
    expect(told.faultsOfFresh(db)).toEqual([])
    expect(told.faultsOfAll(db)).toEqual([])
  })

  test.each([
    ['lost', 'DELETE FROM claims; DELETE FROM reservations'],
    ['lost', 'UPDATE reservations SET version = 0'],
    ['differs', `UPDATE reservations SET state = 'completed'`],
    ['differs', `UPDATE reservations SET end_at = end_at + ${MINUTE}`],
    ['history', 'UPDATE reservations SET version = 2'],
  ])('%s: %s', (fault, sql) => {
    const told = history()
    told.add(created)
    told.add({ tag: '1.1.1', kept: kept(book('single-0', 1)) })
    plant(sql)
    expect(told.faultsOfAll(db).map(({ what }) => what)).toEqual([fault])
  })

  test('what was refused must not be there, what was cut short may', () => {
    book('single-0', 1)
    const refused = history()
    refused.add(created)
    expect(refused.faultsOfAll(db)).toEqual([])
    refused.add({ tag: '1.1.1', no: 'rules' })
    expect(refused.faultsOfAll(db).map(({ text }) => text)).toContain('1.1.1 was refused, and written')
  })

  test('two people told different things of one version', () => {
    const told = history()
    const reservation = book('single-0', 1)
    for (const tag of ['1.1.1', '2.1.1']) told.add({ tag, deed: 'change', at: 0, id: reservation.id })
    told.add({ tag: '1.1.1', kept: kept(reservation) })
    told.add({ tag: '2.1.1', kept: { ...kept(reservation), units: 2 } })
    expect(told.faultsOfFresh(db)).toMatchObject([{ what: 'history' }, { what: 'differs' }])
  })
})
