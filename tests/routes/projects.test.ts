import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { projectReport } from '../../db/queries/project-hours.ts'
import { projectByCode } from '../../db/queries/projects.ts'
import * as schema from '../../db/schema/index.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { at, HOUR, makeReservation } from '../support/makers.ts'

let t: TestApp
const DETAILS = {
  code: 'NCN-7',
  title: 'Łubin w suszy',
  funder: 'NCN',
  grantNumber: '2021/41/B/NZ9/01234',
  raid: 'https://raid.org/10.26259/ABC123',
  startOn: '2026-01-01',
  endOn: '2026-12-31',
}

beforeAll(async () => {
  t = await testApp()
  t.db.$client.exec("UPDATE people SET locale = 'en'")
})
afterAll(() => t.close())

const page = '/projects/NCN-7'
const project = () => projectByCode(t.db, 'NCN-7')!

describe('opening a project', () => {
  test.each([
    ['code', 'a/b', 'A code has 2–40 characters'],
    ['code', 'new', 'A code has 2–40 characters'],
    ['title', ' ', 'This field is required.'],
    ['raid', 'raid 7', 'This is no RAiD'],
    ['startOn', '2026-02-30', 'Give a day'],
    ['endOn', '2025-12-31', 'The end cannot be before the start.'],
  ])('%s refuses «%s», and nothing typed is lost', async (field, value, message) => {
    const sent = await t.as('researcher').post('/projects', { ...DETAILS, [field]: value })
    expect(sent.statusCode).toBe(422)
    expect(sent.body).toContain(message)
    expect(sent.body).toContain('value="2021/41/B/NZ9/01234"')
  })

  test('makes who opens it its leader, for their own organisation', async () => {
    const sent = await t.as('researcher').post('/projects', DETAILS)
    expect(sent.headers.location).toBe(`${page}?notice=opened`)
    const { researcher } = t.cast
    expect(project()).toMatchObject({
      leaderId: researcher.id,
      organisationId: researcher.organisationId,
      raid: 'https://raid.org/10.26259/abc123',
      people: [{ id: researcher.id }],
    })
  })

  test('refuses a code that is taken, whatever its case', async () => {
    const sent = await t.as('stranger').post('/projects', { ...DETAILS, code: 'ncn-7' })
    expect(sent.statusCode).toBe(422)
    expect(sent.body).toContain('Another project has this code.')
  })
})

describe('who sees it', () => {
  test.each([
    ['researcher', 200],
    ['colleague', 200],
    ['stranger', 404],
    ['company', 404],
    ['coordinator', 404],
    ['admin', 404],
  ] as const)('%s gets %i', async (who, status) => {
    const { statusCode, body } = await t.as(who).get(page)
    expect(statusCode).toBe(status)
    expect((await t.as(who).get('/projects')).body.includes('Łubin w suszy')).toBe(status === 200)
    expect((await t.api(who)('GET', '/projects/NCN-7')).statusCode).toBe(status)
    if (status === 404) expect(body).not.toContain('Łubin')
  })

  test('people of an organisation that takes part, once it does', async () => {
    const leader = t.as('researcher')
    expect((await leader.post(page, { ...DETAILS, 'with-marii-curie': '1' })).statusCode).toBe(303)
    expect((await t.as('stranger').get(page)).statusCode).toBe(200)
    expect((await t.as('stranger').post(page, DETAILS)).statusCode).toBe(403)
    expect((await t.as('stranger').get(`${page}/report`)).statusCode).toBe(403)
    await leader.post(page, DETAILS)
    expect((await t.as('stranger').get(page)).statusCode).toBe(404)
    expect((await t.as('stranger').post(page, DETAILS)).statusCode).toBe(404)
  })
})

