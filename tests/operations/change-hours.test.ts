import { beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '../../db/connect.ts'
import { hoursHistory, hoursOfLab, rulesOfPlace } from '../../db/queries/availability-rules.ts'
import { claimsDuring } from '../../db/queries/claims.ts'
import { hoursOf, openTimeOf } from '../../db/queries/opening-hours.ts'
import { reservationById } from '../../db/queries/reservations.ts'
import { audiencesFor, type Hours, openSpans } from '../../server/domain/availability.ts'
import { AUDIENCES, RULE_EFFECTS } from '../../server/domain/availability-rule.ts'
import type { HoursChange, HoursChoice, HoursPlace, RuleDraft } from '../../server/domain/hours-change.ts'
import { covers, lengthOf } from '../../server/domain/interval.ts'
import type { Person } from '../../server/domain/person.ts'
import type { Reservation } from '../../server/domain/reservation.ts'
import { changeHours } from '../../server/operations/change-hours.ts'
import { previewHours } from '../../server/operations/preview-hours.ts'
import { type Cast, makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import { at, DAY, HOUR, makeReservation, makeResource, makeRule, NOW } from '../support/makers.ts'

let db: Db
let cast: Cast
let lab: HoursPlace
let hplc: HoursPlace

beforeEach(() => {
  db = testDb()
  cast = makeCast(db)
  lab = { kind: 'lab', id: cast.labId }
  hplc = { kind: 'resource', id: cast.hplc }
})

const draft = (given: Partial<RuleDraft> = {}): RuleDraft => ({
  effect: 'closed',
  audience: 'everyone',
  startLocal: '2026-11-24T10:00:00',
  durationMinutes: 120,
  rrule: '',
  exdates: [],
  rdates: [],
  validUntil: null,
  label: 'Przegląd',
  ...given,
})
const adding = (given: Partial<RuleDraft> = {}): HoursChange => ({ kind: 'add', rules: [draft(given)] })
const book = (start: string, hours = 1, more: Partial<Reservation> = {}) =>
  makeReservation(db, {
    resourceId: cast.hplc,
    requesterId: cast.researcher.id,
    start: at(start),
    end: at(start) + hours * HOUR,
    ...more,
  })
const change = (
  place: HoursPlace,
  what: HoursChange,
  choices: readonly (readonly [number, HoursChoice])[] = [],
  who = cast.owner,
) => changeHours(db, who, place, what, { choices: new Map(choices), reason: 'przegląd roczny' }, NOW)
const preview = (place: HoursPlace, what: HoursChange) => {
  const result = previewHours(db, cast.owner, place, what, NOW)
  if (!result.ok) throw new Error(JSON.stringify(result.refusal))
  return result.value
}
const affected = (place: HoursPlace, what: HoursChange) =>
  preview(place, what).affected.map((each) => each.reservation.id)
const openHours = (resource: number, day: string) =>
  lengthOf(
    openTimeOf(
      db,
      resource,
      { start: at(`${day} 00:00`), end: at(`${day} 00:00`) + DAY },
      new Set(['everyone'] as const),
    ),
  ) / HOUR
const mails = () =>
  db.$client
    .prepare(
      `SELECT p.name, o.kind, o.payload ->> 'reason' AS reason FROM outbox o JOIN people p ON p.id = o.person_id ORDER BY o.id`,
    )
    .raw()
    .all() as string[][]

describe('who may change hours', () => {
  test.each([
    ['owner', true],
    ['deputy', true],
    ['caretaker', false],
    ['researcher', false],
    ['admin', false],
  ] as const)('%s: %s', (who, may) => {
    for (const place of [lab, hplc]) {
      const result = change(place, adding(), [], cast[who])
      expect(result.ok ? true : result.refusal).toEqual(may ? true : { kind: 'forbidden' })
      expect(previewHours(db, cast[who], place, adding(), NOW).ok).toBe(may)
    }
  })
  test('a place, or a rule of it, that is not there is not found', () => {
    const rule = rulesOfPlace(db, lab)[0]!.id
    const nowhere = { ok: false, refusal: { kind: 'not-found' } }
    expect(change({ kind: 'lab', id: 999 }, adding())).toEqual(nowhere)
    expect(change({ kind: 'resource', id: 999 }, adding())).toEqual(nowhere)
    // The rule is the lab's, not the resource's.
    expect(change(hplc, { kind: 'remove', id: rule })).toEqual(nowhere)
    expect(change(hplc, { kind: 'change', id: rule, rule: draft() })).toEqual(nowhere)
    expect(change(hplc, { kind: 'copy', from: { kind: 'lab', id: 999 } })).toEqual(nowhere)
  })
})

describe('what a change would do', () => {
  test('names the reservations that lose their time, and nothing is written', () => {
    const lost = book('2026-11-24 11:00')
    book('2026-11-24 12:00')
    book('2026-11-25 11:00')
    const { before, after, affected: found } = preview(hplc, adding())
    expect(found.map((each) => each.reservation.id)).toEqual([lost.id])
    expect(before.rules).toHaveLength(1)
    expect(after.rules).toHaveLength(2)
    expect(rulesOfPlace(db, hplc)).toEqual([])
  })
  test('leaves out what has started, what holds no time, and what was outside before', () => {
    book('2026-11-24 11:00', 1, { state: 'cancelled' })
    book('2026-11-23 07:00', 3)
    book('2026-11-24 17:00', 3)
    const weekday = rulesOfPlace(db, lab)[0]!.id
    expect(affected(lab, { kind: 'remove', id: weekday })).toEqual([])
    const inside = book('2026-11-25 10:00')
    expect(affected(lab, { kind: 'remove', id: weekday })).toEqual([inside.id])
  })
  test('asks for each requester by their own audience', () => {
    const ofCompany = book('2026-11-24 10:00', 1, { requesterId: cast.company.id })
    const ofMember = book('2026-11-24 11:00')
    expect(affected(hplc, adding({ audience: 'members' }))).toEqual([ofMember.id])
    expect(affected(hplc, adding({ audience: 'organisation' }))).toEqual([])
    expect(affected(hplc, adding())).toEqual([ofCompany.id, ofMember.id])
  })
  test('of a lab concerns its resources, its open rules only those without open rules of their own', () => {
    makeRule(db, { resourceId: cast.tem, startLocal: '2020-01-01T08:00:00' })
    const first = book('2026-11-25 10:00')
    const second = book('2026-11-25 12:00', 1, { resourceId: cast.tem })
    const weekday = rulesOfPlace(db, lab)[0]!.id
    expect(affected(lab, { kind: 'remove', id: weekday })).toEqual([first.id])
    expect(affected(lab, adding({ startLocal: '2026-11-25T00:00:00', durationMinutes: 1440 }))).toEqual([
      first.id,
      second.id,
    ])
    expect(
      affected(lab, adding({ effect: 'replace', startLocal: '2026-11-25T12:00:00', durationMinutes: 60 })),
    ).toEqual([first.id])
  })
  test('a first open rule of its own puts a resource outside the lab’s hours', () => {
    const lost = book('2026-11-25 10:00')
    const afternoon = { effect: 'open', startLocal: '2026-01-01T14:00:00', rrule: 'FREQ=DAILY' } as const
    expect(affected(hplc, adding(afternoon))).toEqual([lost.id])
  })
  test('of holidays concerns what has not decided about them itself', () => {
    const own = makeResource(db, { labId: cast.labId, observesHolidays: false })
    const lost = book('2027-01-06 10:00')
    book('2027-01-06 10:00', 1, { resourceId: own })
    change(lab, { kind: 'holidays', observes: false })
    expect(hoursOfLab(db, cast.labId).observesHolidays).toBe(false)
    expect(affected(lab, { kind: 'holidays', observes: true })).toEqual([lost.id])
    expect(affected(hplc, { kind: 'holidays', observes: true })).toEqual([lost.id])
    expect(affected(hplc, { kind: 'holidays', observes: null })).toEqual([])
  })
  test('names the nearest free time in the hours there will be', () => {
    book('2026-11-24 10:00')
    book('2026-11-24 12:00')
    const [first] = preview(hplc, adding()).affected
    expect(first?.nearest).toEqual({ start: at('2026-11-24 09:00'), end: at('2026-11-24 10:00') })
    expect(
      preview(hplc, adding({ startLocal: '2026-11-01T00:00:00', durationMinutes: 44_640 })).affected[0]?.nearest,
    ).not.toBeNull()
    const forEver = { startLocal: '2026-11-01T00:00:00', durationMinutes: 1440, rrule: 'FREQ=DAILY' }
    expect(preview(hplc, adding(forEver)).affected[0]?.nearest).toBeNull()
  })
})

test('whatever the change, it names those whose time was open to them and no longer is', () => {
  const people = [cast.owner, cast.researcher, cast.company]
  for (let i = 0; i < 60; i++)
    book(`2026-11-${24 + (i % 7)} ${String(7 + (i % 11)).padStart(2, '0')}:${i % 2 ? '00' : '15'}`, 1, {
      requesterId: people[i % 3]!.id,
      resourceId: makeResource(db, { labId: cast.labId }),
    })
  const changes = AUDIENCES.flatMap((audience) =>
    RULE_EFFECTS.flatMap((effect) => [
      adding({ effect, audience, startLocal: '2026-11-24T09:30:00', durationMinutes: 150, rrule: 'FREQ=DAILY' }),
      adding({ effect, audience, startLocal: '2026-11-26T16:00:00', durationMinutes: 2000 }),
    ]),
  )
  const counts = changes.map((what) => {
    const { before, after, affected: found } = preview(lab, what)
    const all = db.$client.prepare('SELECT id FROM reservations ORDER BY start_at, id').pluck().all() as number[]
    const isIn = (hours: Hours, each: Reservation, requester: Person) =>
      covers(
        openSpans(
          hours,
          { start: NOW - DAY, end: NOW + 20 * DAY },
          audiencesFor(requester, { organisationId: cast.organisationId }),
        ),
        each,
      )
    const expected = all.filter((id) => {
      const each = reservationById(db, id)!
      const requester = people.find((person) => person.id === each.requesterId)!
      return isIn(before, each, requester) && !isIn(after, each, requester)
    })
    expect(found.map((each) => each.reservation.id)).toEqual(expected)
    return expected.length
  })
  expect(counts.filter((count) => count > 0).length).toBeGreaterThan(8)
})

describe('a change', () => {
  test('of a rule holds at once and is remembered with who made it', () => {
    const added = change(hplc, adding({ rrule: 'FREQ=WEEKLY;BYDAY=TU' }))
    if (!added.ok) throw new Error('refused')
    const { id } = added.value.rules[0]!
    expect(openHours(cast.hplc, '2026-11-24')).toBe(8)
    expect(openHours(cast.tem, '2026-11-24')).toBe(10)
    expect(change(hplc, { kind: 'change', id, rule: draft({ durationMinutes: 60 }) }, [], cast.deputy).ok).toBe(true)
    expect(openHours(cast.hplc, '2026-11-24')).toBe(9)
    expect(change(hplc, { kind: 'remove', id }).ok).toBe(true)
    expect(openHours(cast.hplc, '2026-11-24')).toBe(10)
    expect(hoursHistory(db, hplc)).toMatchObject([
      { kind: 'rule-removed', personName: 'owner', before: { durationMinutes: 60 }, after: null },
      { kind: 'rule-changed', personName: 'deputy', before: { durationMinutes: 120 }, after: { durationMinutes: 60 } },
      { kind: 'rule-added', personName: 'owner', before: null, after: { rrule: 'FREQ=WEEKLY;BYDAY=TU' } },
    ])
    expect(hoursHistory(db, lab)).toEqual([])
  })
  test('keeps the start on the first date of its rule', () => {
    const result = change(
      lab,
      adding({ startLocal: '2026-11-25T10:00', rrule: 'rrule:freq=weekly;interval=2;byday=mo' }),
    )
    expect(result).toMatchObject({
      value: { rules: [{ startLocal: '2026-12-07T10:00:00', rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO' }] },
    })
  })
  test('copies another place’s own rules, as often as there is room', () => {
    expect(change(hplc, { kind: 'copy', from: lab })).toMatchObject({ ok: true, value: { rules: [{ labId: null }] } })
    expect(hoursOf(db, cast.hplc).rules).toHaveLength(2)
    expect(hoursHistory(db, hplc)).toMatchObject([{ kind: 'hours-copied', after: { from: lab } }])
    expect(change(hplc, { kind: 'copy', from: hplc })).toMatchObject({ refusal: { field: 'from', reason: 'no-rules' } })
    expect(change(lab, { kind: 'copy', from: { kind: 'resource', id: cast.tem } })).toMatchObject({
      refusal: { field: 'from', reason: 'no-rules' },
    })
  })
  test('keeps to 100 rules of a place', () => {
    const many = (count: number): HoursChange => ({ kind: 'add', rules: Array.from({ length: count }, () => draft()) })
    expect(change(hplc, many(100)).ok).toBe(true)
    expect(change(hplc, many(1))).toEqual({
      ok: false,
      refusal: { kind: 'invalid', field: 'rules', reason: 'too-many-rules', values: { limit: 100 } },
    })
    expect(rulesOfPlace(db, hplc)).toHaveLength(100)
  })
  test('of holidays may be as the lab has it for a resource only', () => {
    expect(change(hplc, { kind: 'holidays', observes: false }).ok).toBe(true)
    expect(hoursOf(db, cast.hplc).observesHolidays).toBe(false)
    expect(change(hplc, { kind: 'holidays', observes: null }).ok).toBe(true)
    expect(hoursOf(db, cast.hplc).observesHolidays).toBe(true)
    expect(change(lab, { kind: 'holidays', observes: null })).toMatchObject({ refusal: { kind: 'invalid' } })
  })
  test('that is refused writes nothing', () => {
    const rules = [draft(), draft({ rrule: 'FREQ=SECONDLY' })]
    expect(change(hplc, { kind: 'add', rules })).toMatchObject({
      refusal: { field: 'rules.1.rrule', reason: 'recurrence-unsupported', values: { part: 'FREQ' } },
    })
    expect(rulesOfPlace(db, hplc)).toEqual([])
    expect(hoursHistory(db, hplc)).toEqual([])
  })
})

describe('affected reservations', () => {
  test('are kept, cancelled or moved as was chosen, and their people are told why', () => {
    const [kept, gone, moved] = [book('2026-11-24 10:00'), book('2026-11-24 11:00', 0.5), book('2026-11-24 11:30', 0.5)]
    const result = change(hplc, adding(), [
      [gone.id, 'cancel'],
      [moved.id, 'move'],
    ])
    expect(result).toMatchObject({
      ok: true,
      value: {
        affected: [
          { outcome: 'kept', reservation: { id: kept.id, version: 1 } },
          { outcome: 'cancelled', reservation: { id: gone.id, state: 'cancelled' } },
          { outcome: 'moved', reservation: { id: moved.id, state: 'confirmed', start: at('2026-11-24 12:00') } },
        ],
      },
    })
    expect(mails().filter(([name]) => name === 'researcher')).toEqual([
      ['researcher', 'cancelled', 'przegląd roczny'],
      ['researcher', 'changed', 'przegląd roczny'],
    ])
    const held = claimsDuring(db, cast.hplc, { start: NOW, end: NOW + 7 * DAY })
    expect(held.map((claim) => claim.reservationId)).toEqual([kept.id, moved.id])
  })
  test('that move see those who moved before them', () => {
    const [first, second] = [book('2026-11-24 10:00', 2), book('2026-11-24 12:00', 2)]
    const rule = adding({ startLocal: '2026-11-24T08:00:00', durationMinutes: 600 })
    const result = change(hplc, rule, [
      [first.id, 'move'],
      [second.id, 'move'],
    ])
    expect(result).toMatchObject({ value: { affected: [{ outcome: 'moved' }, { outcome: 'moved' }] } })
    const starts = [first, second].map(({ id }) => reservationById(db, id)!.start)
    expect(new Set(starts).size).toBe(2)
    expect(Math.abs(starts[0]! - starts[1]!)).toBeGreaterThanOrEqual(2 * HOUR)
  })
  test('that have nowhere to go are kept', () => {
    const stuck = book('2026-11-24 10:00')
    const forEver = adding({ startLocal: '2026-11-01T00:00:00', durationMinutes: 1440, rrule: 'FREQ=DAILY' })
    expect(change(hplc, forEver, [[stuck.id, 'move']])).toMatchObject({ value: { affected: [{ outcome: 'kept' }] } })
    expect(reservationById(db, stuck.id)).toMatchObject({ state: 'confirmed', version: 1 })
  })
  test('that were not affected are left alone, whatever was chosen', () => {
    const elsewhere = book('2026-11-25 10:00')
    expect(change(hplc, adding(), [[elsewhere.id, 'cancel']])).toMatchObject({ value: { affected: [] } })
    expect(reservationById(db, elsewhere.id)).toMatchObject({ state: 'confirmed', version: 1 })
  })
  test('that wait for a decision go on waiting where they are moved to', () => {
    const asked = book('2026-11-24 10:00', 1, { state: 'requested' })
    change(hplc, adding(), [[asked.id, 'move']])
    expect(reservationById(db, asked.id)).toMatchObject({ state: 'requested', start: at('2026-11-24 09:00') })
  })
})
