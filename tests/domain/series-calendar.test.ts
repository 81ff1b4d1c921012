import fc from 'fast-check'
import ICAL from 'ical.js'
import { describe, expect, test } from 'vitest'
import { randomCases } from '../../scripts/oracle/random-cases.ts'
import { holdsTime } from '../../server/domain/lifecycle.ts'
import {
  type CalendarOccurrence,
  type CalendarSeries,
  seriesCalendarFile,
  seriesInvitationFor,
} from '../../server/domain/series-calendar.ts'
import { expandSeries } from '../../server/domain/series-starts.ts'
import { expanded } from '../support/calendar-reader.ts'

const MINUTE = 60_000
const origin = { host: 'aparatura.example', now: Date.parse('2026-11-10T09:40:00Z') }
const words = {
  summary: 'HPLC 1200: Pestycydy w miodzie',
  description: 'Zażółć gęślą jaźń',
  location: 'Laboratorium Analiz Środowiskowych',
  url: 'https://aparatura.example/series/7',
}

/** Everything a rule gives, booked as it says. */
function seriesOf(
  startLocal: string,
  rrule: string,
  {
    timeZone = 'Europe/Warsaw',
    durationMinutes = 60,
    exdates = [],
    rdates = [],
  }: Partial<CalendarSeries> & { exdates?: readonly string[]; rdates?: readonly string[] } = {},
): CalendarSeries {
  const { starts } = expandSeries({ startLocal, rrule, exdates, rdates, validUntil: null }, timeZone)
  const occurrences = starts.map(({ local, at }) => ({
    local,
    start: at,
    end: at + durationMinutes * MINUTE,
    sequence: 0,
    state: 'confirmed' as const,
    words: null,
  }))
  return { seriesId: 7, sequence: 0, timeZone, startLocal, rrule, durationMinutes, occurrences, ...words }
}

const spansOf = (series: CalendarSeries) =>
  series.occurrences
    .filter(({ state }) => holdsTime(state))
    .map(({ start, end }) => `${new Date(start).toISOString()}–${new Date(end).toISOString()}`)
    .sort()
const spansRead = (text: string) =>
  expanded(text)
    .map(({ start, end }) => `${new Date(start).toISOString()}–${new Date(end).toISOString()}`)
    .sort()

