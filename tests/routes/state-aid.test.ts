import { beforeEach, describe, expect, test } from 'vitest'
import { makeEntity } from '../../server/operations/make-entity.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { at, makeReservation } from '../support/makers.ts'

const TITLE = 'Tajne badanie'

let t: TestApp
beforeEach(async () => {
  t = await testApp()
  const wanted = { name: 'Mikroskopia', year: 2026, resources: [{ slug: 'tem', weight: 1 }], capacityHours: 100 }
  makeEntity(t.db, t.cast.owner, { ...wanted, shareAtAward: 0.12 }, t.clock.now)
  use('2026-11-16 08:00', '2026-11-16 18:00')
  return () => t.close()
})

function use(start: string, end: string, row: object = {}) {
  const { tem: resourceId, company } = t.cast
  const span = { start: at(start), end: at(end) }
  const common = { resourceId, requesterId: company.id, state: 'completed', purpose: 'service', title: TITLE } as const
  return makeReservation(t.db, { ...common, ...span, ...row })
}

const textOf = (html: string) =>
  html
    .replaceAll(/<svg.*?<\/svg>/gs, ' ')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/[\s\u00a0]+/g, ' ')

describe('the page of the ledger', () => {
  test('shows the one entity with its figures, formulas, versions and the act', async () => {
    const { body } = await t.as('owner').get('/reports/state-aid?year=2026')
    const text = textOf(body)
    expect(text).toContain('10,00 % godziny gospodarcze ÷ pojemność roczna 10 h ÷ 100 h. To jest test prawny.')
    expect(text).toContain('przewidziano udział gospodarczy 12,00 %')
    expect(text).toContain('100 h zamrożone na rok: Mikroskop. Zapis: owner.')
    expect(text).toContain('2022/C 414/01')
    expect(body).toMatch(/<svg class="scale[^>]*role="img" aria-label="Skala od 0 do 25 %: udział gospodarczy 10,00/)
    expect(body).toContain('/reports/state-aid.pdf?year=2026')
  })

  test('lists the reservations behind a figure, titles for stewards only, few people folded', async () => {
    const url = '/reports/state-aid/reservations?year=2026&entity=mikroskopia&resource=tem&group=economic'
    const [steward, overseer] = await Promise.all((['owner', 'coordinator'] as const).map((who) => t.as(who).get(url)))
    expect(steward!.body).toContain(TITLE)
    expect(overseer!.body).not.toContain(TITLE)
    expect(textOf(overseer!.body)).toContain('Korzystały mniej niż 3 osoby')
    expect(overseer!.body).not.toContain('biomaxima')
    expect((await t.as('owner').get(url.replace('mikroskopia', 'nic'))).statusCode).toBe(404)
  })

  test('is for those who read reports, and the forms for those who keep the books', async () => {
    const paths = ['', '/entities/new', '/entities/mikroskopia?year=2026']
    const answers = (who: 'researcher' | 'deputy' | 'owner' | 'admin') =>
      Promise.all(paths.map(async (path) => (await t.as(who).get(`/reports/state-aid${path}`)).statusCode))
    expect(await answers('researcher')).toEqual([403, 403, 403])
    expect(await answers('deputy')).toEqual([200, 403, 403])
    expect(await answers('admin')).toEqual([200, 403, 403])
    expect(await answers('owner')).toEqual([200, 200, 200])
  })
})