describe('its people', () => {
  test('are added from the list of the organisation, or by their exact address', async () => {
    const { colleague, company } = t.cast
    const leader = t.as('researcher')
    expect((await leader.post(`${page}/people`, { person: String(colleague.id) })).statusCode).toBe(303)
    expect((await leader.post(`${page}/people`, { email: ' COMPANY@demo.test ' })).statusCode).toBe(303)
    expect(project().people.map(({ id }) => id)).toEqual(expect.arrayContaining([colleague.id, company.id]))
    expect((await t.as('company').get(page)).statusCode).toBe(200)
  })

  test('are told by mail, once and not by themselves', () => {
    const mails = t.db.$client
      .prepare("SELECT p.name, o.payload ->> 'code' FROM outbox o JOIN people p ON p.id = o.person_id WHERE o.kind = ?")
      .raw()
      .all('project-joined')
    expect(mails).toEqual([
      ['colleague', 'NCN-7'],
      ['company', 'NCN-7'],
    ])
  })

  test('after ten unknown addresses none is looked up for a quarter of an hour', async () => {
    const asker = t.as('stranger')
    await asker.post('/projects', { ...DETAILS, code: 'PROBE' })
    const add = async (email: string) => (await asker.post('/projects/PROBE/people', { email })).body
    for (let i = 0; i < 10; i++) expect(await add(`nobody${i}@demo.test`)).not.toContain('Too many unknown')
    expect(await add('owner@demo.test')).toContain('Too many unknown')
    expect(projectByCode(t.db, 'PROBE')!.people.length).toBe(1)
    t.clock.now += 15 * 60_000
    await add('owner@demo.test')
    expect(projectByCode(t.db, 'PROBE')!.people.length).toBe(2)
    t.clock.now -= 15 * 60_000
  })

  test('a wrong address stays in its field, and the list holds no others', async () => {
    const leader = t.as('researcher')
    const sent = await leader.post(`${page}/people`, { email: 'nobody@demo.test' })
    expect(sent.statusCode).toBe(422)
    expect(sent.body).toContain('value="nobody@demo.test"')
    expect((await leader.post(`${page}/people`, { person: String(t.cast.owner.id) })).statusCode).toBe(422)
    expect((await t.as('colleague').post(`${page}/people`, { email: 'owner@demo.test' })).statusCode).toBe(403)
  })

  test('do not write over each other', async () => {
    const leader = t.as('researcher')
    const [, seen = ''] = /name="seen" value="([^"]+)"/.exec((await leader.get(page)).body) ?? []
    expect((await leader.post(page, { ...DETAILS, funder: 'NCBR', seen })).statusCode).toBe(303)
    const late = await leader.post(page, { ...DETAILS, title: 'Typed meanwhile', seen })
    expect([late.statusCode, late.body.includes('value="Typed meanwhile"')]).toEqual([409, true])
    expect(late.body).toContain('Somebody changed this project')
    expect(project()).toMatchObject({ title: DETAILS.title, funder: 'NCBR' })
    const [, now = ''] = /name="seen" value="([^"]+)"/.exec(late.body) ?? []
    expect((await leader.post(page, { ...DETAILS, seen: now })).statusCode).toBe(303)
    const call = t.api('researcher')
    const { version } = (await call('GET', '/projects/NCN-7')).json()
    const patch = (match: string) => call('PATCH', '/projects/NCN-7', { funder: 'NCN' }, { 'if-match': `"${match}"` })
    expect([(await patch('other')).statusCode, (await patch(version)).statusCode]).toEqual([412, 200])
  })

  test('leave by themselves or are taken out; the leader hands over first', async () => {
    const { company, researcher, colleague } = t.cast
    expect((await t.as('company').post(`${page}/people/${company.id}/removal`)).headers.location).toBe('/projects')
    expect((await t.as('company').get(page)).statusCode).toBe(404)
    const stuck = await t.as('researcher').post(`${page}/people/${researcher.id}/removal`)
    expect(stuck.statusCode).toBe(422)
    expect(stuck.body).toContain('first hands the project over')
    await t.as('researcher').post(page, { ...DETAILS, leader: String(colleague.id) })
    expect(project().leaderId).toBe(colleague.id)
    expect((await t.as('researcher').post(page, DETAILS)).statusCode).toBe(403)
    await t.as('colleague').post(page, { ...DETAILS, leader: String(researcher.id) })
    expect(project().leaderId).toBe(researcher.id)
  })

  test('the history tells who did what, and never the title', async () => {
    const { body } = await t.as('researcher').get(page)
    for (const told of ['opened the project', 'added company', 'removed company', 'changed: leader'])
      expect(body).toContain(told)
    const rows = t.db.$client.prepare("SELECT after FROM setting_events WHERE kind LIKE 'project-%'").pluck().all()
    expect(rows.length).toBeGreaterThan(4)
    expect(rows.join()).not.toContain('Łubin')
  })
})

