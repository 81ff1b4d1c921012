import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { audiencesFor, dayStatus, type Hours, openSpans } from '../../server/domain/availability.ts'
import type { Audience, AvailabilityRule } from '../../server/domain/availability-rule.ts'
import { isHoliday } from '../../server/domain/holidays.ts'
import { covers, type Interval, lengthOf } from '../../server/domain/interval.ts'
import { occurrencesBetween } from '../../server/domain/recurrence.ts'
import { addDays, instantOf, localDayOf, localOf, startOfDay } from '../../server/domain/zone.ts'

const WARSAW = 'Europe/Warsaw'
const HOUR = 3_600_000
const EVERYONE: ReadonlySet<Audience> = new Set(['everyone'])
const WEEKDAYS = 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'

const rule = (given: Partial<AvailabilityRule> = {}): AvailabilityRule => ({
  id: 1,
  labId: null,
  resourceId: 1,
  effect: 'open',
  audience: 'everyone',
  startLocal: '2020-01-01T08:00:00',
  durationMinutes: 600,
  rrule: 'FREQ=DAILY',
  exdates: [],
  rdates: [],
  validUntil: null,
  label: '',
  ...given,
})
/** A rule from one wall-clock time to another. */
const from = (clock: string, hours: number, given: Partial<AvailabilityRule> = {}) =>
  rule({
    startLocal: `${given.startLocal?.slice(0, 10) ?? '2020-01-01'}T${clock}:00`,
    durationMinutes: hours * 60,
    ...without(given),
  })
const without = ({ startLocal: _, ...rest }: Partial<AvailabilityRule>) => rest
const hoursWith = (rules: AvailabilityRule[], given: Partial<Hours> = {}): Hours => ({
  timeZone: WARSAW,
  observesHolidays: false,
  rules,
  ...given,
})
const days = (first: string, next: string): Interval => ({
  start: startOfDay(first, WARSAW),
  end: startOfDay(next, WARSAW),
})
/** Open time as local text, the end of a day as 24:00 written 00:00 of the next. */
const shown = (hours: Hours, first: string, next: string, audiences = EVERYONE) =>
  openSpans(hours, days(first, next), audiences).map(
    ({ start, end }) => `${localOf(start, WARSAW).slice(5, 16)} – ${localOf(end, WARSAW).slice(5, 16)}`,
  )
const opened = (hours: Hours, first: string, next: string) =>
  lengthOf(openSpans(hours, days(first, next), EVERYONE)) / HOUR

describe('the wall clock rules at both ends', () => {
  const night = hoursWith([from('22:00', 8)])
  test.each([
    ['2027-03-27', 7],
    ['2027-10-30', 9],
    ['2027-05-10', 8],
  ])('22:00–06:00 of %s lasts %i hours', (day, hours) => {
    const span = { start: instantOf(`${day}T12:00`, WARSAW), end: instantOf(`${addDays(day, 1)}T12:00`, WARSAW) }
    expect(openSpans(night, span, EVERYONE)).toEqual([
      { start: instantOf(`${day}T22:00`, WARSAW), end: instantOf(`${addDays(day, 1)}T06:00`, WARSAW) },
    ])
    expect(lengthOf(openSpans(night, span, EVERYONE))).toBe(hours * HOUR)
  })
  test('days of 23 and 25 hours are open for all of them', () => {
    const always = hoursWith([from('00:00', 24)])
    expect(opened(always, '2027-03-28', '2027-03-29')).toBe(23)
    expect(opened(always, '2027-10-31', '2027-11-01')).toBe(25)
    expect(openSpans(always, days('2027-10-29', '2027-11-02'), EVERYONE)).toEqual([days('2027-10-29', '2027-11-02')])
  })
  test('02:30–03:30 is an hour also on the night that has no 02:30', () =>
    expect(shown(hoursWith([from('02:30', 1)]), '2026-03-28', '2026-03-31')).toEqual([
      '03-28T02:30 – 03-28T03:30',
      '03-29T03:30 – 03-29T04:30',
      '03-30T02:30 – 03-30T03:30',
    ]))
  test('a window that the clocks skip moves forward whole', () =>
    expect(shown(hoursWith([from('02:30', 0.5)]), '2027-03-28', '2027-03-29')).toEqual(['03-28T03:30 – 03-28T04:00']))
})

