import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Interval } from '../../server/domain/interval.ts'
import { covers, overlaps } from '../../server/domain/interval.ts'
import type { Policy } from '../../server/domain/resource.ts'
import {
  type Seen,
  type Taken,
  type WeekCalendar,
  type WeekFacts,
  weekCalendarOf,
} from '../../server/domain/week-calendar.ts'
import { instantOf, localOf } from '../../server/domain/zone.ts'
import { aPolicy } from '../support/facts.ts'

const ZONE = 'Europe/Warsaw'
const HOUR = 3_600_000
const MINUTE = 60_000
const at = (local: string) => instantOf(local, ZONE)
const clock = (instant: number) => localOf(instant, ZONE).slice(11, 16)

const POLICY = aPolicy()

/** Monday to Friday 8–18 of the week of 23 November 2026, seen at 10:40 on Tuesday. */
const OFFICE = [23, 24, 25, 26, 27].map((day) => ({
  start: at(`2026-11-${day}T08:00`),
  end: at(`2026-11-${day}T18:00`),
}))

function week(change: Partial<Omit<WeekFacts, 'policy'>> & { policy?: Partial<Policy> } = {}): WeekCalendar {
  return weekCalendarOf({
    monday: '2026-11-23',
    zone: ZONE,
    capacity: 1,
    isBookable: true,
    open: OFFICE,
    outages: [],
    taken: [],
    holidays: [null, null, null, null, null, null, null],
    now: at('2026-11-24T10:40'),
    wantedMinutes: 30,
    ...change,
    policy: { ...POLICY, ...change.policy },
  })
}

const taken = (start: string, end: string, more: Partial<Taken> = {}): Taken => ({
  start: at(start),
  end: at(end),
  units: 1,
  setupMinutes: 0,
  cleanupMinutes: 0,
  seen: null,
  ...more,
})
const MINE: Seen = { id: 7, title: 'Seria 3', state: 'confirmed', isMine: true, requester: null }

const startsOf = (calendar: WeekCalendar, day: number) => calendar.days[day]!.starts.map((start) => clock(start.at))
const contents = (calendar: WeekCalendar, day: number) =>
  calendar.days[day]!.cells.map(
    ({ rows, content }) => `${content.kind === 'segment' ? content.segment.kind : content.kind}×${rows}`,
  )

describe('starts', () => {
  test('are offered every step from now until the least length before closing', () => {
    const starts = startsOf(week(), 1)
    expect(starts[0]).toBe('11:00')
    expect(starts.at(-1)).toBe('17:30')
    expect(starts).toHaveLength(14)
    expect(startsOf(week(), 0)).toEqual([])
    expect(startsOf(week(), 5)).toEqual([])
  })

  test('keep set-up and clean-up off what others have, but may have them outside the opening hours', () => {
    const calendar = week({
      taken: [taken('2026-11-25T10:00', '2026-11-25T12:00')],
      policy: { setupMinutes: 30, cleanupMinutes: 30 },
    })
    expect(startsOf(calendar, 2)).toEqual([
      '08:00',
      '08:30',
      '09:00',
      '12:30',
      '13:00',
      '13:30',
      '14:00',
      '14:30',
      '15:00',
      '15:30',
      '16:00',
      '16:30',
      '17:00',
      '17:30',
    ])
    expect(calendar.days[2]!.starts.find((start) => clock(start.at) === '09:00')?.longestMs).toBe(30 * MINUTE)
  })

  test.each([
    ['notice', { minNoticeMinutes: 24 * 60 }, 2, '11:00'],
    ['least length', { minMinutes: 240 }, 2, '08:00'],
  ])('respect the %s', (_what, policy, day, first) => {
    const starts = startsOf(week({ policy }), day)
    expect(starts[0]).toBe(first)
    expect(starts.at(-1)).toBe('minMinutes' in policy ? '14:00' : '17:30')
  })

  test('end at the horizon', () => {
    const calendar = week({ policy: { horizonDays: 1 } })
    expect(startsOf(calendar, 2).at(-1)).toBe('10:30')
    expect(startsOf(calendar, 3)).toEqual([])
    expect(contents(calendar, 3)).toContain('beyond×20')
  })

  test('that are shorter than wanted stay, but cannot be picked', () => {
    const calendar = week({ wantedMinutes: 120 })
    const friday = calendar.days[4]!.starts
    expect(friday.filter((start) => !start.isLongEnough).map((start) => clock(start.at))).toEqual([
      '16:30',
      '17:00',
      '17:30',
    ])
    expect(calendar.days[4]!.cells.filter((cell) => cell.content.kind === 'short')).toHaveLength(3)
  })

  test('know how many units are left', () => {
    const calendar = week({
      capacity: 3,
      taken: [
        taken('2026-11-25T08:00', '2026-11-25T10:00', { units: 2 }),
        taken('2026-11-25T09:00', '2026-11-25T11:00', { units: 1 }),
      ],
    })
    const left = calendar.days[2]!.starts.slice(0, 5).map((start) => `${clock(start.at)} ${start.left}`)
    expect(left).toEqual(['08:00 1', '08:30 1', '10:00 2', '10:30 2', '11:00 3'])
  })

  test('of a resource that is out of service are none', () => {
    expect(week({ isBookable: false }).firstStart).toBeNull()
  })
})

