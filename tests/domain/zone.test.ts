import fc from 'fast-check'
import { IANAZone } from 'luxon'
import { afterEach, describe, expect, test, vi } from 'vitest'
import {
  addDays,
  DAY_MS,
  daysBetween,
  daysOfWeek,
  floatingText,
  instantOf,
  isDay,
  isInstant,
  isLocal,
  isValidZone,
  isWeek,
  localDayOf,
  localOf,
  minutesOfDay,
  offsetMinutes,
  placeLocal,
  startOfDay,
  weekOf,
} from '../../server/domain/zone.ts'

const WARSAW = 'Europe/Warsaw'
const HOUR = 3_600_000
const at = (text: string) => Date.parse(text)

describe('the nights on which the clocks change', () => {
  test('a time the clocks skip is named and moves forward by the gap', () => {
    expect(placeLocal('2027-03-28T02:30', WARSAW)).toEqual({
      kind: 'gap',
      at: at('2027-03-28T03:30:00+02:00'),
      gapMinutes: 60,
    })
    expect(instantOf('2027-03-28T02:30:00', WARSAW)).toBe(at('2027-03-28T03:30:00+02:00'))
  })
  test('a time the clocks show twice is named with both, and means the first', () => {
    expect(placeLocal('2026-10-25T02:30', WARSAW)).toEqual({
      kind: 'twice',
      first: at('2026-10-25T02:30:00+02:00'),
      second: at('2026-10-25T02:30:00+01:00'),
    })
    expect(instantOf('2026-10-25T02:30', WARSAW)).toBe(at('2026-10-25T02:30:00+02:00'))
  })
  test.each([
    ['2027-03-28T01:59:59', 'unique'],
    ['2027-03-28T02:00:00', 'gap'],
    ['2027-03-28T02:59:59', 'gap'],
    ['2027-03-28T03:00:00', 'unique'],
    ['2027-10-31T01:59:59', 'unique'],
    ['2027-10-31T02:00:00', 'twice'],
    ['2027-10-31T02:59:59', 'twice'],
    ['2027-10-31T03:00:00', 'unique'],
  ])('%s is %s', (local, kind) => expect(placeLocal(local, WARSAW).kind).toBe(kind))
  test.each([
    ['the night to 2027-03-28', '2027-03-27', 7],
    ['the night to 2027-10-31', '2027-10-30', 9],
    ['any other night', '2027-05-10', 8],
  ])('22:00–06:00 on %s lasts its hours', (_night, day, hours) =>
    expect(instantOf(`${addDays(day, 1)}T06:00`, WARSAW) - instantOf(`${day}T22:00`, WARSAW)).toBe(hours * HOUR),
  )
  test.each([
    ['2027-03-28', WARSAW, 23],
    ['2027-10-31', WARSAW, 25],
    ['2027-10-30', WARSAW, 24],
    ['2026-10-04', 'Australia/Lord_Howe', 23.5],
    ['2026-03-08', 'America/New_York', 23],
  ])('%s in %s has its hours', (day, zone, hours) =>
    expect(startOfDay(addDays(day, 1), zone) - startOfDay(day, zone)).toBe(hours * HOUR),
  )
})

describe('local days', () => {
  test('belong to the zone', () => {
    expect(localDayOf(at('2026-11-24T23:30:00Z'), WARSAW)).toBe('2026-11-25')
    expect(localOf(at('2026-11-24T23:30:00Z'), WARSAW)).toBe('2026-11-25T00:30:00')
    expect(minutesOfDay(at('2026-11-24T23:30:30Z'), WARSAW)).toBe(30.5)
  })
  test('start when their first moment comes, where midnight is skipped', () =>
    // Clocks in Beirut went from 00:00 to 01:00.
    expect(startOfDay('2026-03-29', 'Asia/Beirut')).toBe(at('2026-03-28T22:00:00Z')))
  test('are counted in both directions', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29')
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2)
    expect(daysBetween('2026-03-30', '2026-03-28')).toBe(-2)
  })
})

describe('ISO weeks', () => {
  test.each([
    ['2026-11-24', '2026-W48'],
    ['2027-01-03', '2026-W53'],
    ['2027-01-04', '2027-W01'],
    ['2024-12-30', '2025-W01'],
    ['2021-01-01', '2020-W53'],
  ])('%s is in %s', (day, week) => {
    expect(weekOf(day)).toBe(week)
    expect(daysOfWeek(week)).toContain(day)
  })
  test('begin on Monday', () =>
    expect(daysOfWeek('2026-W48')).toEqual(Array.from({ length: 7 }, (_, i) => addDays('2026-11-23', i))))
  test.each(['2025-W53', '2027-W53', '2026-W00', '2026-W54', '2026-48', 'W48', ''])('%j is none', (text) => {
    expect(isWeek(text)).toBe(false)
    expect(() => daysOfWeek(text)).toThrow(RangeError)
  })
})

