import { describe, expect, test } from 'vitest'
import type { Account } from '../support/server.ts'
import { outside, winter } from './outside.ts'

const here = outside()
const HOUR = 3_600_000

interface Span {
  readonly start: string
  readonly end: string
}
const hours = (spans: readonly Span[]) => spans.map(({ start, end }) => (Date.parse(end) - Date.parse(start)) / HOUR)
const availability = (slug: string, from: string, to: string, who: Account | null = null) =>
  here.call(who, 'GET', `/resources/${slug}/availability?${new URLSearchParams({ from, to })}`)

describe('open time', () => {
  test.each([
    [
      'the night the clocks go forward',
      '2027-03-27T12:00:00+01:00',
      '2027-03-28T12:00:00+02:00',
      '2027-03-27T21:00:00Z',
      '2027-03-28T04:00:00Z',
      7,
    ],
    [
      'any other night',
      '2027-03-29T12:00:00+02:00',
      '2027-03-30T12:00:00+02:00',
      '2027-03-29T20:00:00Z',
      '2027-03-30T04:00:00Z',
      8,
    ],
    [
      'the night they go back',
      '2027-10-30T12:00:00+02:00',
      '2027-10-31T12:00:00+01:00',
      '2027-10-30T20:00:00Z',
      '2027-10-31T05:00:00Z',
      9,
    ],
  ])('of 22:00–06:00 on %s', async (_night, from, to, start, end, length) => {
    const { body } = await availability('demo-night', from, to)
    expect(body.open).toEqual([{ start, end }])
    expect(hours(body.open)).toEqual([length])
    expect(body.time_zone).toBe('Europe/Warsaw')
  })

  test('of every day and night is one stretch, holidays and changes of the clock included', async () => {
    const { body } = await availability('demo-incubator', '2026-12-20T00:00:00Z', '2027-04-10T00:00:00Z')
    expect(body.open).toEqual([{ start: '2026-12-20T00:00:00Z', end: '2027-04-10T00:00:00Z' }])
    expect(body.free).toEqual([{ start: '2026-12-20T00:00:00Z', end: '2027-04-10T00:00:00Z', units: 3 }])
  })

  test('leaves out Sundays and holidays: a Christmas week has three days', async () => {
    const { body } = await availability('demo-hplc', '2026-12-21T00:00:00+01:00', '2026-12-28T00:00:00+01:00')
    expect(body.open.map(({ start }: Span) => start.slice(0, 10))).toEqual(['2026-12-21', '2026-12-22', '2026-12-23'])
    expect(hours(body.open)).toEqual([10, 10, 10])
  })

  test('is clipped to what was asked for', async () => {
    const { body } = await availability('demo-hplc', '2026-11-25T12:00:00+01:00', '2026-11-25T13:00:00+01:00')
    expect(body.open).toEqual([{ start: '2026-11-25T11:00:00Z', end: '2026-11-25T12:00:00Z' }])
  })

  test.each<[Account | null, number[]]>([
    [null, [6, 6]],
    ['researcher', [6, 6]],
    ['company', [6, 6]],
    ['producer', [16, 16, 16, 16, 16]],
  ])('of the line is to %s in a week %j hours', async (who, expected) => {
    const { body } = await availability('demo-line', '2026-11-30T00:00:00+01:00', '2026-12-07T00:00:00+01:00', who)
    expect(hours(body.open)).toEqual(expected)
  })
})

describe('busy and free time', () => {
  test('of three places say how many are left, without saying whose', async () => {
    const wish = {
      resource: 'demo-incubator',
      title: 'Tajne',
      start: winter('2026-11-28T00:00'),
      end: winter('2026-11-28T12:00'),
    }
    await here.book('researcher', { ...wish, units: 2 })
    await here.book('researcher2', { ...wish, start: winter('2026-11-28T06:00') })
    const { body, text } = await availability('demo-incubator', winter('2026-11-28T00:00'), winter('2026-11-29T00:00'))
    expect(body.busy).toEqual([
      { start: '2026-11-27T23:00:00Z', end: '2026-11-28T05:00:00Z', units: 2 },
      { start: '2026-11-28T05:00:00Z', end: '2026-11-28T11:00:00Z', units: 3 },
    ])
    expect(body.free).toEqual([
      { start: '2026-11-27T23:00:00Z', end: '2026-11-28T05:00:00Z', units: 1 },
      { start: '2026-11-28T11:00:00Z', end: '2026-11-28T23:00:00Z', units: 3 },
    ])
    expect(text).not.toContain('Tajne')
  })

  test('of a room know its benches, and the other way round', async () => {
    await here.book('researcher', {
      resource: 'demo-lab-bench-a',
      start: winter('2026-11-25T10:00'),
      end: winter('2026-11-25T12:00'),
    })
    const taken = { start: '2026-11-25T09:00:00Z', end: '2026-11-25T11:00:00Z', units: 1 }
    const [room, other] = await Promise.all(
      ['demo-lab', 'demo-lab-bench-b'].map((slug) =>
        availability(slug, winter('2026-11-25T08:00'), winter('2026-11-25T18:00')),
      ),
    )
    expect(room?.body.busy).toEqual([taken])
    expect(other?.body.busy).toEqual([])
  })
})

