import { simpleParser } from 'mailparser'
import { afterEach, describe, expect, test } from 'vitest'
import type { ReservationMail, ReservationMailKind } from '../../server/domain/reservation-mail.ts'
import { queue, rowsOf } from '../mail/support.ts'
import { type Actor, type TestApp, testApp } from '../support/app.ts'

let t: TestApp
afterEach(() => t.close())

async function site(demo = true) {
  t = await testApp({ settings: { demo } })
  const mail = (actor: Actor, change: Partial<ReservationMail> = {}, kind: ReservationMailKind = 'confirmed') =>
    queue(t.db, change, t.cast[actor].id, kind)
  return { db: t.db, mail, get: (url: string, actor: Actor | null) => (actor ? t.as(actor) : t.nobody()).get(url) }
}

describe('the demo mailbox', () => {
  test('shows each person the mail addressed to them, the administrator all', async () => {
    const { mail, get } = await site()
    mail('researcher', { title: 'Jedna' })
    mail('owner', { audience: 'steward', state: 'requested' }, 'asked')
    const own = await get('/mailbox', 'researcher')
    expect(own.statusCode).toBe(200)
    expect(own.body.match(/href="\/mailbox\/\d+"/g)).toEqual(['href="/mailbox/1"'])
    const admin = await get('/mailbox', 'admin')
    expect(admin.body.match(/href="\/mailbox\/\d+"/g)).toEqual(['href="/mailbox/2"', 'href="/mailbox/1"'])
    expect(admin.body).toContain('<td>owner</td>')
  })

  test('shows one mail, and hides others as if there were none', async () => {
    const { mail, get } = await site()
    mail('researcher', {
      title: '<b>Jedna</b>',
      requester: { name: 'A', email: 'anna@demo.test', organisation: { pl: 'U', en: 'U' } },
    })
    const own = await get('/mailbox/1', 'researcher')
    expect(own.statusCode).toBe(200)
    expect(own.body).toContain('Twoja rezerwacja jest potwierdzona.')
    expect(own.body).toContain('&lt;b&gt;Jedna&lt;/b&gt;')
    expect(own.body).not.toContain(' style=')
    expect(own.body).toContain('href="/reservations/418"')
    const foreign = await get('/mailbox/1', 'owner')
    const missing = await get('/mailbox/77', 'owner')
    expect([foreign.statusCode, missing.statusCode]).toEqual([404, 404])
    expect((await get('/mailbox/1.eml', 'owner')).statusCode).toBe(404)
    expect((await get('/mailbox/1', 'admin')).statusCode).toBe(200)
    for (const odd of ['/mailbox/x', '/mailbox/-1', '/mailbox/99999999999999999999', '/mailbox/1.txt'])
      expect((await get(odd, 'researcher')).statusCode).toBe(404)
  })

  test('gives the whole message as a file', async () => {
    const { db, mail, get } = await site()
    mail('researcher')
    const answer = await get('/mailbox/1.eml', 'researcher')
    expect(answer.headers['content-type']).toContain('message/rfc822')
    const read = await simpleParser(answer.rawPayload)
    expect(read.messageId).toBe(`<${rowsOf(db)[0]?.message_id}@localhost>`)
    expect(read.text).toContain('Twoja rezerwacja jest potwierdzona – ')
  })

  test('changes nothing by being read', async () => {
    const { db, mail, get } = await site()
    mail('researcher')
    const before = JSON.stringify(rowsOf(db))
    for (const url of ['/mailbox', '/mailbox/1', '/mailbox/1.eml']) await get(url, 'researcher')
    expect(JSON.stringify(rowsOf(db))).toBe(before)
  })

  test('goes on in older pages', async () => {
    const { mail, get } = await site()
    for (let id = 1; id <= 60; id++) mail('researcher', { reservationId: id })
    const first = await get('/mailbox', 'researcher')
    expect(first.body).toContain('href="/mailbox?before=11"')
    const second = await get('/mailbox?before=11', 'researcher')
    expect(second.body.match(/href="\/mailbox\/\d+"/g)).toHaveLength(10)
  })

  test('asks strangers to sign in', async () => {
    const { get } = await site()
    expect((await get('/mailbox', null)).headers['location']).toBe('/sign-in?next=%2Fmailbox')
  })

  test('does not exist outside the demo', async () => {
    const { mail, get } = await site(false)
    mail('admin')
    for (const url of ['/mailbox', '/mailbox/1', '/mailbox/1.eml'])
      expect((await get(url, 'admin')).statusCode).toBe(404)
  })
})
