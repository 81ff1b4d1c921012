import ICAL from 'ical.js'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Actor, type TestApp, testApp } from '../support/app.ts'
import { expanded } from '../support/calendar-reader.ts'
import { at, DAY, HOUR, makeReservation, makeResource } from '../support/makers.ts'

let t: TestApp
beforeEach(async () => {
  t = await testApp()
})
afterEach(() => t.close())

async function feedOf(actor: Actor, form: Record<string, string> = { kind: 'me' }): Promise<string> {
  const answer = await t.as(actor).post('/account/feeds', form)
  expect(answer.statusCode).toBe(201)
  return /value="http:\/\/localhost:3000(\/calendars\/[\w-]{43}\.ics)"/.exec(answer.body)![1]!
}

const read = async (path: string, headers: Record<string, string> = {}) => t.nobody().get(path, headers)

interface Entry {
  readonly uid: string
  readonly summary: string
  readonly status: string | null
  readonly start: string
}

function entriesOf(text: string): Entry[] {
  for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
  const calendar = new ICAL.Component(ICAL.parse(text))
  return calendar.getAllSubcomponents('vevent').map((each) => ({
    uid: String(each.getFirstPropertyValue('uid')),
    summary: String(each.getFirstPropertyValue('summary')),
    status: each.getFirstPropertyValue('status') as string | null,
    start: String(each.getFirstPropertyValue('dtstart')),
  }))
}

const tomorrow = { title: 'Białka łubinu', note: 'Poufne' }
const reserve = (actor: Actor, resource: 'hplc' | 'tem', more: object = {}) =>
  makeReservation(t.db, { resourceId: t.cast[resource], requesterId: t.cast[actor].id, ...tomorrow, ...more })

