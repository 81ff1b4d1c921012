import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { resourceTechniques } from '../../db/schema/index.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { at, makeReservation } from '../support/makers.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
  t.db.insert(resourceTechniques).values({ resourceId: t.cast.hplc, technique: 'HPLC' }).run()
  makeReservation(t.db, {
    resourceId: t.cast.hplc,
    requesterId: t.cast.stranger.id,
    start: at('2026-11-23 08:00'),
    end: at('2026-11-23 11:00'),
    title: 'Tajne próbki',
  })
})
afterAll(() => t.close())

const page = async (query = '', actor: 'researcher' | 'owner' | null = null, headers = {}) => {
  const answer = await (actor ? t.as(actor) : t.nobody()).get(`/find${query}`, headers)
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.body
}
/** `hplc 2026-11-23T11:00`: where the links into the form lead. */
const offers = (html: string) => [
  ...new Set(
    [...html.matchAll(/reservations\/new\?resource=([\w-]+)&amp;start=([\dT:-]+)/g)].map(
      (each) => `${each[1]} ${each[2]}`,
    ),
  ),
]

describe('the slot finder', () => {
  test('offers the earliest times to anybody, each one click from the form', async () => {
    const html = await page('?duration=180')
    expect(offers(html).sort()).toEqual(['hplc 2026-11-23T11:00', 'tem 2026-11-23T08:00'])
    expect(html).not.toContain('Tajne')
  })
  test('draws the candidates over the first days, with the time found marked', async () => {
    const html = await page('?duration=180')
    expect(html.match(/<rect class="found"/g)!.length).toBeGreaterThanOrEqual(2)
    expect(html).toContain('Pierwsze dni kandydatów')
  })
  test('keeps to technique, hours, days and what is had at once', async () => {
    expect(offers(await page('?q=hplc&hours_from=13&hours_to=16'))).toEqual(['hplc 2026-11-23T13:00'])
    expect(offers(await page('?instant=1&day=1', 'researcher'))).toEqual(['hplc 2026-11-24T08:00'])
    expect(offers(await page('?resource=tem&several=1&to=2026-11-24'))).toEqual([
      'tem 2026-11-23T08:00',
      'tem 2026-11-24T08:00',
    ])
  })
  test('says why there is nothing, and what to change, as links that find something', async () => {
    const html = await page('?duration=120&hours_from=2&hours_to=4')
    expect(html).toContain('W tym okresie nie ma takiego terminu')
    expect(html).toContain('2 aparaty są w tych godzinach zajęte')
    const url = /href="(\/find[^"]+)">O każdej porze/.exec(html)![1]!.replaceAll('&amp;', '&')
    expect(offers(await page(url.replace('/find', '')))).toContain('tem 2026-11-23T08:00')
  })
  test('says what it cannot read, at the field, and keeps the rest', async () => {
    const html = await page('?q=hplc&to=2020-01-01&units=x')
    expect(html).toContain('id="f-to-error"')
    expect(html).toContain('id="f-units-error"')
    expect(html).toContain('value="hplc"')
    expect(offers(html)).toEqual([])
  })
  test('answers htmx with the times alone', async () => {
    const part = await page('?duration=180', null, { 'hx-request': 'true', 'hx-request-type': 'partial' })
    expect(part).toMatch(/^<div id="slots"/)
    expect(part).not.toContain('<form')
  })
})
