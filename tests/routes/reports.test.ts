import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Actor, type TestApp, testApp } from '../support/app.ts'
import { at, makeLab, makePerson, makeReservation, makeResource } from '../support/makers.ts'

const MONTH = 'from=2026-11-01&to=2026-12-01'
const PAGE = `/reports/utilisation?${MONTH}`
const SECRET = 'Tajny tytuł badań'

let t: TestApp
let otherLab: number
beforeEach(async () => {
  t = await testApp()
  const { cast, db } = t
  book('researcher', '2026-11-12 10:00', '2026-11-12 12:00', 'completed')
  book('stranger', '2026-11-13 10:00', '2026-11-13 13:00', 'no_show')
  book('company', '2026-11-24 10:00', '2026-11-24 11:00', 'confirmed')
  otherLab = makeLab(db, {
    organisationId: cast.stranger.organisationId,
    slug: 'elsewhere',
    namePl: '=1+1',
    nameEn: '=1+1',
  })
  makeResource(db, { labId: otherLab, slug: 'far', namePl: '@daleki', nameEn: '@far' })
})
afterEach(() => t.close())

function book(
  actor: Actor,
  start: string,
  end: string,
  state: 'completed' | 'confirmed' | 'no_show',
  resourceId = t.cast.hplc,
) {
  const { id, organisationId } = t.cast[actor]
  return makeReservation(t.db, {
    resourceId,
    requesterId: id,
    organisationId,
    start: at(start),
    end: at(end),
    state,
    title: SECRET,
  })
}

describe('who reads reports', () => {
  test.each<[Actor, number]>([
    ['coordinator', 200],
    ['admin', 200],
    ['owner', 200],
    ['deputy', 200],
    ['caretaker', 200],
    ['researcher', 403],
    ['company', 403],
  ])('%s gets %d', async (actor, status) => {
    const urls = [PAGE, `/reports/utilisation.csv?${MONTH}`, `/reports/utilisation/reservations?resource=hplc&${MONTH}`]
    const pages = await Promise.all(urls.map((url) => t.as(actor).get(url)))
    const api = await t.api(actor)('GET', `/reports/utilisation?${MONTH}`)
    expect([...pages, api].map(({ statusCode }) => statusCode)).toEqual([status, status, status, status])
  })
  test('nobody is asked to sign in', async () => {
    expect((await t.nobody().get(PAGE)).headers.location).toBe(`/sign-in?next=${encodeURIComponent(PAGE)}`)
    expect((await t.api(null)('GET', `/reports/utilisation?${MONTH}`)).statusCode).toBe(401)
  })
  test('a steward sees the resources of their labs and no others', async () => {
    const keys = async (actor: Actor) =>
      (await t.api(actor)('GET', `/reports/utilisation?${MONTH}`))
        .json()
        .rows.map(({ key }: { key: string }) => key)
        .sort()
    expect(await keys('owner')).toEqual(['hplc', 'tem'])
    expect(await keys('coordinator')).toEqual(['far', 'hplc', 'tem'])
    expect((await t.as('owner').get(`${PAGE}&of=lab:elsewhere`)).statusCode).toBe(404)
    expect((await t.as('owner').get(`/reports/utilisation/reservations?resource=far&${MONTH}`)).statusCode).toBe(404)
  })
  test('organisations that are no members are in no report of the cluster', async () => {
    t.db.$client.prepare('UPDATE organisations SET is_member = 0 WHERE id = ?').run(t.cast.stranger.organisationId)
    const answer = await t.api('coordinator')('GET', `/reports/utilisation?${MONTH}`)
    expect(answer.json().rows.map(({ key }: { key: string }) => key)).not.toContain('far')
  })
  test('titles and names are in no report', async () => {
    const urls = [PAGE, `/reports/utilisation.csv?${MONTH}`, `/reports/utilisation/reservations?resource=hplc&${MONTH}`]
    for (const url of urls) {
      const { body } = await t.as('coordinator').get(url)
      expect(body).not.toContain(SECRET)
      expect(body).not.toContain(t.cast.stranger.name)
    }
  })
})

