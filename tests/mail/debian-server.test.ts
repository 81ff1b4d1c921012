import { simpleParser } from 'mailparser'
import { afterEach, describe, expect, test } from 'vitest'
import { mailAccountOf } from '../../db/queries/preferences.ts'
import { type ArrivedMail, type DebianAnswer, debianMailServer } from '../../scripts/bench/debian-mail-server.ts'
import { smtpMailer } from '../../server/mail/mailer.ts'
import { sendDue } from '../../server/mail/outbox.ts'
import { filledDb, HOUR, MINUTE, NOW, queue, rowsOf, settings } from './support.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

type Answers = (mail: ArrivedMail, nth: number) => DebianAnswer | Promise<DebianAnswer>
const everythingTaken: Answers = () => 'taken'

async function world(
  answers: Answers = everythingTaken,
  recipientAnswer?: (address: string) => 'taken' | 'later' | 'refused',
) {
  const came: ArrivedMail[] = []
  const answerTo = (mail: ArrivedMail) => answers(mail, came.push(mail) - 1)
  const server = await debianMailServer({ answerTo, ...(recipientAnswer && { recipientAnswer }) })
  const mailer = smtpMailer(`smtp://127.0.0.1:${server.port}`)
  closing.push(
    () => server.close(),
    () => mailer.close(),
  )
  const db = filledDb()
  const send = (now = NOW) => sendDue(db, mailer, () => now, settings)
  const ids = () => came.map(({ messageId }) => messageId)
  const queuedIds = () => rowsOf(db).map((row) => `<${row.message_id}@aparatura.example>`)
  return { db, server, came, send, ids, queuedIds }
}

describe('Debian’s mail server', () => {
  test('takes every mail once, letters and calendar whole', async () => {
    const { db, came, send, ids, queuedIds } = await world()
    for (let id = 1; id <= 20; id++) queue(db, { reservationId: id }, 1 + (id % 3))
    expect(await send()).toEqual({ sent: 20, failed: 0 })
    expect(ids().toSorted()).toEqual(queuedIds().toSorted())
    const mail = await simpleParser(came.find(({ to }) => to[0] === 'anna@demo.test')!.raw)
    expect(mail.text).toContain('Pestycydy w miodzie')
    expect(mail.html).toContain('Laboratorium Analiz Środowiskowych')
    expect(mail.attachments.map(({ contentType }) => contentType)).toContain('text/calendar')
  })

  test('that puts everybody off at first, as greylisting does, gets the mail later under the same Message-ID', async () => {
    const known = new Set<string>()
    const { db, send, ids, queuedIds } = await world(everythingTaken, (address) => {
      if (known.has(address)) return 'taken'
      known.add(address)
      return 'later'
    })
    queue(db)
    queue(db, { reservationId: 2 }, 2)
    expect(await send()).toEqual({ sent: 0, failed: 2 })
    expect(rowsOf(db).map((row) => row.next_attempt_at)).toEqual([NOW + MINUTE, NOW + MINUTE])
    expect(await send(NOW + MINUTE)).toEqual({ sent: 2, failed: 0 })
    expect(ids().toSorted()).toEqual(queuedIds().toSorted())
    expect(mailAccountOf(db, 1).mailRefusedAt).toBeNull()
  })

  test('that refuses one reader gets the mail of all others, and the address is marked', async () => {
    const { db, send, came } = await world(everythingTaken, (address) =>
      address === 'mark@demo.test' ? 'refused' : 'taken',
    )
    queue(db, { reservationId: 1 }, 1)
    queue(db, { reservationId: 2 }, 2)
    queue(db, { reservationId: 3 }, 3)
    expect(await send()).toEqual({ sent: 2, failed: 1 })
    expect(came.flatMap(({ to }) => to)).not.toContain('mark@demo.test')
    expect([1, 2, 3].map((id) => mailAccountOf(db, id).mailRefusedAt)).toEqual([null, NOW, null])
  })

  test('that says 451 to a text or hangs up after it gets that mail again, and no other', async () => {
    const { db, send, ids, queuedIds } = await world((_mail, nth) => (['later', 'cut'] as const)[nth] ?? 'taken')
    for (let id = 1; id <= 4; id++) queue(db, { reservationId: id })
    expect(await send()).toEqual({ sent: 2, failed: 2 })
    expect(await send(NOW + MINUTE)).toEqual({ sent: 2, failed: 0 })
    expect(new Set(ids())).toEqual(new Set(queuedIds()))
    expect(ids()).toHaveLength(6)
  })

  test('that is slow gets one mail at a time; one it never answers holds up no other', async () => {
    let [under, most] = [0, 0]
    const slow = await world(async () => {
      under += 1
      most = Math.max(most, under)
      await new Promise((resolve) => setImmediate(resolve))
      under -= 1
      return 'taken' as const
    })
    for (let id = 1; id <= 12; id++) queue(slow.db, { reservationId: id })
    expect(await slow.send()).toEqual({ sent: 12, failed: 0 })
    expect(most).toBe(1)

    const hanging = await world((_mail, nth) => (nth === 0 ? 'hang' : 'taken'))
    for (let id = 1; id <= 4; id++) queue(hanging.db, { reservationId: id })
    const round = hanging.send()
    await expect.poll(() => hanging.came.length, { timeout: 5000 }).toBe(4)
    await expect.poll(() => rowsOf(hanging.db).filter((row) => row.sent_at !== null).length).toBe(3)
    await hanging.server.close()
    expect(await round).toEqual({ sent: 3, failed: 1 })
  })

  test('that goes down loses nothing', async () => {
    const { db, server, send } = await world()
    for (let id = 1; id <= 3; id++) queue(db, { reservationId: id })
    await server.close()
    const round = await send()
    expect([round.sent, round.failed]).toEqual([0, 3])
    expect(rowsOf(db).every((row) => row.next_attempt_at === NOW + MINUTE && row.last_error !== null)).toBe(true)
    const back = await world()
    const mailer = smtpMailer(`smtp://127.0.0.1:${back.server.port}`)
    closing.push(() => mailer.close())
    expect(await sendDue(db, mailer, () => NOW + HOUR, settings)).toEqual({ sent: 3, failed: 0 })
    expect(back.ids().toSorted()).toEqual(
      rowsOf(db)
        .map((row) => `<${row.message_id}@aparatura.example>`)
        .toSorted(),
    )
  })
})
