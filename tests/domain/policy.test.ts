import { describe, expect, test } from 'vitest'
import { type Situation, violationsFor, type Wanted } from '../../server/domain/booking-rules.ts'
import { lapsesAt } from '../../server/domain/lapse.ts'
import {
  DEFAULT_POLICY,
  horizonDaysOf,
  type Policy,
  policyFaults,
  policyFrom,
  resolvePolicy,
} from '../../server/domain/policy.ts'
import { aQuota, aResource } from '../support/facts.ts'
import { at, DAY, HOUR, NOW } from '../support/makers.ts'

describe('settings of three places', () => {
  test('the nearest that says something counts, and what nobody says is as usual', () => {
    const policy = resolvePolicy(
      { minMinutes: 60 },
      { minMinutes: 90, lockMinutes: 30 },
      { lockMinutes: 60, onePlace: true },
    )
    expect(policy).toEqual({ ...DEFAULT_POLICY, minMinutes: 60, lockMinutes: 30, onePlace: true })
  })

  test('"none" is something said', () =>
    expect(resolvePolicy({ qualificationRequired: null }, { qualificationRequired: 'supervised' })).toMatchObject({
      qualificationRequired: null,
    }))

  test.each([
    ['a field nobody knows', { colour: 'red' }, ['colour: unknown']],
    ['a prototype', JSON.parse('{"__proto__": 1}'), ['__proto__: unknown']],
    ['text for a figure', { minMinutes: '30' }, ['minMinutes: value']],
    ['no step', { stepMinutes: 0 }, ['stepMinutes: value']],
    ['more than 92 days', { maxMinutes: 92 * 1440 + 1 }, ['maxMinutes: value']],
    ['the 92 days themselves', { maxMinutes: 92 * 1440 }, []],
    ['an unknown audience', { horizonDaysFor: { friends: 3 } }, ['horizonDaysFor: value']],
    ['no purposes at all', { purposes: [] }, ['purposes: value']],
    [
      'hours that end before they begin',
      { levelHours: { trainee: [{ days: [0], fromMinute: 600, toMinute: 540 }] } },
      ['levelHours: value'],
    ],
    [
      'all that can be set',
      { ...DEFAULT_POLICY, bookers: { audience: null, people: [1] }, qualificationLapseMonths: 6 },
      [],
    ],
  ])('%s', (_what, stored, faults) => {
    expect(policyFaults(stored).map(({ field, reason }) => `${field}: ${reason}`)).toEqual(faults)
    // What cannot be written counts as not set where it stands all the same.
    if (faults.length > 0) expect(policyFrom(stored)).toEqual({})
    else expect(policyFrom(stored)).toEqual(stored)
  })
})

test.each([
  ['a person of the owner', ['everyone', 'members', 'organisation'], 400],
  ['one of another university', ['everyone', 'members'], 60],
  ['one of a company', ['everyone'], 30],
] as const)('%s may book as far ahead as the widest horizon that fits', (_who, audiences, days) => {
  const policy = resolvePolicy({ horizonDays: 30, horizonDaysFor: { organisation: 400, members: 60 } })
  expect(horizonDaysOf(policy, new Set(audiences))).toBe(days)
})

const wanted = (more: Partial<Wanted> = {}): Wanted => ({
  start: at('2026-11-24 10:00'),
  end: at('2026-11-24 12:00'),
  units: 1,
  purpose: 'own_research',
  projectCode: null,
  ...more,
})
const situation = (policy: Partial<Policy>, more: Partial<Situation> = {}): Situation => ({
  resource: aResource(policy),
  personId: 7,
  audiences: new Set(['everyone', 'members']),
  open: [{ start: 0, end: at('2028-01-01 00:00') }],
  openForSomebody: [{ start: 0, end: at('2028-01-01 00:00') }],
  outages: [],
  qualification: null,
  isSteward: false,
  projects: [{ code: 'EX-1', startOn: null, endOn: null, isClosed: false }],
  quotas: [],
  elsewhere: [],
  ...more,
})
const said = (policy: Partial<Policy>, more: Partial<Situation> = {}, wish: Partial<Wanted> = {}) =>
  violationsFor(wanted(wish), situation(policy, more), NOW)

describe('the horizon of an audience', () => {
  const { start } = wanted()
  test.each([
    ['exactly on it', start - 10 * DAY, []],
    ['a millisecond beyond', start - 10 * DAY - 1, ['beyond-horizon']],
  ])('%s', (_when, now, codes) => {
    const around = situation({ horizonDays: 5, horizonDaysFor: { members: 10 } })
    expect(violationsFor(wanted(), around, now).map(({ code }) => code)).toEqual(codes)
  })
})

describe('who may book', () => {
  const own = { bookers: { audience: 'organisation', people: [] } } as const
  const listed = { bookers: { audience: null, people: [7] } } as const
  test('a stranger is told who may, once, whatever the hours', () => {
    expect(said(own, { open: [] })).toEqual([{ code: 'audience', bookers: own.bookers }])
    expect(said({ bookers: { audience: null, people: [8] } })).toMatchObject([{ code: 'audience' }])
  })
  test('one of the audience, one on the list and a steward may', () => {
    expect(said(own, { audiences: new Set(['everyone', 'members', 'organisation']) })).toEqual([])
    expect(said(listed)).toEqual([])
    expect(said(own, { isSteward: true })).toEqual([])
  })
})