describe('a private calendar', () => {
  test('shows my reservations as calendars read them, and its name', async () => {
    const { id } = reserve('researcher', 'hplc')
    reserve('researcher', 'tem', { state: 'requested' })
    reserve('researcher', 'hplc', { state: 'cancelled', start: at('2026-11-25 10:00') })
    reserve('colleague', 'hplc', { start: at('2026-11-26 10:00') })
    const answer = await read(await feedOf('researcher'))
    expect(answer.headers['content-type']).toBe('text/calendar; charset=utf-8')
    expect(answer.body).toContain('REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n')
    expect(answer.body).toContain('X-WR-CALNAME:Aparatura: moje rezerwacje\r\n')
    expect(answer.body.match(/BEGIN:VTIMEZONE/g)).toHaveLength(1)
    const start = '2026-11-24T10:00:00'
    expect(entriesOf(answer.body)).toEqual([
      { uid: `reservation-${id}@localhost`, summary: 'Chromatograf: Białka łubinu', status: 'CONFIRMED', start },
      { uid: `reservation-${id + 1}@localhost`, summary: 'Mikroskop: Białka łubinu', status: 'TENTATIVE', start },
    ])
  })

  test('shows a series as one entry, with what was moved by itself', async () => {
    const call = t.api('researcher')
    const series = await call('POST', '/series', {
      ...{ resource: 'hplc', dtstart: '2026-11-24T09:00:00', duration: 'PT1H', rrule: 'FREQ=WEEKLY;COUNT=4' },
      ...{ on_conflict: 'reject', title: 'Co wtorek', purpose: 'own_research' },
    })
    const [, second] = series.json<{ occurrences: { reservation: { id: number } | number }[] }>().occurrences
    const id = typeof second!.reservation === 'number' ? second!.reservation : second!.reservation.id
    const moved = { start: '2026-12-02T09:00:00Z', end: '2026-12-02T10:00:00Z' }
    expect((await call('PATCH', `/reservations/${id}`, moved, { 'if-match': '"1"' })).statusCode).toBe(200)
    const { body } = await read(await feedOf('researcher'))
    expect(body.match(/RRULE:/g)?.length).toBeGreaterThanOrEqual(1)
    expect(entriesOf(body).map(({ uid }) => uid)).toEqual(Array(2).fill(entriesOf(body)[0]!.uid))
    expect(expanded(body).map(({ start }) => start)).toEqual([
      at('2026-11-24 09:00'),
      Date.parse(moved.start),
      at('2026-12-08 09:00'),
      at('2026-12-15 09:00'),
    ])
  })

  test('follows what happens, and says unchanged while nothing does', async () => {
    reserve('researcher', 'hplc')
    const path = await feedOf('researcher')
    const first = await read(path)
    const { etag, 'last-modified': since } = first.headers as Record<string, string>
    t.clock.now += 6 * HOUR
    for (const headers of [
      { 'if-none-match': etag! },
      { 'if-none-match': `"x", W/${etag}` },
      { 'if-modified-since': since! },
    ]) {
      const again = await read(path, headers)
      expect(again.statusCode).toBe(304)
      expect(again.body).toBe('')
      expect(again.headers.etag).toBe(etag)
    }
    reserve('researcher', 'hplc', { start: at('2026-11-25 10:00') })
    for (const headers of [{ 'if-none-match': etag! }, { 'if-modified-since': since! }]) {
      const changed = await read(path, headers)
      expect(changed.statusCode).toBe(200)
      expect(entriesOf(changed.body)).toHaveLength(2)
      expect(changed.headers.etag).not.toBe(etag)
    }
  })

  test('is gone once revoked, for everybody alike', async () => {
    const path = await feedOf('researcher')
    const page = await t.as('researcher').get('/account/feeds')
    const [, action] = /action="(\/account\/feeds\/\d+\/revocation)"/.exec(page.body)!
    expect((await t.as('colleague').post(action!)).statusCode).toBe(404)
    expect((await read(path)).statusCode).toBe(200)
    expect((await t.as('researcher').post(action!)).headers.location).toBe('/account/feeds?done=revoked')
    for (const gone of [path, '/calendars/unknown.ics', '/calendars/.ics', `/calendars/${'x'.repeat(90)}.ics`])
      expect((await read(gone)).statusCode, gone).toBe(404)
  })

  test('keeps no address but its hash', async () => {
    const token = (await feedOf('researcher')).slice('/calendars/'.length, -'.ics'.length)
    const page = await t.as('researcher').get('/account/feeds')
    expect(page.body).not.toContain(token)
    expect(JSON.stringify(t.db.$client.prepare('SELECT * FROM feeds').all())).not.toContain(token)
    expect(Buffer.from(token, 'base64url')).toHaveLength(32)
  })

  test('ends with its owner, and with the right it takes', async () => {
    const [mine, lab] = [await feedOf('caretaker'), await feedOf('caretaker', { kind: 'lab', lab: 'analytics' })]
    t.db.$client.exec(`DELETE FROM stewardships WHERE role = 'caretaker'`)
    expect((await read(lab)).statusCode).toBe(404)
    expect((await read(mine)).statusCode).toBe(200)
    t.db.$client.exec(`UPDATE people SET is_active = 0 WHERE name = 'caretaker'`)
    expect((await read(mine)).statusCode).toBe(404)
  })

  test('of the requests one decides shows what waits, not what one asked for', async () => {
    reserve('researcher', 'tem', { state: 'requested' })
    reserve('owner', 'tem', { state: 'requested', start: at('2026-11-25 10:00') })
    reserve('researcher', 'tem', { start: at('2026-11-26 10:00') })
    const { body } = await read(await feedOf('owner', { kind: 'approvals' }))
    expect(entriesOf(body).map(({ summary, status }) => [summary, status])).toEqual([
      ['Do akceptacji: Mikroskop: Białka łubinu', 'TENTATIVE'],
    ])
    expect(body).toContain('URL;VALUE=URI:http://localhost:3000/approvals')
  })

  test.each([
    ['a lab that is not theirs', 'researcher', { kind: 'lab', lab: 'analytics' }, 403],
    ['requests that they do not decide', 'caretaker', { kind: 'approvals' }, 403],
    ['a lab that is none', 'owner', { kind: 'lab', lab: 'nowhere' }, 422],
    ['a resource that is none', 'researcher', { kind: 'resource', resource: 'nothing' }, 422],
    ['a kind that is none', 'researcher', { kind: 'everything' }, 422],
  ] as const)('is not made of %s', async (_what, actor, form, status) => {
    expect((await t.as(actor).post('/account/feeds', form)).statusCode).toBe(status)
  })

  test('is one of at most fifty', async () => {
    const insert = t.db.$client.prepare(
      `INSERT INTO feeds (person_id, kind, token_hash, created_at) VALUES (?, 'me', ?, 0)`,
    )
    for (let i = 0; i < 50; i++) insert.run(t.cast.researcher.id, `hash ${i}`)
    const answer = await t.as('researcher').post('/account/feeds', { kind: 'me' })
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain('Masz już 50 adresów')
  })

  test('takes no write lock and changes nothing when it is read', async () => {
    reserve('researcher', 'hplc')
    const path = await feedOf('researcher')
    const rows = () => t.db.$client.prepare('SELECT * FROM feeds').all()
    const before = rows()
    t.db.$client.pragma('query_only = 1')
    expect((await read(path)).statusCode).toBe(200)
    t.db.$client.pragma('query_only = 0')
    expect(rows()).toEqual(before)
  })
})

