import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mailsOf } from '../../db/queries/outbox.ts'
import { decisionPath, mailLinkIn } from '../../server/domain/mail-link.ts'
import { bookSeries } from '../../server/operations/book-series.ts'
import { cancelReservation } from '../../server/operations/cancel-reservation.ts'
import { decideReservation } from '../../server/operations/decide-reservation.ts'
import { requestReservation } from '../../server/operations/request-reservation.ts'
import { outgoingMailOf } from '../../views/mail/outgoing-mail.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { at, DAY, HOUR, makeReservation, NOW } from '../support/makers.ts'

let t: TestApp
beforeEach(async () => {
  t = await testApp()
})
afterEach(() => t.close())

function ask(start = at('2026-11-24 10:00')): number {
  const wish = { resourceId: t.cast.tem, start, end: start + HOUR, units: 1, title: 'Włókna' } as const
  const result = requestReservation(t.db, t.cast.researcher, { ...wish, purpose: 'own_research' }, NOW)
  if (!result.ok) throw new Error(result.refusal.kind)
  return result.value.id
}

function askForSeries(): number {
  const result = bookSeries(
    t.db,
    t.cast.researcher,
    {
      ...{ resourceId: t.cast.tem, timeZone: 'Europe/Warsaw', startLocal: '2026-11-26T10:00:00' },
      ...{ durationMinutes: 60, rrule: 'FREQ=WEEKLY;COUNT=3', exdates: [], rdates: [], units: 1 },
      ...{ title: 'Włókna', purpose: 'own_research', onConflict: 'reject' },
    },
    NOW,
  )
  if (!result.ok) throw new Error(result.refusal.kind)
  return result.value.id
}

