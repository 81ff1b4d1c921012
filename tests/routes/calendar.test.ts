import ICAL from 'ical.js'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as schema from '../../db/schema/index.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { at, DAY, makeOutage, makeReservation, makeResource, NOW } from '../support/makers.ts'

let t: TestApp
beforeEach(async () => {
  t = await testApp()
})
afterEach(() => t.close())

const WEEK = '/equipment/hplc/calendar?week=2026-W48'

const linksIn = (body: string) =>
  [...body.matchAll(/href="(\/reservations\/new\?[^"]+)"/g)].map((match) => match[1]!.replaceAll('&amp;', '&'))
const startsIn = (body: string) => linksIn(body).map((link) => new URL(link, 'http://x').searchParams.get('start')!)
const tableOf = (body: string) => /<table class="cal">.*?<\/table>/s.exec(body)![0]
const agendaOf = (body: string) => /<div class="agenda">.*/s.exec(body)![0]

describe('the week of a resource', () => {
  test('is a table with a caption and headers, whose rows are all as wide as its head', async () => {
    makeReservation(t.db, { resourceId: t.cast.hplc, requesterId: t.cast.stranger.id })
    const { body, statusCode } = await t.nobody().get(WEEK)
    expect(statusCode).toBe(200)
    const table = tableOf(body)
    expect(table).toContain('<caption')
    const open: number[] = []
    for (const [row] of table.matchAll(/<tr.*?<\/tr>/gs)) {
      const width = [...row.matchAll(/<t[dh]([^>]*)>/g)].map(([, attributes]) => ({
        columns: Number(/colspan="(\d+)"/.exec(attributes!)?.[1] ?? 1),
        rows: Number(/rowspan="(\d+)"/.exec(attributes!)?.[1] ?? 1),
      }))
      const still = open.filter((rows) => rows > 0).length
      expect(width.reduce((sum, cell) => sum + cell.columns, still)).toBe(8)
      const next = open.map((rows) => rows - 1)
      for (const { rows } of width) if (rows > 1) next.push(rows - 1)
      open.splice(0, open.length, ...next)
    }
    expect(table).toMatch(/<th scope="row">8:30<\/th>/)
    expect(table).toContain('<time datetime="2026-11-24">')
  })

  test('offers exactly the starts that a preview allows', async () => {
    for (const [start, end] of [
      ['10:00', '11:30'],
      ['13:00', '14:00'],
    ])
      makeReservation(t.db, {
        resourceId: t.cast.tem,
        requesterId: t.cast.stranger.id,
        start: at(`2026-11-24 ${start}`),
        end: at(`2026-11-24 ${end}`),
      })
    const { body } = await t.as('researcher').get('/equipment/tem/calendar?week=2026-W48')
    const offered = new Set(startsIn(tableOf(body)).filter((start) => start.startsWith('2026-11-24')))
    const allowed = new Set<string>()
    for (let start = at('2026-11-24 00:00'); start < at('2026-11-25 00:00'); start += 30 * 60_000) {
      const answer = await t.api('researcher')('POST', '/reservations/preview', {
        resource: 'tem',
        start: new Date(start).toISOString(),
        end: new Date(start + 30 * 60_000).toISOString(),
        title: 'Sample',
        purpose: 'own_research',
      })
      if (answer.json().allowed) allowed.add(new Date(start + 3_600_000).toISOString().slice(0, 16))
    }
    expect(allowed.size).toBeGreaterThan(5)
    expect([...offered].sort()).toEqual([...allowed].sort())
  })

  test('as a list offers the same starts', async () => {
    const table = await t.nobody().get(WEEK)
    const list = await t.nobody().get(`${WEEK}&view=list`)
    expect(list.body).not.toContain('<table')
    expect(startsIn(agendaOf(list.body))).toEqual(expect.arrayContaining(startsIn(tableOf(table.body))))
    expect(new Set(startsIn(list.body)).size).toBe(new Set(startsIn(table.body)).size)
  })

  test('offers only starts that leave the wanted time', async () => {
    const { body } = await t.nobody().get(`${WEEK}&duration=240`)
    expect(startsIn(body)).toContain('2026-11-24T14:00')
    expect(startsIn(body)).not.toContain('2026-11-24T14:30')
    expect(linksIn(body)[0]).toMatch(/start=2026-11-23T08:00&end=2026-11-23T12:00/)
  })

  test('remembers free hours, and forgets them when somebody books', async () => {
    const hours = async () => /Tydzień 49<\/b><b>([^<]+)</.exec((await t.nobody().get(WEEK)).body)![1]
    expect(await hours()).toBe('50\u00a0h')
    makeReservation(t.db, {
      resourceId: t.cast.hplc,
      requesterId: t.cast.stranger.id,
      start: at('2026-12-01 09:00'),
      end: at('2026-12-01 13:00'),
    })
    expect(await hours()).toBe('46\u00a0h')
    makeOutage(t.db, { resourceId: t.cast.hplc, startAt: at('2026-12-02 08:00'), endAt: at('2026-12-02 10:00') })
    expect(await hours()).toBe('44\u00a0h')
  })

  test('says where an outage, a holiday and the clock change stand', async () => {
    makeOutage(t.db, {
      resourceId: t.cast.hplc,
      startAt: at('2026-11-24 08:00'),
      endAt: at('2026-11-24 12:00'),
      reason: 'Laser <new>',
    })
    expect((await t.as('stranger').get(WEEK)).body).toContain('Laser &lt;new&gt;')
    expect((await t.nobody().get(WEEK)).body).not.toContain('Laser')
    expect((await t.nobody().get('/equipment/hplc/calendar?week=2027-W01')).body).toContain('Trzech Króli')
    expect((await t.nobody().get('/equipment/hplc/calendar?week=2027-W12')).body).toContain('doba ma 23\u00a0h')
    expect((await t.nobody().get('/equipment/hplc/calendar?week=2027-W43')).body).toContain('doba ma 25\u00a0h')
  })

  test('alone answers htmx, as part of its page anybody else', async () => {
    const part = await t.nobody().get(WEEK, { 'hx-request-type': 'partial' })
    expect(part.body).toMatch(/^<div class="cal-frame" id="calendar"/)
    expect((await t.nobody().get('/equipment/hplc')).body).toContain('<h1>Chromatograf</h1>')
    expect((await t.nobody().get('/equipment/no-such-thing')).statusCode).toBe(404)
  })

  test('ignores what is no week and no duration', async () => {
    const { statusCode, body } = await t.nobody().get('/equipment/hplc/calendar?week=2026-W99&duration=x')
    expect(statusCode).toBe(200)
    expect(body).toContain('23–29\u00a0listopada 2026')
  })

  test('of several places tells how many are left, and lists mine above', async () => {
    const incubator = makeResource(t.db, { labId: t.cast.labId, slug: 'incubator', capacity: 3 })
    makeReservation(t.db, { resourceId: incubator, requesterId: t.cast.researcher.id, units: 2, title: 'Yeast' })
    const { body } = await t.as('researcher').get('/equipment/incubator/calendar?week=2026-W48')
    expect(tableOf(body)).toMatch(
      /2026-11-24T10:00[^>]*><b>10:00<\/b><span class="vh">[^<]*<\/span><span>1\u00a0z\u00a03/,
    )
    expect(tableOf(body)).toMatch(/data-state="mine"><span class="slot__in"><a href="\/reservations\/\d+">Yeast/)
  })

  test('of a room is busy while a bench inside it is taken', async () => {
    const room = makeResource(t.db, { labId: t.cast.labId, slug: 'room' })
    const bench = makeResource(t.db, { labId: t.cast.labId, slug: 'bench', parentId: room })
    makeReservation(t.db, { resourceId: bench, requesterId: t.cast.stranger.id })
    const { body } = await t.nobody().get('/equipment/room/calendar?week=2026-W48')
    expect(startsIn(body)).not.toContain('2026-11-24T10:00')
    expect(startsIn(body)).toContain('2026-11-24T11:00')
  })
})

