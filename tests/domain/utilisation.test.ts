import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, test } from 'vitest'
import { offsetsDuring } from '../../server/domain/hour-of-week.ts'
import type { Interval } from '../../server/domain/interval.ts'
import {
  holdsDuring,
  type ReservationFact,
  sumOf,
  sumOfUse,
  type UtilisationFacts,
  utilisationOf,
} from '../../server/domain/utilisation.ts'
import { figuresOf } from '../../server/domain/utilisation-figures.ts'
import { USE_GROUPINGS } from '../../server/domain/utilisation-grouping.ts'
import { pack, packSplit, unpack, unpackSplit } from '../../server/domain/utilisation-pack.ts'
import { splitUse, sumOfSplits, useTogether } from '../../server/domain/utilisation-split.ts'
import { history, LENGTH, MINUTE, minuteByMinute } from '../support/utilisation-history.ts'

const HOUR = 3_600_000
const LATER = Date.UTC(2030, 0, 1)
const WARSAW = 'Europe/Warsaw'
const local = (text: string) => DateTime.fromISO(text, { zone: WARSAW }).toMillis()
const span = (from: string, to: string): Interval => ({ start: local(from), end: local(to) })

const NO_FACTS: UtilisationFacts = {
  capacity: 1,
  open: [],
  planned: [],
  unplanned: [],
  reservations: [],
  uses: [],
  unmet: [],
}
const EMPTY: Omit<ReservationFact, 'start' | 'end'> = {
  units: 1,
  state: 'confirmed',
  personId: 1,
  organisationId: 1,
  hasUsage: false,
  wasConfirmed: true,
  cancelledLate: false,
  decisionMs: null,
}
const reservation = (time: Interval, more: Partial<ReservationFact> = {}): ReservationFact => ({
  ...EMPTY,
  ...time,
  ...more,
})
const use = (time: Interval) => ({ ...time, units: 1, personId: 1, organisationId: 1 })

function figures(facts: Partial<UtilisationFacts>, period: Interval, now = LATER) {
  const zone = offsetsDuring(WARSAW, period)
  return figuresOf(utilisationOf({ ...NO_FACTS, ...facts }, period, now, zone), new Set())
}

const JANUARY = span('2026-01-01', '2026-02-01')
/** Mon–Fri 8–18 without the holidays of 1 and 6 January: 20 days. */
const workdays = [7, 8, 9, 12, 13, 14, 15, 16, 19, 20, 21, 22, 23, 26, 27, 28, 29, 30, 2, 5]
  .sort((a, b) => a - b)
  .map((day) => `2026-01-${String(day).padStart(2, '0')}`)
const hoursOn = (day: string, from: number, to: number) =>
  span(`${day}T${String(from).padStart(2, '0')}:00`, `${day}T${String(to).padStart(2, '0')}:00`)

describe('vector 1: a month of one instrument', () => {
  const booked = workdays.slice(2, 14).map((day) => hoursOn(day, 8, 18))
  const month = figures(
    {
      open: workdays.map((day) => hoursOn(day, 8, 18)),
      planned: [hoursOn('2026-01-02', 8, 16)],
      unplanned: [hoursOn('2026-01-05', 8, 18), hoursOn('2026-01-30', 16, 18)],
      reservations: booked.map((time) => reservation(time, { state: 'completed', hasUsage: true })),
      uses: [...booked.slice(0, 10), hoursOn('2026-01-29', 9, 17)].map(use),
    },
    JANUARY,
  )

  test.each([
    ['calendarHours', 744],
    ['openHours', 200],
    ['plannedMaintenanceHours', 8],
    ['plannedCapacityHours', 192],
    ['downtimeHours', 12],
    ['availableHours', 180],
    ['bookedHours', 120],
    ['usedHours', 108],
    ['availability', 0.9375],
    ['occupancy', 0.6667],
    ['utilisation', 0.6],
    ['capacityUtilisation', 0.5625],
    ['calendarLoading', 0.1452],
    ['realisation', 0.8333],
    ['unbookedShare', 0.0741],
    ['bookedUnusedHours', 20],
    ['idleHours', 52],
  ] as const)('%s is %d', (field, expected) => expect(month[field]).toBeCloseTo(expected, 4))

  test('the parts add up to the open hours', () => expect(8 + 12 + 108 + 20 + 52).toBe(month.openHours))
})

