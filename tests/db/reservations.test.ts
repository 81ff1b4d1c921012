import { beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { busyDuring, busyOfMany, claimsDuring } from '../../db/queries/claims.ts'
import { outagesDuring } from '../../db/queries/outages.ts'
import { personByEmail, personById, stewardsOfLab } from '../../db/queries/people.ts'
import {
  reservationDetail,
  reservationsOfPerson,
  reservationsOnResource,
  reservationsOnResources,
} from '../../db/queries/reservations.ts'
import { type Cast, makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import { at, DAY, HOUR, makeOutage, makeProject, makeReservation, makeResource, NOW } from '../support/makers.ts'

let db: Db
let cast: Cast

beforeEach(() => {
  db = testDb()
  cast = makeCast(db)
})

const tuesday = { start: at('2026-11-24 00:00'), end: at('2026-11-25 00:00') }
const book = (resourceId: number, start: number, end = start + HOUR, more = {}) =>
  makeReservation(db, { resourceId, requesterId: cast.researcher.id, start, end, ...more })

describe('busy time', () => {
  test('is found by what overlaps, however long ago it began', () => {
    const long = book(cast.hplc, tuesday.start - 30 * DAY, tuesday.start + HOUR)
    book(cast.hplc, tuesday.start + HOUR)
    book(cast.hplc, tuesday.end)
    expect(claimsDuring(db, cast.hplc, tuesday).map(({ start }) => start)).toEqual([long.start, tuesday.start + HOUR])
  })

  test('of kin takes all units, in one resource as in many', () => {
    const room = makeResource(db, { labId: cast.labId, capacity: 4 })
    const bench = makeResource(db, { labId: cast.labId, parentId: room })
    const other = makeResource(db, { labId: cast.labId, parentId: room })
    book(bench, tuesday.start)
    const { resourceById } = catalogueOf(db)
    const expected = [{ start: tuesday.start, end: tuesday.start + HOUR, units: 4, resourceId: bench }]
    expect(busyDuring(db, resourceById.get(room)!, tuesday)).toMatchObject(expected)
    const many = busyOfMany(db, [room, bench, other, cast.hplc], tuesday)
    expect(many.get(room)).toMatchObject(expected)
    expect([bench, other, cast.hplc].map((id) => many.get(id)?.length)).toEqual([1, 0, 0])
  })

  test('is read by a bounded range of the key', () => {
    const plan = db.$client
      .prepare(`EXPLAIN QUERY PLAN SELECT c.* FROM resources r CROSS JOIN claims c ON c.resource_id = r.id
        AND c.start_at < 2 AND c.start_at > 1 - r.longest_claim_ms AND c.end_at > 1 WHERE r.id = 1`)
      .all() as { detail: string }[]
    expect(plan.map(({ detail }) => detail).join()).toContain('resource_id=? AND start_at>? AND start_at<?')
  })
})

describe('lists of reservations', () => {
  test('of a person come page by page, without gap or repetition', () => {
    const all = Array.from(
      { length: 7 },
      (_, i) => book(i % 2 ? cast.hplc : cast.tem, tuesday.start + Math.floor(i / 2) * 3 * HOUR).id,
    )
    for (const order of ['asc', 'desc'] as const) {
      const seen: number[] = []
      let cursor: string | null = null
      do {
        const page = reservationsOfPerson(db, cast.researcher.id, { limit: 3, cursor, order })
        seen.push(...page.items.map(({ id }) => id))
        cursor = page.nextCursor
      } while (cursor)
      expect(seen).toHaveLength(7)
      expect(seen.toSorted()).toEqual(all.toSorted())
    }
  })

  test('of a person keep to a time and to states', () => {
    book(cast.hplc, tuesday.start)
    book(cast.hplc, tuesday.start + 2 * HOUR, tuesday.start + 3 * HOUR, { state: 'cancelled' })
    const starts = (filter: object) =>
      reservationsOfPerson(db, cast.researcher.id, filter).items.map(({ start }) => start)
    expect(starts({ states: ['cancelled'] })).toEqual([tuesday.start + 2 * HOUR])
    expect(starts({ from: tuesday.start + HOUR })).toEqual([tuesday.start + 2 * HOUR])
    expect(starts({ to: tuesday.start + HOUR })).toEqual([tuesday.start])
    expect(reservationsOfPerson(db, cast.stranger.id).items).toEqual([])
  })

  test('on resources hold what was let go as well, when it is asked for', () => {
    const held = book(cast.hplc, tuesday.start)
    const gone = book(cast.hplc, tuesday.start, tuesday.start + HOUR, { state: 'declined' })
    const elsewhere = book(cast.tem, tuesday.start)
    expect(reservationsOnResource(db, cast.hplc, tuesday).map(({ id }) => id)).toEqual([held.id])
    const all = reservationsOnResources(db, [cast.hplc, cast.tem], tuesday)
    expect(all.items.map(({ id }) => id)).toEqual([held.id, gone.id, elsewhere.id])
    const paged = reservationsOnResources(db, [cast.hplc], tuesday, { limit: 1 })
    expect(
      reservationsOnResources(db, [cast.hplc], tuesday, { cursor: paged.nextCursor }).items.map(({ id }) => id),
    ).toEqual([gone.id])
  })

  test('set-up time alone does not put a reservation into a span', () => {
    book(cast.tem, tuesday.end)
    expect(reservationsOnResource(db, cast.tem, tuesday)).toEqual([])
  })

  test('name requester and project', () => {
    const projectId = makeProject(db, 'NCN-7', cast.researcher.organisationId)
    const { id } = book(cast.hplc, tuesday.start, tuesday.end, { projectId })
    expect(reservationDetail(db, id)).toMatchObject({
      requester: { name: 'researcher', email: 'researcher@demo.test' },
      project: { code: 'NCN-7' },
      decidedBy: null,
    })
    expect(reservationDetail(db, 999)).toBeNull()
  })
})

describe('the catalogue in memory', () => {
  test('is the same object until something changes', () => {
    const before = catalogueOf(db)
    book(cast.hplc, tuesday.start)
    expect(catalogueOf(db)).toBe(before)
    db.$client.prepare(`UPDATE resources SET capacity = 3 WHERE id = ?`).run(cast.hplc)
    expect(catalogueOf(db).resourceById.get(cast.hplc)?.capacity).toBe(3)
  })

  test('forgets what a transaction rolled back', () => {
    const before = catalogueOf(db)
    const attempt = db.$client.transaction(() => {
      db.$client.prepare(`UPDATE labs SET name_pl = 'Nowa'`).run()
      expect(catalogueOf(db).labs[0]?.name.pl).toBe('Nowa')
      throw new Error('no')
    })
    expect(attempt).toThrow('no')
    db.$client.prepare(`UPDATE labs SET name_pl = 'Inna'`).run()
    expect(catalogueOf(db).labs[0]?.name.pl).toBe('Inna')
    expect(before.labs[0]?.name.pl).toBe('Analityka')
  })

  test('knows the tree, the lab’s settings and who looks after it', () => {
    const room = makeResource(db, { labId: cast.labId, observesHolidays: false })
    const bench = makeResource(db, { labId: cast.labId, parentId: room })
    const shelf = makeResource(db, { labId: cast.labId, parentId: bench })
    const { resourceById, stewardsOfLab: stewards } = catalogueOf(db)
    expect(resourceById.get(room)).toMatchObject({
      children: [bench],
      inside: [bench, shelf],
      above: [],
      observesHolidays: false,
    })
    expect(resourceById.get(shelf)).toMatchObject({ above: [room, bench], inside: [], observesHolidays: true })
    expect(stewards.get(cast.labId)?.map(({ role }) => role)).toEqual(['owner', 'deputy', 'caretaker'])
  })
})

test('an outage of the room is one of its benches', () => {
  const room = makeResource(db, { labId: cast.labId })
  const bench = makeResource(db, { labId: cast.labId, parentId: room })
  makeOutage(db, { resourceId: room, startAt: tuesday.start, endAt: tuesday.end })
  expect(outagesDuring(db, bench, tuesday)).toMatchObject([{ resourceId: room, planned: true }])
  makeOutage(db, { resourceId: bench, startAt: NOW, endAt: tuesday.start })
  expect(outagesDuring(db, room, { start: NOW, end: tuesday.start })).toEqual([])
})

test('people who left are nobody, and no steward', () => {
  expect(personByEmail(db, 'Owner@Demo.test')?.stewardOf).toEqual(new Map([[cast.labId, 'owner']]))
  db.$client.prepare('UPDATE people SET is_active = 0 WHERE id = ?').run(cast.owner.id)
  expect([personById(db, cast.owner.id), personByEmail(db, 'owner@demo.test')]).toEqual([null, null])
  expect(stewardsOfLab(db, cast.labId, NOW).map(({ name }) => name)).toEqual(['deputy', 'caretaker'])
})
