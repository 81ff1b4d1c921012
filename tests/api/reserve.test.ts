import { describe, expect, test } from 'vitest'
import type { Account } from '../support/server.ts'
import { outside, type Wish, winter, wishFor } from './outside.ts'

const here = outside()

const reserve = (who: Account, wish: Partial<Wish>, headers?: Record<string, string>) =>
  here.call(who, 'POST', '/reservations', wishFor(wish), headers)
const preview = (who: Account, wish: Partial<Wish>) => here.call(who, 'POST', '/reservations/preview', wishFor(wish))
const codesOf = (body: { violations?: { code: string }[] }) => body.violations?.map(({ code }) => code).sort()
const span = (resource: string, start: string, end: string) => ({ resource, start: winter(start), end: winter(end) })

describe('a wish against the rules is a 422 that names every broken rule', () => {
  // Now is Tuesday 24 November 2026, 08:00 in Lublin; 25 December is a holiday.
  test.each<[string, string, string, string, string[]]>([
    ['on a Saturday', 'demo-hplc', '2026-11-28T10:00', '2026-11-28T11:00', ['closed']],
    ['on a public holiday', 'demo-hplc', '2026-12-25T10:00', '2026-12-25T11:00', ['closed']],
    ['on Christmas Eve, a holiday since 2025', 'demo-hplc', '2026-12-24T10:00', '2026-12-24T11:00', ['closed']],
    ['half before opening', 'demo-hplc', '2026-11-25T07:30', '2026-11-25T08:30', ['closed']],
    ['half after closing', 'demo-hplc', '2026-11-25T17:30', '2026-11-25T18:30', ['closed']],
    ['over a night', 'demo-hplc', '2026-11-25T17:00', '2026-11-26T09:00', ['closed', 'too-long']],
    ['too short', 'demo-hplc', '2026-11-25T10:00', '2026-11-25T10:15', ['off-step', 'too-short']],
    ['too long', 'demo-hplc', '2026-11-25T08:00', '2026-11-25T17:00', ['too-long']],
    ['off the steps', 'demo-hplc', '2026-11-25T10:10', '2026-11-25T11:10', ['off-step']],
    ['an end before the start', 'demo-hplc', '2026-11-25T11:00', '2026-11-25T10:00', ['end-before-start']],
    ['no length', 'demo-hplc', '2026-11-25T10:00', '2026-11-25T10:00', ['end-before-start']],
    ['yesterday', 'demo-hplc', '2026-11-23T10:00', '2026-11-23T11:00', ['in-the-past']],
    ['beyond the horizon', 'demo-hplc', '2027-12-30T10:00', '2027-12-30T11:00', ['beyond-horizon']],
    ['without the qualification', 'demo-mri', '2026-11-25T10:00', '2026-11-25T11:00', ['qualification']],
    ['at the hours of its own people', 'demo-line', '2026-11-25T10:00', '2026-11-25T11:00', ['audience']],
    ['a line at night', 'demo-line', '2026-11-25T23:00', '2026-11-26T00:00', ['closed']],
    [
      'everything at once',
      'demo-mri',
      '2026-11-22T03:10',
      '2026-11-22T03:15',
      ['closed', 'in-the-past', 'off-step', 'qualification', 'too-short'],
    ],
  ])('%s', async (_what, resource, start, end, codes) => {
    const { status, body, headers } = await reserve('researcher', span(resource, start, end))
    expect({ status, codes: codesOf(body), code: body.code }).toEqual({ status: 422, codes, code: 'policy' })
    expect(headers['content-type']).toMatch(/^application\/problem\+json/)
    expect(body.type).toBe('/problems/policy')
    for (const each of body.violations)
      expect(each).toEqual({ ...each, message: expect.any(String), overridable: expect.any(Boolean) })
    const told = await preview('researcher', span(resource, start, end))
    expect({ status: told.status, allowed: told.body.allowed, codes: codesOf(told.body) }).toEqual({
      status: 200,
      allowed: false,
      codes,
    })
  })

  test('too many places', async () => {
    const { status, body } = await reserve('researcher', {
      ...span('demo-incubator', '2026-11-28T01:00', '2026-11-28T05:00'),
      units: 4,
    })
    expect([status, codesOf(body)]).toEqual([422, ['units']])
  })

  test('a project of others', async () => {
    const { status, body } = await reserve('researcher', {
      ...span('demo-hplc', '2026-11-25T10:00', '2026-11-25T11:00'),
      project: 'EX-2026-03',
    })
    expect([status, codesOf(body)]).toEqual([422, ['project']])
  })

  test('an own project is kept', async () => {
    const made = await here.book('researcher', {
      ...span('demo-hplc', '2026-12-30T10:00', '2026-12-30T11:00'),
      project: 'EX-2026-01',
    })
    expect(made).toMatchObject({ project: 'EX-2026-01', state: 'confirmed' })
  })
})

