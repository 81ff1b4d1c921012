import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { setPasswordHash } from '../../db/queries/credentials.ts'
import { identitiesOf } from '../../db/queries/identities.ts'
import { setSignOn } from '../../db/queries/sign-on.ts'
import { hashPassword } from '../../server/operations/password.ts'
import { type Browser, TEST_SETTINGS, type TestApp, testApp } from '../support/app.ts'
import { MINUTE, NOW } from '../support/makers.ts'
import { startProvider, type TestProvider } from '../support/provider.ts'

const PASSWORD = 'a fine long passphrase'
let hash: string
let provider: TestProvider
let t: TestApp
beforeAll(async () => {
  // The provider tells at its start what a real one would need.
  vi.spyOn(console, 'warn').mockReturnValue()
  vi.spyOn(console, 'info').mockReturnValue()
  ;[hash, provider] = await Promise.all([hashPassword(PASSWORD), startProvider(TEST_SETTINGS.publicUrl)])
})
afterAll(() => provider.close())

const settingsFor = ({ issuer, clientId, clientSecret }: TestProvider) => ({
  oidc: { issuer, clientId, clientSecret, name: 'Federacja', organisationClaim: 'schac_home_organization' },
})
const home = () => t.cast.researcher.organisationId
beforeEach(async () => {
  t = await testApp({ settings: settingsFor(provider) })
  setSignOn(t.db, home(), { domains: ['up.example'], isTrusted: false })
  setPasswordHash(t.db, t.cast.researcher.id, hash, NOW)
})
afterEach(() => t.close())

const anna = (claims: Readonly<Record<string, unknown>> = {}, sub = 'anna') => ({
  sub,
  claims: {
    ...{ name: 'Anna Federacyjna', email: 'anna@up.example', email_verified: true },
    ...{ schac_home_organization: 'up.example', ...claims },
  },
})

/** Begins in a browser; what the page leads to. */
async function depart(browser: Browser, path = '/sign-in/oidc', form: Record<string, string> = {}) {
  const page = await browser.post(path, form)
  expect(page.statusCode).toBe(200)
  return /rel="external"[^>]*|href="(http[^"]+)"/
    .exec(page.body.replace(/rel="external"/, ''))![1]!
    .replaceAll('&amp;', '&')
}

/** The whole way; the answer that the browser comes back to. */
async function come(browser: Browser, path?: string, form?: Record<string, string>) {
  const back = await provider.walk(await depart(browser, path, form))
  return browser.get(back.pathname + back.search)
}
const peopleWith = (email: string) =>
  t.db.$client
    .prepare(
      `SELECT p.name, m.state, m.organisation_id AS organisation, p.password_hash AS hash
       FROM people p JOIN memberships m ON m.person_id = p.id WHERE email = ?`,
    )
    .all(email)

describe('who comes by a provider', () => {
  test('for the first time gets an account in the organisation it names, which is asked', async () => {
    provider.who = anna()
    const browser = t.nobody()
    const answer = await come(browser)
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/account'])
    expect((await browser.get('/account')).body).toContain('Anna Federacyjna')
    expect(peopleWith('anna@up.example')).toEqual([
      { name: 'Anna Federacyjna', state: 'asked', organisation: home(), hash: null },
    ])
    expect(browser.cookies.has('sign-on')).toBe(false)
  })

  test('goes on where they were going, once the organisation trusts the provider', async () => {
    setSignOn(t.db, home(), { domains: ['up.example'], isTrusted: true })
    provider.who = anna()
    const answer = await come(t.nobody(), undefined, { next: '/reservations' })
    expect(answer.headers.location).toBe('/reservations')
    expect(peopleWith('anna@up.example')).toMatchObject([{ state: 'active' }])
  })

  test('is known again by issuer and subject, whatever address and name they have by then', async () => {
    provider.who = anna()
    await come(t.nobody())
    provider.who = anna({ email: 'researcher@demo.test', name: 'Anna Inna' })
    const browser = t.nobody()
    expect((await come(browser)).statusCode).toBe(303)
    expect((await browser.get('/account')).body).toContain('anna@up.example')
    provider.who = anna({}, 'another-anna')
    expect((await come(t.nobody())).statusCode).toBe(409)
  })

  test.each([
    ['of an unknown organisation', { schac_home_organization: 'elsewhere.example' }, 'nie należy do klastra'],
    ['of none', { schac_home_organization: undefined }, 'nie należy do klastra'],
    ['without an address', { email: undefined }, 'nie podała imienia'],
    ['with an unconfirmed address elsewhere', { email: 'anna@mail.example', email_verified: false }, 'nie podała'],
  ])('%s is kindly refused', async (_who, claims, words) => {
    provider.who = anna(claims, 'refused')
    const answer = await come(t.nobody())
    expect(answer.statusCode).toBe(403)
    expect(answer.body).toContain(words)
    expect(answer.body).toContain('href="/sign-up"')
    expect(t.db.$client.prepare('SELECT count(*) FROM identities').pluck().get()).toBe(0)
  })

  test('is found by the ROR of the organisation, too', async () => {
    t.db.$client.prepare('UPDATE organisations SET ror = ? WHERE id = ?').run('https://ror.org/024zjzd49', home())
    provider.who = anna({ schac_home_organization: 'https://ror.org/024zjzd49' })
    expect((await come(t.nobody())).statusCode).toBe(303)
  })

  test('whose account is closed stays outside', async () => {
    provider.who = anna()
    await come(t.nobody())
    t.db.$client.prepare("UPDATE people SET is_active = 0 WHERE email = 'anna@up.example'").run()
    expect((await come(t.nobody())).statusCode).toBe(403)
  })
})

