import { simpleParser } from 'mailparser'
import { afterEach, describe, expect, test } from 'vitest'
import type { Db } from '../../db/connect.ts'
import { insertSession } from '../../db/queries/sessions.ts'
import { buildApp } from '../../server/app.ts'
import { hashOf } from '../../server/operations/sign-in.ts'
import { readSettings } from '../../server/settings.ts'
import { filledDb, NOW, queue, rowsOf } from '../mail/support.ts'
import { postbox } from '../support/postbox.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function site(demo: '0' | '1' = '1') {
  const db = filledDb()
  db.$client.exec(`
    INSERT INTO people (id, email, name, organisation_id, role, locale, created_at)
      VALUES (9, 'admin@demo.test', 'Adam Admin', 1, 'administrator', 'en', 0);
    UPDATE people SET locale = 'pl' WHERE id = 1`)
  const read = readSettings(
    { DEMO: demo, LOG_LEVEL: 'silent', PUBLIC_URL: 'http://localhost:3000' },
    { production: false },
  )
  if (!read.ok) throw new Error(read.faults.join())
  const app = await buildApp({ db, clock: () => NOW, mailer: postbox().mailer, settings: read.settings })
  closing.push(() => app.close())
  const get = (url: string, personId: number | null) =>
    app.inject({ url, cookies: personId === null ? {} : { session: signIn(db, personId) } })
  return { db, get }
}

function signIn(db: Db, personId: number): string {
  const secret = `secret-of-${personId}`
  db.$client.prepare('DELETE FROM sessions').run()
  insertSession(db, {
    tokenHash: hashOf(secret),
    personId,
    kind: 'browser',
    now: NOW,
    expiresAt: NOW + 1000,
  })
  return secret
}

describe('the demo mailbox', () => {
  test('shows each person the mail addressed to them, the administrator all', async () => {
    const { db, get } = await site()
    queue(db, { title: 'Jedna' }, 1)
    queue(db, { audience: 'steward', state: 'requested' }, 2, 'asked')
    const anna = await get('/mailbox', 1)
    expect(anna.statusCode).toBe(200)
    expect(anna.body.match(/href="\/mailbox\/\d+"/g)).toEqual(['href="/mailbox/1"'])
    const admin = await get('/mailbox', 9)
    expect(admin.body.match(/href="\/mailbox\/\d+"/g)).toEqual(['href="/mailbox/2"', 'href="/mailbox/1"'])
    expect(admin.body).toContain('Mark Green')
  })

  test('shows one mail, and hides others as if there were none', async () => {
    const { db, get } = await site()
    queue(
      db,
      { title: '<b>Jedna</b>', requester: { name: 'A', email: 'anna@demo.test', organisation: { pl: 'U', en: 'U' } } },
      1,
    )
    const own = await get('/mailbox/1', 1)
    expect(own.statusCode).toBe(200)
    expect(own.body).toContain('Twoja rezerwacja jest potwierdzona.')
    expect(own.body).toContain('&lt;b&gt;Jedna&lt;/b&gt;')
    expect(own.body).not.toContain(' style=')
    expect(own.body).toContain('href="/reservations/418"')
    const foreign = await get('/mailbox/1', 2)
    const missing = await get('/mailbox/77', 2)
    expect([foreign.statusCode, missing.statusCode]).toEqual([404, 404])
    expect((await get('/mailbox/1.eml', 2)).statusCode).toBe(404)
    expect((await get('/mailbox/1', 9)).statusCode).toBe(200)
    for (const odd of ['/mailbox/x', '/mailbox/-1', '/mailbox/99999999999999999999', '/mailbox/1.txt'])
      expect((await get(odd, 1)).statusCode).toBe(404)
  })

  test('gives the whole message as a file', async () => {
    const { db, get } = await site()
    queue(db)
    const answer = await get('/mailbox/1.eml', 1)
    expect(answer.headers['content-type']).toContain('message/rfc822')
    const mail = await simpleParser(answer.rawPayload)
    expect(mail.messageId).toBe(`<${rowsOf(db)[0]?.message_id}@localhost>`)
    expect(mail.text).toContain('Twoja rezerwacja jest potwierdzona.')
  })

  test('changes nothing by being read', async () => {
    const { db, get } = await site()
    queue(db)
    const before = JSON.stringify(rowsOf(db))
    for (const url of ['/mailbox', '/mailbox/1', '/mailbox/1.eml']) await get(url, 1)
    expect(JSON.stringify(rowsOf(db))).toBe(before)
  })

  test('goes on in older pages', async () => {
    const { db, get } = await site()
    for (let id = 1; id <= 60; id++) queue(db, { reservationId: id })
    const first = await get('/mailbox', 1)
    expect(first.body).toContain('href="/mailbox?before=11"')
    const second = await get('/mailbox?before=11', 1)
    expect(second.body.match(/href="\/mailbox\/\d+"/g)).toHaveLength(10)
  })

  test('asks strangers to sign in', async () => {
    const { get } = await site()
    expect((await get('/mailbox', null)).headers['location']).toBe('/sign-in?next=%2Fmailbox')
  })

  test('does not exist outside the demo', async () => {
    const { db, get } = await site('0')
    queue(db)
    for (const url of ['/mailbox', '/mailbox/1', '/mailbox/1.eml']) expect((await get(url, 9)).statusCode).toBe(404)
  })
})
