import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cellText } from '../../views/files/cell-text.ts'
import type { CellKind } from '../../views/files/report-file.ts'
import { type Actor, type TestApp, testApp } from '../support/app.ts'
import { at, HOUR, makeLab, makePerson, makeReservation, makeResource } from '../support/makers.ts'
import { pdfText } from '../support/pdf-text.ts'
import { sheetsOf } from '../support/xlsx-sheets.ts'

const NOVEMBER = 'from=2026-11-01&to=2026-12-01'
const SECRET = 'Tajny tytuł badań'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
  const { cast, db } = t
  t.clock.now = at('2026-12-02 08:00')
  const far = makeLab(db, { organisationId: cast.stranger.organisationId, namePl: 'Daleko', nameEn: 'Far' })
  const mill = makeResource(db, { labId: far, slug: 'mill', namePl: '=1+1 Żółty młyn', nameEn: '=1+1 Yellow mill' })
  const book = (resourceId: number, requesterId: number, day: number, hours: number) => {
    const start = at(`2026-11-${day} 09:00`)
    const span = { start, end: start + hours * HOUR }
    makeReservation(db, { resourceId, requesterId, ...span, state: 'completed', title: SECRET })
  }
  book(cast.hplc, cast.researcher.id, 12, 2.5)
  book(cast.hplc, cast.owner.id, 13, 4)
  book(cast.hplc, cast.company.id, 16, 3.25)
  book(cast.hplc, cast.colleague.id, 17, 1)
  for (const day of [18, 19, 20]) book(mill, makePerson(db, { organisationId: cast.organisationId }), day, 5)
  book(cast.tem, cast.researcher.id, 24, 1.5)
})
afterAll(() => t.close())

const read = async (actor: Actor, path: string) => {
  const answer = await t.as(actor).get(path)
  expect(answer.statusCode).toBe(200)
  return answer
}

/** The same report four ways; the words of the page and of the PDF with single plain spaces. */
async function everyWay(report: 'utilisation' | 'exchange') {
  const path = `/reports/${report}`
  const csv = parse((await read('coordinator', `${path}.csv?${NOVEMBER}`)).body, { bom: true, columns: true })
  const sheets = sheetsOf((await read('coordinator', `${path}.xlsx?${NOVEMBER}`)).rawPayload)
  const pdf = pdfText((await read('coordinator', `${path}.pdf?${NOVEMBER}`)).rawPayload)
  const page = (await read('coordinator', `${path}?${NOVEMBER}`)).body.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')
  const api = (await t.api('coordinator')('GET', `/reports/${report}?${NOVEMBER}`)).json()
  return { csv: csv as Record<string, string>[], sheets, pdf, page, api }
}

const shown = (value: number | null, kind: CellKind) => cellText(value, { kind }, 'pl').replace(/\s/g, ' ')

describe('a figure is the same on the page, in CSV, XLSX and PDF and in the API', () => {
  test('of utilisation', async () => {
    const { csv, sheets, pdf, page, api } = await everyWay('utilisation')
    const [table] = sheets
    const header = csv.length > 0 ? Object.keys(csv[0]!) : []
    const kinds: Record<string, CellKind> = {
      ...{ available_hours: 'hours', booked_hours: 'hours', used_hours: 'hours', idle_hours: 'hours' },
      ...{ occupancy: 'share', utilisation: 'share', realisation: 'share' },
    }
    expect(api.rows).toHaveLength(3)
    for (const row of [...api.rows, { ...api.total, isTotal: true }]) {
      const i = csv.findIndex((each) => (row.isTotal ? each['group'] === 'total' : each['key'] === row.key))
      for (const [key, kind] of Object.entries(kinds)) {
        expect(csv[i]![key], key).toBe(row[key] === null ? '' : String(row[key]))
        expect(table!.rows[i + 1]![header.indexOf(key)] ?? null, key).toBe(row[key])
        expect(pdf).toContain(shown(row[key], kind))
        expect(page).toContain(shown(row[key], kind))
      }
      const printed = Object.entries(kinds).map(([key, kind]) => shown(row[key], kind))
      const name = row.isTotal ? 'Klaster' : row.name.pl
      expect(pdf).toContain([name, ...printed.slice(0, 4)].join(' '))
    }
  })

  test('of exchange', async () => {
    const { csv, sheets, pdf, page, api } = await everyWay('exchange')
    const header = Object.keys(csv[0]!)
    const place = (slug: string) => api.organisations.indexOf(slug)
    const owners = csv.filter(({ key }) => key !== 'total')
    expect(owners).toHaveLength(2)
    for (const [i, owner] of owners.entries()) {
      const said = api.owners[place(owner['key']!)]
      for (const key of ['used_hours', 'own_hours', 'openness', 'largest_share', 'concentration'])
        expect([owner[key], sheets[0]!.rows[i + 1]![header.indexOf(key)]]).toEqual([String(said[key]), said[key]])
      const row = api.hours[place(owner['key']!)] as number[]
      for (const user of header.slice(header.indexOf('people') + 1)) {
        expect(Number(owner[user])).toBe(row[place(user)])
        expect(pdf).toContain(shown(row[place(user)]!, 'hours'))
        expect(page).toContain(shown(row[place(user)]!, 'hours'))
      }
      for (const text of [pdf, page]) expect(text).toContain(shown(said.openness, 'share'))
    }
    const total = csv.find(({ key }) => key === 'total')!
    expect([Number(total['used_hours']), Number(total['openness'])]).toEqual([api.total_hours, api.cross_share])
    for (const text of [pdf, page]) expect(text).toContain(shown(api.cross_share, 'share'))
  })
})

