import { Secret, TOTP } from 'otpauth'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { setPasswordHash } from '../../db/queries/credentials.ts'
import { membershipOf } from '../../db/queries/memberships.ts'
import { accountById, personById } from '../../db/queries/people.ts'
import { sendDue } from '../../server/mail/outbox.ts'
import { askForEmail } from '../../server/operations/change-email.ts'
import { changeAdministrator } from '../../server/operations/decide-membership.ts'
import { endMembership } from '../../server/operations/end-membership.ts'
import { erasePerson } from '../../server/operations/erase-person.ts'
import { inviteMember } from '../../server/operations/invite-member.ts'
import { nameSteward } from '../../server/operations/name-steward.ts'
import { hashPassword } from '../../server/operations/password.ts'
import { beginSecondStep, checkCode, whoOwes } from '../../server/operations/prove-second-factor.ts'
import { askForReset } from '../../server/operations/reset-password.ts'
import { turnTotpOn } from '../../server/operations/second-factors.ts'
import { checkPassword } from '../../server/operations/sign-in.ts'
import { TEST_SETTINGS, type TestApp, testApp } from '../support/app.ts'
import { MINUTE, makeMembership, NOW } from '../support/makers.ts'
import { postbox } from '../support/postbox.ts'

const PASSWORD = 'zielony rower w deszczu'
const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const installationSecret = TEST_SETTINGS.sessionSecret
let t: TestApp
beforeEach(async () => {
  t = await testApp()
})
afterEach(() => t.close())

/** Paths of the links in what has just left to an address. */
async function linksTo(address: string): Promise<readonly string[]> {
  const { mailer, sent } = postbox()
  await sendDue(t.db, mailer, () => t.clock.now, t.app.settings)
  return sent
    .filter(({ to }) => to.email === address)
    .map(({ text }) => /http:\/\/localhost:3000(\/\S+)/.exec(text)?.[1] ?? '')
}

const codeAt = (at: number) =>
  new TOTP({ secret: Secret.fromBase32(SECRET), digits: 6, period: 30 }).generate({ timestamp: at })

test('nobody without the password can use up the attempts of the second step', async () => {
  const { id } = t.cast.researcher
  const by = { id, address: '127.0.0.1' }
  expect(turnTotpOn(t.db, by, { secret: SECRET, code: codeAt(NOW), installationSecret }, NOW).ok).toBe(true)
  const attempt = { personId: id, code: '000000', address: '127.0.0.1', installationSecret }
  expect(checkCode(t.db, attempt, NOW).kind).toBe('wrong')
  const names = () => t.db.$client.prepare('SELECT email FROM sign_in_failures').pluck().all() as string[]
  const [name = ''] = names()
  for (const email of [name, ` ${name}`, name.toLowerCase(), name.toUpperCase()])
    await checkPassword(t.db, { email, password: 'x', address: '192.0.2.1' }, () => NOW)
  expect(names().filter((each) => each === name)).toHaveLength(1)
})

describe('a new password', () => {
  async function reset() {
    askForReset(t.db, 'researcher@demo.test', NOW)
    const [path = ''] = await linksTo('researcher@demo.test')
    expect((await t.nobody().post(path, { fresh: PASSWORD, repeat: PASSWORD })).statusCode).toBe(303)
  }

  test('ends the link by which a thief would give the account an address of theirs', async () => {
    const { researcher } = t.cast
    askForEmail(t.db, accountById(t.db, researcher.id)!, 'thief@evil.test', NOW)
    const [path = ''] = await linksTo('thief@evil.test')
    expect((await t.nobody().get(path)).statusCode).toBe(200)
    await reset()
    expect((await t.nobody().post(path)).statusCode).toBe(404)
    expect(accountById(t.db, researcher.id)!.email).toBe('researcher@demo.test')
  })

  test('ends what somebody has begun with the old one', async () => {
    const { id } = t.cast.researcher
    const secret = beginSecondStep(t.db, id, NOW)
    expect(whoOwes(t.db, secret, NOW)).toBe(id)
    await reset()
    expect(whoOwes(t.db, secret, NOW)).toBeNull()
  })
})

test('a new address ends the links that the old one was sent', async () => {
  askForReset(t.db, 'researcher@demo.test', NOW)
  const [old = ''] = await linksTo('researcher@demo.test')
  expect((await t.nobody().get(old)).statusCode).toBe(200)
  askForEmail(t.db, accountById(t.db, t.cast.researcher.id)!, 'new@demo.test', NOW)
  const [path = ''] = await linksTo('new@demo.test')
  expect((await t.nobody().post(path)).statusCode).toBe(303)
  expect((await t.nobody().get(old)).statusCode).toBe(404)
})

