import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { openDb } from '../../db/connect.ts'
import { isMailDue, leaseNextMail, markFailed, markSent } from '../../db/queries/outbox.ts'
import { mailAccountOf } from '../../db/queries/preferences.ts'
import { type Mailer, smtpMailer } from '../../server/mail/mailer.ts'
import { nextAttemptAfter, sendDue } from '../../server/mail/outbox.ts'
import { postbox } from '../support/postbox.ts'
import { deadSmtpUrl, filledDb, HOUR, MINUTE, NOW, queue, rowsOf, settings, smtpServer } from './support.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function world(options: Parameters<typeof smtpServer>[0] = {}) {
  const server = await smtpServer(options)
  const mailer = smtpMailer(server.url)
  closing.push(
    () => server.close(),
    () => mailer.close(),
  )
  return { db: filledDb(), server, mailer }
}

describe('with a server that works', () => {
  test('every mail arrives once, alone, at its own reader', async () => {
    const { db, server, mailer } = await world()
    for (let id = 1; id <= 30; id++) queue(db, { reservationId: id }, 1 + (id % 3))
    expect(await sendDue(db, mailer, () => NOW, settings)).toEqual({ sent: 30, failed: 0 })
    expect(server.received).toHaveLength(30)
    expect(server.received.every(({ to }) => to.length === 1)).toBe(true)
    expect(new Set(server.received.map(({ to }) => to[0]))).toEqual(
      new Set(['anna@demo.test', 'mark@demo.test', 'comma@demo.test']),
    )
    const ids = (await server.parsed()).map((mail) => mail.messageId)
    expect(new Set(ids)).toEqual(new Set(rowsOf(db).map((row) => `<${row.message_id}@aparatura.example>`)))
    expect(rowsOf(db).every((row) => row.sent_at === NOW && row.next_attempt_at === null)).toBe(true)
    expect(await sendDue(db, mailer, () => NOW + HOUR, settings)).toEqual({ sent: 0, failed: 0 })
  })

  test('mails of one reservation reach a person in the order of what happened', async () => {
    const { db, server, mailer } = await world()
    for (let sequence = 0; sequence < 6; sequence++) queue(db, { sequence })
    await sendDue(db, mailer, () => NOW, settings)
    const order = (await server.parsed()).map(
      (mail) => /SEQUENCE:(\d)/.exec(String(mail.attachments.at(-1)?.content))?.[1],
    )
    expect(order).toEqual(['0', '1', '2', '3', '4', '5'])
  })

  test('two senders at once send each mail once', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'outbox-'))
    closing.push(() => rmSync(folder, { recursive: true }))
    const file = join(folder, 'db.sqlite')
    const { server, mailer } = await world()
    const one = filledDb(file)
    const other = openDb(file)
    closing.push(
      () => one.$client.close(),
      () => other.$client.close(),
    )
    for (let id = 1; id <= 40; id++) queue(one, { reservationId: id })
    const rounds = await Promise.all([one, other].map((db) => sendDue(db, mailer, () => NOW, settings)))
    expect(server.received).toHaveLength(40)
    expect(new Set((await server.parsed()).map((mail) => mail.messageId)).size).toBe(40)
    expect(rounds.every(({ sent }) => sent > 0)).toBe(true)
  })
})

