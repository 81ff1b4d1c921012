import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Db, migrateDb, openDb } from '../../db/connect.ts'
import { openTimeOf } from '../../db/queries/opening-hours.ts'
import { makeDemo } from '../../scripts/cluster/make-cluster.ts'
import equipment from '../../scripts/seed-data/equipment.json' with { type: 'json' }
import { covers } from '../../server/domain/interval.ts'

const NOW = Date.parse('2026-11-10T09:40:00Z')
const EVERYONE = new Set(['everyone'] as const)
let db: Db

beforeAll(async () => {
  db = openDb(':memory:')
  migrateDb(db)
  await makeDemo(db, NOW)
})
afterAll(() => db.$client.close())

const all = (sql: string, ...values: unknown[]) => db.$client.prepare(sql).all(...values) as Record<string, unknown>[]
const one = (sql: string, ...values: unknown[]) =>
  db.$client
    .prepare(sql)
    .pluck()
    .get(...values)

describe('the catalogue', () => {
  test('has every row of the public sources under its names, none of them confirmed', () => {
    const rows = all('SELECT name_pl, name_en, source_url, confirmed_at FROM resources WHERE NOT is_example')
    expect(rows.length).toBe(104)
    const wanted = equipment.items.map((item) => ({
      name_pl: item.name_pl,
      name_en: item.name_en,
      source_url: item.source,
      confirmed_at: null,
    }))
    expect(rows).toEqual(expect.arrayContaining(wanted))
  })

  test('says what was only announced', () => {
    const planned = equipment.items.filter((item) => item.status === 'reported_as_planned').length
    expect(one(`SELECT count(*) FROM resources WHERE status = 'planned'`)).toBe(planned)
  })

  test('lists equipment elsewhere in the country under organisations that are no members, never open', () => {
    const elsewhere = all(
      `SELECT r.id FROM resources r JOIN labs l ON l.id = r.lab_id JOIN organisations o ON o.id = l.organisation_id WHERE NOT o.is_member`,
    )
    expect(elsewhere.length).toBe(equipment.meta.counts.poland_other)
    const year = { start: NOW, end: NOW + 365 * 86_400_000 }
    for (const { id } of elsewhere) expect(openTimeOf(db, id as number, year, EVERYONE)).toEqual([])
  })

  test('gives every member lab an owner', () => {
    expect(
      all(`SELECT l.slug FROM labs l JOIN organisations o ON o.id = l.organisation_id AND o.is_member
           WHERE NOT EXISTS (SELECT 1 FROM stewardships s WHERE s.lab_id = l.id AND s.role = 'owner')`),
    ).toEqual([])
  })

  test('keeps slugs readable', () => {
    for (const { slug } of all(
      'SELECT slug FROM resources UNION SELECT slug FROM labs UNION SELECT slug FROM organisations',
    ))
      expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  })
})

describe('the fixed resources', () => {
  test('are set as the contract says', () => {
    const rows = all(
      `SELECT r.slug, o.slug AS organisation, r.capacity, r.approval, r.setup_minutes AS setup, r.cleanup_minutes AS cleanup,
         r.min_minutes AS min, r.max_minutes AS max, r.step_minutes AS step, r.horizon_days AS horizon,
         r.qualification_required AS level, r.no_show_after_minutes AS noShow
       FROM resources r JOIN labs l ON l.id = r.lab_id JOIN organisations o ON o.id = l.organisation_id
       WHERE r.slug LIKE 'demo-%' ORDER BY r.slug`,
    )
    expect(rows.map((row) => Object.values(row).join(' '))).toEqual([
      'demo-hplc politechnika-lubelska 1 none 0 0 30 480 30 400  ',
      'demo-incubator politechnika-lubelska 3 none 0 0 30 20160 30 400  ',
      'demo-lab umlub 1 none 0 0 30 480 30 400  ',
      'demo-lab-bench-a umlub 1 none 0 0 30 480 30 400  ',
      'demo-lab-bench-b umlub 1 none 0 0 30 480 30 400  ',
      'demo-line biomed-lublin 1 none 0 0 30 480 30 400  ',
      'demo-mri umlub 1 owner 0 0 30 480 30 400 supervised ',
      'demo-night politechnika-lubelska 1 none 0 0 30 540 30 400  ',
      'demo-tem politechnika-lubelska 1 owner 30 30 30 480 30 400  30',
    ])
  })

  test.each([
    ['demo-hplc', ['everyone'], '2026-11-09', '08–18'],
    ['demo-hplc', ['everyone'], '2026-11-11', ''],
    ['demo-hplc', ['everyone'], '2026-11-14', ''],
    ['demo-incubator', ['everyone'], '2026-11-11', '00–24'],
    ['demo-night', ['everyone'], '2026-11-11', '00–06 22–24'],
    ['demo-lab-bench-a', ['everyone'], '2026-11-10', '08–18'],
    ['demo-line', ['everyone', 'organisation'], '2026-11-09', '06–22'],
    ['demo-line', ['everyone'], '2026-11-09', ''],
    ['demo-line', ['everyone'], '2026-11-10', '08–14'],
  ] as const)('%s for %j is open on %s: %s', (slug, audiences, day, expected) => {
    const midnight = Date.parse(`${day}T00:00:00+01:00`)
    const id = one('SELECT id FROM resources WHERE slug = ?', slug) as number
    const open = openTimeOf(db, id, { start: midnight, end: midnight + 86_400_000 }, new Set(audiences))
    const hour = (at: number) => String((at - midnight) / 3_600_000).padStart(2, '0')
    expect(open.map(({ start, end }) => `${hour(start)}–${hour(end)}`).join(' ')).toBe(expected)
  })

  test('have no reservations, and nobody of the demo may use demo-mri untrained', () => {
    expect(one(`SELECT count(*) FROM reservations v JOIN resources r ON r.id = v.resource_id WHERE r.is_example`)).toBe(
      0,
    )
    expect(
      one(`SELECT count(*) FROM qualifications q JOIN resources r ON r.id = q.resource_id WHERE r.slug = 'demo-mri'`),
    ).toBe(0)
  })
})

