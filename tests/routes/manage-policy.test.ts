import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { at, HOUR, makeReservation } from '../support/makers.ts'

let t: TestApp
beforeEach(async () => {
  t = await testApp()
})
afterEach(() => t.close())

const HPLC = '/manage/resources/hplc/policy'
const LAB = '/manage/labs/analytics/policy'
const policy = () => catalogueOf(t.db).resourceBySlug.get('hplc')!.policy
const plain = (html: string) =>
  html
    .replaceAll(/<[^>]+>|\s+/g, ' ')
    .replaceAll('\u00a0', ' ')
    .replaceAll(/ +/g, ' ')
const seenIn = (html: string) => /name="seen" value="([^"]+)"/.exec(html)?.[1] ?? ''

/** Every field of the form as the page shows it. */
function fieldsIn(html: string): Record<string, string> {
  const form = html.slice(html.indexOf('<form class="stack"'), html.indexOf('id="quotas"'))
  const inputs = [...form.matchAll(/<input ([^>]*)>/g)].map((match) => match[1]!)
  const attribute = (text: string, name: string) => new RegExp(`(?:^| )${name}="([^"]*)"`).exec(text)?.[1]
  const fields: Record<string, string> = {}
  for (const each of inputs) {
    const name = attribute(each, 'name')
    if (!name || name === '_csrf' || name === 'seen') continue
    if (attribute(each, 'type') !== 'checkbox') fields[name] = attribute(each, 'value') ?? ''
    else if (/ checked/.test(each)) fields[name] = 'on'
  }
  for (const [, name, body] of form.matchAll(/<select [^>]*name="([^"]+)"[^>]*>(.*?)<\/select>/gs))
    fields[name!] = /value="([^"]*)" selected/.exec(body!)?.[1] ?? ''
  fields['people'] = /<textarea [^>]*>\s*([^<]*)<\/textarea>/.exec(form)?.[1]?.trim() ?? ''
  return fields
}

describe('who comes in', () => {
  test.each([
    ['owner', HPLC, 200],
    ['deputy', LAB, 200],
    ['owner', '/manage/organisations/politechnika/policy', 200],
    ['deputy', '/manage/organisations/politechnika/policy', 403],
    ['caretaker', HPLC, 403],
    ['researcher', HPLC, 403],
    ['owner', '/manage/organisations/biomaxima/policy', 403],
    ['owner', '/manage/labs/none/policy', 404],
  ] as const)('%s to %s: %i', async (who, url, status) => {
    expect((await t.as(who).get(url)).statusCode).toBe(status)
    expect((await t.as(who).post(url, { lockMinutes: '1 h' })).statusCode).toBe(status)
    expect((await t.as(who).post(url.replace('policy', 'quotas'), { most: '8 h' })).statusCode).toBe(
      status === 200 ? 303 : status,
    )
  })
})

test('shown, seen and saved: what the page shows is what the place sets, and a form sent as it is changes nothing', async () => {
  const owner = t.as('owner')
  const { body } = await owner.get(HPLC)
  const fields = fieldsIn(body)
  expect(fields).toMatchObject({
    stepMinutes: '30 min',
    maxMinutes: '8 h',
    horizonDays: '400',
    lockMinutes: '',
    approval: 'none',
  })
  expect(plain((await owner.post(HPLC, fields)).body)).toContain('Nic się nie zmienia.')
})

test('a change is shown first, with the reservations that would not keep it, and saved by what was shown', async () => {
  const start = at('2026-11-24 10:00')
  makeReservation(t.db, { resourceId: t.cast.hplc, requesterId: t.cast.researcher.id, start, end: start + 4 * HOUR })
  const owner = t.as('owner')
  const fields = { ...fieldsIn((await owner.get(HPLC)).body), maxMinutes: '2 h', lockMinutes: '1 d' }
  const shown = await owner.post(HPLC, fields)
  expect(shown.statusCode).toBe(200)
  expect(plain(shown.body)).toContain('Najdłuższa rezerwacja 8 h 2 h')
  expect(plain(shown.body)).toContain('1 przyszła rezerwacja nie mieści się w nowych zasadach')
  expect(policy().maxMinutes).toBe(480)

  // Saving something else than what was shown shows that first.
  const other = await owner.post(HPLC, { ...fields, maxMinutes: '3 h', save: '1', seen: seenIn(shown.body) })
  expect([other.statusCode, policy().maxMinutes]).toEqual([200, 480])

  const saved = await owner.post(HPLC, { ...fields, save: '1', seen: seenIn(shown.body) })
  expect(saved.headers.location).toBe(`${HPLC}?saved=1`)
  expect(policy()).toMatchObject({ maxMinutes: 120, lockMinutes: 1440 })
  const after = await owner.get(`${HPLC}?saved=1`)
  expect(plain(after.body)).toContain('Zasady zapisane.')
  expect(plain(after.body)).toContain('zmiana zasad: Najdłuższa rezerwacja: 8 h → 2 h; ')
})

