import fc from 'fast-check'
import ICAL from 'ical.js'
import { describe, expect, test } from 'vitest'
import {
  type CalendarEntry,
  type CalendarMethod,
  calendarOf,
  invitationFor,
} from '../../server/domain/calendar-file.ts'
import type { State } from '../../server/domain/lifecycle.ts'

const NOW = Date.parse('2026-11-10T09:40:00Z')
const origin = { host: 'aparatura.example', now: NOW }

const entry: CalendarEntry = {
  reservationId: 418,
  sequence: 2,
  state: 'confirmed',
  start: Date.parse('2026-11-12T11:30:00Z'),
  end: Date.parse('2026-11-12T13:30:00Z'),
  timeZone: 'Europe/Warsaw',
  summary: 'HPLC 1200: Pestycydy w miodzie',
  description: 'Zażółć gęślą jaźń',
  location: 'Laboratorium Analiz Środowiskowych, Politechnika Lubelska',
  url: 'https://aparatura.example/reservations/418',
}

const invite = (change: Partial<CalendarEntry> = {}, method: CalendarMethod = 'REQUEST', name = 'Anna Kowalczyk') =>
  invitationFor(
    { ...entry, ...change },
    {
      ...origin,
      method,
      organizer: { name: 'Aparatura', email: 'aparatura@aparatura.example' },
      attendees: [{ name, email: 'anna@demo.test' }],
    },
  )

function readBack(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text))
  const vevent = calendar.getFirstSubcomponent('vevent')
  if (!vevent) throw new Error('no event')
  return { calendar, vevent, event: new ICAL.Event(vevent) }
}

describe('an invitation', () => {
  test('names its method, the reservation, its sequence and its zone', () => {
    const { calendar, vevent, event } = readBack(invite())
    expect(calendar.getFirstPropertyValue('method')).toBe('REQUEST')
    expect(event.uid).toBe('reservation-418@aparatura.example')
    expect(event.sequence).toBe(2)
    expect(vevent.getFirstProperty('dtstart')?.getParameter('tzid')).toBe('Europe/Warsaw')
    expect(event.startDate.toString()).toBe('2026-11-12T12:30:00')
    expect(event.endDate.toString()).toBe('2026-11-12T14:30:00')
    expect(vevent.getFirstPropertyValue('dtstamp')?.toString()).toBe('2026-11-10T09:40:00Z')
    expect(calendar.getFirstSubcomponent('vtimezone')?.getFirstPropertyValue('tzid')).toBe('Europe/Warsaw')
    expect(event.organizer).toBe('mailto:aparatura@aparatura.example')
    expect(String(event.attendees[0]?.getFirstValue()).toLowerCase()).toBe('mailto:anna@demo.test')
    expect(event.attendees[0]?.getParameter('cn')).toBe('Anna Kowalczyk')
  })

  test('gives the same instants back through its VTIMEZONE', () => {
    const { calendar, event } = readBack(invite())
    const zone = new ICAL.Timezone(calendar.getFirstSubcomponent('vtimezone') as ICAL.Component)
    event.startDate.zone = zone
    event.endDate.zone = zone
    expect(event.startDate.toUnixTime() * 1000).toBe(entry.start)
    expect(event.endDate.toUnixTime() * 1000).toBe(entry.end)
  })

  test.each<[State, CalendarMethod, string]>([
    ['requested', 'REQUEST', 'TENTATIVE'],
    ['confirmed', 'REQUEST', 'CONFIRMED'],
    ['in_use', 'REQUEST', 'CONFIRMED'],
    ['cancelled', 'CANCEL', 'CANCELLED'],
    ['declined', 'CANCEL', 'CANCELLED'],
    ['expired', 'CANCEL', 'CANCELLED'],
  ])('of a %s reservation with %s is %s', (state, method, status) => {
    const { calendar, vevent } = readBack(invite({ state }, method))
    expect(calendar.getFirstPropertyValue('method')).toBe(method)
    expect(vevent.getFirstPropertyValue('status')).toBe(status)
  })

  test('tells a time that the clocks show twice in UTC, for calendars differ in which of the two they mean', () => {
    const start = Date.parse('2026-10-25T01:30:00Z')
    const { vevent, event } = readBack(invite({ start, end: start + 3_600_000 }))
    expect(vevent.getFirstProperty('dtstart')?.getParameter('tzid')).toBeUndefined()
    expect(event.startDate.toString()).toBe('2026-10-25T01:30:00Z')
    const first = readBack(invite({ start: start - 3_600_000, end: start + 7_200_000 }))
    expect(first.event.startDate.toString()).toBe('2026-10-25T00:30:00Z')
  })
})

describe('the text of a calendar file', () => {
  test('ends every line with CRLF and folds at 75 octets, Polish letters counted as two', () => {
    const text = invite({ summary: 'Żółć'.repeat(60), location: 'Ś'.repeat(200) })
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true)
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
    expect(readBack(text).event.summary).toBe('Żółć'.repeat(60))
  })

  test('escapes what would break it', () => {
    const nasty = 'a\\b; c, d\nEND:VEVENT\r\nBEGIN:VALARM: "e"'
    const text = invite({ summary: nasty, description: nasty, location: nasty }, 'REQUEST', 'Zły "Wąż"\r\nATTENDEE:x')
    const { event, vevent } = readBack(text)
    expect(text).toContain('SUMMARY:a\\\\b\\; c\\, d\\nEND:VEVENT\\n')
    expect(event.summary).toBe(nasty.replace('\r\n', '\n'))
    expect(event.attendees).toHaveLength(1)
    expect(vevent.getAllSubcomponents()).toHaveLength(0)
  })

  test('carries any text whole, control characters aside', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (summary) => {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is left out
        const kept = summary.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g, '').replace(/\r\n|\r/g, '\n')
        const text = invite({ summary: `x${summary}x` })
        for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
        expect(readBack(text).event.summary).toBe(`x${kept}x`)
      }),
      { numRuns: 200 },
    )
  })

  test('says the same whatever zone the process is in', () => {
    const before = process.env['TZ']
    const texts = ['UTC', 'America/New_York', 'Europe/Warsaw'].map((zone) => {
      process.env['TZ'] = zone
      return invite()
    })
    process.env['TZ'] = before
    if (before === undefined) delete process.env['TZ']
    expect(new Set(texts).size).toBe(1)
  })
})

test('a published calendar holds every reservation once, with one VTIMEZONE per zone', () => {
  const text = calendarOf([entry, { ...entry, reservationId: 419, state: 'cancelled' }], origin)
  const calendar = new ICAL.Component(ICAL.parse(text))
  const events = calendar.getAllSubcomponents('vevent')
  expect(calendar.getFirstPropertyValue('method')).toBe('PUBLISH')
  expect(calendar.getAllSubcomponents('vtimezone')).toHaveLength(1)
  expect(events.map((event) => event.getFirstPropertyValue('status'))).toEqual(['CONFIRMED', 'CANCELLED'])
})
