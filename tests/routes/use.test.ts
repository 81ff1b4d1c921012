import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { usageDetail, usagesOfReservation, usagesOfResource } from '../../db/queries/usages.ts'
import { checkIn } from '../../server/operations/check-in.ts'
import { recordUsage } from '../../server/operations/record-usage.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { at, HOUR, makeReservation, NOW } from '../support/makers.ts'

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

test('an entry with much that is wrong says all of it', async () => {
  const fieldsOf = async (more: Record<string, string>) => {
    const { statusCode, body } = await t.as('owner').post(PATH, entry(more))
    return [statusCode, ...[...body.matchAll(/ id="(?:f-)?([a-z_]+)-error"/g)].map(([, field]) => field)]
  }
  expect(await fieldsOf({ date: '2026-12-20', reservation: '77' })).toEqual([422, 'end', 'reservation'])
  expect(await fieldsOf({ date: '2026-12-20', person: 'x', reservation: '77', reason: '' })).toEqual([
    ...[422, 'end', 'person', 'reservation', 'reason'],
  ])
  expect(await fieldsOf({ start: 'early', reservation: '77' })).toEqual([422, 'start', 'reservation'])
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

describe('a record that is wrong', () => {
  const record = (more: object = {}) => {
    const { hplc, company, owner } = t.cast
    const start = at('2026-11-20 10:00') + 30_000
    const result = recordUsage(
      t.db,
      owner,
      { resourceId: hplc, start, end: at('2026-11-20 11:30'), personId: company.id, ...more },
      NOW,
    )
    if (!result.ok) throw new Error('no record')
    return result.value.id
  }
  const fixed = (more: Record<string, string> = {}) =>
    entry({ end: '11:00', person: 'company@demo.test', reason: 'Zły zegar', ...more })

  test('is corrected with the reason, what was not touched to the second as it was, and the history tells', async () => {
    const id = record()
    const owner = t.as('owner')
    expect((await owner.get(PATH)).body).toContain(`href="/manage/usage/${id}"`)
    const form = await owner.get(`/manage/usage/${id}`)
    for (const value of ['2026-11-20', '10:00', '11:30', 'company@demo.test'])
      expect(form.body).toContain(`value="${value}"`)
    const answer = await owner.post(`/manage/usage/${id}`, fixed({ end_date: '2026-11-20' }))
    expect([answer.statusCode, answer.headers['location']]).toEqual([303, `${PATH}?done=corrected`])
    expect(usageDetail(t.db, id)).toMatchObject({
      start: at('2026-11-20 10:00') + 30_000,
      end: at('2026-11-20 11:00'),
      personName: 'company',
    })
    expect(plain((await owner.get(`${PATH}?done=corrected`)).body)).toMatch(
      /Wpis poprawiony.*owner poprawia wpis: pt. 20 lis, 10:00–11:30, company, bez rezerwacji pt. 20 lis, 10:00–11:00, company, bez rezerwacji „Zły zegar”/,
    )
  })

  test('is removed with the reason, and its reservation and the record tell', async () => {
    const reservationId = reserved({ start: at('2026-11-20 10:00'), end: at('2026-11-20 12:00'), state: 'completed' })
    const id = record({ reservationId, personId: null })
    const owner = t.as('owner')
    const mute = await owner.post(`/manage/usage/${id}/removal`, { reason: ' ' })
    expect([mute.statusCode, plain(mute.body)]).toEqual([422, expect.stringContaining('To pole jest wymagane')])
    expect((await owner.post(`/manage/usage/${id}/removal`, { reason: 'To był serwis' })).statusCode).toBe(303)
    expect(usageDetail(t.db, id)).toBeNull()
    expect(plain((await owner.get(PATH)).body)).toMatch(/owner usuwa wpis: .*rezerwacja nr \d+ „To był serwis”/)
    expect(plain((await t.as('researcher').get(`/reservations/${reservationId}`)).body)).toMatch(
      /owner: usunięty wpis użycia pt. 20 lis, 10:00–11:30: „To był serwis”/,
    )
    expect((await owner.get(`/manage/usage/${id}`)).statusCode).toBe(404)
  })

  test('of a reservation is its requester’s where nobody is named', async () => {
    const reservationId = reserved({ start: at('2026-11-20 10:00'), end: at('2026-11-20 12:00'), state: 'completed' })
    const id = record()
    await t.as('owner').post(`/manage/usage/${id}`, fixed({ person: '', reservation: String(reservationId) }))
    expect(usageDetail(t.db, id)).toMatchObject({ reservationId, personName: 'researcher' })
    await t.as('owner').post(`/manage/usage/${id}`, fixed({ person: '', reservation: '' }))
    expect(usageDetail(t.db, id)).toMatchObject({ reservationId: null, personName: null, organisationId: null })
  })

  test.each([
    ['no reason', { reason: '' }, 422, 'To pole jest wymagane'],
    ['an end before its start', { end: '09:00' }, 422, 'Koniec musi być po początku'],
    ['a time of the future', { date: '2026-12-20' }, 422, 'dopiero, gdy się skończy'],
    ['a reservation of nowhere', { reservation: '4711' }, 422, 'Nie ma takiej rezerwacji'],
    ['a time that others used', { end: '13:00' }, 409, '12:00–13:00'],
  ])('comes back as typed for %s', async (_what, more, status, words) => {
    const id = record()
    record({ start: at('2026-11-20 12:00'), end: at('2026-11-20 13:00') })
    const answer = await t.as('owner').post(`/manage/usage/${id}`, fixed(more))
    expect([answer.statusCode, plain(answer.body)]).toEqual([status, expect.stringContaining(words)])
    expect(usageDetail(t.db, id)).toMatchObject({ end: at('2026-11-20 11:30') })
  })

  test('of use that goes on has to be ended first', async () => {
    t.clock.now = at('2026-11-24 10:00')
    const reservationId = reserved()
    checkIn(t.db, t.cast.researcher, reservationId, t.clock.now)
    const [running] = usagesOfReservation(t.db, reservationId)
    expect(plain((await t.as('owner').get(`/manage/usage/${running!.id}`)).body)).toContain('Najpierw je zakończ')
    const answer = await t.as('owner').post(`/manage/usage/${running!.id}/removal`, { reason: 'x' })
    expect(answer.statusCode).toBe(422)
  })

  test.each(['researcher', 'company', 'coordinator', 'admin'] as const)('is not there for %s', async (who) => {
    const id = record()
    const answers = [
      await t.as(who).get(`/manage/usage/${id}`),
      await t.as(who).post(`/manage/usage/${id}`, fixed()),
      await t.as(who).post(`/manage/usage/${id}/removal`, { reason: 'x' }),
    ]
    for (const { statusCode } of answers) expect([403, 404]).toContain(statusCode)
    expect(usageDetail(t.db, id)).toMatchObject({ end: at('2026-11-20 11:30') })
  })

  test('on the night the clocks go back says which of two equal hours it means', async () => {
    t.clock.now = at('2026-11-24 10:00')
    const night = entry({ date: '2026-10-25', start: '1:00', end: '2:30' })
    const owner = t.as('owner')
    const asked = await owner.post(PATH, night)
    expect([asked.statusCode, asked.body.includes('name="end_fold"')]).toEqual([422, true])
    expect((await owner.post(PATH, { ...night, end_fold: 'second' })).statusCode).toBe(303)
    const [usage] = usagesOfResource(t.db, t.cast.hplc, { limit: 1 })
    expect(usage!.end! - usage!.start).toBe(2.5 * HOUR)
    const form = await owner.get(`/manage/usage/${usage!.id}`)
    expect(form.body).toContain('name="end_fold" value="second"')
  })
})
