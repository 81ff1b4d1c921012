import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { groupsWaitedFor, offerFreedTime } from '../../server/operations/offer-freed-time.ts'
import { type Actor, type TestApp, testApp } from '../support/app.ts'
import { at, HOUR, makeReservation, NOW } from '../support/makers.ts'

let t: TestApp
let taken: number
const TIME = { start: '2026-11-24T09:00:00Z', end: '2026-11-24T11:00:00Z' }

beforeEach(async () => {
  t = await testApp()
  const { hplc, company } = t.cast
  const span = { start: at('2026-11-24 10:00'), end: at('2026-11-24 12:00') }
  taken = makeReservation(t.db, { resourceId: hplc, requesterId: company.id, ...span }).id
})
afterEach(() => t.close())

const join = (who: Actor, wish: object = TIME) => t.api(who)('POST', '/waiting-list', { resource: 'hplc', ...wish })
const listOf = async (who: Actor) => (await t.api(who)('GET', '/waiting-list')).json().items
const free = () => t.api('company')('POST', `/reservations/${taken}/cancel`)
const tick = () => {
  for (const group of groupsWaitedFor(t.db)) offerFreedTime(t.db, group, t.clock.now)
}
const reserve = (who: Actor, time: object = TIME) =>
  t.api(who)('POST', '/reservations', { resource: 'hplc', ...time, title: 'Run', purpose: 'own_research' })

describe('POST /waiting-list', () => {
  test('puts the caller in line for a time', async () => {
    const answer = await join('researcher')
    expect(answer.statusCode).toBe(201)
    expect(answer.headers['location']).toBe('/api/v1/waiting-list/1')
    expect(answer.json()).toEqual({
      id: 1,
      resource: 'hplc',
      time_zone: 'Europe/Warsaw',
      ...TIME,
      units: 1,
      position: 1,
      state: 'waiting',
      created_at: '2026-11-23T07:00:00Z',
    })
    expect((await join('stranger')).json()).toMatchObject({ id: 2, position: 2 })
  })

  test('twice is one entry', async () => {
    await join('researcher')
    const again = await join('researcher')
    expect([again.statusCode, again.json().id]).toEqual([200, 1])
    expect(await listOf('researcher')).toHaveLength(1)
  })

  test('takes any time of a length in a period', async () => {
    const period = { duration: 'PT90M', from: '2026-11-24T09:00:00Z', to: '2026-11-24T11:00:00Z' }
    const answer = await join('researcher', period)
    expect(answer.json()).toMatchObject({ ...period, duration: 'PT1H30M', position: 1 })
    expect(answer.json()).not.toHaveProperty('start')
  })

  test.each([
    ['a free time', { start: '2026-11-24T12:00:00Z', end: '2026-11-24T13:00:00Z' }, 'start'],
    ['a length that is free', { duration: 'PT1H', from: TIME.start, to: '2026-11-24T16:00:00Z' }, 'from'],
    ['neither', {}, 'start'],
    ['both', { ...TIME, duration: 'PT1H' }, 'start'],
    ['an end before its start', { start: TIME.end, end: TIME.start }, 'end'],
    ['a naive time', { start: '2026-11-24T10:00', end: TIME.end }, 'start'],
    ['an unknown field', { ...TIME, colour: 'red' }, 'colour'],
    ['an unknown resource', { ...TIME, resource: 'nothing' }, 'resource'],
  ])('refuses %s and names the field', async (_what, wish, field) => {
    const answer = await join('researcher', wish)
    expect([answer.statusCode, answer.json().code, answer.json().errors?.[0].path]).toEqual([422, 'invalid', field])
  })

  test('refuses whoever has that very time, but not for part of a longer one or one more place', async () => {
    const own = await join('company')
    expect([own.statusCode, own.json().errors[0].path]).toEqual([422, 'start'])
    expect((await join('company', { ...TIME, end: '2026-11-24T12:00:00Z' })).statusCode).toBe(201)
    t.db.$client.prepare('UPDATE resources SET capacity = 2 WHERE id = ?').run(t.cast.hplc)
    const span = { start: at('2026-11-24 10:00'), end: at('2026-11-24 12:00') }
    makeReservation(t.db, { resourceId: t.cast.hplc, requesterId: t.cast.stranger.id, ...span })
    expect((await join('company')).statusCode).toBe(201)
  })

  test('refuses what the rules will never allow', async () => {
    const night = { start: '2026-11-24T20:00:00Z', end: '2026-11-24T21:00:00Z' }
    const answer = await join('researcher', night)
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'policy'])
    expect(answer.json().violations).toMatchObject([{ code: 'closed' }])
  })
})

