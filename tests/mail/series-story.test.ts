import ICAL from 'ical.js'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '../../db/connect.ts'
import { leaseNextMail } from '../../db/queries/outbox.ts'
import { reservationsOfSeries, seriesById } from '../../db/queries/series.ts'
import type { Person } from '../../server/domain/person.ts'
import { sendDue } from '../../server/mail/outbox.ts'
import { bookSeries, type SeriesBooking } from '../../server/operations/book-series.ts'
import { cancelReservation } from '../../server/operations/cancel-reservation.ts'
import { cancelSeries } from '../../server/operations/cancel-series.ts'
import { changeReservation } from '../../server/operations/change-reservation.ts'
import { changeSeries } from '../../server/operations/change-series.ts'
import { decideSeries } from '../../server/operations/decide-series.ts'
import { takeBackOccurrence } from '../../server/operations/take-back-occurrence.ts'
import type { OutgoingMail } from '../../views/mail/outgoing-mail.ts'
import { testApp } from '../support/app.ts'
import { expanded } from '../support/calendar-reader.ts'
import { type Cast, makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import { at, HOUR, makeReservation, makeRule, NOW } from '../support/makers.ts'
import { postbox } from '../support/postbox.ts'
import { settings } from './support.ts'

let db: Db
let cast: Cast
beforeEach(() => {
  db = testDb()
  cast = makeCast(db)
})

/** Tuesdays 10–12 from 24 November 2026, four of them. */
function book(resourceId: number, more: Partial<SeriesBooking> = {}, who: Person = cast.researcher): number {
  const wish: SeriesBooking = {
    resourceId,
    timeZone: 'Europe/Warsaw',
    startLocal: '2026-11-24T10:00:00',
    durationMinutes: 120,
    rrule: 'FREQ=WEEKLY;COUNT=4',
    exdates: [],
    rdates: [],
    units: 1,
    title: 'Białka',
    purpose: 'own_research',
    onConflict: 'skip',
    ...more,
  }
  const result = bookSeries(db, who, wish, NOW)
  if (!result.ok) throw new Error(JSON.stringify(result.refusal))
  return result.value.id
}

async function sentMails(): Promise<OutgoingMail[]> {
  const { mailer, sent } = postbox()
  await sendDue(db, mailer, () => NOW, settings)
  return sent
}

/** Reader, subject's first words, method, then SEQUENCE, STATUS and instance of each event. */
async function told(): Promise<string[]> {
  return (await sentMails()).map(wordsOf).sort()
}

function wordsOf({ to, subject, calendar }: OutgoingMail): string {
  const read = new ICAL.Component(ICAL.parse(calendar!.content))
  const events = read.getAllSubcomponents('vevent').map((event) => {
    const value = (name: string) => event.getFirstPropertyValue(name)
    const instance = value('recurrence-id')
    return `${value('sequence')} ${value('status')}${instance ? ` of ${instance}` : ''}`
  })
  return `${to.name}: ${subject.split(':')[0]}, ${read.getFirstPropertyValue('method')} ${events.join(', ')}`
}

const mailTo = async (name: string) => (await sentMails()).find(({ to }) => to.name === name)!
const starts = (mail: OutgoingMail) =>
  expanded(mail.calendar!.content).map(({ start }) => new Date(start).toISOString())
const occurrence = (id: number, local: string) =>
  reservationsOfSeries(db, id).find(({ occurrenceLocal }) => occurrenceLocal === local)!
const fact = (mail: OutgoingMail, label: string) =>
  mail.text
    .replaceAll('\u00a0', ' ')
    .split(new RegExp(`^${label}: `, 'm'))[1]
    ?.split(/\n(?! {2})/)[0]
    ?.split('\n')
    .map((line) => line.trim())

describe('those concerned are told of a series once, and their calendars follow', () => {
  test('of a booking, in one invitation for all of its dates', async () => {
    book(cast.hplc)
    const sent = await sentMails()
    expect(sent.map(wordsOf).sort()).toEqual([
      'deputy: Seria potwierdzona, REQUEST 0 CONFIRMED',
      'owner: Seria potwierdzona, REQUEST 0 CONFIRMED',
      'researcher: Seria potwierdzona, REQUEST 0 CONFIRMED',
    ])
    expect(starts(sent[0]!)).toEqual([
      '2026-11-24T09:00:00.000Z',
      '2026-12-01T09:00:00.000Z',
      '2026-12-08T09:00:00.000Z',
      '2026-12-15T09:00:00.000Z',
    ])
    expect(sent[0]?.calendar?.content).toContain('UID:series-')
  })

  test('of a request, of the decision with its exception, of the cancelling', async () => {
    const id = book(cast.tem)
    expect(await told()).toEqual([
      'deputy: Seria do akceptacji, REQUEST 0 TENTATIVE',
      'owner: Seria do akceptacji, REQUEST 0 TENTATIVE',
      'researcher: Seria czeka na akceptację, REQUEST 0 TENTATIVE',
    ])
    const exceptions = [occurrence(id, '2026-12-01T10:00:00').id]
    const decided = decideSeries(db, cast.owner, id, { verdict: 'approve', exceptions }, NOW)
    expect(decided.ok).toBe(true)
    expect((await told())[2]).toBe(
      'researcher: Seria potwierdzona, REQUEST 2 CONFIRMED, 2 TENTATIVE of 2026-12-01T10:00:00',
    )
    cancelSeries(db, cast.researcher, id, { scope: 'all' }, NOW)
    expect(await told()).toEqual([
      'deputy: Seria odwołana, CANCEL 5 CANCELLED',
      'owner: Seria odwołana, CANCEL 5 CANCELLED',
      'researcher: Seria odwołana, CANCEL 5 CANCELLED',
    ])
  })

  test('of a change of the whole series', async () => {
    const id = book(cast.hplc)
    await told()
    const { version } = seriesById(db, id)!
    expect(changeSeries(db, cast.researcher, id, { scope: 'all', shiftMinutes: 60 }, version, NOW).ok).toBe(true)
    const mail = await mailTo('researcher')
    expect(wordsOf(mail)).toBe('researcher: Seria zmieniona, REQUEST 2 CONFIRMED')
    expect(starts(mail)[0]).toBe('2026-11-24T10:00:00.000Z')
  })

  test('of one date alone: it is an instance of the same entry, and newer than what was sent before', async () => {
    const id = book(cast.hplc)
    await told()
    const one = occurrence(id, '2026-12-01T10:00:00')
    const to = { start: one.start + HOUR, end: one.end + HOUR }
    expect(changeReservation(db, cast.researcher, one.id, to, one.version, NOW).ok).toBe(true)
    const mail = await mailTo('researcher')
    expect(wordsOf(mail)).toBe('researcher: Zmieniona, REQUEST 1 CONFIRMED of 2026-12-01T10:00:00')
    expect(mail.calendar!.content).toContain(`UID:series-${id}@aparatura.example`)
    cancelReservation(db, cast.researcher, one.id, {}, NOW)
    expect((await told())[2]).toBe('researcher: Odwołana, CANCEL 2 CANCELLED of 2026-12-01T10:00:00')
    expect(takeBackOccurrence(db, cast.researcher, id, '2026-12-01T10:00:00', NOW).ok).toBe(true)
    const back = await mailTo('researcher')
    expect(wordsOf(back)).toBe('researcher: Seria zmieniona, REQUEST 3 CONFIRMED')
    expect(starts(back)).toHaveLength(4)
  })
})

describe('the mail says', () => {
  test('the rule as a sentence, its dates, and what is left out and why', async () => {
    makeReservation(db, {
      resourceId: cast.hplc,
      requesterId: cast.stranger.id,
      start: at('2026-12-08 10:00'),
      end: at('2026-12-08 11:00'),
    })
    book(cast.hplc, { rrule: 'FREQ=WEEKLY;COUNT=12' })
    const mail = await mailTo('researcher')
    expect(mail.subject.replaceAll('\u00a0', ' ')).toBe(
      'Seria potwierdzona: Chromatograf, we wtorki 10:00–12:00, od 24 listopada, 12 razy',
    )
    expect(fact(mail, 'Reguła')).toEqual(['we wtorki 10:00–12:00, od 24 listopada, 12 razy'])
    const dates = fact(mail, 'Terminy')!
    expect(dates.slice(0, 2)).toEqual(['wt. 24 lis, 10:00–12:00', 'wt. 1 gru, 10:00–12:00'])
    expect(dates.at(-1)).toBe('i jeszcze 3 terminy')
    expect(fact(mail, 'Pominięte')).toEqual(['wt. 8 gru: zajęty'])
    expect(mail.html.replaceAll('\u00a0', ' ')).toContain('wt. 8 gru: zajęty')
    expect(mail.text).toMatch(/https:\/\/aparatura\.example\/series\/\d+/)
    expect(mail.text).not.toMatch(/\{\{|undefined|null/)
  })

  test('which date the clocks move, which was moved by hand, and in which zone', async () => {
    db.$client.exec('UPDATE labs SET observes_holidays = 0')
    makeRule(db, {
      resourceId: cast.hplc,
      startLocal: '2020-01-01T00:00:00',
      durationMinutes: 1440,
      rrule: 'FREQ=DAILY',
    })
    const id = book(cast.hplc, { startLocal: '2027-03-27T02:30:00', rrule: 'FREQ=DAILY;COUNT=3', durationMinutes: 60 })
    expect(fact(await mailTo('researcher'), 'Terminy')).toEqual([
      'sob. 27 mar, 2:30–3:30',
      'niedz. 28 mar, 3:30–4:30 (zmiana czasu, 02:30 tej nocy nie ma)',
      'pon. 29 mar, 2:30–3:30',
    ])
    const one = occurrence(id, '2027-03-29T02:30:00')
    changeReservation(db, cast.researcher, one.id, { start: one.start + HOUR, end: one.end + HOUR }, one.version, NOW)
    const change = { scope: 'all', durationMinutes: 90 } as const
    changeSeries(db, cast.researcher, id, change, seriesById(db, id)!.version, NOW)
    const mail = (await sentMails()).find(({ subject }) => subject.startsWith('Seria zmieniona'))!
    expect(fact(mail, 'Terminy')?.[2]).toBe('pon. 29 mar, 3:30–4:30 (zamiast pon. 29 mar, 2:30)')
    db.$client.prepare("UPDATE people SET locale = 'en' WHERE id = ?").run(cast.researcher.id)
    book(cast.hplc, { timeZone: 'America/New_York', startLocal: '2026-12-01T04:00:00' })
    const english = await mailTo('researcher')
    expect(fact(english, 'Time zone')).toEqual(['America/New_York'])
    expect(fact(english, 'Dates')?.[0]).toBe('Tue 1 Dec, 04:00–06:00')
    expect(starts(english)[0]).toBe('2026-12-01T09:00:00.000Z')
  })
})

test('mail about one date waits for the mail about its series', async () => {
  const id = book(cast.hplc)
  const one = occurrence(id, '2026-12-01T10:00:00')
  cancelReservation(db, cast.researcher, one.id, {}, NOW)
  const due = () => leaseNextMail(db, NOW, NOW + HOUR)
  const kinds = Array.from({ length: 7 }, due).map((mail) => mail?.kind)
  expect(kinds.slice(0, 4)).toEqual(['series-confirmed', 'series-confirmed', 'series-confirmed', undefined])
})

describe('a series as a file', () => {
  test('is there for who may see it, and expands to what is booked', async () => {
    const t = await testApp()
    db = t.db
    cast = t.cast
    const id = book(cast.hplc)
    const { body, headers } = await t.as('researcher').get(`/series/${id}.ics`)
    expect(headers['content-type']).toBe('text/calendar; charset=utf-8')
    expect(expanded(body)).toHaveLength(4)
    expect((await t.as('stranger').get(`/series/${id}.ics`)).statusCode).toBe(404)
    expect((await t.as('researcher').get('/series/999.ics')).statusCode).toBe(404)
    const one = occurrence(id, '2026-12-01T10:00:00')
    const file = (await t.as('researcher').get(`/reservations/${one.id}.ics`)).body
    const event = new ICAL.Component(ICAL.parse(file)).getFirstSubcomponent('vevent')!
    expect(event.getFirstPropertyValue('uid')).toBe(`series-${id}@localhost`)
    expect(String(event.getFirstPropertyValue('recurrence-id'))).toBe('2026-12-01T10:00:00')
  })
})

test('the demo’s mailbox shows the mail of a series', async () => {
  const t = await testApp({ settings: { demo: true } })
  db = t.db
  cast = t.cast
  const id = book(cast.tem)
  const me = t.as('researcher')
  const list = (await me.get('/mailbox')).body
  expect(list).toContain('Seria czeka na akceptację')
  const href = /\/mailbox\/\d+/.exec(list)![0]
  const page = (await me.get(href)).body
  expect(page).toContain(`href="/series/${id}"`)
  expect(page).toContain(`seria-${id}.ics`)
  expect((await me.get(`${href}.eml`)).body).toContain('text/calendar; charset=utf-8; method=REQUEST')
})

test('after any change the last mail expands to what is booked', async () => {
  const id = book(cast.hplc, { rrule: 'FREQ=WEEKLY;BYDAY=TU,TH;COUNT=10' })
  const one = (index: number) => reservationsOfSeries(db, id).filter(({ state }) => state === 'confirmed')[index]!
  const version = () => seriesById(db, id)!.version
  const who = cast.researcher
  const deeds: readonly (() => { readonly ok: boolean })[] = [
    () =>
      changeReservation(
        db,
        who,
        one(2).id,
        { start: one(2).start + HOUR, end: one(2).end + HOUR },
        one(2).version,
        NOW,
      ),
    () => changeSeries(db, who, id, { scope: 'all', shiftMinutes: 30 }, version(), NOW),
    () => cancelSeries(db, who, id, { scope: 'following', from: one(7).start }, NOW),
    () => cancelReservation(db, who, one(4).id, {}, NOW),
    () => changeSeries(db, who, id, { scope: 'following', from: one(3).start, shiftMinutes: -30 }, version(), NOW),
    () =>
      takeBackOccurrence(
        db,
        who,
        id,
        reservationsOfSeries(db, id).find(({ state }) => state === 'cancelled')!.occurrenceLocal!,
        NOW,
      ),
    () => changeSeries(db, who, id, { scope: 'all', durationMinutes: 90, includeChanged: true }, version(), NOW),
    () => cancelSeries(db, who, id, { scope: 'following', from: one(1).start, includeChanged: true }, NOW),
  ]
  for (const deed of deeds) {
    expect(deed()).toMatchObject({ ok: true })
    const held = reservationsOfSeries(db, id).filter(({ state }) => state === 'confirmed')
    const mail = (await sentMails()).findLast(({ to }) => to.name === 'researcher')!
    if (mail.calendar!.content.split('BEGIN:VEVENT')[1]!.includes('RECURRENCE-ID')) continue
    const booked = held.map(({ start, end }) => ({ start, end })).sort((a, b) => a.start - b.start)
    expect(expanded(mail.calendar!.content).map(({ start, end }) => ({ start, end }))).toEqual(booked)
  }
})