test('everything that can be set survives the form', async () => {
  const owner = t.as('owner')
  const fields = {
    ...{
      stepMinutes: '15',
      minMinutes: '15 min',
      maxMinutes: '14 dni',
      setupMinutes: '1 h 30 min',
      cleanupMinutes: '0',
    },
    ...{ minNoticeMinutes: '2 h', cancelNoticeMinutes: '1 day', lockMinutes: '0,5 h', horizonDays: '60' },
    ...{ 'horizon-organisation': '400', approval: 'owner', onePlace: 'yes', projectRequired: 'no' },
    ...{ bookers: 'organisation', people: 'researcher@demo.test\r\nCompany@demo.test', purposes: 'chosen' },
    ...{ 'purpose-teaching': 'on', 'purpose-service': 'on', qualificationRequired: 'supervised' },
    ...{ qualificationLapseMonths: '6', 'hours-supervised-0': 'on', 'hours-supervised-4': 'on' },
    ...{ 'hours-supervised-from': '8', 'hours-supervised-to': '16:30' },
    ...{ routing: 'all-labs', decisionHours: '24' },
  }
  const { body } = await owner.post(LAB, fields)
  await owner.post(LAB, { ...fields, save: '1', seen: seenIn(body) })
  const { policy: set } = catalogueOf(t.db).labBySlug.get('analytics')!
  expect(set).toEqual({
    ...{ stepMinutes: 15, minMinutes: 15, maxMinutes: 20_160, setupMinutes: 90, cleanupMinutes: 0 },
    ...{ minNoticeMinutes: 120, cancelNoticeMinutes: 1440, lockMinutes: 30, horizonDays: 60 },
    ...{ horizonDaysFor: { organisation: 400 }, approval: 'owner', onePlace: true, projectRequired: false },
    bookers: { audience: 'organisation', people: [t.cast.researcher.id, t.cast.company.id] },
    ...{ purposes: ['teaching', 'service'], qualificationRequired: 'supervised', qualificationLapseMonths: 6 },
    levelHours: { supervised: [{ days: [0, 4], fromMinute: 480, toMinute: 990 }] },
    ...{ routing: 'all-labs', decisionHours: 24 },
  })
  const again = await owner.get(LAB)
  expect(plain((await owner.post(LAB, fieldsIn(again.body))).body)).toContain('Nic się nie zmienia.')
  expect(plain((await owner.get(HPLC)).body)).toContain('jak w laboratorium (30 min)')
})

test.each([
  ['maxMinutes', { maxMinutes: 'długo' }, 'Podaj czas'],
  ['maxMinutes', { maxMinutes: '200 dni' }, 'wykracza'],
  ['maxMinutes', { minMinutes: '3 h', maxMinutes: '2 h' }, 'nie może być krótsza'],
  ['horizonDays', { horizonDays: 'rok' }, 'liczbę dni'],
  ['horizon-members', { 'horizon-members': '0' }, 'liczbę dni'],
  ['people', { bookers: 'people', people: 'ewa@nowhere.test' }, 'ewa@nowhere.test'],
  ['people', { bookers: 'people' }, 'co najmniej jedną'],
  ['purposes', { purposes: 'chosen' }, 'co najmniej jeden cel'],
  [
    'hours-trainee',
    { 'hours-trainee-0': 'on', 'hours-trainee-from': '16:00', 'hours-trainee-to': '8:00' },
    'Zaznacz dni',
  ],
  ['qualificationLapseMonths', { qualificationLapseMonths: '-2' }, 'liczbę miesięcy'],
])('a fault stands at its field, %s, and nothing typed is lost: %o', async (field, typed, sentence) => {
  const fields = { setupMinutes: '45 min', ...typed }
  const answer = await t.as('owner').post(LAB, { ...fields, save: '1', seen: 'x' })
  expect(answer.statusCode).toBe(422)
  const error = new RegExp(`id="(?:f-)?${field}-error"[^>]*>(.*?)</(?:span|p)>`, 's').exec(answer.body)?.[1]
  expect(plain(error ?? '')).toContain(sentence)
  expect(fieldsIn(answer.body)).toMatchObject(fields)
  expect(catalogueOf(t.db).labBySlug.get('analytics')!.policy).toEqual({})
})

describe('quotas', () => {
  const add = (fields: Record<string, string>, url = LAB) => t.as('owner').post(url.replace('policy', 'quotas'), fields)

  test('are set, said as sentences, counted, and removed', async () => {
    const answer = await add({
      ...{ most: '8 h', measure: 'hours', period: 'week', per: 'person', from: '8', to: '20:00', label: 'Kolejka' },
      'exempt-service': 'on',
    })
    expect(answer.headers.location).toBe(`${LAB}#quotas`)
    const sentence =
      'ajwyżej 8 h w tygodniu na osobę, licząc godziny 8:00–20:00, poza celem: usługa, łącznie w laboratorium'
    const page = await t.as('deputy').get(LAB)
    expect(plain(page.body)).toContain(`N${sentence}. Kolejka`)
    expect(plain((await t.as('owner').get(HPLC)).body)).toContain(`Obowiązują też limity ustawione wyżej: N${sentence}`)
    expect(plain((await t.nobody().get('/equipment/hplc')).body)).toContain(sentence)
    const id = /\/manage\/quotas\/(\d+)\/removal/.exec(page.body)?.[1]
    expect((await t.as('caretaker').post(`/manage/quotas/${id}/removal`)).statusCode).toBe(403)
    expect((await t.as('deputy').post(`/manage/quotas/${id}/removal`)).headers.location).toBe(`${LAB}#quotas`)
    expect((await t.as('deputy').post(`/manage/quotas/${id}/removal`)).statusCode).toBe(404)
    expect(plain((await t.as('owner').get(LAB)).body)).toContain(`usunięty limit: n${sentence}`)
  })

  test.each([
    ['most', { most: 'dużo' }],
    ['most', { most: '2,5', measure: 'count' }],
    ['from', { most: '2', measure: 'count', from: '8' }],
    ['from', { most: '2 h', from: '8', to: '8' }],
  ])('a fault stands at its field, %s: %o', async (field, typed) => {
    const answer = await add({ ...typed, label: 'Zostaje' })
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain(`id="f-${field}-error"`)
    expect(answer.body).toContain('value="Zostaje"')
  })
})