describe('other calendars expand a series to the occurrences booked', () => {
  const cases = randomCases(700, 77).filter(
    ({ rrule, startLocal, exdates, rdates, zone }) =>
      expandSeries({ startLocal, rrule, exdates, rdates, validUntil: null }, zone).starts.length > 0,
  )
  const change = fc.record({
    at: fc.nat(200),
    deed: fc.constantFrom('cancel', 'move', 'stretch', 'elsewhere', 'ask'),
    minutes: fc.integer({ min: -3000, max: 3000 }),
  })

  test('whatever the rule, and what is left out, moved, asked for or let go', { timeout: 60_000 }, () => {
    let ruled = 0
    fc.assert(
      fc.property(
        fc.constantFrom(...cases),
        fc.integer({ min: 15, max: 1500 }),
        fc.array(change, { maxLength: 6 }),
        (each, durationMinutes, changes) => {
          const series = seriesOf(each.startLocal, each.rrule, { ...each, timeZone: each.zone, durationMinutes })
          const occurrences = changedBy(series.occurrences.slice(0, 80), changes)
          const text = seriesCalendarFile({ ...series, occurrences }, origin)
          if (ruleOf(text)) ruled++
          for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
          if (occurrences.some(({ state }) => holdsTime(state)))
            expect(spansRead(text)).toEqual(spansOf({ ...series, occurrences }))
        },
      ),
      { numRuns: 400 },
    )
    expect(ruled).toBeGreaterThan(100)
  })

  const changedBy = (
    all: readonly CalendarOccurrence[],
    changes: readonly { at: number; deed: string; minutes: number }[],
  ) => {
    const occurrences = [...all]
    for (const { at, deed, minutes } of changes) {
      const index = at % occurrences.length
      const one = occurrences[index]!
      const by = minutes * MINUTE
      const deeds: Record<string, Partial<CalendarOccurrence>> = {
        cancel: { state: 'cancelled' },
        ask: { state: 'requested' },
        move: { start: one.start + by, end: one.end + by },
        stretch: { end: one.start + Math.abs(by) + 15 * MINUTE },
        elsewhere: { words: { ...words, summary: 'Elsewhere' } },
      }
      occurrences[index] = { ...one, ...deeds[deed] }
    }
    return occurrences
  }

  test.each([
    ['a day that lacks 02:30', '2026-03-27T02:30:00', 'FREQ=DAILY;COUNT=5', 'Europe/Warsaw', 60],
    ['a night shorter by an hour', '2027-03-26T22:00:00', 'FREQ=DAILY;COUNT=4', 'Europe/Warsaw', 480],
    ['a night longer by an hour', '2027-10-29T22:00:00', 'FREQ=DAILY;COUNT=4', 'Europe/Warsaw', 480],
    ['a day that has 02:30 twice', '2026-10-23T02:30:00', 'FREQ=DAILY;COUNT=4', 'Europe/Warsaw', 30],
    ['a first day that lacks 02:30', '2026-03-29T02:30:00', 'FREQ=WEEKLY;COUNT=4', 'Europe/Warsaw', 60],
    ['a first day whose clocks change', '2026-03-29T01:30:00', 'FREQ=WEEKLY;COUNT=4', 'Europe/Warsaw', 60],
    ['half an hour on Lord Howe', '2026-10-02T02:00:00', 'FREQ=DAILY;COUNT=4', 'Australia/Lord_Howe', 120],
    ['months without a 31st', '2027-01-31T09:00:00', 'FREQ=MONTHLY;COUNT=6', 'Europe/Warsaw', 60],
    ['a zone without changes', '2026-03-27T02:30:00', 'FREQ=DAILY;COUNT=5', 'UTC', 60],
    ['a zone that calendars are not told', '2026-03-27T02:30:00', 'FREQ=DAILY;COUNT=5', 'America/Ciudad_Juarez', 60],
    ['dates added before the rule', '2027-01-31T09:00:00', 'FREQ=MONTHLY;BYMONTHDAY=1;COUNT=3', 'Europe/Warsaw', 60],
  ])('%s', (_name, startLocal, rrule, timeZone, durationMinutes) => {
    const rdates = _name.startsWith('dates') ? ['2027-01-15T09:00:00'] : []
    const series = seriesOf(startLocal, rrule, { timeZone, durationMinutes, rdates })
    expect(spansRead(seriesCalendarFile(series, origin))).toEqual(spansOf(series))
  })

  test('and would not without the instances, which the reader of this test notices', () => {
    const series = seriesOf('2026-03-27T02:30:00', 'FREQ=DAILY;COUNT=5')
    const occurrences = series.occurrences.map((each, i) => (i === 3 ? { ...each, start: each.start + MINUTE } : each))
    const text = seriesCalendarFile({ ...series, occurrences }, origin)
    const alone = text.split('BEGIN:VEVENT').slice(0, 2).join('BEGIN:VEVENT').concat('END:VCALENDAR\r\n')
    expect(spansRead(text)).toEqual(spansOf({ ...series, occurrences }))
    expect(spansRead(alone)).not.toEqual(spansOf({ ...series, occurrences }))
  })
})

