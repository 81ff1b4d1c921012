import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exchangeOf } from '../../server/domain/exchange.ts'
import { type OrganisationUse, useByOrganisation } from '../../server/domain/exchange-use.ts'
import { offsetsDuring } from '../../server/domain/hour-of-week.ts'
import type { Organisation } from '../../server/domain/resource.ts'
import { type ReservationFact, type UtilisationFacts, utilisationOf } from '../../server/domain/utilisation.ts'

const HOUR = 3_600_000
const DAY = { start: 0, end: 24 * HOUR }
const LATER = 100 * HOUR
const ANYBODY = 1

const facts = (some: Partial<UtilisationFacts>): UtilisationFacts => ({
  ...{ capacity: 1, open: [DAY], planned: [], unplanned: [], reservations: [], uses: [], unmet: [] },
  ...some,
})
const use = (organisationId: number | null, from: number, to: number, units = 1) => ({
  ...{ start: from * HOUR, end: to * HOUR, units, organisationId, personId: organisationId, reservationId: null },
})
const hoursOf = (uses: readonly OrganisationUse[]) =>
  Object.fromEntries(uses.map(({ organisationId, time }) => [String(organisationId), time / HOUR]))

describe('the used time of a resource by whose people used it', () => {
  test('is use within available time', () => {
    const open = [{ start: 8 * HOUR, end: 18 * HOUR }]
    const planned = [{ start: 8 * HOUR, end: 9 * HOUR }]
    const uses = [use(1, 6, 10), use(2, 17, 20), use(null, 12, 13)]
    expect(hoursOf(useByOrganisation(facts({ open, planned, uses }), DAY, LATER))).toEqual({ 1: 1, 2: 1, null: 1 })
  })

  test('gives each its part where more is recorded than the capacity holds', () => {
    const uses = [use(1, 0, 2), use(2, 1, 3)]
    expect(hoursOf(useByOrganisation(facts({ uses }), DAY, LATER))).toEqual({ 1: 1.5, 2: 1.5 })
    expect(hoursOf(useByOrganisation(facts({ uses, capacity: 2 }), DAY, LATER))).toEqual({ 1: 2, 2: 2 })
  })

  const hour = fc.integer({ min: 0, max: 30 })
  const span = fc.tuple(hour, fc.integer({ min: 1, max: 8 })).map(([from, length]) => ({ from, to: from + length }))
  const spans = fc.array(
    span.map(({ from, to }) => ({ start: from * HOUR, end: to * HOUR })),
    { maxLength: 4 },
  )
  const reservation = fc
    .record({
      span,
      state: fc.constantFrom('completed', 'confirmed', 'no_show', 'cancelled'),
      organisationId: fc.integer({ min: 1, max: 3 }),
      units: fc.integer({ min: 1, max: 2 }),
      hasUsage: fc.boolean(),
    })
    .map(({ span: { from, to }, ...rest }) => ({
      ...{ id: 1, start: from * HOUR, end: to * HOUR, personId: rest.organisationId, wasConfirmed: true },
      ...{ cancelledLate: false, decisionMs: null, ...rest },
    })) as fc.Arbitrary<ReservationFact>
  const anyUse = fc
    .record({ span, organisationId: fc.option(fc.integer({ min: 1, max: 3 })), units: fc.integer({ min: 1, max: 2 }) })
    .map(({ span: { from, to }, organisationId, units }) => use(organisationId, from, to, units))

  test('is together what the utilisation report counts as used', () => {
    const history = fc.record({
      capacity: fc.integer({ min: 1, max: 3 }),
      open: spans,
      planned: spans,
      unplanned: spans,
      reservations: fc.array(reservation, { maxLength: 6 }),
      uses: fc.array(anyUse, { maxLength: 6 }),
    })
    fc.assert(
      fc.property(history, (some) => {
        const all = facts(some)
        const { used } = utilisationOf(all, DAY, LATER, offsetsDuring('UTC', DAY))
        const sum = useByOrganisation(all, DAY, LATER).reduce((total, { time }) => total + time, 0)
        expect(sum).toBeCloseTo(used, 3)
      }),
      { numRuns: 500 },
    )
  })
})

describe('the matrix', () => {
  const organisation = (id: number) => ({ id, slug: `o${id}`, isMember: true }) as unknown as Organisation
  const all = [1, 2, 3, 4].map(organisation)
  const owned = (ownerId: number, ...hours: (readonly [number | null, number])[]) => ({
    ownerId,
    uses: hours.map(([organisationId, each]) => ({ organisationId, time: each * HOUR, people: [ANYBODY] })),
  })
  const matrix = exchangeOf(
    all,
    [owned(1, [1, 30], [2, 60], [3, 10]), owned(2, [2, 50]), owned(1, [2, 50], [null, 7])],
    ({ id }) => id < 4,
  )

  test('has owners in rows and users in columns, and leaves out who is not shown and used nothing', () => {
    expect(matrix.organisations.map(({ id }) => id)).toEqual([1, 2, 3])
    expect(matrix.hours).toEqual([
      [30, 110, 10],
      [0, 50, 0],
      [0, 0, 0],
    ])
    expect([matrix.totalHours, matrix.unknownHours]).toEqual([200, 7])
  })
  test('gives the cross-organisation share 1 − Σ M[i][i] ÷ Σ M', () => {
    expect(matrix.crossShare).toBeCloseTo(1 - 80 / 200)
  })
  test('gives openness, the largest user and the concentration of each owner', () => {
    const [first, second, third] = matrix.owners
    expect(first).toMatchObject({ openness: 0.8, people: 1, largest: { organisation: { id: 2 } } })
    expect(first!.largest!.share).toBeCloseTo(110 / 150)
    expect(first!.concentration).toBeCloseTo((30 ** 2 + 110 ** 2 + 10 ** 2) / 150 ** 2)
    expect(second).toMatchObject({ openness: 0, concentration: 1 })
    expect(third).toMatchObject({ hours: 0, openness: null, largest: null, concentration: null })
  })
  test('has no share where nothing was used', () => {
    expect(exchangeOf(all, [], () => true)).toMatchObject({ totalHours: 0, crossShare: null, concentration: null })
  })
})