describe('windows past midnight', () => {
  const late = hoursWith([
    from('16:00', 10, { rrule: 'FREQ=WEEKLY;BYDAY=WE,TH' }),
    from('16:00', 13, { rrule: 'FREQ=WEEKLY;BYDAY=FR,SA' }),
  ])
  test('belong to the day they start on and are found from the day they end on', () => {
    expect(shown(late, '2026-11-29', '2026-11-30')).toEqual(['11-29T00:00 – 11-29T05:00'])
    expect(shown(late, '2026-11-27', '2026-11-28')).toEqual(['11-27T00:00 – 11-27T02:00', '11-27T16:00 – 11-28T00:00'])
    expect(shown(late, '2026-11-30', '2026-12-02')).toEqual([])
  })
  test('of a first Friday end on the Saturday, in the next month too', () => {
    const late = hoursWith([from('22:00', 4, { startLocal: '2026-01-02', rrule: 'FREQ=MONTHLY;BYDAY=1FR' })])
    expect(shown(late, '2026-05-01', '2026-05-08')).toEqual(['05-01T22:00 – 05-02T02:00'])
    expect(shown(late, '2026-05-02', '2026-05-03')).toEqual(['05-02T00:00 – 05-02T02:00'])
    const last = hoursWith([from('22:00', 4, { startLocal: '2026-01-31', rrule: 'FREQ=MONTHLY;BYMONTHDAY=-1' })])
    expect(shown(last, '2026-05-01', '2026-05-08')).toEqual(['05-01T00:00 – 05-01T02:00'])
  })
  test('join where they touch', () =>
    expect(shown(hoursWith([from('16:00', 8), from('00:00', 6)]), '2026-11-23', '2026-11-25')).toEqual([
      '11-23T00:00 – 11-23T06:00',
      '11-23T16:00 – 11-24T06:00',
      '11-24T16:00 – 11-25T00:00',
    ]))
  test('may be longer than a week and seen from their middle', () =>
    expect(
      opened(hoursWith([from('08:00', 400, { startLocal: '2026-11-01', rrule: '' })]), '2026-11-10', '2026-11-11'),
    ).toBe(24))
})

describe('the law of precedence', () => {
  const lab = (given: AvailabilityRule) => ({ ...given, labId: 1, resourceId: null })
  test('own open rules stand instead of the lab’s, its closed ones stay', () => {
    const rules = [lab(from('08:00', 8)), lab(from('12:00', 1, { effect: 'closed' }))]
    expect(shown(hoursWith(rules), '2026-11-24', '2026-11-25')).toEqual([
      '11-24T08:00 – 11-24T12:00',
      '11-24T13:00 – 11-24T16:00',
    ])
    expect(shown(hoursWith([...rules, from('10:00', 4)]), '2026-11-24', '2026-11-25')).toEqual([
      '11-24T10:00 – 11-24T12:00',
      '11-24T13:00 – 11-24T14:00',
    ])
  })
  test('closed time inside splits in two, twice in three', () => {
    const one = from('10:00', 2, { effect: 'closed' })
    expect(shown(hoursWith([from('08:00', 8), one]), '2026-11-24', '2026-11-25')).toHaveLength(2)
    expect(
      shown(hoursWith([from('08:00', 8), one, from('14:00', 1, { effect: 'closed' })]), '2026-11-24', '2026-11-25'),
    ).toHaveLength(3)
  })
  test('of replacing rules the one made for the shortest period stands', () => {
    const base = from('08:00', 8)
    const december = from('10:00', 5, {
      effect: 'replace',
      startLocal: '2026-12-01',
      validUntil: '2026-12-31',
    })
    const eve = from('12:00', 2, { effect: 'replace', startLocal: '2026-12-24', rrule: 'FREQ=DAILY;COUNT=2' })
    const hours = hoursWith([base, december, eve])
    expect(shown(hours, '2026-11-30', '2026-12-02')).toEqual(['11-30T08:00 – 11-30T16:00', '12-01T10:00 – 12-01T15:00'])
    expect(shown(hours, '2026-12-23', '2026-12-27')).toEqual([
      '12-23T10:00 – 12-23T15:00',
      '12-24T12:00 – 12-24T14:00',
      '12-25T12:00 – 12-25T14:00',
      '12-26T10:00 – 12-26T15:00',
    ])
  })
  test('replacing rules made for equally long periods make a union', () =>
    expect(
      shown(
        hoursWith([from('08:00', 8), from('10:00', 2, { effect: 'replace' }), from('11:00', 3, { effect: 'replace' })]),
        '2026-11-24',
        '2026-11-25',
      ),
    ).toEqual(['11-24T10:00 – 11-24T14:00']))
  test('closed rules cut replacing windows too', () =>
    expect(
      shown(
        hoursWith([from('10:00', 4, { effect: 'replace' }), from('11:00', 1, { effect: 'closed' })]),
        '2026-11-24',
        '2026-11-25',
      ),
    ).toEqual(['11-24T10:00 – 11-24T11:00', '11-24T12:00 – 11-24T14:00']))
  test('without rules nothing is open', () => expect(shown(hoursWith([]), '2026-11-24', '2026-11-25')).toEqual([]))
})

