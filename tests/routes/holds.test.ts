import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Browser, type TestApp, testApp } from '../support/app.ts'
import { MINUTE, NOW } from '../support/makers.ts'

let t: TestApp
beforeEach(async () => {
  t = await testApp()
})
afterEach(() => t.close())

const FORM = '/reservations/new?resource=hplc&start=2026-11-24T10:00&end=2026-11-24T12:00'
const TIME = { resource: 'hplc', date: '2026-11-24', start: '10:00', end_date: '2026-11-24', end: '12:00' }
const SENT = { ...TIME, title: 'Protein purity', purpose: 'own_research' }
const PARTIAL = { 'hx-request': 'true', 'hx-request-type': 'partial' }
const holds = () => t.db.$client.prepare('SELECT count(*) FROM holds WHERE expires_at > ?').pluck().get(t.clock.now)
const keyIn = (body: string) => /name="key" value="([^"]+)"/.exec(body)![1]!
const reservations = () => t.db.$client.prepare('SELECT count(*) FROM reservations').pluck().get()

describe('opening the form', () => {
  test('holds nothing by itself: a GET never changes anything', async () => {
    const { body } = await t.as('researcher').get(FORM)
    expect(body).toContain('Zatrzymaj ten termin na 10 minut')
    expect(body).toContain('hx-trigger="load, change from:.when delay:150ms"')
    expect(holds()).toBe(0)
  })

  test('where scripts run asks for the hold and says until when', async () => {
    const answer = await t.as('researcher').post('/reservations', { ...TIME, hold: '1' }, PARTIAL)
    expect(answer.statusCode).toBe(200)
    expect(answer.body).toContain('zatrzymany dla ciebie do 8:10')
    expect(answer.body).not.toContain('<html')
    expect(holds()).toBe(1)
  })

  test('without scripts keeps the time by a button and everything typed', async () => {
    const researcher = t.as('researcher')
    const { body } = await researcher.post('/reservations', { ...SENT, hold: '1' })
    expect(body).toContain('zatrzymany dla ciebie do 8:10')
    expect(body).toContain('value="Protein purity"')
    expect((await researcher.get(FORM)).body).toContain('zatrzymany dla ciebie do 8:10')
  })

  test('is left by a button, which lets go', async () => {
    const researcher = t.as('researcher')
    await researcher.post('/reservations', { ...TIME, hold: '1' })
    const answer = await researcher.post('/reservations', { ...TIME, hold: 'release' })
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/equipment/hplc?day=2026-11-24'])
    expect(holds()).toBe(0)
  })
})

describe('two people on the same time', () => {
  beforeEach(async () => {
    await t.as('researcher').post('/reservations', { ...TIME, hold: '1' })
  })

  test('the second is told until when, of other times, and of nobody', async () => {
    const { body } = await t.as('stranger').get(FORM)
    expect(body).toContain('zatrzymany przez kogoś do 8:10')
    expect(body).toContain('Najbliższe wolne')
    expect(body).toContain('Dopisz się do listy oczekujących')
    expect(body.toLowerCase()).not.toContain('researcher')
    const late = await t.as('stranger').post('/reservations', { ...TIME, hold: '1' }, PARTIAL)
    expect(late.body).toContain('Ktoś właśnie rezerwuje ten termin, do 8:10')
    expect(late.body).toContain('<hx-partial hx-target="#check"')
  })

  test('the second cannot send it, and loses nothing typed', async () => {
    const answer = await t.as('stranger').post('/reservations', SENT)
    expect(answer.statusCode).toBe(409)
    expect(answer.body).toContain('value="Protein purity"')
  })

  test('the second gets it when the first does not send in time', async () => {
    t.clock.now = NOW + 10 * MINUTE
    expect((await t.as('stranger').post('/reservations', SENT)).statusCode).toBe(303)
  })
})