describe('the figures as JSON', () => {
  const ask = async (query: string) => (await t.api('coordinator')('GET', `/reports/utilisation?${query}`)).json()

  test('by resource, with hours, ratios and what has no figure', async () => {
    const { rows, ...rest } = await ask(`${MONTH}&group=resource`)
    const row = (key: string) => rows.find((each: { key: string }) => each.key === key)
    // 21 weekdays, less Wednesday 11 November.
    expect(row('hplc')).toMatchObject({
      calendar_hours: 720,
      open_hours: 200,
      booked_hours: 6,
      used_hours: 2,
      booked_unused_hours: 4,
    })
    expect(row('hplc')).toMatchObject({
      utilisation: 0.01,
      occupancy: 0.03,
      realisation: 0.333333,
      no_show_rate: 0.5,
      users: 3,
    })
    expect(row('hplc')).toMatchObject({ organisations: 3, undertakings: 1, estimated: true, idle_hours: 194 })
    expect(row('tem')).toMatchObject({ used_hours: 0, utilisation: 0, realisation: null, users: 0 })
    expect(rest).toMatchObject({
      from: '2026-11-01',
      to: '2026-12-01',
      group: 'resource',
      total: { key: 'cluster', open_hours: 600 },
    })
  })
  test.each([
    ['lab', ['analytics', 'elsewhere']],
    ['organisation', ['marii-curie', 'politechnika']],
    ['cluster', ['cluster']],
  ])('by %s', async (group, keys) => {
    const { rows, total } = await ask(`${MONTH}&group=${group}`)
    expect(rows.map(({ key }: { key: string }) => key).sort()).toEqual(keys)
    expect(total).toMatchObject({ open_hours: 600, used_hours: 2 })
  })
  test('one or two people are not counted out', async () => {
    const { rows } = await ask('from=2026-11-12&to=2026-11-13')
    expect(rows.find(({ key }: { key: string }) => key === 'hplc')).toMatchObject({
      used_hours: 2,
      users: null,
      organisations: null,
    })
  })
  test.each([
    ['from=2026-02-30&to=2026-03-01', 'from'],
    ['from=2026-02-01&to=2026-02-01', 'to'],
    ['from=2026-02-01&to=2026-01-01', 'to'],
    ['from=1990-01-01&to=2026-01-01', 'to'],
    ['from=0001-01-01&to=0002-01-01', 'from'],
    ['from=2026-01-01', 'to'],
    ['from=2026-01-01&to=2026-02-01&group=person', 'group'],
    ['from=2026-01-01T00:00:00Z&to=2026-02-01', 'from'],
    ['from=2026-01-01&to=2026-02-01&lab=x', 'lab'],
  ])('%s is refused and names %s', async (query, field) => {
    const answer = await t.api('coordinator')('GET', `/reports/utilisation?${query}`)
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain(field)
  })
})

describe('the page', () => {
  test('shows the last whole month unless asked, in the reader’s language', async () => {
    const { body } = await t.as('coordinator').get('/reports/utilisation')
    expect(body).toContain('<h1>Wykorzystanie, październik 2026</h1>')
    expect(body).toContain('Suma kontrolna')
    // The night to 25 October was an hour longer.
    expect(body).toContain('31 dób, 745\u00a0h ze zmianą czasu')
  })
  test('shows figures with their formula, the rows, the week and the year', async () => {
    const { body } = await t.as('coordinator').get(PAGE)
    expect(body).toContain('2\u00a0h ÷ 600\u00a0h')
    expect(body).toContain('<svg class="heat-chart" viewBox=')
    expect(body).toContain('aria-sort="descending"')
    expect(body.match(/<li( data-now="true")?><b aria-hidden/g)).toHaveLength(12)
    expect(body).not.toMatch(/ style=/)
  })
  test.each(['name', '-used', 'change', '-users', 'nonsense'])('sorts by %s', async (sort) =>
    expect((await t.as('coordinator').get(`${PAGE}&sort=${sort}`)).statusCode).toBe(200),
  )
  test.each(['resource:hplc', 'lab:analytics', 'organisation:politechnika'])('of %s', async (of) => {
    const { body, statusCode } = await t.as('coordinator').get(`${PAGE}&of=${of}&group=lab&compare=year`)
    expect(statusCode).toBe(200)
    expect(body).not.toContain('@daleki')
  })
  test('names the date that is wrong and shows a month instead', async () => {
    const { body, statusCode } = await t.as('coordinator').get('/reports/utilisation?from=2026-02-30&to=2026-03-01')
    expect(statusCode).toBe(422)
    expect(body).toContain('Wpisz dzień z kalendarza')
    expect(body).toContain('aria-invalid="true"')
  })
  test('speaks English to those who read it', async () => {
    t.db.$client.exec(`UPDATE people SET locale = 'en'`)
    const { body } = await t.as('coordinator').get(PAGE)
    expect(body).toContain('<h1>Utilisation, November 2026</h1>')
    expect(body).toContain('Check sum: open 600\u00a0h = maintenance 0\u00a0h')
    expect(body).not.toMatch(/reports\.[a-z]/)
  })
  test('a scope that is none does not exist', async () =>
    expect((await t.as('coordinator').get(`${PAGE}&of=lab:nowhere`)).statusCode).toBe(404))
})

describe('the file', () => {
  test('has a mark for UTF-8, one line for each row and no formulas', async () => {
    const answer = await t.as('coordinator').get(`/reports/utilisation.csv?${MONTH}&sort=name`)
    const [head, ...lines] = answer.body.trimEnd().split('\r\n')
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(head).toMatch(/^\ufeffgroup,key,name,from,to,calendar_hours,open_hours/)
    expect(lines).toHaveLength(4)
    expect(lines.find((line) => line.includes(',far,'))).toContain(`,'@daleki,`)
    expect(lines.at(-1)).toMatch(/^total,cluster,Klaster,2026-11-01,2026-12-01,2160,600,/)
  })
  test('a wrong date is refused', async () =>
    expect((await t.as('coordinator').get('/reports/utilisation.csv?from=x&to=y')).statusCode).toBe(422))
})