describe('the forms', () => {
  test('keep what was typed when it is refused, and save it when it is not', async () => {
    const form = {
      name: 'HPLC i TEM',
      year: '2026',
      capacity: '1 900,5',
      award: '15',
      'take-hplc': '1',
      'take-tem': '1',
    }
    const refused = await t.as('owner').post('/reports/state-aid/entities', { ...form, 'weight-hplc': 'dużo' })
    expect(refused.statusCode).toBe(422)
    expect(refused.body).toContain('Waga jest liczbą większą od zera.')
    for (const typed of ['value="1 900,5"', 'value="dużo"', 'value="HPLC i TEM"']) expect(refused.body).toContain(typed)
    const made = await t.as('owner').post('/reports/state-aid/entities', { ...form, 'weight-hplc': '2,5' })
    expect(made.headers.location).toBe('/reports/state-aid?year=2026&entity=hplc-i-tem&done=made')
    const shown = await t.api('owner')('GET', '/reports/state-aid?year=2026')
    expect(shown.json().entities[0]).toMatchObject({
      ...{ capacity_hours: 1900.5, share_at_award: 0.15 },
      resources: [
        { slug: 'hplc', weight: 2.5 },
        { slug: 'tem', weight: 1 },
      ],
    })
  })

  test('say everything that is wrong at once', async () => {
    const wrong = { name: ' ', year: '2026', capacity: '-1', award: '200' }
    const fields = (body: string) => [...body.matchAll(/ id="(?:f-)?([a-z_]+)-error"/g)].map(([, field]) => field)
    const made = await t.as('owner').post('/reports/state-aid/entities', { ...wrong, year: '12' })
    expect(made.statusCode).toBe(422)
    expect(fields(made.body)).toEqual(['name', 'year', 'capacity', 'award', 'resources'])
    const changed = await t.as('owner').post('/reports/state-aid/entities/mikroskopia', wrong)
    expect(fields(changed.body)).toEqual(['name', 'capacity', 'award', 'reason', 'resources'])
  })

  test('want the reason of a change, and show it in the history', async () => {
    const path = '/reports/state-aid/entities/mikroskopia'
    const form = { name: 'Mikroskopia', year: '2026', capacity: '80', award: '', 'take-tem': '1' }
    const refused = await t.as('owner').post(path, form)
    expect(refused.statusCode).toBe(422)
    expect(refused.body).toMatch(/name="reason"[^>]*aria-invalid="true"/)
    expect((await t.as('coordinator').post(path, { ...form, reason: 'Aneks nr 2' })).statusCode).toBe(303)
    expect(textOf((await t.as('owner').get('/reports/state-aid?year=2026')).body)).toContain('Powód: Aneks nr 2')
  })
})

test('a form closes the book and opens it again, each with its reason', async () => {
  const path = '/reports/state-aid/entities/mikroskopia'
  const act = (form: object) => t.as('owner').post(`${path}/closing`, { year: '2026', ...form })
  const refused = await act({ act: 'close', reason: ' ' })
  expect([refused.statusCode, refused.body.includes('id="closing-reason-error"')]).toEqual([422, true])
  expect((await act({ act: 'close', reason: 'Koniec trwałości' })).statusCode).toBe(303)
  expect((await t.as('owner').get(`${path}?year=2027`)).statusCode).toBe(404)
  expect((await t.as('owner').get(`${path}?year=2026`)).body).toContain('Otwórz jednostkę ponownie')
  expect((await act({ act: 'reopen', reason: 'Jednak nie' })).statusCode).toBe(303)
  expect((await t.as('owner').get(`${path}?year=2027`)).statusCode).toBe(200)
  expect((await t.as('caretaker').post(`${path}/closing`, { act: 'close', reason: 'x' })).statusCode).toBe(403)
})

