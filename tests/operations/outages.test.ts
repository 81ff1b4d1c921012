import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '../../db/connect.ts'
import { claimsDuring } from '../../db/queries/claims.ts'
import { outagesOf } from '../../db/queries/outages.ts'
import { eventsOf } from '../../db/queries/reservation-events.ts'
import { reservationById } from '../../db/queries/reservations.ts'
import { settingEventsOf } from '../../db/queries/setting-events.ts'
import * as schema from '../../db/schema/index.ts'
import type { OutageChoice } from '../../server/domain/outage-impact.ts'
import type { OutageMail } from '../../server/domain/outage-mail.ts'
import type { Person } from '../../server/domain/person.ts'
import { changeOutages, type OutageDecisions } from '../../server/operations/change-outages.ts'
import { endOutage } from '../../server/operations/end-outage.ts'
import { endOutageRule } from '../../server/operations/end-outage-rule.ts'
import { logOutageWork } from '../../server/operations/log-outage-work.ts'
import { previewOutage } from '../../server/operations/preview-outage.ts'
import { remindOfCalibrations } from '../../server/operations/remind-of-calibrations.ts'
import { removeOutage } from '../../server/operations/remove-outage.ts'
import { requestReservation } from '../../server/operations/request-reservation.ts'
import { writeOutageRules } from '../../server/operations/write-outage-rules.ts'
import { type Cast, makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import {
  at,
  DAY,
  HOUR,
  makeAccessory,
  makeOutage,
  makeReservation,
  makeResource,
  makeRule,
  NOW,
} from '../support/makers.ts'

let db: Db
let cast: Cast
beforeEach(() => {
  db = testDb()
  cast = makeCast(db)
})
afterEach(() => db.$client.close())

const ALL_TIME = { start: 0, end: Number.MAX_SAFE_INTEGER }
const draft = (start: string, end: string, more: object = {}) => ({
  ...{ start: at(start), end: at(end), kind: 'maintenance' as const, planned: true, reason: 'przegląd roczny' },
  ...more,
})
const opening = (start: string, end: string, more = {}) => ({ kind: 'open', outage: draft(start, end, more) }) as const
const KEEP: OutageDecisions = { choices: new Map(), otherwise: 'keep', words: null }
const CANCEL: OutageDecisions = { ...KEEP, otherwise: 'cancel' }

const book = (start: string, hours = 1, more: object = {}) =>
  makeReservation(db, {
    ...{ resourceId: cast.hplc, requesterId: cast.researcher.id },
    ...{ start: at(start), end: at(start) + hours * HOUR },
    ...more,
  })
const open = (
  change: Parameters<typeof changeOutages>[3],
  decisions = KEEP,
  who: Person = cast.owner,
  on = cast.hplc,
) => changeOutages(db, who, on, change, decisions, NOW)
const mustOpen = (...given: Parameters<typeof open>) => {
  const result = open(...given)
  if (!result.ok) throw new Error(JSON.stringify(result.refusal))
  return result.value
}
const preview = (change: Parameters<typeof changeOutages>[3], on = cast.hplc) => {
  const result = previewOutage(db, cast.owner, on, change, NOW)
  if (!result.ok) throw new Error(JSON.stringify(result.refusal))
  return result.value
}
const affectedIds = (change: Parameters<typeof preview>[0], on?: number) =>
  preview(change, on).affected.map(({ reservation }) => reservation.id)
const mails = () =>
  (
    db.$client
      .prepare('SELECT p.name, o.kind, o.payload FROM outbox o JOIN people p ON p.id = o.person_id ORDER BY o.id')
      .all() as { name: string; kind: string; payload: string }[]
  ).map(({ name, kind, payload }) => ({ name, kind, mail: JSON.parse(payload) as OutageMail }))
const stateOf = (id: number) => reservationById(db, id)!.state

describe('an outage', () => {
  test.each([
    ['owner', true],
    ['deputy', true],
    ['caretaker', true],
    ['researcher', false],
    ['coordinator', false],
    ['admin', false],
  ] as const)('may be opened by the %s: %s', (who, isAllowed) => {
    const change = opening('2026-11-24 10:00', '2026-11-24 12:00')
    expect(open(change, KEEP, cast[who]).ok).toBe(isAllowed)
    expect(previewOutage(db, cast[who], cast.hplc, change, NOW).ok).toBe(isAllowed)
    expect(outagesOf(db, cast.hplc, ALL_TIME, { limit: 10 })).toHaveLength(isAllowed ? 1 : 0)
  })
  test.each([
    ['ends before it starts', opening('2026-11-24 10:00', '2026-11-24 10:00'), 'end'],
    ['begins in six years', opening('2032-11-24 10:00', '2032-11-24 12:00'), 'start'],
    ['lasts eleven years', opening('2020-01-01 10:00', '2031-11-24 12:00'), 'end'],
    [
      'has a reason of 501 letters',
      opening('2026-11-24 10:00', '2026-11-24 12:00', { reason: 'x'.repeat(501) }),
      'reason',
    ],
  ])('that %s is refused by its field', (_what, change, field) => {
    expect(open(change)).toMatchObject({ ok: false, refusal: { kind: 'invalid', field } })
    expect(settingEventsOf(db, { kind: 'resource', id: cast.hplc }, ['outage-opened'])).toEqual([])
  })
  test('of the past is entered without more, and takes nothing from anybody', () => {
    book('2026-11-20 10:00', 1, { state: 'completed' })
    expect(mustOpen(opening('2026-11-20 08:00', '2026-11-20 18:00')).affected).toEqual([])
    expect(mails()).toEqual([])
  })
  test('closes its time at once for everybody', () => {
    mustOpen(opening('2026-11-24 10:00', '2026-11-24 12:00'))
    const wish = { resourceId: cast.hplc, start: at('2026-11-24 11:00'), end: at('2026-11-24 12:00') }
    const asked = { ...wish, units: 1, title: 'x', purpose: 'own_research' as const, note: null }
    expect(requestReservation(db, cast.researcher, { ...asked, projectCode: null } as never, NOW)).toMatchObject({
      refusal: { violations: [{ code: 'outage' }] },
    })
  })
})

describe('who is affected', () => {
  const tuesday = opening('2026-11-24 10:00', '2026-11-24 12:00')
  test.each([
    ['before it', '2026-11-24 09:00', 1, 'confirmed', false],
    ['ending inside it', '2026-11-24 09:30', 1, 'confirmed', true],
    ['inside it', '2026-11-24 10:30', 1, 'confirmed', true],
    ['around it', '2026-11-24 08:00', 8, 'confirmed', true],
    ['waiting for a decision', '2026-11-24 11:00', 1, 'requested', true],
    ['after it', '2026-11-24 12:00', 1, 'confirmed', false],
    ['let go', '2026-11-24 10:00', 1, 'cancelled', false],
    ['missed', '2026-11-24 10:00', 1, 'no_show', false],
  ] as const)('%s: %s', (_what, start, hours, state, isAffected) => {
    const { id } = book(start, hours, { state })
    expect(affectedIds(tuesday)).toEqual(isAffected ? [id] : [])
  })
  test('also who is there now, and who takes a part along', () => {
    const running = book('2026-11-23 07:00', 2, { state: 'in_use' })
    const laser = makeAccessory(db, [cast.tem], { labId: cast.labId })
    const also = [{ resourceId: laser, units: 1, labId: cast.labId }]
    const withLaser = book('2026-11-24 10:00', 1, { resourceId: cast.tem, also })
    expect(preview(opening('2026-11-23 08:00', '2026-11-23 12:00')).affected).toMatchObject([
      { reservation: { id: running.id }, isRunning: true, others: [] },
    ])
    expect(affectedIds(tuesday, laser)).toEqual([withLaser.id])
  })
  test('an outage of a room takes the benches in it, one of a bench leaves the room', () => {
    const room = makeResource(db, { labId: cast.labId, kind: 'room' })
    const bench = makeResource(db, { labId: cast.labId, parentId: room })
    const onBench = book('2026-11-24 10:00', 1, { resourceId: bench })
    const inRoom = book('2026-11-25 10:00', 1, { resourceId: room })
    expect(affectedIds(tuesday, room)).toEqual([onBench.id])
    expect(affectedIds(opening('2026-11-25 10:00', '2026-11-25 12:00'), bench)).toEqual([])
    expect(affectedIds(opening('2026-11-25 10:00', '2026-11-25 12:00'), room)).toEqual([inRoom.id])
  })
  test('when it is prolonged, only those whom the new time hits', () => {
    const [told, later] = [book('2026-11-24 11:00'), book('2026-11-24 13:00')]
    const { outages } = mustOpen(tuesday)
    const change = {
      kind: 'change',
      id: outages[0]!.id,
      outage: draft('2026-11-24 10:00', '2026-11-24 14:00'),
    } as const
    expect(affectedIds(change)).toEqual([later.id])
    expect(mustOpen(change, CANCEL).affected).toMatchObject([{ reservation: { id: later.id }, outcome: 'cancelled' }])
    expect(stateOf(told.id)).toBe('confirmed')
  })
})

describe('where they could go', () => {
  test('to the nearest free time outside the outage, and to equipment that does the same', () => {
    const twin = makeResource(db, { labId: cast.labId })
    for (const resourceId of [cast.hplc, twin])
      db.insert(schema.resourceTechniques).values({ resourceId, technique: 'HPLC' }).run()
    book('2026-11-24 10:00', 1)
    const [only] = preview(opening('2026-11-24 09:00', '2026-11-24 12:00')).affected
    expect(only!.others).toMatchObject([
      { resource: { id: cast.hplc }, start: at('2026-11-24 08:00'), end: at('2026-11-24 09:00') },
      { resource: { id: twin }, start: at('2026-11-24 10:00') },
    ])
  })
  test('everybody is offered a time of their own', () => {
    for (const hour of ['10:00', '11:00', '12:00', '13:00']) book(`2026-11-24 ${hour}`)
    const { affected } = preview(opening('2026-11-24 10:00', '2026-11-24 14:00'))
    const starts = affected.map(({ others }) => others[0]!.start)
    expect(new Set(starts).size).toBe(4)
    for (const start of starts) expect(start < at('2026-11-24 10:00') || start >= at('2026-11-24 14:00')).toBe(true)
  })
  test('never past the rules that hold for them', () => {
    makeRule(db, { resourceId: cast.hplc, audience: 'organisation' })
    book('2026-11-24 10:00')
    expect(preview(opening('2026-11-24 09:00', '2026-11-24 12:00')).affected[0]!.others).toEqual([])
  })
})

describe('affected reservations', () => {
  const change = opening('2026-11-24 10:00', '2026-11-24 14:00')
  test('are kept, cancelled and moved as was chosen, with one mail for each person', () => {
    const kept = book('2026-11-24 10:00')
    const gone = book('2026-11-24 11:00')
    const moved = book('2026-11-24 12:00')
    const stranger = book('2026-11-24 13:00', 1, { requesterId: cast.stranger.id })
    const to = { resourceId: cast.hplc, start: at('2026-11-24 14:00'), end: at('2026-11-24 15:00') }
    const { affected } = mustOpen(change, {
      ...{ otherwise: null, words: 'Przepraszam' },
      choices: new Map<number, OutageChoice>([
        [kept.id, 'keep'],
        [gone.id, 'cancel'],
        [moved.id, to],
        [stranger.id, 'cancel'],
      ]),
    })
    expect(affected.map(({ outcome }) => outcome)).toEqual(['kept', 'cancelled', 'moved', 'cancelled'])
    expect([kept, gone, moved].map(({ id }) => stateOf(id))).toEqual(['confirmed', 'cancelled', 'confirmed'])
    const held = claimsDuring(db, cast.hplc, { start: NOW, end: NOW + 7 * DAY })
    expect(held.map(({ reservationId, start }) => [reservationId, start])).toEqual([
      [kept.id, kept.start],
      [moved.id, to.start],
    ])
    expect(mails().map(({ name, kind, mail }) => [name, kind, mail.lines.length, mail.words])).toEqual([
      ['researcher', 'outage-affects', 3, 'Przepraszam'],
      ['stranger', 'outage-affects', 1, 'Przepraszam'],
      ['deputy', 'outage-settled', 4, 'Przepraszam'],
    ])
    const [own] = mails()
    expect(own!.mail.lines.map(({ outcome, others }) => [outcome, others.length > 0])).toEqual([
      ['kept', true],
      ['cancelled', true],
      ['moved', false],
    ])
  })
  test('are never late when they are taken from somebody, nor a miss', () => {
    db.$client.prepare('UPDATE resources SET cancel_notice_minutes = 10000 WHERE id = ?').run(cast.hplc)
    const gone = book('2026-11-24 10:00', 1, { requesterId: cast.owner.id })
    mustOpen(change, CANCEL)
    expect(eventsOf(db, gone.id)).toMatchObject([{ kind: 'cancelled', details: { late: false } }])
    expect(db.$client.prepare('SELECT count(*) FROM misses').pluck().get()).toBe(0)
  })
  test('move to other equipment as they are', () => {
    const twin = makeResource(db, { labId: cast.labId, slug: 'twin' })
    for (const resourceId of [cast.hplc, twin])
      db.insert(schema.resourceTechniques).values({ resourceId, technique: 'HPLC' }).run()
    const { id, start, end } = book('2026-11-24 10:00')
    mustOpen(change, { ...KEEP, choices: new Map<number, OutageChoice>([[id, { resourceId: twin, start, end }]]) })
    expect(reservationById(db, id)).toMatchObject({ resourceId: twin, start, state: 'confirmed', calendarSequence: 1 })
    expect(claimsDuring(db, cast.hplc, ALL_TIME)).toEqual([])
    expect(claimsDuring(db, twin, ALL_TIME)).toMatchObject([{ reservationId: id, start, end }])
    expect(eventsOf(db, id)).toMatchObject([{ details: { changes: { resourceId: { from: cast.hplc, to: twin } } } }])
  })
  test('that somebody uses already end by themselves, and one that has begun can be cancelled', () => {
    const inUse = book('2026-11-23 07:00', 2, { state: 'in_use' })
    const begun = book('2026-11-23 07:00', 3, { resourceId: cast.tem })
    const now = opening('2026-11-23 07:30', '2026-11-23 12:00')
    expect(mustOpen(now, CANCEL).affected).toMatchObject([{ outcome: 'kept' }])
    expect(stateOf(inUse.id)).toBe('in_use')
    mustOpen(now, CANCEL, cast.owner, cast.tem)
    expect(stateOf(begun.id)).toBe('cancelled')
  })
  test('that nobody has decided about keep everything as it is', () => {
    const first = book('2026-11-24 10:00')
    const second = book('2026-11-24 11:00')
    const choices = new Map([[first.id, 'cancel']] as const)
    expect(open(change, { choices, otherwise: null, words: null })).toMatchObject({
      refusal: { kind: 'invalid', field: 'choices', reason: 'undecided' },
    })
    expect([first, second].map(({ id }) => stateOf(id))).toEqual(['confirmed', 'confirmed'])
    expect(outagesOf(db, cast.hplc, ALL_TIME, { limit: 10 })).toEqual([])
    expect(mails()).toEqual([])
  })
  test.each([
    [
      'a time that is taken',
      () => ({ resourceId: cast.hplc, start: at('2026-11-24 15:00'), end: at('2026-11-24 16:00') }),
    ],
    [
      'the outage itself',
      () => ({ resourceId: cast.hplc, start: at('2026-11-24 12:00'), end: at('2026-11-24 13:00') }),
    ],
    ['the night', () => ({ resourceId: cast.hplc, start: at('2026-11-24 22:00'), end: at('2026-11-24 23:00') })],
    ['another length', () => ({ resourceId: cast.hplc, start: at('2026-11-24 16:00'), end: at('2026-11-24 18:00') })],
    [
      'equipment that does something else',
      () => ({ resourceId: cast.tem, start: at('2026-11-24 16:00'), end: at('2026-11-24 17:00') }),
    ],
  ])('cannot be moved to %s: then nothing at all happens', (_where, to) => {
    const first = book('2026-11-24 10:00')
    const other = book('2026-11-24 11:00')
    book('2026-11-24 15:00')
    const choices = new Map<number, never>([
      [first.id, 'cancel' as never],
      [other.id, to() as never],
    ])
    expect(open(change, { choices, otherwise: null, words: null }).ok).toBe(false)
    expect([first, other].map(({ id }) => stateOf(id))).toEqual(['confirmed', 'confirmed'])
    expect(outagesOf(db, cast.hplc, ALL_TIME, { limit: 10 })).toEqual([])
    expect(mails()).toEqual([])
  })
})

describe('an outage that comes again', () => {
  const weekly = (rrule: string, startLocal = '2026-11-24T08:00:00', durationMinutes = 120) =>
    ({
      kind: 'open-by-rule',
      rule: { startLocal, durationMinutes, rrule },
      outage: { kind: 'calibration', planned: true, reason: '' },
    }) as const
  test('is a row for every date, and every date is looked at', () => {
    const second = book('2026-12-01 09:00')
    const third = book('2026-12-08 09:00', 1, { requesterId: cast.stranger.id })
    book('2026-12-09 09:00')
    expect(affectedIds(weekly('FREQ=WEEKLY;COUNT=4'))).toEqual([second.id, third.id])
    const { outages } = mustOpen(weekly('FREQ=WEEKLY;COUNT=4'), CANCEL)
    expect(outages.map(({ start }) => start)).toEqual(
      ['2026-11-24', '2026-12-01', '2026-12-08', '2026-12-15'].map((day) => at(`${day} 08:00`)),
    )
    expect([second, third].map(({ id }) => stateOf(id))).toEqual(['cancelled', 'cancelled'])
  })
  test('keeps the wall clock at both ends when the clocks change', () => {
    const { outages } = mustOpen(weekly('FREQ=DAILY;COUNT=3', '2027-03-27T22:00:00', 480))
    expect(outages.map(({ start, end }) => (end - start) / HOUR)).toEqual([7, 8, 8])
    const { outages: autumn } = mustOpen(weekly('FREQ=DAILY;COUNT=2', '2027-10-30T22:00:00', 480))
    expect(autumn.map(({ start, end }) => (end - start) / HOUR)).toEqual([9, 8])
  })
  test('without an end is written two years ahead, and goes on by itself once', () => {
    const { outages } = mustOpen(weekly('FREQ=MONTHLY'))
    expect(outages.length).toBe(24)
    expect(writeOutageRules(db, NOW + 20 * DAY)).toBe(0)
    expect(writeOutageRules(db, NOW + 62 * DAY)).toBe(2)
    expect(writeOutageRules(db, NOW + 62 * DAY)).toBe(0)
    expect(writeOutageRules(db, NOW + 62 * DAY - 1)).toBe(0)
    const starts = outagesOf(db, cast.hplc, ALL_TIME, { limit: 100 }).map(({ start }) => start)
    expect(new Set(starts).size).toBe(26)
  })
  test('ends for what is to come and leaves the past alone', () => {
    const { outages } = mustOpen(weekly('FREQ=WEEKLY;COUNT=4'))
    const { ruleId } = outages[0]!
    const later = at('2026-12-02 12:00')
    expect(endOutageRule(db, cast.researcher, ruleId!, later)).toMatchObject({ refusal: { kind: 'forbidden' } })
    expect(endOutageRule(db, cast.deputy, ruleId!, later).ok).toBe(true)
    expect(outagesOf(db, cast.hplc, ALL_TIME, { limit: 100 })).toHaveLength(2)
    expect(writeOutageRules(db, later + 400 * DAY)).toBe(0)
  })
  test('has dates that are changed and removed by themselves', () => {
    const { outages } = mustOpen(weekly('FREQ=WEEKLY;COUNT=3'))
    const change = {
      kind: 'change',
      id: outages[1]!.id,
      outage: draft('2026-12-02 08:00', '2026-12-02 10:00'),
    } as const
    expect(mustOpen(change).outages).toMatchObject([{ ruleId: outages[0]!.ruleId, start: at('2026-12-02 08:00') }])
    expect(removeOutage(db, cast.owner, outages[2]!.id, NOW).ok).toBe(true)
    expect(writeOutageRules(db, NOW + 90 * DAY)).toBe(0)
    expect(outagesOf(db, cast.hplc, ALL_TIME, { limit: 100 })).toHaveLength(2)
  })
  test.each([
    ['has no date', weekly('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30'), 'rrule'],
    ['is no rule', weekly('FREQ=SECONDLY'), 'rrule'],
    ['has no length', weekly('FREQ=DAILY', '2026-11-24T08:00:00', 0), 'duration'],
    ['is over long ago', weekly('FREQ=DAILY;COUNT=2', '2019-11-24T08:00:00'), 'rrule'],
  ])('and %s is refused by its field', (_what, change, field) => {
    expect(open(change)).toMatchObject({ refusal: { kind: 'invalid', field } })
  })
})

describe('a running outage', () => {
  test('ends early and frees the rest at once', () => {
    const id = makeOutage(db, { resourceId: cast.hplc, startAt: NOW - HOUR, endAt: NOW + 5 * HOUR })
    expect(endOutage(db, cast.researcher, id, NOW)).toMatchObject({ refusal: { kind: 'forbidden' } })
    expect(endOutage(db, cast.caretaker, id, NOW)).toMatchObject({ value: { end: NOW } })
    expect(endOutage(db, cast.caretaker, id, NOW)).toMatchObject({ refusal: { reason: 'outage-over' } })
    const wish = { start: NOW + HOUR, end: NOW + 2 * HOUR, units: 1 }
    const asked = { ...wish, resourceId: cast.hplc, title: 'x', purpose: 'own_research', note: null, projectCode: null }
    expect(requestReservation(db, cast.researcher, asked as never, NOW).ok).toBe(true)
  })
  test('does not end before it begins', () => {
    const id = makeOutage(db, { resourceId: cast.hplc, startAt: NOW + HOUR, endAt: NOW + 5 * HOUR })
    expect(endOutage(db, cast.owner, id, NOW)).toMatchObject({ refusal: { reason: 'outage-not-begun' } })
  })
  test('says what was done and by whom', () => {
    const id = makeOutage(db, { resourceId: cast.hplc, startAt: NOW - HOUR, endAt: NOW + HOUR })
    const log = { workLog: ' Wymiana lampy ', doneById: cast.caretaker.id }
    expect(logOutageWork(db, cast.owner, id, log, NOW)).toMatchObject({
      value: { workLog: 'Wymiana lampy', doneBy: { name: 'caretaker' } },
    })
    expect(logOutageWork(db, cast.deputy, id, { workLog: 'x', doneById: null }, NOW)).toMatchObject({
      value: { doneBy: { name: 'deputy' } },
    })
    expect(logOutageWork(db, cast.stranger, id, log, NOW)).toMatchObject({ refusal: { kind: 'forbidden' } })
    expect(logOutageWork(db, cast.owner, 987, log, NOW)).toMatchObject({ refusal: { kind: 'not-found' } })
    const events = settingEventsOf(db, { kind: 'resource', id: cast.hplc }, ['outage-logged'])
    expect(events.map(({ personName }) => personName)).toEqual(['deputy', 'owner'])
  })
})

describe('the next calibration', () => {
  beforeEach(() => {
    db.$client.prepare(`UPDATE resources SET policy = '{"calibrationEveryMonths":12}' WHERE id = ?`).run(cast.hplc)
  })
  const calibrated = (day: string) =>
    makeOutage(db, {
      resourceId: cast.hplc,
      kind: 'calibration',
      startAt: at(`${day} 08:00`),
      endAt: at(`${day} 12:00`),
    })
  const told = () => mails().map(({ name, kind, mail }) => `${name} ${kind} ${mail.calibration!.stage}`)

  test('is reminded of 30 and 7 days before and when it is overdue, once each, by everybody who looks after it', () => {
    calibrated('2025-12-15')
    const due = at('2026-12-15 12:00')
    const stages = [due - 31 * DAY, due - 30 * DAY, due - 8 * DAY, due - 7 * DAY, due - 1, due, due + 40 * DAY]
    const counts = stages.flatMap((now) => [remindOfCalibrations(db, now), remindOfCalibrations(db, now)])
    expect(counts).toEqual([0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0])
    expect(told()).toEqual(
      ['month', 'week', 'overdue'].flatMap((stage) =>
        ['owner', 'deputy', 'caretaker'].map((name) => `${name} calibration-due ${stage}`),
      ),
    )
  })
  test('is reminded of once however late, and never where there was none', () => {
    expect(remindOfCalibrations(db, NOW)).toBe(0)
    calibrated('2024-11-01')
    expect(remindOfCalibrations(db, NOW)).toBe(1)
    expect(remindOfCalibrations(db, NOW - DAY)).toBe(0)
    calibrated('2026-11-20')
    expect(remindOfCalibrations(db, NOW)).toBe(0)
    expect(told()).toEqual(['owner', 'deputy', 'caretaker'].map((name) => `${name} calibration-due overdue`))
  })
})
