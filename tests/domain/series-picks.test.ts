import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseRecurrence } from '../../server/domain/recurrence.ts'
import { REPEATS, rruleOfPicks, type SeriesPicks, SHORT_MONTHS } from '../../server/domain/series-picks.ts'
import { expandSeries } from '../../server/domain/series-starts.ts'
import { ruleSentence } from '../../views/components/rule-sentence.ts'

const picks = (more: Partial<SeriesPicks>): SeriesPicks => ({
  repeat: 'week',
  every: 1,
  weekdays: [],
  shortMonth: 'skip',
  end: { times: 4 },
  ...more,
})

const daysOf = (more: Partial<SeriesPicks>, day: string) =>
  expandSeries(
    { startLocal: `${day}T09:00:00`, rrule: rruleOfPicks(picks(more), day), exdates: [], rdates: [], validUntil: null },
    'Europe/Warsaw',
  ).starts.map(({ local }) => local.slice(0, 10))

describe('what was picked, as days', () => {
  test.each<[string, Partial<SeriesPicks>, string, string[]]>([
    [
      'every second day',
      { repeat: 'day', every: 2 },
      '2026-12-30',
      ['2026-12-30', '2027-01-01', '2027-01-03', '2027-01-05'],
    ],
    ['the weekday of the start', {}, '2026-12-01', ['2026-12-01', '2026-12-08', '2026-12-15', '2026-12-22']],
    [
      'chosen weekdays every second week',
      { weekdays: [4, 1], every: 2 },
      '2026-12-01',
      ['2026-12-01', '2026-12-04', '2026-12-15', '2026-12-18'],
    ],
    [
      'until a day, that day too',
      { end: { until: '2026-12-15' } },
      '2026-12-01',
      ['2026-12-01', '2026-12-08', '2026-12-15'],
    ],
    [
      'the 31st, short months skipped',
      { repeat: 'month-day' },
      '2026-12-31',
      ['2026-12-31', '2027-01-31', '2027-03-31', '2027-05-31'],
    ],
    [
      'the 31st or the last day',
      { repeat: 'month-day', shortMonth: 'last' },
      '2026-12-31',
      ['2026-12-31', '2027-01-31', '2027-02-28', '2027-03-31'],
    ],
    [
      'the 30th or the last day',
      { repeat: 'month-day', shortMonth: 'last' },
      '2026-12-30',
      ['2026-12-30', '2027-01-30', '2027-02-28', '2027-03-30'],
    ],
    [
      'the 29th or the last day',
      { repeat: 'month-day', shortMonth: 'last' },
      '2027-01-29',
      ['2027-01-29', '2027-02-28', '2027-03-29', '2027-04-29'],
    ],
    [
      'the weekday instead of the 31st',
      { repeat: 'month-day', shortMonth: 'nth' },
      '2026-12-31',
      ['2026-12-31', '2027-01-28', '2027-02-25', '2027-03-25'],
    ],
    [
      'the second Tuesday',
      { repeat: 'month-nth' },
      '2026-12-08',
      ['2026-12-08', '2027-01-12', '2027-02-09', '2027-03-09'],
    ],
    ['the last day', { repeat: 'month-last' }, '2026-12-08', ['2026-12-31', '2027-01-31', '2027-02-28', '2027-03-31']],
  ])('%s', (_name, more, day, days) => {
    expect(daysOf(more, day)).toEqual(days)
  })

  test('all that can be picked can be read, starts on its own day and has words', () => {
    const day = fc.date({ min: new Date('2024-01-01'), max: new Date('2030-12-31'), noInvalidDate: true })
    const any = fc.record({
      repeat: fc.constantFrom(...REPEATS),
      every: fc.integer({ min: 1, max: 99 }),
      weekdays: fc.uniqueArray(fc.integer({ min: 0, max: 6 })),
      shortMonth: fc.constantFrom(...SHORT_MONTHS),
      end: fc.record({ times: fc.integer({ min: 2, max: 1000 }) }),
    })
    fc.assert(
      fc.property(any, day, (picked, date) => {
        const first = date.toISOString().slice(0, 10)
        const rrule = rruleOfPicks(picked, first)
        expect(parseRecurrence(rrule).ok).toBe(true)
        const rule = { startLocal: `${first}T09:00:00`, rrule, exdates: [], rdates: [], validUntil: null }
        for (const locale of ['pl', 'en'] as const)
          expect(ruleSentence({ ...rule, durationMinutes: 60 }, locale, first)).not.toContain('FREQ')
        const isOnStart = picked.repeat !== 'month-last' && (picked.repeat !== 'week' || picked.weekdays.length === 0)
        if (isOnStart) expect(expandSeries(rule, 'Europe/Warsaw').starts[0]?.local).toBe(rule.startLocal)
      }),
      { numRuns: 300 },
    )
  })
})
