import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Db, migrateDb, openDb } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { exchangeDuring } from '../../db/queries/exchange.ts'
import { ledgerOf } from '../../db/queries/state-aid-ledger.ts'
import { utilisationByMonth, utilisationDuring } from '../../db/queries/utilisation.ts'
import { utilisationReport } from '../../db/queries/utilisation-report.ts'
import { spanOfDays } from '../../server/domain/local-months.ts'
import { LEDGER_GROUPS } from '../../server/domain/state-aid.ts'
import { daysOfYear } from '../../server/domain/state-aid-entity.ts'
import { ledgerHoursOf } from '../../server/domain/state-aid-hours.ts'
import { USE_GROUPINGS } from '../../server/domain/utilisation-grouping.ts'
import { dropOldMonths, keepAllUtilisation } from '../../server/operations/keep-utilisation.ts'
import { type Cast, makeCast } from '../support/cast.ts'
import { DAY, HOUR, makeOutage, makeProject, makeReservation, makeResource } from '../support/makers.ts'

const YEARS = { from: '2025-01-01', to: '2028-01-01' }
const START = Date.UTC(2025, 11, 1)

let folder: string
let file: string
let db: Db
let cast: Cast
let resources: readonly number[]
let project: number
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'counts-'))
  file = join(folder, 'counts.sqlite')
  db = openDb(file)
  db.$client.pragma('synchronous = OFF')
  migrateDb(db)
  cast = makeCast(db)
  const room = makeResource(db, { labId: cast.labId, slug: 'room', kind: 'room' })
  const bench = (slug: string) => makeResource(db, { labId: cast.labId, slug, parentId: room })
  const incubator = makeResource(db, { labId: cast.labId, slug: 'incubator', capacity: 3 })
  project = makeProject(db, 'OPUS-1', cast.researcher.organisationId, [])
  resources = [cast.hplc, cast.tem, room, bench('bench-a'), bench('bench-b'), incubator]
})
afterEach(() => {
  db.$client.close()
  rmSync(folder, { recursive: true })
})

/** As a process that has just started sees it. */
function afresh<T>(look: (db: Db) => T): T {
  const fresh = openDb(file)
  try {
    return look(fresh)
  } finally {
    fresh.$client.close()
  }
}

function figures(of: Db, now: number) {
  const { resources } = catalogueOf(of)
  const asked = { resources, days: YEARS }
  return [
    ...utilisationDuring(of, resources, YEARS, now),
    ...utilisationByMonth(of, resources, YEARS, now),
    ...USE_GROUPINGS.map((grouping) => utilisationReport(of, { ...asked, grouping }, now).rows),
    exchangeDuring(of, resources, YEARS, now),
    hoursOfLedger(of, now),
  ]
}

/** A book of everything. */
function ledger(of: Db, now: number) {
  const entity = { id: 1, slug: 'all', name: 'All', organisationId: 1, createdAt: 0, closedAt: null }
  const weighted = resources.map((resourceId) => ({ resourceId, weight: 1 }))
  const year = {
    entity,
    year: 2026,
    resources: weighted,
    frozenHours: null,
    frozenAt: null,
    shareAtAward: null,
    version: null,
  }
  return ledgerOf(of, year, now)
}

function hoursOfLedger(of: Db, now: number) {
  const { parts, figures } = ledger(of, now)
  return [figures, parts.map(({ hours, months, coming }) => ({ hours, months, coming }))]
}

const change = fc.record({
  kind: fc.constantFrom(
    ...(['reserve', 'reserve', 'reserve', 'use', 'outage', 'cancel', 'state', 'hours', 'capacity'] as const),
    ...(['purpose', 'purpose', 'hand-over', 'project', 'organisation'] as const),
  ),
  resource: fc.nat({ max: 5 }),
  day: fc.nat({ max: 400 }),
  hour: fc.nat({ max: 23 }),
  length: fc.integer({ min: 1, max: 100 }),
})

