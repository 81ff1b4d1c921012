import { describe, expect, test } from 'vitest'
import type { Account } from '../support/server.ts'
import { outside, winter } from './outside.ts'

const here = outside()

interface Rule {
  readonly resource: string
  readonly dtstart: string
  readonly rrule: string
  readonly [field: string]: unknown
}
const bodyOf = (rule: Rule) => ({ duration: 'PT2H', title: 'Every week', purpose: 'own_research', ...rule })
const make = (who: Account, rule: Rule, headers?: Record<string, string>) =>
  here.call(who, 'POST', '/series', bodyOf(rule), headers)
const preview = (who: Account, rule: Rule) => here.call(who, 'POST', '/series/preview', bodyOf(rule))
const see = (who: Account | null, id: number) => here.call(who, 'GET', `/series/${id}`)
const post = (who: Account, id: number, verb: string, body: object) =>
  here.call(who, 'POST', `/series/${id}/${verb}`, body)
const patch = (who: Account, id: number, body: object, version: string | null) =>
  here.call(who, 'PATCH', `/series/${id}`, body, version === null ? {} : { 'if-match': version })
const outcomes = (body: { occurrences: { outcome: string }[] }) => body.occurrences.map(({ outcome }) => outcome)
const starts = (body: { occurrences: { start: string }[] }) => body.occurrences.map(({ start }) => start)