describe('a reservation for it', () => {
  const wish = (start: string, project = 'NCN-7') => ({
    ...{ resource: 'hplc', start: `${start}:00+01:00`, title: 'Extract', purpose: 'own_research', project },
    end: `${start.slice(0, 11)}${Number(start.slice(11, 13)) + 1}:00:00+01:00`,
  })
  const reserve = (start: string) => t.api('researcher')('POST', '/reservations', wish(start))

  test('is made on a day on which it runs, and on no other', async () => {
    expect((await reserve('2026-11-26T10:00')).statusCode).toBe(201)
    const last = await reserve('2026-12-31T10:00')
    expect(last.json().violations ?? []).not.toContainEqual(expect.objectContaining({ code: 'project' }))
    const late = await reserve('2027-01-04T10:00')
    expect(late.statusCode).toBe(422)
    expect(late.json().violations).toMatchObject([
      {
        code: 'project',
        message: 'The project NCN-7 does not run then: 1\u00a0January 2026 – 31\u00a0December 2026.',
        overridable: false,
      },
    ])
  })

  test('is refused once it is closed, and possible again when it is reopened', async () => {
    const leader = t.as('researcher')
    expect((await t.as('colleague').post(`${page}/closing`, { act: 'close' })).statusCode).toBe(403)
    await leader.post(`${page}/closing`, { act: 'close' })
    expect((await leader.get('/projects')).body).toContain('Closed')
    const closed = await reserve('2026-11-27T10:00')
    expect(closed.json().violations).toMatchObject([
      { code: 'project', remedy: 'Choose another project, or ask its leader to reopen it.' },
    ])
    await leader.post(`${page}/closing`, { act: 'reopen' })
    expect((await reserve('2026-11-27T10:00')).statusCode).toBe(201)
  })

  test('stands on its page for those who may see it, and is a number for others', async () => {
    const { company, tem } = t.cast
    await t.as('researcher').post(`${page}/people`, { email: 'company@demo.test' })
    const start = at('2026-11-25 10:00')
    makeReservation(t.db, {
      ...{ resourceId: tem, requesterId: company.id, projectId: project().id, title: 'Secret formula' },
      ...{ start, end: start + HOUR, state: 'completed' },
    })
    const { body } = await t.as('colleague').get(page)
    expect(body).toContain('Extract')
    expect(body).not.toContain('Secret formula')
    expect(body).toContain('Besides 1 reservation of other organisations')
    expect((await t.as('company').get(page)).body).toContain('Secret formula')
  })
})