describe('a form sent twice', () => {
  const open = async (who: Browser) => keyIn((await who.get(FORM)).body)

  test('is one reservation', async () => {
    const researcher = t.as('researcher')
    const key = await open(researcher)
    const [one, two] = [
      await researcher.post('/reservations', { ...SENT, key }),
      await researcher.post('/reservations', { ...SENT, key }),
    ]
    expect([one.statusCode, two.statusCode]).toEqual([303, 303])
    expect(one.headers.location).toBe(two.headers.location)
    expect(reservations()).toBe(1)
  })

  test('keeps its key while something is mended, and every form opened has another', async () => {
    const researcher = t.as('researcher')
    const key = await open(researcher)
    expect(await open(researcher)).not.toBe(key)
    const refused = await researcher.post('/reservations', { ...SENT, key, end: '21:00' })
    expect(refused.statusCode).toBe(422)
    expect(keyIn(refused.body)).toBe(key)
  })

  test('with something else in it is asked about before there is a second one', async () => {
    const researcher = t.as('researcher')
    const key = await open(researcher)
    await researcher.post('/reservations', { ...SENT, key })
    const other = { ...SENT, start: '13:00', end: '14:00' }
    const asked = await researcher.post('/reservations', { ...other, key })
    expect(asked.statusCode).toBe(409)
    expect(asked.body).toContain('Z tego formularza powstała już rezerwacja')
    expect(reservations()).toBe(1)
    expect((await researcher.post('/reservations', { ...other, key: keyIn(asked.body) })).statusCode).toBe(303)
    expect(reservations()).toBe(2)
  })

  test('is one series where it repeats', async () => {
    const researcher = t.as('researcher')
    const key = await open(researcher)
    const weekly = { ...SENT, key, repeat: 'week', every: '1', day_1: '1', times: '3' }
    const looked = await researcher.post('/reservations', weekly)
    const seen = /name="seen" value="([^"]+)"/.exec(looked.body)![1]!
    const one = await researcher.post('/reservations', { ...weekly, seen })
    const two = await researcher.post('/reservations', { ...weekly, seen })
    expect([one.statusCode, one.headers.location]).toEqual([303, '/series/1?done=booked'])
    expect(two.headers.location).toBe(one.headers.location)
    expect(reservations()).toBe(3)
  })
})

test('an edit of a version somebody else has changed shows that and keeps what was typed', async () => {
  const made = await t.as('researcher').post('/reservations', SENT)
  const path = made.headers.location!
  const edit = { ...SENT, title: 'Mine', version: '1' }
  expect((await t.as('owner').post(path, { ...edit, title: 'Theirs', reason: 'A better name' })).statusCode).toBe(303)
  const late = await t.as('researcher').post(path, edit)
  expect(late.statusCode).toBe(409)
  expect(late.body).toContain('value="Mine"')
  expect(late.body).toContain('name="version" value="2"')
  expect(late.body.replaceAll('\u00a0', ' ')).toContain('Teraz jest tam: wt. 24 lis, 10:00–12:00, „Theirs”.')
})

describe('the calendar', () => {
  const week = '/equipment/hplc/calendar?week=2026-W48'
  beforeEach(async () => {
    await t.as('researcher').post('/reservations', { ...TIME, hold: '1' })
  })

  test.each(['', '&view=list'])('shows others that somebody is booking, and not who%s', async (view) => {
    const { body } = await t.as('stranger').get(week + view)
    expect(body).toContain('data-state="held"')
    expect(body).toContain('Ktoś właśnie rezerwuje</b> <span class="nowrap">do 8:10</span>')
    expect(body).not.toContain('start=2026-11-24T10:00')
  })

  test('leads its holder back to the form', async () => {
    const { body } = await t.as('researcher').get(week)
    expect(body).toContain('data-state="held-mine"')
    expect(body).toContain('start=2026-11-24T10:00&amp;end=2026-11-24T12:00">Zatrzymane dla ciebie</a>')
  })

  test('of the whole lab counts it as taken for others', async () => {
    const page = '/labs/analytics?day=2026-11-24'
    const starts = async (who: 'researcher' | 'stranger') => (await t.as(who).get(page)).body
    await t.as('colleague').post('/reservations', { ...SENT, start: '08:00', end: '10:00' })
    await t.as('researcher').post('/reservations', { ...TIME, hold: '1' })
    expect(await starts('researcher')).toContain('resource=hplc&amp;start=2026-11-24T10:00')
    expect(await starts('stranger')).toContain('resource=hplc&amp;start=2026-11-24T12:00')
  })

  test('forgets what has expired', async () => {
    t.clock.now = NOW + 10 * MINUTE
    expect((await t.as('stranger').get(week)).body).not.toContain('<td class="slot" rowspan="4" data-state="held"')
    expect((await t.as('stranger').get(week)).body).toContain('start=2026-11-24T10:00')
  })

  test('leads from a time that is taken to the waiting list', async () => {
    await t.as('researcher').post('/reservations', SENT)
    const { body } = await t.as('stranger').get(week)
    const path = /href="(\/waiting-list\/new[^"]+)"/.exec(body)![1]!.replaceAll('&amp;', '&')
    expect(path).toBe('/waiting-list/new?resource=hplc&start=2026-11-24T10:00&end=2026-11-24T12:00')
    expect((await t.as('stranger').get(path)).body).toContain('value="2026-11-24"')
    expect((await t.as('researcher').get(week)).body).not.toContain('/waiting-list/new')
  })
})