describe('public holidays', () => {
  const office = (given: Partial<Hours> = {}) =>
    hoursWith([from('08:00', 10, { rrule: WEEKDAYS })], { observesHolidays: true, ...given })
  test('close where they are observed', () => {
    expect(opened(office(), '2026-01-01', '2026-02-01')).toBe(200)
    expect(opened(office({ observesHolidays: false }), '2026-01-01', '2026-02-01')).toBe(220)
    expect(opened(office(), '2026-01-01', '2027-01-01')).toBe(2530)
  })
  test('are outlasted by replacing rules', () =>
    expect(
      shown(
        hoursWith([from('08:00', 10), from('10:00', 2, { effect: 'replace', startLocal: '2026-11-11', rrule: '' })], {
          observesHolidays: true,
        }),
        '2026-11-11',
        '2026-11-12',
      ),
    ).toEqual(['11-11T10:00 – 11-11T12:00']))
  test('take the night that starts on them, and their own hours of the night before', () =>
    expect(shown(hoursWith([from('22:00', 8)], { observesHolidays: true }), '2026-11-10', '2026-11-13')).toEqual([
      '11-10T00:00 – 11-10T06:00',
      '11-10T22:00 – 11-11T00:00',
      '11-12T22:00 – 11-13T00:00',
    ]))
  test('take only their own day of a window that lasts for days', () =>
    expect(
      shown(
        hoursWith([from('08:00', 72, { startLocal: '2026-11-11', rrule: '' })], { observesHolidays: true }),
        '2026-11-10',
        '2026-11-20',
      ),
    ).toEqual(['11-12T00:00 – 11-14T08:00']))
  test('are named for the day', () => {
    expect(dayStatus(office(), '2026-11-11', EVERYONE)).toEqual({ open: [], holiday: 'Narodowe Święto Niepodległości' })
    expect(dayStatus(office(), '2026-11-12', EVERYONE)).toMatchObject({ open: [{}], holiday: null })
    expect(dayStatus(office({ observesHolidays: false }), '2026-11-11', EVERYONE).holiday).toBeNull()
  })
})

describe('audiences', () => {
  const line = hoursWith([
    from('06:00', 16, { audience: 'organisation', rrule: WEEKDAYS }),
    from('08:00', 6, { rrule: 'FREQ=WEEKLY;BYDAY=TU,TH' }),
  ])
  const own: ReadonlySet<Audience> = new Set(['everyone', 'organisation'])
  test('each sees its own hours', () => {
    expect(shown(line, '2026-11-23', '2026-11-25', own)).toEqual([
      '11-23T06:00 – 11-23T22:00',
      '11-24T06:00 – 11-24T22:00',
    ])
    expect(shown(line, '2026-11-23', '2026-11-25')).toEqual(['11-24T08:00 – 11-24T14:00'])
  })
  test('a closed or replacing rule concerns its audience only', () => {
    const hours = (effect: 'closed' | 'replace') =>
      hoursWith([from('08:00', 8), from('10:00', 1, { effect, audience: 'organisation' })])
    expect(shown(hours('closed'), '2026-11-24', '2026-11-25')).toEqual(['11-24T08:00 – 11-24T16:00'])
    expect(shown(hours('closed'), '2026-11-24', '2026-11-25', own)).toHaveLength(2)
    expect(shown(hours('replace'), '2026-11-24', '2026-11-25')).toEqual(['11-24T08:00 – 11-24T16:00'])
    expect(shown(hours('replace'), '2026-11-24', '2026-11-25', own)).toEqual(['11-24T10:00 – 11-24T11:00'])
  })
  test.each([
    ['nobody signed in', null, ['everyone']],
    ['a university’s person', { organisationId: 2, organisationKind: 'university' }, ['everyone', 'members']],
    ['a company’s person', { organisationId: 2, organisationKind: 'company' }, ['everyone']],
    ['the owner’s own', { organisationId: 1, organisationKind: 'university' }, ['everyone', 'members', 'organisation']],
    ['a company’s own', { organisationId: 1, organisationKind: 'company' }, ['everyone', 'organisation']],
  ] as const)('%s', (_who, person, expected) =>
    expect([...audiencesFor(person, { organisationId: 1 })]).toEqual(expected),
  )
})