describe('what cannot be asked', () => {
  test.each([
    ['a naive instant', 'from=2026-11-25T10:00:00&to=2026-11-26T00:00:00Z', 'from'],
    ['a day that is none', 'from=2026-02-30T00:00:00Z&to=2026-11-26T00:00:00Z', 'from'],
    ['a leap second', 'from=2026-11-25T00:00:00Z&to=2026-12-31T23:59:60Z', 'to'],
    ['a date alone', 'from=2026-11-25&to=2026-11-26T00:00:00Z', 'from'],
    ['an end before the start', 'from=2026-11-26T00:00:00Z&to=2026-11-25T00:00:00Z', 'to'],
    ['more than 400 days', 'from=2026-01-01T00:00:00Z&to=2027-02-06T00:00:00Z', 'to'],
    ['no end', 'from=2026-11-25T00:00:00Z', 'to'],
    ['something else as well', 'from=2026-11-25T00:00:00Z&to=2026-11-26T00:00:00Z&week=48', 'week'],
  ])('%s is a 422 that names it', async (_what, query, path) => {
    const { body } = await here.call(null, 'GET', `/resources/demo-hplc/availability?${query}`)
    expect(body).toMatchObject({ status: 422, code: 'invalid', errors: [{ path }] })
  })

  test('400 days can be', async () => {
    expect((await availability('demo-hplc', '2026-01-01T00:00:00Z', '2027-02-05T00:00:00Z')).status).toBe(200)
  })

  test('a resource that is not there is a 404', async () => {
    expect((await availability('no-such', '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z')).body).toMatchObject({
      status: 404,
      code: 'not-found',
    })
  })
})

describe('slots', () => {
  const slots = (query: Record<string, string>, who: Account | null = 'researcher') =>
    here.call(
      who,
      'GET',
      `/slots?${new URLSearchParams({ from: winter('2026-12-07T00:00'), to: winter('2026-12-12T00:00'), ...query })}`,
    )

  test('come earliest first, one for a resource', async () => {
    const { items } = (await slots({ duration: 'PT3H' })).body
    expect(items.length).toBeGreaterThan(10)
    const starts = items.map(({ start }: Span) => start)
    expect(starts).toEqual(starts.toSorted())
    expect(new Set(items.map(({ resource }: { resource: string }) => resource)).size).toBe(items.length)
    expect(new Set(hours(items))).toEqual(new Set([3]))
  })

  test('of one resource are the first of each of its free stretches, and each can be booked', async () => {
    await here.book('researcher2', {
      resource: 'demo-hplc',
      start: winter('2026-12-07T11:00'),
      end: winter('2026-12-07T13:00'),
    })
    const { items } = (await slots({ duration: 'PT3H', resource: 'demo-hplc', to: winter('2026-12-09T00:00') })).body
    expect(items.map(({ start }: Span) => start)).toEqual([
      '2026-12-07T07:00:00Z',
      '2026-12-07T12:00:00Z',
      '2026-12-08T07:00:00Z',
    ])
    for (const { resource, start, end } of items) await here.book('researcher', { resource, start, end })
  })

  test('name approval and a missing qualification', async () => {
    const only = async (resource: string) => (await slots({ duration: 'PT1H', resource, limit: '1' })).body.items[0]
    expect(await only('demo-tem')).toMatchObject({ approval: 'owner', qualified: true })
    expect(await only('demo-mri')).toMatchObject({ approval: 'owner', qualified: false })
  })

  test('keep to technique, organisation and limit', async () => {
    const names = async (query: Record<string, string>) =>
      (await slots({ duration: 'PT1H', ...query })).body.items.map(({ resource }: { resource: string }) => resource)
    expect(await names({ technique: 'TEM' })).toContain('demo-tem')
    expect(await names({ technique: 'TEM' })).not.toContain('demo-hplc')
    expect(await names({ organisation: 'biomed-lublin' })).toContain('demo-line')
    expect(await names({ limit: '2' })).toHaveLength(2)
  })

  test.each([
    ['duration', ''],
    ['duration', 'P1M'],
    ['duration', '3h'],
    ['duration', '-PT1H'],
    ['duration', 'PT0S'],
  ])('%s=%s is refused', async (path, value) => {
    expect((await slots({ [path]: value })).body).toMatchObject({ status: 422, errors: [{ path }] })
  })
})
