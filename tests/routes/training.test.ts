import { DateTime } from 'luxon'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { heldBy } from '../../db/queries/qualifications.ts'
import { sendDue } from '../../server/mail/outbox.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { at, makeReservation, makeResource } from '../support/makers.ts'
import { postbox } from '../support/postbox.ts'

let t: TestApp
let mri: number
const post = postbox()
beforeEach(async () => {
  t = await testApp()
  mri = makeResource(t.db, {
    labId: t.cast.labId,
    slug: 'mri',
    namePl: 'Tomograf',
    qualificationRequired: 'supervised',
  })
})
afterEach(() => t.close())

const MANAGE = '/manage/resources/mri/qualifications'

/** Without what keeps figures together on a line. */
const plain = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('\u2060', '')

/** `reader: subject`, of what was not sent before, with the method of the calendar part. */
async function mails(): Promise<string[]> {
  const before = post.sent.length
  await sendDue(t.db, post.mailer, () => t.clock.now, t.app.settings)
  return post.sent
    .slice(before)
    .map(({ to, subject, calendar }) => `${to.name}: ${plain(subject)}${calendar ? ` (${calendar.method})` : ''}`)
    .sort()
}

async function ask(message = 'Skanuję próbki skał.'): Promise<number> {
  const answer = await t.as('researcher').post('/training', { resource: 'mri', message })
  expect(answer.statusCode).toBe(303)
  return t.db.$client.prepare('SELECT max(id) FROM training_requests').pluck().get() as number
}

const session = {
  date: '2026-11-25',
  start: '10:00',
  end: '12:00',
  title: 'Pierwsze kroki',
  places: '2',
  level: 'supervised',
}
async function plan(more: Record<string, string> = {}): Promise<number> {
  const answer = await t.as('caretaker').post('/manage/resources/mri/training-sessions', { ...session, ...more })
  expect(answer.headers.location, answer.body).toBe(`${MANAGE}?done=opened`)
  return t.db.$client.prepare('SELECT max(id) FROM training_sessions').pluck().get() as number
}

const stateOf = async (): Promise<string> => {
  const { body } = await t.as('researcher').get('/training')
  return (
    /(Czeka na odpowiedź opiekuna|Zaproszenie na szkolenie|Opiekun odpowiedział|Odmowa|Uprawnienie nadane|Wycofana)\./.exec(
      body,
    )?.[1] ?? 'nothing'
  )
}

describe('a person asks for training', () => {
  test('the stewards are told, caretakers too, and the request stands in place of the form', async () => {
    await ask()
    expect(await mails()).toEqual([
      'caretaker: Prośba o szkolenie: Tomograf',
      'deputy: Prośba o szkolenie: Tomograf',
      'owner: Prośba o szkolenie: Tomograf',
    ])
    expect(await stateOf()).toBe('Czeka na odpowiedź opiekuna')
    const form = await t.as('researcher').get('/training/new?resource=mri')
    expect(form.body).toContain('Twoja prośba już czeka')
    expect(form.body).not.toContain('<textarea')
    const page = await t.as('owner').get(MANAGE)
    expect(page.body).toContain('Skanuję próbki skał.')
  })

  test('twice makes one request and one mail', async () => {
    expect(await ask()).toBe(await ask())
    expect(await mails()).toHaveLength(3)
  })

  test('withdraws, and may ask again', async () => {
    const id = await ask()
    expect((await t.as('stranger').post(`/training/${id}/withdrawal`)).statusCode).toBe(404)
    expect((await t.as('researcher').post(`/training/${id}/withdrawal`)).statusCode).toBe(303)
    expect(await stateOf()).toBe('Wycofana')
    expect(await ask()).not.toBe(id)
  })

  test.each([
    ['who looks after it', 'owner', 'mri', 'Opiekujesz się tym aparatem'],
    ['where nobody needs a qualification', 'researcher', 'hplc', 'nie wymaga uprawnień'],
  ] as const)('but not %s', async (_who, actor, resource, words) => {
    expect((await t.as(actor).get(`/training/new?resource=${resource}`)).body).toContain(words)
    expect((await t.as(actor).post('/training', { resource })).statusCode).toBe(422)
  })

  test('a message too long is refused and kept', async () => {
    const message = 'Próbka. '.repeat(200)
    const answer = await t.as('researcher').post('/training', { resource: 'mri', message })
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain('Za długie, najwięcej 1000 znaków.')
    expect(answer.body).toContain(message.trim())
  })

  test('for nothing that is there: 404', async () => {
    expect((await t.as('researcher').get('/training/new?resource=nothing')).statusCode).toBe(404)
    expect((await t.as('researcher').get('/training/new')).statusCode).toBe(404)
  })
})