describe('an invitation', () => {
  const away = () => t.cast.researcher.organisationId
  const head = () => personById(t.db, t.cast.colleague.id)!
  const second = () => personById(t.db, t.cast.researcher.id)!
  beforeEach(() => {
    for (const personId of [t.cast.colleague.id, t.cast.researcher.id])
      makeMembership(t.db, { personId, organisationId: away(), isAdministrator: true })
  })
  const invite = async (email: string) => {
    const wish = { organisationId: away(), email, isAdministrator: true }
    expect(inviteMember(t.db, second(), wish, NOW).ok).toBe(true)
    const [path = ''] = await linksTo(email)
    expect((await t.nobody().get(path)).statusCode).toBe(200)
    return path
  }
  const part = () => ({ organisationId: away(), personId: t.cast.researcher.id })
  const leaving = () => ({ ...part(), choice: 'cancel' as const, successor: '', reason: 'x' })

  test.each([
    ['has been let go', () => endMembership(t.db, head(), leaving(), NOW)],
    ['no longer runs it', () => changeAdministrator(t.db, head(), { ...part(), isAdministrator: false }, NOW)],
    [
      'has been erased',
      () => erasePerson(t.db, second(), { personId: t.cast.researcher.id, confirmation: 'researcher@demo.test' }, NOW),
    ],
  ])('opens nothing once who sent it %s', async (_what, happen) => {
    const path = await invite('back@door.test')
    expect(happen().ok).toBe(true)
    expect((await t.nobody().get(path)).statusCode).toBe(404)
    const page = await t.as('colleague').get(`/manage/organisations/${head().organisationSlug}`)
    expect(page.body).not.toContain('back@door.test')
  })

  test('does not bring somebody back whom the organisation has let go', async () => {
    const { stranger } = t.cast
    const path = await invite('stranger@demo.test')
    makeMembership(t.db, { personId: stranger.id, organisationId: away() })
    expect(endMembership(t.db, head(), { ...leaving(), personId: stranger.id }, NOW).ok).toBe(true)
    expect((await t.as('stranger').post(`${path}/membership`)).statusCode).toBe(404)
    expect(membershipOf(t.db, stranger.id, away())?.state).toBe('left')
  })
})

test('who names stewards cannot ask on and on which addresses have accounts', () => {
  const admin = personById(t.db, t.cast.admin.id)!
  const labId = t.db.$client.prepare('SELECT id FROM labs LIMIT 1').pluck().get() as number
  const ask = (email: string) => {
    const result = nameSteward(t.db, admin, { labId, email, role: 'caretaker' }, NOW)
    return !result.ok && result.refusal.kind === 'invalid' ? result.refusal.reason : result.ok
  }
  for (let i = 0; i < 10; i++) expect(ask(`nobody${i}@nowa.test`)).toBe('unknown-person')
  expect(ask('stranger@demo.test')).toBe('addresses-later')
})

test('an organisation cannot take the only administrator from the cluster', () => {
  const admin = personById(t.db, t.cast.admin.id)!
  const { organisationId } = admin
  makeMembership(t.db, { personId: t.cast.stranger.id, organisationId, isAdministrator: true })
  const head = personById(t.db, t.cast.stranger.id)!
  const wish = { organisationId, personId: admin.id, choice: 'cancel' as const, successor: '', reason: 'x' }
  expect(endMembership(t.db, head, wish, NOW)).toMatchObject({
    ok: false,
    refusal: { reason: 'last-cluster-administrator' },
  })
  makeMembership(t.db, { personId: admin.id, organisationId: t.cast.researcher.organisationId })
  expect(endMembership(t.db, head, wish, NOW).ok).toBe(true)
})

test('guessing from 2^64 addresses of one network is guessing from one', async () => {
  const guess = (address: string) =>
    checkPassword(t.db, { email: 'researcher@demo.test', password: 'x', address }, () => NOW)
  for (let i = 0; i < 10; i++) expect((await guess(`2001:db8:0:7::${i + 1}`)).kind).toBe('wrong')
  expect((await guess('2001:db8:0:7:ffff:ffff:ffff:ffff')).kind).toBe('wait')
  for (const elsewhere of ['2001:db8:0:8::1', '::ffff:192.0.2.1', '192.0.2.2'])
    expect((await guess(elsewhere)).kind).toBe('wrong')
})

test('the log of what fails has no secret link and no query in it', async () => {
  const lines: string[] = []
  const log = { error: (what: object) => lines.push(JSON.stringify(what)) }
  const own = await testApp({
    before: (app) => {
      app.addHook('onRequest', async (request) => void Object.assign(request, { log: { ...request.log, ...log } }))
      app.get('/fails/:token', { config: { access: 'anyone' } }, () => {
        throw new Error('broken')
      })
    },
  })
  expect((await own.nobody().get('/fails/s3cr3t-link?code=s3cr3t-code')).statusCode).toBe(500)
  expect(lines.join()).toContain('/fails/:token')
  expect(lines.join()).not.toContain('s3cr3t')
  await own.close()
})

test('ending all other sessions is written down', async () => {
  expect((await t.as('researcher').post('/account/sessions/end-others')).statusCode).toBe(303)
  expect(t.db.$client.prepare('SELECT kind FROM audit_events').pluck().all()).toEqual(['session-ended'])
})

test('who proves once more who they are goes on in a session that a thief of the old one does not have', async () => {
  setPasswordHash(t.db, t.cast.researcher.id, await hashPassword(PASSWORD), NOW)
  const me = t.as('researcher')
  const stolen = me.cookies.get('session')!
  t.clock.now += 20 * MINUTE
  const wish = { label: 'mine', days: '30', scope: 'read' }
  expect((await me.post('/account/tokens', wish)).statusCode).toBe(403)
  expect((await me.post('/account/tokens', { ...wish, _proof: PASSWORD })).statusCode).toBe(201)
  expect((await t.inject({ url: '/account', cookies: { session: stolen } })).statusCode).toBe(303)
  expect((await me.post('/account/tokens', wish)).statusCode).toBe(201)
})
