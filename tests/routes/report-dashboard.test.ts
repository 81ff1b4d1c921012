import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { standingNow } from '../../db/queries/dashboard.ts'
import { rightNowOf } from '../../db/queries/right-now.ts'
import { insertUsage } from '../../db/queries/usages.ts'
import { insertEntry } from '../../db/queries/waiting-list.ts'
import { makeEntity } from '../../server/operations/make-entity.ts'
import { noteUtilisation } from '../../server/operations/note-utilisation.ts'
import { reportFault } from '../../server/operations/report-fault.ts'
import { percent } from '../../views/format.ts'
import { type Actor, type TestApp, testApp } from '../support/app.ts'
import { at, HOUR, makeLab, makeOutage, makeReservation, makeResource } from '../support/makers.ts'
import { pdfText } from '../support/pdf-text.ts'
import { sheetsOf } from '../support/xlsx-sheets.ts'

const SECRET = 'Tajny tytuł badań'
const YEAR = { from: '2025-11-01', to: '2026-11-01' }

let t: TestApp
let mill: number
beforeAll(async () => {
  t = await testApp()
  const { cast, db, clock } = t
  const far = makeLab(db, {
    organisationId: cast.stranger.organisationId,
    slug: 'far',
    namePl: 'Daleko',
    nameEn: 'Far',
  })
  mill = makeResource(db, {
    labId: far,
    slug: 'mill',
    namePl: 'Młyn',
    nameEn: 'Mill',
    policy: { calibrationEveryMonths: 12 },
  })
  makeResource(db, { labId: far, slug: 'idle', namePl: 'Bezrobotny', nameEn: 'Idle' })
  const book = (resourceId: number, start: string, hours: number, row: object = {}) =>
    makeReservation(db, {
      ...{ resourceId, requesterId: cast.researcher.id, start: at(start), end: at(start) + hours * HOUR },
      ...{ state: 'completed', title: SECRET, note: SECRET, ...row },
    })
  // Half of the chromatograph's October, all of the mill's.
  for (let day = 1; day <= 30; day++) {
    const local = `2026-10-${String(day).padStart(2, '0')}`
    if ([0, 6].includes(new Date(local).getUTCDay())) continue
    book(cast.hplc, `${local} 09:00`, 4, { requesterId: [cast.researcher, cast.colleague, cast.company][day % 3]!.id })
  }
  book(cast.tem, '2026-09-10 09:00', 3)
  book(cast.hplc, '2025-06-10 09:00', 6)
  book(cast.hplc, '2022-06-10 09:00', 1)
  const running = book(mill, '2026-11-23 07:00', 3, { state: 'in_use' })
  insertUsage(db, {
    ...{ resourceId: mill, reservationId: running.id, personId: cast.researcher.id, createdById: cast.researcher.id },
    ...{ organisationId: cast.researcher.organisationId, start: at('2026-11-23 07:00'), end: null, units: 1 },
    ...{ isEstimated: false, source: 'check-in', reason: null },
  })
  book(cast.tem, '2026-11-26 09:00', 5, {
    state: 'requested',
    decideBy: at('2026-11-23 20:00'),
    createdAt: at('2026-11-20 08:00'),
  })
  book(cast.tem, '2026-11-10 09:00', 5, { state: 'expired', decideBy: at('2026-11-09 20:00') })
  makeOutage(db, {
    resourceId: cast.hplc,
    startAt: at('2026-11-22 10:00'),
    endAt: at('2026-11-24 10:00'),
    isPlanned: false,
    kind: 'breakdown',
    reason: SECRET,
  })
  const fault = { resourceId: mill, severity: 'limits', words: SECRET, photo: null } as const
  reportFault(db, cast.stranger, fault, clock.now - HOUR)
  const wish = {
    resourceId: mill,
    start: at('2026-12-01 09:00'),
    end: at('2026-12-01 11:00'),
    durationMinutes: null,
    units: 1,
  }
  for (const person of [cast.researcher, cast.company])
    insertEntry(db, {
      ...wish,
      personId: person.id,
      organisationId: person.organisationId,
      createdAt: clock.now - 5 * HOUR,
    })
  const entity = { name: 'Mikroskopia', year: 2026, resources: [{ slug: 'tem', weight: 1 }], capacityHours: 10 }
  makeEntity(db, cast.owner, { ...entity, shareAtAward: null }, clock.now)
  book(cast.tem, '2026-11-02 09:00', 2, { purpose: 'service', requesterId: cast.company.id })
  noteUtilisation(db, cast.owner, { ...YEAR, resource: 'tem', text: 'Czeka na część.' }, clock.now)
})
afterAll(() => t.close())

