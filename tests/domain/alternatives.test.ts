import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Around, inOrderOfEase, nearestFree } from '../../server/domain/alternatives.ts'
import { busyTimeOf, conflictsFor } from '../../server/domain/conflicts.ts'
import { covers } from '../../server/domain/interval.ts'
import { isOnGrid } from '../../server/domain/step-grid.ts'
import { aResource } from '../support/facts.ts'
import { at, DAY, HOUR, MINUTE } from '../support/makers.ts'

const day = (date: string) => ({ start: at(`${date} 08:00`), end: at(`${date} 18:00`) })
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
const around = (more: Partial<Around> = {}): Around => ({
  resource: aResource(),
  open: [day('2026-11-24'), day('2026-11-25')],
  busy: [busy(at('2026-11-24 10:00'), at('2026-11-24 13:00'))],
  earliest: at('2026-11-23 08:00'),
  latest: at('2026-12-23 08:00'),
  ...more,
})
const wanted = { start: at('2026-11-24 11:00'), end: at('2026-11-24 12:00'), units: 1 }
const starts = (context: Around, count = 3) => nearestFree(wanted, context, count).map(({ start }) => start)

test('the nearest before, after and on another day', () => {
  expect(starts(around())).toEqual([at('2026-11-24 09:00'), at('2026-11-24 13:00'), at('2026-11-25 08:00')])
})

test('set-up and clean-up keep their distance', () => {
  const buffered = around({ resource: aResource({ setupMinutes: 30, cleanupMinutes: 60 }) })
  expect(starts(buffered, 2)).toEqual([at('2026-11-24 08:00'), at('2026-11-24 13:30')])
})

test('free units count', () => {
  expect(
    starts(around({ resource: aResource({}, { capacity: 2 }), busy: [busy(wanted.start, wanted.end, 2)] }), 2),
  ).toEqual([at('2026-11-24 10:00'), at('2026-11-24 12:00')])
})

test('nothing before the earliest or after the latest start', () => {
  expect(starts(around({ earliest: at('2026-11-24 09:15'), latest: at('2026-11-24 13:00') }))).toEqual([
    at('2026-11-24 13:00'),
  ])
})

test('nothing longer than any free stretch', () => {
  const long = { ...wanted, end: wanted.start + 11 * HOUR }
  expect(nearestFree(long, around(), 3)).toEqual([])
})

test('every time offered is open, free, on the grid and as long as the wish', () => {
  const claim = fc.record({
    quarter: fc.integer({ min: 0, max: 160 }),
    length: fc.integer({ min: 1, max: 20 }),
    units: fc.integer({ min: 1, max: 2 }),
  })
  const from = at('2026-11-24 00:00')
  fc.assert(
    fc.property(
      fc.array(claim, { maxLength: 12 }),
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 0, max: 5 }),
      (claims, halves, buffer) => {
        const resource = aResource({ setupMinutes: buffer * 10, cleanupMinutes: buffer * 5 }, { capacity: 2 })
        const others = claims.map(({ quarter, length, units }) =>
          busy(from + quarter * 15 * MINUTE, from + (quarter + length) * 15 * MINUTE, units),
        )
        const context = around({ resource, busy: others, latest: from + 5 * DAY })
        const wish = { ...wanted, end: wanted.start + halves * 30 * MINUTE }
        for (const time of nearestFree(wish, context, 4)) {
          expect(time.end - time.start).toBe(wish.end - wish.start)
          expect(covers(context.open, time)).toBe(true)
          expect(isOnGrid(time.start, 30, 'Europe/Warsaw')).toBe(true)
          const taken = busyTimeOf(time, resource.policy)
          expect(
            conflictsFor(
              { ...time, units: 1 },
              others.filter((each) => each.start < taken.end && taken.start < each.end),
              resource,
            ),
          ).toEqual([])
        }
      },
    ),
  )
})

test('own organisation, then the right to use it, then no approval', () => {
  const offer = (id: number, organisationId: number, qualified: boolean, approval: 'none' | 'owner') => ({
    resource: aResource({}, { id, organisationId }),
    ...day('2026-11-24'),
    qualified,
    approval,
  })
  const offers = [
    offer(1, 2, true, 'none'),
    offer(2, 1, false, 'none'),
    offer(3, 1, true, 'owner'),
    offer(4, 1, true, 'none'),
  ]
  expect(inOrderOfEase(offers, 1).map(({ resource }) => resource.id)).toEqual([4, 3, 2, 1])
})
