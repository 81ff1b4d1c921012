import { Secret, TOTP } from 'otpauth'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { setPasswordHash } from '../../db/queries/credentials.ts'
import { sealedTotpOf, secondFactorsOf } from '../../db/queries/second-factors.ts'
import { type App, buildApp } from '../../server/app.ts'
import { hashPassword } from '../../server/operations/password.ts'
import type { Settings } from '../../server/settings.ts'
import { type Actor, type Browser, TEST_SETTINGS, type TestApp, testApp } from '../support/app.ts'
import { MINUTE, NOW } from '../support/makers.ts'
import { postbox } from '../support/postbox.ts'

const PASSWORD = 'a fine long passphrase'
let hash: string
let t: TestApp
beforeAll(async () => {
  hash = await hashPassword(PASSWORD)
})
const open = async (settings: Partial<Settings> = {}) => {
  t = await testApp({ settings })
  for (const actor of ['researcher', 'coordinator', 'admin'] as const)
    setPasswordHash(t.db, t.cast[actor].id, hash, NOW)
}
beforeEach(() => open())
afterEach(() => t.close())

const codeAt = (secret: string, at: number) =>
  new TOTP({ secret: Secret.fromBase32(secret), digits: 6, period: 30 }).generate({ timestamp: at })
const field = (body: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(body)?.[1] ?? ''
const secretIn = (body: string) => />([A-Z2-7 ]{32,})<\/code>/.exec(body)?.[1]?.replaceAll(' ', '') ?? ''
const recoveryIn = (body: string) =>
  [...body.matchAll(/<code>((?:[0-9a-z]{4}-){3}[0-9a-z]{4})<\/code>/g)].map((m) => m[1]!)

/** Turns codes of an app on for somebody; a minute later, so that the code shown is spent. */
async function setUp(browser: Browser) {
  const page = await browser.get('/account/security/totp')
  const secret = secretIn(page.body)
  const pending = field(page.body, 'pending')
  const answer = await browser.post('/account/security/totp', { pending, code: codeAt(secret, t.clock.now) })
  expect(answer.statusCode).toBe(201)
  t.clock.now += MINUTE
  return { secret, codes: recoveryIn(answer.body), body: answer.body }
}

const signIn = async (actor: Actor = 'researcher') => {
  const browser = t.nobody()
  const answer = await browser.post('/sign-in', { email: `${actor}@demo.test`, password: PASSWORD, next: '/equipment' })
  return { browser, answer }
}
const isIn = async (browser: Browser) => (await browser.get('/account')).statusCode === 200

describe('codes of an app', () => {
  test('are turned on by a code, with ten recovery codes shown once, and kept sealed', async () => {
    const me = t.as('researcher')
    const { secret, codes, body } = await setUp(me)
    expect(codes).toHaveLength(10)
    expect(body).toContain('Kody z aplikacji są włączone.')
    expect((await me.get('/account/security')).body).not.toContain(codes[0])
    expect(sealedTotpOf(t.db, t.cast.researcher.id)).not.toContain(secret)
    const kept = JSON.stringify(t.db.$client.prepare('SELECT * FROM recovery_codes').all())
    for (const code of codes) expect(kept).not.toContain(code.replaceAll('-', ''))
    expect(secondFactorsOf(t.db, t.cast.researcher.id)).toEqual({ hasTotp: true, passkeys: 0, codesLeft: 10 })
  })

  test('are not turned on by a wrong code, which keeps the secret that the app has', async () => {
    const me = t.as('researcher')
    const page = await me.get('/account/security/totp')
    const answer = await me.post('/account/security/totp', { pending: field(page.body, 'pending'), code: '000000' })
    expect(answer.statusCode).toBe(422)
    expect(secretIn(answer.body)).toBe(secretIn(page.body))
    expect(secondFactorsOf(t.db, t.cast.researcher.id).hasTotp).toBe(false)
  })

  test('are not turned on by what was offered to somebody else, or half an hour ago', async () => {
    const offer = await t.as('owner').get('/account/security/totp')
    const send = (actor: Actor) =>
      t.as(actor).post('/account/security/totp', {
        pending: field(offer.body, 'pending'),
        code: codeAt(secretIn(offer.body), t.clock.now),
      })
    expect((await send('researcher')).statusCode).toBe(422)
    t.clock.now += 31 * MINUTE
    expect((await send('owner')).statusCode).toBe(422)
    t.clock.now -= 31 * MINUTE
    expect((await send('owner')).statusCode).toBe(201)
  })

  test('are asked for after the password, and only then is somebody signed in', async () => {
    const { secret } = await setUp(t.as('researcher'))
    const { browser, answer } = await signIn()
    expect(answer.headers.location).toBe('/sign-in/code?next=%2Fequipment')
    expect(await isIn(browser)).toBe(false)
    expect((await browser.post('/sign-in/code', { code: '000000' })).statusCode).toBe(401)
    const done = await browser.post('/sign-in/code', { code: codeAt(secret, t.clock.now), next: '/equipment' })
    expect(done.headers.location).toBe('/equipment')
    expect(await isIn(browser)).toBe(true)
    expect((await browser.get('/sign-in/code')).statusCode).toBe(410)
  })

  test('are taken once each, one step early or late', async () => {
    const { secret } = await setUp(t.as('researcher'))
    const attempt = async (at: number) => {
      const { browser } = await signIn()
      return (await browser.post('/sign-in/code', { code: codeAt(secret, at) })).statusCode
    }
    expect(await attempt(t.clock.now - 60_000)).toBe(401)
    expect(await attempt(t.clock.now + 60_000)).toBe(401)
    expect(await attempt(t.clock.now - 30_000)).toBe(303)
    expect(await attempt(t.clock.now - 30_000)).toBe(401)
    expect(await attempt(t.clock.now + 30_000)).toBe(303)
    // The present step is older than one that was taken.
    expect(await attempt(t.clock.now)).toBe(401)
    t.clock.now += 60_000
    expect(await attempt(t.clock.now)).toBe(303)
  })

  test('cannot be guessed: ten wrong ones, then nobody looks for a quarter of an hour', async () => {
    const { secret } = await setUp(t.as('researcher'))
    const { browser } = await signIn()
    for (let i = 0; i < 10; i++) expect((await browser.post('/sign-in/code', { code: '000000' })).statusCode).toBe(401)
    const refused = await browser.post('/sign-in/code', { code: codeAt(secret, t.clock.now) })
    expect(refused.statusCode).toBe(429)
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(800)
  })

  test('half a sign-in is over after ten minutes', async () => {
    const { secret } = await setUp(t.as('researcher'))
    const { browser } = await signIn()
    t.clock.now += 10 * MINUTE
    expect((await browser.post('/sign-in/code', { code: codeAt(secret, t.clock.now) })).statusCode).toBe(410)
  })

  test('that were sealed with another secret are said to be unreadable; recovery codes work', async () => {
    const { secret, codes } = await setUp(t.as('researcher'))
    const settings = { ...TEST_SETTINGS, sessionSecret: 'another secret of tests, as long as the other' }
    const app = await buildApp({ db: t.db, clock: () => t.clock.now, mailer: postbox().mailer, settings })
    const post = otherBrowser(app)
    await post('/sign-in', { email: 'researcher@demo.test', password: PASSWORD })
    const told = await post('/sign-in/code', { code: codeAt(secret, t.clock.now) })
    expect(told.body).toContain('zmienił się sekret serwera')
    expect((await post('/sign-in/code', { code: codes[0]! })).statusCode).toBe(303)
    await app.close()
  })

  test('are turned off by their owner, who has just signed in', async () => {
    const me = t.as('researcher')
    await setUp(me)
    t.clock.now += 16 * MINUTE
    expect((await me.post('/account/security/totp/end')).statusCode).toBe(403)
    expect((await me.post('/account/security/totp/end', { _proof: PASSWORD })).statusCode).toBe(303)
    expect(secondFactorsOf(t.db, t.cast.researcher.id)).toEqual({ hasTotp: false, passkeys: 0, codesLeft: 0 })
    expect((await signIn()).answer.headers.location).toBe('/equipment')
  })
})

/** A browser of an app that is not the test's own. */
function otherBrowser(app: App) {
  const cookies: Record<string, string> = {}
  const keep = (answer: Awaited<ReturnType<typeof app.inject>>) => {
    for (const { name, value } of answer.cookies) cookies[name] = value
    return answer
  }
  return async (url: string, form: Record<string, string>) => {
    const page = keep(await app.inject({ url: '/accessibility', cookies }))
    const payload = new URLSearchParams({ _csrf: field(page.body, '_csrf'), ...form }).toString()
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    return keep(await app.inject({ method: 'POST', url, payload, headers, cookies }))
  }
}

describe('recovery codes', () => {
  test('stand in for the app, once each, however they are typed', async () => {
    const { codes } = await setUp(t.as('researcher'))
    const attempt = async (code: string) => {
      const { browser } = await signIn()
      return (await browser.post('/sign-in/code', { code })).statusCode
    }
    expect(await attempt(codes[0]!.toUpperCase().replaceAll('-', ' '))).toBe(303)
    expect(await attempt(codes[0]!)).toBe(401)
    expect(await attempt(codes[1]!)).toBe(303)
    expect(secondFactorsOf(t.db, t.cast.researcher.id).codesLeft).toBe(8)
  })

  test('are replaced by new ones; somebody else’s are worth nothing', async () => {
    const me = t.as('researcher')
    const old = await setUp(me)
    const others = await setUp(t.as('owner'))
    const fresh = recoveryIn((await me.post('/account/security/codes')).body)
    expect(fresh).toHaveLength(10)
    const { browser } = await signIn()
    for (const code of [old.codes[0]!, others.codes[0]!])
      expect((await browser.post('/sign-in/code', { code })).statusCode).toBe(401)
    expect((await browser.post('/sign-in/code', { code: fresh[0]! })).statusCode).toBe(303)
  })
})

describe('an administrator', () => {
  test('takes a lost second factor away, which is written down and told; nobody else does', async () => {
    const me = t.as('researcher')
    await setUp(me)
    const path = `/admin/people/${t.cast.researcher.id}/second-factor`
    expect((await t.as('coordinator').post(path)).statusCode).toBe(403)
    expect((await t.as('admin').get('/admin/people?q=researcher')).body).toContain(path)
    expect((await t.as('admin').post(path)).headers.location).toContain('done=factor')
    expect(await isIn(me)).toBe(false)
    expect((await signIn()).answer.headers.location).toBe('/equipment')
    const events = t.db.$client.prepare(
      "SELECT person_id, about_id FROM audit_events WHERE kind = 'second-factor-reset'",
    )
    expect(events.all()).toEqual([{ person_id: t.cast.admin.id, about_id: t.cast.researcher.id }])
    expect((await t.as('admin').post(path)).statusCode).toBe(404)
  })
})

describe('the API', () => {
  const body = { email: 'researcher@demo.test', password: PASSWORD }
  test('gives a token for the password and a code to who has a second factor, for the password to others', async () => {
    expect((await t.api(null)('POST', '/sessions', body)).statusCode).toBe(201)
    const { secret } = await setUp(t.as('researcher'))
    const without = await t.api(null)('POST', '/sessions', body)
    expect([without.statusCode, without.json().code]).toEqual([401, 'second-factor'])
    expect((await t.api(null)('POST', '/sessions', { ...body, code: '000000' })).json().code).toBe('second-factor')
    const wrong = await t.api(null)('POST', '/sessions', {
      ...body,
      password: 'wrong',
      code: codeAt(secret, t.clock.now),
    })
    expect(wrong.json().code).toBe('wrong-credentials')
    const right = await t.api(null)('POST', '/sessions', { ...body, code: codeAt(secret, t.clock.now) })
    expect(right.statusCode).toBe(201)
  })
})

describe('where administrators and coordinators need a second factor', () => {
  beforeEach(async () => {
    await t.close()
    await open({ secondFactor: 'required' })
  })

  test('they are led to it and can do nothing else until they have one', async () => {
    for (const actor of ['coordinator', 'admin'] as const) {
      const { browser } = await signIn(actor)
      for (const url of ['/', '/reservations', '/account', '/reports/utilisation', '/labs'])
        expect([url, (await browser.get(url)).headers.location]).toEqual([url, '/account/security'])
      const page = await browser.get('/account/security')
      expect(page.body).toContain('Twoja rola wymaga drugiego składnika')
      const csrf = field(page.body, '_csrf')
      expect((await browser.post('/account', { _csrf: csrf, name: 'x', locale: 'pl' })).statusCode).toBe(403)
      const token = await t.api(actor)('GET', '/me')
      expect([token.statusCode, token.json().code]).toEqual([403, 'second-factor-missing'])
      const setup = await browser.get('/account/security/totp')
      const secret = secretIn(setup.body)
      await browser.post('/account/security/totp', {
        ...{ _csrf: csrf, pending: field(setup.body, 'pending'), code: codeAt(secret, t.clock.now) },
      })
      expect((await browser.get('/reservations')).statusCode).toBe(200)
      expect((await t.api(actor)('GET', '/me')).statusCode).toBe(200)
    }
  })

  test('others go on as before', async () => {
    const { answer, browser } = await signIn('researcher')
    expect(answer.headers.location).toBe('/equipment')
    expect((await browser.get('/reservations')).statusCode).toBe(200)
  })
})

test('a passkey that is none opens nothing, and its challenge is good once', async () => {
  const me = t.nobody()
  expect((await me.get('/sign-in')).body).toMatch(/<noscript>.*wymaga włączonego JavaScriptu/s)
  const { challenge } = (await me.post('/sign-in/passkey/challenge')).json() as { challenge: string }
  const count = () => t.db.$client.prepare('SELECT count(*) FROM proof_steps').pluck().get()
  expect(count()).toBe(1)
  const client = Buffer.from(JSON.stringify({ type: 'webauthn.get', challenge, origin: 'http://localhost:3000' }))
  const credential = JSON.stringify({ id: 'x', response: { clientDataJSON: client.toString('base64url') } })
  for (const each of ['', '{', credential, credential])
    expect((await me.post('/sign-in/passkey', { credential: each })).statusCode).toBe(401)
  expect(count()).toBe(0)
})
