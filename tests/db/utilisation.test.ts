import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { type Db, migrateDb, openDb } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { utilisationDuring } from '../../db/queries/utilisation.ts'
import { utilisationReport } from '../../db/queries/utilisation-report.ts'
import type { DaySpan } from '../../server/domain/local-months.ts'
import type { Grouping } from '../../server/domain/utilisation-grouping.ts'
import { startOfDay } from '../../server/domain/zone.ts'

const HOUR = 3_600_000
const WARSAW = 'Europe/Warsaw'
const NOW = at('2026-06-01')
const YEAR = { from: '2026-01-01', to: '2027-01-01' }

let db: Db
beforeEach(() => {
  db = openDb(':memory:')
  migrateDb(db)
  db.$client.exec(`
    INSERT INTO organisations (id, slug, name_pl, name_en, kind) VALUES (1, 'uni', 'Uczelnia', 'University', 'university'),
      (2, 'firm', 'Firma', 'Firm', 'company');
    INSERT INTO people (id, email, name, organisation_id, created_at) VALUES (1, 'a@x.test', 'A', 1, 0), (2, 'b@x.test', 'B', 2, 0);
    INSERT INTO labs (id, slug, organisation_id, name_pl, name_en) VALUES (1, 'lab', 1, 'Laboratorium', 'Lab'), (2, 'rooms', 1, 'Sale', 'Rooms');
    INSERT INTO resources (id, slug, lab_id, parent_id, kind, name_pl, name_en, capacity) VALUES
      (1, 'hplc', 1, NULL, 'instrument', 'HPLC', 'HPLC', 1), (2, 'incubator', 1, NULL, 'instrument', 'Inkubator', 'Incubator', 3),
      (3, 'room', 2, NULL, 'room', 'Sala', 'Room', 1), (4, 'bench-a', 2, 3, 'instrument', 'Stół A', 'Bench A', 1),
      (5, 'bench-b', 2, 3, 'instrument', 'Stół B', 'Bench B', 1);
    INSERT INTO availability_rules (lab_id, effect, start_local, duration_minutes, rrule, created_at) VALUES
      (1, 'open', '2020-01-01T08:00:00', 600, 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 0),
      (2, 'open', '2020-01-01T08:00:00', 600, 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 0);`)
})

describe('a month of one instrument', () => {
  const january = { from: '2026-01-01', to: '2026-02-01' }

  test('vector 1, from the tables', () => {
    outage(1, '2026-01-02T08', 8, true)
    outage(1, '2026-01-05T08', 10, false)
    outage(1, '2026-01-30T16', 2, false)
    const days = ['08', '09', '12', '13', '14', '15', '16', '19', '20', '21', '22', '23']
    days.forEach((day, i) => {
      const id = reserve(1, `2026-01-${day}T08`, 10, 'completed')
      if (i < 10) use(1, `2026-01-${day}T08`, 10, id)
      else use(1, `2025-12-0${i - 8}T08`, 1, id)
    })
    use(1, '2026-01-29T09', 8)
    expect(figuresOf('hplc', january)).toMatchObject({
      calendarHours: 744,
      openHours: 200,
      plannedCapacityHours: 192,
      availableHours: 180,
      bookedHours: 120,
      usedHours: 108,
      bookedUnusedHours: 20,
      idleHours: 52,
      utilisation: 0.6,
      availability: 0.9375,
    })
  })

  test('set-up and clean-up are not booked time, waiting requests are not in', () => {
    reserve(1, '2026-01-07T10', 2, 'confirmed', { setup: 30, cleanup: 60 })
    reserve(1, '2026-01-07T14', 2, 'requested')
    expect(figuresOf('hplc', january)).toMatchObject({ bookedHours: 2, usedHours: 0, users: 1 })
  })

  test('a no-show counts as booked and not as used, a late cancellation is counted', () => {
    db.$client.exec('UPDATE resources SET cancel_notice_minutes = 1440 WHERE id = 1')
    reserve(1, '2026-01-07T10', 2, 'no_show')
    const late = reserve(1, '2026-01-08T10', 2, 'cancelled')
    const early = reserve(1, '2026-01-09T10', 2, 'cancelled')
    const event = db.$client.prepare(
      `INSERT INTO reservation_events (reservation_id, kind, at) VALUES (?, 'cancelled', ?)`,
    )
    event.run(late, at('2026-01-08T02'))
    event.run(early, at('2026-01-05T02'))
    expect(figuresOf('hplc', january)).toMatchObject({
      bookedHours: 2,
      usedHours: 0,
      noShowRate: 1,
      lateCancelRate: 1 / 3,
    })
  })

  test('use longer than forty days, and use that runs still', () => {
    use(1, '2025-11-01T00', 24 * 80)
    use(2, '2026-05-29T10', null)
    expect(figuresOf('hplc', january).usedHours).toBe(110)
    expect(figuresOf('incubator', { from: '2026-05-01', to: '2026-07-01' }).usedHours).toBe(8)
  })

  test('hours refused because the time was taken', () => {
    db.$client
      .prepare('INSERT INTO unmet_requests (resource_id, person_id, start_at, end_at, asked_at) VALUES (3, 1, ?, ?, 0)')
      .run(at('2026-01-07T10'), at('2026-01-07T13'))
    expect(figuresOf('room', january).unmetHours).toBe(3)
    expect(figuresOf('bench-a', january).unmetHours).toBe(3)
  })
})

