import { describe, expect, test } from 'vitest'
import type { Account } from '../support/server.ts'
import { outside, type Reservation, winter } from './outside.ts'

const here = outside()
const span = (start: string, end: string, resource = 'demo-hplc') => ({
  resource,
  start: winter(start),
  end: winter(end),
})
const SECRET = 'Tajna nazwa badań'
const DAY = 'from=2026-11-25T00:00:00Z&to=2026-11-26T00:00:00Z'

let theirs: Reservation
let known: Promise<Reservation> | undefined
const prepare = async () => {
  known ??= here.book('researcher', {
    ...span('2026-11-25T10:00', '2026-11-25T12:00'),
    title: SECRET,
    note: 'Tajna uwaga',
    project: 'EX-2026-01',
  })
  theirs = await known
}

describe('a reservation of another organisation', () => {
  test.each<[Account, number]>([
    ['researcher', 200],
    ['owner', 200],
    ['deputy', 200],
    ['researcher2', 404],
    ['company', 404],
    ['owner2', 404],
    ['producer', 404],
    ['coordinator', 404],
    ['admin', 404],
  ])('is to %s a %d', async (who, status) => {
    await prepare()
    expect((await here.call(who, 'GET', `/reservations/${theirs.id}`)).status).toBe(status)
  })

  test('is not told from one that does not exist, byte for byte', async () => {
    await prepare()
    for (const [method, verb, body] of [
      ['GET', '', undefined],
      ['PATCH', '', { title: 'X' }],
      ['POST', '/cancel', {}],
      ['POST', '/approve', {}],
      ['POST', '/decline', { reason: 'Nie' }],
    ] as const) {
      const [foreign, missing] = [
        await here.call('researcher2', method, `/reservations/${theirs.id}${verb}`, body),
        await here.call('researcher2', method, `/reservations/987654321${verb}`, body),
      ]
      expect(foreign.text).toBe(missing.text)
      expect(foreign.status).toBe(404)
      const plain = ({ date: _, ...rest }: object & { date?: unknown }) => rest
      expect(plain(foreign.headers)).toEqual(plain(missing.headers))
    }
  })

  test.each<Account>(['researcher2', 'company', 'coordinator', 'admin'])(
    'shows %s its time in a list, and nothing else',
    async (who) => {
      await prepare()
      const { body, text } = await here.call(who, 'GET', `/reservations?resource=demo-hplc&${DAY}`)
      expect(body.items).toEqual([{ start: '2026-11-25T09:00:00Z', end: '2026-11-25T11:00:00Z', units: 1 }])
      expect(text).not.toContain('Tajna')
    },
  )

  test('shows its steward and its requester everything', async () => {
    await prepare()
    for (const who of ['researcher', 'owner'] as const) {
      const { body } = await here.call(who, 'GET', `/reservations?resource=demo-hplc&${DAY}`)
      expect(body.items).toMatchObject([{ id: theirs.id, title: SECRET, note: 'Tajna uwaga', project: 'EX-2026-01' }])
    }
  })

  test('cannot be asked for by its state', async () => {
    await prepare()
    const states = ['requested', 'confirmed', 'cancelled', 'declined']
    const answers = await Promise.all(
      states.map((state) => here.call('researcher2', 'GET', `/reservations?resource=demo-hplc&state=${state}&${DAY}`)),
    )
    expect(answers.map(({ body }) => body.items)).toEqual([[], [], [], []])
  })

  test('is gone from lists of others once it is cancelled', async () => {
    const { id } = await here.book('researcher', span('2026-12-01T10:00', '2026-12-01T11:00'))
    await here.call('researcher', 'POST', `/reservations/${id}/cancel`)
    const { body } = await here.call(
      'researcher2',
      'GET',
      '/reservations?resource=demo-hplc&from=2026-12-01T00:00:00Z&to=2026-12-02T00:00:00Z',
    )
    expect(body.items).toEqual([])
  })
})

