import { describe, expect, test } from 'vitest'
import { randomCases } from '../../scripts/oracle/random-cases.ts'
import { openSpans } from '../../server/domain/availability.ts'
import { MAX_RULES_PER_RESOURCE, RULE_EFFECTS } from '../../server/domain/availability-rule.ts'
import { occurrencesBetween, type Recurring } from '../../server/domain/recurrence.ts'
import { periodsBetween } from '../../server/domain/recurrence-periods.ts'
import { parseRecurrence } from '../../server/domain/recurrence-rule.ts'
import { recurringFault } from '../../server/domain/recurring-fault.ts'
import { expandSeries } from '../../server/domain/series-starts.ts'
import { DAY_MS, dayNumber, dayText, floatingOf, floatingText } from '../../server/domain/zone.ts'

const start = '2025-01-01T08:00:00'
const recurring = (rrule: string, startLocal = start): Recurring => ({
  startLocal,
  rrule,
  exdates: [],
  rdates: [],
  validUntil: null,
})

const HOSTILE = [
  'FREQ=SECONDLY',
  'FREQ=SECONDLY;COUNT=1000000000',
  'FREQ=HOURLY;BYHOUR=25',
  'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
  'FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30',
  'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
  'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=1000',
  'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;INTERVAL=4',
  'FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1',
  'FREQ=MONTHLY;BYMONTHDAY=31;BYSETPOS=-366',
  'FREQ=MONTHLY;BYDAY=-2FR',
  'FREQ=YEARLY;BYDAY=-53MO,53TU',
  'FREQ=YEARLY;BYYEARDAY=366;BYMONTH=1;COUNT=1000',
  'FREQ=YEARLY;BYWEEKNO=53,-53;BYMONTHDAY=15',
  'FREQ=YEARLY;BYWEEKNO=-53;BYYEARDAY=-366;BYSETPOS=366',
  'FREQ=DAILY;INTERVAL=999;COUNT=1000;BYMONTHDAY=31',
  'FREQ=DAILY;UNTIL=99991231',
  'FREQ=DAILY;UNTIL=99991231T235959Z',
  'FREQ=DAILY;UNTIL=00000000',
  'FREQ=DAILY;COUNT=1000000000',
  'FREQ=DAILY;COUNT=1e9',
  'FREQ=DAILY;INTERVAL=99999999999999999999',
  `FREQ=YEARLY;BYDAY=${'MO,'.repeat(3300)}MO`,
  `FREQ=YEARLY;BYYEARDAY=${Array.from({ length: 110 }, (_, i) => i + 1)}`,
  ';'.repeat(499),
  '='.repeat(500),
  ','.repeat(100_000),
  ' '.repeat(1_000_000),
  'FREQ=DAILY\0',
  '\0',
  'FREQ=🦉',
  '🦉'.repeat(200),
  'FREQ=DAILY;BYDAY=ＭＯ',
  'FREQ=DAILY\nRRULE:FREQ=SECONDLY',
  '__proto__=1',
  'FREQ=constructor',
]

describe('whatever is typed is refused or answered, and soon', () => {
  // Alone each takes a few milliseconds; the bound leaves room for a busy machine and none for a search to year 9999.
  const within = (most: number, work: () => void) => {
    const before = performance.now()
    work()
    expect(performance.now() - before).toBeLessThan(most)
  }
  test.each(HOSTILE.map((text) => [text.slice(0, 60), text]))('%j', (_shown, text) =>
    within(500, () => {
      if (!parseRecurrence(text).ok) return expect(recurringFault(recurring(text))).not.toBeNull()
      expect(expandSeries(recurring(text), 'Europe/Warsaw').starts.length).toBeLessThanOrEqual(1000)
      for (const from of ['1970-01-01', '2025-01-01', '2035-06-01', '9999-12-25'])
        expect(week(recurring(text), from).length).toBeLessThan(8)
    }),
  )
})

test('a resource with as many rules as it may have opens a week as soon', () => {
  const rrules = HOSTILE.filter((text) => parseRecurrence(text).ok)
  const rules = Array.from({ length: MAX_RULES_PER_RESOURCE }, (_, i) => ({
    ...recurring(rrules[i % rrules.length]!, `20${10 + (i % 16)}-01-01T08:00:00`),
    id: i,
    labId: null,
    resourceId: 1,
    effect: RULE_EFFECTS[i % 3]!,
    audience: 'everyone' as const,
    durationMinutes: 60 + i * 30,
    label: '',
  }))
  const hours = { timeZone: 'Europe/Warsaw', observesHolidays: false, rules }
  const before = performance.now()
  const span = { start: Date.UTC(2026, 10, 23), end: Date.UTC(2026, 10, 30) }
  openSpans(hours, span, new Set(['everyone'] as const))
  expect(performance.now() - before).toBeLessThan(1000)
})

describe('the work is bounded by the window, wherever it lies', () => {
  test.each([
    ['DAILY', 14, 1],
    ['WEEKLY', 3, 7],
    ['MONTHLY', 2, 31],
    ['YEARLY', 2, 366],
  ] as const)('%s: two weeks of it are at most %i periods', (freq, most, longest) => {
    for (const interval of [1, 2, 999])
      for (const after of [0, 10 * 365, 1000 * 365]) {
        const from = dayNumber('2025-01-01') + after
        const periods = [...periodsBetween({ freq, interval, weekStart: 0 }, dayNumber('2025-01-01'), from, from + 14)]
        expect(periods.length).toBeLessThanOrEqual(most)
        for (const { first, end } of periods) expect(end - first).toBeLessThanOrEqual(longest)
      }
  })
})

test('many small windows, asked in any order, give what one large one gives', () => {
  for (const { startLocal, rrule, zone } of randomCases(150, 5)) {
    const rule = recurring(rrule, startLocal)
    const first = floatingOf(`${startLocal.slice(0, 10)}T00:00`)
    const at = (index: number) => floatingText(first + index * 47 * DAY_MS)
    const parts = Array.from({ length: 60 }, (_, i) => i)
      .reverse()
      .map((i) => occurrencesBetween({ ...rule }, at(i), at(i + 1), zone))
    expect(parts.reverse().flat()).toEqual(occurrencesBetween(rule, at(0), at(60), zone))
  }
})

function week(rule: Recurring, from: string) {
  return occurrencesBetween(rule, `${from}T00:00`, `${dayText(dayNumber(from) + 6)}T23:59:59`)
}
