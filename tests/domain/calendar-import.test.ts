import { describe, expect, test } from 'vitest'
import { type ImportedRules, importedRules } from '../../server/domain/calendar-import.ts'
import { occurrencesBetween } from '../../server/domain/recurrence.ts'
import { invalidText } from '../../server/plugins/problem.ts'

const AS = { zone: 'Europe/Warsaw', effect: 'closed', audience: 'everyone' } as const
const file = (...events: string[]) => ['BEGIN:VCALENDAR', 'VERSION:2.0', ...events, 'END:VCALENDAR', ''].join('\r\n')
const event = (...lines: string[]) => ['BEGIN:VEVENT', ...lines, 'UID:1@x', 'END:VEVENT'].join('\r\n')
const imported = (...events: string[]) => importedRules(file(...events), AS)
const one = (...lines: string[]) => imported(event(...lines))
const reasons = ({ problems }: ImportedRules) => problems.map(({ reason }) => reason)
const HOUR = ['DTSTART:20260105T080000', 'DTEND:20260105T090000']

describe('an event becomes a rule', () => {
  test('with its title, its length and the place’s effect', () =>
    expect(one(...HOUR, 'SUMMARY:Przegląd\\, roczny')).toEqual({
      problems: [],
      drafts: [
        {
          effect: 'closed',
          audience: 'everyone',
          startLocal: '2026-01-05T08:00:00',
          durationMinutes: 60,
          rrule: '',
          exdates: [],
          rdates: [],
          validUntil: null,
          label: 'Przegląd, roczny',
        },
      ],
    }))
  test.each([
    ['a day', ['DTSTART;VALUE=DATE:20261224'], '2026-12-24T00:00:00', 1440],
    [
      'days, their end not included',
      ['DTSTART;VALUE=DATE:20261224', 'DTEND;VALUE=DATE:20261227'],
      '2026-12-24T00:00:00',
      4320,
    ],
    ['a date without its name', ['DTSTART:20261224', 'DTEND:20261225'], '2026-12-24T00:00:00', 1440],
    ['a length', ['DTSTART:20260105T220000', 'DURATION:PT8H'], '2026-01-05T22:00:00', 480],
    ['UTC', ['DTSTART:20260705T080000Z', 'DTEND:20260705T090000Z'], '2026-07-05T10:00:00', 60],
    ['a zone', ['DTSTART;TZID=America/New_York:20260105T220000', 'DURATION:PT1H'], '2026-01-06T04:00:00', 60],
    [
      'Outlook’s zone',
      ['DTSTART;TZID="Central European Standard Time":20260105T080000', 'DURATION:PT1H'],
      '2026-01-05T08:00:00',
      60,
    ],
    [
      'a zone with a path',
      ['DTSTART;TZID=/mozilla.org/20050126_1/Europe/Warsaw:20260105T080000', 'DURATION:PT1H'],
      '2026-01-05T08:00:00',
      60,
    ],
  ])('of %s', (_what, lines, startLocal, durationMinutes) =>
    expect(one(...lines)).toMatchObject({ problems: [], drafts: [{ startLocal, durationMinutes }] }),
  )
  test('with its recurrence, its exceptions and what is added', () => {
    const rule = 'RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20260301T080000Z'
    const { drafts, problems } = one(
      'DTSTART;TZID=Europe/Warsaw:20260105T080000',
      'DTEND;TZID=Europe/Warsaw:20260105T100000',
      rule,
      'EXDATE;TZID=Europe/Warsaw:20260112T080000,20260119T080000',
      'EXDATE;VALUE=DATE:20260126',
      'RDATE:20260129T070000Z',
    )
    expect(problems).toEqual([])
    expect(occurrencesBetween(drafts[0]!, '2026-01-01T00:00', '2027-01-01T00:00', 'Europe/Warsaw')).toEqual([
      '2026-01-05T08:00:00',
      '2026-01-29T08:00:00',
      '2026-02-02T08:00:00',
      '2026-02-09T08:00:00',
      '2026-02-16T08:00:00',
      '2026-02-23T08:00:00',
    ])
  })
  test('an occurrence that was changed is left out and stands by itself; a cancelled one only is left out', () => {
    const { drafts } = imported(
      event(...HOUR, 'RRULE:FREQ=DAILY;COUNT=4', 'SUMMARY:Serwis'),
      event('RECURRENCE-ID:20260106T080000', 'DTSTART:20260106T120000', 'DTEND:20260106T130000', 'SUMMARY:Później'),
      event('RECURRENCE-ID:20260107T080000', 'DTSTART:20260107T080000', 'DTEND:20260107T090000', 'STATUS:CANCELLED'),
    )
    expect(drafts).toMatchObject([
      { label: 'Serwis', exdates: ['2026-01-06T08:00:00', '2026-01-07T08:00:00'] },
      { label: 'Później', startLocal: '2026-01-06T12:00:00', rrule: '', exdates: [] },
    ])
  })
  test('the start counts even where it does not fit its rule', () =>
    expect(one(...HOUR, 'RRULE:FREQ=WEEKLY;BYDAY=WE').drafts[0]?.rdates).toEqual(['2026-01-05T08:00:00']))
  test('long lines are unfolded, and other components passed over', () => {
    const folded = event(...HOUR, 'SUMMARY:Prze\r\n gląd', 'BEGIN:VALARM', 'TRIGGER:-PT15M', 'END:VALARM')
    expect(imported('BEGIN:VTODO\r\nSUMMARY:x\r\nEND:VTODO', folded).drafts).toMatchObject([{ label: 'Przegląd' }])
  })
})

