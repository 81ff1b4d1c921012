import fc from 'fast-check'
import { expect, test } from 'vitest'
import { conflictsFor } from '../../server/domain/conflicts.ts'
import { aResource } from '../support/facts.ts'
import { MINUTE } from '../support/makers.ts'

const busy = (start: number, end: number, units = 1) => ({
  start,
  end,
  units,
  reservationId: 1,
  resourceId: 1,
  setupMinutes: 0,
  cleanupMinutes: 0,
  tentative: false,
})

test.each([
  ['nothing taken', 2, 4, [], []],
  [
    'touching both ends',
    2,
    4,
    [
      [1, 2],
      [4, 5],
    ],
    [],
  ],
  ['taken in its whole length', 2, 4, [[1, 3]], [[1, 3]]],
  [
    'two in the way',
    2,
    6,
    [
      [1, 3],
      [4, 5],
    ],
    [
      [1, 3],
      [4, 5],
    ],
  ],
])('one unit: %s', (_what, start, end, taken, expected) => {
  const found = conflictsFor(
    { start, end, units: 1 },
    taken.map(([from, to]) => busy(from!, to!)),
    aResource(),
  )
  expect(found.map((each) => [each.start, each.end])).toEqual(expected)
})

test('set-up and clean-up must be free as well', () => {
  const resource = aResource({ setupMinutes: 30, cleanupMinutes: 15 })
  const wanted = { start: 100 * MINUTE, end: 160 * MINUTE, units: 1 }
  const meets = (from: number, to: number) =>
    conflictsFor(wanted, [busy(from * MINUTE, to * MINUTE)], resource).length > 0
  expect([meets(60, 70), meets(60, 71), meets(174, 180), meets(175, 180)]).toEqual([false, true, true, false])
})

test('several units: only where too few are left', () => {
  const resource = aResource({}, { capacity: 3 })
  const taken = [busy(0, 4), busy(2, 6, 2)]
  const clash = (units: number) =>
    conflictsFor({ start: 0, end: 6, units }, taken, resource).map((c) => [c.start, c.end, c.units])
  expect(clash(1)).toEqual([[2, 4, 3]])
  expect(clash(2)).toEqual([
    [2, 4, 3],
    [4, 6, 2],
  ])
  expect(clash(3)).toEqual([
    [0, 2, 1],
    [2, 4, 3],
    [4, 6, 2],
  ])
})

test('a wish without length meets nothing', () => {
  expect(conflictsFor({ start: 3, end: 3, units: 1 }, [busy(0, 9)], aResource())).toEqual([])
})

test('there is a clash exactly when some moment has too few units left', () => {
  const claim = fc.record({
    start: fc.integer({ min: 0, max: 20 }),
    length: fc.integer({ min: 1, max: 10 }),
    units: fc.integer({ min: 1, max: 3 }),
  })
  fc.assert(
    fc.property(fc.array(claim, { maxLength: 8 }), claim, fc.integer({ min: 3, max: 5 }), (taken, wish, capacity) => {
      const wanted = { start: wish.start, end: wish.start + wish.length, units: wish.units }
      const others = taken.map(({ start, length, units }) => busy(start, start + length, units))
      const loadAt = (moment: number) =>
        others.reduce((sum, each) => sum + (each.start <= moment && moment < each.end ? each.units : 0), 0)
      const moments = Array.from({ length: wish.length }, (_, i) => wanted.start + i)
      const isShort = moments.some((moment) => loadAt(moment) + wanted.units > capacity)
      expect(conflictsFor(wanted, others, aResource({}, { capacity })).length > 0).toBe(isShort)
    }),
  )
})