describe('the entry of a series', () => {
  const weekly = seriesOf('2027-03-22T09:00:00', 'FREQ=WEEKLY;COUNT=4', { durationMinutes: 120 })
  const lines = (series: CalendarSeries, name: string) =>
    unfolded(seriesCalendarFile(series, origin)).filter((line) => line.startsWith(name))

  test('is one event with its rule, its zone and its number', () => {
    expect(lines(weekly, 'BEGIN:VEVENT')).toHaveLength(1)
    expect(lines(weekly, 'UID')).toEqual(['UID:series-7@aparatura.example'])
    expect(ruleOf(seriesCalendarFile(weekly, origin))).toBe('FREQ=WEEKLY;UNTIL=20270412T215959Z')
    expect(lines({ ...weekly, sequence: 3 }, 'SEQUENCE')).toEqual(['SEQUENCE:3'])
    const text = unfolded(seriesCalendarFile(weekly, origin))
    expect(text).toContain('DTSTART;TZID=Europe/Warsaw:20270322T090000')
    expect(text).toContain('DTEND;TZID=Europe/Warsaw:20270322T110000')
    expect(text).toContain('STATUS:CONFIRMED')
  })

  test('leaves out what was let go, and ends earlier where its end was', () => {
    const without = (...gone: number[]) => ({
      ...weekly,
      occurrences: weekly.occurrences.map((each, i) =>
        gone.includes(i) ? { ...each, state: 'cancelled' as const } : each,
      ),
    })
    expect(lines(without(0, 2), 'EXDATE')).toEqual(['EXDATE;TZID=Europe/Warsaw:20270322T090000,20270405T090000'])
    expect(ruleOf(seriesCalendarFile(without(2, 3), origin))).toBe('FREQ=WEEKLY;UNTIL=20270329T215959Z')
    expect(lines(without(2, 3), 'EXDATE')).toEqual([])
  })

  test('gives one that was moved, waits or is elsewhere an instance under its first start', () => {
    const moved = weekly.occurrences.map((each, i) =>
      i === 1 ? { ...each, start: each.start + 3_600_000, end: each.end + 3_600_000, sequence: 2 } : each,
    )
    const text = unfolded(seriesCalendarFile({ ...weekly, sequence: 5, occurrences: moved }, origin))
    expect(text.filter((line) => /^(RECURRENCE|SEQ)/.test(line))).toEqual([
      'SEQUENCE:5',
      'RECURRENCE-ID;TZID=Europe/Warsaw:20270329T090000',
      'SEQUENCE:7',
    ])
    const waiting = weekly.occurrences.map((each, i) => (i === 1 ? { ...each, state: 'requested' as const } : each))
    expect(lines({ ...weekly, occurrences: waiting }, 'STATUS')).toEqual(['STATUS:CONFIRMED', 'STATUS:TENTATIVE'])
  })

  test('is tentative while all of it waits, and cancelled when nothing is left', () => {
    const all = (state: 'requested' | 'cancelled') => ({
      ...weekly,
      occurrences: weekly.occurrences.map((each) => ({ ...each, state })),
    })
    expect(lines(all('requested'), 'STATUS')).toEqual(['STATUS:TENTATIVE'])
    const organizer = { name: 'Aparatura', email: 'a@aparatura.example' }
    const attendees = [{ name: 'Anna "Zła" Kowalczyk-Żółć', email: 'anna@demo.test' }]
    const text = seriesInvitationFor(all('cancelled'), { ...origin, method: 'CANCEL', organizer, attendees })
    const calendar = new ICAL.Component(ICAL.parse(text))
    expect(calendar.getFirstPropertyValue('method')).toBe('CANCEL')
    const events = calendar.getAllSubcomponents('vevent')
    expect(events.map((each) => each.getFirstPropertyValue('status'))).toEqual(['CANCELLED'])
    expect(events[0]?.getFirstProperty('attendee')?.getParameter('cn')).toBe('Anna ’Zła’ Kowalczyk-Żółć')
  })

  test('lists the starts of a rule that not every calendar reads alike', () => {
    const odd = seriesOf('2027-01-04T09:00:00', 'FREQ=YEARLY;BYWEEKNO=1,20;BYDAY=MO;COUNT=4')
    expect(ruleOf(seriesCalendarFile(odd, origin))).toBeUndefined()
    expect(lines(odd, 'RDATE')[0]?.split(',')).toHaveLength(4)
  })

  test('carries text whole and escaped', () => {
    const summary = 'Zażółć; gęślą, jaźń\\ \nEND:VEVENT '.repeat(9)
    const text = seriesCalendarFile({ ...weekly, summary }, origin)
    expect(expanded(text).map((each) => each.summary)).toEqual(Array.from({ length: 4 }, () => summary))
  })
})

const unfolded = (text: string) => text.replaceAll('\r\n ', '').split('\r\n')
const ruleOf = (text: string) =>
  unfolded(text.slice(text.indexOf('BEGIN:VEVENT')))
    .find((line) => line.startsWith('RRULE:'))
    ?.slice(6)