describe('a recurrence in another zone', () => {
  const inZone = (zone: string, start = '20260105T080000') =>
    one(`DTSTART;TZID=${zone}:${start}`, 'DURATION:PT1H', 'RRULE:FREQ=WEEKLY;BYDAY=MO', 'SUMMARY:Daleko')
  test('that changes its clocks with ours is kept on our clock', () => {
    expect(inZone('Europe/Berlin').drafts[0]?.startLocal).toBe('2026-01-05T08:00:00')
    expect(inZone('Europe/London').drafts[0]?.startLocal).toBe('2026-01-05T09:00:00')
  })
  test.each([
    ['America/New_York', '20260105T080000'],
    ['Asia/Tokyo', '20260105T200000'],
    // An hour later here it is Tuesday.
    ['Europe/London', '20260105T233000'],
  ])('%s at %s cannot be kept, and is named', (zone, start) =>
    expect(inZone(zone, start)).toEqual({
      drafts: [],
      problems: [{ event: 'Daleko', reason: 'calendar-zone', values: { zone } }],
    }),
  )
  test('nor can one in UTC', () =>
    expect(reasons(one('DTSTART:20260105T080000Z', 'DURATION:PT1H', 'RRULE:FREQ=DAILY'))).toEqual(['calendar-zone']))
})

const MANY_DATES = Array.from({ length: 1001 }, (_, i) => {
  const [hour, minute] = [i % 24, i % 60].map((each) => String(each).padStart(2, '0'))
  return `20260105T${hour}${minute}${String(i % 59).padStart(2, '0')}`
}).join()