describe('with a server that does not', () => {
  test('nothing is lost while it is down, and the gaps grow', async () => {
    const { db, server, mailer } = await world()
    const dead = smtpMailer(await deadSmtpUrl())
    closing.push(() => dead.close())
    queue(db)
    let now = NOW
    for (const minutes of [1, 5, 15, 60, 60]) {
      expect(await sendDue(db, dead, () => now, settings)).toEqual({ sent: 0, failed: 1 })
      expect(rowsOf(db)[0]?.next_attempt_at).toBe(now + minutes * MINUTE)
      expect(await sendDue(db, dead, () => now + minutes * MINUTE - 1, settings)).toEqual({ sent: 0, failed: 0 })
      now += minutes * MINUTE
    }
    expect(rowsOf(db)[0]).toMatchObject({ attempts: 5, sent_at: null, leased_until: null })
    expect(rowsOf(db)[0]?.last_error).toMatch(/ECONNREFUSED/)
    expect(await sendDue(db, mailer, () => now, settings)).toEqual({ sent: 1, failed: 0 })
    expect((await server.parsed())[0]?.messageId).toBe(`<${rowsOf(db)[0]?.message_id}@aparatura.example>`)
  })

  test('a 451 is tried again under the same Message-ID', async () => {
    const seen: string[] = []
    const { db, mailer } = await world({
      onData(stream, _session, done) {
        let text = ''
        stream.on('data', (chunk: Buffer) => (text += chunk))
        stream.on('end', () => {
          seen.push(/^Message-ID: (.+)$/im.exec(text)?.[1] ?? '')
          done(seen.length === 1 ? Object.assign(new Error('Try later'), { responseCode: 451 }) : null)
        })
      },
    })
    queue(db)
    expect(await sendDue(db, mailer, () => NOW, settings)).toEqual({ sent: 0, failed: 1 })
    expect(rowsOf(db)[0]?.last_error).toMatch(/451/)
    expect(await sendDue(db, mailer, () => NOW + MINUTE, settings)).toEqual({ sent: 1, failed: 0 })
    expect(seen[0]).toBe(seen[1])
  })

  test('one that fails now and then gets every mail in the end, each once', async () => {
    let texts = 0
    const took: string[] = []
    const { db, mailer } = await world({
      onData(stream, _session, done) {
        let text = ''
        stream.on('data', (chunk: Buffer) => (text += chunk))
        stream.on('end', () => {
          if (++texts % 7 === 0) return done(Object.assign(new Error('Busy'), { responseCode: 451 }))
          took.push(/^Message-ID: (.+)$/im.exec(text)?.[1] ?? '')
          done()
        })
      },
    })
    for (let id = 1; id <= 100; id++) queue(db, { reservationId: id }, 1 + (id % 3))
    let failed = 0
    for (let now = NOW; rowsOf(db).some((row) => row.sent_at === null); now += HOUR)
      failed += (await sendDue(db, mailer, () => now, settings)).failed
    expect(failed).toBeGreaterThan(10)
    expect(took).toHaveLength(100)
    expect(new Set(took).size).toBe(100)
  })

  test('a reader whom it refuses holds up nobody else', async () => {
    const { db, server, mailer } = await world({
      onRcptTo({ address }, _session, done) {
        done(address === 'anna@demo.test' ? Object.assign(new Error('No such user'), { responseCode: 550 }) : null)
      },
    })
    queue(db, {}, 1)
    queue(db, {}, 2)
    expect(await sendDue(db, mailer, () => NOW, settings)).toEqual({ sent: 1, failed: 1 })
    expect(server.received.map(({ to }) => to)).toEqual([['mark@demo.test']])
    expect(rowsOf(db)[0]?.last_error).toMatch(/550/)
  })

  test('a reader whom it refuses is marked, once for all mails, until one arrives', async () => {
    let answers = 550
    const { db, mailer } = await world({
      onRcptTo(_address, _session, done) {
        done(answers === 250 ? null : Object.assign(new Error('Not here'), { responseCode: answers }))
      },
    })
    const markedAt = () => mailAccountOf(db, 1).mailRefusedAt
    queue(db, {}, 1)
    await sendDue(db, mailer, () => NOW, settings)
    expect(markedAt()).toBe(NOW)
    await sendDue(db, mailer, () => NOW + MINUTE, settings)
    expect(markedAt()).toBe(NOW)
    answers = 250
    expect(await sendDue(db, mailer, () => NOW + HOUR, settings)).toEqual({ sent: 1, failed: 0 })
    expect(markedAt()).toBeNull()
  })

  test.each([451, 421, 452])('a reader put off with %i is not marked, and gets the mail later', async (code) => {
    let times = 0
    const { db, server, mailer } = await world({
      onRcptTo(_address, _session, done) {
        done(++times > 1 ? null : Object.assign(new Error('Greylisted'), { responseCode: code }))
      },
    })
    queue(db)
    expect(await sendDue(db, mailer, () => NOW, settings)).toEqual({ sent: 0, failed: 1 })
    expect(mailAccountOf(db, 1).mailRefusedAt).toBeNull()
    expect(await sendDue(db, mailer, () => NOW + MINUTE, settings)).toEqual({ sent: 1, failed: 0 })
    expect(server.received).toHaveLength(1)
  })

  test('a mail that it refuses for what it says marks nobody', async () => {
    const { db, mailer } = await world({
      onData(stream, _session, done) {
        stream.resume().on('end', () => done(Object.assign(new Error('Spam'), { responseCode: 554 })))
      },
    })
    queue(db)
    await sendDue(db, mailer, () => NOW, settings)
    expect(rowsOf(db)[0]?.last_error).toMatch(/554/)
    expect(mailAccountOf(db, 1).mailRefusedAt).toBeNull()
  })

  test('one that says nothing to one mail for ever is overtaken by the others', async () => {
    const stuck = Promise.withResolvers<void>()
    const passed = Promise.withResolvers<void>()
    let count = 0
    let hangUp = () => {}
    const { db, server, mailer } = await world({
      onData(stream, _session, done) {
        stream.resume().on('end', () => {
          if (++count === 1) return stuck.resolve()
          done()
          if (count === 4) passed.resolve()
        })
      },
    })
    hangUp = server.hangUp
    for (let id = 1; id <= 4; id++) queue(db, { reservationId: id })
    const round = sendDue(db, mailer, () => NOW, settings)
    await stuck.promise
    await passed.promise
    hangUp()
    expect(await round).toEqual({ sent: 3, failed: 1 })
    expect(rowsOf(db).filter((row) => row.sent_at === null)).toHaveLength(1)
  })

  test('one that is slow gets one mail at a time', async () => {
    let [open, most] = [0, 0]
    const { db, mailer } = await world({
      onData(stream, _session, done) {
        most = Math.max(most, ++open)
        stream.resume().on('end', () =>
          setImmediate(() => {
            open--
            done()
          }),
        )
      },
    })
    for (let id = 1; id <= 12; id++) queue(db, { reservationId: id })
    expect(await sendDue(db, mailer, () => NOW, settings)).toEqual({ sent: 12, failed: 0 })
    expect(most).toBe(1)
  })

  test('one that hangs up after the text is tried again later, not at once', async () => {
    let attempts = 0
    const ids: string[] = []
    let hangUp = () => {}
    const { db, server, mailer } = await world({
      onData(stream, _session, done) {
        let text = ''
        stream.on('data', (chunk: Buffer) => (text += chunk))
        stream.on('end', () => {
          ids.push(/^Message-ID: (.+)$/im.exec(text)?.[1] ?? '')
          if (++attempts > 1) return done()
          hangUp()
        })
      },
    })
    hangUp = server.hangUp
    queue(db)
    expect(await sendDue(db, mailer, () => NOW, settings)).toEqual({ sent: 0, failed: 1 })
    expect(attempts).toBe(1)
    expect(rowsOf(db)[0]).toMatchObject({ attempts: 1, sent_at: null, next_attempt_at: NOW + MINUTE })
    expect(await sendDue(db, mailer, () => NOW + MINUTE, settings)).toEqual({ sent: 1, failed: 0 })
    expect(ids[0]).toBe(ids[1])
  })

  test('after five days it is given up, and kept', async () => {
    const db = filledDb()
    queue(db)
    const deaf: Mailer = { ...postbox().mailer, send: () => Promise.reject(new Error('nobody there')) }
    let rounds = 0
    for (let now = NOW; rowsOf(db)[0]?.next_attempt_at; now = rowsOf(db)[0]?.next_attempt_at ?? now) {
      await sendDue(db, deaf, () => now, settings)
      rounds++
    }
    // At 0, 1, 6, 21 and 81 minutes, then hourly until 120 hours have passed.
    expect(rounds).toBe(5 + 118)
    expect(rowsOf(db)[0]).toMatchObject({ sent_at: null, next_attempt_at: null, last_error: 'nobody there' })
  })

  test('a row that cannot be made into a mail fails alone', async () => {
    const { db, mailer } = await world()
    queue(db, {}, 1)
    queue(db, {}, 2)
    db.$client.exec(`UPDATE outbox SET payload = '{"reservationId":1}' WHERE person_id = 1`)
    expect(await sendDue(db, mailer, () => NOW, settings)).toEqual({ sent: 1, failed: 1 })
  })
})

