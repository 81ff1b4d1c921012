import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { GROUPINGS } from '../../server/domain/utilisation-grouping.ts'
import { number, percent } from '../../views/format.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { at, makePerson, makeReservation } from '../support/makers.ts'

const MONTH = 'from=2026-11-01&to=2026-12-01'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
  const { db, cast } = t
  db.$client.prepare('INSERT INTO resource_techniques (resource_id, technique) VALUES (?, ?)').run(cast.hplc, 'HPLC')
  for (const [i, actor] of (['researcher', 'stranger', 'researcher', 'company', 'researcher'] as const).entries())
    makeReservation(db, {
      resourceId: i % 2 ? cast.tem : cast.hplc,
      requesterId: makePerson(db, { organisationId: cast[actor].organisationId }),
      start: at(`2026-11-${10 + i} 09:20`),
      end: at(`2026-11-${10 + i} 12:00`),
      state: i === 3 ? 'no_show' : 'completed',
      purpose: i === 1 ? 'rental' : 'own_research',
    })
})
afterAll(() => t.close())

test.each(GROUPINGS)('by %s the API, the file and the page say the same', async (group) => {
  const query = `${MONTH}&group=${group}`
  const api = (await t.api('coordinator')('GET', `/reports/utilisation?${query}`)).json()
  const browser = t.as('coordinator')
  const file = parse((await browser.get(`/reports/utilisation.csv?${query}`)).body, {
    bom: true,
    columns: true,
  }) as Row[]
  const page = (await browser.get(`/reports/utilisation?${query}`)).body
  const rows: readonly ApiRow[] = [...api.rows, api.total]
  expect(file).toHaveLength(rows.length)
  for (const { name, ...row } of rows) {
    const line = file.find((each) => each['key'] === row['key'] && (row !== api.total || each['group'] === 'total'))!
    expect(line['name']).toBe(name.pl)
    for (const [field, value] of Object.entries(row)) expect([field, line[field]]).toEqual([field, textOf(value)])
    const said = [row['key'] === 'cluster' ? '' : name.pl]
    for (const hours of ['used_hours', 'booked_hours']) said.push(`${shown(row[hours] as number)}\u00a0h`)
    if (typeof row['utilisation'] === 'number') said.push(percent('pl', row['utilisation'], 1))
    expect(said.filter((each) => !page.includes(each))).toEqual([])
  }
})

type Row = Record<string, string>
type ApiRow = Record<string, unknown> & { readonly name: { readonly pl: string } }

const textOf = (value: unknown) =>
  value === null ? '' : typeof value === 'boolean' ? String(Number(value)) : String(value)
const shown = (hours: number) => number('pl', hours, hours < 100 ? 1 : 0)
