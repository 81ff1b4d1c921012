import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { labelCodesOf } from '../../db/queries/labels.ts'
import { reservationById } from '../../db/queries/reservations.ts'
import { usagesDuring } from '../../db/queries/usages.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { at, DAY, HOUR, MINUTE, makeOutage, makeReservation, NOW } from '../support/makers.ts'

let t: TestApp
let hplc: string
let tem: string
beforeEach(async () => {
  t = await testApp()
  const codes = labelCodesOf(t.db, [t.cast.hplc, t.cast.tem])
  hplc = `/r/${codes.get(t.cast.hplc)}`
  tem = `/r/${codes.get(t.cast.tem)}`
})
afterEach(() => t.close())

const plain = (body: string) =>
  body
    .slice(body.indexOf('<main'), body.indexOf('</main>'))
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')

const mine = (more = {}) =>
  makeReservation(t.db, {
    ...{ resourceId: t.cast.hplc, requesterId: t.cast.researcher.id, title: 'Protein purity' },
    ...{ start: at('2026-11-23 08:10'), end: at('2026-11-23 10:00') },
    ...more,
  })

describe('behind the label', () => {
  test('a code there is not is not found', async () => {
    expect((await t.nobody().get('/r/0123456789')).statusCode).toBe(404)
    expect((await t.as('owner').post('/r/0123456789/walk-up')).statusCode).toBe(404)
  })

  test('somebody not signed in sees the state and the way back here', async () => {
    const { body } = await t.nobody().get(hplc)
    expect(plain(body)).toContain('wolne do 18:00')
    expect(body).toContain(`href="/sign-in?next=${hplc}"`)
    expect(body).not.toContain('Zajmij od zaraz')
  })

  test.each([
    ['nobody', false],
    ['stranger', false],
    ['coordinator', false],
    ['researcher', true],
    ['colleague', true],
    ['owner', true],
  ] as const)('who is there and who is next is for whom it is: %s', async (who, knows) => {
    mine({ start: at('2026-11-23 07:30'), end: at('2026-11-23 09:00') })
    mine({ start: at('2026-11-23 11:00'), end: at('2026-11-23 12:00'), title: 'Second look' })
    const { body } = await (who === 'nobody' ? t.nobody() : t.as(who)).get(hplc)
    expect(plain(body)).toContain('zajęte do 9:00')
    expect(plain(body)).toContain('11:00–12:00')
    expect(plain(body).includes('Protein purity')).toBe(knows)
    expect(plain(body).includes('Second look')).toBe(knows)
  })

  test('set-up and clean-up are no part of the time it shows, but of the time it is taken', async () => {
    mine({ resourceId: t.cast.tem, start: at('2026-11-23 08:30'), end: at('2026-11-23 09:30') })
    const { body } = await t.as('owner').get(tem)
    expect(plain(body)).toContain('zajęte do 10:00')
    expect(plain(body)).toContain('8:30–9:30')
  })

  test.each([
    ['an outage', at('2026-11-23 08:00'), 'wyłączenie do 9:00'],
    ['the night', at('2026-11-23 19:00'), 'zamknięte otwarte od wt. 24 lis, 8:00'],
    ['a Sunday', at('2026-11-29 12:00'), 'zamknięte otwarte od pon. 30 lis, 8:00'],
  ])('%s', async (_what, now, expected) => {
    makeOutage(t.db, { resourceId: t.cast.hplc, startAt: NOW - DAY, endAt: at('2026-11-23 09:00') })
    t.clock.now = now
    expect(plain((await t.nobody().get(hplc)).body).replaceAll('\u00a0', ' ')).toContain(expected)
  })
})

