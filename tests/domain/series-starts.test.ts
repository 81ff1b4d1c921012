import { describe, expect, test } from 'vitest'
import type { Recurring } from '../../server/domain/recurrence.ts'
import { recurringFault } from '../../server/domain/recurring-fault.ts'
import { expandSeries, MAX_SERIES_OCCURRENCES } from '../../server/domain/series-starts.ts'

const WARSAW = 'Europe/Warsaw'
const series = (startLocal: string, rrule: string, rest: Partial<Recurring> = {}): Recurring => ({
  startLocal,
  rrule,
  exdates: [],
  rdates: [],
  validUntil: null,
  ...rest,
})
const iso = (at: number) => new Date(at).toISOString()

describe('a series', () => {
  test('keeps its time on the wall; the clocks move it for one day only', () => {
    const { starts, cut } = expandSeries(series('2026-03-28T02:30:00', 'FREQ=DAILY;COUNT=3'), WARSAW)
    expect(starts.map(({ local, at, movedMinutes }) => [local, iso(at), movedMinutes])).toEqual([
      ['2026-03-28T02:30:00', '2026-03-28T01:30:00.000Z', 0],
      ['2026-03-29T02:30:00', '2026-03-29T01:30:00.000Z', 60],
      ['2026-03-30T02:30:00', '2026-03-30T00:30:00.000Z', 0],
    ])
    expect(cut).toBeNull()
  })
  test('means the first of two 02:30s', () => {
    const { starts } = expandSeries(series('2026-10-18T02:30:00', 'FREQ=WEEKLY;COUNT=3'), WARSAW)
    expect(starts.map(({ at }) => iso(at).slice(0, 16))).toEqual([
      '2026-10-18T00:30',
      '2026-10-25T00:30',
      '2026-11-01T01:30',
    ])
  })
  test('is moved by half an hour on Lord Howe', () => {
    const { starts } = expandSeries(series('2026-10-04T02:10:00', ''), 'Australia/Lord_Howe')
    expect(starts).toMatchObject([{ movedMinutes: 30 }])
    expect(iso(starts[0]!.at)).toBe('2026-10-03T15:40:00.000Z')
  })
})

describe('the bounds of a series say so when they cut it', () => {
  test.each([
    ['FREQ=DAILY', 1000, 'occurrences'],
    ['FREQ=DAILY;COUNT=1000', 1000, null],
    ['FREQ=DAILY;UNTIL=99991231', 1000, 'occurrences'],
    ['FREQ=WEEKLY', 261, 'years'],
    ['FREQ=WEEKLY;COUNT=261', 261, null],
    ['FREQ=WEEKLY;COUNT=262', 261, 'years'],
    ['FREQ=YEARLY', 5, 'years'],
    ['FREQ=YEARLY;COUNT=5', 5, null],
    ['FREQ=YEARLY;UNTIL=20310301', 5, null],
    ['FREQ=YEARLY;UNTIL=20310302', 5, 'years'],
    ['FREQ=YEARLY;INTERVAL=8', 1, 'years'],
    ['', 1, null],
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', 0, null],
  ] as const)('%j: %i starts, cut by %s', (rrule, count, cut) => {
    const found = expandSeries(series('2026-03-02T09:00:00', rrule), WARSAW)
    expect([found.starts.length, found.cut]).toEqual([count, cut])
  })
  test('with added dates too', () => {
    const rdates = Array.from({ length: 10 }, (_, i) => `2026-03-02T1${i}:00:00`)
    const found = expandSeries(series('2026-03-02T09:00:00', 'FREQ=DAILY;COUNT=1000', { rdates }), WARSAW)
    expect(found.starts).toHaveLength(MAX_SERIES_OCCURRENCES)
    expect(found.cut).toBe('occurrences')
  })
})

describe('what is wrong with a rule somebody typed is named', () => {
  const good = series('2026-03-02T09:00:00', 'FREQ=WEEKLY')
  test.each([
    [{ startLocal: '2026-02-30T09:00:00' }, 'DTSTART', 'malformed'],
    [{ startLocal: '2026-03-02' }, 'DTSTART', 'malformed'],
    [{ startLocal: '9999-03-02T09:00:00' }, 'DTSTART', 'malformed'],
    [{ rrule: 'FREQ=HOURLY' }, 'FREQ', 'unsupported'],
    [{ rrule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' }, 'RRULE', 'empty'],
    [{ rrule: 'FREQ=DAILY;UNTIL=20260301' }, 'RRULE', 'empty'],
    [{ rrule: '', exdates: ['2026-03-02'] }, 'RRULE', 'empty'],
    [{ validUntil: '2026-03-01' }, 'RRULE', 'empty'],
    [{ validUntil: 'never' }, 'VALID-UNTIL', 'malformed'],
    [{ exdates: ['2026-03-02T09:00:00Z'] }, 'EXDATE', 'malformed'],
    [{ rdates: ['2026-13-01'] }, 'RDATE', 'malformed'],
    [{ rdates: Array.from({ length: 1001 }, () => '2026-03-02') }, 'RDATE', 'too-long'],
  ])('%j', (part, name, reason) => expect(recurringFault({ ...good, ...part }, WARSAW)).toEqual({ part: name, reason }))
  test('and nothing of a good one', () => {
    expect(recurringFault(good, WARSAW)).toBeNull()
    expect(recurringFault({ ...good, rrule: '', rdates: ['2026-03-04'], exdates: ['2026-03-02'] })).toBeNull()
  })
})