test('what was kept is, after any changes, the same as what is counted anew', () => {
  let now = START + 200 * DAY
  const rounds = fc.sample(fc.array(change, { minLength: 1, maxLength: 12 }), { numRuns: 7, seed: 7 })
  for (const changes of rounds) {
    for (const each of changes) apply(each)
    // Kept before the last of the changes, so that some of it is old.
    if (changes.length % 3 > 0) keepAllUtilisation(db, now)
    now += 3 * DAY
    const kept = afresh((fresh) => figures(fresh, now))
    const remembered = figures(db, now)
    for (const { resource, hours, coming, entries } of ledger(db, now).parts) {
      const year = spanOfDays(daysOfYear(2026), resource.timeZone)
      const { done, confirmed } = ledgerHoursOf(entries, resource.capacity, year)
      for (const group of LEDGER_GROUPS) expect(hours.done[group]).toBeCloseTo(done[group], 6)
      expect(hours.confirmed).toBeCloseTo(confirmed, 6)
      expect([...coming.values()].reduce((sum, each) => sum + each, 0)).toBeCloseTo(confirmed, 6)
    }
    const count = db.$client.prepare('SELECT count(*) FROM utilisation_counts').pluck().get()
    const rows = db.$client.prepare('SELECT * FROM utilisation_counts').all()
    db.$client.exec('DELETE FROM utilisation_counts')
    const counted = afresh((fresh) => figures(fresh, now))
    expect(kept).toEqual(counted)
    expect(remembered).toEqual(counted)
    const put = db.$client.prepare('INSERT INTO utilisation_counts VALUES (?, ?, ?, ?, ?, ?, ?)')
    for (const row of rows) put.run(...Object.values(row as object))
    expect(count).toBe(rows.length)
  }
  expect(db.$client.prepare('SELECT count(*) FROM utilisation_counts').pluck().get()).toBeGreaterThan(50)
}, 30_000)

test('it is read indeed: a figure changed in the table alone is shown', () => {
  makeReservation(db, { resourceId: cast.hplc, requesterId: cast.researcher.id, start: START + 10 * HOUR })
  keepAllUtilisation(db, START)
  db.$client.exec(`UPDATE utilisation_counts SET content = (SELECT content FROM utilisation_counts c
    WHERE c.resource_id = ${cast.tem} AND c.id < 0 AND c.id / 1048576 = utilisation_counts.id / 1048576) WHERE id < 0`)
  const year = { from: '2025-01-01', to: '2026-01-01' }
  const booked = afresh((fresh) => utilisationDuring(fresh, catalogueOf(fresh).resources, year, START).get(cast.hplc))
  expect(booked?.booked).toBe(0)
})

test.each([
  ['purpose', () => `'service'`],
  ['project_id', () => project],
  ['requester_id', () => cast.owner.id],
  ['organisation_id', () => cast.company.organisationId],
])('another %s of a reservation is seen on what it takes along and wherever it was used', (column, value) => {
  const [, , , , , incubator] = resources as [number, number, number, number, number, number]
  const also = [{ resourceId: cast.tem, units: 1, labId: cast.labId }]
  const { id } = makeReservation(db, { resourceId: cast.hplc, requesterId: cast.researcher.id, start: START, also })
  db.$client
    .prepare('INSERT INTO usages (resource_id, reservation_id, start_at, end_at) VALUES (?, ?, ?, ?)')
    .run(incubator, id, START + 40 * DAY, START + 40 * DAY + HOUR)
  const revisions = () =>
    db.$client
      .prepare('SELECT resource_id, month, revision FROM resource_months WHERE month > 0 ORDER BY 1, 2')
      .raw()
      .all() as [number, number, number][]
  const before = revisions()
  db.$client.exec(`UPDATE reservations SET ${column} = ${value()} WHERE id = ${id}`)
  expect(before.map(([resource, month]) => [resource, month])).toEqual(
    expect.arrayContaining([
      [cast.hplc, 202512],
      [cast.tem, 202512],
      [incubator, 202601],
    ]),
  )
  expect(revisions()).toEqual(before.map(([resource, month, revision]) => [resource, month, revision + 1]))
  db.$client.exec(`UPDATE reservations SET ${column} = ${value()} WHERE id = ${id}`)
  expect(revisions()).toEqual(before.map(([resource, month, revision]) => [resource, month, revision + 1]))
})

