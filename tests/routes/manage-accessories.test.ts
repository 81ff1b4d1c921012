import { afterAll, beforeAll, expect, test } from 'vitest'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { at, HOUR, makeAccessory, makeReservation } from '../support/makers.ts'

let t: TestApp
let probe: number
const path = '/manage/resources/hplc/accessories'

beforeAll(async () => {
  t = await testApp()
  t.db.$client.exec("UPDATE people SET locale = 'en'")
  const { cast, db } = t
  const row = { labId: cast.labId, slug: 'probe', namePl: 'Sonda', nameEn: 'Probe', capacity: 2 }
  probe = makeAccessory(db, [cast.tem], row)
})
afterAll(() => t.close())

const accessory = (slug: string) => catalogueOf(t.db).accessoryBySlug.get(slug)!

test.each([
  ['owner', 200],
  ['deputy', 200],
  ['caretaker', 403],
  ['researcher', 403],
  ['admin', 403],
] as const)('%s sees it with %i', async (who, status) => {
  expect((await t.as(who).get(path)).statusCode).toBe(status)
  if (status === 403) expect((await t.as(who).post(path, { name_pl: 'Wirnik', stock: '1' })).statusCode).toBe(403)
})

test('nothing is there of what is not, nor of an accessory itself', async () => {
  for (const slug of ['nothing', 'probe'])
    expect((await t.as('owner').get(`/manage/resources/${slug}/accessories`)).statusCode).toBe(404)
  expect((await t.as('owner').post(`${path}/nothing`, { act: 'retire' })).statusCode).toBe(404)
})

test('one of another resource is shared', async () => {
  expect((await t.as('owner').get(path)).body).toContain('<option value="probe">Probe</option>')
  const sent = await t.as('owner').post(path, { share: 'probe' })
  expect(sent.headers.location).toBe(`${path}?done=saved`)
  const page = (await t.as('owner').get(`${path}?done=saved`)).body
  expect(page).toContain('The changes are saved.')
  expect(page).toContain('value="Probe"')
  expect(page).not.toContain('<option value="probe">')
})

test('what cannot be is told at its field, and nothing typed is lost', async () => {
  const owner = t.as('owner')
  const added = await owner.post(path, { name_pl: ' ', name_en: 'Rotor', stock: '0' })
  expect(added.statusCode).toBe(422)
  expect(added.body).toContain('This field is required.')
  expect(added.body).toContain('value="Rotor"')
  const { hplc, researcher, labId } = t.cast
  const start = at('2026-11-24 10:00')
  const also = [{ resourceId: probe, units: 2, labId }]
  makeReservation(t.db, { resourceId: hplc, requesterId: researcher.id, start, end: start + HOUR, also })
  const fewer = await owner.post(`${path}/probe`, { name_pl: 'Sonda', name_en: 'New', stock: '1', 'of-hplc': '1' })
  expect(fewer.statusCode).toBe(422)
  expect(fewer.body).toContain('More of them are reserved already.')
  expect(fewer.body).toContain('value="New"')
  expect(accessory('probe')).toMatchObject({ capacity: 2, name: { en: 'Probe' } })
})

test('retiring keeps everything else as it was, whatever was typed', async () => {
  const owner = t.as('owner')
  const sent = await owner.post(`${path}/probe`, { name_pl: '', stock: 'x', act: 'retire' })
  expect(sent.statusCode).toBe(303)
  expect(accessory('probe')).toMatchObject({ status: 'retired', capacity: 2, name: { pl: 'Sonda' } })
  expect((await owner.get(path)).body).toContain('retired')
  await owner.post(`${path}/probe`, { act: 'restore' })
  expect(accessory('probe').status).toBe('active')
})
