import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestApp, testApp } from '../support/app.ts'

/** What no calendar holds, and what calendars hold but nobody means. */
const ODD = [
  '2026-02-30',
  '2026-02-30T09:00',
  '2026-11-24T24:00',
  '2026-11-24T99:99',
  '0000-01-01',
  '1000-01-01',
  '9999-12-31',
  '9999-12-31T23:30',
  '9999-12-31T23:00:00Z',
  '+275760-09-13T00:00:00Z',
  '-271821-04-20T00:00:00Z',
  '2026-12-31T23:59:60Z',
  '2026-11-24T09:00:00+01',
  '12345',
  'Tue',
]
const WEEKS = ['2026-W00', '2027-W53', '0000-W01', '1000-W01', '9999-W52', 'W48']

let t: TestApp
beforeAll(async () => {
  t = await testApp()
})
afterAll(() => t.close())

test.each(ODD)('%s in an address is no reason to fail', async (text) => {
  const odd = encodeURIComponent(text)
  const fine = encodeURIComponent('2026-11-24T09:00:00Z')
  const researcher = t.as('researcher')
  const failed: string[] = []
  for (const address of [
    `/labs/analytics?day=${odd}`,
    `/equipment?free_from=${odd}`,
    `/equipment?free_to=${odd}`,
    `/equipment?free_from=${odd}&free_to=${odd}`,
    `/reservations/new?resource=hplc&start=${odd}`,
    `/reservations/new?resource=hplc&start=${fine}&end=${odd}`,
  ]) {
    const { statusCode } = await researcher.get(address)
    if (statusCode !== 200) failed.push(`${statusCode} ${address}`)
  }
  expect(failed).toEqual([])
})

test.each(WEEKS)('%s stands for the present week', async (week) => {
  for (const page of ['/equipment/hplc', '/equipment/hplc/calendar', '/labs/analytics']) {
    const answer = await t.nobody().get(`${page}?week=${week}`)
    expect(answer.statusCode).toBe(200)
    expect(answer.body).toContain('2026-11-23')
  }
})

test.each(ODD)('the API names the field of %s', async (text) => {
  const odd = encodeURIComponent(text)
  const fine = encodeURIComponent('2026-11-24T09:00:00Z')
  const call = t.api('researcher')
  const wish = { resource: 'hplc', start: '2026-11-24T09:00:00Z', title: 'Odd', purpose: 'own_research' }
  for (const answer of [
    await call('GET', `/resources/hplc/availability?from=${fine}&to=${odd}`),
    await call('GET', `/slots?duration=PT1H&from=${fine}&to=${odd}`),
    await call('GET', `/reservations?to=${odd}`),
    await call('POST', '/reservations/preview', { ...wish, end: text }),
    await call('POST', '/reservations', { ...wish, end: text }),
  ]) {
    expect(answer.statusCode).toBe(422)
    expect(answer.json().errors[0].path).toMatch(/^(to|end)$/)
  }
})
