import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { groupsWaitedFor, offerFreedTime } from '../../server/operations/offer-freed-time.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { at, HOUR, makeReservation, makeResource, NOW } from '../support/makers.ts'

let t: TestApp
let taken: number
beforeEach(async () => {
  t = await testApp()
  const span = { start: at('2026-11-24 10:00'), end: at('2026-11-24 12:00') }
  taken = makeReservation(t.db, { resourceId: t.cast.hplc, requesterId: t.cast.company.id, ...span }).id
})
afterEach(() => t.close())

const TIME = { resource: 'hplc', date: '2026-11-24', start: '10:00', end_date: '2026-11-24', end: '12:00' }
const ANY = { resource: 'hplc', kind: 'any', length: '540', from: '2026-11-24', to: '2026-11-25' }
const free = async () => {
  await t.as('company').post(`/reservations/${taken}/cancellation`)
  for (const group of groupsWaitedFor(t.db)) offerFreedTime(t.db, group, t.clock.now)
}

describe('joining', () => {
  test('is one button in the panel of a refused form, which sends what was typed', async () => {
    const researcher = t.as('researcher')
    const refused = await researcher.post('/reservations', { ...TIME, title: 'Run', purpose: 'own_research' })
    expect(refused.statusCode).toBe(409)
    expect(refused.body).toContain('formaction="/waiting-list"')
    const answer = await researcher.post('/waiting-list', { ...TIME, title: 'Run', purpose: 'own_research', key: 'k' })
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/waiting-list?joined=1'])
    const { body } = await researcher.get('/waiting-list?joined=1')
    expect(body).toContain('Jesteś na liście oczekujących.')
    expect(body).toContain('1. w kolejce')
  })

  test('is not offered where rules stand in the way', async () => {
    const { body } = await t.as('researcher').get('/reservations/new?resource=hplc&start=2026-11-24T20:00')
    expect(body).not.toContain('formaction="/waiting-list"')
  })

  test('twice is one entry', async () => {
    const researcher = t.as('researcher')
    const [one, two] = [await researcher.post('/waiting-list', TIME), await researcher.post('/waiting-list', TIME)]
    expect(one.headers.location).toBe(two.headers.location)
  })

  test('for any time of a length says what is wrong, and keeps what was typed', async () => {
    const researcher = t.as('researcher')
    const wrong = await researcher.post('/waiting-list', { ...ANY, length: 'two', to: '2026-11-20' })
    expect(wrong.statusCode).toBe(422)
    expect(wrong.body).toContain('Podaj długość w całych minutach.')
    expect(wrong.body).toContain('Ten dzień jest przed pierwszym.')
    expect(wrong.body).toContain('value="two"')
    const long = await researcher.post('/waiting-list', ANY)
    expect(long.statusCode).toBe(422)
    expect(long.body).toContain('Rezerwacja jest za długa.')
  })

  test('for a time that is free leads to the form instead', async () => {
    const answer = await t.as('researcher').post('/waiting-list', { ...TIME, start: '13:00', end: '14:00' })
    expect(answer.statusCode).toBe(409)
    expect(answer.body).toContain('/reservations/new?resource=hplc&amp;start=2026-11-24T13:00&amp;end=2026-11-24T14:00')
    const any = await t.as('researcher').post('/waiting-list', { ...ANY, length: '120' })
    expect(any.body).toContain('/find?resource=hplc&amp;duration=120')
  })
})

describe('an offer', () => {
  beforeEach(async () => {
    await t.as('researcher').post('/waiting-list', TIME)
    await t.as('stranger').post('/waiting-list', TIME)
    await free()
  })

  test.each(['/waiting-list', '/reservations'])('stands on top of %s with one way to take it', async (page) => {
    const { body } = await t.as('researcher').get(page)
    expect(body).toContain('Termin dla ciebie')
    expect(body).toContain('zostało 60 minut')
    expect(body).toContain('/reservations/new?resource=hplc&amp;start=2026-11-24T10:00&amp;end=2026-11-24T12:00')
    expect((await t.as('stranger').get(page)).body).not.toContain('Termin dla ciebie')
  })

  test('is booked by the ordinary form', async () => {
    const researcher = t.as('researcher')
    const form = await researcher.get('/reservations/new?resource=hplc&start=2026-11-24T10:00&end=2026-11-24T12:00')
    expect(form.body).toContain('zatrzymany dla ciebie do 9:00')
    const sent = { ...TIME, title: 'Run', purpose: 'own_research' }
    expect((await t.as('stranger').post('/reservations', sent)).statusCode).toBe(409)
    expect((await researcher.post('/reservations', sent)).statusCode).toBe(303)
    expect((await researcher.get('/waiting-list')).body).toContain('zarezerwowane')
  })

  test('is declined by a button, and only by its holder', async () => {
    expect((await t.as('stranger').post('/waiting-list/1/refusal')).statusCode).toBe(404)
    expect((await t.as('researcher').post('/waiting-list/1/refusal')).statusCode).toBe(303)
    await free()
    expect((await t.as('stranger').get('/waiting-list')).body).toContain('Termin dla ciebie')
  })

  test('is gone from the pages when its hour is over', async () => {
    t.clock.now = NOW + HOUR
    expect((await t.as('researcher').get('/waiting-list')).body).not.toContain('Termin dla ciebie')
  })
})

test('stewards see on the page of the equipment how many wait, others do not', async () => {
  await t.as('researcher').post('/waiting-list', TIME)
  await t.as('stranger').post('/waiting-list', TIME)
  expect((await t.as('owner').get('/equipment/hplc')).body).toContain('Na liście oczekujących: 2 osoby')
  expect((await t.as('stranger').get('/equipment/hplc')).body).not.toContain('Na liście oczekujących:')
})

test('leaving ends the waiting', async () => {
  const researcher = t.as('researcher')
  await researcher.post('/waiting-list', TIME)
  expect((await researcher.post('/waiting-list/1/leaving')).statusCode).toBe(303)
  await free()
  const { body } = await researcher.get('/waiting-list')
  expect(body).toContain('już nie czekasz')
  expect(body).not.toContain('Termin dla ciebie')
})

test('a resource of several places is waited for by places', async () => {
  const id = makeResource(t.db, { labId: t.cast.labId, slug: 'incubator', capacity: 2 })
  makeReservation(t.db, {
    resourceId: id,
    requesterId: t.cast.company.id,
    units: 2,
    start: at('2026-11-24 10:00'),
    end: at('2026-11-24 12:00'),
  })
  const researcher = t.as('researcher')
  expect((await researcher.post('/waiting-list', { ...TIME, resource: 'incubator', units: '2' })).statusCode).toBe(303)
  expect((await researcher.get('/waiting-list')).body).toContain('2 miejsca')
})
