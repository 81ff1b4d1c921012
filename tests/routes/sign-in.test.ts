import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { setPasswordHash } from '../../db/queries/credentials.ts'
import { hashPassword } from '../../server/operations/password.ts'
import { type Browser, type TestApp, testApp } from '../support/app.ts'
import { NOW } from '../support/makers.ts'

const PASSWORD = 'a fine long passphrase'
const MINUTE = 60_000
let hash: string
let t: TestApp
beforeAll(async () => {
  hash = await hashPassword(PASSWORD)
})
beforeEach(async () => {
  t = await testApp()
  for (const actor of ['researcher', 'owner'] as const) setPasswordHash(t.db, t.cast[actor].id, hash, NOW)
})
afterEach(() => t.close())

const tryWith = (browser: Browser, password: string, email = 'researcher@demo.test', more = {}) =>
  browser.post('/sign-in', { email, password, ...more })

describe('signing in', () => {
  test('with the right password leads on to where one was going', async () => {
    const browser = t.nobody()
    const answer = await tryWith(browser, PASSWORD, 'Researcher@Demo.test ', { next: '/equipment?q=tem#x' })
    expect(answer.statusCode).toBe(303)
    expect(answer.headers.location).toBe('/equipment?q=tem#x')
    expect((await browser.get('/accessibility')).body).toContain('researcher')
  })

  test.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/.//evil.example',
    '\\\\evil.example',
    'javascript:alert(1)',
    'equipment',
    '',
  ])('never leads to another site: %j', async (next) => {
    const answer = await tryWith(t.nobody(), PASSWORD, undefined, { next })
    expect(answer.headers.location).toBe('/')
    const page = await t.nobody().get(`/sign-in?next=${encodeURIComponent(next)}`)
    expect(page.body).not.toMatch(/action="\/sign-in" method="post"><input [^>]*><input type="hidden" name="next"/)
  })

  test('with a wrong password shows the form again, the same for an address nobody has', async () => {
    const known = await tryWith(t.nobody(), 'wrong')
    const unknown = await tryWith(t.nobody(), 'wrong', 'nobody@demo.test')
    expect([known.statusCode, unknown.statusCode]).toEqual([401, 401])
    expect(known.body).toContain('Adres i hasło nie pasują do siebie.')
    expect(unknown.body).toContain('Adres i hasło nie pasują do siebie.')
  })

  test('begins a new session each time, so that a planted cookie is worth nothing', async () => {
    const browser = t.nobody()
    browser.cookies.set('session', 'planted')
    await tryWith(browser, PASSWORD)
    const first = browser.cookies.get('session')
    expect(first).not.toBe('planted')
    await browser.post('/sign-out')
    await tryWith(browser, PASSWORD)
    expect(browser.cookies.get('session')).not.toBe(first)
  })

  test('keeps only the hash of the secret', async () => {
    const browser = t.nobody()
    await tryWith(browser, PASSWORD)
    const rows = t.db.$client.prepare('SELECT * FROM sessions').all()
    expect(JSON.stringify(rows)).not.toContain(browser.cookies.get('session'))
  })

  test('sets a cookie that scripts cannot read, over https for this very host only', async () => {
    const secure = await testApp({ settings: { publicUrl: 'https://aparatura.example' } })
    setPasswordHash(secure.db, secure.cast.researcher.id, hash, NOW)
    const answer = await tryWith(secure.nobody(), PASSWORD)
    expect(answer.cookies.find(({ name }) => name === '__Host-session')).toMatchObject({
      httpOnly: true,
      secure: true,
      sameSite: 'Lax',
      path: '/',
    })
    await secure.close()
  })
})

