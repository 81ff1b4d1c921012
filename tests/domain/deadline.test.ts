import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openSpans } from '../../server/domain/availability.ts'
import type { Audience, AvailabilityRule } from '../../server/domain/availability-rule.ts'
import { deadlineFor, deadlineInHours, decisionReminders, officeHours } from '../../server/domain/deadline.ts'
import { clip, lengthOf } from '../../server/domain/interval.ts'
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
const EVERYONE: ReadonlySet<Audience> = new Set(['everyone'])
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

describe('in working hours', () => {
  const lab = { start: local('2026-01-01 00:00'), end: local('2028-06-01 00:00') }
  const open = openSpans({ timeZone: WARSAW, observesHolidays: true, rules: [workdays('08:00', 600)] }, lab, EVERYONE)
  const nights = openSpans({ timeZone: WARSAW, observesHolidays: false, rules: [daily('22:00', 480)] }, lab, EVERYONE)
  const FAR_OFF = local('2028-05-01 10:00')

  test.each([
    ['within a day', open, '2026-11-23 09:30', 4, '2026-11-23 13:30'],
    ['to the last minute of a day', open, '2026-11-23 09:30', 8.5, '2026-11-23 18:00'],
    ['into the next day', open, '2026-11-23 16:00', 3, '2026-11-24 09:00'],
    ['made at night', open, '2026-11-24 02:00', 2, '2026-11-24 10:00'],
    ['over a weekend', open, '2026-11-27 17:00', 2, '2026-11-30 09:00'],
    ['made on a Saturday', open, '2026-11-28 12:00', 10, '2026-11-30 18:00'],
    ['over Christmas: 24, 25 and 26 December and the weekend', open, '2026-12-23 17:00', 2, '2026-12-28 09:00'],
    ['over New Year', open, '2026-12-31 17:00', 2, '2027-01-04 09:00'],
    ['over Corpus Christi, a Thursday', open, '2027-05-26 17:00', 2, '2027-05-28 09:00'],
    ['over 1 and 3 May and the weekend', open, '2027-04-30 17:00', 2, '2027-05-04 09:00'],
    ['over the night the clocks go forward, a Sunday', open, '2027-03-26 17:00', 2, '2027-03-30 09:00'],
    ['over the night they go back, a Sunday', open, '2027-10-29 17:00', 2, '2027-11-02 09:00'],
    ['through the night of 7 hours', nights, '2027-03-27 21:00', 7, '2027-03-28 06:00'],
    ['through the night of 9 hours', nights, '2027-10-30 21:00', 9, '2027-10-31 06:00'],
  ])('%s', (_when, time, made, hours, deadline) => {
    expect(deadlineInHours(local(made), FAR_OFF, hours, time)).toBe(local(deadline))
  })

  test('never after the start, nor where there is not so much open time', () => {
    const made = local('2026-11-23 09:30')
    expect(deadlineInHours(made, made + HOUR, 4, open)).toBe(made + HOUR)
    expect(deadlineInHours(made, made + DAY, 4, [])).toBe(made + DAY)
  })

  test('office hours are Monday to Friday from 8 to 16, public holidays aside', () => {
    const week = officeHours({ start: local('2026-12-21 12:00'), end: local('2026-12-29 12:00') }, WARSAW)
    expect(week.map(({ start, end }) => [start, end])).toEqual(
      ['21', '22', '23', '28', '29'].map((day) => [local(`2026-12-${day} 08:00`), local(`2026-12-${day} 16:00`)]),
    )
  })

  test('the open time until then is what was asked for, and more hours are never an earlier deadline', () => {
    const minutes = fc.integer({ min: 0, max: 500 * 1440 })
    fc.assert(
      fc.property(minutes, fc.integer({ min: 1, max: 300 }), fc.constantFrom(open, nights), (from, hours, time) => {
        const made = local('2026-06-01 00:00') + from * 60_000
        const deadline = deadlineInHours(made, Infinity, hours, time)
        expect(lengthOf(clip(time, { start: made, end: deadline }))).toBe(hours * HOUR)
        expect(deadlineInHours(made, Infinity, hours + 1, time)).toBeGreaterThan(deadline)
        expect(deadlineInHours(made + HOUR, Infinity, hours, time)).toBeGreaterThanOrEqual(deadline)
      }),
    )
  })

  test('reminders come at half of the open time, and in order', () => {
    const asked = { since: local('2026-11-27 16:00'), decideBy: local('2026-12-01 10:00') }
    expect(decisionReminders(asked, WARSAW, open).map((each) => [each.kind, each.at])).toEqual([
      ['half', local('2026-11-30 13:00')],
      ['last', local('2026-11-30 16:30')],
      ['stalled', local('2026-12-01 08:15')],
    ])
  })

  test('reminders keep their order whatever is open', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 * 24 }), fc.integer({ min: 4, max: 40 * 24 }), (from, length) => {
        const since = local('2026-06-01 00:00') + from * HOUR
        const decideBy = since + length * HOUR
        const times = decisionReminders({ since, decideBy }, WARSAW, open).map((each) => each.at)
        const all = [since, ...times, decideBy]
        expect(all.every((each, i) => i === 0 || all[i - 1]! < each)).toBe(true)
      }),
    )
  })
})

function workdays(startTime: string, durationMinutes: number, days = 'MO,TU,WE,TH,FR'): AvailabilityRule {
  return {
    ...{ id: 1, labId: 1, resourceId: null, effect: 'open', audience: 'everyone', label: '', validUntil: null },
    ...{ startLocal: `2026-01-05T${startTime}:00`, durationMinutes, rrule: `FREQ=WEEKLY;BYDAY=${days}` },
    ...{ exdates: [], rdates: [] },
  }
}
function daily(startTime: string, durationMinutes: number): AvailabilityRule {
  return workdays(startTime, durationMinutes, 'MO,TU,WE,TH,FR,SA,SU')
}

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