describe('a series', () => {
  // Now is Tuesday 24 November 2026; the clocks go forward on 28 March 2027, and 29 March is Easter Monday.
  const spring = { resource: 'demo-hplc', dtstart: '2027-03-22T09:00:00', rrule: 'FREQ=WEEKLY;COUNT=3' }

  test('is previewed with what stands in the way, and keeps its hour over the change of the clocks', async () => {
    const { status, body } = await preview('researcher', spring)
    expect(status).toBe(200)
    expect(starts(body)).toEqual(['2027-03-22T08:00:00Z', '2027-03-29T07:00:00Z', '2027-04-05T07:00:00Z'])
    expect(outcomes(body)).toEqual(['free', 'closed', 'free'])
    expect(body.occurrences[1]).toMatchObject({
      shifted: false,
      violations: [{ code: 'closed' }],
      alternatives: expect.arrayContaining([expect.objectContaining({ resource: 'demo-hplc' })]),
    })
  })

  test('against the rules is a 422 that lists the dates, or leaves them out when told to', async () => {
    const refused = await make('researcher', spring)
    expect(refused.body).toMatchObject({ status: 422, code: 'policy', violations: [{ code: 'closed' }] })
    expect(starts(refused.body)).toEqual(['2027-03-29T07:00:00Z'])
    const { status, body, headers } = await make('researcher', { ...spring, on_conflict: 'skip' })
    expect(status).toBe(201)
    expect(headers).toMatchObject({ location: `/api/v1/series/${body.id}`, etag: `"${body.version}"` })
    expect(body).toMatchObject({ duration: 'PT2H', time_zone: 'Europe/Warsaw', dtstart: '2027-03-22T09:00:00' })
    expect(outcomes(body)).toEqual(['booked', 'skipped', 'booked'])
    expect(body.occurrences[1]).toMatchObject({ reason: 'closed' })
    const { reservation } = body.occurrences[0]
    const one = await here.call('researcher', 'GET', `/reservations/${reservation}`)
    expect(one.body).toMatchObject({ series: body.id, state: 'confirmed', start: '2027-03-22T08:00:00Z' })
    expect((await see('researcher', body.id)).body).toEqual(body)
  })

  test('that clashes is a 409 with every clash, and nothing is saved', async () => {
    await here.book('company', {
      resource: 'demo-hplc',
      start: winter('2027-01-12T10:00'),
      end: winter('2027-01-12T11:00'),
    })
    await here.book('company', {
      resource: 'demo-hplc',
      start: winter('2027-01-26T09:00'),
      end: winter('2027-01-26T09:30'),
    })
    const rule = { resource: 'demo-hplc', dtstart: '2027-01-12T09:00:00', rrule: 'FREQ=WEEKLY;COUNT=3' }
    const { body, text } = await make('researcher', rule)
    expect(body).toMatchObject({ status: 409, code: 'conflict' })
    expect(starts(body)).toEqual(['2027-01-12T08:00:00Z', '2027-01-26T08:00:00Z'])
    expect(body.conflicts).toEqual([
      { start: '2027-01-12T09:00:00Z', end: '2027-01-12T10:00:00Z', units: 1 },
      { start: '2027-01-26T08:00:00Z', end: '2027-01-26T08:30:00Z', units: 1 },
    ])
    expect(text).not.toContain('BioMaxima')
    const mine = await here.call('researcher', 'GET', '/reservations?mine=true&from=2027-01-10T00:00:00Z')
    expect(mine.body.items.filter((each: { start: string }) => each.start < '2027-02')).toEqual([])
    expect(outcomes((await make('researcher', { ...rule, on_conflict: 'skip' })).body)).toEqual([
      'skipped',
      'booked',
      'skipped',
    ])
  })

  test('in another zone keeps that zone’s clock', async () => {
    const rule = { resource: 'demo-incubator', time_zone: 'America/New_York', dtstart: '2027-03-08T09:00:00' }
    const { body } = await preview('researcher', { ...rule, rrule: 'FREQ=WEEKLY;COUNT=4' })
    expect(starts(body)).toEqual([
      '2027-03-08T14:00:00Z',
      '2027-03-15T13:00:00Z',
      '2027-03-22T13:00:00Z',
      '2027-03-29T13:00:00Z',
    ])
  })

  test.each([
    ['europe/warsaw', 'Europe/Warsaw'],
    ['Europe/Warsaw', 'Europe/Warsaw'],
    ['utc', 'UTC'],
    ['US/Pacific', 'US/Pacific'],
  ])('in %s is one of %s, as calendars spell it', async (zone, named) => {
    const rule = { resource: 'demo-incubator', dtstart: '2027-04-12T09:00:00', rrule: '', time_zone: zone }
    const { body } = await make('researcher', rule)
    expect(body).toMatchObject({ time_zone: named, rrule: '', duration: 'PT2H' })
    await post('researcher', body.id, 'cancel', { scope: 'all' })
  })

  test('tells where the clocks skip its hour', async () => {
    const rule = { resource: 'demo-incubator', dtstart: '2027-03-27T02:30:00', rrule: 'FREQ=DAILY;COUNT=3' }
    const { body } = await preview('researcher', { ...rule, duration: 'PT1H' })
    expect(body.occurrences.map((each: { start: string; shifted: boolean }) => [each.start, each.shifted])).toEqual([
      ['2027-03-27T01:30:00Z', false],
      ['2027-03-28T01:30:00Z', true],
      ['2027-03-29T00:30:00Z', false],
    ])
  })

  test('sent again with its key is the same series', async () => {
    const rule = { resource: 'demo-incubator', dtstart: '2027-02-01T09:00:00', rrule: 'FREQ=WEEKLY;COUNT=2' }
    const key = { 'idempotency-key': 'once' }
    const first = await make('researcher', rule, key)
    const again = await make('researcher', rule, key)
    expect([first.status, again.status]).toEqual([201, 201])
    expect(again.body).toEqual(first.body)
    expect((await make('researcher', { ...rule, title: 'Other' }, key)).body.code).toBe('idempotency-mismatch')
  })

  test.each<[string, Record<string, unknown>, string]>([
    ['hours', { rrule: 'FREQ=HOURLY;COUNT=3' }, 'rrule'],
    ['seconds', { rrule: 'FREQ=SECONDLY' }, 'rrule'],
    ['no end', { rrule: 'FREQ=WEEKLY' }, 'rrule'],
    ['an end in 9999', { rrule: 'FREQ=DAILY;UNTIL=99991231' }, 'rrule'],
    ['a billion times', { rrule: 'FREQ=DAILY;COUNT=1000000000' }, 'rrule'],
    ['30 February', { rrule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' }, 'rrule'],
    ['emoji', { rrule: '🎉' }, 'rrule'],
    ['ten kilobytes', { rrule: `FREQ=WEEKLY;BYDAY=${'MO,'.repeat(3400)}TU` }, 'rrule'],
    ['an occurrence longer than its interval', { rrule: 'FREQ=DAILY;COUNT=3', duration: 'P2D' }, 'duration'],
    ['half a minute', { duration: 'PT90S' }, 'duration'],
    ['a month', { duration: 'P1M' }, 'duration'],
    ['more hours than the calendar has', { duration: 'PT9999999999H', rrule: '' }, 'duration'],
    ['no length', { duration: 'PT0S' }, 'duration'],
    ['a length of less than nothing', { duration: '-PT1H' }, 'duration'],
    ['an offset', { dtstart: '2027-02-01T09:00:00Z' }, 'dtstart'],
    ['an unknown zone', { time_zone: 'Mars/Olympus' }, 'time_zone'],
    ['a damaged date', { exdates: ['2027-02-30'] }, 'exdates'],
    ['no such resource', { resource: 'nothing' }, 'resource'],
    ['an unknown field', { colour: 'red' }, 'colour'],
  ])('of %s is a 422 that names the field', async (_what, more, path) => {
    const rule = { resource: 'demo-hplc', dtstart: '2027-02-01T09:00:00', rrule: 'FREQ=WEEKLY;COUNT=2', ...more }
    const { status, body } = await make('researcher', rule)
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'invalid' })
    expect(body.errors[0].path).toContain(path)
    expect(body.errors[0].message).not.toMatch(/^invalid|recurrence-|must/)
  })
})

