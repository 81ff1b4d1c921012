import fc from 'fast-check'
import { expect, test } from 'vitest'
import { gridDown, gridUp, isOnGrid } from '../../server/domain/step-grid.ts'
import { at, MINUTE } from '../support/makers.ts'

const ZONE = 'Europe/Warsaw'

test.each([
  ['on a step', '10:00', 30, '10:00', '10:00'],
  ['between two', '10:10', 30, '10:00', '10:30'],
  ['before midnight, where the steps begin anew', '23:45', 45, '23:15', '24:00'],
])('%s', (_where, moment, step, down, up) => {
  const day = at('2026-11-24 00:00')
  const clock = (text: string) => day + (Number(text.slice(0, 2)) * 60 + Number(text.slice(3))) * MINUTE
  expect(gridDown(clock(moment), step, ZONE)).toBe(clock(down))
  expect(gridUp(clock(moment), step, ZONE)).toBe(clock(up))
})

test('both ends are on the grid, on either side, also on the days the clocks change', () => {
  const instant = fc.integer({ min: Date.UTC(2027, 2, 27) / MINUTE, max: Date.UTC(2027, 2, 30) / MINUTE })
  const autumn = fc.integer({ min: Date.UTC(2027, 9, 30) / MINUTE, max: Date.UTC(2027, 10, 2) / MINUTE })
  fc.assert(
    fc.property(fc.oneof(instant, autumn), fc.constantFrom(5, 15, 30, 45, 60, 90, 240, 1440), (minute, step) => {
      const moment = minute * MINUTE
      const [down, up] = [gridDown(moment, step, ZONE), gridUp(moment, step, ZONE)]
      expect([isOnGrid(down, step, ZONE), isOnGrid(up, step, ZONE)]).toEqual([true, true])
      expect(down).toBeLessThanOrEqual(moment)
      expect(up).toBeGreaterThanOrEqual(moment)
    }),
  )
})