describe('a file', () => {
  test('says its name and is kept by nobody on the way', async () => {
    const answer = await read('coordinator', `/reports/utilisation.pdf?${NOVEMBER}`)
    expect(answer.headers).toMatchObject({
      'content-type': 'application/pdf',
      'cache-control': 'private, no-store',
      'content-disposition': 'attachment; filename="utilisation-2026-11-01-2026-12-01.pdf"',
    })
  })
  test('of a spreadsheet has typed cells, no formulas, definitions of every column and what it is about', async () => {
    const { sheets } = await everyWay('utilisation')
    expect(sheets.some(({ hasFormulas }) => hasFormulas)).toBe(false)
    expect(sheets[0]!.rows.flat()).toContain('=1+1 Żółty młyn')
    expect(sheets.map(({ name }) => name)).toEqual(expect.arrayContaining(['Definicje', 'O pliku']))
    const definitions = sheets.find(({ name }) => name === 'Definicje')!.rows
    expect(definitions.length).toBeGreaterThanOrEqual(sheets[0]!.rows[0]!.length + 1)
    expect(definitions.every((row) => row.length === 3)).toBe(true)
  })
  test('on paper has Polish letters, a title, a language and numbered pages, and is the same twice', async () => {
    const path = `/reports/exchange.pdf?${NOVEMBER}`
    const [first, second] = [await read('coordinator', path), await read('coordinator', path)]
    expect(first.rawPayload.equals(second.rawPayload)).toBe(true)
    const raw = first.rawPayload.toString('latin1')
    for (const said of ['/Lang (pl)', '/DisplayDocTitle true']) expect(raw).toContain(said)
    const text = pdfText(first.rawPayload)
    expect(text).toContain('Użycie między organizacjami')
    expect(text).toMatch(/strona 1 z \d/)
  })
  test.each(['csv', 'xlsx', 'pdf'])('says nothing of titles and names: %s', async (format) => {
    for (const report of ['utilisation', 'exchange']) {
      const { rawPayload } = await read('coordinator', `/reports/${report}.${format}?${NOVEMBER}`)
      const words = { csv: String, xlsx: (all: Buffer) => JSON.stringify(sheetsOf(all)), pdf: pdfText }[format]!
      expect(words(rawPayload)).not.toMatch(/Tajny|researcher|company@/)
    }
  })
  test.each<[Actor, string, number]>([
    ['researcher', '/reports/utilisation.xlsx', 403],
    ['owner', '/reports/exchange.pdf', 200],
    ['coordinator', '/reports/exchange.csv?from=2026-12-01&to=2026-11-01', 422],
    ['owner', '/reports/utilisation.pdf?of=lab:nowhere', 404],
  ])('%s asks for %s: %d', async (actor, path, status) => {
    expect((await t.as(actor).get(path)).statusCode).toBe(status)
  })
})

describe('who uses whose', () => {
  const exchange = async (actor: Actor) => (await t.api(actor)('GET', `/reports/exchange?${NOVEMBER}`)).json()

  test('is told to overseers of all, to stewards of what they look after', async () => {
    const all = await exchange('coordinator')
    const own = await exchange('owner')
    const at = (some: typeof all, owner: string, user: string) =>
      some.hours[some.organisations.indexOf(owner)]![some.organisations.indexOf(user)]
    expect([at(all, 'politechnika', 'przyrodniczy'), at(all, 'politechnika', 'politechnika')]).toEqual([5, 4])
    expect(at(own, 'politechnika', 'przyrodniczy')).toBe(5)
    expect([all.total_hours, own.total_hours]).toEqual([27.25, 12.25])
    expect((await t.api('researcher')('GET', `/reports/exchange?${NOVEMBER}`)).statusCode).toBe(403)
  })

  test('is not broken down on pages and in files where fewer than 3 people used something', async () => {
    const day = 'from=2026-11-12&to=2026-11-14'
    const page = (await read('coordinator', `/reports/exchange?${day}`)).body
    expect(page).toContain('mniej niż 3 osoby')
    const rows = parse((await read('coordinator', `/reports/exchange.csv?${day}`)).body, {
      bom: true,
      columns: true,
    }) as Record<string, string>[]
    const row = rows.find(({ key }) => key === 'politechnika')
    expect([row!['used_hours'], row!['own_hours'], row!['openness']]).toEqual(['6.5', '', ''])
  })
})