describe('what cannot be a rule is named, the rest is kept', () => {
  test.each([
    ['calendar-start', ['SUMMARY:x']],
    ['calendar-time', ['DTSTART:garbage', 'DURATION:PT1H']],
    ['calendar-time', ['DTSTART:20260230T080000', 'DURATION:PT1H']],
    ['calendar-time', ['DTSTART;TZID=Mars/Phobos:20260105T080000', 'DURATION:PT1H']],
    ['calendar-time', [...HOUR, 'RDATE;VALUE=PERIOD:20260120T080000Z/PT1H']],
    ['calendar-length', ['DTSTART:20260105T080000']],
    ['calendar-length', ['DTSTART:20260105T080000', 'DTEND:20260105T080000']],
    ['calendar-length', ['DTSTART:20260105T080000', 'DURATION:-PT1H']],
    ['calendar-length', ['DTSTART:20260105T080000', 'DURATION:P1M']],
    ['window-length', ['DTSTART;VALUE=DATE:20260101', 'DTEND;VALUE=DATE:20270101']],
    ['recurrence-unsupported', [...HOUR, 'RRULE:FREQ=HOURLY']],
    ['recurrence-malformed', [...HOUR, 'RRULE:FREQ=SOMETIMES']],
    ['recurrence-out-of-range', [...HOUR, 'RRULE:FREQ=DAILY;COUNT=1000000000']],
    ['recurrence-empty', [...HOUR, 'RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', 'EXDATE:20260105T080000']],
    ['calendar-two-rules', [...HOUR, 'RRULE:FREQ=DAILY', 'RRULE:FREQ=WEEKLY']],
    ['calendar-following', [...HOUR, 'RECURRENCE-ID;RANGE=THISANDFUTURE:20260105T080000']],
    ['recurrence-too-long', [...HOUR, `EXDATE:${MANY_DATES}`]],
  ])('%s', (reason, lines) => {
    const result = imported(event(...lines), event('UID:2@x', ...HOUR, 'SUMMARY:dobre'))
    expect(reasons(result)).toEqual([reason])
    expect(result.drafts.at(-1)).toMatchObject({ label: 'dobre' })
    for (const problem of result.problems)
      for (const locale of ['pl', 'en'] as const)
        expect(invalidText(problem, locale)).not.toMatch(/^invalid\.|undefined|\{\{/)
  })
})

describe('a file that is none', () => {
  const alone = (text: string) => importedRules(text, AS).problems
  test.each([
    ['nothing', '', 'calendar-unreadable'],
    ['half a calendar', 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT', 'calendar-unreadable'],
    ['no calendar', event(...HOUR), 'calendar-unreadable'],
    ['a calendar without events', file(), 'calendar-no-events'],
    ['a NUL', file(event(...HOUR, 'SUMMARY:a\0b')), 'calendar-unreadable'],
    ['half an emoji', file(event(...HOUR, 'SUMMARY:\ud83d')), 'calendar-unreadable'],
    ['a page', '<!doctype html>\n<p>not found', 'calendar-line'],
    ['101 events', file(...Array.from({ length: 101 }, () => event(...HOUR))), 'calendar-too-many'],
    [
      '101 events in disguise',
      file(...Array.from({ length: 101 }, () => event(...HOUR))).replaceAll('BEGIN:VEVENT', 'BEGIN:VEV\r\n ENT'),
      'calendar-too-many',
    ],
    ['too much', file('X'.repeat(200_001)), 'calendar-too-large'],
  ])('%s', (_what, text, reason) => expect(alone(text)).toMatchObject([{ event: null, reason }]))
  test('the line that cannot be read is named', () =>
    expect(alone(file(event(...HOUR, 'what is this')))).toEqual([
      { event: null, reason: 'calendar-line', values: { limit: 100, line: 6 } },
    ]))
  const most = (start: string, part: string, end = '') =>
    start + part.repeat((199_000 - start.length - end.length) / part.length) + end
  test.each([
    ['parameters', file(most('SUMMARY;', 'A=B;', ':x'))],
    ['nesting', most('', 'BEGIN:VEVENT\n')],
    ['nesting of something else', most('', 'BEGIN:X\n')],
    ['folds', file(most('SUMMARY:', 'a\r\n '))],
    ['dates', file(event(...HOUR, most('EXDATE:', '20260105T080000,', '20260105T080000')))],
    ['a zone', file(event(most('DTSTART;TZID=', 'a', ':20260105T080000'), 'DURATION:PT1H'))],
    ['backslashes', file(event(...HOUR, most('SUMMARY:', '\\')))],
    ['quotes', file(most('SUMMARY;A="', 'a,'))],
    ['a duration', file(event('DTSTART:20260105T080000', most('DURATION:PT', '9', 'H')))],
    [
      'empty rules',
      file(
        ...Array.from({ length: 100 }, (_, i) =>
          event(...HOUR, `RRULE:FREQ=DAILY;INTERVAL=${i + 1};BYMONTH=2;BYMONTHDAY=30`, 'EXDATE:20260105T080000'),
        ),
      ),
    ],
    [
      'rules',
      file(
        ...Array.from({ length: 100 }, () =>
          event(
            'DTSTART;TZID=Europe/Berlin:20260105T080000',
            'DURATION:PT1H',
            'RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
          ),
        ),
      ),
    ],
  ])('as many %s as fit are read in no time', (_what, text) => {
    const begun = performance.now()
    expect(importedRules(text, AS)).toBeDefined()
    expect(performance.now() - begun).toBeLessThan(500)
  })
})
