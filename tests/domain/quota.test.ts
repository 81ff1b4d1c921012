import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Interval } from '../../server/domain/interval.ts'
import { excessOf, type Quota, timeCounted } from '../../server/domain/quota.ts'
import { aQuota } from '../support/facts.ts'
import { at, HOUR, MINUTE, NOW } from '../support/makers.ts'

const WARSAW = 'Europe/Warsaw'
const span = (from: string, to: string): Interval => ({ start: at(from), end: at(to) })
const excess = (quota: Quota, others: readonly Interval[], wanted: Interval, now = NOW) =>
  excessOf({ quota, others }, wanted, WARSAW, now)

describe('two reservations a week, counted from Monday', () => {
  const quota = aQuota({ measure: 'count', most: 2 })
  const monday = span('2026-11-23 00:00', '2026-11-23 01:00')
  const sunday = span('2026-11-29 23:00', '2026-11-30 01:00')

  test.each([
    ['a third on Sunday, over midnight into the next week, is too many', [monday, monday], sunday, 2],
    [
      'a third on the Monday after is the first of its week',
      [monday, sunday],
      span('2026-11-30 00:00', '2026-11-30 01:00'),
      null,
    ],
    [
      'what began the Sunday before counts in its own week',
      [span('2026-11-22 23:30', '2026-11-23 02:00'), monday],
      sunday,
      null,
    ],
    ['a second is in', [monday], sunday, null],
  ] as const)('%s', (_what, others, wanted, used) => expect(excess(quota, others, wanted)?.used ?? null).toBe(used))
})

describe('hours a day over midnight', () => {
  test.each([
    ['24 h a day: 20:00 to 20:00 takes 4 and 20', 1440, [], span('2026-11-24 20:00', '2026-11-25 20:00'), null],
    [
      '24 h a day: the day is full',
      1440,
      [span('2026-11-25 00:00', '2026-11-26 00:00')],
      span('2026-11-24 23:00', '2026-11-25 01:00'),
      [1440, 60],
    ],
    [
      '4 h a day: 22–02 is two and two',
      240,
      [span('2026-11-25 10:00', '2026-11-25 12:00')],
      span('2026-11-24 22:00', '2026-11-25 02:00'),
      null,
    ],
    [
      '4 h a day: half an hour more in the second day',
      240,
      [span('2026-11-25 10:00', '2026-11-25 12:00')],
      span('2026-11-24 22:00', '2026-11-25 02:30'),
      [120, 150],
    ],
    [
      'exactly the limit',
      240,
      [span('2026-11-24 08:00', '2026-11-24 10:00')],
      span('2026-11-24 10:00', '2026-11-24 12:00'),
      null,
    ],
    [
      'a minute more',
      240,
      [span('2026-11-24 08:00', '2026-11-24 10:01')],
      span('2026-11-24 11:00', '2026-11-24 13:00'),
      [121, 120],
    ],
  ] as const)('%s', (_what, most, others, wanted, expected) => {
    const beyond = excess(aQuota({ period: 'day', most }), others, wanted)
    expect(beyond && [beyond.used, beyond.asked]).toEqual(expected)
  })

  test('the day the clocks go forward has 23 hours, the day they go back 25', () => {
    const quota = aQuota({ period: 'day', most: 1440 })
    const short = { start: Date.UTC(2027, 2, 27, 23), end: Date.UTC(2027, 2, 28, 22) }
    const long = { start: Date.UTC(2027, 9, 30, 22), end: Date.UTC(2027, 9, 31, 23) }
    expect(excess(quota, [], short)).toBeNull()
    expect(excess(aQuota({ period: 'day', most: 23 * 60 - 1 }), [], short)).toMatchObject({ asked: 23 * 60 })
    expect(excess(quota, [], long)).toMatchObject({ asked: 25 * 60, within: long })
  })
})