describe('the made-up year', () => {
  test('gives the reports and the inbox of each demo owner something to say', () => {
    const states = Object.fromEntries(
      all('SELECT state, count(*) AS n FROM reservations GROUP BY state').map(({ state, n }) => [state, n]),
    )
    for (const state of [
      'requested',
      'confirmed',
      'in_use',
      'completed',
      'no_show',
      'cancelled',
      'declined',
      'expired',
    ])
      expect(states[state], state).toBeGreaterThan(0)
    expect(
      one(`SELECT count(*) FROM reservations v JOIN resources r ON r.id = v.resource_id JOIN stewardships s ON s.lab_id = r.lab_id
           JOIN people p ON p.id = s.person_id WHERE p.email = 'owner@demo.test' AND v.state = 'requested'`),
    ).toBeGreaterThan(2)
    expect(one('SELECT count(*) FROM usages')).toBeGreaterThan(1000)
    expect(one('SELECT count(*) FROM outages')).toBeGreaterThan(20)
  })

  test('keeps every reservation inside open hours', () => {
    const year = { start: NOW - 400 * 86_400_000, end: NOW + 60 * 86_400_000 }
    for (const { id } of all('SELECT DISTINCT resource_id AS id FROM reservations')) {
      const open = openTimeOf(db, id as number, year, EVERYONE)
      const outside = all('SELECT start_at AS start, end_at AS end FROM reservations WHERE resource_id = ?', id).filter(
        (span) => !covers(open, span as { start: number; end: number }),
      )
      expect(outside).toEqual([])
    }
  })

  test('has one claim for each reservation that holds time, and nobody is in one place twice', () => {
    expect(
      one(`SELECT count(*) FROM reservations v LEFT JOIN claims c ON c.reservation_id = v.id AND c.resource_id = v.resource_id
           WHERE (c.reservation_id IS NULL) <> (v.state IN ('declined', 'expired', 'no_show', 'cancelled'))`),
    ).toBe(0)
    expect(
      one(`SELECT count(*) FROM usages a JOIN usages b ON b.resource_id = a.resource_id AND b.id > a.id AND a.start_at < b.end_at
             AND b.start_at < a.end_at JOIN resources r ON r.id = a.resource_id WHERE r.capacity = 1`),
    ).toBe(0)
  })

  test('is the same for the same day', async () => {
    const other = openDb(':memory:')
    migrateDb(other)
    await makeDemo(other, NOW)
    const print = (each: Db) =>
      each.$client.prepare('SELECT sum(start_at % 1000003 * id % 1000003) FROM reservations').pluck().get()
    expect(print(other)).toBe(print(db))
    other.$client.close()
  })
})

test('two chromatographs share columns and an autosampler, which are not booked by themselves', () => {
  const shared = all(
    `SELECT x.slug, x.capacity, group_concat(r.slug) AS hosts, count(DISTINCT r.lab_id) AS labs
     FROM resource_accessories a JOIN resources x ON x.id = a.accessory_id JOIN resources r ON r.id = a.resource_id
     WHERE x.is_accessory AND x.is_example AND x.lab_id = r.lab_id GROUP BY x.id ORDER BY x.id`,
  )
  expect(shared).toEqual([
    { slug: 'kolumna-chiralna', capacity: 2, hosts: 'trace-gc-ultra-fid-tcd,trace-gc-ultra-ms', labs: 1 },
    { slug: 'podajnik-headspace', capacity: 1, hosts: 'trace-gc-ultra-fid-tcd,trace-gc-ultra-ms', labs: 1 },
  ])
  expect(one('SELECT count(*) FROM reservations v JOIN resources r ON r.id = v.resource_id WHERE r.is_accessory')).toBe(
    0,
  )
})