const words = (html: string) => html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
const read = async (actor: Actor, path = '/reports') => {
  const answer = await t.as(actor).get(path)
  expect(answer.statusCode).toBe(200)
  return answer
}

describe('the dashboard', () => {
  test.each([
    ['coordinator', 'Stan klastra', ['Chromatograf', 'Mikroskop', 'Młyn', 'Bezrobotny'], []],
    ['admin', 'Stan klastra', ['Chromatograf', 'Mikroskop', 'Młyn', 'Bezrobotny'], []],
    ['owner', 'Stan moich laboratoriów', ['Chromatograf', 'Mikroskop'], ['Młyn', 'Bezrobotny', 'Daleko']],
    ['caretaker', 'Stan moich laboratoriów', ['Chromatograf', 'Mikroskop'], ['Młyn', 'Bezrobotny', 'Daleko']],
  ] as const)('shows %s what is theirs to answer for', async (actor, title, seen, hidden) => {
    const { body } = await read(actor)
    expect(body).toContain(`<h1>${title}</h1>`)
    for (const name of seen) expect(body).toContain(name)
    for (const name of hidden) expect(body).not.toContain(name)
  })

  test('is for those who read reports, of what they may read', async () => {
    expect((await t.as('researcher').get('/reports')).statusCode).toBe(403)
    expect((await t.nobody().get('/reports')).statusCode).toBe(303)
    expect((await t.as('owner').get('/reports?of=lab:far')).statusCode).toBe(404)
    expect((await t.as('owner').get('/reports/dashboard.csv?of=lab:far')).statusCode).toBe(404)
    expect((await t.as('owner').get('/reports?of=lab:analytics')).body).toContain('<h1>Stan: Analityka</h1>')
  })

  test('holds no title, note or reason, and no name of who reserves', async () => {
    for (const actor of ['coordinator', 'owner'] as const) {
      const page = (await read(actor)).body
      const file = (await read(actor, '/reports/dashboard.csv')).body
      for (const text of [page, file]) {
        expect(text).not.toContain(SECRET)
        expect(text).not.toMatch(/researcher|colleague/)
      }
    }
  })

  test('counts what is in use, free and down as the page of each resource does', () => {
    const { db, cast, clock } = t
    const { resources } = catalogueOf(db)
    for (const now of [clock.now, clock.now + HOUR, clock.now + 12 * HOUR])
      for (const { resource, kind, isInUse, outage } of standingNow(db, resources, cast.coordinator, now)) {
        const expected = rightNowOf(db, resource, cast.coordinator, now)
        expect({ kind, isInUse, since: outage?.start }).toEqual({
          ...{ kind: expected.kind, isInUse: expected.isInUse, since: expected.outage?.start },
        })
      }
  })

  test('tells of requests by lab in hours alone, and of those nobody decided', async () => {
    const text = words((await read('coordinator')).body)
    expect(text).toContain('najstarszy czeka 72 h')
    expect(text).toMatch(/Analityka 1 5 h 72 h za 12 h 1 1/)
    expect((await read('coordinator')).body).toContain('of=lab%3Aanalytics')
    expect((await read('owner')).body).toContain('href="/approvals"')
  })

  test('says what is unused with the word of its owner, and what is down, waits, is faulty, due or near a limit', async () => {
    const text = words((await read('coordinator')).body)
    expect(text).toMatch(/Bezrobotny 0,0 % .* ani razu nieużyty jeszcze nie ma/)
    expect(text).toContain('Czeka na część.')
    expect(text).toMatch(/Chromatograf awaria nie 22 listopada 2026, 10:00 24 listopada 2026, 10:00/)
    expect(text).toMatch(/Młyn 2 osoby 5 h/)
    expect(text).toMatch(/Młyn ograniczenia 1 23 listopada 2026, 7:00/)
    expect(text).toMatch(/Młyn – nigdy nie zapisana/)
    expect(text).toMatch(/Mikroskopia 20,00 % /)
  })

  test('stays silent of organisations while fewer than three people used anything', async () => {
    expect(words((await read('coordinator')).body)).toMatch(/Użycie między organizacjami 100 %/)
    expect(words((await read('coordinator', '/reports?of=resource:tem')).body)).toMatch(
      /Użycie między organizacjami <3|Użycie między organizacjami &lt;3/,
    )
  })

  test('draws five years with title, description and the same figures as a table', async () => {
    const { body } = await read('coordinator')
    const svg = /<svg class="year-line"[\s\S]*?<\/svg>/.exec(body)![0]
    expect(svg).toMatch(/role="img".*<title>Wykorzystanie i obłożenie, 2022–2026<\/title><desc>Linia ciągła/)
    expect(svg).toContain('stroke-dasharray')
    for (const year of ['2022', '2025', 'do 31 października 2026']) expect(words(body)).toContain(year)
  })
})

