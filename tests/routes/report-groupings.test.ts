import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Actor, type TestApp, testApp } from '../support/app.ts'
import { at, makeAccessory, makePerson, makeProject, makeReservation } from '../support/makers.ts'

const MONTH = 'from=2026-11-01&to=2026-12-01'

let t: TestApp
beforeEach(async () => {
  t = await testApp()
})
afterEach(() => t.close())

describe('by technique', () => {
  test('what several can be done on is in the row of each, and once in the total', async () => {
    const { hplc, tem } = t.cast
    const add = t.db.$client.prepare('INSERT INTO resource_techniques (resource_id, technique) VALUES (?, ?)')
    add.run(hplc, 'HPLC')
    add.run(hplc, 'MS')
    book('researcher', 12, 2)
    const { rows, total } = await ask('technique')
    expect(rows.map(short)).toEqual([
      ['HPLC', 200, 2],
      ['MS', 200, 2],
      ['none', 200, 0],
    ])
    expect(rows[2].name).toEqual({ pl: 'bez techniki', en: 'without a technique' })
    expect([total.open_hours, total.booked_hours, tem > 0]).toEqual([400, 2, true])
  })
})

describe('by whose use it was', () => {
  test('hours of each organisation as unions, with the shares of what was available', async () => {
    threeOf('researcher', 2, [9, 10, 12])
    threeOf('stranger', 4, [16, 17, 18])
    const { rows, total } = await ask('user_organisation')
    expect(rows.map(short)).toEqual([
      ['marii-curie', null, 12],
      ['przyrodniczy', null, 6],
    ])
    expect(rows[1]).toMatchObject({
      used_hours: 6,
      occupancy: 0.015,
      utilisation: 0.015,
      availability: null,
      idle_hours: null,
      unmet_hours: null,
      reservations: 3,
      users: 3,
      organisations: 1,
    })
    expect(total).toMatchObject({ open_hours: 400, booked_hours: 18, used_hours: 18 })
  })
  test('a group of two people is told together with the next smallest, and nothing gives it away', async () => {
    threeOf('researcher', 2, [9, 10, 12])
    threeOf('stranger', 3, [16, 17, 18])
    threeOf('stranger', 1, [19, 20])
    book('company', 23, 1)
    const { rows, total } = await ask('user_organisation')
    expect(rows.map(short)).toEqual([
      ['marii-curie', null, 11],
      ['others', null, 7],
    ])
    expect(rows[1]).toMatchObject({ name: { en: 'others (fewer than 3 people)' }, users: 4 })
    expect(total.booked_hours).toBe(18)
    for (const url of ['/reports/utilisation', '/reports/utilisation.csv']) {
      const { body } = await t.as('coordinator').get(`${url}?${MONTH}&group=user_organisation`)
      expect(body).toContain('inne (mniej niż 3 osoby)')
      expect(body).not.toContain('biomaxima')
      expect(body).not.toContain('przyrodniczy')
    }
  })
  test('two at a time of one group are one time, also where groups are folded', async () => {
    t.db.$client.prepare('UPDATE resources SET capacity = 2 WHERE id = ?').run(t.cast.hplc)
    book('researcher', 12, 2)
    book('company', 12, 2)
    const { rows, total } = await ask('user_organisation')
    expect(rows.map(short)).toEqual([['others', null, 4]])
    expect(rows[0].users).toBeNull()
    expect(total.booked_hours).toBe(4)
  })
})

test('by project and by purpose, with what has none', async () => {
  const people = threeOf('researcher', 2, [9, 10, 12])
  const project = makeProject(t.db, 'OPUS-1', t.cast.researcher.organisationId, people)
  t.db.$client.prepare('UPDATE reservations SET project_id = ?').run(project)
  threeOf('stranger', 1, [16, 17, 18], { purpose: 'rental' })
  expect((await ask('project')).rows.map(short)).toEqual([
    ['OPUS-1', null, 6],
    ['none', null, 3],
  ])
  const { rows } = await ask('purpose')
  expect(rows.map(short)).toEqual([
    ['own_research', null, 6],
    ['rental', null, 3],
  ])
  expect(rows[1].name.pl).not.toBe('rental')
})

test('a page split by use leaves out what belongs to the equipment, its files keep it', async () => {
  threeOf('researcher', 2, [9, 10, 12])
  const ofEquipment = async (group: string) => {
    const { body: page } = await t.as('coordinator').get(`/reports/utilisation?${MONTH}&group=${group}`)
    const [body] = /<table class="data data--wide">.*?<\/table>/s.exec(page)!
    const heads = [...body.matchAll(/<th scope="col"[^>]*><a [^>]*>([^<]+)/g)].map(([, words]) => words!)
    const widths = [...body.matchAll(/<tr><th scope="row">(?:(?!<\/tr>).)*<\/tr>/gs)].map(
      ([row]) => row.split('<td').length,
    )
    expect(new Set(widths)).toEqual(new Set([heads.length]))
    return ['Dostępne', 'Jałowe', 'Niezaspokojone'].filter((words) => heads.includes(words))
  }
  for (const group of ['project', 'purpose', 'user_organisation']) expect(await ofEquipment(group)).toEqual([])
  expect(await ofEquipment('lab')).toEqual(['Dostępne', 'Jałowe', 'Niezaspokojone'])
  const file = await t.as('coordinator').get(`/reports/utilisation.csv?${MONTH}&group=project`)
  expect(file.body).toContain('available_hours')
})

test('a page and a file of every grouping', async () => {
  threeOf('researcher', 2, [9, 10, 12])
  makeAccessory(t.db, [t.cast.hplc], { labId: t.cast.labId })
  for (const group of ['technique', 'user_organisation', 'project', 'purpose', 'cluster'])
    for (const url of ['/reports/utilisation', '/reports/utilisation.csv'])
      expect([group, (await t.as('coordinator').get(`${url}?${MONTH}&group=${group}`)).statusCode]).toEqual([
        group,
        200,
      ])
})

type Row = Record<string, number | null> & { key: string; name: Record<string, string> }
const short = ({ key, open_hours, booked_hours }: Row) => [key, open_hours, booked_hours]

async function ask(group: string) {
  const answer = await t.api('coordinator')('GET', `/reports/utilisation?${MONTH}&group=${group}`)
  expect(answer.statusCode).toBe(200)
  return answer.json() as { rows: [Row, Row, Row]; total: Row }
}

function book(actor: Actor, day: number, hours: number, requesterId = t.cast[actor].id, more = {}) {
  const start = at(`2026-11-${String(day).padStart(2, '0')} 10:00`)
  const { organisationId } = t.cast[actor]
  const time = { start, end: start + hours * 3_600_000, state: 'completed' as const }
  makeReservation(t.db, { resourceId: t.cast.hplc, requesterId, organisationId, ...time, ...more })
}

/** A reservation on each of the days, each of somebody else of the organisation. */
function threeOf(actor: Actor, hours: number, days: readonly number[], more = {}): number[] {
  return days.map((day) => {
    const id = makePerson(t.db, { organisationId: t.cast[actor].organisationId })
    book(actor, day, hours, id, more)
    return id
  })
}