describe('cells', () => {
  test('show a state over several rows once', () => {
    const calendar = week({ taken: [taken('2026-11-25T09:00', '2026-11-25T12:00')] })
    expect(contents(calendar, 2)).toEqual([
      'closed×1',
      'free×1',
      'free×1',
      'busy×6',
      ...new Array(12).fill('free×1'),
      'closed×1',
    ])
    expect(contents(calendar, 5)).toEqual(['closed×22'])
  })

  test('fill every row of every day exactly once', () => {
    const calendar = week({
      taken: [taken('2026-11-25T09:10', '2026-11-25T12:50'), taken('2026-11-26T20:00', '2026-11-28T12:00')],
    })
    for (const day of calendar.days) {
      expect(day.cells.reduce((rows, cell) => rows + cell.rows, 0)).toBe(calendar.rows.length)
      expect(day.cells[0]!.start).toBe(day.start)
      expect(day.cells.at(-1)!.end).toBe(day.end)
    }
  })

  test('tell my reservation with its set-up and clean-up apart', () => {
    const mine = taken('2026-11-25T09:30', '2026-11-25T12:30', { seen: MINE, setupMinutes: 30, cleanupMinutes: 30 })
    expect(contents(week({ taken: [mine] }), 2).slice(3, 8)).toEqual([
      'free×1',
      'setup×1',
      'mine×4',
      'cleanup×1',
      'free×1',
    ])
    const asked = { ...mine, seen: { ...MINE, state: 'requested' as const } }
    expect(contents(week({ taken: [asked] }), 2)).toContain('requested×4')
  })

  test('name an outage, and a reservation that stands inside it', () => {
    const outage = {
      id: 1,
      resourceId: 1,
      start: at('2026-11-25T08:00'),
      end: at('2026-11-25T12:00'),
      kind: 'calibration',
      planned: true,
      reason: 'x',
    } as const
    const calendar = week({ outages: [outage], taken: [taken('2026-11-25T09:00', '2026-11-25T10:00')] })
    expect(contents(calendar, 2).slice(0, 4)).toEqual(['closed×1', 'outage×2', 'busy×2', 'outage×4'])
  })

  test('name a holiday', () => {
    const holidays = [null, null, 'Święto', null, null, null, null]
    const calendar = week({ holidays, open: OFFICE.toSpliced(2, 1) })
    expect(contents(calendar, 2)).toEqual(['holiday×22'])
    expect(calendar.days[2]!.segments[0]).toMatchObject({ holiday: 'Święto' })
  })

  test('leave gaps in which nothing can start', () => {
    const calendar = week({ taken: [taken('2026-11-25T08:00', '2026-11-25T11:00')], policy: { setupMinutes: 60 } })
    expect(contents(calendar, 2).slice(0, 4)).toEqual(['closed×1', 'busy×6', 'margin×2', 'free×1'])
  })
})

describe('rows', () => {
  test.each([
    ['office hours', OFFICE, '0–8, 20 fine, 18–24'],
    ['round the clock', [{ start: at('2026-11-23T00:00'), end: at('2026-11-30T00:00') }], '0–8, 20 fine, 18–24'],
    [
      'a production line, 6–22',
      OFFICE.map(({ start }) => ({ start: start - 2 * HOUR, end: start + 14 * HOUR })),
      '0–6, 32 fine, 22–24',
    ],
    [
      'a night oven, 22–6',
      OFFICE.map(({ start }) => ({ start: start + 14 * HOUR, end: start + 22 * HOUR })),
      '12 fine, 6–22, 4 fine',
    ],
  ])('are fine where %s are', (_what, open, expected) => {
    const parts: string[] = []
    let fine = 0
    const flush = () => {
      if (fine > 0) parts.push(`${fine} fine`)
      fine = 0
    }
    for (const row of week({ open }).rows) {
      if (!row.isCoarse) fine++
      else {
        flush()
        parts.push(`${row.from / 60}–${row.to / 60}`)
      }
    }
    flush()
    expect(parts.join(', ')).toBe(expected)
  })
})

