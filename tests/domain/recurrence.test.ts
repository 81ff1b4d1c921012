import fc from 'fast-check'
import rrule from 'rrule'
import { describe, expect, test } from 'vitest'
import { firstOccurrence, occurrencesBetween, parseRecurrence, type Recurring } from '../../server/domain/recurrence.ts'
import { type RecurrenceRule, WEEKDAYS } from '../../server/domain/recurrence-rule.ts'
import { DAY_MS, dayNumber, dayText, floatingOf, floatingText, weekdayOf } from '../../server/domain/zone.ts'

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
    ['FREQ=MONTHLY;BYDAY=6MO', 'BYDAY', 'out-of-range'],
    ['FREQ=MONTHLY;BYDAY=0MO', 'BYDAY', 'out-of-range'],
    ['FREQ=MONTHLY;BYMONTHDAY=32', 'BYMONTHDAY', 'out-of-range'],
    ['FREQ=MONTHLY;BYMONTHDAY=0', 'BYMONTHDAY', 'out-of-range'],
    ['FREQ=WEEKLY;BYMONTHDAY=3', 'BYMONTHDAY', 'combination'],
    ['FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=1', 'BYSETPOS', 'combination'],
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

describe('nothing runs away', () => {
  test.each([
    'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=1000',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;INTERVAL=4',
    'FREQ=DAILY;INTERVAL=999;COUNT=1000;BYMONTHDAY=31',
    'FREQ=DAILY;UNTIL=99991231',
    'FREQ=MONTHLY;BYMONTHDAY=31;BYSETPOS=-366',
  ])('%s answers at once, near its start and far from it', (text) => {
    const before = performance.now()
    const rule = recurring('2025-01-01T08:00:00', text)
    firstOccurrence(rule)
    for (const year of [2025, 2035, 9998]) expect(days(rule, `${year}-01-01`, `${year}-01-08`).length).toBeLessThan(8)
    expect(performance.now() - before).toBeLessThan(500)
  })
})

describe('whatever the rule', () => {
  const some = <T>(values: readonly T[], max: number) => fc.subarray([...values], { minLength: 0, maxLength: max })
  const monthDays = [1, 2, 13, 15, 28, 29, 30, 31, -1, -2, -30]
  const ruleText = fc
    .record({
      freq: fc.constantFrom('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'),
      interval: fc.constantFrom(1, 1, 2, 3, 5),
      days: some(WEEKDAYS, 4),
      nth: fc.constantFrom('', '', '1', '2', '-1', '5', '-5'),
      monthDays: some(monthDays, 3),
      months: some([1, 2, 3, 6, 10, 12], 3),
      setPos: some([1, 2, -1, 5], 2),
      end: fc.constantFrom('', '', ';COUNT=7', ';COUNT=40', ';UNTIL=20270615', ';UNTIL=20261025T090000'),
      wkst: fc.constantFrom('', ';WKST=SU', ';WKST=WE'),
    })
    .map((r) => {
      const isCoarse = r.freq === 'MONTHLY' || r.freq === 'YEARLY'
      const list = (name: string, values: readonly unknown[]) =>
        values.length > 0 ? `;${name}=${values.join(',')}` : ''
      return (
        `FREQ=${r.freq};INTERVAL=${r.interval}` +
        list(
          'BYDAY',
          r.days.map((day) => (isCoarse ? r.nth : '') + day),
        ) +
        (r.freq === 'WEEKLY' ? '' : list('BYMONTHDAY', r.monthDays)) +
        list('BYMONTH', r.months) +
        (isCoarse && r.days.length + r.monthDays.length + r.months.length > 0 ? list('BYSETPOS', r.setPos) : '') +
        r.end +
        r.wkst
      )
    })
  const start = fc.integer({ min: dayNumber('2024-01-01'), max: dayNumber('2027-01-01') })

  test('the days are those that a look at every single day finds', () =>
    fc.assert(
      fc.property(
        ruleText,
        start,
        fc.integer({ min: -20, max: 1200 }),
        fc.integer({ min: 1, max: 500 }),
        (text, day, after, long) => {
          const parsed = parseRecurrence(text)
          if (!parsed.ok) throw new Error(`${text}: ${parsed.part} ${parsed.reason}`)
          const [from, to] = [day + after, day + after + long]
          const found = days(recurring(`${dayText(day)}T09:00:00`, text), dayText(from), dayText(to))
          expect(found).toEqual(
            everyDay(parsed.rule, day, to)
              .filter((each) => each >= from)
              .map(dayText),
          )
        },
      ),
      { numRuns: 1500 },
    ))

  test('from its first day on a rule gives what rrule gives', () =>
    fc.assert(
      fc.property(ruleText, start, (text, day) => {
        const first = firstOccurrence(recurring(`${dayText(day)}T09:00:00`, text))
        if (first === null || first > '2040') return
        const rule = recurring(first, text)
        const to = floatingText(floatingOf(first) + 900 * DAY_MS)
        // Alone rrule would never return from a rule without days, and a last date means its midnight there.
        const bounded = /COUNT|UNTIL/.test(text)
          ? text.replace('UNTIL=20270615', '$&T235959')
          : `${text};UNTIL=20450101`
        const theirs = rrule
          .rrulestr(`DTSTART:${first.replace(/[-:]/g, '')}Z\nRRULE:${bounded}`)
          .between(new Date(floatingOf(first)), new Date(floatingOf(to) - 1), true)
          .map((date) => floatingText(date.getTime()))
        // Two positions that meet on one day eat COUNT in rrule.
        if (text.includes('BYSETPOS') && new Set(theirs).size < theirs.length) return
        expect(occurrencesBetween(rule, first, to)).toEqual(theirs)
      }),
      { numRuns: 300 },
    ))
})