describe('an address that has an account', () => {
  beforeEach(() => {
    provider.who = anna({ email: 'Researcher@demo.test' }, 'researcher-there')
  })

  test('opens nothing by itself: its owner signs in once and connects the two', async () => {
    const stranger = t.nobody()
    const refused = await come(stranger)
    expect(refused.statusCode).toBe(409)
    expect(refused.body).toContain('ma już konto')
    expect(refused.body).toContain('/sign-in?next=%2Faccount%2Fsecurity')
    expect((await stranger.get('/account')).statusCode).toBe(303)

    const me = t.as('researcher')
    expect((await come(me, '/account/security/identities')).headers.location).toBe('/account/security?done=linked')
    const browser = t.nobody()
    expect((await come(browser)).headers.location).toBe('/')
    expect((await browser.get('/account')).body).toContain('researcher@demo.test')
  })

  test('connects with one account only', async () => {
    await come(t.as('researcher'), '/account/security/identities')
    expect((await come(t.as('owner'), '/account/security/identities')).statusCode).toBe(409)
    expect(identitiesOf(t.db, t.cast.owner.id)).toEqual([])
  })

  test('is connected in the session that asked for it, and by who has just signed in', async () => {
    const me = t.as('researcher')
    const back = await provider.walk(await depart(me, '/account/security/identities'))
    const other = t.as('owner')
    other.cookies.set('sign-on', me.cookies.get('sign-on')!)
    expect((await other.get(back.pathname + back.search)).statusCode).toBe(400)
    expect((await t.db.$client.prepare('SELECT count(*) FROM identities').pluck().get()) as number).toBe(0)
    t.clock.now += 16 * MINUTE
    expect((await me.post('/account/security/identities')).statusCode).toBe(403)
  })

  test('is disconnected again, unless it is the only way in', async () => {
    const me = t.as('researcher')
    await come(me, '/account/security/identities')
    const { id } = identitiesOf(t.db, t.cast.researcher.id)[0]!
    const path = `/account/security/identities/${id}/removal`
    expect((await t.as('owner').post(path)).statusCode).toBe(404)
    t.db.$client.prepare('UPDATE people SET password_hash = NULL WHERE id = ?').run(t.cast.researcher.id)
    expect((await me.post(path)).statusCode).toBe(422)
    setPasswordHash(t.db, t.cast.researcher.id, hash, NOW)
    expect((await me.post(path)).headers.location).toBe('/account/security?done=unlinked')
  })

  test('proves once more who it is to who has no password', async () => {
    const me = t.as('researcher')
    await come(me, '/account/security/identities')
    t.db.$client.prepare('UPDATE people SET password_hash = NULL WHERE id = ?').run(t.cast.researcher.id)
    t.clock.now += 16 * MINUTE
    const asked = await me.post('/account/tokens', { label: 'x', days: '30' })
    expect(asked.statusCode).toBe(403)
    expect(asked.body).toContain('/account/proof/oidc')
    expect(asked.body).not.toContain('name="_proof"')
    expect((await come(me, '/account/proof/oidc', { next: '/account' })).headers.location).toBe('/account')
    expect((await me.post('/account/tokens', { label: 'x', days: '30' })).statusCode).toBe(201)
    // Somebody else at the provider proves nothing.
    t.clock.now += 16 * MINUTE
    provider.who = anna()
    expect((await come(me, '/account/proof/oidc')).statusCode).toBe(400)
    expect((await me.post('/account/tokens', { label: 'x', days: '30' })).statusCode).toBe(403)
  })
})