/** Whatever the guards refuse has not happened. */
function apply({ kind, resource, day, hour, length }: typeof change extends fc.Arbitrary<infer T> ? T : never) {
  const resourceId = resources[resource]!
  const start = START + day * DAY + hour * HOUR
  const time = { start, end: start + length * HOUR }
  const run = (sql: string, ...values: unknown[]) => db.$client.prepare(sql).run(...values)
  try {
    db.$client.transaction(() => {
      if (kind === 'reserve')
        makeReservation(db, {
          resourceId,
          requesterId: cast.researcher.id,
          state: day % 3 === 0 ? 'completed' : day % 7 === 0 ? 'no_show' : 'confirmed',
          ...time,
        })
      else if (kind === 'use')
        run(
          'INSERT INTO usages (resource_id, person_id, organisation_id, start_at, end_at) VALUES (?, ?, ?, ?, ?)',
          resourceId,
          cast.company.id,
          cast.company.organisationId,
          start,
          day % 11 === 0 ? null : time.end,
        )
      else if (kind === 'outage')
        makeOutage(db, { resourceId, startAt: start, endAt: time.end, isPlanned: day % 2 === 0 })
      else if (kind === 'cancel') {
        const id = db.$client
          .prepare('SELECT min(reservation_id) FROM claims WHERE resource_id = ?')
          .pluck()
          .get(resourceId)
        run('DELETE FROM claims WHERE reservation_id = ?', id)
        run(`UPDATE reservations SET state = 'cancelled' WHERE id = ?`, id)
      } else if (kind === 'state')
        run(`UPDATE reservations SET state = 'completed' WHERE state = 'confirmed' AND resource_id = ?`, resourceId)
      else if (kind === 'purpose') ofLast(resourceId, `purpose = '${['service', 'teaching'][day % 2]}'`)
      else if (kind === 'project') ofLast(resourceId, `project_id = ${day % 2 ? project : null}`)
      else if (kind === 'hand-over') ofLast(resourceId, `requester_id = ${cast.owner.id}`)
      else if (kind === 'organisation') ofLast(resourceId, `organisation_id = ${cast.company.organisationId}`)
      else if (kind === 'hours') run('UPDATE availability_rules SET duration_minutes = ?', 300 + (length % 10) * 60)
      else run('UPDATE resources SET cancel_notice_minutes = ? WHERE id = ?', length, resourceId)
    })()
  } catch (fault) {
    expect(String(fault)).toMatch(/claim/)
  }
}

function ofLast(resourceId: number, change: string) {
  db.$client.exec(`UPDATE reservations SET ${change}
    WHERE id = (SELECT max(reservation_id) FROM claims WHERE resource_id = ${resourceId})`)
}

test('months of years gone by are let go of, their years stay, and the figures with them', () => {
  makeReservation(db, {
    resourceId: cast.hplc,
    requesterId: cast.researcher.id,
    start: START,
    end: START + 2 * HOUR,
    state: 'completed',
  })
  const later = START + 800 * DAY
  keepAllUtilisation(db, START + DAY)
  const kept = () =>
    db.$client
      .prepare('SELECT count(*) FILTER (WHERE id > 0), count(*) FROM utilisation_counts WHERE id < 1 << 39')
      .raw()
      .get()
  const [monthsBefore, before] = kept() as [number, number]
  expect(monthsBefore).toBeGreaterThan(0)
  const told = figures(db, later)
  dropOldMonths(db, later)
  expect(kept()).toEqual([0, before - monthsBefore])
  expect(afresh((of) => figures(of, later))).toEqual(told)
})