describe('a steward', () => {
  const answer = (
    id: number,
    path: string,
    form: Record<string, string>,
    actor: 'caretaker' | 'stranger' = 'caretaker',
  ) => t.as(actor).post(`/manage/training-requests/${id}/${path}`, form)

  test.each([
    ['answered', 'Opiekun odpowiedział', 'Odpowiedź w sprawie szkolenia'],
    ['declined', 'Odmowa', 'Odmowa szkolenia'],
  ])('closes a request with words: %s', async (verdict, state, subject) => {
    const id = await ask()
    await mails()
    const silent = await answer(id, 'answer', { verdict, words: '  ' })
    expect(silent.statusCode).toBe(422)
    expect(silent.body).toContain('Napisz kilka słów')
    expect((await answer(id, 'answer', { verdict, words: 'Zapraszam wiosną.' })).statusCode).toBe(303)
    expect(await mails()).toEqual([`researcher: ${subject}: Tomograf`])
    expect(await stateOf()).toBe(state)
    expect((await t.as('researcher').get('/training')).body).toContain('caretaker: Zapraszam wiosną.')
    expect((await answer(id, 'answer', { verdict, words: 'Znowu.' })).statusCode).toBe(422)
  })

  test('grants at once, for a time', async () => {
    const id = await ask()
    await mails()
    const past = await answer(id, 'grant', { level: 'supervised', expires_at: '2026-11-22' })
    expect(past.statusCode).toBe(422)
    expect(past.body).toContain('Podaj dzień, który dopiero będzie.')
    expect((await answer(id, 'grant', { level: 'supervised', expires_at: '2027-03-28' })).statusCode).toBe(303)
    expect(await mails()).toEqual(['researcher: Masz uprawnienie: Tomograf, 28 marca 2027'])
    expect(await stateOf()).toBe('Uprawnienie nadane')
    // The whole last day, which has 23 hours.
    expect(t.db.$client.prepare('SELECT expires_at FROM qualifications').pluck().get()).toBe(Date.UTC(2027, 2, 28, 22))
    expect(plain((await t.as('researcher').get('/account')).body)).toContain('28 marca 2027')
  })

  test('grants a level that does not suffice, and the request stands', async () => {
    const id = await ask()
    expect((await answer(id, 'grant', { level: 'trainee' })).statusCode).toBe(303)
    expect(await stateOf()).toBe('Czeka na odpowiedź opiekuna')
  })

  test('of another lab does not learn of it', async () => {
    const id = await ask()
    t.db.$client.exec(`INSERT INTO labs (slug, organisation_id, name_pl, name_en) VALUES ('elsewhere', 1, 'X', 'X')`)
    t.db.$client
      .prepare(`INSERT INTO stewardships (lab_id, person_id, role) SELECT max(id), ?, 'owner' FROM labs`)
      .run(t.cast.stranger.id)
    const sessionId = await plan()
    expect((await t.as('stranger').get(MANAGE)).statusCode).toBe(403)
    for (const [path, form] of [
      ['answer', { verdict: 'declined', words: 'Nie.' }],
      ['grant', { level: 'independent' }],
      ['invitation', { session: String(sessionId) }],
    ] as const)
      expect((await answer(id, path, form, 'stranger')).statusCode).toBe(404)
    expect((await t.as('stranger').post(`/manage/training-sessions/${sessionId}/attendance`)).statusCode).toBe(404)
    expect((await t.as('stranger').post('/manage/resources/mri/training-sessions', session)).statusCode).toBe(403)
    expect(
      (await t.as('stranger').post(MANAGE, { person: 'stranger@demo.test', level: 'independent' })).statusCode,
    ).toBe(403)
    const removal = `${MANAGE}/${t.cast.researcher.id}/removal`
    expect((await t.as('stranger').post(removal)).statusCode).toBe(403)
  })

  test('grants by e-mail and revokes with a reason', async () => {
    const wrong = await t
      .as('owner')
      .post(MANAGE, { person: 'nikt@demo.test', level: 'independent', expires_at: '2027-01-31' })
    expect(wrong.statusCode).toBe(422)
    expect(wrong.body).toContain('Nie ma takiej osoby.')
    expect(wrong.body).toContain('value="nikt@demo.test"')
    expect(wrong.body).toContain('value="2027-01-31"')
    expect((await t.as('owner').post(MANAGE, { person: ' Company@demo.test ', level: 'independent' })).statusCode).toBe(
      303,
    )
    const removal = `${MANAGE}/${t.cast.company.id}/removal`
    expect((await t.as('owner').post(removal, { reason: 'Bez dyżuru.' })).statusCode).toBe(303)
    expect((await t.as('owner').post(removal)).statusCode).toBe(404)
    expect(await mails()).toEqual(['company: Cofnięte uprawnienie: Tomograf', 'company: Masz uprawnienie: Tomograf'])
    const { body } = await t.as('owner').get(MANAGE)
    expect(body).toContain('company: cofnięte uprawnienie')
    expect(body).toContain('Nikt nie ma jeszcze uprawnienia.')
  })
})