describe('clock changes', () => {
  const night = (from: string, to: string) => [{ start: at(`${from}T22:00`), end: at(`${to}T06:00`) }]

  test('skip an hour in spring: its rows are no time', () => {
    const calendar = week({
      monday: '2027-03-22',
      open: night('2027-03-27', '2027-03-28'),
      now: at('2027-03-22T08:00'),
    })
    const sunday = calendar.days[6]!
    expect(sunday.end - sunday.start).toBe(23 * HOUR)
    expect(startsOf(calendar, 6)).toEqual([
      '00:00',
      '00:30',
      '01:00',
      '01:30',
      '03:00',
      '03:30',
      '04:00',
      '04:30',
      '05:00',
      '05:30',
    ])
    expect(contents(calendar, 6)).toContain('skipped×2')
  })

  test('repeat an hour in autumn: both of its starts are there', () => {
    const calendar = week({
      monday: '2026-10-19',
      open: night('2026-10-24', '2026-10-25'),
      now: at('2026-10-19T08:00'),
    })
    const sunday = calendar.days[6]!
    expect(sunday.end - sunday.start).toBe(25 * HOUR)
    expect(startsOf(calendar, 6).filter((start) => start.startsWith('02'))).toEqual([
      '02:00',
      '02:30',
      '02:00',
      '02:30',
    ])
    expect(sunday.freeMs).toBe(7 * HOUR)
    expect(sunday.cells.at(-1)!.end).toBe(sunday.end)
  })
})

describe('lanes', () => {
  test('hold what lasts longer than a day', () => {
    const long = taken('2026-11-26T20:00', '2026-11-28T12:00')
    expect(week({ taken: [long] }).lanes).toEqual([[{ taken: long, firstDay: 3, lastDay: 5 }]])
  })

  test('hold my own where others may come beside me', () => {
    const mine = taken('2026-11-26T09:00', '2026-11-26T10:00', { seen: MINE })
    const calendar = week({ capacity: 3, taken: [mine, taken('2026-11-26T09:00', '2026-11-26T10:00')] })
    expect(calendar.lanes.flat().map((item) => item.taken)).toEqual([mine])
    expect(calendar.days[3]!.shared).toEqual([mine])
  })
})

describe('whatever the week holds', () => {
  const monday = at('2026-11-23T00:00')
  const span = fc
    .tuple(fc.integer({ min: 0, max: 7 * 288 }), fc.integer({ min: 1, max: 200 }))
    .map(([from, length]) => ({
      start: monday + from * 5 * MINUTE,
      end: monday + (from + length) * 5 * MINUTE,
    }))
  const disjoint = fc.array(span, { maxLength: 12 }).map((spans) => {
    const kept: Interval[] = []
    for (const each of spans.sort((a, b) => a.start - b.start))
      if (!kept.some((other) => overlaps(each, other))) kept.push(each)
    return kept
  })

  test('every start can be booked, and segments tell the whole week', () => {
    fc.assert(
      fc.property(disjoint, fc.constantFrom(0, 15, 30), fc.constantFrom(30, 60, 120), (busy, buffer, minMinutes) => {
        const blocks = busy.map(
          (each): Taken => ({ ...each, units: 1, setupMinutes: 0, cleanupMinutes: 0, seen: null }),
        )
        const calendar = week({ taken: blocks, policy: { setupMinutes: buffer, cleanupMinutes: buffer, minMinutes } })
        for (const day of calendar.days) {
          for (const { at: start, longestMs } of day.starts) {
            expect(longestMs).toBeGreaterThanOrEqual(minMinutes * MINUTE)
            expect(covers(OFFICE, { start, end: start + longestMs })).toBe(true)
            const whole = { start: start - buffer * MINUTE, end: start + longestMs + buffer * MINUTE }
            expect(busy.some((each) => overlaps(each, whole))).toBe(false)
          }
          const inside = day.segments.map((each) => ({
            start: Math.max(each.start, day.start),
            end: Math.min(each.end, day.end),
          }))
          expect(inside[0]!.start).toBe(day.start)
          for (let i = 1; i < inside.length; i++) expect(inside[i]!.start).toBe(inside[i - 1]!.end)
          expect(inside.at(-1)!.end).toBe(day.end)
        }
      }),
      { numRuns: 150 },
    )
  })
})