describe('its figures', () => {
  test('are those of the report they lead to', async () => {
    const { body } = await read('coordinator', '/reports?from=2026-10-05&to=2026-10-20')
    const rows = [...body.matchAll(/<a href="(\/reports\/utilisation\?[^"]*)" aria-label="[^"]*raport z wzorami">/g)]
    expect(rows).toHaveLength(5)
    for (const [whole, href] of rows) {
      const said = new URL(href!.replaceAll('&amp;', '&'), 'http://localhost').searchParams
      const query = `?from=${said.get('from')}&to=${said.get('to')}`
      const { total } = (await t.api('coordinator')('GET', `/reports/utilisation${query}&group=cluster`)).json()
      const row = words(body.slice(body.indexOf(whole), body.indexOf('</tr>', body.indexOf(whole))))
      for (const share of [total.utilisation, total.occupancy])
        expect(row).toContain(percent('pl', share, 1).replace('\u00a0', ' '))
    }
  })

  test('are the same as a file of each kind', async () => {
    const csv = parse((await read('coordinator', '/reports/dashboard.csv')).body, {
      bom: true,
      columns: true,
    }) as Record<string, string>[]
    const sheets = sheetsOf((await read('coordinator', '/reports/dashboard.xlsx')).rawPayload)
    const pdf = pdfText((await read('coordinator', '/reports/dashboard.pdf')).rawPayload)
    const page = words((await read('coordinator')).body)
    for (const [i, row] of csv.entries()) {
      const api = (
        await t.api('coordinator')('GET', `/reports/utilisation?from=${row['from']}&to=${row['to']}&group=cluster`)
      ).json().total
      for (const key of ['used_hours', 'available_hours', 'booked_hours', 'utilisation', 'occupancy', 'unmet_hours'])
        expect(row[key], key).toBe(api[key] === null ? '' : String(api[key]))
      expect(sheets[0]!.rows[i + 1]).toContain(api.utilisation)
      for (const text of [pdf, page]) expect(text).toContain(percent('pl', api.utilisation, 1).replace('\u00a0', ' '))
    }
    for (const name of ['Bezrobotny', 'Czeka na część.', 'Mikroskopia', 'Analityka']) expect(pdf).toContain(name)
  })

  test('come by mail, where they stand first for the period that ended', async () => {
    const form = { report: 'dashboard', rhythm: 'quarterly', format: 'pdf' }
    expect((await t.as('coordinator').post('/reports/deliveries', form)).statusCode).toBe(303)
    const { body } = await read('coordinator', '/reports/dashboard.csv?from=2026-07-01&to=2026-10-01')
    expect((parse(body, { bom: true, columns: true }) as Record<string, string>[])[0]).toMatchObject({
      from: '2026-07-01',
    })
    const led = await t.as('coordinator').get('/reports/dashboard?from=2026-07-01&to=2026-10-01')
    expect(led.headers.location).toBe('/reports?from=2026-07-01&to=2026-10-01')
  })

  test('of a wrong period are not made up', async () => {
    expect((await t.as('coordinator').get('/reports?from=2026-02-31&to=2026-10-01')).statusCode).toBe(422)
    expect((await t.as('coordinator').get('/reports/dashboard.pdf?from=2026-02-31')).statusCode).toBe(422)
  })
})

const PAGES = [
  ...['/reports', '/reports/utilisation', '/reports/utilisation/months', '/reports/utilisation/unused'],
  ...['/reports/utilisation/short', '/reports/exchange', '/reports/state-aid', '/projects', '/reports/deliveries'],
  '/reports/exports',
]

test('every report leads to every other by the same row, and says where one is', async () => {
  const rowOf = (body: string) => /<nav class="segments" aria-label="Raporty">[\s\S]*?<\/nav>/.exec(body)![0]
  const linksOf = (row: string) => [...row.matchAll(/href="([^"?]*)/g)].map(([, href]) => href)
  for (const path of PAGES) {
    const row = rowOf((await read('coordinator', path)).body)
    expect(linksOf(row)).toEqual(PAGES)
    expect(/href="([^"?]*)[^>]*aria-current/.exec(row)![1]).toBe(path)
  }
  expect(linksOf(rowOf((await read('owner')).body))).toContain('/reports/pol-on')
  expect((await t.as('owner').get('/reports/pol-on')).headers.location).toBe(
    '/manage/organisations/politechnika/pol-on',
  )
  expect(rowOf((await read('owner', '/manage/organisations/politechnika/pol-on')).body)).toContain('aria-current')
  expect((await read('researcher', '/projects')).body).not.toContain('aria-label="Raporty"')
  expect(mill).toBeGreaterThan(0)
})