describe('an offer', () => {
  beforeEach(async () => {
    await join('researcher')
    await join('stranger')
    await free()
    tick()
  })

  test('is told to the one it is for', async () => {
    expect(await listOf('researcher')).toMatchObject([
      { state: 'offered', position: 1, offer: { ...TIME, expires_at: '2026-11-23T08:00:00Z' } },
    ])
    expect((await listOf('stranger'))[0]).not.toHaveProperty('offer')
  })

  test('is a clash for everybody else, with other times to take', async () => {
    const answer = await reserve('stranger')
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'conflict'])
    expect(answer.json().alternatives.length).toBeGreaterThan(0)
    const preview = await t.api('stranger')('POST', '/reservations/preview', { resource: 'hplc', ...TIME })
    expect(preview.json()).toMatchObject({ allowed: false, conflicts: [TIME] })
  })

  test('is busy for everybody else and free for its holder', async () => {
    const day = `from=2026-11-24T07:00:00Z&to=2026-11-24T17:00:00Z`
    const freeFor = async (who: Actor) => (await t.api(who)('GET', `/resources/hplc/availability?${day}`)).json()
    expect((await freeFor('stranger')).busy).toEqual([{ ...TIME, units: 1 }])
    expect((await freeFor('researcher')).busy).toEqual([])
    const slots = async (who: Actor) =>
      (await t.api(who)('GET', `/slots?duration=PT2H&resource=hplc&from=${TIME.start}&to=${TIME.end}`)).json().items
    expect(await slots('stranger')).toEqual([])
    expect(await slots('researcher')).toMatchObject([TIME])
  })

  test('is taken by an ordinary reservation, which ends the waiting', async () => {
    expect((await reserve('researcher')).statusCode).toBe(201)
    expect(await listOf('researcher')).toEqual([])
    expect((await t.api('researcher')('GET', '/waiting-list/1')).json()).toMatchObject({
      state: 'served',
      position: null,
    })
    tick()
    expect(await listOf('stranger')).toMatchObject([{ state: 'waiting', position: 1 }])
  })

  test('is declined by DELETE, and the next in line gets it', async () => {
    const answer = await t.api('researcher')('DELETE', '/waiting-list/1')
    expect([answer.statusCode, answer.json().state]).toEqual([200, 'left'])
    tick()
    expect(await listOf('stranger')).toMatchObject([{ state: 'offered' }])
  })

  test('ends by itself, whether or not a job has been there', async () => {
    t.clock.now = NOW + HOUR
    expect(await listOf('researcher')).toEqual([])
    expect((await reserve('colleague')).statusCode).toBe(201)
  })
})

test('the list comes in pages', async () => {
  const half = { start: TIME.start, end: '2026-11-24T10:00:00Z' }
  await join('researcher')
  await join('researcher', half)
  const first = (await t.api('researcher')('GET', '/waiting-list?limit=1')).json()
  expect(first.items).toMatchObject([{ id: 2 }])
  const rest = (await t.api('researcher')('GET', `/waiting-list?limit=1&cursor=${first.next_cursor}`)).json()
  expect([rest.items.map(({ id }: { id: number }) => id), rest.next_cursor]).toEqual([[1], null])
  expect((await t.api('researcher')('GET', '/waiting-list?limit=500')).statusCode).toBe(422)
})

test('nobody sees or ends what others wait for', async () => {
  await join('researcher')
  expect(await listOf('stranger')).toEqual([])
  expect((await t.api('stranger')('GET', '/waiting-list/1')).statusCode).toBe(404)
  expect((await t.api('stranger')('DELETE', '/waiting-list/1')).statusCode).toBe(404)
  expect((await t.api(null)('GET', '/waiting-list')).statusCode).toBe(401)
  expect(await listOf('researcher')).toHaveLength(1)
})