describe('at the thing itself', () => {
  test('a reservation is begun and ended by its requester', async () => {
    const { id } = mine()
    const browser = t.as('researcher')
    expect((await browser.get(hplc)).body).toContain(`action="${hplc}/check-in"`)
    const began = await browser.post(`${hplc}/check-in`, { reservation: String(id) })
    expect(began.headers.location).toBe(`${hplc}?done=in`)
    expect(plain((await browser.get(`${hplc}?done=in`)).body)).toMatch(/Praca rozpoczęta.*w użyciu/)
    expect(plain((await t.nobody().get(hplc)).body)).toContain('w użyciu')
    t.clock.now += HOUR
    const ended = await browser.post(`${hplc}/check-out`, { reservation: String(id) })
    expect(ended.headers.location).toBe(`${hplc}?done=out`)
    expect(reservationById(t.db, id)?.state).toBe('completed')
    expect(plain((await t.nobody().get(hplc)).body)).toContain('wolne do 18:00')
  })

  test('from a quarter of an hour before; the page says from when', async () => {
    const { id } = mine({ start: at('2026-11-23 09:00') })
    const browser = t.as('researcher')
    const { body } = await browser.get(hplc)
    expect(body).not.toContain(`${hplc}/check-in`)
    expect(plain(body)).toContain('Pracę zaczniesz tu od 8:45.')
    const early = await browser.post(`${hplc}/check-in`, { reservation: String(id) })
    expect(early.statusCode).toBe(422)
    expect(plain(early.body)).toContain('Teraz się nie da')
  })

  test('by stewards for others, and by nobody else', async () => {
    const { id } = mine()
    expect((await t.as('stranger').post(`${hplc}/check-in`, { reservation: String(id) })).statusCode).toBe(404)
    expect((await t.as('colleague').post(`${hplc}/check-in`, { reservation: String(id) })).statusCode).toBe(403)
    const caretaker = t.as('caretaker')
    expect(plain((await caretaker.get(hplc)).body)).toContain('Zaznacz początek pracy: researcher')
    expect((await caretaker.post(`${hplc}/check-in`, { reservation: String(id) })).statusCode).toBe(303)
    expect((await t.as('colleague').get(hplc)).body).not.toContain(`${hplc}/check-out`)
    expect(plain((await caretaker.get(hplc)).body)).toContain('Zakończ: researcher')
    expect((await caretaker.post(`${hplc}/check-out`, { reservation: String(id) })).statusCode).toBe(303)
    expect((await caretaker.post(`${hplc}/check-out`, { reservation: String(id) })).statusCode).toBe(409)
  })

  test('what is free is taken at once, as long as it fits before the next', async () => {
    mine({ start: at('2026-11-23 10:00'), end: at('2026-11-23 11:00') })
    const browser = t.as('stranger')
    const lengths = [...(await browser.get(hplc)).body.matchAll(/<option value="(\d+)"/g)].map((each) =>
      Number(each[1]),
    )
    expect(lengths).toEqual([30, 60, 120])
    const taken = await browser.post(`${hplc}/walk-up`, { minutes: '60', purpose: 'teaching' })
    expect(taken.statusCode).toBe(303)
    expect(plain((await browser.get(taken.headers.location!)).body)).toMatch(/Aparat jest twój do 9:00\..*Kończę pracę/)
    expect(usagesDuring(t.db, t.cast.hplc, { start: NOW, end: NOW + MINUTE })).toMatchObject([
      { source: 'walk-up', personId: t.cast.stranger.id },
    ])
    const late = await t.as('company').post(`${hplc}/walk-up`, { minutes: '' })
    expect(late.statusCode).toBe(409)
    expect(plain(late.body)).toContain('Teraz się nie da')
    expect((await t.as('company').post(`${hplc}/walk-up`, { minutes: '7' })).statusCode).toBe(422)
  })

  test('what needs an approval is not taken at once', async () => {
    expect((await t.as('researcher').get(tem)).body).not.toContain('walk-up')
    expect((await t.as('researcher').post(`${tem}/walk-up`)).statusCode).toBe(422)
  })
})

describe('a lab', () => {
  test('on its wall: what runs comes first, names only for whom they are, and it asks for itself', async () => {
    mine({ resourceId: t.cast.tem, start: at('2026-11-23 07:30'), end: at('2026-11-23 09:00') })
    const seen = await t.nobody().get('/labs/analytics/now')
    expect(plain(seen.body)).toMatch(/zajęte.*Mikroskop.*wolne.*Chromatograf/)
    expect(seen.body).not.toContain('Protein purity')
    expect(seen.body).toContain('hx-trigger="every 30s"')
    expect(seen.headers['refresh']).toBeUndefined()
    expect(plain((await t.as('owner').get('/labs/analytics/now')).body)).toContain('Protein purity, researcher')
    const alone = await t.nobody().get('/labs/analytics/now?refresh=1')
    expect(alone.headers['refresh']).toBe('30')
    expect(alone.body).not.toContain('hx-trigger')
    const part = await t.nobody().get('/labs/analytics/now', { 'hx-request-type': 'partial' })
    expect(part.body).toMatch(/^<section id="wall"/)
    expect((await t.nobody().get('/labs/none/now')).statusCode).toBe(404)
  })

  test('prints labels for its stewards, all or those picked', async () => {
    const { body } = await t.as('caretaker').get('/manage/labs/analytics/labels')
    expect(body).toContain(`localhost:3000${hplc}`)
    expect(body.match(/<svg class="qr"/g)).toHaveLength(2)
    expect(
      (await t.as('owner').get('/manage/labs/analytics/labels?resource=tem')).body.match(/class="qr"/g),
    ).toHaveLength(1)
    expect((await t.as('researcher').get('/manage/labs/analytics/labels')).statusCode).toBe(403)
    expect((await t.as('owner').get('/manage/labs/none/labels')).statusCode).toBe(404)
  })
})
