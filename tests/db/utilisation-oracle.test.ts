import fc from 'fast-check'
import { expect, test } from 'vitest'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { utilisationDuring } from '../../db/queries/utilisation.ts'
import { utilisationReport } from '../../db/queries/utilisation-report.ts'
import { spanOfDays } from '../../server/domain/local-months.ts'
import type { UtilisationFacts } from '../../server/domain/utilisation.ts'
import { makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import { HOUR, makeLab, makeOutage, makeReservation, makeResource } from '../support/makers.ts'
import { MINUTE, minuteByMinute } from '../support/utilisation-history.ts'

const DAY = { from: '2026-03-02', to: '2026-03-03' }
const PERIOD = spanOfDays(DAY, 'Europe/Warsaw')

const db = testDb()
const cast = makeCast(db)
const labId = makeLab(db, { organisationId: cast.organisationId, slug: 'rooms' })
db.$client.exec(`INSERT INTO availability_rules (lab_id, effect, start_local, duration_minutes, rrule, created_at)
  VALUES (${labId}, 'open', '2020-01-01T08:00:00', 600, 'FREQ=DAILY', 0)`)
const room = makeResource(db, { labId, slug: 'room', kind: 'room' })
const inRoom = (slug: string, capacity: number) => makeResource(db, { labId, slug, capacity, parentId: room })
const bench = inRoom('bench', 1)
const shelf = inRoom('shelf', 3)
const camera = makeResource(db, { labId, slug: 'camera' })
const RESOURCES = [
  { id: room, capacity: 1, parent: 0 },
  { id: bench, capacity: 1, parent: room },
  { id: shelf, capacity: 3, parent: room },
  { id: camera, capacity: 1, parent: 0 },
]

const span = fc.tuple(fc.integer({ min: -120, max: 1500 }), fc.integer({ min: 1, max: 400 })).map(([at, length]) => ({
  start: PERIOD.start + at * MINUTE,
  end: PERIOD.start + (at + length) * MINUTE,
}))
const who = fc.constantFrom(cast.researcher, cast.owner, cast.company)
const resource = fc.constantFrom(...RESOURCES)
const states = ['requested', 'confirmed', 'in_use', 'completed', 'no_show', 'cancelled', 'declined'] as const
const history = fc.record({
  now: fc.constantFrom(PERIOD.start + 12 * HOUR, PERIOD.end + 48 * HOUR),
  reservations: fc.array(
    fc.record({
      ...{ span, who, resource, state: fc.constantFrom(...states), units: fc.integer({ min: 1, max: 3 }) },
      // Takes the camera along, or something else takes it.
      takesCamera: fc.boolean(),
      used: fc.option(fc.record({ span, ofCamera: fc.boolean() })),
    }),
    { minLength: 3, maxLength: 12 },
  ),
  uses: fc.array(fc.record({ span, who, resource }), { maxLength: 2 }),
  outages: fc.array(fc.record({ span, resource, isPlanned: fc.boolean() }), { maxLength: 2 }),
})
type History = typeof history extends fc.Arbitrary<infer T> ? T : never

test('histories of a room, what is in it and what is taken along come to the same as counting every minute', () => {
  let taken = 0
  fc.assert(
    fc.property(history, (each) => {
      const expected = tell(each)
      const { resources } = catalogueOf(db)
      const rows = utilisationDuring(db, resources, DAY, each.now)
      for (const { id } of RESOURCES) {
        const { week: _byHour, ...counted } = rows.get(id)!
        const { week: _week, idle, ...byMinute } = minuteByMinute(expected.get(id)!, PERIOD, each.now)
        expect(counted).toEqual(byMinute)
        const { open, planned, downtime, booked, used, bookedAndUsed } = counted
        expect(open).toBe(planned + downtime + used + (booked - bookedAndUsed) + idle)
        if (id !== camera && counted.booked > 0) taken++
      }
      const asked = { resources: resources.filter((one) => expected.has(one.id)), days: DAY }
      const { total } = utilisationReport(db, { ...asked, grouping: 'purpose' }, each.now)
      const sum = (of: 'open' | 'booked' | 'used') =>
        [bench, shelf, camera].reduce((all, id) => all + rows.get(id)![of], 0) / HOUR
      expect(total.figures).toMatchObject({
        ...{ openHours: sum('open'), bookedHours: sum('booked'), usedHours: sum('used') },
      })
    }),
    { numRuns: 100 },
  )
  expect(taken).toBeGreaterThan(60)
})

/** Writes what happened in place of what was there, and says of each resource what of it counts, by the words of the domain. */
function tell({ reservations, uses, outages }: History): ReadonlyMap<number, UtilisationFacts> {
  db.$client.exec('DELETE FROM usages; DELETE FROM claims; DELETE FROM reservation_parts; DELETE FROM outages')
  db.$client.exec('DELETE FROM reservations')
  const open = [{ start: PERIOD.start + 8 * HOUR, end: PERIOD.start + 18 * HOUR }]
  const facts = new Map(
    RESOURCES.map(({ id, capacity }) => [
      id,
      {
        ...{ capacity, open, planned: [], unplanned: [], reservations: [], uses: [], unmet: [] },
      } as Mutable<UtilisationFacts>,
    ]),
  )
  /** The resource itself in its units, and everything inside of it whole. */
  const touched = (id: number, units: number) =>
    RESOURCES.filter((one) => one.id === id || one.parent === id).map((one) => ({
      fact: facts.get(one.id)!,
      units: one.id === id ? units : one.capacity,
    }))

  for (const each of reservations) {
    const { resource, who, state } = each
    const units = Math.min(each.units, resource.capacity)
    const also = each.takesCamera && resource.id !== camera ? [{ resourceId: camera, units: 1, labId }] : []
    const made = attempt(() =>
      makeReservation(db, { resourceId: resource.id, requesterId: who.id, units, state, also, ...each.span }),
    )
    if (!made) continue
    const used = state === 'in_use' || state === 'completed' ? each.used : null
    const usedId = used && (used.ofCamera && also.length > 0 ? camera : resource.id)
    if (used && usedId) {
      insertUse(usedId, who, used.span, made.id)
      for (const { fact, units } of touched(usedId, 1)) fact.uses.push({ ...used.span, ...partyOf(who), units })
    }
    for (const taken of [{ resourceId: resource.id, units }, ...also])
      for (const { fact, units } of touched(taken.resourceId, taken.units))
        fact.reservations.push({
          ...{ ...each.span, ...partyOf(who), state, units, decisionMs: null, cancelledLate: false },
          // What was taken along has a record of its own, or none.
          hasUsage: used !== null && (taken.resourceId === resource.id || usedId === camera),
          wasConfirmed: state !== 'requested' && state !== 'declined',
        })
  }
  for (const { resource, who, span } of uses) {
    insertUse(resource.id, who, span, null)
    for (const { fact, units } of touched(resource.id, 1)) fact.uses.push({ ...span, ...partyOf(who), units })
  }
  for (const { resource, isPlanned, span } of outages) {
    makeOutage(db, { resourceId: resource.id, startAt: span.start, endAt: span.end, isPlanned })
    for (const { fact } of touched(resource.id, 1)) (isPlanned ? fact.planned : fact.unplanned).push(span)
  }
  return facts
}

type Mutable<Facts> = { -readonly [Key in keyof Facts]: Facts[Key] extends readonly (infer One)[] ? One[] : Facts[Key] }

const partyOf = ({ id, organisationId }: { id: number; organisationId: number }) => ({ personId: id, organisationId })

function insertUse(resourceId: number, who: typeof cast.owner, { start, end }: typeof PERIOD, id: number | null) {
  db.$client
    .prepare(
      `INSERT INTO usages (resource_id, reservation_id, person_id, organisation_id, start_at, end_at, units)
       VALUES (?, ?, ?, ?, ?, ?, 1)`,
    )
    .run(resourceId, id, who.id, who.organisationId, start, end)
}

/** What the guards refuse, because the time is taken, has not happened. */
function attempt<T>(write: () => T): T | null {
  try {
    return db.$client.transaction(write)()
  } catch (fault) {
    expect(String(fault)).toMatch(/claim/)
    return null
  }
}
