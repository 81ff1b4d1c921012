import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { resourceTechniques } from '../../db/schema/index.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { at, makeReservation } from '../support/makers.ts'

const SPAN = 'from=2026-11-23T07:00:00Z&to=2026-11-25T00:00:00%2B01:00'

let t: TestApp
beforeEach(async () => {
  t = await testApp()
  const { hplc, stranger } = t.cast
  makeReservation(t.db, {
    resourceId: hplc,
    requesterId: stranger.id,
    start: at('2026-11-23 08:00'),
    end: at('2026-11-23 11:00'),
  })
  t.db.insert(resourceTechniques).values({ resourceId: hplc, technique: 'HPLC' }).run()
})
afterEach(() => t.close())

const slots = (query: string, actor: 'researcher' | 'owner' | null = 'researcher') =>
  t.api(actor)('GET', `/slots?${query}`)
const items = async (query: string, actor?: 'owner' | null) => (await slots(query, actor)).json().items

describe('GET /slots', () => {
  test('gives one per resource, the earliest first', async () => {
    expect(await items(`duration=PT3H&${SPAN}`)).toEqual([
      {
        resource: 'tem',
        start: '2026-11-23T07:00:00Z',
        end: '2026-11-23T10:00:00Z',
        approval: 'owner',
        qualified: true,
      },
      {
        resource: 'hplc',
        start: '2026-11-23T10:00:00Z',
        end: '2026-11-23T13:00:00Z',
        approval: 'none',
        qualified: true,
      },
    ])
  })
  test('of one resource gives the earliest start of every stretch', async () => {
    const found = await items(`duration=PT3H&resource=hplc&${SPAN}`)
    expect(found.map((each: { start: string }) => each.start)).toEqual(['2026-11-23T10:00:00Z', '2026-11-24T07:00:00Z'])
  })
  test('keeps to the filters and the limit', async () => {
    expect(await items(`duration=PT3H&technique=hplc&${SPAN}`)).toMatchObject([{ resource: 'hplc' }])
    expect(await items(`duration=PT3H&organisation=biomaxima&${SPAN}`)).toEqual([])
    expect(await items(`duration=PT3H&limit=1&${SPAN}`)).toMatchObject([{ resource: 'tem' }])
  })
  test('answers nobody as one of everyone, and a steward without approval', async () => {
    expect((await slots(`duration=PT3H&${SPAN}`, null)).statusCode).toBe(200)
    expect(await items(`duration=PT3H&resource=tem&${SPAN}`, 'owner')).toMatchObject([{ approval: 'none' }, {}])
  })
  test.each([
    ['duration', `duration=3h&${SPAN}`],
    ['duration', `duration=P1M&${SPAN}`],
    ['duration', `duration=-PT3H&${SPAN}`],
    ['duration', `duration=PT0S&${SPAN}`],
    ['from', 'duration=PT3H&from=2026-11-23T08:00:00&to=2026-11-25T00:00:00Z'],
    ['to', 'duration=PT3H&from=2026-11-23T08:00:00Z&to=2026-11-22T00:00:00Z'],
    ['to', 'duration=PT3H&from=2026-11-23T08:00:00Z'],
    ['limit', `duration=PT3H&limit=201&${SPAN}`],
  ])('names %s when it is wrong: %s', async (path, query) => {
    const answer = await slots(query)
    expect(answer.statusCode).toBe(422)
    expect(JSON.stringify(answer.json().errors)).toContain(path)
  })
  test('knows no resource that is none', async () =>
    expect((await slots(`duration=PT3H&resource=x&${SPAN}`)).statusCode).toBe(404))
  test('offers only what can then be reserved', async () => {
    for (const slot of await items(`duration=PT90M&${SPAN}`)) {
      const { approval: _a, qualified: _q, ...wish } = slot
      const made = await t.api('researcher')('POST', '/reservations', {
        ...wish,
        title: 'Próba',
        purpose: 'own_research',
      })
      expect(made.statusCode).toBe(201)
    }
  })
})

describe('GET /slots with more to say', () => {
  const starts = async (query: string, actor?: 'owner' | null) =>
    (await items(`duration=PT3H&${SPAN}&${query}`, actor)).map(
      (each: { resource: string; start: string }) => `${each.resource} ${each.start}`,
    )
  test('several resources: every stretch of each, in order', async () => {
    const both = [
      'tem 2026-11-23T07:00:00Z',
      'hplc 2026-11-23T10:00:00Z',
      'tem 2026-11-24T07:00:00Z',
      'hplc 2026-11-24T07:00:00Z',
    ]
    expect((await starts('resource=hplc&resource=tem')).sort()).toEqual([...both].sort())
    expect((await starts('resource=hplc,tem')).sort()).toEqual([...both].sort())
  })
  test('hours of the day, days of the week, units, what is had at once', async () => {
    expect(await starts('hours_from=13&hours_to=16:30')).toEqual([
      'hplc 2026-11-23T12:00:00Z',
      'tem 2026-11-23T12:00:00Z',
    ])
    expect(await starts('weekdays=TU&instant=true')).toEqual(['hplc 2026-11-24T07:00:00Z'])
    expect(await starts('units=2')).toEqual([])
    expect(await starts('instant=false&qualified=true')).toHaveLength(2)
  })
  test.each([
    ['hours_from', 'hours_from=25'],
    ['hours_to', 'hours_from=8&hours_to=8'],
    ['weekdays', 'weekdays=XX'],
    ['units', 'units=0'],
    ['instant', 'instant=perhaps'],
  ])('names %s when it is wrong: %s', async (path, query) => {
    const answer = await slots(`duration=PT3H&${SPAN}&${query}`)
    expect(answer.statusCode).toBe(422)
    expect(JSON.stringify(answer.json().errors)).toContain(path)
  })
})