test('projects and purposes that are asked for', () => {
  expect(said({ projectRequired: true })).toEqual([{ code: 'project', isMissing: true }])
  expect(said({ projectRequired: true }, {}, { projectCode: 'EX-1' })).toEqual([])
  expect(said({ projectRequired: true }, {}, { projectCode: 'EX-2' })).toEqual([{ code: 'project' }])
  expect(said({ purposes: ['teaching'] })).toEqual([
    { code: 'purpose', purpose: 'own_research', allowed: ['teaching'] },
  ])
  expect(said({ purposes: ['teaching'] }, {}, { purpose: 'teaching' })).toEqual([])
})

describe('hours of a level', () => {
  const policy = { levelHours: { supervised: [{ days: [0, 1, 2, 3, 4], fromMinute: 480, toMinute: 960 }] } }
  const held = (level: 'trainee' | 'supervised' | 'independent') => ({ qualification: { level, expiresAt: null } })
  const until = (hour: string) => ({ start: at('2026-11-24 14:00'), end: at(`2026-11-24 ${hour}`) })
  test.each([
    ['supervised, to the last minute', held('supervised'), until('16:00'), 0],
    ['supervised, longer', held('supervised'), until('16:30'), 1],
    ['a trainee keeps the hours of the next level', held('trainee'), until('16:30'), 1],
    ['nobody without any right is freer than that', {}, until('16:30'), 1],
    ['independent, at any hour', held('independent'), until('16:30'), 0],
    ['supervised, on Saturday', held('supervised'), { start: at('2026-11-28 10:00'), end: at('2026-11-28 11:00') }, 1],
    ['a steward, at any hour', { isSteward: true }, until('16:30'), 0],
  ])('%s', (_who, more, wish, count) => expect(said(policy, more, wish)).toHaveLength(count))

  test('name the level that is free of them', () =>
    expect(said(policy, held('supervised'), until('18:00'))).toEqual([
      { code: 'qualification', hours: policy.levelHours.supervised, level: 'independent' },
    ]))

  test('around the clock they join over midnight', () => {
    const always = { levelHours: { independent: [{ days: [0, 1, 2, 3, 4, 5, 6], fromMinute: 0, toMinute: 1440 }] } }
    const night = { start: at('2026-11-24 22:00'), end: at('2026-11-25 02:00') }
    expect(said(always, held('independent'), night)).toEqual([])
  })
})

describe('a right that is not used', () => {
  test('lapses after so many months, the last day of a short one at the latest', () => {
    expect(lapsesAt(at('2026-08-31 10:00'), 6, 'UTC')).toBe(at('2027-02-28 10:00'))
    // The clock on the wall stays, whatever the clocks do between.
    expect(lapsesAt(Date.UTC(2026, 11, 24, 9), 6, 'Europe/Warsaw')).toBe(Date.UTC(2027, 5, 24, 8))
  })
  test('is told from one that was never there', () => {
    const policy = { qualificationRequired: 'trainee', qualificationLapseMonths: 6 } as const
    const lapsed = { qualification: { level: 'supervised', expiresAt: null, lapsedAt: NOW - HOUR } } as const
    expect(said(policy, lapsed)).toEqual([{ code: 'qualification', level: 'trainee', unusedMonths: 6 }])
    expect(said(policy)).toEqual([{ code: 'qualification', level: 'trainee' }])
    expect(said(policy, { qualification: { level: 'supervised', expiresAt: null } })).toEqual([])
  })
})

describe('time held elsewhere', () => {
  const { start, end } = wanted()
  test.each([
    ['meets', { start: end - 1, end: end + HOUR }, 1],
    ['touches', { start: end, end: end + HOUR }, 0],
    ['touches before', { start: start - HOUR, end: start }, 0],
  ])('%s', (_how, other, count) => expect(said({ onePlace: true }, { elsewhere: [other] })).toHaveLength(count))
})

describe('quotas', () => {
  const full = {
    quota: aQuota({ exemptPurposes: ['service'] }),
    others: [{ start: at('2026-11-23 08:00'), end: at('2026-11-23 15:00') }],
  }
  test('are told with what is used and what is asked', () =>
    expect(said({}, { quotas: [full] })).toMatchObject([{ code: 'quota', used: 420, asked: 120 }]))
  test('of an exempt purpose ask nothing', () =>
    expect(said({}, { quotas: [full] }, { purpose: 'service' })).toEqual([]))
  test('are told one by one', () =>
    expect(said({}, { quotas: [full, { ...full, quota: aQuota({ most: 60, period: 'day' }) }] })).toHaveLength(2))
  test('never stumble over a time beyond all calendars', () =>
    expect(said({}, { quotas: [full] }, { end: 8.64e15 }).map(({ code }) => code)).not.toContain('quota'))
})
