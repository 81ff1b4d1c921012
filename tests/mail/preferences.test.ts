import { simpleParser } from 'mailparser'
import { describe, expect, test } from 'vitest'
import type { Db } from '../../db/connect.ts'
import { countUnread } from '../../db/queries/notices.ts'
import { mailAccountOf } from '../../db/queries/preferences.ts'
import { queueMail } from '../../db/queries/queue-mail.ts'
import { writeDigests } from '../../server/mail/digests.ts'
import { rawMail } from '../../server/mail/mailer.ts'
import { sendDue } from '../../server/mail/outbox.ts'
import { cancelReservation } from '../../server/operations/cancel-reservation.ts'
import { changeReservation } from '../../server/operations/change-reservation.ts'
import { remindOfReservations } from '../../server/operations/remind-of-reservations.ts'
import { setPreferences } from '../../server/operations/set-preferences.ts'
import { subscriberOf, unsubscribe } from '../../server/operations/unsubscribe.ts'
import { makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import { at, DAY, HOUR, MINUTE, makeReservation, NOW } from '../support/makers.ts'
import { postbox } from '../support/postbox.ts'
import { filledDb, queue, reservationMailOf, rowsOf, settings, NOW as THEN } from './support.ts'

const soon = { start: THEN + 10 * DAY, end: THEN + 10 * DAY + HOUR, audience: 'steward' } as const

async function sentAt(db: Db, now: number) {
  const { mailer, sent } = postbox()
  await sendDue(db, mailer, () => now, settings)
  return sent
}

describe('the daily mail', () => {
  test('gathers what was held back, comes once, and says how to end it', async () => {
    const db = filledDb()
    setPreferences(db, 2, { mail: { lab: 'digest' } }, THEN)
    for (let id = 1; id <= 45; id++) queue(db, { ...soon, reservationId: id }, 2)
    queue(db, { ...soon, audience: 'requester', reservationId: 99 }, 2)
    expect(await sentAt(db, THEN)).toHaveLength(1)
    expect(writeDigests(db, settings, THEN)).toBe(0)
    const morning = Date.parse('2026-11-11T06:00:00Z')
    expect(writeDigests(db, settings, morning - 1)).toBe(0)
    expect(writeDigests(db, settings, morning)).toBe(1)
    expect(writeDigests(db, settings, morning)).toBe(0)
    const [mail, ...others] = await sentAt(db, morning)
    expect(others).toEqual([])
    expect(mail!.subject).toMatch(/^45 notices for 11/)
    expect(mail!.calendar).toBeNull()
    expect(mail!.text.match(/https:\/\/aparatura\.example\/reservations\/\d+/g)).toHaveLength(40)
    expect(mail!.text).toContain('5 more are on the page of notices')
    const { headers } = await simpleParser(await rawMail(mail!))
    const list = headers.get('list') as unknown as { unsubscribe: { url: string }; 'unsubscribe-post': object }
    expect(list.unsubscribe.url).toMatch(/^https:\/\/aparatura\.example\/unsubscribe\/2\.[\w-]{43}$/)
    expect(String(await rawMail(mail!))).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n')
    expect(mail!.text).toContain(list.unsubscribe.url)
  })

  test('is turned off by its link alone, and what it would have brought stays a notice', async () => {
    const db = filledDb()
    setPreferences(db, 2, { mail: { lab: 'digest', training: 'never' } }, THEN)
    queue(db, soon, 2)
    await sentAt(db, THEN)
    unsubscribe(db, 2, THEN)
    expect(mailAccountOf(db, 2).preferences.mail).toMatchObject({ lab: 'never', training: 'never', requests: 'now' })
    expect(await sentAt(db, THEN + 2 * DAY)).toEqual([])
    expect(writeDigests(db, settings, THEN + 2 * DAY)).toBe(0)
    expect(rowsOf(db)[0]).toMatchObject({ sent_at: null, next_attempt_at: null, attempts: 0 })
    expect(countUnread(db, 2)).toBe(1)
  })

  test('does not take a link that was made up', () => {
    const db = filledDb()
    const secret = settings.sessionSecret
    for (const token of ['', '2', '2.x', `2.${'A'.repeat(43)}`, `999.${'A'.repeat(43)}`])
      expect(subscriberOf(db, token, secret)).toBeNull()
  })

  test('is no more once everything comes at once again: what waited goes', async () => {
    const db = filledDb()
    setPreferences(db, 2, { mail: { lab: 'digest' } }, THEN)
    queue(db, soon, 2)
    expect(await sentAt(db, THEN)).toEqual([])
    setPreferences(db, 2, { mail: { lab: 'now' } }, THEN)
    expect(await sentAt(db, THEN)).toHaveLength(1)
  })
})

describe('mail that its reader does not want by itself', () => {
  test('still ends an entry that an earlier mail put into the calendar', async () => {
    const db = filledDb()
    queue(db, { ...soon, sequence: 0 }, 2)
    expect(await sentAt(db, THEN)).toHaveLength(1)
    setPreferences(db, 2, { mail: { lab: 'never' } }, THEN)
    queue(db, { ...soon, sequence: 1, method: 'CANCEL', state: 'cancelled' }, 2, 'cancelled')
    queue(db, { ...soon, reservationId: 7 }, 2)
    const sent = await sentAt(db, THEN)
    expect(sent.map(({ calendar }) => calendar?.method)).toEqual(['CANCEL'])
  })

  test('waits in quiet hours, in order, and leaves when they end', async () => {
    const db = filledDb()
    setPreferences(db, 1, { quiet: { from: '10:00', to: '12:00' } }, THEN)
    for (let sequence = 0; sequence < 4; sequence++) queue(db, { ...soon, audience: 'requester', sequence })
    expect(await sentAt(db, THEN)).toEqual([])
    expect(await sentAt(db, THEN + 79 * MINUTE)).toEqual([])
    const sent = await sentAt(db, THEN + 80 * MINUTE)
    expect(sent.map(({ calendar }) => /SEQUENCE:(\d)/.exec(calendar!.content)![1])).toEqual(['0', '1', '2', '3'])
    expect(rowsOf(db).every(({ attempts }) => attempts === 1)).toBe(true)
  })
})

describe('so many mails an hour', () => {
  test('reach one steward, the rest later, all in the end, and nobody else waits', async () => {
    const db = filledDb()
    for (let id = 1; id <= 70; id++) queue(db, { ...soon, reservationId: id }, 2)
    for (let id = 1; id <= 40; id++) queue(db, { ...soon, audience: 'requester', reservationId: id }, 1)
    const counts = { anna: 0, mark: 0 }
    const rounds: number[] = []
    for (const hour of [0, 1, 2]) {
      const sent = await sentAt(db, THEN + hour * (HOUR + MINUTE))
      counts.anna += sent.filter(({ to }) => to.email.startsWith('anna')).length
      const toMark = sent.filter(({ to }) => to.email.startsWith('mark')).length
      counts.mark += toMark
      rounds.push(toMark)
    }
    expect(counts).toEqual({ anna: 40, mark: 70 })
    expect(Math.max(...rounds)).toBeLessThanOrEqual(30)
    expect(rounds[0]).toBeGreaterThan(25)
  })
})

describe('a reminder', () => {
  const world = () => {
    const db = testDb()
    const cast = makeCast(db)
    const reservation = makeReservation(db, {
      resourceId: cast.hplc,
      requesterId: cast.researcher.id,
      start: at('2026-11-25 10:00'),
      createdAt: NOW - DAY,
    })
    const remind = (now: number) => remindOfReservations(db, now)
    return { db, cast, reservation, remind }
  }
  const start = at('2026-11-25 10:00')

  test('comes once, as long before as was chosen, with the way to the reservation', async () => {
    const { db, remind, reservation } = world()
    expect(remind(start - DAY - 1)).toBe(0)
    expect(remind(start - DAY)).toBe(1)
    expect(remind(start - DAY)).toBe(0)
    const [mail, ...others] = await sentAt(db, start - DAY)
    expect(others).toEqual([])
    expect(mail!.subject).toBe('Przypomnienie: Chromatograf, śr.\u00a025\u00a0lis, 10:00–11:00')
    expect(mail!.text).toContain(`https://aparatura.example/reservations/${reservation.id}`)
    expect(mail!.calendar).toBeNull()
  })

  test('catches up after a pause, but not after the start', () => {
    expect(world().remind(start - MINUTE)).toBe(1)
    expect(world().remind(start)).toBe(0)
  })

  test('is for what stands: not for a request, nor for what was let go', () => {
    const { db, cast, remind, reservation } = world()
    const row = { requesterId: cast.researcher.id, createdAt: NOW - DAY, start: start + 2 * HOUR }
    makeReservation(db, { ...row, resourceId: cast.tem, state: 'requested' })
    cancelReservation(db, cast.researcher, reservation.id, {}, NOW)
    expect(remind(start - HOUR)).toBe(0)
  })

  test('does not follow at once on what is booked at short notice', () => {
    const { db, cast, remind } = world()
    makeReservation(db, { resourceId: cast.hplc, requesterId: cast.company.id, createdAt: NOW, start: NOW + 5 * HOUR })
    expect(remind(NOW + HOUR)).toBe(0)
  })

  test('comes again for another start', () => {
    const { db, cast, remind, reservation } = world()
    expect(remind(start - DAY)).toBe(1)
    const moved = { start: start + 2 * DAY, end: start + 2 * DAY + HOUR }
    const result = changeReservation(db, cast.researcher, reservation.id, moved, reservation.version, NOW)
    expect(result.ok).toBe(true)
    expect(remind(start - DAY)).toBe(0)
    expect(remind(start + DAY)).toBe(1)
  })

  test('is not for those who want none', () => {
    const { db, cast, remind } = world()
    setPreferences(db, cast.researcher.id, { reminderHours: null }, NOW)
    expect(remind(start - HOUR)).toBe(0)
    setPreferences(db, cast.researcher.id, { reminderHours: 2 }, NOW)
    expect([remind(start - 3 * HOUR), remind(start - 2 * HOUR)]).toEqual([0, 1])
  })
})

test('a daily mail that is written names what it may, in the reader’s language', async () => {
  const db = filledDb()
  setPreferences(db, 1, { mail: { lab: 'digest' }, digestHour: 12 }, THEN)
  queueMail(db, { personId: 1, kind: 'confirmed', payload: reservationMailOf(soon), at: THEN })
  await sentAt(db, THEN)
  expect(writeDigests(db, settings, Date.parse('2026-11-10T11:00:00Z'))).toBe(1)
  const [mail] = await sentAt(db, Date.parse('2026-11-10T11:00:00Z'))
  expect(mail!.subject).toBe('1 powiadomienie na 10\u00a0lis')
  expect(mail!.text).toContain('Potwierdzona: HPLC 1200')
  expect(countUnread(db, 1)).toBe(1)
})
