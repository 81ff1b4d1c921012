import { beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { settingEventsOf } from '../../db/queries/setting-events.ts'
import { addAccessory } from '../../server/operations/add-accessory.ts'
import { changeAccessory, hostsOf } from '../../server/operations/change-accessory.ts'
import { requestReservation } from '../../server/operations/request-reservation.ts'
import type { Result } from '../../server/operations/result.ts'
import { type Cast, makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import { at, HOUR, makeLab, makeResource, NOW } from '../support/makers.ts'

let db: Db
let cast: Cast

beforeEach(() => {
  db = testDb()
  cast = makeCast(db)
})

const rotor = { name: { pl: 'Wirnik kątowy 8×50 ml', en: 'Angle rotor' }, stock: 2 }
const add = (by = cast.owner, what = rotor) => addAccessory(db, by, cast.hplc, what, NOW)
const added = () => {
  const result = add()
  if (!result.ok) throw new Error('refused')
  return result.value
}
const wordFor = (result: Result<unknown>) => {
  if (result.ok) return 'ok'
  const { refusal } = result
  return refusal.kind === 'invalid' ? `${refusal.field} ${refusal.reason}` : refusal.kind
}
const slugsOf = (id: number) => hostsOf({ id }, catalogueOf(db)).map(({ slug }) => slug)

describe('an accessory', () => {
  test('is added in the lab of its resource, in no list, under a name of its own', () => {
    const { id } = added()
    const catalogue = catalogueOf(db)
    expect(catalogue.accessories).toMatchObject([
      { id, slug: 'wirnik-katowy-8-50-ml', labId: cast.labId, capacity: 2, isAccessory: true, status: 'active' },
    ])
    expect(catalogue.resources.map((each) => each.id)).not.toContain(id)
    expect(catalogue.resourceBySlug.get('hplc')!.accessories).toEqual([id])
    expect(added().slug).toBe('wirnik-katowy-8-50-ml-2')
    expect(settingEventsOf(db, { kind: 'resource', id }, ['accessory-added'])).toMatchObject([
      { personName: 'owner', before: null, after: { stock: 2, belongsTo: [cast.hplc] } },
    ])
  })

  test.each([
    ['owner', 'ok'],
    ['deputy', 'ok'],
    ['caretaker', 'forbidden'],
    ['researcher', 'forbidden'],
    ['admin', 'forbidden'],
  ] as const)('of the lab by its %s: %s', (who, word) => {
    expect(wordFor(add(cast[who]))).toBe(word)
    const { id } = added()
    expect(wordFor(changeAccessory(db, cast[who], id, { stock: 3 }, NOW))).toBe(word)
  })

  test.each([
    [{ ...rotor, name: { pl: ' ', en: 'Rotor' } }, 'name_pl required'],
    [{ ...rotor, name: { pl: 'x'.repeat(121), en: '' } }, 'name_pl name-too-long'],
    [{ ...rotor, stock: 0 }, 'stock bad-stock'],
    [{ ...rotor, stock: 1.5 }, 'stock bad-stock'],
    [{ ...rotor, stock: 1001 }, 'stock bad-stock'],
  ])('%# is refused: %j', (what, word) => {
    expect(wordFor(add(cast.owner, what))).toBe(word)
    expect(wordFor(changeAccessory(db, cast.owner, added().id, what, NOW))).toBe(word)
  })

  test('is shared with resources of one’s own labs alone', () => {
    const { id } = added()
    const foreign = makeResource(db, { labId: makeLab(db, { organisationId: cast.organisationId }), slug: 'foreign' })
    changeAccessory(db, cast.owner, id, { belongsTo: [cast.tem, foreign] }, NOW)
    expect(slugsOf(id)).toEqual(['tem'])
    db.$client.prepare('INSERT INTO resource_accessories (resource_id, accessory_id) VALUES (?, ?)').run(foreign, id)
    changeAccessory(db, cast.owner, id, { belongsTo: [cast.hplc] }, NOW)
    expect(slugsOf(id).sort()).toEqual(['foreign', 'hplc'])
  })

  test('keeps as many as are taken, and is taken along no more once retired', () => {
    const { id } = added()
    const start = at('2026-11-24 10:00')
    const wish = {
      resourceId: cast.hplc,
      start,
      end: start + HOUR,
      units: 1,
      title: 'Spin',
      purpose: 'own_research',
    } as const
    const ask = (shift: number) => {
      const span = { start: start + shift, end: start + shift + HOUR }
      return requestReservation(db, cast.researcher, { ...wish, ...span, also: [{ resourceId: id, units: 2 }] }, NOW)
    }
    expect(wordFor(ask(0))).toBe('ok')
    expect(wordFor(changeAccessory(db, cast.owner, id, { stock: 1 }, NOW))).toBe('stock stock-taken')
    expect(catalogueOf(db).resourceById.get(id)!.capacity).toBe(2)
    expect(wordFor(changeAccessory(db, cast.owner, id, { status: 'retired' }, NOW))).toBe('ok')
    expect(wordFor(ask(2 * HOUR))).toBe('rules')
    changeAccessory(db, cast.owner, id, { status: 'active' }, NOW)
    expect(wordFor(ask(2 * HOUR))).toBe('ok')
  })

  test('is nothing else: a resource is not changed as one, and one has none of its own', () => {
    expect(wordFor(changeAccessory(db, cast.owner, cast.hplc, { stock: 3 }, NOW))).toBe('not-found')
    expect(wordFor(addAccessory(db, cast.owner, added().id, rotor, NOW))).toBe('not-found')
  })
})