describe('a taken time', () => {
  test('is a 409 with what is taken, nothing of whose, and free times near it', async () => {
    await here.book('researcher2', { ...span('demo-hplc', '2026-11-25T10:00', '2026-11-25T12:00'), title: 'Tajne' })
    const answer = await reserve('researcher', span('demo-hplc', '2026-11-25T11:00', '2026-11-25T13:00'))
    expect(answer.status).toBe(409)
    expect(answer.body).toMatchObject({
      code: 'conflict',
      type: '/problems/conflict',
      conflicts: [{ start: '2026-11-25T09:00:00Z', end: '2026-11-25T11:00:00Z', units: 1 }],
    })
    expect(answer.text).not.toMatch(/Tajne|Dudek|umcs/)
    expect(answer.body.alternatives.length).toBeGreaterThan(0)
    const { resource, start, end } = answer.body.alternatives[0]
    await here.book('researcher', { resource, start, end })
  })

  test('may be touched on either side', async () => {
    await here.book('researcher2', span('demo-hplc', '2026-11-26T10:00', '2026-11-26T11:00'))
    await here.book('researcher', span('demo-hplc', '2026-11-26T11:00', '2026-11-26T12:00'))
    await here.book('researcher', span('demo-hplc', '2026-11-26T09:00', '2026-11-26T10:00'))
  })

  test('that breaks a rule as well is a 422 with both', async () => {
    await here.book('researcher2', span('demo-hplc', '2026-11-27T16:00', '2026-11-27T18:00'))
    const { status, body } = await reserve('researcher', span('demo-hplc', '2026-11-27T17:00', '2026-11-27T19:00'))
    expect([status, body.code, codesOf(body), body.conflicts.length]).toEqual([422, 'policy', ['closed'], 1])
  })

  test('is no other for a preview, which changes nothing', async () => {
    const wish = span('demo-hplc', '2026-11-30T10:00', '2026-11-30T11:00')
    expect((await preview('researcher', wish)).body).toEqual({
      allowed: true,
      state: 'confirmed',
      violations: [],
      conflicts: [],
      alternatives: [],
    })
    await here.book('researcher2', wish)
    expect((await preview('researcher', wish)).body).toMatchObject({
      allowed: false,
      state: null,
      violations: [],
      conflicts: [{ units: 1 }],
    })
  })
})

describe('set-up and clean-up', () => {
  test('keep others half an hour away on both sides, and may lie outside opening hours', async () => {
    const made = await here.book('researcher', span('demo-tem', '2026-11-25T08:00', '2026-11-25T10:00'))
    expect(made).toMatchObject({ state: 'requested', start: '2026-11-25T07:00:00Z', end: '2026-11-25T09:00:00Z' })
    // Its clean-up and the other's set-up follow each other: an hour in all.
    expect((await reserve('researcher2', span('demo-tem', '2026-11-25T10:30', '2026-11-25T11:30'))).status).toBe(409)
    expect((await reserve('researcher2', span('demo-tem', '2026-11-25T11:00', '2026-11-25T12:00'))).status).toBe(201)
  })

  test('stand in the busy time of availability', async () => {
    await here.book('researcher', span('demo-tem', '2026-12-01T10:00', '2026-12-01T11:00'))
    const { body } = await here.call(
      null,
      'GET',
      '/resources/demo-tem/availability?from=2026-12-01T00:00:00Z&to=2026-12-02T00:00:00Z',
    )
    expect(body.busy).toEqual([{ start: '2026-12-01T08:30:00Z', end: '2026-12-01T10:30:00Z', units: 1 }])
    expect(body.free).toEqual([
      { start: '2026-12-01T07:00:00Z', end: '2026-12-01T08:30:00Z', units: 1 },
      { start: '2026-12-01T10:30:00Z', end: '2026-12-01T17:00:00Z', units: 1 },
    ])
  })
})