/** RFC 5545's table of BY parts read day by day, without any cleverness. */
function everyDay(rule: RecurrenceRule, startDay: number, to: number): number[] {
  const { freq, interval, byDay, byMonth, byMonthDay, bySetPos, count, until, weekStart } = rule
  const date = (day: number) => new Date(day * DAY_MS)
  const yearOf = (day: number) => date(day).getUTCFullYear()
  const monthOf = (day: number) => date(day).getUTCMonth()
  const weekOf = (day: number) =>
    Math.floor(
      (day - ((weekdayOf(day) - weekStart + 7) % 7) - (startDay - ((weekdayOf(startDay) - weekStart + 7) % 7))) / 7,
    )
  const periodOf = (day: number) =>
    freq === 'DAILY'
      ? day - startDay
      : freq === 'WEEKLY'
        ? weekOf(day)
        : freq === 'MONTHLY'
          ? (yearOf(day) - yearOf(startDay)) * 12 + monthOf(day) - monthOf(startDay)
          : yearOf(day) - yearOf(startDay)
  const isBare = byDay.length + byMonthDay.length === 0
  const lastOfMonth = (day: number) => new Date(Date.UTC(yearOf(day), monthOf(day) + 1, 0)).getUTCDate()
  const inSpan = (day: number, nth: number, same: (other: number) => boolean) => {
    // The n-th day of its weekday: n − 1 of them lie between it and the edge of the month or year.
    let n = 1
    for (let other = day + (nth > 0 ? -7 : 7); same(other); other += nth > 0 ? -7 : 7) n++
    return n === Math.abs(nth)
  }
  const isNth = (day: number, nth: number) =>
    inSpan(
      day,
      nth,
      (other) =>
        yearOf(other) === yearOf(day) &&
        ((freq === 'YEARLY' && byMonth.length === 0) || monthOf(other) === monthOf(day)),
    )
  const fits = (day: number) =>
    (byMonth.length === 0 || byMonth.includes(monthOf(day) + 1)) &&
    (byMonthDay.length === 0 ||
      byMonthDay.includes(date(day).getUTCDate()) ||
      byMonthDay.includes(date(day).getUTCDate() - lastOfMonth(day) - 1)) &&
    (byDay.length === 0 ||
      byDay.some(({ weekday, nth }) => weekdayOf(day) === weekday && (nth === null || isNth(day, nth)))) &&
    (!isBare ||
      freq === 'DAILY' ||
      (freq === 'WEEKLY'
        ? weekdayOf(day) === weekdayOf(startDay)
        : date(day).getUTCDate() === date(startDay).getUTCDate() &&
          (freq === 'MONTHLY' || byMonth.length > 0 || monthOf(day) === monthOf(startDay))))
  const periods = new Map<number, number[]>()
  for (let day = startDay - 366; day < to + 366; day++) {
    const period = periodOf(day)
    if (period < 0 || period % interval !== 0 || !fits(day)) continue
    periods.set(period, [...(periods.get(period) ?? []), day])
  }
  const chosen = [...periods.values()].flatMap((list) =>
    bySetPos.length === 0
      ? list
      : list.filter((_, i) => bySetPos.includes(i + 1) || bySetPos.includes(i - list.length)),
  )
  const last = until ? until.last : Number.POSITIVE_INFINITY
  return chosen
    .filter((day) => day >= startDay)
    .slice(0, count ?? undefined)
    .filter((day) => day < to && day * DAY_MS + 9 * 3_600_000 <= last)
}
