import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { deadlineFor, decisionReminders } from '../../server/domain/deadline.ts'
import { instantOf } from '../../server/domain/zone.ts'
import { at, DAY, HOUR } from '../support/makers.ts'

const FAR = at('2027-06-01 10:00')

test.each([
  ['on a Monday', '2026-11-23 09:30', 3, '2026-11-26 09:30'],
  ['over a weekend', '2026-11-26 09:30', 3, '2026-12-01 09:30'],
  ['on a Saturday', '2026-11-28 09:30', 1, '2026-11-30 09:30'],
  ['over Christmas: 24, 25 and 26 December and the weekend', '2026-12-22 12:00', 3, '2026-12-29 12:00'],
  ['never at once', '2026-11-23 09:30', 0, '2026-11-24 09:30'],
])('%s', (_when, made, days, deadline) => {
  expect(deadlineFor(at(made), FAR, days, 'Europe/Warsaw')).toBe(at(deadline))
})

test('never after the start', () => {
  const made = at('2026-11-23 09:30')
  expect(deadlineFor(made, made + DAY, 3, 'Europe/Warsaw')).toBe(made + DAY)
})

test('keeps the time of day across a change of the clocks', () => {
  const friday = Date.UTC(2027, 2, 26, 9)
  expect(deadlineFor(friday, FAR, 1, 'Europe/Warsaw')).toBe(Date.UTC(2027, 2, 30, 8))
})

const WARSAW = 'Europe/Warsaw'
const local = (text: string) => instantOf(text.replace(' ', 'T'), WARSAW)

test.each([
  ['on a Friday before the clocks go forward', '2027-03-19 16:00', 6, '2027-03-30 16:00'],
  ['on a Friday before they go back', '2026-10-23 16:00', 1, '2026-10-26 16:00'],
  ['over Corpus Christi, a Thursday', '2027-05-26 08:00', 2, '2027-05-31 08:00'],
  ['over 1 and 3 May and the weekend', '2027-04-30 08:00', 1, '2027-05-04 08:00'],
  ['over New Year', '2026-12-31 08:00', 1, '2027-01-04 08:00'],
])('%s', (_when, made, days, deadline) => {
  expect(deadlineFor(local(made), local('2028-06-01 10:00'), days, WARSAW)).toBe(local(deadline))
})

describe('who waits for a decision', () => {
  const remindersOf = (since: string, decideBy: string) =>
    decisionReminders({ since: at(since), decideBy: at(decideBy) }, WARSAW)

  test.each([
    ['three working days', '2026-11-23 09:00', '2026-11-26 09:00', ['11-24 21:00', '11-25 09:00', '11-25 21:00']],
    ['over a weekend', '2026-11-26 09:00', '2026-12-01 09:00', ['11-28 21:00', '11-30 09:00', '11-30 21:00']],
    ['until a start tomorrow', '2026-11-23 16:00', '2026-11-24 08:00', ['11-24 00:00', '11-24 04:00', '11-24 06:00']],
  ])('is remembered with %s left to decide', (_, since, decideBy, expected) => {
    expect(remindersOf(since, decideBy).map((each) => [each.kind, each.at])).toEqual(
      ['half', 'last', 'stalled'].map((kind, i) => [kind, at(`2026-${expected[i]}`)]),
    )
  })

  test('is not where there is hardly time', () => {
    expect(remindersOf('2026-11-23 09:00', '2026-11-23 12:00')).toEqual([])
  })

  test('is remembered in this order and before the end, whenever it began', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 900 * 24 }), fc.integer({ min: 4, max: 40 * 24 }), (from, length) => {
        const since = at('2026-01-01 00:00') + from * HOUR
        const times = decisionReminders({ since, decideBy: since + length * HOUR }, WARSAW).map((each) => each.at)
        const all = [since, ...times, since + length * HOUR]
        expect(all.every((each, i) => i === 0 || all[i - 1]! < each)).toBe(true)
      }),
    )
  })
})
