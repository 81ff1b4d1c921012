import { expect, test } from 'vitest'
import { deadlineFor } from '../../server/domain/deadline.ts'
import { at, DAY } from '../support/makers.ts'

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