describe('lists', () => {
  test('of own reservations come in pages that together are everything, once', async () => {
    const ids: number[] = []
    for (let hour = 8; hour < 15; hour++)
      ids.push(
        (
          await here.book(
            'company',
            span(`2026-12-02T${`${hour}`.padStart(2, '0')}:00`, `2026-12-02T${`${hour + 1}`.padStart(2, '0')}:00`),
          )
        ).id,
      )
    const seen: number[] = []
    let pages = 0
    for (let cursor: string | null = ''; cursor !== null; pages++) {
      const { body } = await here.call(
        'company',
        'GET',
        `/reservations?mine=true&limit=3${cursor && `&cursor=${cursor}`}`,
      )
      expect(body.items.length).toBeLessThanOrEqual(3)
      seen.push(...body.items.map((each: Reservation) => each.id))
      cursor = body.next_cursor
    }
    expect(seen).toEqual(ids)
    expect(pages).toBe(3)
  })

  test('of own reservations keep to a resource, a state and a time', async () => {
    const { id } = await here.book('company', span('2026-12-03T10:00', '2026-12-03T11:00', 'demo-lab'))
    await here.call('company', 'POST', `/reservations/${id}/cancel`)
    const ids = async (filter: string) =>
      (await here.call('company', 'GET', `/reservations?mine=true&${filter}`)).body.items.map(
        (each: Reservation) => each.id,
      )
    expect(await ids('resource=demo-lab')).toEqual([id])
    expect(await ids('state=cancelled')).toEqual([id])
    expect(await ids('from=2026-12-03T00:00:00Z')).toEqual([id])
    expect(await ids('to=2026-12-02T00:00:00Z')).toEqual([])
  })

  test.each(['organisations', 'labs', 'resources'])('of %s come in pages without a token', async (noun) => {
    const whole = (await here.call(null, 'GET', `/${noun}?limit=200`)).body
    expect(whole.next_cursor).toBeNull()
    const slugs: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body }: Awaited<ReturnType<typeof here.call>> = await here.call(
        null,
        'GET',
        `/${noun}?limit=7${cursor && `&cursor=${cursor}`}`,
      )
      slugs.push(...body.items.map((each: { slug: string }) => each.slug))
      cursor = body.next_cursor
    }
    expect(slugs).toEqual(whole.items.map((each: { slug: string }) => each.slug))
    expect(new Set(slugs).size).toBe(slugs.length)
  })

  test.each([
    'limit=0',
    'limit=201',
    'limit=-1',
    'limit=ten',
    'colour=red',
    'cursor=rubbish',
    'state=lost',
    'from=2026-11-24T10:00:00',
    'mine=perhaps',
    'resource=no-such',
  ])('asked for with %s name what is wrong', async (query) => {
    const { body } = await here.call('researcher', 'GET', `/reservations?${query}`)
    expect(body).toMatchObject({ status: 422, code: 'invalid', errors: [{ path: query.split('=')[0] }] })
  })
})

describe('who speaks', () => {
  test('is told by /me', async () => {
    expect((await here.call('owner', 'GET', '/me')).body).toMatchObject({
      email: 'owner@demo.test',
      organisation: 'politechnika-lubelska',
      steward_of: expect.arrayContaining([{ lab: 'pl-laboratorium-pokazowe', role: 'owner' }]),
    })
  })

  test.each<[Account, number]>([
    ['coordinator', 200],
    ['admin', 200],
    ['owner', 200],
    ['researcher', 403],
    ['company', 403],
  ])('decides who reads the report: %s gets %d', async (who, status) => {
    const { body, status: answered } = await here.call(who, 'GET', '/reports/utilisation?from=2026-11-01&to=2026-12-01')
    expect(answered).toBe(status)
    if (status === 200) expect(body.rows.length).toBeGreaterThan(0)
    expect(JSON.stringify(body)).not.toContain('Tajna')
  })
})