describe('a lease', () => {
  test('keeps a mail from others until it runs out', () => {
    const db = filledDb()
    queue(db)
    expect(leaseNextMail(db, NOW, NOW + MINUTE)?.id).toBe(1)
    expect(isMailDue(db, NOW)).toBe(false)
    expect(leaseNextMail(db, NOW + MINUTE - 1, NOW + 2 * MINUTE)).toBeNull()
    expect(leaseNextMail(db, NOW + MINUTE, NOW + 2 * MINUTE)?.id).toBe(1)
  })

  test('that the disk did not take is none: nothing is sent on it', async () => {
    const { db, server, mailer } = await world()
    queue(db)
    // A full disk shows at the commit; here a promise does that the commit finds broken.
    db.$client.exec(`CREATE TABLE promises (id INTEGER REFERENCES facts (name) DEFERRABLE INITIALLY DEFERRED);
      CREATE TRIGGER full_disk AFTER UPDATE ON outbox BEGIN INSERT INTO promises VALUES ('nothing'); END`)
    await expect(sendDue(db, mailer, () => NOW, settings)).rejects.toThrow('FOREIGN KEY')
    expect(server.received).toEqual([])
    expect(rowsOf(db)[0]).toMatchObject({ attempts: 0, leased_until: null, sent_at: null })
  })

  test('that was lost writes nothing', () => {
    const db = filledDb()
    queue(db)
    const lost = leaseNextMail(db, NOW, NOW + MINUTE)!
    const held = leaseNextMail(db, NOW + MINUTE, NOW + 3 * MINUTE)!
    markFailed(db, lost, { nextAttemptAt: null, error: 'too late' })
    expect(rowsOf(db)[0]).toMatchObject({ attempts: 0, leased_until: NOW + 3 * MINUTE })
    markSent(db, held, NOW + 2 * MINUTE)
    expect(rowsOf(db)[0]).toMatchObject({ attempts: 1, sent_at: NOW + 2 * MINUTE })
  })
})

test.each([
  [[7], 0, 7],
  [[7], 9, 7],
  [[1, 2], 1, 2],
  [[0], 3, 1],
])('MAIL_RETRY_SECONDS %j: attempt %i is followed after %i s', (gaps, attempts, seconds) => {
  expect(nextAttemptAfter({ attempts, createdAt: NOW }, NOW, gaps)).toBe(NOW + seconds * 1000)
})