describe('a training session', () => {
  test('is a reservation of the steward; who is invited gets it into the calendar, comes, and is qualified', async () => {
    const id = await ask()
    await mails()
    const sessionId = await plan({ [`request_${id}`]: '1' })
    expect(await mails()).toEqual([
      'caretaker: Potwierdzona: Tomograf, śr. 25 lis, 10:00–12:00 (REQUEST)',
      'deputy: Potwierdzona: Tomograf, śr. 25 lis, 10:00–12:00 (REQUEST)',
      'owner: Potwierdzona: Tomograf, śr. 25 lis, 10:00–12:00 (REQUEST)',
      'researcher: Zaproszenie na szkolenie: Tomograf, śr. 25 lis, 10:00–12:00 (REQUEST)',
    ])
    expect(await stateOf()).toBe('Zaproszenie na szkolenie')
    for (const page of ['/training', '/account'])
      expect((await t.as('researcher').get(page)).body).toContain('Pierwsze kroki')
    const attendance = `/manage/training-sessions/${sessionId}/attendance`
    const came = { [`came_${t.cast.researcher.id}`]: '1' }
    const early = await t.as('caretaker').post(attendance, came)
    expect(early.statusCode).toBe(422)
    expect(early.body).toContain('Szkolenie jeszcze się nie zaczęło.')
    t.clock.now = at('2026-11-25 12:00')
    expect((await t.as('caretaker').post(attendance, came)).statusCode).toBe(303)
    expect(await mails()).toEqual(['researcher: Masz uprawnienie: Tomograf'])
    expect(await stateOf()).toBe('Uprawnienie nadane')
    expect((await t.as('caretaker').post(attendance, came)).statusCode).toBe(422)
  })

  test('who does not come waits again', async () => {
    const id = await ask()
    const sessionId = await plan({ [`request_${id}`]: '1' })
    t.clock.now = at('2026-11-25 12:00')
    expect((await t.as('owner').post(`/manage/training-sessions/${sessionId}/attendance`)).statusCode).toBe(303)
    expect(await stateOf()).toBe('Czeka na odpowiedź opiekuna')
    expect(t.db.$client.prepare('SELECT count(*) FROM qualifications').pluck().get()).toBe(0)
  })

  test.each([
    ['a higher right stays, and stays for good', 'independent', '', 'independent', null],
    ['a higher right that ends first is prolonged', 'independent', '2026-12-31', 'independent', '2027-03-31'],
    ['a higher right that ends later stays', 'independent', '2027-12-31', 'independent', '2027-12-31'],
    ['a higher right that has ended is none', 'independent', '2026-11-24', 'supervised', '2027-03-31'],
    ['a lower right is raised', 'trainee', '', 'supervised', '2027-03-31'],
    ['the same right is renewed', 'supervised', '2026-12-31', 'supervised', '2027-03-31'],
  ])('%s', async (_, level, until, expected, end) => {
    await t.as('owner').post(MANAGE, { person: 'researcher@demo.test', level, expires_at: until })
    const id = await ask()
    const sessionId = await plan({ [`request_${id}`]: '1' })
    t.clock.now = at('2026-11-25 12:00')
    const came = { [`came_${t.cast.researcher.id}`]: '1', expires_at: '2027-03-31' }
    await t.as('owner').post(`/manage/training-sessions/${sessionId}/attendance`, came)
    const [held] = heldBy(t.db, t.cast.researcher.id)
    const day = held!.expiresAt && DateTime.fromMillis(held!.expiresAt - 1, { zone: 'Europe/Warsaw' }).toISODate()
    expect([held!.level, day]).toEqual([expected, end])
  })

  test('moved and let go, tells those invited; the request of one let go waits again', async () => {
    const id = await ask()
    await plan({ [`request_${id}`]: '1' })
    await mails()
    const { id: reservation, version } = t.db.$client.prepare('SELECT id, version FROM reservations').get() as {
      id: number
      version: number
    }
    const times = { start: '2026-11-26T10:00:00+01:00', end: '2026-11-26T12:00:00+01:00' }
    const match = { 'if-match': `"${version}"` }
    expect((await t.api('caretaker')('PATCH', `/reservations/${reservation}`, times, match)).statusCode).toBe(200)
    expect(await mails()).toContain('researcher: Nowy termin szkolenia: Tomograf, czw. 26 lis, 10:00–12:00 (REQUEST)')
    expect(
      (await t.api('owner')('POST', `/reservations/${reservation}/cancel`, { reason: 'Awaria.' })).statusCode,
    ).toBe(200)
    expect(await mails()).toContain('researcher: Szkolenie odwołane: Tomograf, czw. 26 lis, 10:00–12:00 (CANCEL)')
    expect(await stateOf()).toBe('Czeka na odpowiedź opiekuna')
    expect((await t.as('researcher').get('/training')).body).not.toContain('Pierwsze kroki')
    await plan({ [`request_${id}`]: '1', date: '2026-11-27' })
    expect(await stateOf()).toBe('Zaproszenie na szkolenie')
  })

  test('a place given back leaves the calendar and is free for another', async () => {
    const id = await ask()
    const sessionId = await plan({ [`request_${id}`]: '1', places: '1' })
    await mails()
    await t.as('company').post('/training', { resource: 'mri' })
    const other = id + 1
    const invite = () =>
      t.as('owner').post(`/manage/training-requests/${other}/invitation`, { session: String(sessionId) })
    const full = await invite()
    expect(full.statusCode).toBe(422)
    expect(full.body).toContain('nie ma już wolnych miejsc')
    await t.as('researcher').post(`/training/${id}/withdrawal`)
    expect(await mails()).toContain(
      'researcher: Zwolnione miejsce na szkoleniu: Tomograf, śr. 25 lis, 10:00–12:00 (CANCEL)',
    )
    expect((await invite()).statusCode).toBe(303)
    expect(await mails()).toEqual(['company: Zaproszenie na szkolenie: Tomograf, śr. 25 lis, 10:00–12:00 (REQUEST)'])
  })

  test('is made of a reservation that is there', async () => {
    const reservation = makeReservation(t.db, {
      ...{ resourceId: mri, requesterId: t.cast.deputy.id, purpose: 'staff_training', title: 'Kurs wstępny' },
    })
    makeReservation(t.db, { resourceId: mri, requesterId: t.cast.deputy.id, start: at('2026-11-26 10:00') })
    const own = { reservation: String(reservation.id), date: '', start: '', end: '', title: '' }
    await plan(own)
    expect((await t.as('owner').get(MANAGE)).body).toContain('Kurs wstępny')
    const again = await t.as('owner').post('/manage/resources/mri/training-sessions', { ...session, ...own })
    expect(again.statusCode).toBe(422)
    expect(again.body).toContain('Nie ma takiej rezerwacji na szkolenie.')
    const other = await t
      .as('owner')
      .post('/manage/resources/mri/training-sessions', { ...session, ...own, reservation: String(reservation.id + 1) })
    expect(other.statusCode).toBe(422)
  })

  test.each([
    ['a taken time', {}, 'Ten czas jest zajęty'],
    ['a closed time', { date: '2026-11-28' }, 'W tym czasie jest zamknięte'],
    ['no date', { date: '' }, 'date'],
    ['no title', { title: ' ' }, 'title'],
    ['no places', { places: '0' }, 'Podaj liczbę miejsc od 1 do 100.'],
    ['more requests than places', { places: '1', request_1: '1', request_2: '1' }, 'nie ma już wolnych miejsc'],
  ] as const)('is refused with %s, and what was typed stays', async (_what, more, words) => {
    makeReservation(t.db, { resourceId: mri, requesterId: t.cast.company.id, start: at('2026-11-25 11:00') })
    const answer = await t.as('owner').post('/manage/resources/mri/training-sessions', { ...session, ...more })
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain(words)
    expect(answer.body).toContain('value="12:00"')
    expect(t.db.$client.prepare('SELECT count(*) FROM training_sessions').pluck().get()).toBe(0)
  })
})
