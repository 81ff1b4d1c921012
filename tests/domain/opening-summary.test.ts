import { describe, expect, test } from 'vitest'
import type { AvailabilityRule } from '../../server/domain/availability-rule.ts'
import { openingSummary, otherRules } from '../../server/domain/opening-summary.ts'

const rule = (more: Partial<AvailabilityRule>): AvailabilityRule => ({
  id: 1,
  labId: 1,
  resourceId: null,
  effect: 'open',
  audience: 'everyone',
  startLocal: '2020-01-01T08:00:00',
  durationMinutes: 600,
  rrule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
  exdates: [],
  rdates: [],
  validUntil: null,
  label: '',
  ...more,
})
const own = (more: Partial<AvailabilityRule>) => rule({ labId: null, resourceId: 7, ...more })
const summary = (...rules: AvailabilityRule[]) =>
  openingSummary({ timeZone: 'Europe/Warsaw', observesHolidays: true, rules }, '2026-11-24')

describe('an ordinary week', () => {
  const office = { audience: 'everyone', days: [0, 1, 2, 3, 4], fromMinute: 480, minutes: 600 }
  test('is what the lab says', () =>
    expect(summary(rule({}))).toEqual({ lines: [office], isPartial: false, observesHolidays: true }))
  test('is what the resource says, if it says anything', () =>
    expect(
      summary(rule({}), own({ rrule: 'FREQ=DAILY', startLocal: '2020-01-01T22:00:00', durationMinutes: 480 })).lines,
    ).toEqual([{ audience: 'everyone', days: [0, 1, 2, 3, 4, 5, 6], fromMinute: 1320, minutes: 480 }]))
  test('a weekly rule without days is on the day it began', () =>
    expect(summary(rule({ rrule: 'FREQ=WEEKLY' })).lines).toMatchObject([{ days: [2] }]))
  test('joins days with the same hours', () =>
    expect(summary(rule({}), rule({ rrule: 'FREQ=WEEKLY;BYDAY=SA' })).lines).toMatchObject([
      { days: [0, 1, 2, 3, 4, 5] },
    ]))
  test('tells everyone first', () =>
    expect(
      summary(rule({ audience: 'organisation' }), rule({ rrule: 'FREQ=WEEKLY;BYDAY=TU' })).lines.map(
        (each) => each.audience,
      ),
    ).toEqual(['everyone', 'organisation']))
  test('forgets what is over, and closed times', () =>
    expect(summary(rule({ validUntil: '2026-11-23' }), rule({ effect: 'closed' })).lines).toEqual([]))
  test.each([
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO',
    'FREQ=MONTHLY;BYMONTHDAY=1',
    'FREQ=WEEKLY;BYDAY=1MO',
    'FREQ=DAILY;COUNT=3',
    '',
  ])('leaves %j to the calendar', (rrule) =>
    expect(summary(rule({ rrule }))).toMatchObject({ lines: [], isPartial: true }),
  )
})

describe('what the summary does not tell', () => {
  const others = (...rules: AvailabilityRule[]) =>
    otherRules({ timeZone: 'Europe/Warsaw', observesHolidays: true, rules }, '2026-11-24')
  test('is nothing where every week is the same', () =>
    expect(others(rule({}), own({ rrule: 'FREQ=DAILY' }))).toEqual([]))
  test.each<[string, Partial<AvailabilityRule>]>([
    ['every second week', { rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU' }],
    ['exceptions', { exdates: ['2026-12-24'] }],
    ['a closure', { effect: 'closed', rrule: '', startLocal: '2026-12-23T00:00:00' }],
    ['hours instead', { effect: 'replace', rrule: '', startLocal: '2026-12-23T10:00:00' }],
  ])('is %s', (_, more) => expect(others(rule(more))).toEqual([rule(more)]))
  test('is no longer what is over, nor the open rules of a lab whose resource has its own', () => {
    expect(others(rule({ effect: 'closed', rrule: '', startLocal: '2026-05-01T00:00:00' }))).toEqual([])
    expect(others(rule({ rrule: 'FREQ=MONTHLY' }), own({}))).toEqual([])
  })
})
