import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TestApp, testApp } from '../support/app.ts'
import { at, makeReservation } from '../support/makers.ts'

let t: TestApp
beforeEach(async () => {
  t = await testApp()
})
afterEach(() => t.close())

const plain = (html: string) =>
  html
    .slice(html.indexOf('<main'))
    .replaceAll(/<[^>]+>|\s+|&nbsp;/g, ' ')
    .replaceAll('\u00a0', ' ')
    .replaceAll(/ +/g, ' ')
const reserved = (more: object = {}) =>
  makeReservation(t.db, { resourceId: t.cast.hplc, requesterId: t.cast.researcher.id, ...more }).id

test('the page of a reservation lets its requester begin and end the use, with a hint until then', async () => {
  const id = reserved()
  const researcher = t.as('researcher')
  const page = async () => plain((await researcher.get(`/reservations/${id}`)).body)
  t.clock.now = at('2026-11-24 09:00')
  expect(await page()).toContain('Rozpocząć można od:')
  t.clock.now = at('2026-11-24 09:50')
  expect(await page()).toContain('Rozpocznij użycie')
  expect(plain((await researcher.get('/reservations')).body)).toContain('Rozpocznij użycie')
  expect((await researcher.post(`/reservations/${id}/check-in`)).headers['location']).toBe(`/reservations/${id}`)
  expect(await page()).toMatch(/w użyciu.*Użycie trwa od.*Zakończ użycie Reszta czasu zwolni się od razu/)
  t.clock.now = at('2026-11-24 13:00')
  expect(plain((await researcher.get('/reservations')).body)).toContain('Zakończ użycie')
  t.clock.now = at('2026-11-24 10:20')
  expect((await researcher.post(`/reservations/${id}/check-out`)).statusCode).toBe(303)
  expect(await page()).toMatch(/zakończona.*Użycie .*9:50.*10:20/)
  const again = await researcher.post(`/reservations/${id}/check-in`)
  expect([again.statusCode, plain(again.body)]).toEqual([409, expect.stringContaining('zakończona')])
})

test.each([
  ['researcher', 422],
  ['owner', 422],
  ['colleague', 403],
  ['stranger', 404],
] as const)('%s who begins too early reads when: %i', async (who, status) => {
  const answer = await t.as(who).post(`/reservations/${reserved()}/check-in`)
  expect(answer.statusCode).toBe(status)
  if (status === 422) expect(plain(answer.body)).toContain('Na rozpoczęcie jest za wcześnie. Możesz zacząć:')
})

test('a no-show stands on the page, and a steward excuses it there', async () => {
  const id = reserved({ state: 'no_show' })
  t.db.$client
    .prepare(`INSERT INTO misses (reservation_id, person_id, resource_id, kind, at) VALUES (?, ?, ?, 'no-show', ?)`)
    .run(id, t.cast.researcher.id, t.cast.hplc, at('2026-11-20 10:00'))
  const own = (await t.as('researcher').get(`/reservations/${id}`)).body
  expect(plain(own)).toContain('Nieobecność Liczy się do')
  expect(own).not.toContain('/excuse')
  const owner = t.as('owner')
  expect((await owner.post(`/reservations/${id}/excuse`, { reason: '' })).statusCode).toBe(422)
  expect((await owner.post(`/reservations/${id}/excuse`, { reason: 'Chory' })).statusCode).toBe(303)
  const page = plain((await owner.get(`/reservations/${id}`)).body)
  expect(page).toContain('Usprawiedliwione: owner, „Chory”.')
  expect((await t.as('researcher').post(`/reservations/${id}/excuse`, { reason: 'I' })).statusCode).toBe(403)
})