describe('whatever the rules', () => {
  const anyRule = fc
    .record({
      effect: fc.constantFrom('open', 'open', 'open', 'closed', 'replace'),
      audience: fc.constantFrom('everyone', 'everyone', 'organisation'),
      isOwn: fc.boolean(),
      startHalf: fc.integer({ min: 0, max: 47 }),
      halves: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.constantFrom(48, 96, 120)),
      rrule: fc.constantFrom(
        'FREQ=DAILY',
        'FREQ=DAILY;UNTIL=20281231',
        'FREQ=WEEKLY;BYDAY=TH,FR,SA;COUNT=900',
        WEEKDAYS,
        'FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU,WE',
        'FREQ=DAILY;INTERVAL=3',
        'FREQ=MONTHLY;BYDAY=-1SU',
      ),
    })
    .map(({ effect, audience, isOwn, startHalf, halves, rrule }) =>
      rule({
        effect: effect as AvailabilityRule['effect'],
        audience: audience as Audience,
        labId: isOwn ? null : 1,
        resourceId: isOwn ? 1 : null,
        startLocal: `2026-01-01T${String(startHalf >> 1).padStart(2, '0')}:${startHalf % 2 ? '30' : '00'}:00`,
        durationMinutes: halves * 30,
        rrule,
      }),
    )
  // Around both clock changes, Easter 2027 and the holidays of November.
  const firstDay = fc.constantFrom('2027-03-25', '2027-03-27', '2027-10-29', '2026-11-09', '2026-12-23', '2026-05-01')

  test('each quarter of an hour is open exactly when a look at every rule says so', () =>
    fc.assert(
      fc.property(
        fc.array(anyRule, { maxLength: 5 }),
        firstDay,
        fc.boolean(),
        fc.boolean(),
        (rules, day, observesHolidays, isOwn) => {
          const hours = hoursWith(rules, { observesHolidays })
          const audiences = new Set<Audience>(isOwn ? ['everyone', 'organisation'] : ['everyone'])
          const span = days(day, addDays(day, 4))
          const spans = openSpans(hours, span, audiences)
          const isOpen = oracle(hours, span, audiences)
          for (let at = span.start; at < span.end; at += 900_000)
            if (covers(spans, { start: at, end: at + 900_000 }) !== isOpen(at)) throw new Error(localOf(at, WARSAW))
          expect(spans.every(({ start, end }, i) => start < end && (i === 0 || spans[i - 1]!.end < start))).toBe(true)
        },
      ),
      { numRuns: 400 },
    ))
})

/** The law read moment by moment: every window of every rule is asked whether it lets this moment be open. */
function oracle(hours: Hours, span: Interval, audiences: ReadonlySet<Audience>): (at: number) => boolean {
  const windows = (effect: string) =>
    hours.rules
      .filter((each) => each.effect === effect && audiences.has(each.audience))
      .filter(
        (each) =>
          effect !== 'open' ||
          (each.resourceId !== null) === hours.rules.some((r) => r.effect === 'open' && r.resourceId !== null),
      )
      .flatMap((each) =>
        occurrencesBetween(
          each,
          localOf(span.start - 12 * 24 * HOUR, WARSAW),
          localOf(span.end + 48 * HOUR, WARSAW),
        ).map((local) => {
          const asUtc = Date.parse(`${local}Z`) + each.durationMinutes * 60_000
          const start = instantOf(local, WARSAW)
          const end = instantOf(new Date(asUtc).toISOString().slice(0, 19), WARSAW)
          return {
            start,
            end: end > start ? end : start + each.durationMinutes * 60_000,
            day: local.slice(0, 10),
            isLong: each.durationMinutes > 1440,
            lastDay: /UNTIL/.test(each.rrule) ? '2028-12-31' : /COUNT/.test(each.rrule) ? '2031-09-27' : '9999-12-31',
          }
        }),
      )
  const [open, closed, replacers] = [windows('open'), windows('closed'), windows('replace')]
  const replacing = replacers.filter(
    (each) => !replacers.some((other) => other.day === each.day && other.lastDay < each.lastDay),
  )
  const isTaken = (day: string) =>
    replacing.some((each) => each.day === day) || (hours.observesHolidays && isHoliday(day))
  const holds = (at: number) => (each: Interval) => each.start <= at && at < each.end
  return (at) =>
    !closed.some(holds(at)) &&
    (replacing.some(holds(at)) ||
      (!isTaken(localDayOf(at, WARSAW)) && open.some((each) => holds(at)(each) && (each.isLong || !isTaken(each.day)))))
}