describe('changing and cancelling a series', () => {
  const booked = async (dtstart: string) =>
    (await make('researcher', { resource: 'demo-incubator', dtstart, rrule: 'FREQ=WEEKLY;COUNT=4' })).body

  test('needs its version, and moves all or one and the following', async () => {
    const { id } = await booked('2027-05-03T09:00:00')
    expect((await patch('researcher', id, { scope: 'all', shift: 'PT1H' }, null)).status).toBe(428)
    expect((await patch('researcher', id, { scope: 'all', shift: 'PT1H' }, '"99"')).body.code).toBe('stale')
    const { etag } = (await see('researcher', id)).headers
    const all = await patch('researcher', id, { scope: 'all', shift: 'PT1H' }, etag as string)
    expect(all.status).toBe(200)
    expect(all.headers.etag).not.toBe(etag)
    expect(all.body).toMatchObject({ id, dtstart: '2027-05-03T10:00:00' })
    expect(starts(all.body)[0]).toBe('2027-05-03T08:00:00Z')
    const from = starts(all.body)[2]
    const later = await patch(
      'researcher',
      id,
      { scope: 'following', from, shift: '-PT30M' },
      all.headers.etag as string,
    )
    expect(starts(later.body)).toEqual([
      '2027-05-03T08:00:00Z',
      '2027-05-10T08:00:00Z',
      '2027-05-17T07:30:00Z',
      '2027-05-24T07:30:00Z',
    ])
    expect((await patch('researcher', id, { scope: 'all', shift: 'PT1H' }, etag as string)).status).toBe(412)
  })

  test.each<[string, object, string]>([
    ['nothing', { scope: 'all' }, 'shift'],
    ['a shift that is none', { scope: 'all', shift: 'later' }, 'shift'],
    ['a shift by two years', { scope: 'all', shift: '-P104W' }, 'shift'],
    ['a length that has no end', { scope: 'all', duration: 'PT9999999999H' }, 'duration'],
    ['dates that come to overlap each other', { scope: 'all', duration: 'P8D' }, 'duration'],
    ['a field that is not there', { scope: 'all', rrule: 'FREQ=DAILY;COUNT=2' }, 'rrule'],
    ['the following of nothing', { scope: 'following', title: 'A' }, 'from'],
    ['the following of no occurrence', { scope: 'following', from: '2027-06-08T09:00:00Z', title: 'A' }, 'from'],
    ['no scope', { title: 'A' }, 'scope'],
  ])('of %s is a 422', async (_what, body, path) => {
    const { id, version } = await booked('2027-06-07T09:00:00')
    const { status, body: problem } = await patch('researcher', id, body, `"${version}"`)
    expect([status, problem.code]).toEqual([422, 'invalid'])
    expect(problem.errors[0].path).toContain(path)
    await post('researcher', id, 'cancel', { scope: 'all' })
  })

  test('cancels the following, takes one back, and a moved one survives', async () => {
    const series = await booked('2027-07-05T09:00:00')
    const second = series.occurrences[1].reservation
    await here.call(
      'researcher',
      'PATCH',
      `/reservations/${second}`,
      { start: '2027-07-12T12:00:00Z', end: '2027-07-12T14:00:00Z' },
      { 'if-match': '"1"' },
    )
    const gone = await post('researcher', series.id, 'cancel', { scope: 'all', reason: 'moved away' })
    expect(gone.status).toBe(200)
    expect(gone.body.occurrences.map((each: { state: string }) => each.state)).toEqual([
      'cancelled',
      'confirmed',
      'cancelled',
      'cancelled',
    ])
    expect(gone.body.occurrences[1]).toMatchObject({ changed: true, local: '2027-07-12T09:00:00' })
    const back = await post('researcher', series.id, 'occurrences', { local: '2027-07-19T09:00:00' })
    expect(back.body.occurrences[2]).toMatchObject({ state: 'confirmed', start: '2027-07-19T07:00:00Z' })
    expect(back.body.occurrences[2].reservation).not.toBe(series.occurrences[2].reservation)
    expect((await post('researcher', series.id, 'occurrences', { local: '2027-07-19T09:00:00' })).body.code).toBe(
      'wrong-state',
    )
  })
})

describe('a series that waits for its owner', () => {
  test('is decided once, seen by those who may, and by nobody else', async () => {
    const rule = { resource: 'demo-tem', dtstart: '2027-09-07T09:00:00', rrule: 'FREQ=WEEKLY;COUNT=3' }
    const { id, occurrences } = (await make('researcher', rule)).body
    expect(occurrences.map((each: { state: string }) => each.state)).toEqual(['requested', 'requested', 'requested'])
    expect((await see('company', id)).status).toBe(404)
    expect((await see('coordinator', id)).status).toBe(404)
    expect((await see(null, id)).status).toBe(401)
    expect((await post('researcher', id, 'approve', {})).status).toBe(403)
    expect((await post('owner', id, 'decline', {})).body.errors[0].path).toBe('reason')
    const except = [occurrences[2].reservation]
    const approved = await post('owner', id, 'approve', { except, note: 'Welcome' })
    expect(approved.body.occurrences.map((each: { state: string }) => each.state)).toEqual([
      'confirmed',
      'confirmed',
      'requested',
    ])
    expect((await post('owner', id, 'decline', { reason: 'Service' })).status).toBe(200)
    expect((await post('owner', id, 'approve', {})).body.code).toBe('wrong-state')
  })
})