describe('a room and its benches', () => {
  const day = { from: '2026-01-07', to: '2026-01-08' }

  test('a reservation of the room counts on both benches, one of a bench on that bench alone', () => {
    reserve(3, '2026-01-07T08', 2, 'completed')
    reserve(4, '2026-01-07T12', 1, 'completed')
    expect(['room', 'bench-a', 'bench-b'].map((slug) => figuresOf(slug, day).bookedHours)).toEqual([2, 3, 2])
  })
  test('sums leave the room out where its benches are in', () => {
    reserve(3, '2026-01-07T08', 2, 'completed')
    const { rows, total } = report(day, 'lab')
    expect(rows.find(({ key }) => key === 'rooms')?.figures).toMatchObject({
      openHours: 20,
      bookedHours: 4,
      occupancy: 0.2,
    })
    expect(total.figures.openHours).toBe(10 + 30 + 20)
  })
  test.each(['resource', 'lab', 'organisation', 'cluster'] as const)('the total is the same by %s', (grouping) => {
    reserve(3, '2026-01-07T08', 2, 'completed')
    reserve(2, '2026-01-07T08', 2, 'confirmed')
    expect(report(day, grouping).total.figures).toMatchObject({ openHours: 60, bookedHours: 6 })
  })
})

describe('what is remembered', () => {
  const days = { from: '2026-01-01', to: '2026-05-01' }
  const booked = () => figuresOf('hplc', days).bookedHours

  test.each<[string, number, () => unknown]>([
    ['a reservation is made', 4, () => reserve(1, '2026-02-03T10', 2, 'confirmed')],
    ['a reservation over the end of a month is made', 22, () => reserve(1, '2026-03-30T10', 48, 'confirmed')],
    ['it moves to another month', 1, () => move(1, '2026-03-05T09', 1)],
    ['it becomes a no-show', 2, () => letGo(1, 'no_show')],
    ['it is cancelled', 0, () => letGo(1, 'cancelled')],
    ['an outage covers it', 0, () => outage(1, '2026-02-02T08', 10, true)],
    ['opening hours change', 0, () => db.$client.exec(`UPDATE availability_rules SET rrule = 'FREQ=WEEKLY;BYDAY=SU'`)],
  ])('is counted anew when %s', (_what, after, change) => {
    reserve(1, '2026-02-02T10', 2, 'confirmed')
    expect(booked()).toBe(2)
    change()
    expect(booked()).toBe(after)
  })
  test('is counted anew when a state changes and when use is recorded', () => {
    const id = reserve(1, '2026-02-02T10', 2, 'confirmed')
    expect(figuresOf('hplc', days).usedHours).toBe(0)
    db.$client.prepare(`UPDATE reservations SET state = 'completed' WHERE id = ?`).run(id)
    expect(figuresOf('hplc', days)).toMatchObject({ usedHours: 2, estimated: true })
    use(1, '2026-02-02T10', 1, id)
    expect(figuresOf('hplc', days)).toMatchObject({ usedHours: 1, estimated: false })
  })
  test('a change of the room is seen on its benches', () => {
    expect(figuresOf('bench-a', days).bookedHours).toBe(0)
    reserve(3, '2026-02-03T10', 2, 'confirmed')
    expect(figuresOf('bench-a', days).bookedHours).toBe(2)
  })
  test('a reservation reaches its start while the clock runs', () => {
    reserve(1, '2026-06-03T10', 2, 'confirmed')
    reserve(1, '2026-05-20T10', 2, 'no_show')
    const rate = (now: number) => figuresOf('hplc', YEAR, now).noShowRate
    expect([NOW, at('2026-06-03T09'), at('2026-06-03T10'), NOW].map(rate)).toEqual([1, 1, 0.5, 1])
  })
  test('nothing of a write that was taken back', () => {
    expect(booked()).toBe(0)
    db.$client.exec('BEGIN')
    reserve(1, '2026-02-02T10', 2, 'confirmed')
    expect(booked()).toBe(2)
    db.$client.exec('ROLLBACK')
    reserve(1, '2026-02-03T10', 5, 'confirmed')
    expect(booked()).toBe(5)
  })
})

