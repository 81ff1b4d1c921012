import { beforeEach, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../support/app.ts'
import { at, makeLab, makeOrganisation, makeReservation, makeResource } from '../support/makers.ts'

let t: TestApp
beforeEach(async () => {
  t = await testApp()
  return () => t.close()
})

/** Tuesday 24 November 2026 is the tests' tomorrow; the year is 2026. */
const book = { name: 'Mikroskopia', year: 2026, resources: ['tem'] }
const open = (body: object = {}, who: 'owner' | 'coordinator' = 'owner') =>
  t.api(who)('POST', '/state-aid/entities', { ...book, ...body })
const ledger = async (year = 2026, who: 'owner' | 'coordinator' = 'coordinator') =>
  (await t.api(who)('GET', `/reports/state-aid?year=${year}`)).json().entities
const use = (start: string, end: string, reservation?: number) =>
  t.api('owner')('POST', '/resources/tem/usage', { start, end, ...(reservation && { reservation }) })

describe('vector 3 by calls alone', () => {
  test('capacity 1,900 h, economic 300 h of 1,000 h used', async () => {
    const made = await open({ capacity_hours: 1900, share_at_award: 0.12 })
    expect(made.statusCode).toBe(201)
    // Five stretches of 60 h of service, seven of 100 h of research, whose use is recorded.
    const stretch = async (from: number, hours: number, purpose: string) => {
      const start = new Date(Date.UTC(2026, 0, 5) + from * 3_600_000)
      const end = new Date(start.getTime() + hours * 3_600_000)
      const span = { start: start.toISOString(), end: end.toISOString() }
      const wish = { resource: 'tem', title: 'Long run', purpose, override: 'entered afterwards', ...span }
      const made = await t.api('owner')('POST', '/reservations', wish)
      expect(made.statusCode).toBe(201)
      expect(made.json().state).toBe('completed')
      expect((await use(span.start, span.end, made.json().id)).statusCode).toBe(201)
    }
    for (let i = 0; i < 5; i++) await stretch(i * 72, 60, 'service')
    for (let i = 0; i < 7; i++) await stretch(400 + i * 120, 100, 'own_research')
    const [entity] = await ledger()
    expect(entity).toMatchObject({
      ...{ id: 'mikroskopia', name: 'Mikroskopia', resources: [{ slug: 'tem', weight: 1 }] },
      ...{ capacity_hours: 1900, economic_hours: 300, non_economic_hours: 700, neutral_hours: 0 },
      ...{ share_of_use: 0.3, headroom_hours: 80, alert: 15, share_at_award: 0.12, frozen_at: '2026-11-23T07:00:00Z' },
    })
    expect(entity.share).toBeCloseTo(0.1579, 4)
    expect(entity.forecast).toBe(entity.share)
  })
})

describe('hours', () => {
  test('are those used, or booked where no use was recorded, and confirmed ones to come', async () => {
    await open({ capacity_hours: 1000 })
    const past = {
      resourceId: t.cast.tem,
      requesterId: t.cast.company.id,
      state: 'completed',
      purpose: 'rental',
    } as const
    const used = makeReservation(t.db, { ...past, start: at('2026-11-16 08:00'), end: at('2026-11-16 12:00') })
    makeReservation(t.db, { ...past, start: at('2026-11-17 08:00'), end: at('2026-11-17 10:00') })
    makeReservation(t.db, { ...past, state: 'confirmed', start: at('2026-11-25 08:00'), end: at('2026-11-25 15:00') })
    makeReservation(t.db, { ...past, state: 'requested', start: at('2026-11-26 08:00'), end: at('2026-11-26 15:00') })
    makeReservation(t.db, { ...past, state: 'no_show', start: at('2026-11-18 08:00'), end: at('2026-11-18 15:00') })
    await use('2026-11-16T08:00:00+01:00', '2026-11-16T11:00:00+01:00', used.id)
    await use('2026-11-19T08:00:00+01:00', '2026-11-19T09:00:00+01:00')
    expect((await ledger())[0]).toMatchObject({
      ...{ economic_hours: 5, confirmed_economic_hours: 7, unassigned_hours: 1, share: 0.005, forecast: 0.012 },
      ...{ headroom_hours: 195, share_of_use: 1, alert: null },
    })
    expect((await ledger(2025))[0]).toMatchObject({ economic_hours: 0, frozen_at: null, share_of_use: null })
  })

  test('of a room count on its benches, and an entity with both leaves the room out', async () => {
    const lab = { labId: t.cast.labId, slug: 'room' }
    const room = makeResource(t.db, lab)
    const bench = (slug: string) => makeResource(t.db, { labId: t.cast.labId, slug, parentId: room })
    bench('bench-a')
    const b = bench('bench-b')
    const done = { requesterId: t.cast.company.id, state: 'completed', purpose: 'service' } as const
    makeReservation(t.db, { ...done, resourceId: room, start: at('2026-11-16 08:00'), end: at('2026-11-16 10:00') })
    makeReservation(t.db, { ...done, resourceId: b, start: at('2026-11-17 08:00'), end: at('2026-11-17 11:00') })
    const weighed = [{ slug: 'room', weight: 9 }, { slug: 'bench-a' }, { slug: 'bench-b', weight: 2 }]
    const made = await open({ resources: weighed, capacity_hours: 100 })
    expect(made.json().economic_hours).toBe(2 + 2 * (2 + 3))
    expect(made.json().resources[1]).toEqual({ slug: 'bench-a', weight: 1 })
  })
})

describe('the capacity', () => {
  test('is K of the year unless told: open hours less planned maintenance, weighted', async () => {
    const whole = (await open({ resources: ['tem'] })).json().capacity_hours
    expect((await open({ resources: [{ slug: 'tem', weight: 2.5 }] })).json().capacity_hours).toBeCloseTo(2.5 * whole)
    // 253 working days of 2026 of ten hours where holidays are kept.
    expect(whole).toBe(2530)
    const outage = { start: '2026-11-24T08:00:00+01:00', end: '2026-11-24T12:00:00+01:00', kind: 'maintenance' }
    await t.api('owner')('POST', '/resources/tem/outages', {
      ...outage,
      planned: true,
      reason: 'x',
      on_conflict: 'keep',
    })
    expect((await open()).json().capacity_hours).toBe(whole - 4)
    expect((await ledger())[0].capacity_hours).toBe(whole)
  })

  test('of a year without a version is counted as it stands', async () => {
    await open({ capacity_hours: 500 })
    const [next] = await ledger(2027)
    expect(next).toMatchObject({ frozen_at: null, capacity_hours: 2530 })
  })
})

describe('a change', () => {
  const change = (id: string | number, body: object, who: 'owner' | 'coordinator' | 'deputy' = 'owner') =>
    t.api(who)('PATCH', `/state-aid/entities/${id}`, body)

  test('needs a reason, named where it is missing', async () => {
    await open({ capacity_hours: 1000 })
    for (const body of [{ capacity_hours: 900 }, { capacity_hours: 900, reason: '  ' }]) {
      const refused = await change('mikroskopia', body)
      expect(refused.statusCode).toBe(422)
      expect(refused.json().errors[0].path).toBe('reason')
    }
    expect((await ledger())[0].capacity_hours).toBe(1000)
  })

  test('is a version that follows the others', async () => {
    await open({ capacity_hours: 1000 })
    t.clock.now += 60_000
    expect((await change('mikroskopia', { capacity_hours: 900, reason: 'One room less' })).statusCode).toBe(200)
    t.clock.now += 60_000
    const renamed = await change('mikroskopia', { name: 'Mikroskopy', reason: 'Its new name' }, 'coordinator')
    expect(renamed.json()).toMatchObject({ id: 'mikroskopia', name: 'Mikroskopy', frozen_at: '2026-11-23T07:01:00Z' })
    const rows = t.db.$client.prepare('SELECT capacity_hours, reason FROM state_aid_versions ORDER BY id').raw().all()
    expect(rows).toEqual([
      [1000, null],
      [900, 'One room less'],
      [900, 'Its new name'],
    ])
    for (const wrong of ['UPDATE state_aid_versions SET capacity_hours = 1', 'DELETE FROM state_aid_versions'])
      expect(() => t.db.$client.exec(wrong)).toThrow('kept')
  })

  test('of the resources has the capacity counted anew', async () => {
    await open({ capacity_hours: 1000 })
    const more = await change('mikroskopia', { resources: ['tem', 'hplc'], reason: 'Bought with it' })
    expect(more.json()).toMatchObject({ capacity_hours: 5060, resources: [{ slug: 'tem' }, { slug: 'hplc' }] })
  })
})

describe('closing', () => {
  const patch = (body: object, who: 'owner' | 'coordinator' | 'deputy' | 'admin' = 'owner') =>
    t.api(who)('PATCH', '/state-aid/entities/mikroskopia', body)
  beforeEach(async () => void (await open({ capacity_hours: 1000 })))

  test('ends with the present year, keeps what was, and stands in the history with its reason', async () => {
    expect((await patch({ closed: true })).json().errors[0].path).toBe('reason')
    expect((await patch({ closed: true, name: 'x', reason: 'x' })).json().errors[0].path).toBe('closed')
    expect((await patch({ closed: true, reason: 'x' }, 'deputy')).statusCode).toBe(403)
    expect((await patch({ closed: true, reason: 'x' }, 'admin')).statusCode).toBe(403)
    const closed = await patch({ closed: true, reason: 'The durability period is over' })
    expect(closed.json()).toMatchObject({ closed_at: '2026-11-23T07:00:00Z', capacity_hours: 1000 })
    expect([(await ledger(2025)).length, (await ledger(2026)).length, (await ledger(2027)).length]).toEqual([1, 1, 0])
    expect((await t.as('coordinator').get('/reports/state-aid.csv?year=2026')).body).toContain('Mikroskopia')
    const page = (await t.as('owner').get('/reports/state-aid?year=2026')).body
    for (const words of ['The durability period is over', 'Jednostkę zamknięto.', 'Ostatni rok ewidencji to 2026'])
      expect(page).toContain(words)
    const later = await patch({ year: 2027, capacity_hours: 5, reason: 'x' })
    expect([later.statusCode, later.json().errors[0].path]).toEqual([422, 'year'])
    expect((await patch({ capacity_hours: 900, reason: 'Found late' })).json().capacity_hours).toBe(900)
  })

  test('is undone with a reason, too', async () => {
    await patch({ closed: true, reason: 'By mistake' })
    expect((await patch({ closed: false, reason: 'It goes on' }, 'coordinator')).json().closed_at).toBeNull()
    expect((await ledger(2027)).length).toBe(1)
    const kinds = t.db.$client.prepare(`SELECT kind, after ->> 'reason' FROM setting_events ORDER BY id`).raw().all()
    expect(kinds).toEqual([
      ['state-aid-closed', 'By mistake'],
      ['state-aid-reopened', 'It goes on'],
    ])
  })
})

test('a change that names no year is one of the year the book was written for', async () => {
  await open({ year: 2027, capacity_hours: 1000 })
  await t.api('owner')('PATCH', '/state-aid/entities/mikroskopia', { capacity_hours: 900, reason: 'Annex 2' })
  expect((await ledger(2027))[0].capacity_hours).toBe(900)
})

describe('who', () => {
  test('keeps books: the coordinator and the owner, nobody else', async () => {
    const { id } = (await open()).json()
    for (const who of ['owner', 'coordinator', 'deputy', 'caretaker', 'admin', 'researcher', 'company'] as const) {
      const keeps = who === 'owner' || who === 'coordinator'
      expect([who, (await t.api(who)('POST', '/state-aid/entities', book)).statusCode]).toEqual([
        who,
        keeps ? 201 : 403,
      ])
      const patch = await t.api(who)('PATCH', `/state-aid/entities/${id}`, { capacity_hours: 7, reason: 'x' })
      expect([who, patch.statusCode]).toEqual([who, keeps ? 200 : 403])
    }
  })

  test('reads: overseers all, those who look after something of it their own, others nothing', async () => {
    await open()
    const otherLab = makeLab(t.db, { organisationId: makeOrganisation(t.db, {}) })
    makeResource(t.db, { labId: otherLab, slug: 'elsewhere' })
    const made = await open({ name: 'Gdzie indziej', resources: ['elsewhere'] }, 'coordinator')
    expect(made.statusCode).toBe(201)
    const seen = async (who: 'owner' | 'caretaker' | 'admin' | 'coordinator') =>
      (await t.api(who)('GET', '/reports/state-aid?year=2026')).json().entities.length
    expect([await seen('owner'), await seen('caretaker'), await seen('admin'), await seen('coordinator')]).toEqual([
      1, 1, 2, 2,
    ])
    for (const who of ['researcher', 'company'] as const)
      expect((await t.api(who)('GET', '/reports/state-aid?year=2026')).statusCode).toBe(403)
    expect((await t.api(null)('GET', '/reports/state-aid?year=2026')).statusCode).toBe(401)
    // What one does not see does not exist; another organisation's resources are not one's to put into a book.
    const hidden = await t.api('owner')('PATCH', '/state-aid/entities/gdzie-indziej', { name: 'x', reason: 'x' })
    expect(hidden.statusCode).toBe(404)
    expect((await open({ resources: ['elsewhere'] })).statusCode).toBe(403)
  })

  test('what is wrong is a 422 that names the field', async () => {
    const otherLab = makeLab(t.db, { organisationId: makeOrganisation(t.db, {}) })
    makeResource(t.db, { labId: otherLab, slug: 'elsewhere' })
    const wrong = [
      ['resources of two organisations', { resources: ['tem', 'elsewhere'] }, 'resources'],
      ['no resources', { resources: [] }, 'resources'],
      ['unknown ones', { resources: ['nothing'] }, 'resources'],
      ['one twice', { resources: ['tem', { slug: 'tem', weight: 2 }] }, 'resources'],
      ['no name', { name: '  ' }, 'name'],
      ['a year out of reach', { year: 1999 }, 'year'],
      ['no capacity', { capacity_hours: 0 }, 'capacity_hours'],
      ['a share above one', { share_at_award: 1.2 }, 'share_at_award'],
      ['a field of no meaning', { colour: 'red' }, 'colour'],
    ] as const
    for (const [name, body, path] of wrong) {
      const refused = await open(body, 'coordinator')
      expect([name, refused.statusCode, refused.json().errors[0].path]).toEqual([name, 422, path])
    }
  })
})
