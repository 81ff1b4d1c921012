import { describe, expect, test } from 'vitest'
import { outside, winter } from './outside.ts'

const here = outside()

const span = (resource: string, start: string, end: string) => ({ resource, start: winter(start), end: winter(end) })
const post = (who: Parameters<typeof here.call>[0], id: number, verb: string, body?: object) =>
  here.call(who, 'POST', `/reservations/${id}/${verb}`, body)
const patch = (who: Parameters<typeof here.call>[0], id: number, body: object, version: string | number | null) =>
  here.call(who, 'PATCH', `/reservations/${id}`, body, version === null ? {} : { 'if-match': `"${version}"` })

describe('a change', () => {
  test('names the version it is made to', async () => {
    const { id, version } = await here.book('researcher', span('demo-hplc', '2026-11-25T10:00', '2026-11-25T11:00'))
    expect((await patch('researcher', id, { title: 'A' }, null)).body).toMatchObject({
      status: 428,
      code: 'precondition-required',
    })
    const first = await patch('researcher', id, { title: 'A' }, version)
    expect(first).toMatchObject({ status: 200, body: { title: 'A', version: version + 1 } })
    expect(first.headers.etag).toBe(`"${version + 1}"`)
    expect((await patch('researcher', id, { title: 'B' }, version)).body).toMatchObject({ status: 412, code: 'stale' })
    expect((await here.call('researcher', 'GET', `/reservations/${id}`)).body.title).toBe('A')
  })

  test('is held against the rules and the others like a new one', async () => {
    await here.book('researcher2', span('demo-hplc', '2026-11-26T12:00', '2026-11-26T13:00'))
    const { id, version } = await here.book('researcher', span('demo-hplc', '2026-11-26T10:00', '2026-11-26T11:00'))
    const clash = await patch('researcher', id, { end: winter('2026-11-26T12:30') }, version)
    expect(clash.body).toMatchObject({ status: 409, code: 'conflict', conflicts: [{ units: 1 }] })
    const late = await patch(
      'researcher',
      id,
      { start: winter('2026-11-26T17:00'), end: winter('2026-11-26T19:00') },
      version,
    )
    expect(late.body).toMatchObject({ status: 422, code: 'policy', violations: [{ code: 'closed' }] })
    const touching = await patch('researcher', id, { end: winter('2026-11-26T12:00') }, version)
    expect(touching).toMatchObject({ status: 200, body: { end: '2026-11-26T11:00:00Z', state: 'confirmed' } })
  })

  test.each<[string, object]>([
    ['nothing', {}],
    ['an unknown field', { colour: 'red' }],
    ['the resource', { resource: 'demo-tem' }],
    ['the state', { state: 'confirmed' }],
    ['an empty title', { title: '' }],
    ['a naive instant', { start: '2026-11-27T10:00:00' }],
    ['an unknown purpose', { purpose: 'fun' }],
  ])('of %s is a 422', async (_what, body) => {
    const { items } = (await here.call('researcher', 'GET', '/reservations?mine=true')).body
    const { status, body: problem } = await patch('researcher', items[0].id, body, items[0].version)
    expect({ status, code: problem.code, named: problem.errors.length }).toEqual({
      status: 422,
      code: 'invalid',
      named: 1,
    })
  })

  test('of a stranger is a 404, of a colleague a 403, before the version is looked at', async () => {
    const { id } = await here.book('researcher', span('demo-hplc', '2026-11-30T10:00', '2026-11-30T11:00'))
    expect((await patch('researcher2', id, { title: 'X' }, 99)).status).toBe(404)
    expect((await patch('coordinator', id, { title: 'X' }, null)).status).toBe(404)
    const own = await here.book('owner', span('demo-lab', '2026-11-30T10:00', '2026-11-30T11:00'))
    expect((await patch('deputy', own.id, { title: 'X' }, 1)).body).toMatchObject({ status: 403, code: 'forbidden' })
  })
})

describe('an approved reservation', () => {
  const approved = async (start: string, end: string) => {
    const { id } = await here.book('researcher', span('demo-tem', start, end))
    return (await post('owner', id, 'approve')).body
  }

  test('keeps its approval when it is shortened', async () => {
    const { id, version, state } = await approved('2026-12-01T10:00', '2026-12-01T13:00')
    expect(state).toBe('confirmed')
    const { body } = await patch(
      'researcher',
      id,
      { start: winter('2026-12-01T10:30'), end: winter('2026-12-01T12:00') },
      version,
    )
    expect(body).toMatchObject({ state: 'confirmed', start: '2026-12-01T09:30:00Z', end: '2026-12-01T11:00:00Z' })
  })

  test.each([
    ['longer', '2026-12-02', '10:00', '13:30'],
    ['earlier', '2026-12-03', '09:30', '12:00'],
    ['of the same length at another time', '2026-12-04', '14:00', '17:00'],
  ])('waits for the owner again when it becomes %s', async (_how, day, start, end) => {
    const { id, version } = await approved(`${day}T10:00`, `${day}T13:00`)
    const { body } = await patch(
      'researcher',
      id,
      { start: winter(`${day}T${start}`), end: winter(`${day}T${end}`) },
      version,
    )
    expect(body).toMatchObject({ state: 'requested', decided_by: null })
    expect(body.decide_by).toMatch(/Z$/)
  })

  test('keeps its approval when only its words change, or its steward moves it', async () => {
    const { id, version } = await approved('2026-12-07T10:00', '2026-12-07T13:00')
    const titled = await patch('researcher', id, { title: 'Nowy tytuł', note: 'Uwaga' }, version)
    expect(titled.body).toMatchObject({ state: 'confirmed', title: 'Nowy tytuł' })
    const moved = await patch(
      'owner',
      id,
      { start: winter('2026-12-07T14:00'), end: winter('2026-12-07T17:00') },
      titled.body.version,
    )
    expect(moved.body).toMatchObject({ state: 'confirmed' })
  })
})