describe('the way back', () => {
  beforeEach(() => {
    provider.who = anna()
  })

  test('opens nothing without the browser that was sent off, and changes nothing', async () => {
    const back = await provider.walk(await depart(t.nobody()))
    const before = t.db.$client.prepare('SELECT count(*) FROM people').pluck().get()
    for (const path of [back.pathname + back.search, back.pathname]) {
      const answer = await t.nobody().get(path)
      expect(answer.statusCode).toBe(400)
      expect(answer.headers['set-cookie'] ?? '').not.toContain('session')
    }
    expect(t.db.$client.prepare('SELECT count(*) FROM people').pluck().get()).toBe(before)
  })

  test('with another state, another code or a code that was used opens nothing', async () => {
    const browser = t.nobody()
    const back = await provider.walk(await depart(browser))
    const cookie = browser.cookies.get('sign-on')!
    const attempt = async (change: (query: URLSearchParams) => void) => {
      const each = t.nobody()
      each.cookies.set('sign-on', cookie)
      const query = new URLSearchParams(back.search)
      change(query)
      return (await each.get(`${back.pathname}?${query}`)).statusCode
    }
    expect(await attempt((query) => query.set('state', 'another'))).toBe(400)
    expect(await attempt((query) => query.delete('state'))).toBe(400)
    expect(await attempt((query) => query.set('iss', 'https://evil.example'))).toBe(400)
    expect(await attempt((query) => query.set('code', 'another'))).toBe(400)
    expect(await attempt(() => {})).toBe(303)
    expect(await attempt(() => {})).toBe(400)
    const cancel = (query: URLSearchParams) => {
      query.delete('code')
      query.set('error', 'access_denied')
    }
    expect(await attempt(cancel)).toBe(400)
  })

  test('is closed after ten minutes, and to what another key has sealed', async () => {
    const browser = t.nobody()
    const back = await provider.walk(await depart(browser))
    const cookie = browser.cookies.get('sign-on')!
    browser.cookies.set('sign-on', `${cookie.slice(0, -4)}AAAA`)
    expect((await browser.get(back.pathname + back.search)).statusCode).toBe(400)
    browser.cookies.set('sign-on', cookie)
    t.clock.now += 10 * MINUTE
    expect((await browser.get(back.pathname + back.search)).statusCode).toBe(400)
  })
})

describe('a provider that is down', () => {
  test('is said to be, and the password goes on working', async () => {
    await t.close()
    t = await testApp({ settings: settingsFor({ ...provider, issuer: 'http://127.0.0.1:9' }) })
    setPasswordHash(t.db, t.cast.researcher.id, hash, NOW)
    const browser = t.nobody()
    expect((await browser.get('/sign-in')).body).toContain('Wejdź przez: Federacja')
    const answer = await browser.post('/sign-in/oidc')
    expect(answer.statusCode).toBe(503)
    expect(answer.body).toContain('(Federacja) nie odpowiada')
    const local = await browser.post('/sign-in', { email: 'researcher@demo.test', password: PASSWORD })
    expect(local.headers.location).toBe('/')
  })

  test('where none is set there is no such page', async () => {
    await t.close()
    t = await testApp()
    expect((await t.nobody().post('/sign-in/oidc')).statusCode).toBe(404)
    expect((await t.nobody().get('/sign-in/oidc/callback')).statusCode).toBe(404)
    expect((await t.nobody().get('/sign-in')).body).not.toContain('/sign-in/oidc')
  })
})

describe('whom an organisation takes for its own', () => {
  const path = '/manage/organisations/politechnika/sign-on'
  const kept = () =>
    JSON.parse(
      t.db.$client.prepare("SELECT sign_on FROM organisations WHERE slug = 'politechnika'").pluck().get() as string,
    ) as unknown

  test('its domains are set by who runs the cluster, its trust by who runs the organisation', async () => {
    const { id: personId } = t.cast.owner
    t.db.$client.prepare('UPDATE memberships SET is_administrator = 1 WHERE person_id = ?').run(personId)
    expect((await t.as('owner').post(path, { domains: 'up.example' })).statusCode).toBe(403)
    expect((await t.as('owner').post(path, { trusted: '1' })).statusCode).toBe(303)
    expect(kept()).toEqual({ domains: [], isTrusted: true })
    const taken = await t.as('admin').post(path, { domains: 'up.example' })
    expect([taken.statusCode, taken.body.includes('należy już do innej organizacji')]).toEqual([422, true])
    expect((await t.as('admin').post(path, { domains: 'not a domain' })).statusCode).toBe(422)
    expect((await t.as('admin').post(path, { domains: 'PL.example, pollub.example' })).statusCode).toBe(303)
    expect(kept()).toEqual({ domains: ['pl.example', 'pollub.example'], isTrusted: false })
  })
})
