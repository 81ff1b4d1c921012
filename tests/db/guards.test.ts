import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { assertReady, type Db, migrateDb, UnusableDatabase } from '../../db/connect.ts'
import { GUARD_NAMES } from '../../db/guards.ts'
import { claimsDuring, insertClaim } from '../../db/queries/claims.ts'
import { insertReservation } from '../../db/queries/reservations.ts'
import { type Cast, makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import { HOUR, makeResource, NOW } from '../support/makers.ts'

let db: Db
let cast: Cast

beforeEach(() => {
  db = testDb()
  cast = makeCast(db)
})

const hour = (clock: number) => NOW + clock * HOUR

/** Claims [from, to) o'clock for a new reservation and gives its id. */
function claim(resourceId: number, from: number, to: number, units = 1): number {
  const { id } = insertReservation(db, {
    resourceId,
    requesterId: cast.researcher.id,
    organisationId: cast.researcher.organisationId,
    projectId: null,
    start: hour(from),
    end: hour(to),
    units: Math.max(units, 1),
    state: 'confirmed',
    purpose: 'own_research',
    title: '',
    note: null,
    createdAt: NOW,
    decideBy: null,
    decidedById: null,
    decidedAt: null,
    decisionReason: null,
  })
  const buffers = { setupMinutes: 0, cleanupMinutes: 0, tentative: false }
  insertClaim(db, { resourceId, reservationId: id, start: hour(from), end: hour(to), units, ...buffers })
  return id
}

const move = (reservationId: number, from: number, to: number) =>
  db.$client
    .prepare('UPDATE claims SET start_at = ?, end_at = ? WHERE reservation_id = ?')
    .run(hour(from), hour(to), reservationId)

const drop = (...guards: string[]) => db.$client.exec(guards.map((name) => `DROP TRIGGER ${name};`).join(''))
const ofCapacity = (capacity: number) => makeResource(db, { labId: cast.labId, capacity })

describe('one unit', () => {
  test.each([
    ['before', 0, 1, true],
    ['touching the start', 1, 2, true],
    ['over the start', 1, 3, false],
    ['around', 1, 5, false],
    ['the same', 2, 4, false],
    ['inside', 2.5, 3, false],
    ['over the end', 3, 5, false],
    ['touching the end', 4, 5, true],
    ['after', 5, 6, true],
  ])('%s of a claim', (_where, from, to, fits) => {
    claim(cast.hplc, 2, 4)
    const attempt = () => claim(cast.hplc, from, to)
    if (fits) expect(attempt).not.toThrow()
    else expect(attempt).toThrow('claim-taken')
    expect(claimsDuring(db, cast.hplc, { start: hour(0), end: hour(9) })).toHaveLength(fits ? 2 : 1)
  })

  test('a short claim inside a very long one is found', () => {
    claim(cast.hplc, 0, 2000)
    for (let day = 1; day < 50; day++) expect(() => claim(cast.hplc, day * 24, day * 24 + 1)).toThrow('claim-taken')
  })

  test('an update meets the same wall as an insert', () => {
    claim(cast.hplc, 2, 4)
    const other = claim(cast.hplc, 5, 6)
    expect(() => move(other, 3, 5)).toThrow('claim-taken')
    expect(() => move(other, 4, 5)).not.toThrow()
  })

  test('a claim may be moved over its own time', () => {
    const own = claim(cast.hplc, 2, 4)
    expect(() => move(own, 3, 5)).not.toThrow()
  })
})

describe('several units', () => {
  test('capacity 3 with 10–11, 11–12 and 9:30–11 takes 9–12', () => {
    const resource = ofCapacity(3)
    claim(resource, 10, 11)
    claim(resource, 11, 12)
    claim(resource, 9.5, 11)
    expect(() => claim(resource, 9, 12)).not.toThrow()
    expect(() => claim(resource, 10.5, 10.75)).toThrow('claim-overload')
  })

  test('capacity 2 with 10–12, 10–11 and 11–12 refuses another 10–12', () => {
    const resource = ofCapacity(2)
    claim(resource, 10, 12)
    claim(resource, 10, 11)
    claim(resource, 11, 12)
    for (const [from, to] of [
      [10, 12],
      [10, 10.5],
      [11.5, 12],
      [9, 10.5],
    ] as const)
      expect(() => claim(resource, from, to)).toThrow('claim-overload')
    expect(() => claim(resource, 9, 10)).not.toThrow()
  })

  test('units are counted, and nobody takes more than there are', () => {
    const resource = ofCapacity(3)
    expect(() => claim(resource, 1, 2, 4)).toThrow('claim-units')
    expect(() => claim(resource, 1, 2, 0)).toThrow('claims_units')
    claim(resource, 1, 2, 2)
    expect(() => claim(resource, 1, 2, 2)).toThrow('claim-overload')
    expect(() => claim(resource, 1, 2, 1)).not.toThrow()
  })

  test('an update may not overload either, in time or in units', () => {
    const resource = ofCapacity(2)
    claim(resource, 1, 3)
    claim(resource, 2, 4)
    const third = claim(resource, 5, 6)
    expect(() => move(third, 2.5, 5)).toThrow('claim-overload')
    const widen = db.$client.prepare('UPDATE claims SET units = ? WHERE reservation_id = ?')
    expect(() => widen.run(3, third)).toThrow('claim-units')
    expect(() => widen.run(2, third)).not.toThrow()
  })

  test('capacity cannot fall below what is claimed', () => {
    const resource = ofCapacity(3)
    claim(resource, 1, 3, 2)
    const shrink = (to: number) =>
      db.$client.prepare('UPDATE resources SET capacity = ? WHERE id = ?').run(to, resource)
    expect(() => shrink(1)).toThrow('capacity-claimed')
    expect(() => shrink(2)).not.toThrow()
    drop('resources_guard_capacity')
    expect(() => shrink(1)).not.toThrow()
  })

  test('agrees with the plain peak of every moment, whatever is claimed in whatever order', () => {
    const wishes = fc.array(
      fc.record({
        from: fc.integer({ min: 0, max: 12 }),
        length: fc.integer({ min: 1, max: 8 }),
        units: fc.integer({ min: 1, max: 3 }),
      }),
      { maxLength: 14 },
    )
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), wishes, (capacity, list) => {
        const resource = ofCapacity(capacity)
        const load: number[] = Array(24).fill(0)
        for (const { from, length, units } of list) {
          const slots = Array.from({ length }, (_, i) => from + i)
          const fits = slots.every((slot) => load[slot]! + units <= capacity)
          const attempt = () => claim(resource, from, from + length, units)
          if (!fits) expect(attempt).toThrow('claim-')
          else {
            attempt()
            for (const slot of slots) load[slot]! += units
          }
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe('the resource tree', () => {
  let room: number
  let bench: number
  let shelf: number
  let other: number

  beforeEach(() => {
    room = makeResource(db, { labId: cast.labId, kind: 'room' })
    bench = makeResource(db, { labId: cast.labId, parentId: room, capacity: 2 })
    shelf = makeResource(db, { labId: cast.labId, parentId: bench })
    other = makeResource(db, { labId: cast.labId, parentId: room })
  })

  test('a room takes all that is inside it, at any depth', () => {
    claim(room, 1, 3)
    for (const inside of [bench, shelf, other]) expect(() => claim(inside, 2, 4)).toThrow('claim-taken')
  })

  test('a part takes all that it is inside of, and nothing beside it', () => {
    claim(shelf, 1, 3)
    for (const above of [room, bench]) expect(() => claim(above, 2, 4)).toThrow('claim-taken')
    expect(() => claim(other, 2, 4)).not.toThrow()
  })

  test('a resource with claims cannot move into one that is taken at the same time', () => {
    claim(room, 1, 3)
    claim(cast.hplc, 2, 4)
    const put = () => db.$client.prepare('UPDATE resources SET parent_id = ? WHERE id = ?').run(room, cast.hplc)
    expect(put).toThrow('kin-claimed')
    drop('resource_kin_guard')
    expect(put).not.toThrow()
  })

  test('one with parts stays where it is', () => {
    const put = () => db.$client.prepare('UPDATE resources SET parent_id = NULL WHERE id = ?').run(bench)
    expect(put).toThrow('resource-has-parts')
    drop('resources_guard_parent')
    expect(put).not.toThrow()
  })
})

describe('the walls are real: without them the bad row goes in', () => {
  test('an insert over a claim', () => {
    claim(cast.hplc, 2, 4)
    drop('claims_guard_insert')
    expect(() => claim(cast.hplc, 3, 5)).not.toThrow()
  })

  test('an update over a claim', () => {
    claim(cast.hplc, 2, 4)
    const other = claim(cast.hplc, 5, 6)
    drop('claims_guard_update')
    expect(() => move(other, 3, 5)).not.toThrow()
  })

  test('a room over its bench', () => {
    const room = makeResource(db, { labId: cast.labId })
    claim(makeResource(db, { labId: cast.labId, parentId: room }), 1, 3)
    db.$client.exec('DELETE FROM resource_kin')
    expect(() => claim(room, 2, 4)).not.toThrow()
  })
})

describe('readiness', () => {
  test.each(GUARD_NAMES)('a database without %s is not served', (name) => {
    expect(() => assertReady(db)).not.toThrow()
    drop(name)
    expect(() => assertReady(db)).toThrow(UnusableDatabase)
    migrateDb(db)
    expect(() => assertReady(db)).not.toThrow()
  })

  test('every row that says where and when is checked by SQLite itself', () => {
    expect(() => claim(cast.hplc, 4, 4)).toThrow('CHECK')
    expect(() => claim(999, 1, 2)).toThrow('FOREIGN KEY')
    expect(() => db.$client.prepare(`UPDATE labs SET decision_days = 'three'`).run()).toThrow('cannot store TEXT')
  })
})
