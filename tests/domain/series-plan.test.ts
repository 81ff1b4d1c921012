import { describe, expect, test } from 'vitest'
import { occurrencesOf, type SeriesRule, seriesFault } from '../../server/domain/series-plan.ts'
import { shiftedRule } from '../../server/domain/series-shift.ts'
import { aPolicy } from '../support/facts.ts'

const rule = (more: Partial<SeriesRule> = {}): SeriesRule => ({
  startLocal: '2026-11-24T10:00:00',
  rrule: 'FREQ=WEEKLY;COUNT=4',
  exdates: [],
  rdates: [],
  timeZone: 'Europe/Warsaw',
  durationMinutes: 60,
  ...more,
})

describe('a rule that is later on the wall', () => {
  test.each<[string, Partial<SeriesRule>, number, Partial<SeriesRule> | null]>([
    ['by an hour', {}, 60, { startLocal: '2026-11-24T11:00:00', rrule: 'FREQ=WEEKLY;COUNT=4' }],
    [
      'by a day turns its weekdays',
      { rrule: 'FREQ=WEEKLY;BYDAY=TU,SU;COUNT=5' },
      1440,
      { rrule: 'FREQ=WEEKLY;BYDAY=WE,MO;COUNT=5' },
    ],
    [
      'over midnight, too',
      { startLocal: '2026-11-24T23:00:00', rrule: 'FREQ=WEEKLY;BYDAY=TU;COUNT=3' },
      120,
      { startLocal: '2026-11-25T01:00:00', rrule: 'FREQ=WEEKLY;BYDAY=WE;COUNT=3' },
    ],
    [
      'takes its last day along',
      { rrule: 'FREQ=WEEKLY;UNTIL=20261215' },
      1440,
      { rrule: 'FREQ=WEEKLY;UNTIL=20261216' },
    ],
    [
      'takes its last moment along',
      { rrule: 'FREQ=WEEKLY;UNTIL=20261215T100000' },
      30,
      { rrule: 'FREQ=WEEKLY;UNTIL=20261215T103000' },
    ],
    [
      'takes what is added and left out along',
      { exdates: ['2026-12-01'], rdates: ['2026-12-02T15:00:00'] },
      -1440,
      { exdates: ['2026-11-30'], rdates: ['2026-12-01T15:00:00'] },
    ],
    [
      'on the 31st has no rule a day later',
      { startLocal: '2026-12-31T10:00:00', rrule: 'FREQ=MONTHLY;BYMONTHDAY=31;COUNT=4' },
      1440,
      null,
    ],
    [
      'on the last Friday has none a day later',
      { startLocal: '2026-11-27T10:00:00', rrule: 'FREQ=MONTHLY;BYDAY=-1FR;COUNT=12' },
      1440,
      null,
    ],
  ])('%s', (_what, more, minutes, expected) => {
    const shifted = shiftedRule(rule(more), minutes)
    if (expected === null) expect(shifted).toBeNull()
    else expect(shifted).toMatchObject(expected)
  })
})

describe('a series overlaps itself', () => {
  const policy = aPolicy({ setupMinutes: 30, cleanupMinutes: 30 })
  test.each<[string, Partial<SeriesRule>, boolean]>([
    ['when it touches the next with its clean-up', { rrule: 'FREQ=DAILY;COUNT=3', durationMinutes: 1380 }, false],
    ['when it is half an hour longer', { rrule: 'FREQ=DAILY;COUNT=3', durationMinutes: 1410 }, true],
    [
      'on the one short day of the year',
      { startLocal: '2027-03-26T02:30:00', rrule: 'FREQ=DAILY;COUNT=4', durationMinutes: 1380 },
      true,
    ],
    ['with a date that was added', { rdates: ['2026-12-01T10:30:00'] }, true],
    ['never when it is one', { rrule: '', durationMinutes: 100_000 }, false],
  ])('%s: %j', (_what, more, expected) => {
    expect(seriesFault(rule(more), policy)?.reason === 'overlaps-itself').toBe(expected)
  })
})

test('an occurrence that the clocks skip is never without length', () => {
  const daily = rule({ startLocal: '2026-03-28T02:30:00', rrule: 'FREQ=DAILY;COUNT=3' })
  expect(occurrencesOf(daily).map(({ start, end, movedMinutes }) => [(end - start) / 60_000, movedMinutes])).toEqual([
    [60, 0],
    [60, 60],
    [60, 0],
  ])
})
