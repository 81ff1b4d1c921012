import { describe, expect, test } from 'vitest'
import { type Account, addressOf, PASSWORD } from '../support/server.ts'
import { outside, winter } from './outside.ts'

// The sentences of the contract about series, one by one, as a program of a stranger would hold them to account.
const here = outside()

interface Occurrence {
  readonly local: string
  readonly start: string
  readonly end: string
  readonly outcome: string
  readonly reservation?: number
  readonly state?: string
}
const bodyOf = (rule: object) => ({ duration: 'PT2H', title: 'Próba', purpose: 'own_research', ...rule })
const make = (who: Account, rule: object) => here.call(who, 'POST', '/series', bodyOf(rule))
const preview = (who: Account, rule: object) => here.call(who, 'POST', '/series/preview', bodyOf(rule))
const patch = (who: Account, id: number, body: object, version = '"1"') =>
  here.call(who, 'PATCH', `/series/${id}`, body, { 'if-match': version })
const cancel = (who: Account, id: number, body: object = { scope: 'all' }) =>
  here.call(who, 'POST', `/series/${id}/cancel`, body)
const localsOf = ({ occurrences }: { occurrences: Occurrence[] }) => occurrences.map(({ local }) => local.slice(0, 16))
const startsOf = ({ occurrences }: { occurrences: Occurrence[] }) => occurrences.map(({ start }) => start)
const codesOf = ({ occurrences }: { occurrences: { violations: { code: string }[] }[] }) =>
  occurrences.map(({ violations }) => violations.map(({ code }) => code).join())

describe('what is previewed', () => {
  test.each<[string, object, string[]]>([
    [
      'monthly on the 31st leaves out what has none',
      { dtstart: '2026-12-31T09:00:00', rrule: 'FREQ=MONTHLY;COUNT=4' },
      ['2026-12-31T09:00', '2027-01-31T09:00', '2027-03-31T09:00', '2027-05-31T09:00'],
    ],
    [
      'dates left out and added',
      {
        dtstart: '2027-01-04T09:00:00',
        rrule: 'FREQ=WEEKLY;COUNT=3',
        exdates: ['2027-01-11T09:00:00'],
        rdates: ['2027-01-13T15:30:00', '2027-01-14'],
      },
      ['2027-01-04T09:00', '2027-01-13T15:30', '2027-01-14T09:00', '2027-01-18T09:00'],
    ],
    [
      'a last day is part of it',
      { dtstart: '2027-02-01T09:00:00', rrule: 'FREQ=DAILY;UNTIL=20270203' },
      ['2027-02-01T09:00', '2027-02-02T09:00', '2027-02-03T09:00'],
    ],
    [
      'the clocks go forward',
      { dtstart: '2027-03-27T02:30:00', rrule: 'FREQ=DAILY;COUNT=3', duration: 'PT1H' },
      ['2027-03-27T02:30', '2027-03-28T02:30', '2027-03-29T02:30'],
    ],
    [
      'the clocks go back',
      { dtstart: '2027-10-30T02:30:00', rrule: 'FREQ=DAILY;COUNT=3', duration: 'PT1H' },
      ['2027-10-30T02:30', '2027-10-31T02:30', '2027-11-01T02:30'],
    ],
    ['a single date', { dtstart: '2027-02-07T09:00:00', rrule: '' }, ['2027-02-07T09:00']],
  ])('is what is booked: %s', async (_what, rule, locals) => {
    const wanted = { resource: 'demo-incubator', ...rule }
    const foreseen = await preview('researcher', wanted)
    expect(localsOf(foreseen.body)).toEqual(locals)
    const { status, body } = await make('researcher', wanted)
    expect(status).toBe(201)
    const spans = ({ occurrences }: { occurrences: Occurrence[] }) =>
      occurrences.map(({ local, start, end }) => ({ local, start, end }))
    expect(spans(body)).toEqual(spans(foreseen.body))
    expect((await here.call('researcher', 'GET', `/series/${body.id}`)).body).toEqual(body)
    expect((await cancel('researcher', body.id)).status).toBe(200)
  })

  test('is the first of two half past twos where the clocks go back', async () => {
    const rule = { resource: 'demo-incubator', dtstart: '2027-10-31T02:30:00', rrule: '', duration: 'PT1H' }
    expect(startsOf((await preview('researcher', rule)).body)).toEqual(['2027-10-31T00:30:00Z'])
  })

  test('names what is beyond the horizon, too long, out of hours, without a right or for others', async () => {
    const codes = async (resource: string, dtstart: string, more: object = {}) =>
      codesOf((await preview('researcher', { resource, dtstart, rrule: 'FREQ=WEEKLY;COUNT=2', ...more })).body)
    expect(await codes('demo-hplc', '2027-12-27T09:00:00')).toEqual(['', 'beyond-horizon'])
    expect(await codes('demo-hplc', '2027-01-11T08:00:00', { duration: 'PT9H' })).toEqual(['too-long', 'too-long'])
    expect(await codes('demo-hplc', '2026-12-26T09:00:00')).toEqual(['closed', 'closed'])
    expect(await codes('demo-mri', '2027-01-11T09:00:00')).toEqual(['qualification', 'qualification'])
    expect(await codes('demo-line', '2027-01-11T09:00:00')).toEqual(['audience', 'audience'])
    expect(await codes('demo-line', '2027-01-12T09:00:00')).toEqual(['', ''])
    expect(await codes('demo-hplc', '2026-11-18T09:00:00')).toEqual(['in-the-past', ''])
  })

  test('changes nothing', async () => {
    const rule = { resource: 'demo-hplc', dtstart: '2027-06-07T09:00:00', rrule: 'FREQ=WEEKLY;COUNT=2' }
    const busy = async () =>
      (
        await here.call(
          null,
          'GET',
          '/resources/demo-hplc/availability?from=2027-06-01T00:00:00Z&to=2027-07-01T00:00:00Z',
        )
      ).body.busy
    await preview('researcher', rule)
    expect(await busy()).toEqual([])
    const { body } = await make('researcher', rule)
    expect(await busy()).toHaveLength(2)
    await cancel('researcher', body.id)
  })
})

