import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { State } from '../../server/domain/lifecycle.ts'
import { PURPOSES, type Purpose } from '../../server/domain/purpose.ts'
import { type LedgerHours, ledgerFiguresOf, limitReached, MOST_SHARE } from '../../server/domain/state-aid.ts'
import { type EntityVersion, entityIn } from '../../server/domain/state-aid-entity.ts'
import {
  type LedgerFacts,
  type LedgerReservation,
  type LedgerUse,
  ledgerEntries,
  ledgerHoursOf,
  sumOfHours,
} from '../../server/domain/state-aid-hours.ts'

const HOUR = 3_600_000
const NOW = 1000 * HOUR
const YEAR = { start: 0, end: 8760 * HOUR }

const hours = (economic: number, nonEconomic = 0, confirmed = 0): LedgerHours => ({
  done: { economic, non_economic: nonEconomic, neutral: 0, unassigned: 0 },
  confirmed,
})

describe('the figures of the ledger', () => {
  it('are those of the third vector', () => {
    const figures = ledgerFiguresOf(hours(300, 700, 50), 1900)
    expect(figures.share).toBeCloseTo(0.1579, 4)
    expect(figures.alert).toBe(15)
    expect(figures.headroomHours).toBe(80)
    expect(figures.shareOfUse).toBe(0.3)
    expect(figures.forecast).toBeCloseTo(0.1842, 4)
    expect(figures.forecastAlert).toBe(18)
  })

  it.each([
    ['nothing', 0, 1900, null],
    ['just below the first limit', 284.99, 1900, null],
    ['exactly 15 %', 285, 1900, 15],
    ['exactly 18 %', 342, 1900, 18],
    ['just below 20 %', 379.99, 1900, 18],
    ['exactly 20 %', 380, 1900, 20],
    ['far above it', 1900, 1900, 20],
    ['exactly 15 % of thirds', 0.15 * (1 / 3), 1 / 3, 15],
  ])('%s', (_name, economic, capacity, alert) => {
    expect(ledgerFiguresOf(hours(economic), capacity).alert).toBe(alert)
  })

  it('are no data where there is nothing to divide by, never 0 %', () => {
    const figures = ledgerFiguresOf(hours(0), 0)
    expect([figures.share, figures.forecast, figures.shareOfUse, figures.alert]).toEqual([null, null, null, null])
    expect(limitReached(null)).toBeNull()
  })

  const amount = fc.double({ min: 0, max: 10_000, noNaN: true })
  it('hold together: headroom + economic = 20 % of the capacity, S · capacity = economic', () => {
    fc.assert(
      fc.property(amount, amount, amount, fc.double({ min: 1, max: 10_000, noNaN: true }), (e, n, c, capacity) => {
        const figures = ledgerFiguresOf(hours(e, n, c), capacity)
        expect(figures.headroomHours + e).toBeCloseTo(MOST_SHARE * capacity, 6)
        expect(figures.share! * capacity).toBeCloseTo(e, 6)
        expect(figures.forecast!).toBeGreaterThanOrEqual(figures.share!)
      }),
      { numRuns: 300 },
    )
  })
})

let nextId = 1
const reservation = (from: number, to: number, row: Partial<LedgerReservation> = {}): LedgerReservation => ({
  ...{ id: nextId++, start: from * HOUR, end: to * HOUR, units: 1, state: 'completed' as State },
  ...{ purpose: 'service' as Purpose, organisationId: 1, personId: 1, hasUsage: false },
  ...row,
})
const use = (from: number, to: number | null, of?: LedgerReservation, units = 1): LedgerUse => ({
  ...{ start: from * HOUR, end: to === null ? null : to * HOUR, units, organisationId: 1, personId: 1 },
  reservation: of ? { id: of.id, purpose: of.purpose, organisationId: 1, personId: 1 } : null,
})
const count = (facts: Partial<LedgerFacts>, now = NOW) => {
  const whole = { capacity: 1, reservations: [], uses: [], ...facts }
  const { done, confirmed } = ledgerHoursOf(ledgerEntries(whole, now), whole.capacity, YEAR)
  return { ...done, confirmed }
}
const NOTHING = { economic: 0, non_economic: 0, neutral: 0, unassigned: 0, confirmed: 0 }