describe('vector 2', () => {
  const day = '2026-01-07'
  const open = [hoursOn(day, 8, 18)]
  const period = span('2026-01-07', '2026-01-08')

  test('two outages on one day both count, overlapping ones once', () => {
    const planned = [hoursOn(day, 8, 10), hoursOn(day, 9, 11), hoursOn(day, 16, 17)]
    expect(figures({ open, planned }, period).plannedMaintenanceHours).toBe(4)
  })
  test('an unplanned outage inside a planned one is no downtime', () => {
    const answer = figures({ open, planned: [hoursOn(day, 8, 12)], unplanned: [hoursOn(day, 10, 13)] }, period)
    expect(answer).toMatchObject({ plannedMaintenanceHours: 4, downtimeHours: 1, availableHours: 5 })
  })
  test('a reservation outside open hours lifts no ratio above 1', () => {
    const answer = figures({ open, reservations: [reservation(hoursOn(day, 6, 20), { state: 'completed' })] }, period)
    expect(answer).toMatchObject({ bookedHours: 10, usedHours: 10, usedOutsideHours: 4, occupancy: 1, utilisation: 1 })
  })
  test('a resource nobody used appears with 0', () => {
    expect(figures({ open }, period)).toMatchObject({ usedHours: 0, utilisation: 0, occupancy: 0, idleHours: 10 })
  })
  test('a resource that was never open has no ratio at all', () => {
    expect(figures({}, period)).toMatchObject({
      availability: null,
      occupancy: null,
      utilisation: null,
      realisation: null,
    })
  })
  test.each([
    ['2026-03-29', '2026-03-30', 23],
    ['2026-10-25', '2026-10-26', 25],
    ['2026-10-26', '2026-10-27', 24],
  ])('the day of %s has its own length', (from, to, hours) => {
    const all = [span(from, to)]
    expect(figures({ open: all }, span(from, to))).toMatchObject({ calendarHours: hours, openHours: hours })
  })
  test.each([
    ['2027-03-27', '2027-03-28', 7],
    ['2027-10-30', '2027-10-31', 9],
  ])('the night of %s, 22:00–06:00, has its own length', (from, to, hours) => {
    const night = span(`${from}T22:00`, `${to}T06:00`)
    const booked = figures({ open: [night], reservations: [reservation(night)] }, span(from, '2027-11-02'))
    expect(booked).toMatchObject({ openHours: hours, bookedHours: hours, occupancy: 1 })
  })
})

describe('what counts as booked and as used', () => {
  const day = '2026-01-07'
  const open = [hoursOn(day, 8, 18)]
  const period = span('2026-01-07', '2026-01-08')
  const time = hoursOn(day, 9, 12)

  test.each([
    ['requested', 0, 0],
    ['confirmed', 3, 0],
    ['in_use', 3, 0],
    ['completed', 3, 3],
    ['no_show', 3, 0],
    ['cancelled', 0, 0],
    ['declined', 0, 0],
    ['expired', 0, 0],
  ] as const)('%s: %d h booked, %d h used', (state, bookedHours, usedHours) =>
    expect(figures({ open, reservations: [reservation(time, { state })] }, period)).toMatchObject({
      bookedHours,
      usedHours,
    }),
  )

  test('booked time that stands for use is flagged', () => {
    const without = figures({ open, reservations: [reservation(time, { state: 'completed' })] }, period)
    const logged = figures(
      {
        open,
        reservations: [reservation(time, { state: 'completed', hasUsage: true })],
        uses: [use(hoursOn(day, 9, 10))],
      },
      period,
    )
    expect(without).toMatchObject({ estimated: true, estimatedReservations: 1, logCoverage: 0 })
    expect(logged).toMatchObject({ estimated: false, usedHours: 1, bookedUnusedHours: 2, logCoverage: 1 })
  })
  test('use that runs still counts up to now', () => {
    const uses = [{ ...use(time), end: null }]
    expect(figures({ open, uses }, period, local(`${day}T11:00`)).usedHours).toBe(2)
  })
  test('a reservation over the edge of the period counts with the part inside', () => {
    const over = reservation(span('2026-01-06T22:00', '2026-01-07T10:00'))
    expect(figures({ open, reservations: [over] }, period)).toMatchObject({ bookedHours: 2, users: 1 })
  })
  test('three places, two of them booked at the same time', () => {
    const reservations = [reservation(time), reservation(hoursOn(day, 10, 14))]
    expect(figures({ open, capacity: 3, reservations }, period)).toMatchObject({
      openHours: 30,
      bookedHours: 7,
      idleHours: 23,
    })
  })
})