describe('text that is no time', () => {
  test.each(['1582-W41', '9999-W52'])('%s is no week anybody means', (week) => expect(isWeek(week)).toBe(false))
  test.each(['2026-02-30', '2026-13-01', '2026-1-1', '2026-00-10', '2026-01-00', 'yesterday', ''])(
    '%j is no day',
    (day) => expect(isDay(day)).toBe(false),
  )
  test.each([
    '2026-02-28T24:00',
    '2026-02-28 10:00',
    '2026-02-28T10:60',
    '2026-02-30T10:00',
    '2026-02-28T10:00Z',
    '2026-02-28T1:00',
    '',
  ])('%j is no local time', (local) => {
    expect(isLocal(local)).toBe(false)
    expect(() => placeLocal(local, WARSAW)).toThrow(RangeError)
  })
  test.each(['2026-02-28T10:00', '2028-02-29T23:59:59'])('%s is one', (local) => expect(isLocal(local)).toBe(true))
  test.each(['0001-01-01', '1000-01-01', '2200-01-01', '9999-12-31'])('%s is no day anybody means', (day) => {
    expect(isDay(day)).toBe(false)
    expect(isLocal(`${day}T10:00`)).toBe(false)
    expect(isInstant(`${day}T10:00:00Z`)).toBe(false)
  })
  test.each([
    '2026-11-24T09:00:00',
    '2026-11-24',
    '2026-12-31T23:59:60Z',
    '2026-11-24T09:00:00+01',
    '2026-11-24T09:00:00+0100',
    '2026-11-24T24:00:00Z',
    '2026-02-30T09:00:00Z',
    '2026-11-24T09:00:00+24:00',
    '+275760-09-13T00:00:00Z',
  ])('%s is no instant', (text) => expect(isInstant(text)).toBe(false))
  test.each([
    '2026-11-24T09:00:00Z',
    '2026-11-24T09:00:00.5+01:00',
    '2026-11-24t09:00:00z',
    '2026-11-24 09:00:00-05:30',
  ])('%s is one', (text) => {
    expect(isInstant(text)).toBe(true)
    expect(Date.parse(text)).not.toBeNaN()
  })
  test.each([
    ['Europe/Warsaw', true],
    ['UTC', true],
    ['Europe/Lublin', false],
    ['+02:00', false],
    ['', false],
  ])('%j as a zone: %s', (zone, valid) => {
    expect(isValidZone(zone)).toBe(valid)
    if (!valid) expect(() => offsetMinutes(0, zone)).toThrow(RangeError)
  })
})

describe('whatever the zone and the moment', () => {
  const zones = [
    WARSAW,
    'UTC',
    'America/New_York',
    'Australia/Lord_Howe',
    'Pacific/Apia',
    'Africa/Casablanca',
    'Asia/Kathmandu',
  ]
  const zone = fc.constantFrom(...zones)
  const moment = fc
    .integer({ min: at('2005-01-01T00:00Z') / 60_000, max: at('2037-01-01T00:00Z') / 60_000 })
    .map((m) => m * 60_000)
  const offsetOf = (instant: number, name: string) => IANAZone.create(name).offset(instant)

  test('the offset is the one of the time zone database', () =>
    fc.assert(
      fc.property(zone, moment, (name, instant) => {
        expect(offsetMinutes(instant, name)).toBe(offsetOf(instant, name))
      }),
      { numRuns: 2000 },
    ))

  /** Every instant at which the wall shows this local time, found by trying all offsets of the days around it. */
  const instantsShowing = (floating: number, name: string) => {
    const offsets = new Set(Array.from({ length: 101 }, (_, i) => offsetOf(floating + (i - 50) * HOUR, name)))
    return [...offsets]
      .map((offset) => floating - offset * 60_000)
      .filter((instant) => instant + offsetOf(instant, name) * 60_000 === floating)
      .sort((a, b) => a - b)
  }
  /** Local times near the changes of the zone, where mistakes live. */
  const nearChange = fc
    .tuple(zone, fc.integer({ min: 2005, max: 2036 }), fc.integer({ min: 0, max: 366 * 24 * 4 }))
    .map(([name, year, quarter]) => ({ name, floating: Date.UTC(year, 0, 1) + quarter * 15 * 60_000 }))
    .map(({ name, floating }) => {
      for (let step = 0; step < 400; step++)
        if (offsetOf(floating + step * DAY_MS, name) !== offsetOf(floating + (step + 1) * DAY_MS, name))
          return { name, floating: floating + step * DAY_MS }
      return { name, floating }
    })

  test('a local time stands where the wall shows it: once, twice or not at all', () =>
    fc.assert(
      fc.property(nearChange, fc.integer({ min: -8, max: 120 }), ({ name, floating }, quarters) => {
        const local = floatingText(floating + quarters * 15 * 60_000)
        const instants = instantsShowing(floating + quarters * 15 * 60_000, name)
        const placed = placeLocal(local, name)
        if (placed.kind === 'twice') expect(instants).toEqual([placed.first, placed.second])
        else if (placed.kind === 'unique') expect(instants).toEqual([placed.at])
        else {
          expect(instants).toEqual([])
          expect(daysBetween(local.slice(0, 10), localDayOf(placed.at, name))).toBeGreaterThanOrEqual(0)
          expect(localOf(placed.at, name)).toBe(floatingText(floating + (quarters * 15 + placed.gapMinutes) * 60_000))
        }
        expect(instantOf(local, name)).toBe(placed.kind === 'twice' ? placed.first : placed.at)
      }),
      { numRuns: 1000 },
    ))
})

describe('whatever the present date', () => {
  afterEach(() => {
    vi.useRealTimers()
  })
  test.each(['2026-01-15', '2026-07-15'])('on %s a time shown twice is still the first', (today) => {
    vi.useFakeTimers({ now: new Date(today) })
    expect(instantOf('2026-10-25T02:30', WARSAW)).toBe(at('2026-10-25T00:30:00Z'))
    expect(instantOf('2031-10-26T02:30', WARSAW)).toBe(at('2031-10-26T00:30:00Z'))
  })
})
