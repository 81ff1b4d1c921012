import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { markMailRefused } from '../../db/queries/preferences.ts'
import { unsubscribeToken } from '../../server/operations/unsubscribe.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { HOUR, NOW } from '../support/makers.ts'

let t: TestApp
beforeEach(async () => {
  t = await testApp()
})
afterEach(() => t.close())

const reserve = (hour = 9) =>
  t.api('researcher')('POST', '/reservations', {
    resource: 'hplc',
    start: `2026-11-25T${String(hour).padStart(2, '0')}:00:00Z`,
    end: `2026-11-25T${String(hour + 1).padStart(2, '0')}:00:00Z`,
    title: 'Białka',
    purpose: 'own_research',
  })
const unread = (body: string) => Number(/<span aria-hidden="true">(\d+)\+?<\/span>/.exec(body)?.[1] ?? 0)
const outbox = () =>
  t.db.$client.prepare('SELECT * FROM outbox ORDER BY id').all() as Record<string, number | string | null>[]

describe('notices', () => {
  test('say what mail says, before any has left, until they are read', async () => {
    await reserve()
    await reserve(11)
    const me = t.as('researcher')
    const page = await me.get('/notices')
    expect(page.body).toContain('Potwierdzona: Chromatograf, śr.')
    expect(unread(page.body)).toBe(2)
    const [, action] = /action="(\/notices\/\d+\/reading)"/.exec(page.body)!
    expect((await me.post(action!)).statusCode).toBe(303)
    expect(unread((await me.get('/labs')).body)).toBe(1)
    const [, upTo] = /name="up_to" value="(\d+)"/.exec((await me.get('/notices')).body)!
    await reserve(13)
    expect((await me.post('/notices/reading', { up_to: upTo! })).headers.location).toBe('/notices')
    expect(unread((await me.get('/notices')).body)).toBe(1)
  })

  test('are their reader’s alone', async () => {
    await reserve()
    const [mail] = outbox()
    expect((await t.as('stranger').post(`/notices/${mail!.id}/reading`)).statusCode).toBe(404)
    expect((await t.as('stranger').get('/notices')).body).toContain('Nie masz żadnych powiadomień.')
    expect(outbox().every(({ read_at }) => read_at === null)).toBe(true)
  })

  test('go on over pages, and are counted up to a hundred', async () => {
    await reserve()
    const copy = t.db.$client.prepare(
      `INSERT INTO outbox (message_id, person_id, kind, payload, created_at)
       SELECT 'copy-' || ?, person_id, kind, payload, created_at FROM outbox WHERE id = 1`,
    )
    for (let i = 0; i < 130; i++) copy.run(i)
    const first = await t.as('researcher').get('/notices')
    expect(first.body).toContain('>99+</span>')
    const [, older] = /href="(\/notices\?before=\d+)"/.exec(first.body)!
    expect((await t.as('researcher').get(older!)).body).not.toBe(first.body)
  })
})

