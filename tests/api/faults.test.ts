import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type DemoApp, type DemoServer, demoApp, demoServer } from '../support/server.ts'
import { outside, read, winter, wishFor } from './outside.ts'

const here = outside()
const GOOD = { resource: 'demo-hplc', start: winter('2026-11-25T10:00'), end: winter('2026-11-25T11:00') }

const raw = async (payload: string, headers: Record<string, string> = {}) => {
  const { body } = await here.call(null, 'POST', '/sessions', {
    email: 'researcher@demo.test',
    password: 'demo-demo-demo',
  })
  return read(
    await here.demo.app.inject({
      method: 'POST',
      url: '/api/v1/reservations',
      headers: { authorization: `Bearer ${body.token}`, 'content-type': 'application/json', ...headers },
      payload,
    }),
  )
}

describe('a bad body is a 4xx problem that names the field, and changes nothing', () => {
  test.each<[string, object, string]>([
    ['no title', { title: undefined }, 'title'],
    ['an empty title', { title: '' }, 'title'],
    ['a title of 201 characters', { title: 'x'.repeat(201) }, 'title'],
    ['a number as title', { title: 7 }, 'title'],
    ['no resource', { resource: undefined }, 'resource'],
    ['an unknown resource', { resource: 'no-such' }, 'resource'],
    ['an unknown purpose', { purpose: 'fun' }, 'purpose'],
    ['a naive instant', { start: '2026-11-25T10:00:00' }, 'start'],
    ['a date alone', { end: '2026-11-25' }, 'end'],
    ['a day that is none', { start: '2026-02-30T10:00:00Z' }, 'start'],
    ['a leap second', { end: '2026-12-31T23:59:60Z' }, 'end'],
    ['a number as instant', { start: 1_795_000_000_000 }, 'start'],
    ['an unknown field', { colour: 'red' }, 'colour'],
    ['no places', { units: 0 }, 'units'],
    ['half a place', { units: 1.5 }, 'units'],
    ['places as text', { units: '1' }, 'units'],
    ['a NUL', { title: 'a\0b' }, 'title'],
    ['half a surrogate pair', { note: '\ud800' }, 'note'],
  ])('%s', async (_what, change, path) => {
    const { status, body, headers } = await here.call(
      'researcher',
      'POST',
      '/reservations',
      wishFor({ ...GOOD, ...change }),
    )
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'invalid' })
    expect(body.errors.map((each: { path: string }) => each.path)).toEqual([path])
    expect(headers['content-type']).toMatch(/^application\/problem\+json/)
  })

  test('several faults are told at once', async () => {
    const { body } = await here.call('researcher', 'POST', '/reservations', { colour: 'red', title: '', start: 'now' })
    const paths = body.errors.map((each: { path: string }) => each.path)
    expect(paths).toEqual(expect.arrayContaining(['resource', 'end', 'purpose', 'colour', 'title', 'start']))
  })

  test.each<[string, string, number, string]>([
    ['__proto__', `${JSON.stringify(wishFor(GOOD)).slice(0, -1)},"__proto__":{"a":1}}`, 400, 'malformed'],
    [
      'constructor.prototype',
      `${JSON.stringify(wishFor(GOOD)).slice(0, -1)},"constructor":{"prototype":{"a":1}}}`,
      400,
      'malformed',
    ],
    ['half a body', '{"resource":"demo-hplc"', 400, 'malformed'],
    ['no JSON', 'resource=demo-hplc', 400, 'malformed'],
    ['a list', '[]', 422, 'invalid'],
    ['nothing', 'null', 422, 'invalid'],
    ['10 MB', JSON.stringify(wishFor({ ...GOOD, note: 'x'.repeat(10_000_000) })), 413, 'too-large'],
    ['a million brackets', '['.repeat(500_000) + ']'.repeat(500_000), 400, 'malformed'],
  ])('%s', async (_what, payload, status, code) => {
    const answer = await raw(payload)
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code })
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
  })

  test.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded'])('%s is a 415', async (type) => {
    expect((await raw('resource=demo-hplc', { 'content-type': type })).status).toBe(415)
  })

  test('after all of them there is no reservation', async () => {
    expect((await here.call('researcher', 'GET', '/reservations?mine=true')).body.items).toEqual([])
  })
})

