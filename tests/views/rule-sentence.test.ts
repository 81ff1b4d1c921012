import { describe, expect, test } from 'vitest'
import { ruleSentence } from '../../views/components/rule-sentence.ts'

const TODAY = '2026-11-24'
const plain = (text: string) => text.replaceAll('\u00a0', ' ')
const rule = (rrule: string, given: Partial<Parameters<typeof ruleSentence>[0]> = {}) => ({
  startLocal: '2026-10-06T08:00:00',
  durationMinutes: 360,
  rrule,
  exdates: [],
  rdates: [],
  validUntil: null,
  ...given,
})

describe('how a rule repeats', () => {
  test.each([
    ['FREQ=DAILY', 'codziennie 8:00–14:00', 'every day 08:00–14:00'],
    ['FREQ=DAILY;INTERVAL=2', 'co drugi dzień 8:00–14:00', 'every second day 08:00–14:00'],
    ['FREQ=DAILY;INTERVAL=10', 'co 10 dni 8:00–14:00', 'every 10 days 08:00–14:00'],
    ['FREQ=WEEKLY', 'we wtorki 8:00–14:00', 'on Tuesdays 08:00–14:00'],
    ['FREQ=WEEKLY;BYDAY=WE,FR', 'w środy i piątki 8:00–14:00', 'on Wednesdays and Fridays 08:00–14:00'],
    [
      'FREQ=WEEKLY;BYDAY=SU,TU,TH',
      'we wtorki, czwartki i niedziele 8:00–14:00',
      'on Tuesdays, Thursdays and Sundays 08:00–14:00',
    ],
    ['FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'od poniedziałku do piątku 8:00–14:00', 'Monday to Friday 08:00–14:00'],
    ['FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR', 'od poniedziałku do piątku 8:00–14:00', 'Monday to Friday 08:00–14:00'],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', 'co drugi wtorek 8:00–14:00', 'every second Tuesday 08:00–14:00'],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=SA', 'co drugą sobotę 8:00–14:00', 'every second Saturday 08:00–14:00'],
    ['FREQ=WEEKLY;INTERVAL=3;BYDAY=SU', 'co trzecią niedzielę 8:00–14:00', 'every third Sunday 08:00–14:00'],
    ['FREQ=WEEKLY;INTERVAL=6;BYDAY=TU', 'co 6 tygodni we wtorek 8:00–14:00', 'every 6 weeks on Tuesday 08:00–14:00'],
    [
      'FREQ=WEEKLY;INTERVAL=22;BYDAY=WE',
      'co 22 tygodnie w środę 8:00–14:00',
      'every 22 weeks on Wednesday 08:00–14:00',
    ],
    [
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE',
      'co drugi tydzień w poniedziałek i środę 8:00–14:00',
      'every second week on Monday and Wednesday 08:00–14:00',
    ],
    [
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR',
      'co drugi tydzień od poniedziałku do piątku 8:00–14:00',
      'every second week Monday to Friday 08:00–14:00',
    ],
    [
      'FREQ=WEEKLY;BYDAY=SA;BYMONTH=9,6',
      'w soboty w czerwcu i wrześniu 8:00–14:00',
      'on Saturdays in June and September 08:00–14:00',
    ],
    ['FREQ=DAILY;BYMONTH=9', 'codziennie we wrześniu 8:00–14:00', 'every day in September 08:00–14:00'],
    [
      'FREQ=MONTHLY;BYDAY=1MO',
      'w pierwszy poniedziałek miesiąca 8:00–14:00',
      'on the first Monday of the month 08:00–14:00',
    ],
    ['FREQ=MONTHLY;BYDAY=-1FR', 'w ostatni piątek miesiąca 8:00–14:00', 'on the last Friday of the month 08:00–14:00'],
    [
      'FREQ=MONTHLY;BYDAY=-2WE',
      'w przedostatnią środę miesiąca 8:00–14:00',
      'on the last but one Wednesday of the month 08:00–14:00',
    ],
    [
      'FREQ=MONTHLY;BYDAY=2TU,-1SU;INTERVAL=2',
      'co drugi miesiąc w drugi wtorek i ostatnią niedzielę miesiąca 8:00–14:00',
      'every second month on the second Tuesday and the last Sunday of the month 08:00–14:00',
    ],
    [
      'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
      'w ostatni dzień roboczy miesiąca 8:00–14:00',
      'on the last working day of the month 08:00–14:00',
    ],
    ['FREQ=MONTHLY', '6. dnia miesiąca 8:00–14:00', 'on the 6th day of the month 08:00–14:00'],
    [
      'FREQ=MONTHLY;BYMONTHDAY=-1,15,1',
      '1., 15. i ostatniego dnia miesiąca 8:00–14:00',
      'on the 1st, 15th and last day of the month 08:00–14:00',
    ],
    [
      'FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=23',
      'co 6 miesięcy 23. dnia miesiąca 8:00–14:00',
      'every 6 months on the 23rd day of the month 08:00–14:00',
    ],
    ['FREQ=YEARLY', 'co roku 6 października 8:00–14:00', 'every year on 6 October 08:00–14:00'],
    [
      'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24,25',
      'co roku 24 i 25 grudnia 8:00–14:00',
      'every year on 24 and 25 December 08:00–14:00',
    ],
    [
      'FREQ=YEARLY;BYMONTH=6;BYDAY=1SA',
      'co roku w pierwszą sobotę czerwca 8:00–14:00',
      'every year on the first Saturday of June 08:00–14:00',
    ],
    [
      'FREQ=YEARLY;BYDAY=2FR',
      'co roku w drugi piątek roku 8:00–14:00',
      'every year on the second Friday of the year 08:00–14:00',
    ],
    [
      'FREQ=YEARLY;BYWEEKNO=20;BYDAY=TU',
      'co roku w 20. tygodniu roku we wtorek 8:00–14:00',
      'every year in the 20th week of the year on Tuesday 08:00–14:00',
    ],
    [
      'FREQ=YEARLY;BYYEARDAY=100',
      'według reguły FREQ=YEARLY;BYYEARDAY=100 8:00–14:00',
      'by the rule FREQ=YEARLY;BYYEARDAY=100 08:00–14:00',
    ],
  ])('%s', (rrule, pl, en) => {
    expect(plain(ruleSentence(rule(rrule), 'pl', TODAY))).toBe(pl)
    expect(plain(ruleSentence(rule(rrule), 'en', TODAY))).toBe(en)
  })
})

