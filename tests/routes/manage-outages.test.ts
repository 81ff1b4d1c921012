import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { documentsOf } from '../../db/queries/documents.ts'
import { outageById, outagesOf } from '../../db/queries/outages.ts'
import { reservationById } from '../../db/queries/reservations.ts'
import type { OutageKind } from '../../server/domain/availability-rule.ts'
import { type Actor, type TestApp, testApp } from '../support/app.ts'
import { at, DAY, HOUR, makeOutage, makeReservation, NOW } from '../support/makers.ts'

let t: TestApp
beforeEach(async () => {
  t = await testApp()
})
afterEach(() => t.close())

const HPLC = '/manage/resources/hplc/outages'
const ONCE = {
  ...{ kind: 'maintenance', planned: 'yes', pattern: 'once', reason: 'Przegląd' },
  ...{ from_date: '2026-11-24', from: '10:00', to_date: '2026-11-24', to: '12:00' },
}
const ofHplc = () => outagesOf(t.db, t.cast.hplc, { start: 0, end: Number.MAX_SAFE_INTEGER }, { limit: 100 })
const running = (kind: OutageKind = 'maintenance') =>
  makeOutage(t.db, { resourceId: t.cast.hplc, kind, startAt: NOW - HOUR, endAt: NOW + HOUR })
const book = (start: string) =>
  makeReservation(t.db, { resourceId: t.cast.hplc, requesterId: t.cast.researcher.id, start: at(start) })

const upload = async (actor: Actor, id: number, content: Buffer, name = 'świadectwo.pdf') => {
  const browser = t.as(actor)
  const csrf = /name="_csrf" value="([^"]+)"/.exec((await browser.get('/accessibility')).body)![1]!
  const part = (head: string, body: Buffer) =>
    Buffer.concat([Buffer.from(`--b\r\n${head}\r\n\r\n`), body, Buffer.from('\r\n')])
  const payload = Buffer.concat([
    part('content-disposition: form-data; name="_csrf"', Buffer.from(csrf)),
    part(`content-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/html`, content),
    Buffer.from('--b--\r\n'),
  ])
  return t.inject({
    ...{ method: 'POST', url: `${HPLC}/${id}/documents`, payload, cookies: Object.fromEntries(browser.cookies) },
    headers: { 'content-type': 'multipart/form-data; boundary=b' },
  })
}

describe('who may', () => {
  test.each<[Actor, number]>([
    ['owner', 200],
    ['deputy', 200],
    ['caretaker', 200],
    ['researcher', 403],
    ['coordinator', 403],
    ['admin', 403],
  ])('%s gets %i', async (actor, status) => {
    const id = running()
    const browser = t.as(actor)
    for (const page of ['', '/new', `/${id}`]) expect((await browser.get(HPLC + page)).statusCode).toBe(status)
    if (status === 200) return
    for (const page of ['', `/${id}`, `/${id}/end`, `/${id}/log`, `/${id}/removal`])
      expect((await browser.post(HPLC + page, ONCE)).statusCode).toBe(403)
    expect(outageById(t.db, id)).toMatchObject({ end: NOW + HOUR, workLog: null })
  })
  test('what is not there is not found', async () => {
    const owner = t.as('owner')
    const elsewhere = makeOutage(t.db, { resourceId: t.cast.tem, startAt: NOW, endAt: NOW + HOUR })
    for (const path of ['/manage/resources/nothing/outages', `${HPLC}/987654`, `${HPLC}/${elsewhere}`])
      expect((await owner.get(path)).statusCode).toBe(404)
    for (const path of [`${HPLC}/${elsewhere}/end`, `${HPLC}/${elsewhere}/removal`, `${HPLC}/rules/987/end`])
      expect((await owner.post(path)).statusCode).toBe(404)
  })
  test('its links stand where they work on', async () => {
    for (const actor of ['owner', 'caretaker'] as const) {
      expect((await t.as(actor).get('/manage')).body).toContain(`href="${HPLC}"`)
      expect((await t.as(actor).get('/equipment/hplc')).body).toContain(`href="${HPLC}"`)
    }
    expect((await t.as('researcher').get('/equipment/hplc')).body).not.toContain(HPLC)
  })
})