test('any period is the sum of its days, whatever months lie in it and in whatever order it is asked', () => {
  for (let day = 1; day < 28; day++)
    reserve(1, `2026-0${1 + (day % 4)}-${String(day).padStart(2, '0')}T0${day % 10}`, 3 + (day % 20), 'completed')
  reserve(1, '2026-04-29T12', 72, 'confirmed')
  const dayOf = (n: number) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10)
  const booked = (from: number, to: number) => figuresOf('hplc', { from: dayOf(from), to: dayOf(to) }).bookedHours
  const byDay = Array.from({ length: 150 }, (_, n) => booked(n, n + 1))
  fc.assert(
    fc.property(fc.nat({ max: 100 }), fc.integer({ min: 1, max: 50 }), (from, length) => {
      const expected = byDay.slice(from, from + length).reduce((sum, hours) => sum + hours, 0)
      expect(booked(from, from + length)).toBeCloseTo(expected, 9)
    }),
    { numRuns: 60 },
  )
})

function report(days: DaySpan, grouping: Grouping, now = NOW) {
  return utilisationReport(db, { resources: catalogueOf(db).resources, days, grouping }, now)
}

function figuresOf(slug: string, days: DaySpan, now = NOW) {
  const { rows } = report(days, 'resource', now)
  expect(utilisationDuring(db, catalogueOf(db).resources, days, now).size).toBe(5)
  return rows.find(({ key }) => key === slug)!.figures
}

/** `2026-01-07T10` on the clocks of Warsaw. */
function at(local: string): number {
  return startOfDay(local.slice(0, 10), WARSAW) + Number(local.slice(11) || 0) * HOUR
}

function reserve(
  resource: number,
  start: string,
  hours: number,
  state: string,
  more: { setup?: number; cleanup?: number } = {},
): number {
  const from = at(start)
  const to = from + hours * HOUR
  const { lastInsertRowid } = db.$client
    .prepare(
      `INSERT INTO reservations (resource_id, requester_id, organisation_id, start_at, end_at, state, purpose, title, created_at, decide_by)
       VALUES (?, 1, 1, ?, ?, ?, 'own_research', 'x', 0, ?)`,
    )
    .run(resource, from, to, state, state === 'requested' ? from : null)
  const { setup = 0, cleanup = 0 } = more
  if (['requested', 'confirmed', 'in_use', 'completed'].includes(state))
    db.$client
      .prepare('INSERT INTO claims VALUES (?, ?, ?, ?, 1, ?, ?, ?)')
      .run(
        resource,
        from - setup * 60_000,
        lastInsertRowid,
        to + cleanup * 60_000,
        setup,
        cleanup,
        state === 'requested' ? 1 : 0,
      )
  return Number(lastInsertRowid)
}

function move(id: number, start: string, hours: number) {
  const times = [at(start), at(start) + hours * HOUR, id]
  db.$client.prepare('UPDATE reservations SET start_at = ?, end_at = ? WHERE id = ?').run(times)
  db.$client.prepare('UPDATE claims SET start_at = ?, end_at = ? WHERE reservation_id = ?').run(times)
}

function letGo(id: number, state: string) {
  db.$client.prepare('DELETE FROM claims WHERE reservation_id = ?').run(id)
  db.$client.prepare('UPDATE reservations SET state = ? WHERE id = ?').run(state, id)
}

function use(resource: number, start: string, hours: number | null, reservation: number | null = null) {
  db.$client
    .prepare(
      'INSERT INTO usages (resource_id, reservation_id, person_id, organisation_id, start_at, end_at) VALUES (?, ?, 1, 1, ?, ?)',
    )
    .run(resource, reservation, at(start), hours === null ? null : at(start) + hours * HOUR)
}

function outage(resource: number, start: string, hours: number, isPlanned: boolean) {
  db.$client
    .prepare(
      `INSERT INTO outages (resource_id, start_at, end_at, kind, is_planned, reason, created_at) VALUES (?, ?, ?, 'maintenance', ?, '', 0)`,
    )
    .run(resource, at(start), at(start) + hours * HOUR, isPlanned ? 1 : 0)
}
