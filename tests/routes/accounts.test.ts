import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { accountWith } from '../../db/queries/credentials.ts'
import { membershipOf } from '../../db/queries/memberships.ts'
import { personById } from '../../db/queries/people.ts'
import { sendDue } from '../../server/mail/outbox.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { HOUR, makeMembership, NOW } from '../support/makers.ts'
import { postbox } from '../support/postbox.ts'

const PASSWORD = 'zielony rower w deszczu'
let t: TestApp
beforeEach(async () => {
  t = await testApp()
})
afterEach(() => t.close())

/** What has just left, and the path of the link in it. */
async function mailTo(address: string): Promise<{ readonly text: string; readonly path: string }[]> {
  const { mailer, sent } = postbox()
  await sendDue(t.db, mailer, () => t.clock.now, t.app.settings)
  return sent
    .filter(({ to }) => to.email === address)
    .map(({ text }) => ({ text, path: /http:\/\/localhost:3000(\/\S+)/.exec(text)?.[1] ?? '' }))
}

const ASKED = {
  ...{ name: 'Ewa Nowa', email: 'ewa@nowa.test', organisation: 'przyrodniczy', password: PASSWORD, locale: 'pl' },
}

async function confirmedNewcomer() {
  const ewa = t.nobody()
  await ewa.post('/sign-up', ASKED)
  const [mail] = await mailTo(ASKED.email)
  await ewa.post(mail!.path, { password: PASSWORD })
  return { ewa, id: accountWith(t.db, ASKED.email)!.personId }
}

describe('signing up', () => {
  test('confirms the address, asks the organisation, and is let in', async () => {
    makeMembership(t.db, {
      personId: t.cast.researcher.id,
      organisationId: t.cast.researcher.organisationId,
      isAdministrator: true,
    })
    const { ewa, id } = await confirmedNewcomer()
    expect((await ewa.get('/account')).body).toContain('Nie należysz do żadnej organizacji')
    expect((await ewa.get('/reservations')).statusCode).toBe(403)
    expect((await ewa.get('/equipment')).statusCode).toBe(200)
    const [asked] = await mailTo('researcher@demo.test')
    expect(asked?.text).toContain('Ewa Nowa')
    const decision = `/manage/organisations/przyrodniczy/people/${id}/decision`
    expect((await t.as('stranger').post(decision, { verdict: 'let-in' })).statusCode).toBe(403)
    expect((await t.as('researcher').post(decision, { verdict: 'let-in' })).statusCode).toBe(303)
    expect((await ewa.get('/reservations')).statusCode).toBe(200)
    expect((await mailTo(ASKED.email))[0]?.text).toContain('Należysz do organizacji')
  })

  test('asks the administrator of the cluster where the organisation has none', async () => {
    await confirmedNewcomer()
    expect((await mailTo('admin@demo.test'))[0]?.text).toContain('przyrodniczy')
  })

  test('answers the same under an address that has an account, and tells its owner alone', async () => {
    const fresh = await t.nobody().post('/sign-up', ASKED)
    const known = await t.nobody().post('/sign-up', { ...ASKED, email: 'Researcher@demo.test ' })
    const plain = (body: string) => body.replaceAll(/value="[^"]*"|ewa@nowa\.test|researcher@demo\.test/g, '')
    expect([known.statusCode, plain(known.body)]).toEqual([fresh.statusCode, plain(fresh.body)])
    expect((await mailTo('researcher@demo.test'))[0]?.text).toContain('jest już konto')
  })

  test('needs the password that was chosen as well as the link, which is good once and for a day', async () => {
    const nobody = t.nobody()
    await nobody.post('/sign-up', ASKED)
    const [{ path } = { path: '' }] = await mailTo(ASKED.email)
    expect((await nobody.get(path)).statusCode).toBe(200)
    expect((await nobody.post(path, { password: 'not the one chosen' })).statusCode).toBe(422)
    expect(accountWith(t.db, ASKED.email)).toBeNull()
    t.clock.now = NOW + 25 * HOUR
    expect((await nobody.post(path, { password: PASSWORD })).statusCode).toBe(404)
    t.clock.now = NOW
    expect((await nobody.post(path, { password: PASSWORD })).statusCode).toBe(303)
    expect((await nobody.post(path, { password: PASSWORD })).statusCode).toBe(404)
  })

  test.each([
    ['too short', { password: 'seven77' }, 'najmniej 8'],
    ['too long', { password: 'ą'.repeat(129) }, 'najwięcej 128'],
    ['leaked', { password: 'Qwerty123' }, 'wyciekły'],
    ['made of the name', { password: 'ewa nowa 1' }, 'odgadnąć'],
    ['made of the product', { password: 'aparatura!' }, 'odgadnąć'],
    ['no address', { email: 'ewa' }, 'nie jest adres'],
    ['no organisation', { organisation: 'nowhere' }, 'Wybierz organizację'],
  ])('refuses what is %s, and keeps what was typed', async (_what, change, words) => {
    const answer = await t.nobody().post('/sign-up', { ...ASKED, ...change })
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain(words)
    expect(answer.body).toContain('value="Ewa Nowa"')
    expect(answer.body).not.toContain(PASSWORD)
  })

  test('takes 128 characters that are more bytes, and does not fill a mailbox or let one client ask on and on', async () => {
    for (let i = 0; i < 7; i++)
      expect((await t.nobody().post('/sign-up', { ...ASKED, password: 'ąę'.repeat(60) + 'łódźżółw' })).statusCode).toBe(
        200,
      )
    expect(await mailTo(ASKED.email)).toHaveLength(5)
    for (let i = 0; i < 13; i++) await t.nobody().post('/password', { email: `nobody${i}@nowa.test` })
    const answer = await t.nobody().post('/password', { email: 'researcher@demo.test' })
    expect(answer.statusCode).toBe(429)
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
    // Signing in from there is another matter.
    expect((await t.nobody().post('/sign-in', { email: 'a@b.test', password: 'x' })).statusCode).toBe(401)
  })
})

