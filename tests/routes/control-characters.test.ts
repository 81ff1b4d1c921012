import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestApp, testApp } from '../support/app.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
})
afterAll(() => t.close())

const BAD = ['\0', '\u0007', '\u001B', '\u007F', '\u0085', '\u009B']

test.each(BAD)('the control character %j is refused, and its field named', async (character) => {
  const wish = { resource: 'hplc', start: '2026-11-24T09:00:00Z', end: '2026-11-24T10:00:00Z', purpose: 'teaching' }
  const answer = await t.api('researcher')('POST', '/reservations', { ...wish, title: `a${character}b` })
  expect([answer.statusCode, answer.json().errors[0].path]).toEqual([422, 'title'])
  const form = await t.as('researcher').post('/account', { name: `a${character}b`, locale: 'pl' })
  expect(form.statusCode).toBe(422)
  expect((await t.nobody().get(`/equipment?q=${encodeURIComponent(character)}`)).statusCode).toBe(422)
})

test('half a surrogate pair is, too', async () => {
  const payload = String.raw`{"resource":"hplc","title":"\ud800"}`
  const headers = { 'content-type': 'application/json' }
  const answer = await t.api('researcher')('POST', '/reservations', payload, headers)
  expect([answer.statusCode, answer.json().errors[0].path]).toEqual([422, 'title'])
})

test('tabs and ends of lines are text', async () => {
  const wish = { resource: 'hplc', start: '2026-11-24T09:00:00Z', end: '2026-11-24T10:00:00Z', purpose: 'teaching' }
  const answer = await t.api('researcher')('POST', '/reservations', { ...wish, title: 'a', note: 'one\r\n\ttwo' })
  expect(answer.statusCode).toBe(201)
})