describe('what is behind a figure', () => {
  const list = (actor: Actor, figure: string, more = MONTH) =>
    t.as(actor).get(`/reports/utilisation/reservations?resource=hplc&figure=${figure}&${more}`)

  test.each([
    ['booked', 3],
    ['used', 1],
    ['booked_unused', 2],
    ['no_shows', 1],
  ])('%s: %d reservations', async (figure, count) => {
    const { body } = await list('coordinator', figure)
    expect(body.match(/<time datetime/g)).toHaveLength(count)
  })
  test('an organisation is told where three of its people are in the list, to stewards always', async () => {
    const few = (await list('coordinator', 'booked')).body
    expect(few).not.toContain('marii-curie')
    expect(few).toContain('mniej niż 3 osoby')
    expect((await list('owner', 'booked')).body).toContain('marii-curie')
    for (const day of [16, 17]) {
      const requesterId = makePerson(t.db, { organisationId: t.cast.stranger.organisationId })
      const time = { start: at(`2026-11-${day} 10:00`), end: at(`2026-11-${day} 11:00`) }
      makeReservation(t.db, { resourceId: t.cast.hplc, requesterId, ...time, purpose: 'teaching' })
    }
    const many = (await list('coordinator', 'booked')).body
    expect(many).toContain('marii-curie')
    expect(many).not.toContain('biomaxima')
    // Two of the three teach: what one of them does is not told.
    expect(many).not.toContain('Dydaktyka')
  })
  test.each([
    ['late_cancels', 1],
    ['estimated', 1],
    ['unmet', 2],
    ['decisions', 1],
    ['outside', 1],
    ['reservations', 3],
  ])('%s: %d lines, of the lab, too', async (figure, count) => {
    await enterOddities()
    for (const of of ['resource:hplc', 'lab:analytics']) {
      const { body } = await t.as('owner').get(`/reports/utilisation/reservations?of=${of}&figure=${figure}&${MONTH}`)
      expect(body.match(/<time datetime/g)).toHaveLength(count)
    }
  })
  test('only those who look after it are led to the reservation', async () => {
    expect((await list('coordinator', 'booked')).body).not.toContain('href="/reservations/')
    expect((await list('owner', 'booked')).body).toContain('href="/reservations/')
  })
})

/** A late cancellation, a decision, use at night and two wishes that nobody could serve. */
async function enterOddities() {
  const { hplc, researcher, owner } = t.cast
  const times = { start: at('2026-11-25 10:00'), end: at('2026-11-25 12:00') }
  const cancelled = makeReservation(t.db, {
    resourceId: hplc,
    requesterId: researcher.id,
    ...times,
    state: 'cancelled',
  })
  t.db.$client.exec(`UPDATE resources SET cancel_notice_minutes = 600`)
  t.db.$client
    .prepare(`INSERT INTO reservation_events (reservation_id, kind, at) VALUES (?, 'cancelled', ?)`)
    .run(cancelled.id, at('2026-11-25 09:00'))
  const declined = { start: at('2026-11-26 10:00'), end: at('2026-11-26 12:00'), state: 'declined' as const }
  const decided = { createdAt: at('2026-11-20 10:00'), decidedAt: at('2026-11-20 14:00'), decidedById: owner.id }
  makeReservation(t.db, { resourceId: hplc, requesterId: researcher.id, ...declined, ...decided })
  const use = t.db.$client.prepare(
    'INSERT INTO usages (resource_id, person_id, organisation_id, start_at, end_at) VALUES (?, ?, ?, ?, ?)',
  )
  use.run(hplc, researcher.id, researcher.organisationId, at('2026-11-12 20:00'), at('2026-11-12 22:00'))
  t.db.$client
    .prepare('INSERT INTO unmet_requests (resource_id, person_id, start_at, end_at, asked_at) VALUES (?, ?, ?, ?, 0)')
    .run(hplc, researcher.id, at('2026-11-12 10:00'), at('2026-11-12 11:00'))
  const waited = t.db.$client.prepare(
    `INSERT INTO waiting_entries (resource_id, person_id, organisation_id, start_at, end_at, duration_minutes, state, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, 0)`,
  )
  const who = [hplc, researcher.id, researcher.organisationId]
  // The same wish as the refusal, one that nothing came of, and one that was served.
  waited.run(...who, at('2026-11-12 10:00'), at('2026-11-12 11:00'), null, 'expired')
  waited.run(...who, at('2026-11-16 08:00'), at('2026-11-20 18:00'), 180, 'left')
  waited.run(...who, at('2026-11-18 10:00'), at('2026-11-18 11:00'), null, 'served')
}