describe('a new password by mail', () => {
  test('is set once, ends every session and token, and signs nobody in', async () => {
    const [browser, api] = [t.as('researcher'), t.api('researcher')]
    const nobody = t.nobody()
    const answers = [
      await nobody.post('/password', { email: 'researcher@demo.test' }),
      await nobody.post('/password', { email: 'unknown@demo.test' }),
    ].map(({ statusCode, body }) => [statusCode, body.replaceAll(/(researcher|unknown)@demo\.test|value="[^"]*"/g, '')])
    expect(answers[0]).toEqual(answers[1])
    const [{ path } = { path: '' }] = await mailTo('researcher@demo.test')
    expect((await nobody.post(path, { fresh: PASSWORD, repeat: 'differs from it' })).statusCode).toBe(422)
    expect((await nobody.post(path, { fresh: PASSWORD, repeat: PASSWORD })).headers.location).toBe(
      '/sign-in?set=password',
    )
    expect((await nobody.get('/account')).statusCode).toBe(303)
    expect((await browser.get('/account')).headers.location).toContain('/sign-in')
    expect((await api('GET', '/me')).statusCode).toBe(401)
    expect((await nobody.post(path, { fresh: PASSWORD, repeat: PASSWORD })).statusCode).toBe(404)
    const signedIn = await nobody.post('/sign-in', { email: 'researcher@demo.test', password: PASSWORD })
    expect(signedIn.headers.location).toBe('/')
    expect((await mailTo('researcher@demo.test'))[0]?.text).toContain('Hasło do Twojego konta jest zmienione')
  })

  test('is no longer set after an hour; what others ask for takes no link away', async () => {
    const nobody = t.nobody()
    for (let i = 0; i < 8; i++) await nobody.post('/password', { email: 'researcher@demo.test' })
    const mails = await mailTo('researcher@demo.test')
    expect(mails).toHaveLength(5)
    for (const { path } of mails) expect((await nobody.get(path)).statusCode).toBe(200)
    t.clock.now = NOW + HOUR
    for (const { path } of mails) expect((await nobody.get(path)).statusCode).toBe(404)
  })
})

describe('an invitation', () => {
  const invite = async (fields: Record<string, string> = {}) => {
    makeMembership(t.db, { personId: t.cast.owner.id, organisationId: t.cast.organisationId, isAdministrator: true })
    return t.as('owner').post('/manage/organisations/politechnika/invitations', { email: ASKED.email, ...fields })
  }

  test('makes an account that belongs to the organisation, once', async () => {
    expect((await invite()).statusCode).toBe(303)
    const [{ path, text } = { path: '', text: '' }] = await mailTo(ASKED.email)
    expect(text).toContain('owner')
    const ewa = t.nobody()
    const join = () => ewa.post(path, { name: 'Ewa Nowa', password: PASSWORD, locale: 'en' })
    expect((await ewa.get(path)).body).toContain(ASKED.email)
    expect((await join()).statusCode).toBe(303)
    expect((await ewa.get('/reservations')).statusCode).toBe(200)
    expect((await join()).statusCode).toBe(404)
    const person = personById(t.db, accountWith(t.db, ASKED.email)!.personId)!
    expect([person.organisationId, person.locale, person.administers.size]).toEqual([t.cast.organisationId, 'en', 0])
  })

  test('lets an account join as well, which goes on acting for its own organisation', async () => {
    await invite({ email: 'company@demo.test', administrator: '1' })
    const [{ path } = { path: '' }] = await mailTo('company@demo.test')
    expect((await t.nobody().get(path)).body).toContain('jest już konto')
    const company = t.as('company')
    expect((await company.post(`${path}/membership`)).statusCode).toBe(303)
    const { organisationId } = t.cast.company
    const now = personById(t.db, t.cast.company.id)!
    expect([now.organisationId, [...now.administers]]).toEqual([organisationId, [t.cast.organisationId]])
    expect((await company.get('/manage/organisations/politechnika')).statusCode).toBe(200)
    await company.post('/account/organisations/politechnika/acting')
    expect(personById(t.db, t.cast.company.id)!.organisationId).toBe(t.cast.organisationId)
    expect((await company.post('/account/organisations/marii-curie/acting')).statusCode).toBe(404)
  })

  test('opens nothing after 7 days or when it was taken back, and is for administrators to send', async () => {
    expect(
      (await t.as('researcher').post('/manage/organisations/politechnika/invitations', { email: 'x@y.zz' })).statusCode,
    ).toBe(403)
    await invite()
    const [{ path } = { path: '' }] = await mailTo(ASKED.email)
    t.clock.now = NOW + 7 * 24 * HOUR
    expect((await t.nobody().get(path)).statusCode).toBe(404)
    t.clock.now = NOW
    const id = t.db.$client.prepare('SELECT id FROM invitations').pluck().get()
    await t.as('owner').post(`/manage/organisations/politechnika/invitations/${id}/withdrawal`)
    expect((await t.nobody().get(path)).statusCode).toBe(404)
    expect((await invite({ email: 'deputy@demo.test' })).body).toContain('już należy')
  })
})

describe('what is sensitive', () => {
  test('asks for the password when the sign-in is older than 15 minutes, and goes on with what was typed', async () => {
    const { ewa, id } = await confirmedNewcomer()
    t.clock.now = NOW + 16 * 60_000
    const asked = await ewa.post('/account/email', { email: 'other@nowa.test' })
    expect(asked.statusCode).toBe(403)
    expect(asked.body).toContain('value="other@nowa.test"')
    const fields = { email: 'other@nowa.test' }
    expect((await ewa.post('/account/email', { ...fields, _proof: 'a wrong one' })).statusCode).toBe(403)
    expect((await ewa.post('/account/email', { ...fields, _proof: PASSWORD })).headers.location).toBe(
      '/account?saved=email-sent',
    )
    expect((await ewa.post('/account/email', fields)).statusCode).toBe(303)
    const [{ path } = { path: '' }] = await mailTo('other@nowa.test')
    expect((await t.nobody().get(path)).statusCode).toBe(200)
    expect(accountWith(t.db, ASKED.email)?.personId).toBe(id)
    expect((await t.nobody().post(path)).statusCode).toBe(303)
    expect(accountWith(t.db, 'other@nowa.test')?.personId).toBe(id)
    expect((await mailTo(ASKED.email)).at(-1)?.text).toContain('Adres e-mail Twojego konta jest zmieniony')
  })

  test('an address that somebody has is not taken, and only they learn so', async () => {
    const answer = await t.as('researcher').post('/account/email', { email: 'owner@demo.test' })
    expect(answer.headers.location).toBe('/account?saved=email-sent')
    expect((await mailTo('owner@demo.test'))[0]?.text).toContain('jest już konto')
  })

  test('is not for tokens', async () => {
    const { app } = t
    const made = await t.as('researcher').post('/account/tokens', { label: 'Robot', days: '30', scope: 'everything' })
    const token = /class="token">([^<]+)</.exec(made.body)![1]!
    const payload = 'email=robot%40nowa.test'
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/x-www-form-urlencoded' }
    expect((await app.inject({ method: 'POST', url: '/account/email', payload, headers })).statusCode).toBe(403)
  })
})

describe('tokens', () => {
  const call = (secret: string, method: 'GET' | 'POST' | 'PATCH', url: string, payload?: object) =>
    t.inject({ method, url, headers: { authorization: `Bearer ${secret}` }, ...(payload && { payload }) })
  const made = async (actor: 'researcher' | 'owner', scope: string) => {
    const page = await t.as(actor).post('/account/tokens', { label: 'Robot', days: '30', scope })
    return /class="token">([^<]+)</.exec(page.body)![1]!
  }

  test('do what they were made for, and no more', async () => {
    const [read, book, everything] = [
      await made('researcher', 'read'),
      await made('researcher', 'book'),
      await made('researcher', 'everything'),
    ]
    const wish = {
      resource: 'hplc',
      start: '2026-11-24T10:00:00+01:00',
      end: '2026-11-24T11:00:00+01:00',
      title: 'x',
      purpose: 'own_research',
    }
    expect((await call(read, 'GET', '/api/v1/me')).statusCode).toBe(200)
    const refused = await call(read, 'POST', '/api/v1/reservations', wish)
    expect([refused.statusCode, refused.json().code]).toEqual([403, 'scope'])
    expect((await call(book, 'POST', '/api/v1/reservations', wish)).statusCode).toBe(201)
    expect((await call(book, 'PATCH', '/api/v1/me', { locale: 'en' })).statusCode).toBe(403)
    expect((await call(everything, 'PATCH', '/api/v1/me', { locale: 'en' })).statusCode).toBe(200)
    expect((await call(book, 'POST', '/account/organisations', { organisation: 'politechnika' })).statusCode).toBe(403)
  })

  test('of a steward decide only when made for it', async () => {
    const rule = {
      effect: 'closed',
      audience: 'everyone',
      dtstart: '2027-01-05T08:00:00',
      end_time: '18:00',
      rrule: 'FREQ=DAILY;COUNT=1',
      label: 'x',
    }
    const url = '/api/v1/resources/hplc/availability-rules'
    expect((await call(await made('owner', 'book'), 'POST', url, rule)).statusCode).toBe(403)
    expect((await call(await made('owner', 'steward'), 'POST', url, rule)).statusCode).toBe(201)
  })
})

describe('who has left', () => {
  test('loses what they could at the next request, in the same session, and keeps the account', async () => {
    const { owner, organisationId } = t.cast
    makeMembership(t.db, { personId: owner.id, organisationId, isAdministrator: true })
    const [browser, token] = [t.as('deputy'), t.api('deputy')]
    expect((await browser.get('/approvals')).statusCode).toBe(200)
    const path = `/manage/organisations/politechnika/people/${t.cast.deputy.id}/leaving`
    expect((await t.as('owner').post(path)).headers.location).toContain('done=ended')
    expect([(await browser.get('/approvals')).statusCode, (await browser.get('/reservations')).statusCode]).toEqual([
      403, 403,
    ])
    expect((await token('GET', '/me')).statusCode).toBe(403)
    expect((await browser.get('/account')).statusCode).toBe(200)
    expect(membershipOf(t.db, t.cast.deputy.id, organisationId)?.state).toBe('left')
    expect((await mailTo('deputy@demo.test'))[0]?.text).toContain('Nie należysz już')
  })
})