const mails = () => mailsOf(t.db, 'everybody', 100).map((mail) => outgoingMailOf(mail, t.app.settings))
const pathsIn = (text: string) =>
  [...text.matchAll(/http:\/\/localhost:3000(\/[^\s"<]*)/g)].map(([, path]) => path!.replaceAll('&amp;', '&'))
/** The link in the mail that asks this person to decide. */
function linkFor(name: string): string {
  const mail = mails().find(({ to, subject }) => to.name === name && /akceptacji/.test(subject))!
  return pathsIn(mail.text).find((path) => path.startsWith('/decide/'))!
}
const stateOf = (id: number) => t.db.$client.prepare('SELECT state FROM reservations WHERE id = ?').pluck().get(id)

describe('the link in a mail to a steward', () => {
  test('leads to the one request and its decision, and the decision is a form', async () => {
    const id = ask()
    ask(at('2026-11-24 14:00'))
    const page = await t.as('owner').get(linkFor('owner'))
    expect(page.statusCode).toBe(200)
    expect(page.body.match(/action="\/reservations\/\d+\/decision"/g)).toHaveLength(1)
    expect(page.headers['cache-control']).toBe('private, no-store')
    expect(stateOf(id)).toBe('requested')
    const shown = /action="(\/reservations\/(\d+)\/decision)"/.exec(page.body)!
    const done = await t.as('owner').post(shown[1]!, { decision: 'approve' })
    expect(done.headers.location).toBe(`/approvals?approved=${shown[2]}`)
    expect(stateOf(Number(shown[2]))).toBe('confirmed')
  })

  test('leads to a series as a whole', async () => {
    const id = askForSeries()
    const { body } = await t.as('owner').get(linkFor('owner'))
    expect(body).toContain(`action="/series/${id}/decision"`)
  })

  test('asks who is there to sign in, and comes back', async () => {
    ask()
    const link = linkFor('owner')
    const answer = await t.nobody().get(link)
    expect(answer.statusCode).toBe(303)
    expect(answer.headers.location).toBe(`/sign-in?next=${encodeURIComponent(link)}`)
    expect(answer.body).not.toContain('Włókna')
  })

  test('is one person’s: another steward is told so and sees nothing of it', async () => {
    ask()
    const link = linkFor('owner')
    expect(linkFor('deputy')).not.toBe(link)
    for (const actor of ['deputy', 'researcher', 'admin'] as const) {
      const { statusCode, body } = await t.as(actor).get(link)
      expect([actor, statusCode]).toEqual([actor, 403])
      expect(body).toContain('Ten odnośnik dostał ktoś inny')
      expect(body).not.toContain('Włókna')
    }
  })

  test('says that it is used once somebody has decided, whoever did', async () => {
    const id = ask()
    const link = linkFor('owner')
    decideReservation(t.db, t.cast.deputy, id, { verdict: 'approve' }, NOW)
    const { statusCode, body } = await t.as('owner').get(link)
    expect(statusCode).toBe(410)
    expect(body).toContain('Ta prośba już nie czeka')
    expect(body).toContain(`href="/reservations/${id}"`)
    expect(body).not.toContain('name="decision"')
  })

  test.each([
    ['cancelled', (id: number) => cancelReservation(t.db, t.cast.researcher, id, {}, NOW)],
    ['past its deadline', () => void (t.clock.now = at('2026-11-24 10:30'))],
  ])('says so of a request that is %s', async (_what, happens) => {
    const id = ask()
    const link = linkFor('owner')
    happens(id)
    expect((await t.as('owner').get(link)).statusCode).toBe(410)
  })

  test('works for 30 days', async () => {
    ask()
    const link = linkFor('owner')
    t.clock.now += 30 * DAY + 1000
    const { statusCode, body } = await t.nobody().get(link)
    expect(statusCode).toBe(410)
    expect(body).toContain('Ten odnośnik jest już za stary')
  })

  test('opens nothing for who no longer decides there', async () => {
    ask()
    const link = linkFor('deputy')
    t.db.$client.prepare('DELETE FROM stewardships WHERE person_id = ?').run(t.cast.deputy.id)
    const { statusCode, body } = await t.as('deputy').get(link)
    expect(statusCode).toBe(404)
    expect(body).not.toContain('Włókna')
  })

  test('cannot be made up, cut off, or turned to something else', async () => {
    const id = ask()
    const other = ask(at('2026-11-24 14:00'))
    const link = linkFor('owner')
    const [, said, sign] = /^\/decide\/(.*)\.([\w-]{43})$/.exec(link)!
    const [about, , person, expires] = said!.split('.')
    const forged = decisionPath({ about: 'reservation', id, personId: t.cast.owner.id }, NOW, 'another secret')
    for (const path of [
      forged,
      link.slice(0, -1),
      `${link}x`,
      `/decide/${said}`,
      `/decide/${[about, other === Number(said!.split('.')[1]) ? id : other, person, expires, sign].join('.')}`,
      `/decide/${['s', id, person, expires, sign].join('.')}`,
      `/decide/${['r', id, person, 'zzzzzzzz', sign].join('.')}`,
      '/decide/%00',
    ]) {
      const { statusCode, body } = await t.as('owner').get(path)
      expect([path, statusCode]).toEqual([path, 404])
      expect(body).not.toContain('Włókna')
    }
  })

  test('carries what it was made of', () => {
    const link = { about: 'series', id: 418, personId: 7 } as const
    const path = decisionPath(link, NOW, 'x'.repeat(32))
    expect(mailLinkIn(path.slice('/decide/'.length), 'x'.repeat(32))).toEqual({ ...link, expiresAt: NOW + 30 * DAY })
  })
})

/** A digest of every row but those of sessions, whose times of use are kept. */
function digest(): string {
  const tables = t.db.$client
    .prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'sessions' ORDER BY name`)
    .pluck()
    .all() as string[]
  const hash = createHash('sha256')
  for (const table of tables) {
    const rows = t.db.$client.prepare(`SELECT * FROM "${table}"`).raw().all()
    hash.update(`${table}${JSON.stringify(rows)}`)
  }
  return hash.digest('hex')
}

test('GET and HEAD of every link in every mail change nothing, whoever opens it', async () => {
  const id = ask()
  askForSeries()
  const confirmed = makeReservation(t.db, { resourceId: t.cast.hplc, requesterId: t.cast.researcher.id }).id
  decideReservation(t.db, t.cast.owner, ask(at('2026-11-24 14:00')), { verdict: 'decline', reason: 'Nie' }, NOW)
  cancelReservation(t.db, t.cast.owner, confirmed, { reason: 'Awaria' }, NOW)
  await t.as('owner').post(`/reservations/${id}/messages`, { text: 'Ile próbek?', back: 'approvals' })
  const paths = new Set(
    mails().flatMap(({ text, html, calendar }) => pathsIn(`${text}\n${html}\n${calendar?.content}`)),
  )
  expect([...paths].filter((path) => path.startsWith('/decide/')).length).toBeGreaterThanOrEqual(6)
  const before = digest()
  for (const path of paths)
    for (const browser of [t.nobody(), t.as('owner'), t.as('deputy'), t.as('researcher')]) {
      expect((await browser.get(path)).statusCode).toBeLessThan(500)
      await t.inject({ method: 'HEAD', url: path, cookies: Object.fromEntries(browser.cookies) })
      expect(digest()).toBe(before)
    }
  // The positive control: the form behind the link does change something.
  await t.as('owner').post(`/reservations/${id}/decision`, { decision: 'approve' })
  expect(digest()).not.toBe(before)
})
