import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { extendRunning } from '../../server/operations/extend-running.ts'
import { type Actor, type TestApp, testApp } from '../support/app.ts'
import { at, makeReservation } from '../support/makers.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
})
afterAll(() => t.close())

const reserved = (more: object = {}) =>
  makeReservation(t.db, { resourceId: t.cast.hplc, requesterId: t.cast.researcher.id, ...more }).id
const call = async (who: Actor | null, method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, body?: unknown) => {
  const answer = await t.api(who)(method, url, body)
  return { status: answer.statusCode, body: answer.json() }
}

describe('checking in and out', () => {
  test('answers with the reservation, and with what forbids it', async () => {
    t.clock.now = at('2026-11-24 09:30')
    const id = reserved()
    const early = await call('researcher', 'POST', `/reservations/${id}/check-in`)
    expect(early).toMatchObject({
      status: 422,
      body: { code: 'policy', violations: [{ code: 'too-soon', overridable: expect.any(Boolean) }] },
    })
    expect(early.body).not.toHaveProperty('alternatives')
    t.clock.now = at('2026-11-24 09:46')
    expect(await call('researcher', 'POST', `/reservations/${id}/check-out`)).toMatchObject({
      status: 409,
      body: { code: 'wrong-state' },
    })
    expect(await call('researcher', 'POST', `/reservations/${id}/check-in`)).toMatchObject({
      status: 200,
      body: { id, state: 'in_use', version: 2, start: '2026-11-24T09:00:00Z' },
    })
    expect(await call('colleague', 'POST', `/reservations/${id}/check-out`, {})).toMatchObject({ status: 403 })
    expect(await call('stranger', 'POST', `/reservations/${id}/check-out`, {})).toMatchObject({ status: 404 })
    expect(await call(null, 'POST', `/reservations/${id}/check-out`, {})).toMatchObject({ status: 401 })
    t.clock.now = at('2026-11-24 10:12')
    expect(await call('owner', 'POST', `/reservations/${id}/check-out`, {})).toMatchObject({
      status: 200,
      body: { state: 'completed', end: '2026-11-24T10:00:00Z' },
    })
    const { body } = await call(
      null,
      'GET',
      '/resources/hplc/availability?from=2026-11-24T08:00:00Z&to=2026-11-24T11:00:00Z',
    )
    expect(body.busy).toEqual([{ start: '2026-11-24T08:46:00Z', end: '2026-11-24T09:12:00Z', units: 1 }])
    expect(await call('researcher', 'POST', `/reservations/${id}/check-in`)).toMatchObject({ status: 409 })
  })
})

describe('the record of use', () => {
  const ten = { start: '2026-11-20T09:00:00Z', end: '2026-11-20T10:00:00Z' }
  test('is the stewards’ to read and to write', async () => {
    t.clock.now = at('2026-11-24 18:00')
    for (const method of ['GET', 'POST'] as const) {
      const body = method === 'POST' ? ten : undefined
      expect((await call('researcher', method, '/resources/hplc/usage', body)).status).toBe(403)
      expect((await call(null, method, '/resources/hplc/usage', body)).status).toBe(401)
      expect((await call('owner', method, '/resources/nothing/usage', body)).status).toBe(404)
    }
    const made = await call('caretaker', 'POST', '/resources/hplc/usage', { ...ten, person: 'company@demo.test' })
    expect(made).toMatchObject({
      status: 201,
      body: { ...ten, resource: 'hplc', units: 1, reservation: null, person: { name: 'company' }, source: 'steward' },
    })
    expect(await call('owner', 'POST', '/resources/hplc/usage', ten)).toMatchObject({
      status: 409,
      body: { code: 'conflict', conflicts: [ten] },
    })
    const { body } = await call('owner', 'GET', '/resources/hplc/usage?limit=1')
    expect(body).toMatchObject({ items: [{ source: 'check-in' }], next_cursor: expect.any(String) })
    const next = await call('owner', 'GET', `/resources/hplc/usage?limit=1&cursor=${body.next_cursor}`)
    expect(next.body).toMatchObject({ items: [{ id: made.body.id }], next_cursor: null })
  })

  test.each([
    ['the future', { end: '2027-01-01T00:00:00Z' }, 'end'],
    ['an end before the start', { end: '2026-11-20T08:00:00Z' }, 'end'],
    ['a naive instant', { start: '2026-11-20T09:00:00' }, 'start'],
    ['nobody known', { person: 'nobody@demo.test' }, 'person'],
    ['more units than there are', { units: 2 }, 'units'],
    ['a reservation of another resource', { reservation: 99999 }, 'reservation'],
    ['a field that there is not', { colour: 'red' }, 'colour'],
  ])('names the field of %s', async (_what, more, field) => {
    const answer = await call('owner', 'POST', '/resources/hplc/usage', { ...ten, ...more })
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: expect.stringContaining(field) }] } })
  })
})