describe('a new outage', () => {
  test('shows whom it takes time from, and changes nothing yet', async () => {
    const { id } = book('2026-11-24 10:00')
    const { body, statusCode } = await t.as('owner').post(HPLC, { ...ONCE, check: '1' })
    expect(statusCode).toBe(200)
    expect(body).toContain('1 rezerwacja traci termin')
    expect(body).toContain(`name="choice_${id}"`)
    expect(body).toContain('odwołaj bez konsekwencji')
    expect(body).toMatch(/przenieś na wt\.\s24\slis, 9:00–10:00/)
    expect(ofHplc()).toEqual([])
  })
  test('htmx gets the effect alone', async () => {
    const { body } = await t.as('owner').post(HPLC, { ...ONCE, check: '1' }, { 'hx-request-type': 'partial' })
    expect(body).toMatch(/^<div id="effect"/)
    expect(body).toContain('Nikt nie traci terminu')
  })
  test('is not saved before everybody is decided about', async () => {
    const { id } = book('2026-11-24 10:00')
    const owner = t.as('owner')
    const asked = await owner.post(HPLC, { ...ONCE, save: '1', words: 'Przepraszam' })
    expect(asked.statusCode).toBe(409)
    expect(asked.body).toContain('Najpierw zdecyduj')
    expect(ofHplc()).toEqual([])
    const target = /value="(hplc \d+ \d+)"/.exec(asked.body)![1]!
    const done = await owner.post(HPLC, { ...ONCE, save: '1', [`choice_${id}`]: target })
    expect(done.headers.location).toBe(`${HPLC}?saved=opened&moved=1`)
    expect((await owner.get(String(done.headers.location))).body).toContain('Przeniesiono 1 rezerwację.')
    expect(reservationById(t.db, id)).toMatchObject({ start: at('2026-11-24 09:00'), state: 'confirmed' })
  })
  test('says when a place has been taken meanwhile, and saves nothing', async () => {
    const { id } = book('2026-11-24 10:00')
    const target = `hplc ${at('2026-11-24 09:00')} ${at('2026-11-24 10:00')}`
    book('2026-11-24 09:00')
    const late = await t.as('owner').post(HPLC, { ...ONCE, save: '1', [`choice_${id}`]: target })
    expect(late.statusCode).toBe(409)
    expect(ofHplc()).toEqual([])
  })
  test('comes again by a rule, which ends', async () => {
    const owner = t.as('owner')
    const weekly = {
      ...ONCE,
      pattern: 'week',
      day_1: '1',
      every_weeks: '2',
      valid_until: '2027-01-31',
      kind: 'cleaning',
    }
    const { body } = await owner.post(HPLC, { ...weekly, check: '1' })
    expect(body).toContain('Powstanie 5 wyłączeń')
    expect((await owner.post(HPLC, { ...weekly, save: '1' })).statusCode).toBe(303)
    expect(ofHplc()).toHaveLength(5)
    const listed = await owner.get(HPLC)
    const rule = /rules\/(\d+)\/end/.exec(listed.body)![1]!
    expect(listed.body).toContain('Sprzątanie: co drugi wtorek 10:00–12:00')
    expect((await owner.post(`${HPLC}/rules/${rule}/end`)).statusCode).toBe(303)
    expect(ofHplc()).toEqual([])
  })
  test.each([
    ['no hour', { from: 'rano' }, 'Podaj godzinę'],
    ['an hour that is skipped', { from_date: '2027-03-28', to_date: '2027-03-28', from: '2:30' }, 'przeskakują'],
    ['no day', { from_date: '' }, 'dzień'],
    ['an end before the start', { to: '9:00' }, 'Koniec musi'],
    ['a rule that is none', { rrule: 'FREQ=SECONDLY' }, 'FREQ'],
    ['no day of the week', { pattern: 'week' }, 'Zaznacz'],
  ])('with %s keeps what was typed and says so', async (_what, part, sentence) => {
    const { body, statusCode } = await t.as('owner').post(HPLC, { ...ONCE, ...part, save: '1' })
    expect(statusCode).toBe(422)
    expect(body).toContain(sentence)
    expect(body).toContain('value="Przegląd"')
    expect(ofHplc()).toEqual([])
  })
  test('without a last day ends at the next time the clock shows its end', async () => {
    expect(
      (await t.as('owner').post(HPLC, { ...ONCE, to_date: '', from: '22:00', to: '6', save: '1' })).statusCode,
    ).toBe(303)
    expect(ofHplc()[0]).toMatchObject({ end: at('2026-11-25 06:00') })
  })
  test('asks which of two equal hours is meant', async () => {
    const night = { ...ONCE, from_date: '2027-10-31', to_date: '2027-10-31', from: '2:30', to: '6:00' }
    const owner = t.as('owner')
    expect((await owner.post(HPLC, { ...night, save: '1' })).body).toContain('name="start_fold"')
    expect((await owner.post(HPLC, { ...night, save: '1', start_fold: 'second' })).statusCode).toBe(303)
    expect(ofHplc()[0]).toMatchObject({ start: Date.parse('2027-10-31T02:30:00+01:00') })
  })
  test('from the report of a fault knows what it is about', async () => {
    const { body } = await t.as('owner').get(`${HPLC}/new?kind=breakdown&fault=7&reason=Nie%20grzeje`)
    expect(body).toContain('value="Nie grzeje"')
    expect(body).toContain('<option value="breakdown" selected>')
    expect(body).toContain('name="fault" value="7"')
  })
})

