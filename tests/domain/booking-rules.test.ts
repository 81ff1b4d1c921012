import { describe, expect, test } from 'vitest'
import { type Situation, violationsFor, type Wanted } from '../../server/domain/booking-rules.ts'
import type { Policy } from '../../server/domain/resource.ts'
import { isOverridable } from '../../server/domain/violation.ts'
import { aResource } from '../support/facts.ts'
import { at, DAY, HOUR, MINUTE, NOW } from '../support/makers.ts'

const TUESDAY = { start: at('2026-11-24 08:00'), end: at('2026-11-24 18:00') }

const wanted = (more: Partial<Wanted> = {}): Wanted => ({
  start: at('2026-11-24 10:00'),
  end: at('2026-11-24 12:00'),
  units: 1,
  purpose: 'own_research',
  projectCode: null,
  ...more,
})

const situation = (policy: Partial<Policy> = {}, more: Partial<Situation> = {}): Situation => ({
  resource: aResource(policy),
  personId: 7,
  audiences: new Set(['everyone', 'members']),
  open: [TUESDAY],
  openForSomebody: [TUESDAY],
  outages: [],
  qualification: null,
  isSteward: false,
  projects: [],
  quotas: [],
  elsewhere: [],
  ...more,
})

const codes = (wish: Wanted, around: Situation, now = NOW) => violationsFor(wish, around, now).map(({ code }) => code)

test('nothing speaks against a plain hour', () => expect(codes(wanted(), situation())).toEqual([]))

test('all reasons come at once', () => {
  const around = situation(
    { maxMinutes: 60, qualificationRequired: 'supervised' },
    {
      open: [],
      openForSomebody: [],
      resource: aResource({ maxMinutes: 60, qualificationRequired: 'supervised' }, { status: 'out_of_service' }),
    },
  )
  const wish = wanted({
    start: NOW - DAY + MINUTE,
    end: NOW - DAY + 3 * HOUR,
    units: 2,
    purpose: 'fun',
    projectCode: 'X',
  })
  expect(codes(wish, around)).toEqual([
    'in-the-past',
    'too-long',
    'off-step',
    'closed',
    'out-of-service',
    'units',
    'qualification',
    'purpose',
    'project',
  ])
})

describe('length', () => {
  test.each([
    [29, ['too-short', 'off-step']],
    [30, []],
    [480, []],
    [510, ['too-long']],
  ])('%i minutes of 30 to 480', (minutes, expected) => {
    const start = TUESDAY.start
    expect(codes(wanted({ start, end: start + minutes * MINUTE }), situation())).toEqual(expected)
  })

  test.each([0, -30])('%i minutes is no time, and the length says nothing more', (minutes) => {
    expect(codes(wanted({ end: wanted().start + minutes * MINUTE }), situation())).toEqual(['end-before-start'])
  })

  test('counts what passes, not what the clock shows: 00–08 on the night to 28 March 2027 is seven hours', () => {
    const night = { start: Date.UTC(2027, 2, 27, 23), end: Date.UTC(2027, 2, 28, 6) }
    const open = { open: [night], openForSomebody: [night] }
    expect(codes(wanted(night), situation({ maxMinutes: 420 }, open))).toEqual([])
    expect(codes(wanted(night), situation({ maxMinutes: 390 }, open))).toEqual(['too-long'])
  })
})

describe('steps are counted from local midnight on the wall clock', () => {
  test.each([
    ['10:00', '11:00', 30, true],
    ['10:15', '11:15', 30, false],
    ['10:00', '11:10', 30, false],
    ['10:30', '12:00', 90, true],
    ['10:00', '11:30', 90, false],
    ['09:20', '10:00', 20, true],
  ])('%s to %s in steps of %i', (from, to, stepMinutes, fits) => {
    const wish = wanted({ start: at(`2026-11-24 ${from}`), end: at(`2026-11-24 ${to}`) })
    expect(codes(wish, situation({ stepMinutes }))).toEqual(fits ? [] : ['off-step'])
  })

  test('the hour the clocks skip does not shift the grid of the day', () => {
    const day = { start: Date.UTC(2027, 2, 28, 6), end: Date.UTC(2027, 2, 28, 8) }
    const around = situation({ stepMinutes: 120 }, { open: [day], openForSomebody: [day] })
    expect(codes(wanted(day), around)).toEqual([])
  })

  test('half a minute is off', () => {
    expect(codes(wanted({ start: wanted().start + 30_000 }), situation())).toEqual(['off-step'])
  })
})

