import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { reservationById } from '../../db/queries/reservations.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { at, makeAccessory, makeLab, makeResource } from '../support/makers.ts'

let t: TestApp
let probe: number

beforeAll(async () => {
  t = await testApp({ settings: { locale: 'en' } })
  const { cast, db } = t
  db.$client.exec("UPDATE people SET locale = 'en'")
  const both = [cast.hplc, cast.tem]
  probe = makeAccessory(db, both, { labId: cast.labId, slug: 'probe', namePl: 'Sonda', nameEn: 'Probe', capacity: 2 })
  makeAccessory(db, [cast.hplc], { labId: cast.labId, slug: 'rotor', namePl: 'Wirnik', nameEn: 'Rotor' })
  const labId = makeLab(db, { organisationId: cast.organisationId, slug: 'optics' })
  makeResource(db, { labId, slug: 'laser', namePl: 'Laser', nameEn: 'Laser' })
})
afterAll(() => t.close())

const form = (day: string, more: Record<string, string> = {}) => ({
  ...{ resource: 'hplc', date: day, start: '10:00', end_date: day, end: '12:00' },
  ...{ title: 'Both', purpose: 'own_research', ...more },
})

describe('the form of a reservation', () => {
  test('offers the accessories of the resource and other equipment, the nearest first', async () => {
    const page = (await t.as('researcher').get('/reservations/new?resource=hplc&start=2026-11-24T10:00')).body
    expect(page).toMatch(/<input[^>]+name="with-probe"[^>]*max="2"/)
    expect(page).toMatch(/<input[^>]+type="checkbox"[^>]*name="with-rotor"/)
    expect(page.indexOf('>Microscope<')).toBeLessThan(page.indexOf('>Laser<'))
    expect(page).toContain('Probe: 2 of 2 free')
    const without = (await t.as('researcher').get('/reservations/new?resource=laser')).body
    expect(without).not.toContain('with-probe')
  })

  test('takes what is added, keeps what was typed, and drops what is unticked', async () => {
    const browser = t.as('researcher')
    const added = await browser.post(
      '/reservations',
      form('2026-11-24', { with: 'tem', 'with-probe': '2', check: '1' }),
    )
    expect(added.statusCode).toBe(200)
    expect(added.body).toMatch(/name="with-tem" value="1" checked/)
    expect(added.body).toMatch(/name="with-probe"[^>]*value="2"/)
    expect(added.body).toContain('Send the request')
    const dropped = await browser.post('/reservations', form('2026-11-24', { 'with-probe': '0', check: '1' }))
    expect(dropped.body).not.toContain('name="with-tem"')
  })

  test('books all of it, and shows it on the page of the reservation', async () => {
    const browser = t.as('researcher')
    const sent = await browser.post('/reservations', form('2026-11-25', { 'with-probe': '2', 'with-laser': '1' }))
    expect(sent.statusCode, sent.body).toBe(303)
    const page = (await browser.get(String(sent.headers.location))).body
    expect(page).toContain('Probe (2 of 2)')
    expect(page).toMatch(/<a href="\/equipment\/laser">Laser<\/a>/)
    expect((await browser.get('/reservations')).body).toContain('+ Probe, Laser')
    const taken = (await t.as('stranger').get('/equipment/laser/calendar?week=2026-W48')).body
    expect(taken).not.toContain('Both')
  })

  test('is shown again with every reason, each by its name', async () => {
    const sent = await t.as('researcher').post('/reservations', form('2026-11-25', { 'with-probe': '3' }))
    expect(sent.statusCode).toBe(422)
    expect(sent.body).toContain('Probe: 2 places can be taken at most.')
    expect(sent.body).toContain('Probe: this time is taken: ')
    expect(sent.body).toMatch(/name="with-probe"[^>]*value="3"/)
  })

  test.each([
    ['a number that is none', { 'with-probe': 'two' }, 'Give how many you take.'],
    ['a thing that is not there', { 'with-nothing': '1' }, 'There is no such equipment.'],
  ])('%s is told at its field', async (_, more, sentence) => {
    const sent = await t.as('researcher').post('/reservations', form('2026-11-26', more))
    expect(sent.statusCode).toBe(422)
    expect(sent.body).toContain(sentence)
  })

  test('says that a series takes nothing along', async () => {
    const series = form('2026-11-26', { 'with-probe': '1', repeat: 'week', every: '1', times: '3' })
    const sent = await t.as('researcher').post('/reservations', series)
    expect(sent.statusCode).toBe(422)
    expect(sent.body).toContain('A series takes one resource.')
  })

  test('changes what is taken along', async () => {
    const browser = t.as('researcher')
    const sent = await browser.post('/reservations', form('2026-11-27', { 'with-probe': '1' }))
    const path = String(sent.headers.location)
    const id = Number(path.split('/').at(-1))
    const page = (await browser.get(`${path}/edit`)).body
    expect(page).toMatch(/name="with-probe"[^>]*value="1"/)
    // Its own unit is left to it.
    const checked = await browser.post(path, form('2026-11-27', { 'with-probe': '2', version: '1', check: '1' }))
    expect(checked.body).toContain('Probe: 2 of 2 free')
    const saved = await browser.post(path, form('2026-11-27', { 'with-rotor': '1', version: '1' }))
    expect(saved.statusCode).toBe(303)
    expect(reservationById(t.db, id)!.also.map((each) => each.resourceId)).toEqual([probe + 1])
    expect((await browser.get(path)).body).toContain('Rotor')
  })
})

test('what waits for a decision says what it takes along', async () => {
  const browser = t.as('researcher')
  const sent = await browser.post('/reservations', form('2026-11-30', { resource: 'tem', 'with-probe': '2' }))
  expect(sent.statusCode).toBe(303)
  expect((await t.as('owner').get('/approvals')).body).toContain('Probe (2 of 2)')
})

test('an accessory has no page and is in no list', async () => {
  const browser = t.as('researcher')
  expect((await browser.get('/equipment/probe')).statusCode).toBe(404)
  expect((await browser.get('/reservations/new?resource=probe')).statusCode).toBe(404)
  for (const path of ['/equipment', '/equipment?q=Probe', '/labs/analytics', '/find?technique=&duration=60'])
    expect((await browser.get(path)).body, path).not.toContain('>Probe<')
  expect((await browser.get('/equipment/hplc')).body).toContain('Probe (2)')
})

test('a steward of what is taken along reads the title in calendars, others do not', async () => {
  const { cast, db } = t
  const labId = makeLab(db, { organisationId: cast.organisationId, slug: 'physics' })
  makeResource(db, { labId, slug: 'cyclotron', namePl: 'Cyklotron', nameEn: 'Cyclotron' })
  const api = t.api('researcher')
  const start = new Date(at('2026-12-01 10:00')).toISOString()
  const end = new Date(at('2026-12-01 12:00')).toISOString()
  const wish = {
    resource: 'cyclotron',
    start,
    end,
    title: 'Isotopes',
    purpose: 'own_research',
    also: [{ resource: 'hplc' }],
  }
  expect((await api('POST', '/reservations', wish)).statusCode).toBe(201)
  for (const slug of ['cyclotron', 'hplc']) {
    const see = async (who: 'owner' | 'stranger') =>
      (await t.as(who).get(`/equipment/${slug}/calendar?week=2026-W49`)).body
    expect(await see('owner'), slug).toContain('Isotopes')
    expect(await see('stranger'), slug).not.toContain('Isotopes')
  }
})
