import { describe, expect, test } from 'vitest'
import { randomCases } from '../../scripts/oracle/random-cases.ts'
import { normalisedRule, type RuleDraft, ruleFault } from '../../server/domain/hours-change.ts'
import { occurrencesBetween } from '../../server/domain/recurrence.ts'
import { durationText, endTimeOf, minutesOf, minutesUntil } from '../../server/domain/window-length.ts'

const draft = (given: Partial<RuleDraft> = {}): RuleDraft => ({
  effect: 'open',
  audience: 'everyone',
  startLocal: '2026-01-05T08:00:00',
  durationMinutes: 600,
  rrule: '',
  exdates: [],
  rdates: [],
  validUntil: null,
  label: '',
  ...given,
})

describe('a rule as it is kept', () => {
  test.each([
    ['2026-01-01T08:00', 'freq=weekly;byday=mo', '2026-01-05T08:00:00', 'FREQ=WEEKLY;BYDAY=MO'],
    [
      '2026-01-07T08:00:00',
      'RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO',
      '2026-01-19T08:00:00',
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO',
    ],
    ['2026-01-31T08:00:00', 'FREQ=MONTHLY', '2026-01-31T08:00:00', 'FREQ=MONTHLY'],
    [
      '2026-03-01T08:00:00',
      'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29',
      '2028-02-29T08:00:00',
      'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29',
    ],
    ['2026-01-07T08:00:00', '', '2026-01-07T08:00:00', ''],
  ])('%s %s begins %s', (startLocal, rrule, first, text) =>
    expect(normalisedRule(draft({ startLocal, rrule }), 'Europe/Warsaw')).toMatchObject({
      startLocal: first,
      rrule: text,
    }),
  )
  test('a left-out first date and an added earlier one do not move the start', () => {
    const given = { rrule: 'FREQ=DAILY;COUNT=3', exdates: ['2026-01-05'], rdates: ['2026-01-02T10:00'] }
    expect(normalisedRule(draft(given), 'Europe/Warsaw')).toMatchObject({
      startLocal: '2026-01-05T08:00:00',
      exdates: ['2026-01-05'],
      rdates: ['2026-01-02T10:00:00'],
    })
  })
  test('has the windows it had: 600 random rules, one by one', () => {
    for (const { zone, startLocal, rrule, exdates, rdates, windows } of randomCases(600, 7)) {
      const rule = draft({ startLocal, rrule, exdates, rdates })
      if (ruleFault(rule, zone)) continue
      const kept = normalisedRule(rule, zone)
      const starts = (each: RuleDraft) => windows.map(([from, to]) => occurrencesBetween(each, from, to, zone))
      expect({ startLocal, rrule, starts: starts(kept) }).toEqual({ startLocal, rrule, starts: starts(rule) })
    }
  })
})

describe('the length of a window', () => {
  test.each([
    ['08:00', '18:00', 600, 'PT10H'],
    ['22:00', '06:00', 480, 'PT8H'],
    ['08:00', '08:00', 1440, 'PT24H'],
    ['00:00', '24:00', 1440, 'PT24H'],
    ['16:30', '17:15', 45, 'PT45M'],
    ['12:00', '13:30', 90, 'PT1H30M'],
  ])('from %s to %s is %i minutes, %s', (from, to, minutes, iso) => {
    const startLocal = `2026-01-05T${from}:00`
    expect(minutesUntil(startLocal, to)).toBe(minutes)
    expect(durationText(minutes)).toBe(iso)
    expect(minutesOf(iso)).toBe(minutes)
    expect(endTimeOf({ startLocal, durationMinutes: minutes })).toBe(to === '24:00' ? '00:00' : to)
  })
  test.each(['24:01', '25:00', '8:00', '08:60', '18', '', '18:00:00', ' 8:00'])('%j is no end', (text) =>
    expect(minutesUntil('2026-01-05T08:00:00', text)).toBeNull(),
  )
  test.each(['P1M', 'P1Y', 'PT90S', '2 hours', ''])('%j is no length', (text) => expect(minutesOf(text)).toBeNull())
  test.each([
    ['P1D', 1440],
    ['P1W', 10_080],
    ['PT1.5H', 90],
    ['-PT1H', -60],
  ])('%s is %i minutes', (text, minutes) => expect(minutesOf(text)).toBe(minutes))
})
