import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  clip,
  covers,
  type Interval,
  intersect,
  lengthOf,
  loadProfile,
  merge,
  overlaps,
  peakLoad,
  subtract,
} from '../../server/domain/interval.ts'

const span = (start: number, end: number): Interval => ({ start, end })

describe('two half-open spans', () => {
  test.each([
    ['before', 0, 1, false],
    ['touching the start', 1, 2, false],
    ['over the start', 1, 3, true],
    ['around', 1, 5, true],
    ['the same', 2, 4, true],
    ['over the end', 3, 5, true],
    ['touching the end', 4, 5, false],
    ['after', 5, 6, false],
  ])('%s', (_how, start, end, expected) => {
    expect(overlaps(span(start, end), span(2, 4))).toBe(expected)
    expect(overlaps(span(2, 4), span(start, end))).toBe(expected)
  })
})

describe('a list of spans', () => {
  test('touching ones join, empty ones fall out', () =>
    expect(merge([span(5, 7), span(0, 2), span(2, 4), span(9, 9)])).toEqual([span(0, 4), span(5, 7)]))
  test('a hole inside splits in two, two holes in three', () => {
    expect(subtract([span(0, 10)], [span(4, 5)])).toEqual([span(0, 4), span(5, 10)])
    expect(subtract([span(0, 10)], [span(6, 7), span(2, 3)])).toEqual([span(0, 2), span(3, 6), span(7, 10)])
  })
  test('one cut may reach over several spans', () =>
    expect(subtract([span(0, 2), span(3, 5), span(6, 8)], [span(1, 7)])).toEqual([span(0, 1), span(7, 8)]))
  test('clipping drops what only touches', () =>
    expect(clip([span(0, 2), span(1, 5), span(4, 9)], span(2, 4))).toEqual([span(2, 4)]))
  test('clipping lets nothing but the times through', () =>
    expect(clip([{ start: 0, end: 2, title: 'secret' } as Interval], span(0, 5))).toEqual([span(0, 2)]))
  test('what touches counts as one when asked for a cover', () => {
    expect(covers([span(0, 2), span(2, 4)], span(1, 3))).toBe(true)
    expect(covers([span(0, 2), span(3, 4)], span(1, 4))).toBe(false)
    expect(covers([], span(1, 4))).toBe(false)
  })
})

describe('load', () => {
  const items = [
    { start: 0, end: 4, units: 1 },
    { start: 2, end: 6, units: 2 },
    { start: 6, end: 8, units: 3 },
  ]
  test('what ends makes room for what begins', () => expect(peakLoad(items, span(0, 8))).toBe(3))
  test('counts only the part asked for', () => expect(peakLoad(items, span(4, 6))).toBe(2))
  test('shows every step, zero included, equal neighbours joined', () =>
    expect(loadProfile(items, span(-2, 10))).toEqual([
      { start: -2, end: 0, units: 0 },
      { start: 0, end: 2, units: 1 },
      { start: 2, end: 4, units: 3 },
      { start: 4, end: 6, units: 2 },
      { start: 6, end: 8, units: 3 },
      { start: 8, end: 10, units: 0 },
    ]))
  test('two that hand over at the same load are one step', () =>
    expect(
      loadProfile(
        [
          { start: 0, end: 3, units: 1 },
          { start: 3, end: 5, units: 1 },
        ],
        span(0, 5),
      ),
    ).toEqual([{ start: 0, end: 5, units: 1 }]))
})

describe('whatever the spans', () => {
  const SIZE = 40
  const spans = fc.array(
    fc
      .tuple(fc.integer({ min: 0, max: SIZE }), fc.integer({ min: 0, max: 12 }))
      .map(([at, long]) => span(at, at + long)),
    { maxLength: 12 },
  )
  const loads = fc.array(
    fc
      .tuple(fc.integer({ min: 0, max: SIZE }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 4 }))
      .map(([start, long, units]) => ({ start, end: start + long, units })),
    { maxLength: 12 },
  )
  /** The moments that a list covers, one by one. */
  const moments = (list: readonly Interval[]) =>
    Array.from({ length: SIZE + 12 }, (_, at) => at).filter((at) => list.some((s) => s.start <= at && at < s.end))
  const isUnion = (list: readonly Interval[]) =>
    list.every((s, i) => s.start < s.end && (i === 0 || list[i - 1]!.end < s.start))

  test('merging keeps the moments, is sorted and changes nothing the second time', () =>
    fc.assert(
      fc.property(spans, (list) => {
        const once = merge(list)
        expect(moments(once)).toEqual(moments(list))
        expect(isUnion(once)).toBe(true)
        expect(merge(once)).toEqual(once)
      }),
    ))
  test('what is taken away and what is common make up the whole', () =>
    fc.assert(
      fc.property(spans, spans, (from, cuts) => {
        const [rest, common] = [subtract(from, cuts), intersect(from, cuts)]
        expect(isUnion(rest) && isUnion(common)).toBe(true)
        expect(moments(rest)).toEqual(moments(from).filter((at) => !moments(cuts).includes(at)))
        expect(moments(common)).toEqual(moments(from).filter((at) => moments(cuts).includes(at)))
        expect(lengthOf(rest) + lengthOf(common)).toBe(lengthOf(from))
      }),
    ))
  test('the length is that of the union', () =>
    fc.assert(
      fc.property(spans, (list) => {
        expect(lengthOf(list)).toBe(moments(list).length)
      }),
    ))
  test('the load is what a count at every moment finds', () =>
    fc.assert(
      fc.property(loads, fc.integer({ min: 0, max: SIZE }), fc.integer({ min: 1, max: 20 }), (items, start, long) => {
        const within = span(start, start + long)
        const counted = Array.from({ length: long }, (_, i) =>
          items.reduce((sum, item) => sum + (overlaps(item, span(start + i, start + i + 1)) ? item.units : 0), 0),
        )
        const profile = loadProfile(items, within)
        expect(peakLoad(items, within)).toBe(Math.max(...counted))
        expect(profile.flatMap(({ start, end, units }) => new Array(end - start).fill(units))).toEqual(counted)
        expect(profile.every((step, i) => i === 0 || profile[i - 1]!.units !== step.units)).toBe(true)
      }),
    ))
})