describe('before a decision', () => {
  const request = () =>
    use('2026-12-01 08:00', '2026-12-01 14:00', { state: 'requested', decideBy: at('2026-11-30 09:00') })

  test('the steward reads what it does to the share, in the inbox, on its page and in a preview', async () => {
    const { id } = request()
    for (const path of ['/approvals', `/reservations/${id}`]) {
      const text = textOf((await t.as('owner').get(path)).body)
      expect(text).toContain('Pomoc publiczna: udział gospodarczy w roku 2026 10,00 % 16,00 % po zaakceptowaniu (+6 h)')
      expect(text).toContain('Ta rezerwacja przekracza próg 15 %.')
    }
    expect((await t.as('company').get(`/reservations/${id}`)).body).not.toContain('Pomoc publiczna')
    const wish = {
      resource: 'tem',
      start: '2026-12-02T08:00:00+01:00',
      end: '2026-12-02T10:00:00+01:00',
      purpose: 'rental',
    }
    const preview = async (who: 'owner' | 'researcher') =>
      (await t.api(who)('POST', '/reservations/preview', wish)).json()
    expect((await preview('owner')).state_aid).toEqual([
      {
        entity: 'mikroskopia',
        year: 2026,
        hours: 2,
        share_before: 0.1,
        share_after: 0.12,
        headroom_hours: 8,
        passes: null,
      },
    ])
    expect(await preview('researcher')).not.toHaveProperty('state_aid')
  })

  test('confirms the purpose, or another one with its reason', async () => {
    const { id } = request()
    const decide = (form: object) =>
      t.as('owner').post(`/reservations/${id}/decision`, { decision: 'approve', ...form })
    const refused = await decide({ purpose: 'teaching', note: 'Zapraszam' })
    expect(refused.statusCode).toBe(422)
    expect(refused.body).toContain('Podaj, czemu cel jest inny niż w prośbie.')
    expect(refused.body).toContain('value="Zapraszam"')
    expect((await decide({ purpose: 'teaching', purpose_reason: 'To zajęcia' })).statusCode).toBe(303)
    const text = textOf((await t.as('company').get(`/reservations/${id}`)).body)
    expect(text).toContain('cel: Usługa → Dydaktyka: „To zajęcia”')
  })

  test('the API approves another purpose in the same way', async () => {
    const { id } = request()
    const approve = (body: object) => t.api('owner')('POST', `/reservations/${id}/approve`, body)
    expect((await approve({ purpose: 'teaching' })).json().errors[0].path).toBe('purpose_reason')
    expect((await approve({ purpose: 'teaching', purpose_reason: 'x' })).json()).toMatchObject({
      ...{ state: 'confirmed', purpose: 'teaching' },
    })
  })
})

test('a steward corrects the purpose of what is over on its page, and the ledger tells of it', async () => {
  const { id } = use('2026-11-17 08:00', '2026-11-17 12:00', { purpose: 'own_research' })
  const path = `/reservations/${id}/purpose`
  const refused = await t.as('owner').post(path, { purpose: 'service', reason: '' })
  expect(refused.statusCode).toBe(422)
  expect(refused.body).toContain('Cel był potwierdzony, więc jego zmiana wymaga powodu.')
  expect((await t.as('owner').post(path, { purpose: 'service', reason: 'Faktura po badaniu' })).statusCode).toBe(303)
  expect((await t.as('company').post(path, { purpose: 'teaching', reason: 'x' })).statusCode).toBe(403)
  const text = textOf((await t.as('owner').get('/reports/state-aid?year=2026')).body)
  expect(text).toContain(`Cel rezerwacji ${id} zmieniono z „Badania własne” na „Usługa”. Powód: Faktura po badaniu`)
  expect(text).toContain('14 h ÷ 100 h')
})

test('page, files and API give the same figures', async () => {
  use('2026-11-18 08:00', '2026-11-18 11:00', { purpose: 'teaching' })
  const [entity] = (await t.api('owner')('GET', '/reports/state-aid?year=2026')).json().entities
  const csv = (await t.as('owner').get('/reports/state-aid.csv?year=2026')).body.replace('\ufeff', '').split('\r\n')
  const row = Object.fromEntries(csv[0]!.split(',').map((key, i) => [key, csv[1]!.split(',')[i]]))
  for (const key of [
    'capacity_hours',
    'economic_hours',
    'non_economic_hours',
    'share',
    'share_of_use',
    'headroom_hours',
  ])
    expect([key, Number(row[key])]).toEqual([key, entity[key]])
  for (const format of ['xlsx', 'pdf']) {
    const answer = await t.as('coordinator').get(`/reports/state-aid.${format}?year=2026&entity=mikroskopia`)
    expect([answer.statusCode, answer.rawPayload.length > 3000]).toEqual([200, true])
  }
  expect((await t.as('owner').get('/reports/state-aid.pdf?year=2026&entity=nic')).statusCode).toBe(404)
})
