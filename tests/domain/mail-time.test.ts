import { describe, expect, test } from 'vitest'
import { endOfQuiet, MOST_AN_HOUR, mailTimeOf, nextDigest, topicOf } from '../../server/domain/mail-time.ts'
import { NO_PREFERENCES, type Preferences, preferencesFrom, withoutDigest } from '../../server/domain/preferences.ts'
import type { Told } from '../../server/domain/told.ts'
import { reservationMailOf } from '../mail/support.ts'
import { at, DAY, HOUR, MINUTE, NOW } from '../support/makers.ts'

const zone = 'Europe/Warsaw'
const told = (kind: string, mail: object = {}) =>
  ({ kind, mail: { ...reservationMailOf(), ...mail } }) as unknown as Told
const soon = { start: NOW + 10 * DAY, end: NOW + 10 * DAY + HOUR }
const reader = (change: object = {}, more: object = {}) => ({
  preferences: preferencesFrom(change),
  timeZone: zone,
  hasEntry: false,
  lately: [] as number[],
  ...more,
})
const steward = { audience: 'steward', ...soon }
const digest = { mail: { requests: 'digest', lab: 'digest', equipment: 'digest', training: 'digest' } }
const never = { mail: { requests: 'never', lab: 'never', equipment: 'never', training: 'never' } }

describe('what a person may choose the time of', () => {
  test.each([
    ['confirmed', {}, null],
    ['cancelled', {}, null],
    ['declined', {}, null],
    ['changed', {}, null],
    ['series-confirmed', {}, null],
    ['reminder', {}, null],
    ['waiting-offer', { audience: undefined }, null],
    ['training-invited', { audience: undefined }, null],
    ['training-cancelled', { audience: undefined }, null],
    ['outage-affects', { audience: undefined }, null],
    ['digest', { audience: undefined }, null],
    ['asked', steward, 'requests'],
    ['series-asked', steward, 'requests'],
    ['training-asked', { audience: undefined }, 'requests'],
    ['still-waiting', { audience: undefined }, 'requests'],
    ['question', { audience: undefined }, null],
    ['confirmed', steward, 'lab'],
    ['cancelled', steward, 'lab'],
    ['fault-reported', { audience: undefined }, 'equipment'],
    ['calibration-due', { audience: undefined }, 'equipment'],
    ['qualification-ending', { audience: undefined }, 'training'],
    ['training-answered', { audience: undefined }, 'training'],
  ])('%s %j: %s', (kind, mail, topic) => {
    expect(topicOf(told(kind, mail))).toBe(topic)
  })
})

describe('a mail goes', () => {
  test.each([
    ['at once where nothing was chosen', 'asked', steward, {}, { kind: 'now' }],
    ['with the daily one', 'confirmed', steward, digest, { kind: 'digest', at: at('2026-11-24 07:00') }],
    ['not at all', 'confirmed', steward, never, { kind: 'never' }],
    ['at once when it is a confirmation of one’s own', 'confirmed', soon, never, { kind: 'now' }],
    ['at once when one’s own is let go', 'cancelled', { ...soon, method: 'CANCEL' }, digest, { kind: 'now' }],
    [
      'at once when the decision is due before the daily one',
      'asked',
      { ...steward, decideBy: at('2026-11-24 07:30') },
      digest,
      { kind: 'now' },
    ],
    [
      'with the daily one that comes an hour before the decision is due',
      'asked',
      { ...steward, decideBy: at('2026-11-24 08:00') },
      digest,
      { kind: 'digest', at: at('2026-11-24 07:00') },
    ],
  ])('%s', (_what, kind, mail, preferences, time) => {
    expect(mailTimeOf(told(kind, mail), reader(preferences), NOW)).toEqual(time)
  })

  test('at once where an earlier one has put an entry into the calendar', () => {
    const lab = told('cancelled', { ...steward, method: 'CANCEL' })
    expect(mailTimeOf(lab, reader(never, { hasEntry: true }), NOW)).toEqual({ kind: 'now' })
  })

  test('later where thirty went within the hour, but never what is always told at once', () => {
    const lately = Array.from({ length: MOST_AN_HOUR }, (_, i) => NOW - i * MINUTE)
    const full = reader({}, { lately })
    expect(mailTimeOf(told('confirmed', steward), full, NOW)).toEqual({ kind: 'later', at: NOW + 31 * MINUTE })
    expect(mailTimeOf(told('confirmed', soon), full, NOW)).toEqual({ kind: 'now' })
    expect(mailTimeOf(told('confirmed', steward), reader({}, { lately: lately.slice(1) }), NOW)).toEqual({
      kind: 'now',
    })
  })
})