describe('three places', () => {
  test('are three, however they are asked for', async () => {
    const wish = span('demo-incubator', '2026-11-28T00:00', '2026-11-30T00:00')
    await here.book('researcher', { ...wish, units: 2 })
    expect((await reserve('researcher2', { ...wish, units: 2 })).status).toBe(409)
    await here.book('researcher2', wish)
    const { status, body } = await reserve('company', wish)
    expect([status, body.code]).toEqual([409, 'conflict'])
  })

  test('count the most that are taken at any moment, not all that are taken', async () => {
    await here.book('researcher', { ...span('demo-incubator', '2026-12-05T00:00', '2026-12-05T04:00'), units: 2 })
    await here.book('researcher2', { ...span('demo-incubator', '2026-12-05T04:00', '2026-12-05T08:00'), units: 2 })
    await here.book('company', span('demo-incubator', '2026-12-05T00:00', '2026-12-05T08:00'))
  })
})

describe('a room and the benches in it', () => {
  test('the room takes both benches', async () => {
    await here.book('researcher', span('demo-lab', '2026-11-25T10:00', '2026-11-25T12:00'))
    for (const bench of ['demo-lab-bench-a', 'demo-lab-bench-b'])
      expect((await reserve('researcher2', span(bench, '2026-11-25T11:00', '2026-11-25T13:00'))).status).toBe(409)
  })

  test('a bench takes the room, and leaves the other bench', async () => {
    await here.book('researcher', span('demo-lab-bench-a', '2026-11-26T10:00', '2026-11-26T12:00'))
    expect((await reserve('researcher2', span('demo-lab', '2026-11-26T10:00', '2026-11-26T11:00'))).status).toBe(409)
    await here.book('researcher2', span('demo-lab-bench-b', '2026-11-26T10:00', '2026-11-26T12:00'))
  })

  test('what is let go of is free again in both', async () => {
    const { id } = await here.book('researcher', span('demo-lab', '2026-11-27T10:00', '2026-11-27T12:00'))
    expect((await here.call('researcher', 'POST', `/reservations/${id}/cancel`, {})).status).toBe(200)
    await here.book('researcher2', span('demo-lab-bench-a', '2026-11-27T10:00', '2026-11-27T12:00'))
  })
})

describe('the same key', () => {
  const wish = span('demo-hplc', '2026-12-02T10:00', '2026-12-02T11:00')
  test('and the same body again is the same reservation, and nothing new', async () => {
    const first = await reserve('researcher', wish, { 'idempotency-key': 'one' })
    const second = await reserve('researcher', wish, { 'idempotency-key': 'one' })
    expect([first.status, second.status]).toEqual([201, 201])
    expect(second.body).toEqual(first.body)
    expect(first.headers.location).toBe(`/api/v1/reservations/${first.body.id}`)
  })

  test('with another body is refused', async () => {
    const { status, body } = await reserve('researcher', { ...wish, title: 'Inna' }, { 'idempotency-key': 'one' })
    expect([status, body.code]).toEqual([422, 'idempotency-mismatch'])
  })

  test('of another person is another key', async () => {
    const { status } = await reserve('researcher2', span('demo-hplc', '2026-12-02T12:00', '2026-12-02T13:00'), {
      'idempotency-key': 'one',
    })
    expect(status).toBe(201)
  })

  test('may be used again after a refusal', async () => {
    const taken = span('demo-hplc', '2026-12-02T10:00', '2026-12-02T11:00')
    expect((await reserve('company', taken, { 'idempotency-key': 'two' })).status).toBe(409)
    const free = span('demo-hplc', '2026-12-02T14:00', '2026-12-02T15:00')
    expect((await reserve('company', free, { 'idempotency-key': 'two' })).status).toBe(201)
  })
})