describe('from when, until when, and what is different', () => {
  const TUESDAYS = 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU'
  test.each([
    [
      'a season',
      rule(TUESDAYS, { startLocal: '2026-10-01T08:00:00', validUntil: '2027-01-31' }),
      'co drugi wtorek 8:00–14:00, od 1 października do 31 stycznia',
      'every second Tuesday 08:00–14:00, from 1 October to 31 January',
    ],
    [
      'an end in the rule, the earlier of two',
      rule(`${TUESDAYS};UNTIL=20261231`, { validUntil: '2027-06-30' }),
      'co drugi wtorek 8:00–14:00, od 6 października do 31 grudnia',
      'every second Tuesday 08:00–14:00, from 6 October to 31 December',
    ],
    [
      'far years',
      rule('FREQ=DAILY', { startLocal: '2024-01-02T08:00:00', validUntil: '2028-06-30' }),
      'codziennie 8:00–14:00, od 2 stycznia 2024 do 30 czerwca 2028',
      'every day 08:00–14:00, from 2 January 2024 to 30 June 2028',
    ],
    [
      'a start to come',
      rule('FREQ=DAILY', { startLocal: '2026-12-01T08:00:00' }),
      'codziennie 8:00–14:00, od 1 grudnia',
      'every day 08:00–14:00, from 1 December',
    ],
    [
      'so many times',
      rule('FREQ=DAILY;COUNT=22'),
      'codziennie 8:00–14:00, od 6 października, 22 razy',
      'every day 08:00–14:00, from 6 October, 22 times',
    ],
    ['once', rule('', { startLocal: '2026-12-24T10:00:00' }), '24 grudnia 10:00–16:00', 'on 24 December 10:00–16:00'],
    [
      'a day left out and one added',
      rule('FREQ=WEEKLY', { exdates: ['2026-12-29T08:00:00'], rdates: ['2026-12-30'] }),
      'we wtorki 8:00–14:00, z wyjątkiem 29 grudnia, a także 30 grudnia',
      'on Tuesdays 08:00–14:00, except 29 December, and also 30 December',
    ],
    [
      'many left out',
      rule('FREQ=DAILY', { exdates: ['2026-12-24', '2026-12-25', '2026-12-26', '2026-12-27'] }),
      'codziennie 8:00–14:00, z wyjątkiem 4 terminów',
      'every day 08:00–14:00, except 4 dates',
    ],
    [
      'past midnight',
      rule('FREQ=DAILY', { startLocal: '2026-10-06T22:00:00', durationMinutes: 480 }),
      'codziennie 22:00–6:00',
      'every day 22:00–06:00',
    ],
    [
      'to the end of the day',
      rule('FREQ=DAILY', { startLocal: '2026-10-06T16:30:00', durationMinutes: 450 }),
      'codziennie 16:30–24:00',
      'every day 16:30–24:00',
    ],
    [
      'day and night',
      rule('FREQ=DAILY', { startLocal: '2026-10-06T00:00:00', durationMinutes: 1440 }),
      'codziennie całą dobę',
      'every day all day',
    ],
    [
      'longer than a day',
      rule('FREQ=WEEKLY;BYDAY=FR', { durationMinutes: 4320 }),
      'w piątki od 8:00 przez 72 h',
      'on Fridays from 08:00 for 72 h',
    ],
  ])('%s', (_what, given, pl, en) => {
    expect(plain(ruleSentence(given, 'pl', TODAY))).toBe(pl)
    expect(plain(ruleSentence(given, 'en', TODAY))).toBe(en)
  })
})
