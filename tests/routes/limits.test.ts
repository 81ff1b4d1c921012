import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestApp, testApp } from '../support/app.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
})
afterAll(() => t.close())

const form = {
  resource: 'hplc',
  date: '2026-11-25',
  start: '09:00',
  end_date: '2026-11-25',
  end: '10:00',
  title: 'Protein purity',
  purpose: 'own_research',
  units: '1',
}
const wish = { resource: 'hplc', start: '2026-11-26T09:00:00Z', end: '2026-11-26T10:00:00Z', purpose: 'own_research' }

test.each([
  ['title', 200],
  ['note', 2000],
])('the form takes a %s of %i characters and no more', async (name, most) => {
  const researcher = t.as('researcher')
  const refused = await researcher.post('/reservations', { ...form, [name]: 'x'.repeat(most + 1) })
  expect(refused.statusCode).toBe(422)
  expect(refused.body).toContain(`Najwyżej ${most} znaków.`)
  expect(refused.body).toContain('x'.repeat(most + 1))
  const date = name === 'title' ? '2026-11-26' : '2026-11-27'
  const taken = await researcher.post('/reservations', { ...form, date, end_date: date, [name]: 'x'.repeat(most) })
  expect(taken.statusCode).toBe(303)
})

test('line breaks of a note count once, as browsers count them', async () => {
  const note = 'x\r\n'.repeat(1000)
  const answer = await t.as('researcher').post('/reservations', { ...form, note })
  expect(answer.statusCode).toBe(303)
})

test('a title of blanks is none, to the API as to the form', async () => {
  const fromForm = await t.as('researcher').post('/reservations', { ...form, title: '   ' })
  const fromApi = await t.api('researcher')('POST', '/reservations', { ...wish, title: '   ' })
  expect([fromForm.statusCode, fromApi.statusCode]).toEqual([422, 422])
  expect(fromApi.json().errors).toMatchObject([{ path: 'title' }])
})

test('a preview refuses an override by no steward, as the reservation would be', async () => {
  const body = { ...wish, override: 'night shift' }
  const preview = await t.api('researcher')('POST', '/reservations/preview', body)
  const made = await t.api('researcher')('POST', '/reservations', { ...body, title: 'Night' })
  expect([preview.statusCode, made.statusCode]).toEqual([403, 403])
  expect((await t.api('owner')('POST', '/reservations/preview', body)).statusCode).toBe(200)
})
