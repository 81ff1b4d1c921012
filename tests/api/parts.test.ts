import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../support/app.ts'
import { at, DAY, makeAccessory, makeLab, makeReservation, makeResource } from '../support/makers.ts'

let t: TestApp

beforeAll(async () => {
  t = await testApp()
  const { cast, db } = t
  const accessory = { labId: cast.labId, slug: 'probe', namePl: 'Sonda', nameEn: 'Probe', capacity: 2 }
  makeAccessory(db, [cast.hplc, cast.tem], accessory)
  makeResource(db, { labId: cast.labId, slug: 'five', namePl: 'Piątka', nameEn: 'Five', capacity: 5 })
  const labId = makeLab(db, { organisationId: cast.organisationId, slug: 'optics' })
  makeResource(db, { labId, slug: 'laser', approval: 'owner' })
})
afterAll(() => t.close())

/** Each test in a week of its own. */
let week = 0
const wish = (also: readonly object[], more: object = {}) => {
  const start = at('2026-11-30 10:00') + week * 7 * DAY
  const span = { start: new Date(start).toISOString(), end: new Date(start + 7_200_000).toISOString() }
  return { resource: 'hplc', ...span, title: 'Both', purpose: 'own_research', also, ...more }
}

describe('a reservation with others along', () => {
  test('is made, told and seen as one', async () => {
    const call = t.api('researcher')
    const made = await call('POST', '/reservations', wish([{ resource: 'five', units: 3 }, { resource: 'probe' }]))
    expect(made.statusCode, made.body).toBe(201)
    const also = [
      { resource: 'five', units: 3 },
      { resource: 'probe', units: 1 },
    ]
    expect(made.json()).toMatchObject({ resource: 'hplc', units: 1, state: 'confirmed', also })
    const { start, end, id } = made.json()
    const taken = await t.api(null)('GET', `/resources/five/availability?from=${start}&to=${end}`)
    expect(taken.json()).toMatchObject({ busy: [{ start, end, units: 3 }], free: [{ start, end, units: 2 }] })
    const masked = await t.api('stranger')('GET', `/reservations?resource=five&from=${start}&to=${end}`)
    expect(masked.json().items).toEqual([{ start, end, units: 3 }])
    const mine = await call('GET', '/reservations?mine=true&resource=five')
    expect(mine.json().items).toMatchObject([{ id, also }])
    week++
  })

  test('is refused as one, naming what is taken and what is not allowed', async () => {
    const { start } = wish([])
    makeReservation(t.db, { resourceId: t.cast.tem, requesterId: t.cast.stranger.id, start: Date.parse(start) })
    const clash = await t.api('researcher')('POST', '/reservations', wish([{ resource: 'tem' }]))
    expect(clash.statusCode).toBe(409)
    expect(clash.json()).toMatchObject({ code: 'conflict', conflicts: [{ resource: 'tem', units: 1 }] })
    const [first] = clash.json().alternatives
    expect(first.resource).toBe('hplc')
    const there = { start: first.start, end: first.end }
    const other = await t.api('researcher')('POST', '/reservations/preview', wish([{ resource: 'tem' }], there))
    expect(other.json()).toMatchObject({ allowed: true, state: 'requested' })
    const broken = await t.api('researcher')(
      'POST',
      '/reservations',
      wish([{ resource: 'laser' }, { resource: 'probe', units: 9 }]),
    )
    expect(broken.statusCode).toBe(422)
    expect(broken.json().violations).toMatchObject([
      { code: 'parts', resource: 'laser', overridable: false },
      { code: 'units', resource: 'probe', overridable: false, message: expect.stringContaining('Sonda: ') },
    ])
    week++
  })

  test.each([
    ['something that is not there', [{ resource: 'nothing' }]],
    ['a field too many', [{ resource: 'probe', colour: 'red' }]],
    ['no resource', [{ units: 1 }]],
    ['a list too long', Array.from({ length: 21 }, () => ({ resource: 'probe' }))],
    ['no list', { resource: 'probe' }],
  ])('%s is 422 and names the field', async (_, also) => {
    for (const path of ['/reservations', '/reservations/preview']) {
      const answer = await t.api('researcher')('POST', path, wish(also as object[]))
      expect(answer.statusCode).toBe(422)
      expect(answer.json().errors[0].path).toMatch(/^also/)
    }
  })

  test('keeps its list in a change that does not name one, and takes a new one', async () => {
    const call = t.api('researcher')
    const made = (await call('POST', '/reservations', wish([{ resource: 'probe' }]))).json()
    const patch = (body: object, version: number) =>
      call('PATCH', `/reservations/${made.id}`, body, { 'if-match': `"${version}"` })
    const moved = await patch({ end: new Date(Date.parse(made.end) + 3_600_000).toISOString() }, made.version)
    expect(moved.json()).toMatchObject({ also: [{ resource: 'probe', units: 1 }] })
    const more = await patch({ also: [{ resource: 'probe', units: 2 }, { resource: 'five' }] }, moved.json().version)
    expect(more.json().also).toHaveLength(2)
    const none = await patch({ also: [] }, more.json().version)
    expect(none.json()).toMatchObject({ also: [], state: 'confirmed' })
    expect((await patch({ also: [{ resource: 'no' }] }, none.json().version)).statusCode).toBe(422)
    week++
  })

  test('is one by its key: another list is another request', async () => {
    const call = t.api('researcher')
    const send = (also: object[]) => call('POST', '/reservations', wish(also), { 'idempotency-key': 'parts' })
    const first = await send([{ resource: 'probe' }])
    expect((await send([{ resource: 'probe' }])).json().id).toBe(first.json().id)
    expect((await send([])).json().code).toBe('idempotency-mismatch')
    week++
  })
})

describe('an accessory', () => {
  test('is named by what it belongs to, and by nothing else', async () => {
    const call = t.api('researcher')
    const hplc = await call('GET', '/resources/hplc')
    expect(hplc.json().accessories).toEqual([{ slug: 'probe', name: { pl: 'Sonda', en: 'Probe' }, capacity: 2 }])
    expect((await call('GET', '/resources/five')).json().accessories).toEqual([])
    expect((await call('GET', '/resources/probe')).statusCode).toBe(404)
    const listed = (await call('GET', '/resources?limit=200')).json().items.map((each: { slug: string }) => each.slug)
    expect(listed).not.toContain('probe')
    expect((await call('GET', '/resources?q=Sonda')).json().items).toEqual([])
    expect(
      (await call('GET', '/resources/probe/availability?from=2026-11-24T00:00:00Z&to=2026-11-25T00:00:00Z')).statusCode,
    ).toBe(404)
  })

  test('is not booked by itself', async () => {
    for (const path of ['/reservations', '/reservations/preview']) {
      const answer = await t.api('researcher')('POST', path, wish([], { resource: 'probe' }))
      expect(answer.statusCode).toBe(422)
      expect(answer.json().errors[0].path).toBe('resource')
    }
  })
})

test('a series takes nothing along, and says so', async () => {
  const { start, end, resource, ...rest } = wish([{ resource: 'probe' }])
  const series = { ...rest, resource, dtstart: '2026-12-01T10:00:00', duration: 'PT1H', rrule: 'FREQ=DAILY;COUNT=2' }
  const answer = await t.api('researcher')('POST', '/series', { ...series, on_conflict: 'reject' })
  expect(answer.statusCode).toBe(422)
  expect(answer.json().errors[0].path).toBe('also')
})