describe('a steward', () => {
  test('needs no approval of their own resource', async () => {
    expect(await here.book('owner', span('demo-tem', '2026-12-03T10:00', '2026-12-03T11:00'))).toMatchObject({
      state: 'confirmed',
    })
  })

  test('sets rules aside with a reason, and only with one', async () => {
    const saturday = span('demo-hplc', '2026-11-28T10:00', '2026-11-28T11:00')
    expect((await reserve('owner', saturday)).status).toBe(422)
    const made = await here.book('owner', { ...saturday, override: 'Pilna naprawa kolumny' })
    expect(made).toMatchObject({ state: 'confirmed' })
  })

  test('never sets a clash aside', async () => {
    await here.book('researcher', span('demo-hplc', '2026-12-04T10:00', '2026-12-04T11:00'))
    const { status, body } = await reserve('owner', {
      ...span('demo-hplc', '2026-12-04T10:00', '2026-12-04T11:00'),
      override: 'Muszę',
    })
    expect([status, body.code]).toEqual([409, 'conflict'])
  })

  test('enters what was, and it is completed', async () => {
    const made = await here.book('owner', {
      ...span('demo-hplc', '2026-11-20T10:00', '2026-11-20T12:00'),
      override: 'Wpis po fakcie',
    })
    expect(made).toMatchObject({ state: 'completed' })
  })

  test('is nobody elsewhere', async () => {
    const { status, body } = await reserve('owner', {
      ...span('demo-lab', '2026-11-28T10:00', '2026-11-28T11:00'),
      override: 'Bo tak',
    })
    expect([status, body.code]).toEqual([403, 'forbidden'])
    expect(
      (
        await reserve('researcher', {
          ...span('demo-hplc', '2026-12-04T12:00', '2026-12-04T13:00'),
          override: 'Bo tak',
        })
      ).status,
    ).toBe(403)
  })
})

describe('the line', () => {
  test('is open to its own people when it is closed to others', async () => {
    expect(await here.book('producer', span('demo-line', '2026-11-25T06:00', '2026-11-25T12:00'))).toMatchObject({
      state: 'confirmed',
    })
    expect((await reserve('company', span('demo-line', '2026-11-25T12:00', '2026-11-25T13:00'))).status).toBe(422)
    expect((await reserve('company', span('demo-line', '2026-11-26T08:00', '2026-11-26T14:00'))).status).toBe(201)
    expect((await reserve('company', span('demo-line', '2026-12-01T13:30', '2026-12-01T14:30'))).status).toBe(422)
  })
})

describe('a night', () => {
  test.each([
    ['has seven hours when the clocks go forward', '2027-03-27T22:00:00+01:00', '2027-03-28T06:00:00+02:00', 201],
    ['has no eight hours then', '2027-03-27T22:00:00+01:00', '2027-03-28T07:00:00+02:00', 422],
    ['has nine hours when they go back', '2027-10-30T22:00:00+02:00', '2027-10-31T06:00:00+01:00', 201],
    ['has eight hours else', '2026-12-01T22:00:00+01:00', '2026-12-02T06:00:00+01:00', 201],
    ['has no nine hours else', '2026-12-03T22:00:00+01:00', '2026-12-04T07:00:00+01:00', 422],
    ['may be taken over midnight, from the middle', '2026-12-05T23:30:00+01:00', '2026-12-06T00:30:00+01:00', 201],
    ['is closed by day', '2026-12-07T12:00:00+01:00', '2026-12-07T13:00:00+01:00', 422],
    ['may start in the second of the doubled hours', '2027-10-31T02:30:00+01:00', '2027-10-31T03:30:00+01:00', 409],
  ])('%s', async (_what, start, end, status) => {
    expect((await reserve('researcher', { resource: 'demo-night', start, end })).status).toBe(status)
  })
})
