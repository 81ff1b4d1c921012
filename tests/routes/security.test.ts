import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { localPath } from '../../server/plugins/local-path.ts'
import { preferredOf } from '../../server/plugins/locale.ts'
import { type TestApp, type TestAppOptions, testApp } from '../support/app.ts'

let t: TestApp
beforeEach(async () => {
  t = await testApp()
})
afterEach(() => t.close())

async function withApp<T>(settings: TestAppOptions['settings'], work: (app: TestApp) => Promise<T>): Promise<T> {
  const other = await testApp({ settings: settings ?? {} })
  try {
    return await work(other)
  } finally {
    await other.close()
  }
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

describe('a form', () => {
  const rename = (payload: string, headers = {}) => {
    const browser = t.as('researcher')
    return t.inject({
      method: 'POST',
      url: '/account',
      cookies: Object.fromEntries(browser.cookies),
      headers: { ...FORM, ...headers },
      payload,
    })
  }
  const nameOf = () => t.db.$client.prepare('SELECT name FROM people WHERE id = ?').pluck().get(t.cast.researcher.id)

  test('with its token does its work (so that the refusals below tell something)', async () => {
    const answer = await t.as('researcher').post('/account', { name: 'Anna Nowak', locale: 'pl' })
    expect(answer.statusCode).toBe(303)
    expect(nameOf()).toBe('Anna Nowak')
  })

  test('without a token is 403 and says what to do', async () => {
    const answer = await rename('name=Eva&locale=pl')
    expect(answer.statusCode).toBe(403)
    expect(answer.body).toContain('Formularz stracił ważność')
    expect(nameOf()).toBe('researcher')
  })

  test('with the token of another session is 403', async () => {
    const stranger = t.as('stranger')
    const page = await stranger.get('/accessibility')
    const token = /name="_csrf" value="([^"]+)"/.exec(page.body)?.[1] ?? ''
    const own = t.as('researcher')
    own.cookies.set('csrf', stranger.cookies.get('csrf') ?? '')
    const answer = await own.post('/account', { name: 'Eva', locale: 'pl', _csrf: token })
    expect(answer.statusCode).toBe(403)
  })

  test.each([
    ['sec-fetch-site', 'cross-site'],
    ['origin', 'https://evil.example'],
    ['origin', 'null'],
  ])('from another site (%s: %s) is 403 whatever its token', async (header, value) => {
    const answer = await t.as('researcher').post('/account', { name: 'Eva', locale: 'pl' }, { [header]: value })
    expect(answer.statusCode).toBe(403)
    expect(nameOf()).toBe('researcher')
  })

  test('a cookie alone changes nothing through the API', async () => {
    const answer = await t.inject({
      method: 'POST',
      url: '/api/v1/reservations',
      cookies: Object.fromEntries(t.as('researcher').cookies),
      payload: {},
    })
    expect(answer.statusCode).toBe(403)
    expect(answer.json().code).toBe('csrf')
  })

  test('costs a cookie once, not with every page', async () => {
    const browser = t.nobody()
    expect((await browser.get('/accessibility')).cookies.map(({ name }) => name)).toEqual(['csrf'])
    expect((await browser.get('/accessibility')).cookies).toEqual([])
  })
})

describe('every answer', () => {
  test.each(['/accessibility', '/nothing', '/api/v1/nothing', '/static/app.css', '/health/live'])(
    '%s is guarded',
    async (url) => {
      const { headers } = await t.app.inject(url)
      expect(headers['content-security-policy']).toMatchInlineSnapshot(
        `"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"`,
      )
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['referrer-policy']).toBe('same-origin')
      expect(headers['strict-transport-security']).toBeUndefined()
    },
  )

  test('over https asks for https from now on', () =>
    withApp({ publicUrl: 'https://aparatura.example' }, async ({ app }) => {
      const { headers } = await app.inject('/accessibility')
      expect(headers['strict-transport-security']).toContain('max-age=')
    }))

  test('a private page is kept by no cache', async () => {
    expect((await t.as('researcher').get('/account')).headers['cache-control']).toBe('private, no-store')
  })
})

describe('in production', () => {
  const settings = { production: true, publicUrl: 'https://aparatura.example' }
  test.each([
    ['aparatura.example', 200],
    ['evil.example', 400],
    ['aparatura.example.evil.example', 400],
    ['127.0.0.1:3000', 400],
  ])('the host %s gets %i', (host, status) =>
    withApp(settings, async ({ app }) => {
      expect((await app.inject({ url: '/accessibility', headers: { host } })).statusCode).toBe(status)
    }),
  )

  test('a probe may call by address', () =>
    withApp(settings, async ({ app }) => {
      expect((await app.inject({ url: '/health/live', headers: { host: '10.0.0.7' } })).statusCode).toBe(200)
    }))

  test('a forwarded host counts from a trusted proxy only', async () => {
    const headers = { host: 'inside:3000', 'x-forwarded-host': 'aparatura.example' }
    const statusWith = (trustProxy: boolean) =>
      withApp(
        { ...settings, trustProxy },
        async ({ app }) => (await app.inject({ url: '/accessibility', headers })).statusCode,
      )
    expect([await statusWith(false), await statusWith(true)]).toEqual([400, 200])
  })
})

