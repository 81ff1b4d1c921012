import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { credentialsOf } from '../../db/queries/credentials.ts'
import { type Account, addressOf, type DemoApp, demoApp, TUESDAY } from '../support/server.ts'

let t: DemoApp
beforeAll(async () => {
  t = await demoApp()
})
afterAll(() => t.close())

const DAY = 86_400_000
const idOf = (account: Account) => credentialsOf(t.app.db, addressOf(account))!.personId
const tokens = new Map<Account, string>()

async function tokenOf(account: Account) {
  const known = tokens.get(account)
  if (known) return known
  const payload = { email: addressOf(account), password: 'demo-demo-demo' }
  const { token } = (await t.app.inject({ method: 'POST', url: '/api/v1/sessions', payload })).json()
  tokens.set(account, token)
  return token as string
}

async function api(account: Account, method: 'GET' | 'POST' | 'PATCH', url: string, body?: object, version?: number) {
  const headers = {
    authorization: `Bearer ${await tokenOf(account)}`,
    ...(version && { 'if-match': `"${version}"` }),
  }
  return t.app.inject({ method, url: `/api/v1${url}`, headers, ...(body && { payload: body }) })
}

let hours = 0
/** Another free hour of the HPLC with every call. */
function wish(change: object = {}) {
  const start = TUESDAY + Math.floor(hours / 8) * DAY + (1 + (hours % 8)) * 3_600_000
  hours += 1
  const span = { start: new Date(start).toISOString(), end: new Date(start + 3_600_000).toISOString() }
  return { resource: 'demo-hplc', ...span, title: 'Białka w mleku', purpose: 'own_research', ...change }
}

const made = async (change: object = {}) => {
  const response = await api('researcher', 'POST', '/reservations', wish(change))
  expect([response.statusCode, response.statusCode === 201 ? '' : response.body]).toEqual([201, ''])
  return response.json() as { id: number; version: number; participants: { id: number; name: string }[] }
}

const page = (account: Account, url: string) => {
  const { name, value } = t.sessionOf(account)
  return t.app.inject({ url, cookies: { [name]: value } })
}

async function post(account: Account, url: string, fields: Record<string, string> = {}) {
  const { name, value } = t.sessionOf(account)
  const own = { [name]: value }
  const { body, cookies: set } = await t.app.inject({ url: '/account/feeds', cookies: own })
  const cookies = { ...own, csrf: set.find((each) => each.name === 'csrf')!.value }
  const _csrf = /name="_csrf" value="([^"]+)"/.exec(body)![1]!
  const payload = new URLSearchParams({ ...fields, _csrf }).toString()
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  return t.app.inject({ method: 'POST', url, cookies, headers, payload })
}

const calendarOf = (mail: Awaited<ReturnType<DemoApp['sendMail']>>[number] | undefined) =>
  mail?.calendar?.content.replaceAll('\r\n ', '') ?? ''

