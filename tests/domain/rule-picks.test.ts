import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { occurrencesBetween, parseRecurrence } from '../../server/domain/recurrence.ts'
import { picksFromRule, RULE_NTHS, type RulePicks, rruleFromPicks } from '../../server/domain/rule-picks.ts'

const TUESDAY = '2026-11-24'

describe('what is picked as a rule', () => {
  test.each<[RulePicks, string]>([
    [{ pattern: 'week', weekdays: [0, 1, 2, 3, 4], every: 1, months: [] }, 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'],
    [{ pattern: 'week', weekdays: [1], every: 2, months: [] }, 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU'],
    [{ pattern: 'week', weekdays: [6, 5], every: 1, months: [8, 7] }, 'FREQ=WEEKLY;BYDAY=SA,SU;BYMONTH=7,8'],
    [{ pattern: 'month-nth', nth: 1, weekday: 0, every: 1 }, 'FREQ=MONTHLY;BYDAY=1MO'],
    [{ pattern: 'month-nth', nth: -1, weekday: 4, every: 1 }, 'FREQ=MONTHLY;BYDAY=-1FR'],
    [{ pattern: 'month-day', day: -1, every: 3 }, 'FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1'],
    [{ pattern: 'year' }, 'FREQ=YEARLY'],
    [{ pattern: 'once' }, ''],
  ])('%o is %s', (picks, rrule) => expect(rruleFromPicks(picks)).toBe(rrule))
})

describe('a rule as what to pick', () => {
  test.each<[string, RulePicks]>([
    ['FREQ=DAILY', { pattern: 'week', weekdays: [0, 1, 2, 3, 4, 5, 6], every: 1, months: [] }],
    ['FREQ=DAILY;BYDAY=SA,MO', { pattern: 'week', weekdays: [0, 5], every: 1, months: [] }],
    ['FREQ=WEEKLY', { pattern: 'week', weekdays: [1], every: 1, months: [] }],
    ['FREQ=WEEKLY;WKST=SU;BYDAY=FR', { pattern: 'week', weekdays: [4], every: 1, months: [] }],
    ['FREQ=MONTHLY', { pattern: 'month-day', day: 24, every: 1 }],
    ['FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=24', { pattern: 'year' }],
  ])('%s is picked', (rrule, picks) => expect(picksFromRule(rrule, TUESDAY)).toEqual(picks))

  test.each([
    'FREQ=WEEKLY;COUNT=3',
    'FREQ=WEEKLY;UNTIL=20261231',
    'FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU',
    'FREQ=DAILY;INTERVAL=2',
    'FREQ=MONTHLY;BYDAY=1MO,3MO',
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
    'FREQ=MONTHLY;BYMONTHDAY=-2',
    'FREQ=MONTHLY;BYMONTHDAY=1;BYMONTH=3',
    'FREQ=YEARLY;BYMONTH=3',
    'FREQ=YEARLY;BYMONTHDAY=24',
    'FREQ=YEARLY;BYWEEKNO=20',
    'FREQ=HOURLY',
    'nonsense',
  ])('%s is for the expert field', (rrule) => expect(picksFromRule(rrule, TUESDAY)).toBeNull())
})

const weekday = fc.integer({ min: 0, max: 6 })
const every = fc.integer({ min: 1, max: 99 })
const some = (most: number, least: number) =>
  fc.uniqueArray(fc.integer({ min: least, max: most }), { minLength: 1 }).map((list) => list.sort((a, b) => a - b))
const picks: fc.Arbitrary<RulePicks> = fc.oneof(
  fc.record({
    pattern: fc.constant('week' as const),
    weekdays: some(6, 0),
    every,
    months: fc.oneof(fc.constant([]), some(12, 1)),
  }),
  fc.record({ pattern: fc.constant('month-nth' as const), nth: fc.constantFrom(...RULE_NTHS), weekday, every }),
  fc.record({
    pattern: fc.constant('month-day' as const),
    day: fc.oneof(fc.integer({ min: 1, max: 31 }), fc.constant(-1)),
    every,
  }),
  fc.constantFrom({ pattern: 'year' as const }, { pattern: 'once' as const }),
)

describe('there and back', () => {
  test('what was picked is picked again', () => {
    fc.assert(
      fc.property(picks, (each) => {
        expect(picksFromRule(rruleFromPicks(each), TUESDAY)).toEqual(each)
      }),
    )
  })

  test('a rule that can be picked keeps its days', () => {
    const rule = fc
      .record({
        freq: fc.constantFrom('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'),
        interval: fc.constantFrom('', ';INTERVAL=1', ';INTERVAL=2'),
        byDay: fc.constantFrom('', ';BYDAY=TU', ';BYDAY=MO,FR', ';BYDAY=2TU', ';BYDAY=-1FR'),
        byMonthDay: fc.constantFrom('', '', ';BYMONTHDAY=24', ';BYMONTHDAY=-1'),
        byMonth: fc.constantFrom('', '', ';BYMONTH=11', ';BYMONTH=3,7'),
        setPos: fc.constantFrom('', '', '', ';BYSETPOS=1'),
        weekStart: fc.constantFrom('', ';WKST=SU'),
      })
      .map((parts) => `FREQ=${Object.values(parts).join('')}`)
      .filter((text) => parseRecurrence(text).ok)
    let picked = 0
    fc.assert(
      fc.property(rule, (rrule) => {
        const found = picksFromRule(rrule, TUESDAY)
        if (!found) return
        picked++
        const daysOf = (text: string) => {
          const series = { startLocal: `${TUESDAY}T08:00:00`, rrule: text, exdates: [], rdates: [], validUntil: null }
          return occurrencesBetween(series, '2026-01-01T00:00', '2032-01-01T00:00')
        }
        expect(daysOf(rruleFromPicks(found))).toEqual(daysOf(rrule))
      }),
      { numRuns: 500 },
    )
    expect(picked).toBeGreaterThan(50)
  })
})