describe('a problem', () => {
  test.each<[string, 'GET' | 'POST' | 'DELETE', string, number, string]>([
    ['without a token', 'GET', '/me', 401, 'unauthenticated'],
    ['of a reservation without a token', 'POST', '/reservations', 401, 'unauthenticated'],
    ['of an address that is none', 'GET', '/nothing', 404, 'not-found'],
    ['of a method that is none', 'DELETE', '/me', 404, 'not-found'],
    ['of an id that is no number', 'GET', '/reservations/abc', 401, 'unauthenticated'],
    ['of a resource that is not there', 'GET', '/resources/no-such', 404, 'not-found'],
  ])('%s', async (_when, method, path, status, code) => {
    const { body, headers, ...answer } = await here.call(null, method, path)
    expect(answer.status).toBe(status)
    expect(body).toEqual({
      type: `/problems/${code}`,
      title: expect.any(String),
      status,
      detail: expect.any(String),
      code,
    })
    expect(headers['content-type']).toMatch(/^application\/problem\+json/)
  })

  test('says that a token is no longer one, also where none is needed', async () => {
    const answer = read(
      await here.demo.app.inject({ url: '/api/v1/resources', headers: { authorization: 'Bearer gone' } }),
    )
    expect(answer.body).toMatchObject({ status: 401, code: 'unauthenticated' })
    expect(answer.headers['www-authenticate']).toContain('Bearer')
  })

  test('is told in the language of who asks', async () => {
    const told = async (language: string) =>
      read(await here.demo.app.inject({ url: '/api/v1/nothing', headers: { 'accept-language': language } })).body.title
    expect(await told('pl')).not.toBe(await told('en'))
  })

  test('of a path that is no text is a 4xx', async () => {
    for (const path of ['/resources/%ff', '/resources/%00', '/reservations/%2e%2e', '/resources?q=%00'])
      expect(`${(await here.call('researcher', 'GET', path)).status}`).toMatch(/^4/)
  })
})

describe('a cookie', () => {
  test('does not act on the API without the token of a form', async () => {
    const { name, value } = here.demo.sessionOf('researcher')
    const answer = read(
      await here.demo.app.inject({
        method: 'POST',
        url: '/api/v1/reservations',
        cookies: { [name]: value },
        payload: wishFor(GOOD),
      }),
    )
    expect(answer.body).toMatchObject({ status: 403, code: 'csrf' })
  })
})

describe('signing in', () => {
  let demo: DemoApp
  beforeAll(async () => {
    demo = await demoApp()
  })
  afterAll(() => demo.close())
  const signIn = async (email: string, password: string, remoteAddress = '10.0.0.1') =>
    read(
      await demo.app.inject({ method: 'POST', url: '/api/v1/sessions', payload: { email, password }, remoteAddress }),
    )

  test('gives a token that works until it expires', async () => {
    const { body } = await signIn('researcher@demo.test', 'demo-demo-demo')
    expect(body).toMatchObject({ token: expect.any(String), user: { email: 'researcher@demo.test' } })
    const me = () => demo.app.inject({ url: '/api/v1/me', headers: { authorization: `Bearer ${body.token}` } })
    expect((await me()).statusCode).toBe(200)
    const { now } = demo.clock
    demo.clock.now = Date.parse(body.expires_at)
    expect((await me()).statusCode).toBe(401)
    demo.clock.now = now
  })

  test('says the same of a wrong password and of an account that is not there', async () => {
    const [wrong, nobody] = [await signIn('owner@demo.test', 'wrong'), await signIn('nobody@demo.test', 'wrong')]
    expect(wrong.status).toBe(401)
    expect(nobody.text).toBe(wrong.text)
  })

  test('is stopped after ten failures from one address, and from nowhere else', async () => {
    for (let attempt = 0; attempt < 10; attempt++) await signIn('owner2@demo.test', 'wrong', '10.0.0.2')
    const { status, headers, body } = await signIn('owner2@demo.test', 'demo-demo-demo', '10.0.0.2')
    expect([status, body.code]).toEqual([429, 'too-many-requests'])
    expect(Number(headers['retry-after'])).toBeGreaterThan(0)
    expect((await signIn('owner2@demo.test', 'demo-demo-demo', '10.0.0.3')).status).toBe(201)
    demo.clock.now += 15 * 60_000
    expect((await signIn('owner2@demo.test', 'demo-demo-demo', '10.0.0.2')).status).toBe(201)
  })
})

describe('too many requests', () => {
  let demo: DemoServer
  beforeAll(async () => {
    demo = await demoServer({ settings: { rateLimit: 5 } })
  })
  afterAll(() => demo.close())

  test('are a 429 that says when to come again', async () => {
    const answers = []
    for (let i = 0; i < 7; i++) answers.push(await fetch(`${demo.url}/api/v1/organisations`))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429, 429])
    const last = answers.at(-1)!
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(last.headers.get('content-type')).toMatch(/^application\/problem\+json/)
    expect(await last.json()).toMatchObject({ status: 429, code: 'too-many-requests' })
  })
})