describe('the hours of the ledger', () => {
  const used = reservation(10, 14, { hasUsage: true })
  const running = reservation(998, 1004, { state: 'in_use', hasUsage: true })
  it.each<[string, Partial<LedgerFacts>, Partial<typeof NOTHING>]>([
    ['used hours where use was recorded', { reservations: [used], uses: [use(11, 13, used)] }, { economic: 2 }],
    ['booked hours where none was', { reservations: [reservation(10, 14)] }, { economic: 4 }],
    [
      'one that ended a moment ago',
      { reservations: [reservation(996, 1000, { state: 'confirmed' })] },
      { economic: 4 },
    ],
    [
      'one to come is only confirmed',
      { reservations: [reservation(1100, 1104, { state: 'confirmed' })] },
      { confirmed: 4 },
    ],
    ['one that runs, too', { reservations: [running], uses: [use(998, null, running)] }, { confirmed: 6 }],
    [
      'what of it has ended counts, the rest is confirmed',
      { reservations: [running], uses: [use(998, 999, running), use(999.5, null, running)] },
      { economic: 1, confirmed: 5 },
    ],
    [
      'each purpose in its group',
      {
        reservations: [
          reservation(10, 11, { purpose: 'teaching' }),
          reservation(12, 14, { purpose: 'rental' }),
          reservation(15, 18, { purpose: 'maintenance' }),
        ],
      },
      { non_economic: 1, economic: 2, neutral: 3 },
    ],
    ['use without a reservation apart', { uses: [use(10, 15)] }, { unassigned: 5 }],
    ['use of a missed reservation by its purpose', { uses: [use(10, 15, reservation(10, 15))] }, { economic: 5 }],
    ['units', { capacity: 3, reservations: [reservation(10, 12, { units: 2 })] }, { economic: 4 }],
    [
      'two purposes at once on two places',
      { capacity: 2, reservations: [reservation(10, 12), reservation(11, 13, { purpose: 'teaching' })] },
      { economic: 2, non_economic: 2 },
    ],
    [
      'no more than the capacity, economic first',
      { reservations: [reservation(10, 12)], uses: [use(11, 13)] },
      { economic: 2, unassigned: 1 },
    ],
    ['only what lies in the year', { reservations: [reservation(-3, 2)] }, { economic: 2 }],
    [
      'to come across the end of the year',
      { reservations: [reservation(8758, 8762, { state: 'confirmed' })] },
      { confirmed: 2 },
    ],
  ])('%s', (_name, facts, expected) => {
    expect(count(facts)).toEqual({ ...NOTHING, ...expected })
  })

  const booking = fc
    .tuple(fc.integer({ min: 0, max: 2000 }), fc.integer({ min: 1, max: 20 }), fc.constantFrom(...PURPOSES))
    .map(([from, length, purpose]) => reservation(from, from + length, { purpose, state: 'confirmed' }))

  it('do not depend on the order, and an entity is the sum of its parts', () => {
    fc.assert(
      fc.property(fc.array(booking, { maxLength: 12 }), fc.array(booking, { maxLength: 12 }), (one, other) => {
        expect(count({ capacity: 30, reservations: one.toReversed() })).toEqual(
          count({ capacity: 30, reservations: one }),
        )
        const part = (reservations: LedgerReservation[]) =>
          ledgerHoursOf(ledgerEntries({ capacity: 30, reservations, uses: [] }, NOW), 30, YEAR)
        const whole = part([...one, ...other])
        const parts = sumOfHours([one, other].map((each) => ({ hours: part(each), weight: 1 })))
        for (const group of ['economic', 'non_economic', 'neutral'] as const)
          expect(parts.done[group]).toBeCloseTo(whole.done[group], 6)
        expect(parts.confirmed).toBeCloseTo(whole.confirmed, 6)
      }),
      { numRuns: 100 },
    )
  })

  it('split at any moment add up to the whole', () => {
    fc.assert(
      fc.property(fc.array(booking, { maxLength: 12 }), fc.integer({ min: 1, max: 2100 }), (reservations, cut) => {
        const entries = ledgerEntries({ capacity: 30, reservations, uses: [] }, NOW)
        const halves = [
          { start: 0, end: cut * HOUR },
          { start: cut * HOUR, end: YEAR.end },
        ].map((span) => ({ hours: ledgerHoursOf(entries, 30, span), weight: 1 }))
        const whole = ledgerHoursOf(entries, 30, YEAR)
        expect(sumOfHours(halves).done.economic).toBeCloseTo(whole.done.economic, 6)
        expect(sumOfHours(halves).confirmed).toBeCloseTo(whole.confirmed, 6)
      }),
      { numRuns: 100 },
    )
  })

  it('weigh several resources: Σ w · economic ÷ Σ w · capacity', () => {
    const sum = sumOfHours([
      { hours: hours(100), weight: 1 },
      { hours: hours(50), weight: 4 },
    ])
    expect(ledgerFiguresOf(sum, 1 * 1000 + 4 * 500).share).toBe(300 / 3000)
  })
})

describe('the versions of an entity', () => {
  const entity = { id: 1, slug: 'e', name: 'E', organisationId: 1, createdAt: 0, closedAt: null }
  let id = 1
  const version = (year: number, resourceId: number, row: Partial<EntityVersion> = {}): EntityVersion => ({
    ...{ id: id++, year, resources: [{ resourceId, weight: 1 }], capacityHours: 100 },
    ...{ shareAtAward: 0.1, personId: 1, reason: null, at: id },
    ...row,
  })
  const madeOf = (versions: EntityVersion[], year: number) => entityIn(entity, versions, year)?.resources[0]?.resourceId
  const versions = [version(2025, 1), version(2027, 2), version(2025, 3)]

  it.each([
    ['the last of the year', 2025, 3],
    ['the nearest year before', 2026, 3],
    ['long after the last', 2031, 2],
    ['the nearest after, where there is none before', 2024, 3],
  ])('%s counts', (_name, year, resourceId) => {
    expect(madeOf(versions, year)).toBe(resourceId)
  })

  it('freeze no other year', () => {
    expect(entityIn(entity, versions, 2026)).toMatchObject({ frozenHours: null, frozenAt: null, version: null })
    expect(entityIn(entity, [], 2026)).toBeNull()
  })

  it('have a capacity that stands since it was set, whatever else was changed after', () => {
    const three = [
      version(2025, 1, { at: 10 }),
      version(2025, 1, { at: 20, capacityHours: 90 }),
      version(2025, 2, { at: 30, capacityHours: 90 }),
    ]
    expect(entityIn(entity, three, 2025)).toMatchObject({ frozenHours: 90, frozenAt: 20 })
  })
})