describe('rates', () => {
  const open = [hoursOn('2026-01-07', 8, 18)]
  const at = (hour: number, more: Partial<ReservationFact>) => reservation(hoursOn('2026-01-07', hour, hour + 1), more)
  const reservations = [
    at(8, { state: 'completed', hasUsage: true, decisionMs: 2 * HOUR }),
    at(9, { state: 'completed', decisionMs: 4 * HOUR }),
    at(10, { state: 'no_show', decisionMs: 30 * HOUR }),
    at(11, { state: 'cancelled', cancelledLate: true }),
    at(12, { state: 'cancelled', wasConfirmed: false }),
    at(13, { state: 'confirmed', personId: 2, organisationId: 2 }),
    at(17, { state: 'confirmed', personId: 3, organisationId: 3 }),
  ]
  const answer = figures(
    { open, reservations, unmet: [hoursOn('2026-01-07', 8, 10)] },
    JANUARY,
    local('2026-01-07T16:00'),
  )

  test('no-shows among the reservations that reached their start', () => expect(answer.noShowRate).toBe(1 / 4))
  test('late cancellations among all that were confirmed', () => expect(answer.lateCancelRate).toBe(1 / 6))
  test('records of use among the reservations that ended', () => expect(answer.logCoverage).toBe(1 / 3))
  test('people and organisations once each', () => expect(answer).toMatchObject({ users: 3, organisations: 3 }))
  test('decision times at the middle and at nine of ten', () =>
    expect(answer).toMatchObject({ decisionHoursMedian: 4, decisionHoursP90: 30 }))
  test('hours refused because the time was taken', () => expect(answer.unmetHours).toBe(2))
})

test('the ratio of a group comes from its sums', () => {
  const period = span('2026-01-07', '2026-01-09')
  const zone = offsetsDuring(WARSAW, period)
  const row = (open: Interval, booked: Interval) =>
    utilisationOf({ ...NO_FACTS, open: [open], reservations: [reservation(booked)] }, period, LATER, zone)
  const long = row(hoursOn('2026-01-07', 8, 18), hoursOn('2026-01-07', 8, 10))
  const short = row(hoursOn('2026-01-08', 8, 10), hoursOn('2026-01-08', 8, 10))
  expect(figuresOf(sumOf([long, short]), new Set([1]))).toMatchObject({ occupancy: 4 / 12, users: 1, undertakings: 1 })
})

test('the week knows its local hours on both sides of a clock change', () => {
  const period = span('2026-10-24', '2026-10-27')
  const open = [hoursOn('2026-10-24', 8, 9), span('2026-10-25T01:00', '2026-10-25T04:00'), hoursOn('2026-10-26', 8, 10)]
  const { week } = utilisationOf({ ...NO_FACTS, open }, period, LATER, offsetsDuring(WARSAW, period))
  const at = (day: number, hour: number) => week[day * 24 + hour]
  expect([at(5, 8), at(6, 1), at(6, 2), at(6, 3), at(0, 8), at(0, 9)]).toEqual([1, 1, 2, 1, 1, 1])
  expect(week.reduce((sum, hours) => sum + hours, 0)).toBe(7)
})

