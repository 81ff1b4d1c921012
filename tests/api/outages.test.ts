import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { reservationById } from '../../db/queries/reservations.ts'
import { type Actor, type TestApp, testApp } from '../support/app.ts'
import { at, DAY, HOUR, makeOutage, makeReservation, NOW } from '../support/makers.ts'

let t: TestApp
beforeEach(async () => {
  t = await testApp()
})
afterEach(() => t.close())

const PATH = '/resources/hplc/outages'
const BODY = {
  ...{ start: '2026-11-24T10:00:00+01:00', end: '2026-11-24T12:00:00+01:00', kind: 'breakdown' },
  ...{ planned: false, reason: 'Pęknięta kolumna', on_conflict: 'keep' },
}
const post = (actor: Actor | null, body: object = BODY) => t.api(actor)('POST', PATH, body)
const book = (start: string) =>
  makeReservation(t.db, { resourceId: t.cast.hplc, requesterId: t.cast.researcher.id, start: at(start) })

describe('who may open one', () => {
  test.each([
    ['owner', 201],
    ['deputy', 201],
    ['caretaker', 201],
    ['researcher', 403],
    ['company', 403],
    ['coordinator', 403],
    ['admin', 403],
    [null, 401],
  ] as const)('%s: %i', async (actor, status) => {
    expect((await post(actor)).statusCode).toBe(status)
    const id = makeOutage(t.db, { resourceId: t.cast.hplc, startAt: NOW - HOUR, endAt: NOW + HOUR })
    const isAllowed = status === 201
    const patched = await t.api(actor)('PATCH', `/outages/${id}`, { reason: 'x' })
    expect(patched.statusCode).toBe(isAllowed ? 200 : status)
    const removed = await t.api(actor)('DELETE', `/outages/${id}`)
    expect(removed.statusCode).toBe(isAllowed ? 204 : status)
  })
  test('404 for what is not there', async () => {
    expect((await t.api('owner')('POST', '/resources/nothing/outages', BODY)).statusCode).toBe(404)
    expect((await t.api('owner')('PATCH', '/outages/987', { reason: 'x' })).statusCode).toBe(404)
    expect((await t.api('owner')('DELETE', '/outages/987')).statusCode).toBe(404)
    expect((await t.api(null)('GET', '/outages/987')).statusCode).toBe(404)
  })
})

test('it names the reservations it takes time from, kept or cancelled', async () => {
  const [first, second] = [book('2026-11-24 10:00'), book('2026-11-25 10:00')]
  const kept = await post('owner')
  expect(kept.json()).toMatchObject({
    resource: 'hplc',
    start: '2026-11-24T09:00:00Z',
    end: '2026-11-24T11:00:00Z',
    kind: 'breakdown',
    planned: false,
    reason: 'Pęknięta kolumna',
    affected: [
      {
        id: first.id,
        reservation: first.id,
        resource: 'hplc',
        start: '2026-11-24T09:00:00Z',
        outcome: 'kept',
        state: 'confirmed',
      },
    ],
  })
  const next = { ...BODY, start: '2026-11-25T10:00:00+01:00', end: '2026-11-25T12:00:00+01:00', on_conflict: 'cancel' }
  const cancelled = await post('owner', next)
  expect(cancelled.json().affected).toMatchObject([{ id: second.id, outcome: 'cancelled', state: 'cancelled' }])
  expect(reservationById(t.db, second.id)!.state).toBe('cancelled')
})

test('anybody reads them, the reason and the work only who should', async () => {
  const { id } = (await post('owner')).json()
  await t.api('owner')('PATCH', `/outages/${id}`, { work_log: 'Wymiana', done_by: 'caretaker@demo.test' })
  const seen = async (actor: Actor | null) => (await t.api(actor)('GET', PATH)).json().items[0]
  expect(await seen(null)).toMatchObject({ id, kind: 'breakdown', planned: false, reason: null, work_log: null })
  expect(await seen('stranger')).toMatchObject({ reason: 'Pęknięta kolumna', work_log: null, done_by: null })
  expect(await seen('caretaker')).toMatchObject({ work_log: 'Wymiana', done_by: 'caretaker' })
  for (const page of ['/equipment/hplc', '/equipment/hplc/calendar?week=2026-W48']) {
    expect((await t.nobody().get(page)).body).not.toContain('Pęknięta')
    expect((await t.as('stranger').get(page)).body).toContain('Pęknięta')
  }
})

test('the list goes on page by page and keeps to a span', async () => {
  for (let i = 0; i < 5; i++)
    makeOutage(t.db, { resourceId: t.cast.hplc, startAt: NOW + i * DAY, endAt: NOW + i * DAY + HOUR })
  const first = (await t.api(null)('GET', `${PATH}?limit=3`)).json()
  expect(first.items).toHaveLength(3)
  const second = (await t.api(null)('GET', `${PATH}?limit=3&cursor=${first.next_cursor}`)).json()
  expect(second.items).toHaveLength(2)
  expect(second.next_cursor).toBeNull()
  const from = new Date(NOW + 2 * DAY).toISOString()
  const to = new Date(NOW + 3 * DAY + 1).toISOString()
  expect((await t.api(null)('GET', `${PATH}?from=${from}&to=${to}`)).json().items).toHaveLength(2)
})

test('the past is entered without more; an early end frees the rest; a later one hits again', async () => {
  const past = { ...BODY, start: '2026-11-10T10:00:00+01:00', end: '2026-11-10T12:00:00+01:00' }
  expect((await post('owner', past)).json().affected).toEqual([])
  const { id } = (await post('owner')).json()
  const longer = book('2026-11-24 13:00')
  const prolonged = await t.api('owner')('PATCH', `/outages/${id}`, { end: '2026-11-24T14:00:00+01:00' })
  expect(prolonged.json().affected).toMatchObject([{ id: longer.id, outcome: 'kept' }])
  const shorter = await t.api('owner')('PATCH', `/outages/${id}`, { end: '2026-11-24T10:30:00+01:00' })
  expect(shorter.json()).toMatchObject({ end: '2026-11-24T09:30:00Z', affected: [] })
})

test('by a rule every date is one of its own', async () => {
  const answer = await post('owner', { ...BODY, kind: 'cleaning', planned: true, rrule: 'FREQ=WEEKLY;COUNT=3' })
  expect(answer.statusCode).toBe(201)
  expect(answer.json().occurrences.map(({ start }: { start: string }) => start)).toEqual([
    '2026-11-24T09:00:00Z',
    '2026-12-01T09:00:00Z',
    '2026-12-08T09:00:00Z',
  ])
  expect((await t.api(null)('GET', PATH)).json().items).toHaveLength(3)
})

test.each([
  ['an end before the start', { end: '2026-11-24T09:00:00+01:00' }, 'end'],
  ['a naive start', { start: '2026-11-24T10:00:00' }, 'start'],
  ['another kind', { kind: 'holiday' }, 'kind'],
  ['another choice', { on_conflict: 'move' }, 'on_conflict'],
  ['a field of its own', { colour: 'red' }, 'colour'],
  ['no kind', { kind: undefined }, 'kind'],
  ['a rule that is none', { rrule: 'FREQ=SECONDLY' }, 'rrule'],
])('%s is refused by name', async (_what, part, field) => {
  const answer = await post('owner', { ...BODY, ...part })
  expect(answer.statusCode).toBe(422)
  expect(answer.json().errors[0].path).toBe(field)
})
