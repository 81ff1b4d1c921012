import ICAL from 'ical.js'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '../../db/connect.ts'
import { choresOf } from '../../server/jobs/chores.ts'
import { sendDue } from '../../server/mail/outbox.ts'
import { cancelReservation } from '../../server/operations/cancel-reservation.ts'
import { decideReservation } from '../../server/operations/decide-reservation.ts'
import { requestReservation } from '../../server/operations/request-reservation.ts'
import type { OutgoingMail } from '../../views/mail/outgoing-mail.ts'
import { type Cast, makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import { at, DAY, NOW } from '../support/makers.ts'
import { postbox } from '../support/postbox.ts'
import { settings } from './support.ts'

let db: Db
let cast: Cast
beforeEach(() => {
  db = testDb()
  cast = makeCast(db)
})

const start = at('2026-11-24 10:00')
const end = at('2026-11-24 12:00')

function ask(resourceId: number): number {
  const result = requestReservation(
    db,
    cast.researcher,
    { resourceId, start, end, units: 1, title: 'Białka', purpose: 'own_research' },
    NOW,
  )
  if (!result.ok) throw new Error(result.refusal.kind)
  return result.value.id
}

/** What has left the outbox since the last look: reader, subject's first words, method, SEQUENCE, STATUS. */
async function told(): Promise<string[]> {
  const { mailer, sent } = postbox()
  await sendDue(db, mailer, () => NOW, settings)
  return sent.map(wordsOf).sort()
}

function wordsOf({ to, subject, calendar }: OutgoingMail): string {
  const read = new ICAL.Component(ICAL.parse(calendar!.content))
  const event = read.getFirstSubcomponent('vevent')!
  const value = (name: string) => event.getFirstPropertyValue(name)
  return `${to.name}: ${subject.split(':')[0]}, ${read.getFirstPropertyValue('method')} ${value('sequence')} ${value('status')}`
}

describe('those concerned are told', () => {
  test('of a request, of its approval, of its cancelling, and their calendars follow', async () => {
    const id = ask(cast.tem)
    expect(await told()).toEqual([
      'deputy: Do akceptacji, REQUEST 0 TENTATIVE',
      'owner: Do akceptacji, REQUEST 0 TENTATIVE',
      'researcher: Czeka na akceptację, REQUEST 0 TENTATIVE',
    ])
    decideReservation(db, cast.owner, id, { verdict: 'approve' }, NOW)
    expect(await told()).toEqual([
      'deputy: Potwierdzona, REQUEST 1 CONFIRMED',
      'owner: Potwierdzona, REQUEST 1 CONFIRMED',
      'researcher: Potwierdzona, REQUEST 1 CONFIRMED',
    ])
    cancelReservation(db, cast.researcher, id, { reason: null }, NOW)
    expect(await told()).toEqual([
      'deputy: Odwołana, CANCEL 2 CANCELLED',
      'owner: Odwołana, CANCEL 2 CANCELLED',
      'researcher: Odwołana, CANCEL 2 CANCELLED',
    ])
  })

  test('of a declined request', async () => {
    const id = ask(cast.tem)
    await told()
    decideReservation(db, cast.deputy, id, { verdict: 'decline', reason: 'Awaria' }, NOW)
    expect((await told()).at(-1)).toBe('researcher: Odmowa, CANCEL 1 CANCELLED')
  })

  test('of a request that nobody decided in time', async () => {
    ask(cast.tem)
    await told()
    const log = { info() {}, warn() {}, error() {} }
    const parts = { db, clock: () => NOW + DAY + DAY, mailer: postbox().mailer, settings, log }
    await choresOf(parts)
      .find(({ name }) => name === 'expire requests')
      ?.run(() => false)
    const { mailer, sent } = postbox()
    await sendDue(db, mailer, parts.clock, settings)
    expect(sent.map(wordsOf)).toContain('researcher: Wygasła, CANCEL 1 CANCELLED')
  })

  test('at once of a reservation that needs no approval', async () => {
    ask(cast.hplc)
    expect((await told()).at(-1)).toBe('researcher: Potwierdzona, REQUEST 0 CONFIRMED')
  })

  test('of nothing that was refused', async () => {
    expect(() => ask(-1)).toThrow('not-found')
    ask(cast.hplc)
    await told()
    expect(() => ask(cast.hplc)).toThrow('rules')
    expect(await told()).toEqual([])
  })
})