describe('notice and horizon', () => {
  const { start } = wanted()

  test.each([
    ['a minute less than the notice', start - 59 * MINUTE, ['too-soon']],
    ['exactly the notice', start - HOUR, []],
    ['at its start', start, ['too-soon']],
    ['after its start', start + 1, ['in-the-past']],
  ])('%s', (_when, now, expected) =>
    expect(codes(wanted(), situation({ minNoticeMinutes: 60 }), now)).toEqual(expected),
  )

  test.each([
    ['exactly the horizon', start - 10 * DAY, []],
    ['a millisecond more', start - 10 * DAY - 1, ['beyond-horizon']],
  ])('%s', (_when, now, expected) => expect(codes(wanted(), situation({ horizonDays: 10 }), now)).toEqual(expected))

  test('without notice a reservation may start now', () => expect(codes(wanted(), situation(), start)).toEqual([]))
})

describe('open time', () => {
  const lunch = [
    { start: at('2026-11-24 08:00'), end: at('2026-11-24 11:00') },
    { start: at('2026-11-24 11:00'), end: at('2026-11-24 14:00') },
  ]
  test('windows that touch join', () => expect(codes(wanted(), situation({}, { open: lunch }))).toEqual([]))

  test('half in is closed, and the open time of the day is told', () => {
    const half = wanted({ start: at('2026-11-24 17:00'), end: at('2026-11-24 19:00') })
    expect(violationsFor(half, situation(), NOW)).toEqual([{ code: 'closed', open: [TUESDAY] }])
  })

  test('open for others only is a matter of the audience', () => {
    expect(codes(wanted(), situation({}, { open: [] }))).toEqual(['audience'])
  })

  test('set-up and clean-up may lie outside', () => {
    const wish = wanted({ start: TUESDAY.start, end: TUESDAY.start + HOUR })
    expect(codes(wish, situation({ setupMinutes: 60, cleanupMinutes: 60 }))).toEqual([])
  })

  test('an outage names itself and its end; touching it is nothing', () => {
    const outage = { id: 1, resourceId: 1, kind: 'calibration' as const, planned: true, reason: '' }
    const during = { ...outage, start: at('2026-11-24 11:00'), end: at('2026-11-24 13:00') }
    const after = { ...outage, start: at('2026-11-24 12:00'), end: at('2026-11-24 13:00') }
    expect(violationsFor(wanted(), situation({}, { outages: [during, after] }), NOW)).toEqual([
      { code: 'outage', kind: 'calibration', until: during.end },
    ])
  })
})

describe('units', () => {
  test.each([
    [0, false],
    [1, true],
    [3, true],
    [4, false],
    [1.5, false],
  ])('%f of 3', (units, fits) => {
    const around = situation({}, { resource: aResource({}, { capacity: 3 }) })
    expect(codes(wanted({ units }), around)).toEqual(fits ? [] : ['units'])
  })
})

describe('qualification', () => {
  const { start } = wanted()
  const held = (level: 'trainee' | 'supervised' | 'independent', expiresAt: number | null = null) => ({
    level,
    expiresAt,
  })

  test.each([
    ['none', null, false],
    ['too low', held('trainee'), false],
    ['enough', held('supervised'), true],
    ['more than enough', held('independent'), true],
    ['expired at the start', held('independent', start), false],
    ['good at the start', held('supervised', start + 1), true],
  ])('%s', (_what, qualification, suffices) => {
    const around = situation({ qualificationRequired: 'supervised' }, { qualification })
    expect(codes(wanted(), around)).toEqual(suffices ? [] : ['qualification'])
  })

  test('stewards need none', () => {
    expect(codes(wanted(), situation({ qualificationRequired: 'independent' }, { isSteward: true }))).toEqual([])
  })
})

test.each(['planned', 'out_of_service', 'retired'] as const)('a resource that is %s cannot be booked', (status) => {
  expect(codes(wanted(), situation({}, { resource: aResource({}, { status }) }))).toEqual(['out-of-service'])
})

test('stewards may set aside hours, notice, horizon, length and the past, and nothing else', () => {
  const around = situation(
    { maxMinutes: 60, minNoticeMinutes: 60, horizonDays: 0, qualificationRequired: 'trainee' },
    {
      open: [],
      openForSomebody: [],
      outages: [{ ...TUESDAY, id: 1, resourceId: 1, kind: 'cleaning', planned: true, reason: '' }],
    },
  )
  const all = violationsFor(wanted({ units: 5, purpose: null, projectCode: 'X' }), around, NOW)
  expect(all.filter(isOverridable).map(({ code }) => code)).toEqual(['beyond-horizon', 'too-long', 'closed'])
  expect(all.filter((each) => !isOverridable(each)).map(({ code }) => code)).toEqual([
    'outage',
    'units',
    'qualification',
    'purpose',
    'project',
  ])
})
