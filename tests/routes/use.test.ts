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

const PATH = '/manage/resources/hplc/usage'
const entry = (more: Record<string, string> = {}) => ({
  ...{ date: '2026-11-20', start: '10:00', end_date: '', end: '11:30', person: '', reservation: '' },
  ...{ reason: 'Zapomniany telefon', ...more },
})

test('a steward reads what really happened, and enters what nobody reported', async () => {
  const caretaker = t.as('caretaker')
  expect(plain((await caretaker.get(PATH)).body)).toContain('Nie ma jeszcze żadnego użycia.')
  const answer = await caretaker.post(PATH, entry({ person: 'company@demo.test' }))
  expect([answer.statusCode, answer.headers['location']]).toEqual([303, `${PATH}?done=entered`])
  const page = plain((await caretaker.get(`${PATH}?done=entered`)).body)
  expect(page).toContain('Użycie wpisane.')
  expect(page).toMatch(
    /20 lis, 10:00–11:30 company bez rezerwacji wpis opiekuna; wpis: caretaker; „Zapomniany telefon”/,
  )
})

test.each([
  ['a day that is none', { date: 'soon' }, 'Podaj dzień', 422],
  ['an hour that is none', { start: 'early' }, 'Podaj godzinę', 422],
  ['no reason', { reason: ' ' }, 'To pole jest wymagane', 422],
  ['nobody known', { person: 'x@example.test' }, 'Nie ma takiej osoby', 422],
  ['no reservation there is', { reservation: '77' }, 'Nie ma takiej rezerwacji', 422],
  ['the future', { date: '2026-12-20' }, 'dopiero, gdy się skończy', 422],
])('an entry with %s comes back as typed, and says what is wrong', async (_what, more, words, status) => {
  const answer = await t.as('owner').post(PATH, entry(more))
  expect([answer.statusCode, plain(answer.body)]).toEqual([status, expect.stringContaining(words)])
  expect(answer.body).toContain('value="11:30"')
})

test('an entry over another is a clash that names the time', async () => {
  const owner = t.as('owner')
  await owner.post(PATH, entry())
  const again = await owner.post(PATH, entry({ start: '11:00', end: '12:00' }))
  expect([again.statusCode, plain(again.body)]).toEqual([409, expect.stringContaining('11:00–11:30')])
})

test.each([
  ['researcher', PATH, 403],
  ['owner', '/manage/resources/none/usage', 404],
  ['owner', '/manage/labs/analytics/misses', 200],
  ['caretaker', '/manage/labs/analytics/misses', 200],
  ['researcher', '/manage/labs/analytics/misses', 403],
  ['owner', '/manage/labs/none/misses', 404],
] as const)('%s to %s: %i', async (who, url, status) => {
  expect((await t.as(who).get(url)).statusCode).toBe(status)
})

test('misses of a lab stand person by person', async () => {
  const miss = t.db.$client.prepare(
    `INSERT INTO misses (reservation_id, person_id, resource_id, kind, at) VALUES (?, ?, ?, ?, ?)`,
  )
  const { researcher, hplc } = t.cast
  miss.run(reserved({ state: 'no_show' }), researcher.id, hplc, 'no-show', at('2026-11-20 10:00'))
  miss.run(reserved({ state: 'cancelled' }), researcher.id, hplc, 'late-cancellation', at('2026-11-21 10:00'))
  const page = plain((await t.as('owner').get('/manage/labs/analytics/misses')).body)
  expect(page).toMatch(/researcher, przyrodniczy: liczą się 2 .*Późne odwołanie .*Nieobecność/)
})
