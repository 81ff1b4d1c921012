import { describe, expect, test } from 'vitest'
import { fateOf, missedAt } from '../../server/domain/no-show.ts'
import type { Resource } from '../../server/domain/resource.ts'

/** Minutes after eight are the unit; the reservation is from ten to noon. */
const M = 60_000
const at = (clock: string) => {
  const [hour, minute] = clock.split(':').map(Number)
  return (hour! * 60 + minute!) * M
}
const unattended = (closed: readonly (readonly [string, string])[], more: object = {}) => ({
  reservation: { start: at('10:00'), end: at('12:00'), createdAt: 0, decidedAt: null, ...more },
  resource: { policy: { noShowAfterMinutes: 30 } } as Resource,
  hasUsage: false,
  closed: closed.map(([start, end]) => ({ start: at(start), end: at(end) })),
})

describe('the grace of a reservation runs while people could begin', () => {
  test.each([
    ['without an outage', [], '10:30'],
    ['with one that is over', [['08:00', '10:00']], '10:30'],
    ['with one over its start', [['09:00', '10:45']], '11:15'],
    ['with one in its grace', [['10:10', '11:00']], '11:20'],
    ['with one after its grace', [['10:30', '12:00']], '10:30'],
    [
      'with several, some of them together',
      [
        ['09:00', '10:10'],
        ['10:05', '10:20'],
        ['10:30', '10:40'],
      ],
      '11:00',
    ],
    ['with one that leaves less than the grace', [['10:00', '11:45']], null],
    ['with one over all of it', [['09:00', '18:00']], null],
    ['with one until its end, begun in its grace', [['10:29', '12:00']], null],
  ] as const)('%s: %s %s', (_how, closed, expected) => {
    expect(missedAt(unattended(closed), null)).toBe(expected === null ? null : at(expected))
  })

  test('one that was made under the outage has it from its end on', () => {
    const made = unattended([['09:00', '10:45']], { createdAt: at('10:20') })
    expect(missedAt(made, null)).toBe(at('11:15'))
  })

  test('whom the outage kept away until the end is no no-show, and is over at its end', () => {
    const kept = unattended([['09:00', '18:00']])
    expect([at('11:59'), at('12:00')].map((now) => fateOf(kept, null, now))).toEqual([null, 'over'])
  })
})