describe('what a reservation says', () => {
  const TITLE = 'Secret antibody'
  const pageOf = async (actor: Parameters<TestApp['as']>[0] | null) => {
    const browser = actor ? t.as(actor) : t.nobody()
    return (await browser.get('/equipment/tem/calendar?week=2026-W48')).body
  }
  beforeEach(() => {
    const start = at('2026-11-24 10:00')
    makeReservation(t.db, {
      resourceId: t.cast.tem,
      requesterId: t.cast.researcher.id,
      title: TITLE,
      start,
      end: start + 3 * 3_600_000,
    })
  })

  test.each(['stranger', 'company', 'coordinator', 'admin', null] as const)(
    'to %s is that the time is taken',
    async (actor) => {
      const body = await pageOf(actor)
      expect(body).toContain('Zajęte')
      expect(body).not.toContain(TITLE)
      expect(body).not.toContain('>researcher<')
      expect(body).not.toMatch(/href="\/reservations\/\d/)
    },
  )

  test.each(['owner', 'deputy', 'caretaker', 'colleague'] as const)('to the %s is what and who', async (actor) => {
    const body = await pageOf(actor)
    expect(body).toContain(TITLE)
    expect(body).toContain('researcher')
  })

  test('to its requester is that it is theirs, with set-up and clean-up', async () => {
    const body = await pageOf('researcher')
    expect(tableOf(body)).toMatch(new RegExp(`data-state="mine".*${TITLE}`))
    expect(tableOf(body)).toContain('przygotowanie')
    expect(tableOf(body)).toContain('czyszczenie')
  })

  test('is escaped', async () => {
    const title = '<img src=x onerror=alert(1)>"\'&'
    t.db.update(schema.reservations).set({ title }).run()
    const body = await pageOf('owner')
    expect(body).not.toContain('<img')
    expect(body).toContain('&lt;img src=x')
  })
})

describe('a lab', () => {
  test('shows every resource over the week, with the first start and the free hours of each day', async () => {
    makeReservation(t.db, {
      resourceId: t.cast.hplc,
      requesterId: t.cast.researcher.id,
      start: at('2026-11-24 08:00'),
      end: at('2026-11-24 11:00'),
    })
    const { body } = await t.nobody().get('/labs/analytics?week=2026-W48')
    const matrix = /<table class="matrix">.*?<\/table>/s.exec(body)![0]
    expect(matrix.match(/<th scope="row">/g)).toHaveLength(2)
    expect(matrix).toMatch(/resource=hplc&amp;start=2026-11-24T11:00[^>]*>od 11:00<.*?<span>7\u00a0h<\/span>/s)
    expect(matrix).toContain('rowspan="2" data-state="closed"')
  })

  test('shows a day with a trace for each resource, mine apart', async () => {
    makeReservation(t.db, { resourceId: t.cast.hplc, requesterId: t.cast.researcher.id })
    const mine = await t.as('researcher').get('/labs/analytics?day=2026-11-24')
    const others = await t.as('stranger').get('/labs/analytics?day=2026-11-24')
    const list = (body: string) => /<ul class="lab-day">.*?<\/ul>/s.exec(body)![0]
    expect(list(mine.body).match(/<li>/g)).toHaveLength(2)
    expect(list(mine.body)).toContain('<path class="mine"')
    expect(list(others.body)).not.toContain('<path class="mine"')
    expect(list(others.body)).toContain('<path class="busy"')
  })

  test('says until when an outage lasts', async () => {
    makeOutage(t.db, { resourceId: t.cast.hplc, startAt: NOW - DAY, endAt: at('2026-11-26 12:00') })
    const { body } = await t.nobody().get('/labs/analytics?week=2026-W48')
    expect(body).toMatch(/data-state="outage">.*?do czw\. 12:00/s)
  })

  test('answers htmx with the overview alone, and 404 where there is none', async () => {
    const part = await t.nobody().get('/labs/analytics', { 'hx-request-type': 'partial' })
    expect(part.body).toMatch(/^<section/)
    expect((await t.nobody().get('/labs/nowhere')).statusCode).toBe(404)
  })
})

describe('the busy file', () => {
  test('tells when the resource is taken, asked for or out, and nothing else', async () => {
    makeReservation(t.db, { resourceId: t.cast.hplc, requesterId: t.cast.researcher.id, title: 'Secret antibody' })
    const asked = { state: 'requested' as const, start: at('2026-11-24 12:00') }
    makeReservation(t.db, {
      resourceId: t.cast.hplc,
      requesterId: t.cast.stranger.id,
      end: at('2026-11-24 13:00'),
      ...asked,
    })
    makeOutage(t.db, { resourceId: t.cast.hplc, startAt: at('2026-11-25 08:00'), endAt: at('2026-11-25 10:00') })
    const { body, headers } = await t.nobody().get('/equipment/hplc/busy.ics')
    expect(headers['content-type']).toBe('text/calendar; charset=utf-8')
    expect(body.split('\r\n').filter((line) => line.startsWith('FREEBUSY'))).toEqual([
      'FREEBUSY;FBTYPE=BUSY:20261124T090000Z/20261124T100000Z',
      'FREEBUSY;FBTYPE=BUSY-TENTATIVE:20261124T110000Z/20261124T120000Z',
      'FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20261125T070000Z/20261125T090000Z',
    ])
    expect(body).not.toContain('Secret')
    const calendar = new ICAL.Component(ICAL.parse(body))
    expect(calendar.getFirstSubcomponent('vfreebusy')?.getFirstPropertyValue('uid')).toBe('busy-hplc@localhost')
  })
})