describe('the rate limit', () => {
  const limited = { rateLimit: 3 }
  test('holds up a client, with a time to come back, and no other client', () =>
    withApp(limited, async ({ app }) => {
      const statuses = []
      for (let count = 0; count < 4; count++) statuses.push((await app.inject('/accessibility')).statusCode)
      expect(statuses).toEqual([200, 200, 200, 429])
      const answer = await app.inject('/api/v1/resources')
      expect(answer.json().code).toBe('too-many-requests')
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
      expect((await app.inject({ url: '/accessibility', remoteAddress: '192.0.2.7' })).statusCode).toBe(200)
    }))

  test('counts a client by its own address behind a trusted proxy, and not by what it claims otherwise', async () => {
    const statusesWith = (trustProxy: boolean) =>
      withApp({ ...limited, trustProxy }, async ({ app }) => {
        const statuses = []
        for (let count = 0; count < 4; count++)
          statuses.push(
            (await app.inject({ url: '/accessibility', headers: { 'x-forwarded-for': `192.0.2.${count}` } }))
              .statusCode,
          )
        return statuses
      })
    expect(await statusesWith(true)).toEqual([200, 200, 200, 200])
    expect(await statusesWith(false)).toEqual([200, 200, 200, 429])
  })

  test('leaves out probes and what pages are made of', () =>
    withApp(limited, async ({ app }) => {
      for (let count = 0; count < 6; count++) expect((await app.inject('/health/live')).statusCode).toBe(200)
      for (let count = 0; count < 6; count++) expect((await app.inject('/static/app.css')).statusCode).not.toBe(429)
    }))
})

describe('the language', () => {
  test('is chosen, kept in a cookie and with the person', async () => {
    const nobody = t.nobody()
    const answer = await nobody.post('/language', { locale: 'en', next: '/accessibility' })
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/accessibility'])
    expect((await nobody.get('/accessibility')).body).toContain('<html lang="en">')
    await t.as('researcher').post('/language', { locale: 'en', next: '//evil.example' })
    expect((await t.as('researcher').get('/accessibility')).body).toContain('<html lang="en">')
  })

  test('never leads elsewhere, and is one that is there', async () => {
    expect((await t.nobody().post('/language', { locale: 'en', next: '//evil.example' })).headers.location).toBe('/')
    expect((await t.nobody().post('/language', { locale: 'xx' })).statusCode).toBe(422)
  })

  test.each([
    ['pl', 'pl'],
    ['en-GB,en;q=0.9,pl;q=0.8', 'en'],
    ['de,pl;q=0.4,en;q=0.6', 'en'],
    ['en;q=0, pl;q=0.1', 'pl'],
    ['de', null],
    ['*', null],
    [undefined, null],
  ])('Accept-Language %s means %s', (header, expected) => expect(preferredOf(header)).toBe(expected))
})

test.each([
  ['/a?b=c#d', '/a?b=c#d'],
  ['/', '/'],
  ['/zażółć', '/za%C5%BC%C3%B3%C5%82%C4%87'],
  ['//evil.example', null],
  ['/\\evil.example', null],
  ['/\n/evil.example', null],
  ['/.//evil.example', null],
  ['/a/..//evil.example', null],
  ['https://here.invalid/', null],
  ['', null],
  [['/a', '/b'], null],
])('the local path of %j is %j', (text, expected) => expect(localPath(text)).toBe(expected))

describe('figures for monitoring', () => {
  test('are not there without a token', async () => expect((await t.app.inject('/metrics')).statusCode).toBe(404))

  test('are for whoever holds it', () =>
    withApp({ metricsToken: 'the token' }, async ({ app }) => {
      expect((await app.inject('/metrics')).statusCode).toBe(401)
      expect((await app.inject({ url: '/metrics', headers: { authorization: 'Bearer other' } })).statusCode).toBe(401)
      const { body } = await app.inject({ url: '/metrics', headers: { authorization: 'Bearer the token' } })
      expect(body).toContain('aparatura_http_requests_total{method="GET",route="/metrics",status="4xx"} 2\n')
      expect(body).toContain('aparatura_outbox_waiting 0\n')
    }))

  test('probes say whether writes are taken', async () => {
    expect((await t.app.inject('/health/ready')).statusCode).toBe(200)
    await withApp({}, async (other) => {
      other.db.$client.pragma('query_only = 1')
      expect((await other.app.inject('/health/ready')).statusCode).toBe(503)
      expect((await other.app.inject('/health/live')).statusCode).toBe(200)
    })
  })
})