describe('the forms of a reservation and of a series', () => {
  const body = { resource: 'tem', title: 'Extract', purpose: 'own_research', project: 'NCN-7' }

  test('show a steward of the equipment the project it is for, and no other of its requester', async () => {
    const requester = t.api('researcher')
    await requester('POST', '/projects', { code: 'OTHER-1', title: 'Known to nobody else' })
    const end = '2026-12-01T11:00:00+01:00'
    const one = await requester('POST', '/reservations', { ...body, start: '2026-12-01T10:00:00+01:00', end })
    const series = await requester('POST', '/series', {
      ...{ ...body, dtstart: '2026-12-02T09:00:00', duration: 'PT1H', rrule: 'FREQ=DAILY;COUNT=2' },
      on_conflict: 'reject',
    })
    expect([one.statusCode, series.statusCode]).toEqual([201, 201])
    for (const path of [`/reservations/${one.json().id}/edit`, `/series/${series.json().id}/edit`]) {
      const form = (await t.as('owner').get(path)).body
      expect([path, form.includes('value="NCN-7" selected'), form.includes('OTHER-1')]).toEqual([path, true, false])
      expect((await t.as('researcher').get(path)).body).toContain('OTHER-1')
    }
    await requester('PATCH', '/projects/OTHER-1', { closed: true })
    expect((await t.as('researcher').get(`/series/${series.json().id}/edit`)).body).not.toContain('OTHER-1')
  })
})

describe('its report', () => {
  const period = 'from=2026-11-01&to=2026-12-01'

  beforeAll(() => {
    // Booked two hours, used one and a half of them and half an hour more.
    const { hplc, researcher } = t.cast
    const start = at('2026-11-19 10:00')
    const row = { resourceId: hplc, requesterId: researcher.id, projectId: project().id, purpose: 'teaching' as const }
    const { id } = makeReservation(t.db, { ...row, start, end: start + 2 * HOUR, state: 'completed' })
    t.db
      .insert(schema.usages)
      .values({
        ...{ resourceId: hplc, reservationId: id, startAt: start + HOUR / 2, endAt: start + 2.5 * HOUR, units: 1 },
        ...{ source: 'steward', createdAt: start, organisationId: researcher.organisationId, personId: researcher.id },
      } as typeof schema.usages.$inferInsert)
      .run()
    // Beyond opening hours: nothing of it is booked, all of it is used outside.
    const night = at('2026-11-20 20:00')
    makeReservation(t.db, { ...row, start: night, end: night + HOUR, state: 'completed' })
  })

  test('counts as utilisation does', () => {
    const days = { from: '2026-11-01', to: '2026-12-01' }
    const report = projectReport(t.db, project().id, days, t.clock.now)
    expect(report.total).toMatchObject({ reservations: 5, people: 2, bookedHours: 5, usedHours: 3, outsideHours: 1 })
    expect(report.instruments.map(({ resource, ...row }) => [resource.slug, row.bookedHours, row.usedHours])).toEqual([
      ['hplc', 4, 2],
      ['tem', 1, 1],
    ])
    expect(report.purposes.map(({ purpose, usedHours }) => [purpose, usedHours])).toEqual([
      ['teaching', 2],
      ['own_research', 1],
    ])
    expect(report.organisations.map(({ organisation, people }) => [organisation.slug, people])).toEqual([
      ['przyrodniczy', 1],
      ['biomaxima', 1],
    ])
  })

  test('months add up to the whole, whatever the period', () => {
    const days = { from: '2026-11-10', to: '2027-01-15' }
    const { months, total } = projectReport(t.db, project().id, days, t.clock.now)
    expect(months.map(({ from }) => from)).toEqual(['2026-11-10', '2026-12-01', '2027-01-01'])
    const sum = (field: 'bookedHours' | 'usedHours') => months.reduce((hours, month) => hours + month[field], 0)
    expect([sum('bookedHours'), sum('usedHours')]).toEqual([total.bookedHours, total.usedHours])
  })

  test('says the same on its page and in its files', async () => {
    const member = t.as('company')
    const { body } = await member.get(`${page}/report?${period}`)
    expect(body).toContain('Chromatograph')
    expect(body).toMatch(/<td class="r"[^>]*>2<\/td>/)
    expect(body).not.toContain('Secret formula')
    const csv = (await member.get(`${page}/report.csv?${period}`)).body.trim().split('\r\n')
    expect(csv[0]).toContain('resource,instrument,owner,reservations,booked_hours,used_hours')
    expect(csv[1]).toContain('hplc,Chromatograph,politechnika,4,4,2')
    expect(csv.at(-1)).toMatch(/^,Total,,5,5,3,1,/)
    const xlsx = await member.get(`${page}/report.xlsx?${period}`)
    expect(xlsx.rawPayload.subarray(0, 2).toString()).toBe('PK')
    const pdf = await member.get(`${page}/report.pdf?${period}`)
    expect(pdf.rawPayload.subarray(0, 5).toString()).toBe('%PDF-')
  })

  test('tells a period that is none', async () => {
    const { statusCode, body } = await t.as('researcher').get(`${page}/report?from=2026-12-01&to=2026-11-01`)
    expect(statusCode).toBe(422)
    expect(body).toContain('value="2026-12-01"')
  })

  test('is what the report of utilisation says of the code', async () => {
    // Groups of fewer than three people are folded there.
    const { hplc, colleague } = t.cast
    const start = at('2026-11-18 10:00')
    const row = { resourceId: hplc, requesterId: colleague.id, projectId: project().id, start, end: start + HOUR }
    makeReservation(t.db, { ...row, state: 'completed' })
    const answer = await t.api('coordinator')('GET', `/reports/utilisation?${period}&group=project`)
    const told = answer.json().rows.find(({ key }: { key: string }) => key === 'NCN-7')
    const { total } = projectReport(t.db, project().id, { from: '2026-11-01', to: '2026-12-01' }, t.clock.now)
    const { bookedHours, usedHours, outsideHours } = total
    expect([bookedHours, usedHours, outsideHours]).toEqual([6, 4, 1])
    expect([told.booked_hours, told.used_hours, told.used_outside_hours]).toEqual([6, 4, 1])
    expect(answer.body).not.toContain('Łubin')
  })
})

