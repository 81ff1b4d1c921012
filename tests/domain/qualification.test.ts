import { describe, expect, test } from 'vitest'
import { LEVELS } from '../../server/domain/person.ts'
import { endOf, isReminderDue, qualificationStateOf, reaches } from '../../server/domain/qualification.ts'
import { at, DAY, NOW } from '../support/makers.ts'

test.each([
  ['nothing', null, null, null],
  ['its date', 5, null, 'expiry 5'],
  ['disuse', null, 5, 'lapse 5'],
  ['its date, which comes first', 5, 6, 'expiry 5'],
  ['disuse, which comes first', 6, 5, 'lapse 5'],
  ['its date, both at once', 5, 5, 'expiry 5'],
] as const)('a right is ended by %s', (_what, expiresAt, lapsesAt, expected) => {
  const end = endOf(expiresAt, lapsesAt)
  expect(end && `${end.why} ${end.at}`).toBe(expected)
})

test.each([
  ['31 days before its end', 31 * DAY, 'valid'],
  ['a moment more than 30 days before', 30 * DAY + 1, 'valid'],
  ['30 days before', 30 * DAY, 'ending'],
  ['a moment before', 1, 'ending'],
  ['at its end', 0, 'expired'],
  ['after it', -DAY, 'expired'],
] as const)('%s a right is %s', (_when, left, expected) => {
  const state = (why: 'expiry' | 'lapse') => qualificationStateOf({ at: NOW + left, why }, NOW)
  expect(state('expiry')).toBe(expected)
  expect(state('lapse')).toBe(expected === 'expired' ? 'lapsed' : expected)
})

test('a right without an end is valid', () => expect(qualificationStateOf(null, NOW)).toBe('valid'))

describe('a reminder', () => {
  const end = { at: at('2027-03-01 00:00'), why: 'expiry' } as const
  const daysBefore = (days: number) => end.at - days * DAY
  test.each([
    ['40 days before', 40, null, false],
    ['a moment before the thirtieth day', 30.0001, null, false],
    ['30 days before', 30, null, true],
    ['between both, told on the thirtieth', 20, 30, false],
    ['7 days before, told on the thirtieth', 7, 30, true],
    ['3 days before, told on the seventh', 3, 7, false],
    ['3 days before, nobody told: one for both', 3, null, true],
    ['3 days before, told a day ago', 3, 4, false],
    ['on its last moment, told late about the thirtieth', 0.0001, 8, true],
    ['at its end', 0, null, false],
    ['after its end', -1, null, false],
  ] as const)('%s: %s days, told %s days before: %s', (_when, now, told, expected) => {
    const told_ = told === null ? null : daysBefore(told)
    expect(isReminderDue(end, { grantedAt: daysBefore(200), remindedAt: told_ }, daysBefore(now))).toBe(expected)
  })

  test('is not owed for days that had passed when the right was granted', () => {
    const short = { grantedAt: daysBefore(20), remindedAt: null }
    expect(isReminderDue(end, short, daysBefore(19))).toBe(false)
    expect(isReminderDue(end, short, daysBefore(7))).toBe(true)
    expect(isReminderDue(end, { grantedAt: daysBefore(5), remindedAt: null }, daysBefore(1))).toBe(false)
  })

  test('comes anew when the end moves away', () => {
    const told = { grantedAt: daysBefore(200), remindedAt: daysBefore(7) }
    const later = { at: end.at + 60 * DAY, why: 'lapse' } as const
    expect(isReminderDue(later, told, later.at - 31 * DAY)).toBe(false)
    expect(isReminderDue(later, told, later.at - 30 * DAY)).toBe(true)
  })

  test('is never owed without an end', () => {
    expect(isReminderDue(null, { grantedAt: 0, remindedAt: null }, NOW)).toBe(false)
  })
})

test('levels, and what is needed', () => {
  const row = (needed: (typeof LEVELS)[number] | null) =>
    `${needed ?? 'none'}: ${LEVELS.filter((level) => reaches(level, needed)).join(' ')}`
  expect([null, ...LEVELS].map(row)).toEqual([
    'none: trainee supervised independent',
    'trainee: trainee supervised independent',
    'supervised: supervised independent',
    'independent: independent',
  ])
})
