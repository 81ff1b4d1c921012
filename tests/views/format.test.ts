import { describe, expect, test } from 'vitest'
import { formatOf, hours, number, percent } from '../../views/format.ts'

const pl = formatOf('pl', 'Europe/Warsaw')
const en = formatOf('en', 'Europe/Warsaw')
/** Warsaw is an hour ahead of UTC in November. */
const at = (day: number, hour: number, minute = 0) => Date.UTC(2026, 10, day, hour - 1, minute)
const plain = (text: string) => text.replaceAll('\u00a0', ' ')

describe('days and hours as the reader writes them', () => {
  test.each([
    ['clock', pl.clock(at(12, 8)), '8:00', en.clock(at(12, 8)), '08:00'],
    ['end of a day', pl.clockOfEnd(at(13, 0)), '24:00', en.clockOfEnd(at(13, 0)), '24:00'],
    ['day', pl.dayName(at(12, 8)), 'czwartek', en.dayName(at(12, 8)), 'Thursday'],
    ['tiny day', pl.dayTiny(at(11, 8)), 'Śr', en.dayTiny(at(11, 8)), 'Wed'],
    ['day and month', pl.dayMonth(at(12, 8)), '12 lis', en.dayMonth(at(12, 8)), '12 Nov'],
    ['short day', pl.shortDay(at(12, 8)), 'czw. 12 lis', en.shortDay(at(12, 8)), 'Thu 12 Nov'],
    ['long day', pl.longDay(at(12, 8)), 'czwartek 12 listopada', en.longDay(at(12, 8)), 'Thursday 12 November'],
    ['date', pl.date(at(12, 8)), '12 listopada 2026', en.date(at(12, 8)), '12 November 2026'],
    ['hours of one day', pl.span(at(12, 8), at(12, 10)), '8:00–10:00', en.span(at(12, 8), at(12, 10)), '08:00–10:00'],
    ['until midnight', pl.span(at(12, 20), at(13, 0)), '20:00–24:00', en.span(at(12, 20), at(13, 0)), '20:00–24:00'],
    [
      'over days',
      pl.span(at(12, 20), at(14, 12)),
      'czw. 12 lis, 20:00 – sob. 14 lis, 12:00',
      en.span(at(12, 20), at(14, 12)),
      'Thu 12 Nov, 20:00 – Sat 14 Nov, 12:00',
    ],
    [
      'a week',
      pl.dates(at(9, 0), at(16, 0)),
      '9–15 listopada 2026',
      en.dates(at(9, 0), at(16, 0)),
      '9–15 November 2026',
    ],
    [
      'a week over two months',
      pl.shortDates(at(30, 0), at(37, 0)),
      '30 lis – 6 gru',
      en.shortDates(at(30, 0), at(37, 0)),
      '30 Nov – 6 Dec',
    ],
  ])('%s', (_what, polish, expectedPolish, english, expectedEnglish) => {
    expect(plain(polish)).toBe(expectedPolish)
    expect(plain(english)).toBe(expectedEnglish)
  })

  test('a machine reads local time, on the night the clocks change, too', () => {
    expect(pl.isoLocal(at(12, 9))).toBe('2026-11-12T09:00')
    expect(pl.isoLocal(Date.UTC(2026, 9, 25, 0, 30))).toBe('2026-10-25T02:30')
    expect(pl.isoLocal(Date.UTC(2026, 9, 25, 1, 30))).toBe('2026-10-25T02:30')
    expect(pl.isoLocal(Date.UTC(2026, 9, 25, 2, 30))).toBe('2026-10-25T03:30')
  })
})

describe('figures', () => {
  test.each([
    [0, '0 h'],
    [45, '45 min'],
    [60, '1 h'],
    [150, '2 h 30 min'],
  ])('%i minutes', (minutes, text) => expect(plain(hours(minutes * 60_000))).toBe(text))

  test('percent and decimals follow the language', () => {
    expect(percent('pl', 0.1579)).toBe('15,79\u00a0%')
    expect(percent('en', 0.1579)).toBe('15.79%')
    expect(number('pl', 1.25)).toBe('1,3')
  })
})
