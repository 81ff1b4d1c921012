import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { setPasswordHash } from '../../db/queries/credentials.ts'
import { hashPassword } from '../../server/operations/password.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { NOW } from '../support/makers.ts'

const OLD = 'a fine long passphrase'
const NEW = 'zielony rower w deszczu'
let hash: string
let t: TestApp
beforeAll(async () => {
  hash = await hashPassword(OLD)
})
beforeEach(async () => {
  t = await testApp()
  setPasswordHash(t.db, t.cast.researcher.id, hash, NOW)
})
afterEach(() => t.close())

const keysIn = (body: string) =>
  [...body.matchAll(/\/account\/sessions\/([0-9a-f]{16})\/end/g)].map((match) => match[1]!)

describe('the profile', () => {
  test('takes a name and a language', async () => {
    const browser = t.as('researcher')
    const answer = await browser.post('/account', { name: '  Anna Żak ', locale: 'en' })
    expect(answer.headers.location).toBe('/account?saved=profile')
    const page = await browser.get('/account?saved=profile')
    expect(page.body).toContain('<html lang="en">')
    expect(page.body).toContain('value="Anna Żak"')
    expect(page.body).toContain('Saved.')
  })

  test.each([
    ['an empty name', { name: ' ', locale: 'pl' }],
    ['an unknown language', { name: 'Anna', locale: 'de' }],
    ['a name with a NUL', { name: 'An\0na', locale: 'pl' }],
  ])('refuses %s', async (_what, form) => {
    expect((await t.as('researcher').post('/account', form)).statusCode).toBe(422)
  })
})

describe('sessions', () => {
  test('are listed, without anything one could sign in with, and ended', async () => {
    const here = t.as('researcher')
    const elsewhere = t.as('researcher')
    const page = await here.get('/account')
    expect(keysIn(page.body)).toHaveLength(2)
    expect(page.body).not.toContain(elsewhere.cookies.get('session'))
    await here.post('/account/sessions/end-others')
    expect((await elsewhere.get('/account')).statusCode).toBe(303)
    expect((await here.get('/account')).statusCode).toBe(200)
  })

  test("of somebody else are out of one's reach", async () => {
    const victim = t.as('owner')
    const [key = ''] = keysIn((await victim.get('/account')).body)
    expect((await t.as('researcher').post(`/account/sessions/${key}/end`)).statusCode).toBe(404)
    expect((await victim.get('/account')).statusCode).toBe(200)
  })
})

describe('an API token', () => {
  test('is shown once, works, and is revoked', async () => {
    const browser = t.as('researcher')
    const made = await browser.post('/account/tokens', { label: 'Notebook', days: '90' })
    expect(made.statusCode).toBe(201)
    const [, token = ''] = /<code class="token">([^<]+)</.exec(made.body) ?? []
    const me = () => t.inject({ url: '/api/v1/me', headers: { authorization: `Bearer ${token}` } })
    expect((await me()).json().email).toBe('researcher@demo.test')
    const page = await browser.get('/account')
    expect(page.body).toContain('Notebook')
    expect(page.body).not.toContain(token)
    const table = page.body.slice(page.body.indexOf('Notebook'))
    await browser.post(`/account/sessions/${keysIn(table)[0]}/end`)
    expect((await me()).statusCode).toBe(401)
  })

  test('is no cookie, and a cookie is no token', async () => {
    const browser = t.as('researcher')
    const made = await browser.post('/account/tokens', { label: 'Notebook', days: '90' })
    const [, token = ''] = /<code class="token">([^<]+)</.exec(made.body) ?? []
    const asCookie = t.nobody()
    asCookie.cookies.set('session', token)
    expect((await asCookie.get('/account')).statusCode).toBe(303)
    const authorization = `Bearer ${browser.cookies.get('session')}`
    expect((await t.inject({ url: '/api/v1/me', headers: { authorization } })).statusCode).toBe(401)
  })
})

describe('a new password', () => {
  const change = (current: string, fresh: string, repeat = fresh) => {
    const browser = t.as('researcher')
    return browser.post('/account/password', { current, fresh, repeat })
  }

  test('ends every other session and token, and is the one that counts', async () => {
    const elsewhere = t.as('researcher')
    const token = t.api('researcher')
    expect((await change(OLD, NEW)).headers.location).toBe('/account?saved=password')
    expect((await elsewhere.get('/account')).statusCode).toBe(303)
    expect((await token('GET', '/me')).statusCode).toBe(401)
    const signIn = (password: string) => t.nobody().post('/sign-in', { email: 'researcher@demo.test', password })
    expect((await signIn(OLD)).statusCode).toBe(401)
    expect((await signIn(NEW)).statusCode).toBe(303)
  })

  test.each([
    ['the present one is wrong', 'something else entirely', NEW, NEW, 'To nie jest obecne hasło.'],
    ['it is short', OLD, 'short', 'short', 'Hasło jest za krótkie.'],
    ['it is what everybody tries', OLD, 'haslo1234567', 'haslo1234567', 'To hasło łatwo odgadnąć.'],
    ['it is the address', OLD, 'researcher@demo.test', 'researcher@demo.test', 'To hasło łatwo odgadnąć.'],
    ['one letter again and again', OLD, 'aaaaaaaaaaaaaa', 'aaaaaaaaaaaaaa', 'To hasło łatwo odgadnąć.'],
    ['the two entries differ', OLD, NEW, `${NEW}!`, 'Oba wpisy nowego hasła różnią się.'],
  ])('is refused when %s', async (_when, current, fresh, repeat, sentence) => {
    const answer = await change(current, fresh, repeat)
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain(sentence)
  })

  test('cannot be reached by guessing the present one', async () => {
    for (let count = 0; count < 10; count++) await change('guess', NEW)
    expect((await change(OLD, NEW)).statusCode).toBe(429)
  })
})

test('a problem of the API says in words what it is', async () => {
  const page = await t.app.inject({ url: '/problems/conflict', headers: { 'accept-language': 'en' } })
  expect(page.body).toContain('<h1>This time is taken</h1>')
  expect((await t.app.inject('/problems/constructor')).statusCode).toBe(404)
})