describe('a thousand random histories', () => {
  test('come to the same, figure by figure, as counting every minute by itself', () => {
    fc.assert(
      fc.property(history, ({ facts, now, period }) => {
        const { week, ...counted } = utilisationOf(facts, period, now, offsetsDuring(WARSAW, period))
        const { week: expected, idle, ...byMinute } = minuteByMinute(facts, period, now)
        expect(counted).toEqual(byMinute)
        const { idleHours } = figuresOf({ ...counted }, new Set())
        expect(idleHours * HOUR).toBeCloseTo(idle, 3)
        expected.forEach((hours, i) => {
          expect(week[i]).toBeCloseTo(hours, 4)
        })
      }),
      { numRuns: 1000 },
    )
  })

  test('any cut of the period adds up to the whole, and the parts to the open hours', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 1, max: LENGTH - 1 }), ({ facts, now, period }, cut) => {
        const middle = period.start + cut * MINUTE
        const zone = offsetsDuring(WARSAW, period)
        const whole = utilisationOf(facts, period, now, zone)
        const parts = [
          utilisationOf(facts, { start: period.start, end: middle }, now, zone),
          utilisationOf(facts, { start: middle, end: period.end }, now, zone),
        ]
        const { week: _a, decisions: some, ...summed } = sumOf(parts)
        const { week: _b, decisions: all, ...once } = whole
        expect(summed).toEqual(once)
        expect(some.toSorted()).toEqual(all.toSorted())
        const f = figuresOf(whole, new Set())
        const sum = f.plannedMaintenanceHours + f.downtimeHours + f.usedHours + f.bookedUnusedHours + f.idleHours
        expect(sum).toBeCloseTo(f.openHours, 9)
        for (const share of [f.availability, f.occupancy, f.utilisation, f.realisation])
          expect(share ?? 0).toBeLessThanOrEqual(1)
      }),
      { numRuns: 500 },
    )
  })

  test('split, each part comes to the same as counting its own minutes, and parts together as counting theirs', () => {
    const grouping = fc.constantFrom(...USE_GROUPINGS)
    fc.assert(
      fc.property(history, grouping, fc.nat({ max: 7 }), ({ facts, now, period }, by, mask) => {
        const { parts, overlaps } = splitUse(facts, by, period, now)
        const key = (fact: { organisationId: number | null; projectId?: number | null; purpose?: string | null }) =>
          by === 'user_organisation' ? fact.organisationId : by === 'project' ? fact.projectId : fact.purpose
        const minutes = (groups: readonly unknown[]) => {
          const isOne = (fact: Parameters<typeof key>[0]) => groups.includes(key(fact))
          const own = { reservations: facts.reservations.filter(isOne), uses: facts.uses.filter(isOne), unmet: [] }
          return minuteByMinute({ ...facts, ...own }, period, now)
        }
        for (const [group, use] of parts) expect(minutes([group])).toMatchObject(use)
        const all = [...facts.reservations, ...facts.uses].map(key)
        expect(new Set(parts.keys())).toEqual(new Set(all))
        const some = [...parts.keys()].filter((_, i) => mask & (1 << i))
        const { decisions, ...together } = useTogether(facts, { grouping: by, groups: new Set(some) }, period, now)
        const { decisions: byMinute, ...expected } = minutes(some)
        expect(expected).toMatchObject(together)
        expect(decisions).toEqual(byMinute)
        if (overlaps) return
        const { decisions: summed, ...sum } = sumOfUse(some.map((group) => parts.get(group)!))
        expect(sum).toEqual(together)
        expect(summed.toSorted()).toEqual(decisions.toSorted())
      }),
      { numRuns: 300 },
    )
  })

  test('split, the days add up', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 1, max: LENGTH - 1 }), ({ facts, now, period }, cut) => {
        const middle = period.start + cut * MINUTE
        const whole = splitUse(facts, 'purpose', period, now)
        expect(unpackSplit(packSplit(whole))).toEqual(whole)
        const sum = sumOfSplits([
          splitUse(facts, 'purpose', { start: period.start, end: middle }, now),
          splitUse(facts, 'purpose', { start: middle, end: period.end }, now),
        ])
        const times = ({ parts }: typeof whole) =>
          new Map([...parts].map(([group, use]) => [group, { ...use, decisions: use.decisions.toSorted() }]))
        expect(times(sum)).toEqual(times(whole))
      }),
      { numRuns: 200 },
    )
  })

  test('keep without loss, and hold as long as they say', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: -60, max: LENGTH }), ({ facts, now, period }, later) => {
        const zone = offsetsDuring(WARSAW, period)
        const value = utilisationOf(facts, period, now, zone)
        expect(unpack(pack(value))).toEqual(value)
        const { from, until } = holdsDuring(facts, now)
        const moment = period.start + later * MINUTE
        if (from <= moment && moment < until) expect(utilisationOf(facts, period, moment, zone)).toEqual(value)
      }),
      { numRuns: 300 },
    )
  })
})
