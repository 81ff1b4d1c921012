import { describe, expect, test } from 'vitest'
import { firstOccurrence, occurrencesBetween, parseRecurrence, type Recurring } from '../../server/domain/recurrence.ts'

const recurring = (startLocal: string, rrule: string, rest: Partial<Recurring> = {}): Recurring => ({
  startLocal,
  rrule,
  exdates: [],
  rdates: [],
  validUntil: null,
  ...rest,
})
const days = (rule: Recurring, from: string, to: string) =>
  occurrencesBetween(rule, `${from}T00:00`, `${to}T00:00`).map((local) => local.slice(0, 10))

describe('rules people use', () => {
  test.each([
    [
      'Monday and Friday, ending on a Wednesday',
      '2026-06-01',
      'FREQ=WEEKLY;BYDAY=MO,FR;UNTIL=20260603',
      '2026-06-01',
      '2027-01-01',
      ['2026-06-01'],
    ],
    [
      'every third Thursday from the second',
      '2020-10-08',
      'FREQ=WEEKLY;INTERVAL=3;BYDAY=TH',
      '2020-10-01',
      '2020-11-01',
      ['2020-10-08', '2020-10-29'],
    ],
    [
      'the last day of the month',
      '2020-09-30',
      'FREQ=MONTHLY;BYMONTHDAY=-1',
      '2020-09-01',
      '2020-12-01',
      ['2020-09-30', '2020-10-31', '2020-11-30'],
    ],
    [
      'the second Friday of the year',
      '2019-01-11',
      'FREQ=YEARLY;BYDAY=2FR',
      '2019-01-01',
      '2022-01-01',
      ['2019-01-11', '2020-01-10', '2021-01-08'],
    ],
    [
      'the 31st, skipping shorter months',
      '2018-01-31',
      'FREQ=MONTHLY',
      '2018-02-01',
      '2019-01-01',
      ['2018-03-31', '2018-05-31', '2018-07-31', '2018-08-31', '2018-10-31', '2018-12-31'],
    ],
    [
      'the first Monday',
      '2026-01-05',
      'FREQ=MONTHLY;BYDAY=1MO',
      '2026-02-01',
      '2026-05-01',
      ['2026-02-02', '2026-03-02', '2026-04-06'],
    ],
    [
      'the last but one Friday',
      '2026-01-23',
      'FREQ=MONTHLY;BYDAY=-2FR',
      '2026-02-01',
      '2026-04-01',
      ['2026-02-20', '2026-03-20'],
    ],
    [
      'the last working day of the month',
      '2026-01-30',
      'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
      '2026-02-01',
      '2026-04-01',
      ['2026-02-27', '2026-03-31'],
    ],
    [
      'the third and the last Sunday',
      '2026-01-18',
      'FREQ=MONTHLY;BYDAY=3SU,-1SU',
      '2026-02-01',
      '2026-04-01',
      ['2026-02-15', '2026-02-22', '2026-03-15', '2026-03-29'],
    ],
    [
      'the first Monday of June and September',
      '2026-06-01',
      'FREQ=YEARLY;BYMONTH=6,9;BYDAY=1MO',
      '2026-06-02',
      '2028-01-01',
      ['2026-09-07', '2027-06-07', '2027-09-06'],
    ],
    [
      'the hundredth day and the last but one',
      '2027-04-10',
      'FREQ=YEARLY;BYYEARDAY=100,-2',
      '2027-01-01',
      '2029-01-01',
      ['2027-04-10', '2027-12-30', '2028-04-09', '2028-12-30'],
    ],
    [
      'day 366, where there is one',
      '2024-12-31',
      'FREQ=YEARLY;BYYEARDAY=366',
      '2024-01-01',
      '2033-01-01',
      ['2024-12-31', '2028-12-31', '2032-12-31'],
    ],
    [
      'the Monday of week 20 (the RFC’s own example)',
      '1997-05-12',
      'FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO',
      '1997-01-01',
      '2000-01-01',
      ['1997-05-12', '1998-05-11', '1999-05-17'],
    ],
    [
      'week 20 alone, on the start’s weekday',
      '2026-05-14',
      'FREQ=YEARLY;BYWEEKNO=20',
      '2026-01-01',
      '2028-01-01',
      ['2026-05-14', '2027-05-20'],
    ],
    [
      'week 1, which may begin in the old year',
      '2024-12-30',
      'FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO,SU',
      '2024-12-01',
      '2027-01-01',
      ['2024-12-30', '2025-01-05', '2025-12-29', '2026-01-04'],
    ],
    [
      'week 53, which ends in the new one and most years lack',
      '2026-12-28',
      'FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO,SU',
      '2026-01-01',
      '2033-01-10',
      ['2026-12-28', '2027-01-03', '2032-12-27', '2033-01-02'],
    ],
    [
      'the second working day of a week that began before the start',
      '2026-06-03',
      'FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=2',
      '2026-06-01',
      '2026-06-16',
      ['2026-06-03', '2026-06-10'],
    ],
    [
      'Friday the thirteenth (the RFC’s own example)',
      '1997-09-02',
      'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13',
      '1997-09-01',
      '1999-09-01',
      ['1998-02-13', '1998-03-13', '1998-11-13', '1999-08-13'],
    ],
    ['leap days', '2024-02-29', 'FREQ=YEARLY', '2025-01-01', '2033-01-01', ['2028-02-29', '2032-02-29']],
    ['ten times', '2026-01-01', 'FREQ=DAILY;COUNT=10', '2026-01-09', '2027-01-01', ['2026-01-09', '2026-01-10']],
    ['once', '2026-01-01', '', '2025-01-01', '2027-01-01', ['2026-01-01']],
  ])('%s', (_what, start, rrule, from, to, expected) =>
    expect(days(recurring(`${start}T09:00:00`, rrule), from, to)).toEqual(expected),
  )

  test('every second week in even ISO weeks', () => {
    const rule = recurring('2020-09-28T08:00:00', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR,SA,SU')
    const numbers = days(rule, '2020-10-01', '2020-11-01').map((day) => Number(day.slice(8)))
    expect(numbers).toEqual([1, 2, 3, 4, 12, 13, 14, 15, 16, 17, 18, 26, 27, 28, 29, 30, 31])
  })

  test('the week start decides which weeks are every second one (the RFC’s own example)', () => {
    const every = (wkst: string) =>
      days(
        recurring('1997-08-05T09:00:00', `FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=${wkst}`),
        '1997-08-01',
        '1998-01-01',
      )
    expect(every('MO')).toEqual(['1997-08-05', '1997-08-10', '1997-08-19', '1997-08-24'])
    expect(every('SU')).toEqual(['1997-08-05', '1997-08-17', '1997-08-19', '1997-08-31'])
  })
})

describe('what is left out, added and at an end', () => {
  const daily = (rest: Partial<Recurring>, rrule = 'FREQ=DAILY') =>
    days(recurring('2026-03-01T09:00:00', rrule, rest), '2026-03-01', '2026-03-06')
  test('a local start or a whole day is left out', () =>
    expect(daily({ exdates: ['2026-03-02T09:00:00', '2026-03-03T10:00:00', '2026-03-04'] })).toEqual([
      '2026-03-01',
      '2026-03-03',
      '2026-03-05',
    ]))
  test('a start is added once, at its own time, and not when it is left out', () => {
    const rule = recurring('2026-03-01T09:00:00', 'FREQ=DAILY;COUNT=2', {
      rdates: ['2026-03-02', '2026-03-04T12:00:00', '2026-03-05'],
      exdates: ['2026-03-05'],
    })
    expect(occurrencesBetween(rule, '2026-03-01T00:00', '2026-03-08T00:00')).toEqual([
      '2026-03-01T09:00:00',
      '2026-03-02T09:00:00',
      '2026-03-04T12:00:00',
    ])
  })
  test('the last day of validity is in', () =>
    expect(daily({ validUntil: '2026-03-02', rdates: ['2026-03-04'] })).toEqual(['2026-03-01', '2026-03-02']))
  test.each([
    ['a date', '20260303', 3],
    ['the local start itself', '20260303T090000', 3],
    ['a local time before the start', '20260303T085959', 2],
    ['the start in UTC', '20260303T080000Z', 3],
    ['a second before it in UTC', '20260303T075959Z', 2],
  ])('until %s', (_what, until, count) => {
    const rule = recurring('2026-03-01T09:00:00', `FREQ=DAILY;UNTIL=${until}`)
    expect(occurrencesBetween(rule, '2026-03-01T00:00', '2026-04-01T00:00', 'Europe/Warsaw')).toHaveLength(count)
  })
  test.each([
    ['the first of two 02:30s', '2026-10-24', '20261025T003000Z', ['2026-10-24T02:30:00', '2026-10-25T02:30:00']],
    // 02:10 on the clock, for the second time.
    ['the hour shown twice', '2026-10-24', '20261025T011000Z', ['2026-10-24T02:30:00', '2026-10-25T02:30:00']],
    // 03:00 on the clock, and 02:30 was moved to 03:30.
    ['the end of the skipped hour', '2026-03-28', '20260329T010000Z', ['2026-03-28T02:30:00']],
    ['the moved start', '2026-03-28', '20260329T013000Z', ['2026-03-28T02:30:00', '2026-03-29T02:30:00']],
  ])('until %s: an UNTIL in UTC is an instant', (_what, day, until, expected) => {
    const rule = recurring(`${day}T02:30:00`, `FREQ=DAILY;UNTIL=${until}`)
    expect(occurrencesBetween(rule, '2026-01-01T00:00', '2027-01-01T00:00', 'Europe/Warsaw')).toEqual(expected)
  })
  test('the window is half-open', () =>
    expect(
      occurrencesBetween(recurring('2026-03-01T09:00:00', 'FREQ=DAILY'), '2026-03-01T09:00', '2026-03-02T09:00'),
    ).toEqual(['2026-03-01T09:00:00']))
  test('the first of a rule whose start does not fit it is found', () => {
    expect(firstOccurrence(recurring('2026-06-03T09:00:00', 'FREQ=WEEKLY;BYDAY=MO'))).toBe('2026-06-08T09:00:00')
    expect(firstOccurrence(recurring('2026-01-01T09:00:00', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29'))).toBe(
      '2028-02-29T09:00:00',
    )
  })
})

describe('a part that is refused is named', () => {
  test.each([
    ['', 'FREQ', 'missing'],
    ['INTERVAL=2', 'FREQ', 'missing'],
    ['FREQ=HOURLY', 'FREQ', 'unsupported'],
    ['FREQ=SECONDLY', 'FREQ', 'unsupported'],
    ['FREQ=OFTEN', 'FREQ', 'malformed'],
    ['FREQ=DAILY;BYHOUR=99', 'BYHOUR', 'unsupported'],
    ['FREQ=DAILY;FREQ=DAILY', 'FREQ', 'repeated'],
    ['FREQ=DAILY;COLOUR=RED', 'COLOUR', 'unknown'],
    ['FREQ=DAILY;COUNT=-3', 'COUNT', 'malformed'],
    ['FREQ=DAILY;COUNT=0', 'COUNT', 'out-of-range'],
    ['FREQ=DAILY;COUNT=1000000000', 'COUNT', 'out-of-range'],
    ['FREQ=DAILY;INTERVAL=0', 'INTERVAL', 'out-of-range'],
    ['FREQ=DAILY;UNTIL=20260230', 'UNTIL', 'malformed'],
    ['FREQ=DAILY;UNTIL=tomorrow', 'UNTIL', 'malformed'],
    ['FREQ=DAILY;COUNT=3;UNTIL=20260301', 'UNTIL', 'combination'],
    ['FREQ=WEEKLY;BYDAY=XX', 'BYDAY', 'malformed'],
    ['FREQ=WEEKLY;BYDAY=1MO', 'BYDAY', 'combination'],
    ['FREQ=MONTHLY;BYDAY=WE,1FR', 'BYDAY', 'combination'],
    ['FREQ=YEARLY;BYWEEKNO=20;BYDAY=1MO', 'BYDAY', 'combination'],
    ['FREQ=YEARLY;BYDAY=54MO', 'BYDAY', 'out-of-range'],
    ['FREQ=YEARLY;BYMONTH=2;BYDAY=6MO', 'BYDAY', 'out-of-range'],
    ['FREQ=MONTHLY;BYWEEKNO=20', 'BYWEEKNO', 'combination'],
    ['FREQ=YEARLY;BYWEEKNO=54', 'BYWEEKNO', 'out-of-range'],
    ['FREQ=YEARLY;BYWEEKNO=0', 'BYWEEKNO', 'out-of-range'],
    ['FREQ=DAILY;BYYEARDAY=1', 'BYYEARDAY', 'combination'],
    ['FREQ=YEARLY;BYYEARDAY=-367', 'BYYEARDAY', 'out-of-range'],
    ['FREQ=YEARLY;BYSETPOS=1', 'BYSETPOS', 'combination'],
    ['FREQ=MINUTELY', 'FREQ', 'unsupported'],
    ['FREQ=WEEKLY;WKſT=MO', 'RRULE', 'malformed'],
    ['FREQ=MONTHLY;BYDAY=6MO', 'BYDAY', 'out-of-range'],
    ['FREQ=MONTHLY;BYDAY=0MO', 'BYDAY', 'out-of-range'],
    ['FREQ=MONTHLY;BYMONTHDAY=32', 'BYMONTHDAY', 'out-of-range'],
    ['FREQ=MONTHLY;BYMONTHDAY=0', 'BYMONTHDAY', 'out-of-range'],
    ['FREQ=WEEKLY;BYMONTHDAY=3', 'BYMONTHDAY', 'combination'],
    ['FREQ=YEARLY;BYMONTH=13', 'BYMONTH', 'out-of-range'],
    ['FREQ=DAILY;', 'RRULE', 'malformed'],
    ['FREQ=DAILY;BYDAY', 'RRULE', 'malformed'],
    ['FREQ=DAILY\0', 'FREQ', 'malformed'],
    ['🦉', 'RRULE', 'malformed'],
    [`FREQ=WEEKLY;BYDAY=${'MO,'.repeat(3000)}MO`, 'RRULE', 'too-long'],
  ])('%j', (text, part, reason) => expect(parseRecurrence(text)).toEqual({ ok: false, part, reason }))

  test('the text may be small letters and carry its property name', () =>
    expect(parseRecurrence(' rrule:freq=weekly;byday=mo,mo ')).toMatchObject({
      ok: true,
      rule: { byDay: [{ weekday: 0, nth: null }] },
    }))
})