describe('a decision', () => {
  const ask = (day: string, who = 'researcher' as const) =>
    here.book(who, span('demo-tem', `${day}T10:00`, `${day}T11:00`))

  test('is the owner’s or the deputy’s', async () => {
    const { id } = await ask('2026-12-08')
    const inbox = (await here.call('deputy', 'GET', '/approvals')).body
    expect(inbox.items.map((each: { id: number }) => each.id)).toContain(id)
    expect((await here.call('owner2', 'GET', '/approvals')).body.items).toEqual([])
    expect((await post('researcher', id, 'approve')).status).toBe(403)
    for (const who of ['researcher2', 'owner2', 'coordinator', 'admin'] as const)
      expect([who, (await post(who, id, 'approve')).status]).toEqual([who, 404])
    const { status, body } = await post('deputy', id, 'approve', { note: 'Zapraszam' })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      state: 'confirmed',
      decided_by: { name: 'Ewa Kaczmarek' },
      decision_reason: 'Zapraszam',
    })
  })

  test('to decline needs a reason', async () => {
    const { id } = await ask('2026-12-09')
    for (const body of [undefined, {}, { reason: '' }, { reason: '   ' }]) {
      const answer = await post('owner', id, 'decline', body)
      expect(answer.body).toMatchObject({ status: 422, errors: [{ path: 'reason' }] })
    }
    const { body } = await post('owner', id, 'decline', { reason: 'Kalibracja' })
    expect(body).toMatchObject({ state: 'declined', decision_reason: 'Kalibracja' })
    // Its time is free again.
    await ask('2026-12-09')
  })

  test('is made once', async () => {
    const { id } = await ask('2026-12-10')
    await post('owner', id, 'approve')
    for (const [verb, body] of [
      ['approve', {}],
      ['decline', { reason: 'Za późno' }],
    ] as const)
      expect((await post('deputy', id, verb, body)).body).toMatchObject({ status: 409, code: 'wrong-state' })
    const plain = await here.book('researcher', span('demo-hplc', '2026-12-10T10:00', '2026-12-10T11:00'))
    expect((await post('owner', plain.id, 'approve')).body).toMatchObject({ status: 409, code: 'wrong-state' })
  })

  test('that never comes lets the time go when its deadline is over', async () => {
    const { id } = await ask('2026-12-14')
    const { decide_by } = (await here.call('researcher', 'GET', `/reservations/${id}`)).body
    const before = here.demo.clock.now
    here.demo.clock.now = Date.parse(decide_by) + 1
    await here.book('researcher2', span('demo-tem', '2026-12-14T10:00', '2026-12-14T11:00'))
    expect((await post('owner', id, 'approve')).body).toMatchObject({ status: 409, code: 'wrong-state' })
    expect((await here.call('researcher', 'GET', `/reservations/${id}`)).body.state).toBe('expired')
    here.demo.clock.now = before
  })
})

describe('cancelling', () => {
  test('frees the time, once, and needs no reason', async () => {
    const { id } = await here.book('researcher', span('demo-hplc', '2026-12-15T10:00', '2026-12-15T11:00'))
    expect((await post('researcher2', id, 'cancel', {})).status).toBe(404)
    expect((await post('researcher', id, 'cancel')).body).toMatchObject({ state: 'cancelled' })
    expect((await post('researcher', id, 'cancel', {})).body).toMatchObject({ status: 409, code: 'wrong-state' })
    expect((await patch('researcher', id, { title: 'X' }, 2)).body).toMatchObject({ status: 409, code: 'wrong-state' })
    await here.book('researcher2', span('demo-hplc', '2026-12-15T10:00', '2026-12-15T11:00'))
  })

  test('is the steward’s as well, who says why', async () => {
    const { id } = await here.book('researcher', span('demo-hplc', '2026-12-16T10:00', '2026-12-16T11:00'))
    expect((await post('owner', id, 'cancel', { reason: 'Awaria pompy' })).body).toMatchObject({ state: 'cancelled' })
    const told = (await here.demo.sendMail()).find(
      ({ to, text }) => to.email === 'researcher@demo.test' && text.includes('Awaria pompy'),
    )
    expect(told?.calendar?.method).toBe('CANCEL')
  })
})
