import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../support/app.ts'

/** January 2026 of an instrument, entered and read by calls alone. */
let t: TestApp
let row: Record<string, number>
beforeAll(async () => {
  t = await testApp()
  await enterJanuary()
  row = await rowOf('hplc', '2026-01-01', '2026-02-01')
})
afterAll(() => t.close())

describe('vector 1, every digit', () => {
  test.each([
    ['calendar_hours', 744],
    ['open_hours', 200],
    ['planned_maintenance_hours', 8],
    ['downtime_hours', 12],
    ['planned_capacity_hours', 192],
    ['available_hours', 180],
    ['booked_hours', 120],
    ['used_hours', 108],
    ['booked_and_used_hours', 100],
    ['booked_unused_hours', 20],
    ['idle_hours', 52],
    ['used_outside_hours', 0],
    ['availability', 0.9375],
    ['occupancy', 0.666667],
    ['utilisation', 0.6],
    ['capacity_utilisation', 0.5625],
    ['calendar_loading', 0.145161],
    ['realisation', 0.833333],
    ['unbooked_share', 0.074074],
    ['log_coverage', 1],
  ])('%s is %d', (field, expected) => expect(row[field]).toBe(expected))

  test('the parts add up to the open hours', () =>
    expect(
      row['planned_maintenance_hours']! +
        row['downtime_hours']! +
        row['used_hours']! +
        row['booked_unused_hours']! +
        row['idle_hours']!,
    ).toBe(200))
})

describe('vector 2', () => {
  test('two outages on one day both count, overlapping ones once', async () => {
    await outage('2026-03-02T08:00', '2026-03-02T10:00', true)
    await outage('2026-03-02T09:00', '2026-03-02T11:00', true)
    await outage('2026-03-02T16:00', '2026-03-02T17:00', true)
    expect(await rowOf('hplc', '2026-03-02', '2026-03-03')).toMatchObject({ planned_maintenance_hours: 4 })
  })
  test('a reservation outside open hours lifts no ratio above 1', async () => {
    await reserve('2026-03-04T06:00', '2026-03-04T20:00')
    expect(await rowOf('hplc', '2026-03-04', '2026-03-05')).toMatchObject({
      booked_hours: 10,
      used_hours: 10,
      used_outside_hours: 4,
      occupancy: 1,
      utilisation: 1,
      estimated: true,
    })
  })
  test('a resource nobody used appears with 0', async () =>
    expect(await rowOf('tem', '2026-01-01', '2026-02-01')).toMatchObject({
      open_hours: 200,
      used_hours: 0,
      utilisation: 0,
      realisation: null,
    }))
  test.each([
    ['2026-03-29', '2026-03-30', 23],
    ['2026-10-25', '2026-10-26', 25],
    ['2026-10-26', '2026-10-27', 24],
  ])('the day of %s lasts so long', async (from, to, hours) => {
    const rule = {
      effect: 'open',
      audience: 'everyone',
      dtstart: `${from}T00:00:00`,
      duration: 'P1D',
      label: 'Whole day',
    }
    await say('POST', '/resources/tem/availability-rules', { ...rule, rrule: 'FREQ=DAILY;COUNT=1' }, 201)
    expect(await rowOf('tem', from, to)).toMatchObject({ calendar_hours: hours, open_hours: hours })
  })
})

async function enterJanuary() {
  await outage('2026-01-02T08:00', '2026-01-02T16:00', true)
  await outage('2026-01-05T08:00', '2026-01-05T18:00', false)
  await outage('2026-01-30T16:00', '2026-01-30T18:00', false)
  for (const [i, day] of ['07', '08', '09', '12', '13', '14', '15', '16', '19', '20', '21', '22'].entries()) {
    const { id } = await reserve(`2026-01-${day}T08:00`, `2026-01-${day}T18:00`)
    await use(`2026-01-${day}T08:00`, `2026-01-${day}T${i < 8 ? '18' : '13'}:00`, id)
  }
  await use('2026-01-23T09:00', '2026-01-23T17:00')
}

async function say(method: 'GET' | 'POST', url: string, body: unknown, status: number) {
  const answer = await t.api('owner')(method, url, body)
  expect([answer.statusCode, answer.body]).toEqual([status, expect.anything()])
  return answer.json()
}

const zone = (day: string) => (day > '2026-03-29T02' && day < '2026-10-25T03' ? '+02:00' : '+01:00')
const instant = (local: string) => `${local}:00${zone(local)}`

const outage = (start: string, end: string, planned: boolean) =>
  say(
    'POST',
    '/resources/hplc/outages',
    {
      start: instant(start),
      end: instant(end),
      kind: planned ? 'maintenance' : 'breakdown',
      planned,
      reason: 'Service',
      on_conflict: 'keep',
    },
    201,
  )

const reserve = (start: string, end: string) =>
  say(
    'POST',
    '/reservations',
    {
      resource: 'hplc',
      start: instant(start),
      end: instant(end),
      title: 'Protein purity',
      purpose: 'own_research',
      override: 'entered afterwards',
    },
    201,
  )

const use = (start: string, end: string, reservation?: number) =>
  say('POST', '/resources/hplc/usage', { start: instant(start), end: instant(end), reservation }, 201)

async function rowOf(key: string, from: string, to: string) {
  const { rows } = await say('GET', `/reports/utilisation?from=${from}&to=${to}&group=resource`, undefined, 200)
  return rows.find((each: { key: string }) => each.key === key)
}