describe('only between 8 and 20', () => {
  const quota = aQuota({ period: 'day', most: 120, hours: { fromMinute: 480, toMinute: 1200 } })
  test.each([
    ['what lies outside is free', [], span('2026-11-24 20:00', '2026-11-25 08:00'), null],
    ['of 18–23 two hours count', [], span('2026-11-24 18:00', '2026-11-24 23:00'), null],
    ['of 17:30–23 two and a half', [], span('2026-11-24 17:30', '2026-11-24 23:00'), 150],
    [
      'what others took at night counts for nothing',
      [span('2026-11-24 00:00', '2026-11-24 08:00')],
      span('2026-11-24 08:00', '2026-11-24 10:00'),
      null,
    ],
  ] as const)('%s', (_what, others, wanted, asked) => expect(excess(quota, others, wanted)?.asked ?? null).toBe(asked))

  test('and over midnight, 20 to 8', () => {
    const night = aQuota({ period: 'day', most: 240, hours: { fromMinute: 1200, toMinute: 480 } })
    expect(excess(night, [], span('2026-11-24 06:00', '2026-11-24 22:00'))).toBeNull()
    expect(excess(night, [], span('2026-11-24 06:00', '2026-11-24 22:30'))).toMatchObject({ asked: 270 })
  })

  test('a number of reservations counts those that touch the hours', () => {
    const one = aQuota({ ...quota, measure: 'count', most: 1 })
    const night = span('2026-11-24 00:00', '2026-11-24 08:00')
    const morning = span('2026-11-24 07:00', '2026-11-24 08:30')
    expect(excess(one, [night], morning)).toBeNull()
    expect(excess(one, [morning], span('2026-11-24 19:00', '2026-11-24 21:00'))).toMatchObject({ used: 1 })
    expect(excess(one, [morning], night)).toBeNull()
  })
})

describe('a month, and everything still to come', () => {
  test('a month ends at its local midnight', () => {
    const quota = aQuota({ period: 'month', most: 60 })
    const november = span('2026-11-30 23:00', '2026-12-01 00:00')
    expect(excess(quota, [november], span('2026-12-01 00:00', '2026-12-01 01:00'))).toBeNull()
    expect(excess(quota, [november], span('2026-11-02 10:00', '2026-11-02 10:30'))).toMatchObject({
      used: 60,
      asked: 30,
    })
  })

  test('of what runs now the rest counts; of what is over nothing', () => {
    const quota = aQuota({ period: 'running', most: 120 })
    const running = { start: NOW - HOUR, end: NOW + HOUR }
    const over = { start: NOW - 3 * HOUR, end: NOW }
    const wanted = { start: NOW + 30 * 24 * HOUR, end: NOW + 31 * 24 * HOUR - 23 * HOUR }
    expect(excess(quota, [running, over], wanted)).toBeNull()
    expect(excess(quota, [running, over], { ...wanted, end: wanted.end + MINUTE })).toMatchObject({
      used: 60,
      asked: 61,
      within: null,
    })
    const one = aQuota({ period: 'running', measure: 'count', most: 1 })
    expect(excess(one, [over], wanted)).toBeNull()
    expect(excess(one, [running], wanted)).toMatchObject({ used: 1 })
  })
})

test('the time looked up holds everything that bears on the wish', () => {
  const wanted = span('2026-11-24 22:00', '2026-12-01 02:00')
  expect(timeCounted(aQuota({ period: 'day' }), wanted, WARSAW, NOW)).toEqual(
    span('2026-11-24 00:00', '2026-12-02 00:00'),
  )
  expect(timeCounted(aQuota(), wanted, WARSAW, NOW)).toEqual(span('2026-11-23 00:00', '2026-12-07 00:00'))
  expect(timeCounted(aQuota({ period: 'month' }), wanted, WARSAW, NOW)).toEqual(
    span('2026-11-01 00:00', '2027-01-01 00:00'),
  )
})

test('whatever is taken in whatever order, no period ever holds more than the quota', () => {
  const start = fc.integer({ min: 0, max: 40 * 48 })
  const wish = fc.tuple(start, fc.integer({ min: 1, max: 80 })).map(([from, halves]) => ({
    // Around the night the clocks go forward.
    start: Date.UTC(2027, 2, 8, 23) + from * 30 * MINUTE,
    end: Date.UTC(2027, 2, 8, 23) + (from + halves) * 30 * MINUTE,
  }))
  const quotas = fc.record({
    measure: fc.constantFrom('hours' as const, 'count' as const),
    period: fc.constantFrom('day' as const, 'week' as const, 'month' as const),
    hours: fc.constantFrom(null, { fromMinute: 480, toMinute: 1200 }, { fromMinute: 1320, toMinute: 150 }),
    most: fc.integer({ min: 0, max: 2000 }),
  })
  fc.assert(
    fc.property(quotas, fc.array(wish, { maxLength: 25 }), (terms, wishes) => {
      const quota = aQuota({ ...terms, most: terms.measure === 'count' ? terms.most % 6 : terms.most })
      const booked: Interval[] = []
      for (const each of wishes) if (!excess(quota, booked, each)) booked.push(each)
      // Looked at from the outside: one more of no length of its own finds no period overfull.
      for (const each of booked) {
        const rest = booked.filter((other) => other !== each)
        expect(excess(quota, rest, each)).toBeNull()
      }
    }),
  )
})