describe('one outage', () => {
  test('is prolonged with what that does to whom, ended, logged and removed', async () => {
    const id = running()
    const { id: hit } = book('2026-11-23 10:00')
    const owner = t.as('owner')
    const longer = { ...ONCE, from_date: '2026-11-23', from: '7:00', to_date: '2026-11-23', to: '11:00' }
    const looked = await owner.post(`${HPLC}/${id}`, { ...longer, check: '1' })
    expect(looked.body).toContain(`choice_${hit}`)
    const saved = await owner.post(`${HPLC}/${id}`, { ...longer, save: '1', [`choice_${hit}`]: 'cancel' })
    expect(saved.headers.location).toBe(`${HPLC}?saved=changed&cancelled=1`)
    expect(outageById(t.db, id)!.end).toBe(at('2026-11-23 11:00'))
    expect((await owner.post(`${HPLC}/${id}/end`)).statusCode).toBe(303)
    expect(outageById(t.db, id)!.end).toBe(NOW)
    expect((await owner.post(`${HPLC}/${id}/end`)).statusCode).toBe(422)
    const log = { work_log: 'Wymiana lampy', done_by: 'caretaker@demo.test' }
    expect((await owner.post(`${HPLC}/${id}/log`, log)).statusCode).toBe(303)
    expect((await owner.get(HPLC)).body).toContain('Wykonanie: caretaker')
    const unknown = await owner.post(`${HPLC}/${id}/log`, { ...log, work_log: 'inne', done_by: 'nikt@demo.test' })
    expect(unknown.statusCode).toBe(422)
    expect(unknown.body).toContain('inne')
    expect((await owner.post(`${HPLC}/${id}/removal`)).statusCode).toBe(303)
    expect(ofHplc()).toEqual([])
  })

  const PDF = Buffer.from('%PDF-1.7\n<script>alert(1)</script>')

  test('keeps documents, which are served as files and nothing else', async () => {
    const id = running('calibration')
    expect((await upload('owner', id, PDF)).statusCode).toBe(303)
    const [document] = documentsOf(t.db, t.cast.hplc)
    expect(document).toMatchObject({ name: 'świadectwo.pdf', mediaType: 'application/pdf', outageId: id })
    const path = `/documents/${document!.id}`
    const answer = await t.as('stranger').get(path)
    expect(answer.rawPayload).toEqual(PDF)
    expect(answer.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="document-${document!.id}"; filename*=UTF-8''%C5%9Bwiadectwo.pdf`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    })
    expect((await t.nobody().get(path)).statusCode).toBe(303)
    expect((await t.as('stranger').get('/equipment/hplc')).body).toContain(`href="${path}"`)
    expect((await t.nobody().get('/equipment/hplc')).body).not.toContain(path)
    expect((await t.as('researcher').post(`${path}/removal`)).statusCode).toBe(403)
    expect((await t.as('caretaker').post(`${path}/removal`)).headers.location).toBe(`${HPLC}/${id}`)
    expect((await t.as('owner').get(path)).statusCode).toBe(404)
  })
  test.each([
    ['a page', Buffer.from('<html>'), 'To nie jest PDF'],
    ['a drawing', Buffer.from('<svg onload="x()">'), 'To nie jest PDF'],
    ['a program', Buffer.from('MZ\0\0'), 'To nie jest PDF'],
    ['more than 10 MB', Buffer.concat([PDF, Buffer.alloc(10 * 1_048_576, 65)]), 'większy niż 10 MB'],
    ['nothing', Buffer.alloc(0), 'Wybierz plik'],
  ])('refuses %s at the field', async (_what, content, sentence) => {
    const answer = await upload('owner', running(), content)
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain(sentence)
    expect(documentsOf(t.db, t.cast.hplc)).toEqual([])
  })
  test('keeps what is no certificate among its stewards', async () => {
    expect((await upload('owner', running('breakdown'), PDF)).statusCode).toBe(303)
    const path = `/documents/${documentsOf(t.db, t.cast.hplc)[0]!.id}`
    const statuses = ['caretaker', 'researcher', 'stranger', 'coordinator'] as const
    expect(await Promise.all(statuses.map(async (who) => (await t.as(who).get(path)).statusCode))).toEqual([
      200, 404, 404, 404,
    ])
  })
  test('takes documents from its stewards alone', async () => {
    expect((await upload('researcher', running(), PDF)).statusCode).toBe(403)
  })
})

describe('an outage removed by mistake', () => {
  const removedHtml = async () => (await t.as('owner').get(HPLC)).body
  const restoring = async (more: Record<string, string> = {}) => {
    const html = await removedHtml()
    const form = /<form[^>]*>(?:(?!<\/form>).)*name="restores"(?:(?!<\/form>).)*<\/form>/s.exec(html)![0]
    const fields = [...form.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [name!, value!])
    const { _csrf, ...sent } = Object.fromEntries(fields)
    return t.as('owner').post(HPLC, { ...sent, ...more })
  }

  test('comes back with all that belonged to it, once', async () => {
    const id = running('calibration')
    const owner = t.as('owner')
    await upload('owner', id, Buffer.from('%PDF-1.7'))
    await owner.post(`${HPLC}/${id}/log`, { work_log: 'Nowa kolumna' })
    const before = outageById(t.db, id)!
    await owner.post(`${HPLC}/${id}/removal`)
    expect(await removedHtml()).toContain('Pliki usuniętych wyłączeń')
    expect((await restoring()).statusCode).toBe(303)
    const [back] = outagesOf(t.db, t.cast.hplc, before, { limit: 1 })
    expect(back).toMatchObject({ ...before, id: expect.any(Number), createdAt: NOW, createdBy: 'owner' })
    expect(documentsOf(t.db, t.cast.hplc)).toMatchObject([{ outageId: back!.id }])
    expect(await removedHtml()).not.toMatch(/name="restores"|Pliki usuniętych/)
  })

  test('shows first who has taken its time since', async () => {
    const id = makeOutage(t.db, {
      resourceId: t.cast.hplc,
      ...{ startAt: at('2026-11-24 09:00'), endAt: at('2026-11-24 12:00') },
    })
    await t.as('owner').post(`${HPLC}/${id}/removal`)
    const { id: since } = book('2026-11-24 10:00')
    const asked = await restoring()
    expect([asked.statusCode, asked.body.includes(`name="choice_${since}"`)]).toEqual([409, true])
    expect(asked.body).toContain('name="restores"')
    expect((await restoring({ [`choice_${since}`]: 'keep' })).statusCode).toBe(303)
  })

  test('is not offered after a week, nor to another resource', async () => {
    const id = running()
    await t.as('owner').post(`${HPLC}/${id}/removal`)
    const event = t.db.$client.prepare(`SELECT max(id) FROM setting_events`).pluck().get() as number
    const elsewhere = { ...ONCE, restores: String(event), save: '1' }
    expect((await t.as('owner').post(HPLC.replace('hplc', 'tem'), elsewhere)).statusCode).toBe(303)
    expect(await removedHtml()).toContain('name="restores"')
    t.clock.now += 7 * DAY
    expect(await removedHtml()).not.toContain('name="restores"')
  })
})

test('many reservations are decided about at once, but for those named by themselves and those that came since', async () => {
  const hours = ['09:00', '10:00', '11:00', '12:00']
  const ids = hours.map((hour) => book(`2026-11-24 ${hour}`).id)
  const form = { ...ONCE, from: '08:00', to: '14:00', save: '1' }
  const owner = t.as('owner')
  const asked = await owner.post(HPLC, { ...form, check: '1' })
  expect(asked.body).toContain('name="choice_all"')
  const shown = Object.fromEntries(ids.map((id) => [`choice_${id}`, '']))
  expect((await owner.post(HPLC, { ...form, ...shown })).statusCode).toBe(409)
  const since = book('2026-11-24 13:00').id
  const choices = { ...shown, [`choice_${ids[0]}`]: 'keep', choice_all: 'move' }
  expect((await owner.post(HPLC, { ...form, ...choices })).statusCode).toBe(409)
  const { headers } = await owner.post(HPLC, { ...form, ...choices, [`choice_${since}`]: 'cancel' })
  expect(headers.location).toMatch(/cancelled=1&moved=3&kept=1/)
})

test('which of two equal hours is meant is asked once, whoever has to be decided about', async () => {
  const { id } = book('2027-10-31 03:00')
  const night = { ...ONCE, from_date: '2027-10-31', to_date: '2027-10-31', from: '2:30', to: '6:00', save: '1' }
  const undecided = await t.as('owner').post(HPLC, { ...night, start_fold: 'second' })
  expect([undecided.statusCode, undecided.body.includes(`choice_${id}`)]).toEqual([409, true])
  expect(undecided.body).toContain('name="start_fold" value="second"')
})

test('the next calibration stands on the page of the equipment', async () => {
  t.db.$client.prepare(`UPDATE resources SET policy = '{"calibrationEveryMonths":6}' WHERE id = ?`).run(t.cast.hplc)
  expect((await t.nobody().get('/equipment/hplc')).body).toContain('nie ma jeszcze zapisanej kalibracji')
  makeOutage(t.db, { resourceId: t.cast.hplc, kind: 'calibration', startAt: NOW - 250 * DAY, endAt: NOW - 249 * DAY })
  expect((await t.nobody().get('/equipment/hplc')).body).toContain('po terminie: miała być do')
  expect((await t.as('owner').get(HPLC)).body).toContain('po terminie')
})