describe('mail settings', () => {
  const form = {
    digest_hour: '8',
    reminder_hours: '48',
    quiet_from: '22:00',
    quiet_to: '6:30',
    time_zone: 'Europe/London',
  }

  test('are kept as chosen, on the page and in the API alike', async () => {
    const answer = await t.as('owner').post('/account/mail', { ...form, lab: 'digest', training: 'never' })
    expect(answer.headers.location).toBe('/account/mail?saved')
    const page = await t.as('owner').get('/account/mail?saved')
    expect(page.body).toContain('Ustawienia poczty zapisane.')
    expect(page.body).toMatch(/name="lab".*?value="digest" selected/s)
    expect((await t.api('owner')('GET', '/me')).json().notifications).toEqual({
      requests: 'now',
      lab: 'digest',
      equipment: 'now',
      training: 'never',
      digest_hour: 8,
      quiet_hours: { from: '22:00', to: '06:30' },
      time_zone: 'Europe/London',
      reminder_hours: 48,
    })
  })

  test.each([
    [{ quiet_from: '22:00', quiet_to: '' }, 'Podaj obie godziny'],
    [{ quiet_from: '22:00', quiet_to: '22:00' }, 'Podaj obie godziny'],
    [{ time_zone: 'Mars/Base' }, 'Nie ma takiej strefy czasowej'],
  ])('that cannot be are refused, and nothing typed is lost: %j', async (change, sentence) => {
    const answer = await t.as('researcher').post('/account/mail', { ...form, ...change, equipment: 'digest' })
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain(sentence)
    for (const value of Object.values(change)) expect(answer.body).toContain(`value="${value}"`)
    expect(answer.body).toMatch(/name="equipment".*?value="digest" selected/s)
    expect((await t.api('researcher')('GET', '/me')).json().notifications.equipment).toBe('now')
  })

  test('offer a researcher nothing about a lab', async () => {
    const { body } = await t.as('researcher').get('/account/mail')
    expect(body).not.toContain('name="lab"')
    expect(body).toContain('name="training"')
  })

  test('are changed by a program a part at a time', async () => {
    const me = t.api('researcher')
    const changed = await me('PATCH', '/me', {
      locale: 'en',
      notifications: { quiet_hours: { from: '21:00', to: '07:00' } },
    })
    expect(changed.statusCode).toBe(200)
    expect(changed.json()).toMatchObject({ locale: 'en', email: 'researcher@demo.test' })
    const again = await me('PATCH', '/me', { notifications: { reminder_hours: null, training: 'digest' } })
    expect(again.json()).toMatchObject({
      locale: 'en',
      notifications: { quiet_hours: { from: '21:00', to: '07:00' }, reminder_hours: null, training: 'digest' },
    })
    expect(
      (await me('PATCH', '/me', { notifications: { quiet_hours: null } })).json().notifications.quiet_hours,
    ).toBeNull()
  })

  test.each([
    { locale: 'de' },
    { name: 'Somebody' },
    { notifications: { weekly: true } },
    { notifications: { lab: 'sometimes' } },
    { notifications: { digest_hour: 24 } },
    { notifications: { quiet_hours: { from: '22:00', to: '22:00' } } },
    { notifications: { time_zone: 'Mars/Base' } },
    { notifications: { reminder_hours: 0 } },
  ])('refuse %j', async (body) => {
    const answer = await t.api('researcher')('PATCH', '/me', body)
    expect(answer.statusCode).toBe(422)
    expect(answer.json().errors.length).toBeGreaterThan(0)
  })

  test('tell who cannot be reached by mail', async () => {
    expect((await t.as('researcher').get('/account')).body).not.toContain('odrzuca twój adres')
    markMailRefused(t.db, t.cast.researcher.id, NOW - HOUR)
    for (const url of ['/account', '/account/mail'])
      expect((await t.as('researcher').get(url)).body, url).toContain('odrzuca twój adres researcher@demo.test')
    expect((await t.as('admin').get('/admin/outbox')).body).toContain('researcher@demo.test')
    t.db.$client.prepare('UPDATE people SET email = ? WHERE id = ?').run('new@demo.test', t.cast.researcher.id)
    expect((await t.as('researcher').get('/account')).body).not.toContain('odrzuca twój adres')
  })
})

describe('the link under a daily mail', () => {
  const path = () => `/unsubscribe/${unsubscribeToken(t.cast.owner.id, t.app.settings.sessionSecret)}`
  const choices = async () => (await t.api('owner')('GET', '/me')).json().notifications

  beforeEach(() => t.api('owner')('PATCH', '/me', { notifications: { lab: 'digest' } }))

  test('asks first: whoever follows it changes nothing', async () => {
    for (const method of ['GET', 'HEAD'] as const)
      expect((await t.inject({ method, url: path() })).statusCode).toBe(200)
    expect((await choices()).lab).toBe('digest')
  })

  test.each([
    ['application/x-www-form-urlencoded', 'List-Unsubscribe=One-Click'],
    [
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n',
    ],
  ])('takes the single POST of a mail program, as %s', async (type, payload) => {
    const headers = { 'content-type': type, origin: 'https://mail.example', 'sec-fetch-site': 'cross-site' }
    const answer = await t.inject({ method: 'POST', url: path(), headers, payload })
    expect(answer.statusCode).toBe(200)
    expect((await choices()).lab).toBe('never')
  })

  test('that was made up leads nowhere', async () => {
    for (const method of ['GET', 'POST'] as const)
      expect((await t.inject({ method, url: `/unsubscribe/${t.cast.owner.id}.${'A'.repeat(43)}` })).statusCode).toBe(
        404,
      )
    expect((await choices()).lab).toBe('digest')
  })
})

describe('the administrator', () => {
  beforeEach(async () => {
    await reserve()
    t.db.$client
      .prepare(`UPDATE outbox SET next_attempt_at = NULL, attempts = 120, last_error = '550 No such user' WHERE id = 1`)
      .run()
  })

  test('sees what did not leave and why, not what it says, and has it sent again', async () => {
    const admin = t.as('admin')
    const page = await admin.get('/admin/outbox')
    expect(page.body).toContain('550 No such user')
    expect(page.body).not.toMatch(/Białka|Chromatograf/)
    const before = outbox()[0]!
    expect((await admin.post('/admin/outbox/1/resending')).headers.location).toBe('/admin/outbox?resent')
    const after = outbox()[0]!
    expect(after).toMatchObject({ next_attempt_at: NOW, resent_at: NOW, attempts: 0, message_id: before.message_id! })
    expect((await admin.post('/admin/outbox/1/resending')).statusCode).toBe(404)
  })

  test.each(['researcher', 'owner', 'coordinator'] as const)('and no %s', async (actor) => {
    expect((await t.as(actor).get('/admin/outbox')).statusCode).toBe(403)
    expect((await t.as(actor).post('/admin/outbox/1/resending')).statusCode).toBe(403)
  })
})