describe('a record that is wrong', () => {
  const record = async (start: string, end: string) => {
    t.clock.now = at('2026-11-24 18:00')
    const body = { start, end, person: 'company@demo.test' }
    return (await call('owner', 'POST', '/resources/hplc/usage', body)).body.id as number
  }

  test('is corrected by what is named, and removed, each with a reason', async () => {
    const id = await record('2026-11-19T09:00:00Z', '2026-11-19T10:00:00Z')
    const end = '2026-11-19T09:30:00Z'
    expect(await call('owner', 'PATCH', `/usage/${id}`, { end, person: null, reason: 'Clock' })).toMatchObject({
      status: 200,
      body: { id, start: '2026-11-19T09:00:00Z', end, person: null, source: 'steward' },
    })
    expect(await call('caretaker', 'GET', `/usage/${id}`)).toMatchObject({ status: 200, body: { id, end } })
    expect(await call('owner', 'DELETE', `/usage/${id}`)).toMatchObject({ status: 422 })
    expect((await t.api('owner')('DELETE', `/usage/${id}?reason=Nobody%20came`)).statusCode).toBe(204)
    expect(await call('owner', 'GET', `/usage/${id}`)).toMatchObject({ status: 404 })
  })

  test.each([
    ['no reason', {}, 422, 'reason'],
    ['an empty reason', { reason: ' ' }, 422, 'reason'],
    ['a time to come', { end: '2027-01-01T00:00:00Z', reason: 'x' }, 422, 'end'],
    ['nobody known', { person: 'nobody@demo.test', reason: 'x' }, 422, 'person'],
    ['a field that there is not', { source: 'log', reason: 'x' }, 422, 'source'],
  ])('keeps what it says for %s', async (_what, body, status, field) => {
    const id = await record('2026-11-18T09:00:00Z', '2026-11-18T10:00:00Z')
    const answer = await call('owner', 'PATCH', `/usage/${id}`, body)
    expect(answer).toMatchObject({ status, body: { errors: [{ path: expect.stringContaining(field) }] } })
    await t.api('owner')('DELETE', `/usage/${id}?reason=x`)
  })

  test('is not there for who does not look after the resource', async () => {
    const id = await record('2026-11-17T09:00:00Z', '2026-11-17T10:00:00Z')
    for (const [method, url] of [
      ['GET', `/usage/${id}`],
      ['DELETE', `/usage/${id}?reason=x`],
    ] as const)
      expect((await call('company', method, url)).status).toBe(404)
    expect((await call('company', 'PATCH', `/usage/${id}`, { reason: 'x' })).status).toBe(404)
    expect((await call(null, 'GET', `/usage/${id}`)).status).toBe(401)
  })
})

describe('a list of what takes a resource', () => {
  const listed = async (who: Actor, from: string, to: string) => {
    const day = (clock: string) => `2026-11-25T${clock}:00Z`
    const { body } = await call(who, 'GET', `/resources/hplc/availability?from=${day(from)}&to=${day(to)}`)
    const list = await call(who, 'GET', `/reservations?resource=hplc&from=${day(from)}&to=${day(to)}`)
    const times = (rows: { start: string; end: string }[]) =>
      rows.map(({ start, end }) => `${start.slice(11, 16)}–${end.slice(11, 16)}`)
    return { busy: times(body.busy), rows: times(list.body.items) }
  }

  test('tells of use that ended early or goes on what availability does, and its own people what was booked', async () => {
    const [early, late] = [
      reserved({ start: at('2026-11-25 09:00'), end: at('2026-11-25 12:00') }),
      reserved({ start: at('2026-11-25 13:00'), end: at('2026-11-25 14:00') }),
    ]
    const does = async (clock: string, id: number, verb: string) => {
      t.clock.now = at(`2026-11-25 ${clock}`)
      expect((await call('researcher', 'POST', `/reservations/${id}/${verb}`)).status).toBe(200)
    }
    await does('09:00', early, 'check-in')
    await does('10:00', early, 'check-out')
    await does('13:00', late, 'check-in')
    extendRunning(t.db, at('2026-11-25 14:28'))
    expect(await listed('stranger', '07:00', '14:00')).toEqual({
      busy: ['08:00–09:00', '12:00–13:30'],
      rows: ['08:00–09:00', '12:00–13:30'],
    })
    expect(await listed('stranger', '09:30', '11:00')).toEqual({ busy: [], rows: [] })
    expect(await listed('stranger', '13:10', '13:20')).toEqual({ busy: ['13:10–13:20'], rows: ['12:00–13:30'] })
    expect((await listed('colleague', '09:30', '11:00')).rows).toEqual(['08:00–11:00'])
    expect((await listed('owner', '13:10', '13:20')).rows).toEqual(['12:00–13:00'])
  })
})