describe('what stands in the way', () => {
  test('clashes and other reasons together are a 409 that lists both; skip books the rest', async () => {
    await here.book('company', {
      resource: 'demo-hplc',
      start: winter('2027-01-19T10:00'),
      end: winter('2027-01-19T11:00'),
    })
    // 6 January is a holiday.
    const rule = {
      resource: 'demo-hplc',
      dtstart: '2027-01-06T09:00:00',
      rrule: 'FREQ=WEEKLY;COUNT=2',
      rdates: ['2027-01-19T09:00:00'],
    }
    const { status, body } = await make('researcher', { ...rule, on_conflict: 'reject' })
    expect([status, body.code]).toEqual([409, 'conflict'])
    expect(body.occurrences.map(({ outcome }: Occurrence) => outcome)).toEqual(['closed', 'conflict'])
    const rest = await make('researcher', { ...rule, on_conflict: 'skip' })
    expect(rest.status).toBe(201)
    expect(
      rest.body.occurrences.map(({ outcome, reason = '' }: Occurrence & { reason?: string }) => outcome + reason),
    ).toEqual(['skippedclosed', 'booked', 'skippedconflict'])
    await cancel('researcher', rest.body.id)
  })

  test('a steward sets rules aside with a reason, never a clash; nobody else does', async () => {
    const saturdays = { resource: 'demo-hplc', dtstart: '2027-01-23T09:00:00', rrule: 'FREQ=WEEKLY;COUNT=2' }
    expect((await make('owner', saturdays)).body.code).toBe('policy')
    const override = 'Weekend shift'
    expect((await make('researcher', { ...saturdays, override })).status).toBe(403)
    expect((await preview('owner2', { ...saturdays, override })).status).toBe(403)
    const { status, body } = await make('owner', { ...saturdays, override })
    expect(status).toBe(201)
    expect((await make('deputy', { ...saturdays, override })).body.code).toBe('conflict')
    await cancel('owner', body.id)
  })

  test('a steward enters what has been, and it is completed', async () => {
    const past = { resource: 'demo-hplc', dtstart: '2026-11-10T09:00:00', rrule: 'FREQ=WEEKLY;COUNT=2' }
    const { body } = await make('owner', { ...past, override: 'Entered later' })
    expect(body.occurrences.map(({ state }: Occurrence) => state)).toEqual(['completed', 'completed'])
    expect((await patch('owner', body.id, { scope: 'all', shift: 'PT1H' })).body.code).toBe('wrong-state')
    expect((await cancel('owner', body.id)).body.code).toBe('wrong-state')
  })
})

describe('who may', () => {
  test('404 to those who may not see it, before anything they sent is looked at; 403 to colleagues', async () => {
    const rule = { resource: 'demo-lab', dtstart: '2027-02-09T09:00:00', rrule: 'FREQ=WEEKLY;COUNT=2' }
    const { id } = (await make('owner', rule)).body
    for (const [who, status] of [
      ['company', 404],
      ['coordinator', 404],
      ['admin', 404],
      ['deputy', 403],
    ] as const) {
      expect((await patch(who, id, { scope: 'all', title: 'Theirs' }, '"99"')).status).toBe(status)
      expect((await cancel(who, id)).status).toBe(status)
      const back = await here.call(who, 'POST', `/series/${id}/occurrences`, { local: '2027-02-09T09:00:00' })
      expect(back.status).toBe(status)
    }
    expect((await here.call('company', 'PATCH', `/series/${id}`, { scope: 'all', title: 'A' })).status).toBe(404)
    // The owner of the room is its steward.
    expect((await cancel('owner2', id, { scope: 'all', reason: 'Service' })).status).toBe(200)
  })

  test.each(['0', '-1', 'abc', '1e3', '99999999999999999999', '9007199254740993'])('nothing is at %s', async (id) => {
    expect((await here.call('researcher', 'GET', `/series/${id}`)).status).toBe(404)
    expect((await cancel('researcher', id as unknown as number)).status).toBe(404)
  })
})

describe('what is no request', () => {
  test.each(['', '{', '[]', 'null', '"text"', '{"__proto__":{}}', '{"constructor":{"prototype":{}}}', '\u0000'])(
    '%j is refused',
    async (payload) => {
      const { body } = await here.call(null, 'POST', '/sessions', {
        email: addressOf('researcher'),
        password: PASSWORD,
      })
      const answer = await here.demo.app.inject({
        method: 'POST',
        url: '/api/v1/series',
        headers: { authorization: `Bearer ${body.token}`, 'content-type': 'application/json' },
        payload,
      })
      expect([400, 422]).toContain(answer.statusCode)
      expect(answer.headers['content-type']).toContain('application/problem+json')
    },
  )
})