describe('a session', () => {
  test('ends at sign-out, in the database too', async () => {
    const browser = t.as('researcher')
    const stolen = new Map(browser.cookies)
    expect((await browser.get('/account')).statusCode).toBe(200)
    await browser.post('/sign-out')
    const thief = t.nobody()
    for (const [name, value] of stolen) thief.cookies.set(name, value)
    expect((await thief.get('/account')).statusCode).toBe(303)
  })

  test('ends after 14 days', async () => {
    const browser = t.as('researcher')
    t.clock.now += 14 * 86_400_000
    expect((await browser.get('/account')).statusCode).toBe(303)
  })

  test('ends at the next request when the account is closed', async () => {
    const browser = t.as('researcher')
    await browser.get('/account')
    t.db.$client.prepare('UPDATE people SET is_active = 0 WHERE id = ?').run(t.cast.researcher.id)
    expect((await browser.get('/account')).statusCode).toBe(303)
  })

  test('notices a lost stewardship at the next request', async () => {
    const browser = t.as('owner')
    expect((await browser.get('/accessibility')).body).toContain('/approvals')
    t.db.$client.prepare('DELETE FROM stewardships WHERE person_id = ?').run(t.cast.owner.id)
    expect((await browser.get('/accessibility')).body).not.toContain('/approvals')
  })

  test('writes nothing at a GET but, once an hour, that it is in use', async () => {
    const browser = t.as('researcher')
    const changes = () => t.db.$client.prepare('SELECT total_changes()').pluck().get()
    const before = changes()
    for (let count = 0; count < 3; count++) await browser.get('/account')
    await t.nobody().get('/accessibility')
    expect(changes()).toBe(before)
  })
})

describe('guessing', () => {
  test('is held up after 10 failures for an account, until they are 15 minutes old', async () => {
    for (let count = 0; count < 10; count++) expect((await tryWith(t.nobody(), 'wrong')).statusCode).toBe(401)
    const held = await tryWith(t.nobody(), PASSWORD)
    expect(held.statusCode).toBe(429)
    expect(Number(held.headers['retry-after'])).toBe(900)
    t.clock.now += 15 * MINUTE
    expect((await tryWith(t.nobody(), PASSWORD)).statusCode).toBe(303)
  })

  test('at a held account does not hold its owner elsewhere', async () => {
    for (let count = 0; count < 10; count++) await tryWith(t.nobody(), 'wrong')
    const token = await formToken(t)
    const answer = await t.inject({
      method: 'POST',
      url: '/sign-in',
      remoteAddress: '192.0.2.7',
      cookies: token.cookies,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({
        _csrf: token.value,
        email: 'researcher@demo.test',
        password: PASSWORD,
      }).toString(),
    })
    expect(answer.statusCode).toBe(303)
  })

  test('is held up after 20 failures from one address, whatever the accounts', async () => {
    for (let count = 0; count < 20; count++) await tryWith(t.nobody(), 'wrong', `person${count}@demo.test`)
    expect((await tryWith(t.nobody(), PASSWORD, 'owner@demo.test')).statusCode).toBe(429)
  })

  test('in parallel gets no more tries', async () => {
    const browser = t.nobody()
    await browser.get('/accessibility')
    const answers = await Promise.all(Array.from({ length: 16 }, () => tryWith(browser, 'wrong')))
    expect(answers.filter(({ statusCode }) => statusCode === 401)).toHaveLength(10)
  })

  test('is forgiven when the password fits', async () => {
    for (let count = 0; count < 9; count++) await tryWith(t.nobody(), 'wrong')
    expect((await tryWith(t.nobody(), PASSWORD)).statusCode).toBe(303)
    expect((await tryWith(t.nobody(), 'wrong')).body).not.toContain('429')
    expect((await tryWith(t.nobody(), PASSWORD)).statusCode).toBe(303)
  })
})

async function formToken({ app }: TestApp) {
  const page = await app.inject('/accessibility')
  const value = /name="_csrf" value="([^"]+)"/.exec(page.body)?.[1] ?? ''
  return { value, cookies: Object.fromEntries(page.cookies.map((cookie) => [cookie.name, cookie.value])) }
}