describe('who is invited along', () => {
  test('sees all of it, gets an invitation, and can change nothing', async () => {
    await t.sendMail()
    const { id, version, participants } = await made({ participants: [addressOf('company').toUpperCase()] })
    expect(participants).toEqual([{ id: idOf('company'), name: expect.any(String) }])
    const invitation = (await t.sendMail()).find(({ to }) => to.email === addressOf('company'))
    expect(invitation?.subject).toMatch(/^Zaproszenie: .*HPLC.*wt\.\s24\slis/)
    expect(calendarOf(invitation)).toMatch(/METHOD:REQUEST.*STATUS:CONFIRMED.*ATTENDEE[^\n]*company@demo\.test/s)
    const seen = await page('company', `/reservations/${id}`)
    expect(seen.body).toContain('Białka w mleku')
    expect(seen.body).toContain('Wypisz mnie')
    expect(seen.body).not.toMatch(/\/cancellation"|\/edit"|\/messages"/)
    expect((await page('company', '/reservations?show=invited')).body).toContain('Białka w mleku')
    const list = (await api('company', 'GET', '/reservations?invited=true')).json()
    expect(list.items.map((each: { id: number }) => each.id)).toContain(id)
    for (const [method, url, body] of [
      ['PATCH', `/reservations/${id}`, { title: 'Mine' }],
      ['POST', `/reservations/${id}/cancel`, {}],
      ['POST', `/reservations/${id}/approve`, {}],
      ['POST', `/reservations/${id}/check-in`, {}],
    ] as const)
      expect([url, (await api('company', method, url, body, version)).statusCode]).toEqual([url, 403])
    expect((await api('researcher2', 'GET', `/reservations/${id}`)).statusCode).toBe(404)
  })

  test('has it moved and taken away in place, tentative while it waits', async () => {
    const { id, version } = await made({ resource: 'demo-tem', participants: [addressOf('company')] })
    const asked = calendarOf((await t.sendMail()).find(({ to }) => to.email === addressOf('company')))
    expect(asked).toMatch(/SEQUENCE:0.*STATUS:TENTATIVE/s)
    await api('owner', 'POST', `/reservations/${id}/approve`, {})
    const approved = calendarOf((await t.sendMail()).find(({ to }) => to.email === addressOf('company')))
    expect(approved).toMatch(/SEQUENCE:1.*STATUS:CONFIRMED/s)
    await api('researcher', 'POST', `/reservations/${id}/cancel`, {})
    const gone = calendarOf((await t.sendMail()).find(({ to }) => to.email === addressOf('company')))
    expect(gone).toMatch(/METHOD:CANCEL.*SEQUENCE:2.*STATUS:CANCELLED/s)
    const uid = (text: string) => /UID:(.*)/.exec(text)?.[1]
    expect([uid(approved), uid(gone)]).toEqual([uid(asked), uid(asked)])
    expect(version).toBe(1)
  })

  test('may take themselves out, and who invited them is told', async () => {
    const { id } = await made({ participants: [addressOf('company')] })
    await t.sendMail()
    const left = await post('company', `/reservations/${id}/participants/leaving`)
    expect([left.statusCode, left.headers.location]).toEqual([303, '/reservations?show=invited'])
    const mails = await t.sendMail()
    const own = mails.find(({ to }) => to.email === addressOf('company'))
    expect(calendarOf(own)).toMatch(/METHOD:CANCEL.*SEQUENCE:1/s)
    expect(own?.text).not.toContain(`/reservations/${id}`)
    expect(mails.find(({ to }) => to.email === addressOf('researcher'))?.subject).toMatch(/^Ktoś nie przyjdzie/)
    expect((await page('company', `/reservations/${id}`)).statusCode).toBe(404)
  })

  test('is changed as a whole list by PATCH, and one by one on the page, by a steward, too', async () => {
    const { id, version } = await made({ participants: [addressOf('company')] })
    await t.sendMail()
    const change = { participants: [addressOf('researcher2')] }
    const changed = await api('researcher', 'PATCH', `/reservations/${id}`, change, version)
    expect(changed.json().participants.map((each: { id: number }) => each.id)).toEqual([idOf('researcher2')])
    expect(changed.json().version).toBeGreaterThan(version)
    const mails = await t.sendMail()
    expect(mails.map(({ to, calendar }) => [to.email, calendar?.method])).toEqual([
      [addressOf('company'), 'CANCEL'],
      [addressOf('researcher2'), 'REQUEST'],
    ])
    const added = await post('owner', `/reservations/${id}/participants`, { participants: addressOf('company') })
    expect(added.statusCode).toBe(303)
    expect((await page('owner', `/reservations/${id}`)).body).toContain(addressOf('company'))
    const removal = `/reservations/${id}/participants/${idOf('company')}/removal`
    expect((await post('researcher2', removal)).statusCode).toBe(403)
    expect((await post('researcher', removal)).statusCode).toBe(303)
    expect((await page('company', `/reservations/${id}`)).statusCode).toBe(404)
    await post('researcher2', `/reservations/${id}/participants/leaving`)
    const { body } = await page('researcher', `/reservations/${id}`)
    const lines = body.match(/(zaproszenie dla 1 osoby|cofnięte zaproszenie 1 osoby|rezygnacja z udziału)/g)
    expect(lines?.toSorted()).toEqual([
      ...['cofnięte zaproszenie 1 osoby', 'cofnięte zaproszenie 1 osoby', 'rezygnacja z udziału'],
      ...['zaproszenie dla 1 osoby', 'zaproszenie dla 1 osoby'],
    ])
  })

  test('of a series is changed as a whole list by PATCH, for all of its dates', async () => {
    const body = {
      ...{ resource: 'demo-hplc', dtstart: '2027-04-01T09:00:00', duration: 'PT1H', rrule: 'FREQ=WEEKLY;COUNT=3' },
      ...{ title: 'Seria', purpose: 'own_research', participants: [addressOf('company')] },
    }
    const { id, version, occurrences } = (await api('researcher', 'POST', '/series', body)).json()
    await t.sendMail()
    const change = { scope: 'all', participants: [addressOf('researcher2')] }
    expect((await api('company', 'PATCH', `/series/${id}`, change, version)).statusCode).toBe(403)
    expect(
      (await api('researcher', 'PATCH', `/series/${id}`, { ...change, participants: ['a@b.cz'] }, version)).json(),
    ).toMatchObject({ status: 422, errors: [{ path: 'participants' }] })
    expect((await api('researcher', 'PATCH', `/series/${id}`, change, version)).statusCode).toBe(200)
    for (const { reservation } of occurrences)
      expect((await api('researcher', 'GET', `/reservations/${reservation}`)).json().participants).toMatchObject([
        { id: idOf('researcher2') },
      ])
    expect((await t.sendMail()).map(({ to, calendar }) => [to.email, calendar?.method])).toEqual([
      [addressOf('company'), 'CANCEL'],
      [addressOf('researcher2'), 'REQUEST'],
    ])
    expect((await page('company', `/series/${id}`)).statusCode).toBe(404)
  })

  test('of a series comes to all of its dates with one invitation', async () => {
    await t.sendMail()
    const body = {
      ...{ resource: 'demo-hplc', dtstart: '2027-03-01T09:00:00', duration: 'PT1H', rrule: 'FREQ=WEEKLY;COUNT=4' },
      ...{ title: 'Seria', purpose: 'own_research', participants: [addressOf('company')] },
    }
    const series = (await api('researcher', 'POST', '/series', body)).json()
    const mails = (await t.sendMail()).filter(({ to }) => to.email === addressOf('company'))
    expect(mails).toHaveLength(1)
    expect(calendarOf(mails[0])).toMatch(/RRULE:FREQ=WEEKLY/)
    expect((await page('company', `/series/${series.id}`)).statusCode).toBe(200)
    const [first, second] = series.occurrences
    const ofSecond = (await api('company', 'GET', `/reservations/${second.reservation}`)).json()
    expect(ofSecond.participants).toHaveLength(1)
    await post('researcher', `/reservations/${first.reservation}/participants/${idOf('company')}/removal`)
    expect((await page('company', `/series/${series.id}`)).statusCode).toBe(404)
    const gone = (await t.sendMail()).find(({ to }) => to.email === addressOf('company'))
    expect(calendarOf(gone)).toMatch(/METHOD:CANCEL/)
  })
})

describe('one’s own calendar', () => {
  const feedOf = async (account: Account) => {
    const { body } = await post(account, '/account/feeds', { kind: 'me' })
    const path = /\/calendars\/[\w-]+\.ics/.exec(body)![0]
    return async () => (await t.app.inject({ url: path })).body.replaceAll('\r\n ', '')
  }

  test('shows what one is invited to, as long as one is', async () => {
    const read = await feedOf('company')
    const { id } = await made({ participants: [addressOf('company')], title: 'Wspólny pomiar' })
    expect(await read()).toMatch(new RegExp(`UID:reservation-${id}@.*Wspólny pomiar`, 's'))
    await post('researcher', `/reservations/${id}/participants/${idOf('company')}/removal`)
    expect(await read()).not.toContain(`reservation-${id}@`)
  })

  test('shows the trainings one has a place in, when and where, not whose time they take', async () => {
    const read = await feedOf('company')
    const { id } = await made({ title: 'Szkolenie z HPLC' })
    const sql = t.app.db.$client
    const session = sql
      .prepare("INSERT INTO training_sessions (reservation_id, places, level) VALUES (?, 3, 'supervised') RETURNING id")
      .pluck()
      .get(id)
    sql.prepare('INSERT INTO training_attendees (session_id, person_id) VALUES (?, ?)').run(session, idOf('company'))
    const entry = (await read()).split('BEGIN:VEVENT').find((each) => each.includes(`reservation-${id}@`)) ?? ''
    expect(entry).toMatch(/SUMMARY:.*Szkolenie z HPLC/)
    expect(entry).toMatch(/URL;VALUE=URI:.*\/training/)
    expect(entry).not.toContain(`/reservations/${id}`)
  })
})

describe('who cannot be invited', () => {
  test('is refused with one sentence, and nothing typed is lost', async () => {
    const { id } = await made()
    for (const unknown of ['nobody@elsewhere.test', 'no address']) {
      const refused = await post('researcher', `/reservations/${id}/participants`, { participants: unknown })
      expect(refused.statusCode).toBe(422)
      expect(refused.body).toContain('nie ma w klastrze nikogo')
      expect(refused.body).toContain(unknown)
    }
    const { name, value } = t.sessionOf('researcher')
    const form = await t.app.inject({ url: '/reservations/new?resource=demo-hplc', cookies: { [name]: value } })
    expect(form.body).toContain('name="participants"')
  })

  test('cannot be found out by trying many addresses', async () => {
    const { id } = await made()
    const invite = (participants: string) => post('researcher', `/reservations/${id}/participants`, { participants })
    for (let i = 0; i < 10; i++) await invite(`guess-${i}@elsewhere.test`)
    const refused = await invite(addressOf('company'))
    expect([refused.statusCode, refused.body.includes('Za wiele nieznanych adresów')]).toEqual([422, true])
    t.clock.now += 16 * 60_000
    expect((await invite(addressOf('company'))).statusCode).toBe(303)
  })

  test('is a stranger by their number', async () => {
    const response = await api('researcher', 'POST', '/reservations', wish({ participants: [idOf('company')] }))
    expect([response.statusCode, response.json().errors?.[0]?.path]).toEqual([422, 'participants'])
  })
})