describe('a calendar of a resource or a lab', () => {
  const canaries = /Białka|Poufne|researcher|reservation-|Badani/

  beforeEach(() => {
    reserve('researcher', 'hplc')
  })

  test.each(['stranger', 'company', 'coordinator', 'admin'] as const)(
    'tells %s that it is busy, and no more',
    async (actor) => {
      const { body } = await read(await feedOf(actor, { kind: 'resource', resource: 'hplc' }))
      expect(body).not.toMatch(canaries)
      expect(entriesOf(body)).toEqual([
        {
          uid: 'busy-hplc-20261124T090000Z-1@localhost',
          summary: 'Chromatograf: zajęte',
          status: null,
          start: '2026-11-24T10:00:00',
        },
      ])
    },
  )

  test.each([
    ['owner', true],
    ['caretaker', true],
    ['researcher', true],
    ['colleague', true],
    ['stranger', false],
  ] as const)('names the work to %s: %s', async (actor, isTold) => {
    const { body } = await read(await feedOf(actor, { kind: 'resource', resource: 'hplc' }))
    expect(body.includes('Białka łubinu')).toBe(isTold)
    expect(body).not.toContain('Poufne')
  })

  test('tells nobody of another organisation of a series', async () => {
    await t.api('researcher')('POST', '/series', {
      ...{ resource: 'hplc', dtstart: '2026-12-01T09:00:00', duration: 'PT1H', rrule: 'FREQ=WEEKLY;COUNT=4' },
      ...{ on_conflict: 'reject', title: 'Białka co wtorek', purpose: 'own_research' },
    })
    const { body } = await read(await feedOf('stranger', { kind: 'resource', resource: 'hplc' }))
    expect(body).not.toMatch(canaries)
    expect(body).not.toMatch(/RRULE:FREQ=WEEKLY|series-/)
    expect(entriesOf(body)).toHaveLength(5)
  })

  test('shows the rights of now: a colleague who moves on sees busy time', async () => {
    const path = await feedOf('colleague', { kind: 'resource', resource: 'hplc' })
    expect((await read(path)).body).toContain('Białka')
    const move = (table: string, person: string) =>
      t.db.$client
        .prepare(`UPDATE ${table} SET organisation_id = ? WHERE ${person} = ?`)
        .run(t.cast.company.organisationId, t.cast.colleague.id)
    move('people', 'id')
    move('memberships', 'person_id')
    expect((await read(path)).body).not.toMatch(canaries)
  })

  test('counts the room around it and the benches in it', async () => {
    const bench = makeResource(t.db, { labId: t.cast.labId, slug: 'bench', parentId: t.cast.hplc })
    const { body } = await read(await feedOf('owner', { kind: 'resource', resource: 'bench' }))
    expect(entriesOf(body).map(({ summary }) => summary)).toEqual(['Chromatograf: Białka łubinu'])
    expect(bench).toBeGreaterThan(0)
  })

  test('of a lab holds all of its resources, to those who look after it', async () => {
    reserve('company', 'tem', { title: 'Polimery' })
    const { body } = await read(await feedOf('caretaker', { kind: 'lab', lab: 'analytics' }))
    expect(entriesOf(body).map(({ summary }) => summary)).toEqual([
      'Chromatograf: Białka łubinu',
      'Mikroskop: Polimery',
    ])
    expect(body).toContain('DESCRIPTION:researcher\\npotwierdzona')
  })

  test('has an end: what is very far away is not in it yet', async () => {
    reserve('researcher', 'hplc', { start: at('2026-11-24 10:00') + 402 * DAY })
    reserve('researcher', 'hplc', { start: at('2026-11-24 10:00') - 40 * DAY })
    const { body } = await read(await feedOf('owner', { kind: 'resource', resource: 'hplc' }))
    expect(entriesOf(body)).toHaveLength(1)
  })
})

test('the public file of busy time stays the same until something changes', async () => {
  reserve('researcher', 'hplc')
  const first = await read('/equipment/hplc/busy.ics')
  t.clock.now += HOUR
  const { etag } = first.headers as { etag: string }
  expect((await read('/equipment/hplc/busy.ics', { 'if-none-match': etag })).statusCode).toBe(304)
  reserve('researcher', 'hplc', { start: at('2026-11-25 10:00') })
  expect((await read('/equipment/hplc/busy.ics', { 'if-none-match': etag })).statusCode).toBe(200)
})
