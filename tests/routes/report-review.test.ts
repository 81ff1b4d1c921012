import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../support/app.ts'
import { at, makeReservation } from '../support/makers.ts'

const OCTOBER = 'from=2026-10-01&to=2026-11-01'
const DAYS = { from: '2026-10-01', to: '2026-11-01' }

let t: TestApp
beforeEach(async () => {
  t = await testApp()
})
afterEach(() => t.close())

const page = async (actor: 'owner' | 'coordinator' | 'admin', list: string, query = OCTOBER) =>
  (await t.as(actor).get(`/reports/utilisation/${list}?${query}`)).body
const note = (actor: 'owner' | 'coordinator', text: string, more = {}) =>
  t.as(actor).post('/reports/utilisation/notes', { resource: 'hplc', ...DAYS, list: 'unused', text, ...more })

describe('what nobody uses', () => {
  test('is listed until somebody uses it, with the limit in words', async () => {
    expect(await page('coordinator', 'unused')).toContain('Chromatograf')
    makeReservation(t.db, {
      resourceId: t.cast.hplc,
      requesterId: t.cast.researcher.id,
      start: at('2026-10-26 08:00'),
      end: at('2026-10-29 18:00'),
      state: 'completed',
    })
    const body = await page('coordinator', 'unused')
    expect(body).not.toContain('Chromatograf')
    expect(body).toContain('Mikroskop')
    expect(body).toContain('ani razu nieużyty')
    expect(body).toContain('mniejsze niż 10\u00a0%')
  })
  test('is explained by its owner, for the coordinator to read, and every explanation stays', async () => {
    expect((await note('owner', 'Czeka na część.')).headers.location).toBe(
      '/reports/utilisation/unused?from=2026-10-01&to=2026-11-01&of=#hplc',
    )
    await note('owner', 'Część przyszła.')
    await note('owner', 'Część przyszła.')
    const body = await page('coordinator', 'unused')
    expect(body.indexOf('Część przyszła.')).toBeLessThan(body.indexOf('Czeka na część.'))
    expect(body.match(/Część przyszła\./g)).toHaveLength(1)
    expect(body).toContain('1 wcześniejsze wyjaśnienie')
    expect(await page('coordinator', 'unused', 'from=2026-08-01&to=2026-09-01')).not.toContain('Czeka na część.')
  })
  test('by nobody else', async () => {
    expect(await page('coordinator', 'unused')).not.toContain('name="text"')
    expect((await note('coordinator', 'Nie wiem')).statusCode).toBe(403)
    expect((await t.as('researcher').post('/reports/utilisation/notes', { resource: 'hplc' })).statusCode).toBe(403)
    expect((await note('owner', 'x', { resource: 'nowhere' })).statusCode).toBe(404)
  })
  test('an empty note is refused beside its field', async () => {
    const answer = await note('owner', '  ')
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain('Napisz kilka słów.')
    expect(answer.body).toContain('aria-invalid="true"')
  })
})

test('what is booked nearly always, and what is asked for in vain, is short', async () => {
  expect(await page('coordinator', 'short')).toContain('nie ma takich aparatów')
  const { hplc, tem, researcher } = t.cast
  const days = Array.from({ length: 18 }, (_, i) => `2026-10-${String(5 + i).padStart(2, '0')}`)
  for (const day of days)
    makeReservation(t.db, {
      resourceId: hplc,
      requesterId: researcher.id,
      start: at(`${day} 00:00`),
      end: at(`${day} 23:00`),
    })
  t.db.$client
    .prepare('INSERT INTO unmet_requests (resource_id, person_id, start_at, end_at, asked_at) VALUES (?, ?, ?, ?, 0)')
    .run(tem, researcher.id, at('2026-10-05 08:00'), at('2026-10-05 22:00'))
  const body = await page('coordinator', 'short', 'from=2026-10-05&to=2026-10-23')
  expect(body).toContain('duże obłożenie')
  expect(body).toContain('dużo niezaspokojonych godzin')
  expect(body).toContain('resource%3Atem')
})

describe('months side by side', () => {
  const months = 'from=2026-09-01&to=2026-12-01&figure=booked_hours'
  beforeEach(() => {
    for (const [day, state] of [
      ['2026-09-15', 'completed'],
      ['2026-11-12', 'completed'],
      ['2026-11-16', 'confirmed'],
    ] as const)
      makeReservation(t.db, {
        resourceId: t.cast.hplc,
        requesterId: t.cast.researcher.id,
        start: at(`${day} 11:00`),
        end: at(`${day} 13:00`),
        state,
      })
  })

  test('on the page and in the file', async () => {
    const file = (await t.as('coordinator').get(`/reports/utilisation/months.csv?${months}`)).body
    expect(file.trimEnd().split('\r\n')).toEqual([
      '\ufeffkey,name,2026-09,2026-10,2026-11',
      'hplc,Chromatograf,2,0,4',
      'tem,Mikroskop,0,0,0',
      'cluster,Razem,2,0,4',
    ])
    const { body } = await t.as('coordinator').get(`/reports/utilisation/months?${months}`)
    expect(body).toContain('Zarezerwowane (h) miesiąc po miesiącu')
    expect(body.match(/<th scope="col" class="r">/g)).toHaveLength(3)
  })
  test('a month in which people are few is told with others alone, without a sum', async () => {
    const file = (await t.as('coordinator').get(`/reports/utilisation/months.csv?${months}&group=user_organisation`))
      .body
    expect(file.trimEnd().split('\r\n').slice(1)).toEqual([
      'others,inne (mniej niż 3 osoby),2,,4',
      'cluster,Razem,2,0,4',
    ])
  })
  test.each(['xlsx', 'pdf'])('as %s', async (format) => {
    const answer = await t.as('coordinator').get(`/reports/utilisation/months.${format}?${months}`)
    expect([answer.statusCode, answer.rawPayload.length > 1000]).toEqual([200, true])
  })
  test('no more than three years', async () => {
    const { body } = await t.as('coordinator').get('/reports/utilisation/months?from=2020-01-01&to=2027-01-01')
    expect(body).toContain('ostatnich 36 miesięcy')
  })
  test('a wrong date is named', async () =>
    expect((await t.as('coordinator').get('/reports/utilisation/months?from=x&to=y')).statusCode).toBe(422))
})