describe('the API', () => {
  test('opens, changes and lists', async () => {
    const call = t.api('stranger')
    const made = await call('POST', '/projects', { code: 'API-1', title: 'By calls', start: '2026-01-01' })
    expect(made.statusCode).toBe(201)
    expect(made.json()).toMatchObject({ code: 'API-1', organisation: 'marii-curie', may_change: true, end: null })
    const patched = await call('PATCH', '/projects/API-1', { end: '2027-01-01', organisations: ['przyrodniczy'] })
    expect(patched.json()).toMatchObject({ start: '2026-01-01', end: '2027-01-01', organisations: ['przyrodniczy'] })
    const items = (await t.api('colleague')('GET', '/projects')).json().items as { code: string }[]
    expect(items.map(({ code }) => code)).toEqual(['API-1', 'NCN-7', 'OTHER-1'])
    expect((await t.api('colleague')('PATCH', '/projects/API-1', { closed: true })).statusCode).toBe(403)
    expect((await call('PATCH', '/projects/API-1', { closed: true })).json().closed_at).toBe('2026-11-23T07:00:00Z')
  })

  test('names the field that is wrong by its own name', async () => {
    const call = t.api('stranger')
    const errors = async (body: object) => (await call('PATCH', '/projects/API-1', body)).json().errors
    expect(await errors({ end: '2025-01-01' })).toMatchObject([{ path: 'end' }])
    expect(await errors({ leader: t.cast.owner.id })).toMatchObject([{ path: 'leader' }])
    expect(await errors({ organisations: ['none'] })).toMatchObject([{ path: 'organisations' }])
    expect(await errors({ surprise: 1 })).toMatchObject([{ path: 'surprise' }])
    expect((await t.api('owner')('PATCH', '/projects/API-1', { title: 'x' })).statusCode).toBe(404)
    expect((await t.api(null)('GET', '/projects')).statusCode).toBe(401)
  })
})
