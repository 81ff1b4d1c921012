import { beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '../../db/connect.ts'
import { recordAudit } from '../../db/queries/audit.ts'
import { watchClock } from '../../db/queries/clock-watch.ts'
import { retentionOf } from '../../db/queries/retention.ts'
import { DEFAULT_RETENTION, monthsAfter, type Retention } from '../../server/domain/retention.ts'
import { keepRetention } from '../../server/operations/keep-retention.ts'
import { setRetention } from '../../server/operations/set-retention.ts'
import { type Cast, makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import { at, DAY, HOUR, MINUTE, makePerson, makeReservation, NOW } from '../support/makers.ts'

let db: Db
let cast: Cast
let unused: number
beforeEach(() => {
  db = testDb()
  cast = makeCast(db)
  unused = makePerson(db, {
    name: 'Dawno Niewidziana',
    organisationId: cast.researcher.organisationId,
    createdAt: at('2024-01-15 10:00'),
  })
})

const keep = (change: Partial<Retention>) =>
  expect(setRetention(db, cast.admin, { ...DEFAULT_RETENTION, ...change }, NOW).ok).toBe(true)

/** The chore at an instant, after the clock was seen to run for an hour. */
function run(now: number) {
  for (let seen = now - 2 * HOUR; seen <= now; seen += 5 * MINUTE) watchClock(db, seen)
  return keepRetention(db, now)
}

const kinds = () =>
  db.$client.prepare(`SELECT kind FROM audit_events WHERE about_id = ? ORDER BY id`).pluck().all(unused)
const isOpen = () => db.$client.prepare('SELECT is_active FROM people WHERE id = ?').pluck().get(unused) === 1
const mails = () =>
  db.$client
    .prepare(`SELECT count(*) FROM outbox WHERE person_id = ? AND payload ->> 'change' = 'unused'`)
    .pluck()
    .get(unused)

describe('unused accounts', () => {
  test('stay where nobody has said otherwise', () => {
    expect(retentionOf(db)).toEqual(DEFAULT_RETENTION)
    expect(run(NOW + 4000 * DAY)).toEqual([])
    expect(kinds()).toEqual([])
  })

  test('are told of twice, closed and erased, each step once and in its time', () => {
    keep({ unusedMonths: 24 })
    run(NOW)
    run(NOW + HOUR)
    expect(kinds()).toEqual(['unused-account-warned'])
    run(NOW + 22 * DAY)
    expect(mails()).toBe(1)
    run(NOW + 23 * DAY)
    run(NOW + 24 * DAY)
    expect(kinds()).toEqual(['unused-account-warned', 'unused-account-warned-again'])
    expect(mails()).toBe(2)
    expect(isOpen()).toBe(true)
    const closed = NOW + 30 * DAY
    run(closed)
    expect(isOpen()).toBe(false)
    expect(run(monthsAfter(closed, 6) - DAY)).toEqual([])
    expect(run(monthsAfter(closed, 6))).toMatchObject([{ personId: unused, name: 'Dawno Niewidziana' }])
    expect(run(monthsAfter(closed, 6) + HOUR)).toEqual([])
    expect(db.$client.prepare('SELECT name FROM people WHERE id = ?').pluck().get(unused)).toBe(
      `Osoba usunięta ${unused}`,
    )
  })

  test('are used again by any sign of their owner, and told anew when that is long ago', () => {
    keep({ unusedMonths: 24 })
    run(NOW)
    const back = { person: { id: unused }, kind: 'signed-in', object: { kind: 'people', id: unused }, at: NOW + DAY }
    recordAudit(db, back)
    run(NOW + 200 * DAY)
    expect(kinds()).toEqual(['unused-account-warned'])
    run(monthsAfter(NOW, 24))
    expect(kinds()).toEqual(['unused-account-warned', 'unused-account-warned'])
  })

  test('are let be while the clock has just leapt, and few are closed in a day whatever it says', () => {
    keep({ unusedMonths: 24 })
    for (let i = 0; i < 30; i++)
      makePerson(db, { name: `Dawna ${i}`, organisationId: cast.organisationId, createdAt: 0 })
    watchClock(db, NOW)
    watchClock(db, NOW + 1000 * DAY)
    expect(keepRetention(db, NOW + 1000 * DAY)).toEqual([])
    expect(kinds()).toEqual([])
    const closed = () => db.$client.prepare(`SELECT count(*) FROM people WHERE NOT is_active`).pluck().get()
    run(NOW)
    run(NOW + 23 * DAY)
    for (let hour = 0; hour < 5; hour++) run(NOW + 3000 * DAY + hour * HOUR)
    expect(closed()).toBe(10)
  })

  test('are not those that nobody could take the place of', () => {
    keep({ unusedMonths: 6 })
    const late = NOW + 1000 * DAY
    for (const day of [0, 23, 30, 31]) run(late + day * DAY)
    const open = db.$client.prepare('SELECT email FROM people WHERE is_active ORDER BY id').pluck().all()
    expect(open).toEqual(['owner@demo.test', 'admin@demo.test'])
  })
})

describe('words and the audit', () => {
  test('words of reservations long over are taken out, hours and purpose stay', () => {
    const old = makeReservation(db, {
      ...{
        resourceId: cast.hplc,
        requesterId: unused,
        start: at('2022-03-01 10:00'),
        state: 'completed',
        note: 'Notatka',
      },
    })
    const recent = makeReservation(db, { resourceId: cast.hplc, requesterId: unused, note: 'Notatka' })
    keep({ wordsYears: 3 })
    run(NOW)
    const row = (id: number) => db.$client.prepare('SELECT title, note, purpose FROM reservations WHERE id = ?').get(id)
    expect(row(old.id)).toEqual({ title: '—', note: null, purpose: 'own_research' })
    expect(row(recent.id)).toEqual({ title: 'Protein purity', note: 'Notatka', purpose: 'own_research' })
  })

  test('the audit lets go of what is older than it is kept, and of nothing else', () => {
    const event = (when: number) =>
      recordAudit(db, { person: cast.owner, kind: 'x', object: { kind: 'people', id: 1 }, at: when })
    event(at('2019-01-01 10:00'))
    event(NOW)
    expect(() => db.$client.exec('DELETE FROM audit_events')).toThrow('audit-append-only')
    run(NOW)
    const left = () => db.$client.prepare(`SELECT at FROM audit_events WHERE kind = 'x'`).pluck().all()
    expect(left()).toEqual([NOW])
    expect(() => db.$client.exec('DELETE FROM audit_events')).toThrow('audit-append-only')
    expect(() => db.$client.exec('UPDATE audit_events SET at = 0')).toThrow('audit-append-only')
  })
})

test.each([
  ['unusedMonths', 5],
  ['unusedMonths', 2.5],
  ['erasedMonths', null],
  ['wordsYears', 0],
  ['auditYears', 1],
] as const)('%s cannot be %s', (field, value) => {
  const wish = { ...DEFAULT_RETENTION, [field]: value } as Retention
  expect(setRetention(db, cast.admin, wish, NOW)).toMatchObject({ ok: false, refusal: { kind: 'invalid', field } })
  expect(setRetention(db, cast.owner, wish, NOW)).toMatchObject({ ok: false, refusal: { kind: 'forbidden' } })
})