describe('quiet hours', () => {
  const night = { from: '22:00', to: '07:00' }
  test.each([
    ['2026-11-23 21:59', null],
    ['2026-11-23 22:00', '2026-11-24 07:00'],
    ['2026-11-24 03:00', '2026-11-24 07:00'],
    ['2026-11-24 06:59', '2026-11-24 07:00'],
    ['2026-11-24 07:00', null],
  ])('at %s end at %s', (now, end) => {
    expect(endOfQuiet(night, zone, at(now))).toBe(end === null ? null : at(end))
  })

  test.each([
    // Clocks go forward from 2:00 to 3:00 and back from 3:00 to 2:00.
    ['2027-03-27T23:00:00Z', { from: '22:00', to: '02:30' }, '2027-03-28T01:30:00Z'],
    ['2026-10-24T22:00:00Z', { from: '22:00', to: '02:30' }, '2026-10-25T00:30:00Z'],
    ['2026-11-23T12:00:00Z', { from: '12:00', to: '14:00' }, '2026-11-23T13:00:00Z'],
  ])('at %s, %j end at %s', (now, quiet, end) => {
    expect(new Date(endOfQuiet(quiet, zone, Date.parse(now))!).toISOString()).toBe(new Date(end).toISOString())
  })

  test('are those of the reader’s own clock', () => {
    expect(endOfQuiet(night, 'America/New_York', Date.parse('2026-11-24T04:00:00Z'))).toBe(
      Date.parse('2026-11-24T12:00:00Z'),
    )
  })

  test('hold even what comes at once, unless it would come too late for the start', () => {
    const now = at('2026-11-23 23:00')
    const quiet = reader({ quiet: night })
    expect(mailTimeOf(told('confirmed', soon), quiet, now)).toEqual({ kind: 'later', at: at('2026-11-24 07:00') })
    for (const [start, kind] of [
      ['2026-11-24 06:00', 'now'],
      ['2026-11-24 07:59', 'now'],
      ['2026-11-24 08:00', 'later'],
    ] as const) {
      const mail = { start: at(start), end: at(start) + HOUR }
      expect(mailTimeOf(told('confirmed', mail), quiet, now).kind, start).toBe(kind)
    }
  })
})

test.each([
  [7, '2026-11-24T07:00'],
  [8, '2026-11-24T08:00'],
  [9, '2026-11-23T09:00'],
])('a daily mail at %i comes at %s', (hour, local) => {
  expect(nextDigest(hour, zone, NOW)).toBe(at(local.replace('T', ' ')))
})

describe('stored preferences', () => {
  test.each([
    null,
    'x',
    7,
    [],
    { mail: 'x', quiet: { from: '25:00', to: '1' }, digestHour: 24, timeZone: 'Nowhere/X' },
  ])('of %j are as if nothing had been chosen', (stored) => {
    expect(preferencesFrom(stored)).toEqual(NO_PREFERENCES)
  })

  test('come back as they were', () => {
    const chosen: Preferences = {
      mail: { requests: 'now', lab: 'digest', equipment: 'never', training: 'digest' },
      digestHour: 0,
      quiet: { from: '22:00', to: '06:30' },
      timeZone: 'Europe/London',
      reminderHours: null,
    }
    expect(preferencesFrom(JSON.parse(JSON.stringify(chosen)))).toEqual(chosen)
    expect(withoutDigest(chosen).mail).toEqual({ requests: 'now', lab: 'never', equipment: 'never', training: 'never' })
  })
})
