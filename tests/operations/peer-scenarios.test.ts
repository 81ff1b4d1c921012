import { beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '../../db/connect.ts'
import { insertQuota, type NewQuota } from '../../db/queries/quotas.ts'
import type { PartWish } from '../../server/domain/reservation.ts'
import { bookSeries } from '../../server/operations/book-series.ts'
import { changeReservation } from '../../server/operations/change-reservation.ts'
import { changeSeries } from '../../server/operations/change-series.ts'
import { previewReservation } from '../../server/operations/preview-reservation.ts'
import { requestReservation } from '../../server/operations/request-reservation.ts'
import { type Cast, makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import { aQuota } from '../support/facts.ts'
import { at, DAY, MINUTE, makeReservation, makeResource, makeRule, NOW } from '../support/makers.ts'

/** What other booking systems are known to get wrong, as facts: each line is a case of its own. */
let db: Db
let cast: Cast

beforeEach(() => {
  db = testDb()
  cast = makeCast(db)
})

/** A resource open day and night, unless it has hours of its own. */
function resource(row: Partial<Parameters<typeof makeResource>[1]> = {}, hours: object = ALWAYS): number {
  const resourceId = makeResource(db, { labId: cast.labId, maxMinutes: 1440, observesHolidays: false, ...row })
  makeRule(db, { resourceId, ...hours })
  return resourceId
}
const ALWAYS = { startLocal: '2020-01-01T00:00:00', durationMinutes: 1440, rrule: 'FREQ=DAILY' }

/** Wednesday 25 November 2026, unless the time names a day. */
const time = (text: string) => at(text.length > 5 ? text : `2026-11-25 ${text.padStart(5, '0')}`)
const span = (text: string) => {
  const [start = '', end = ''] = text.split('–')
  return { start: time(start), end: time(end) }
}
const taken = (resourceId: number, text: string, units = 1) =>
  makeReservation(db, { resourceId, requesterId: cast.stranger.id, units, ...span(text) })

/** What becomes of a request: `ok`, `taken`, or the codes against it. */
function ask(
  resourceId: number,
  when: { start: number; end: number },
  { units = 1, also = [], now = NOW }: { units?: number; also?: readonly PartWish[]; now?: number } = {},
): string {
  const wish = { resourceId, ...when, units, also, title: 'Peer', purpose: 'own_research' as const }
  return wordFor(requestReservation(db, cast.researcher, wish, now))
}
function wordFor(result: ReturnType<typeof requestReservation>): string {
  if (result.ok) return 'ok'
  if (result.refusal.kind !== 'rules') return result.refusal.kind
  const { violations, conflicts } = result.refusal
  return [...violations.map(({ code }) => code), ...(conflicts.length > 0 ? ['taken'] : [])].join()
}

describe('an hour of set-up, no clean-up: a new 06–07 beside', () => {
  test.each([
    ['04:00–06:00', 'taken'],
    ['07:00–08:00', 'taken'],
    ['02:30–05:00', 'ok'],
    ['08:00–09:00', 'ok'],
    ['04:00–05:30', 'taken'],
    ['07:30–08:30', 'taken'],
    ['05:00–06:00', 'taken'],
  ])('%s is %s', (existing, verdict) => {
    const id = resource({ setupMinutes: 60 })
    taken(id, existing)
    expect(ask(id, span('06:00–07:00'))).toBe(verdict)
  })
})

describe('an hour of clean-up, no set-up: a new 06–07 beside', () => {
  test.each([
    ['05:00–06:00', 'taken'],
    ['04:00–05:00', 'ok'],
    ['07:00–08:00', 'taken'],
    ['08:00–09:00', 'ok'],
  ])('%s is %s', (existing, verdict) => {
    const id = resource({ cleanupMinutes: 60 })
    taken(id, existing)
    expect(ask(id, span('06:00–07:00'))).toBe(verdict)
  })
})

test('half an hour of each keeps a whole hour between two', () => {
  const id = resource({ setupMinutes: 30, cleanupMinutes: 30 })
  taken(id, '04:00–05:00')
  expect(ask(id, span('05:30–06:30'))).toBe('taken')
  expect(ask(id, span('06:00–07:00'))).toBe('ok')
})

test('set-up may lie before opening, and no offered time has its set-up in what has just ended', () => {
  const id = resource({ setupMinutes: 60 }, {})
  expect(ask(id, span('08:00–09:00'))).toBe('ok')
  taken(id, '14:00–16:00')
  const wish = { resourceId: id, ...span('15:00–16:00'), units: 1, purpose: 'own_research' }
  const { alternatives } = previewReservation(db, cast.researcher, wish, time('16:00'))
  expect(alternatives.map(({ start }) => start)[0]).toBe(time('17:00'))
})

describe('capacity counts the peak, not how many there are', () => {
  test.each([
    [3, ['10:00–11:00', '11:00–12:00', '09:30–11:00'], '09:00–12:00', 1, 'ok'],
    [2, ['10:00–12:00', '10:00–11:00'], '11:00–12:00', 1, 'ok'],
    [2, ['10:00–12:00', '10:00–11:00', '11:00–12:00'], '10:00–12:00', 1, 'taken'],
    [2, ['10:00–12:00', '10:00–11:00', '11:00–12:00'], '10:30–11:30', 1, 'taken'],
    [3, ['10:00–11:00', '11:00–12:00', '09:30–11:00'], '09:00–12:00', 2, 'taken'],
    [3, ['10:00–11:00', '11:00–12:00'], '09:00–12:00', 2, 'ok'],
    [3, ['10:00–12:00'], '10:00–12:00', 3, 'taken'],
    [3, [], '10:00–12:00', 3, 'ok'],
    [3, [], '10:00–12:00', 4, 'units'],
  ] as const)('of %i, with %j taken, %s for %i is %s', (capacity, existing, wanted, units, verdict) => {
    const id = resource({ capacity })
    for (const each of existing) taken(id, each)
    expect(ask(id, span(wanted), { units })).toBe(verdict)
  })

  test.each([
    ['leading', 'taken'],
    ['taken along', 'taken'],
    ['left out', 'ok'],
  ] as const)('a taken exclusive resource, %s with a free one of capacity 5, is %s', (place, verdict) => {
    const [exclusive, free] = [resource(), resource({ capacity: 5 })]
    taken(exclusive, '10:00–12:00')
    const [lead, ...also] = { leading: [exclusive, free], 'taken along': [free, exclusive], 'left out': [free] }[place]
    const parts = also.map((resourceId) => ({ resourceId, units: 1 }))
    expect(ask(lead!, span('11:00–12:00'), { also: parts })).toBe(verdict)
  })
})

describe('a room and the benches in it', () => {
  test.each([
    ['a bench while the room is taken', 'room', 'bench', 'taken'],
    ['the room while a bench is taken', 'bench', 'room', 'taken'],
    ['the room while a probe on a bench is taken', 'probe', 'room', 'taken'],
    ['the other bench', 'bench', 'other', 'ok'],
  ] as const)('%s', (_, first, second, verdict) => {
    const room = resource({ slug: 'room', capacity: 5 })
    const bench = resource({ slug: 'bench', parentId: room })
    const ids = { room, bench, other: resource({ parentId: room }), probe: resource({ parentId: bench }) }
    taken(ids[first], '10:00–12:00')
    expect(ask(ids[second], span('12:00–13:00'))).toBe('ok')
    expect(ask(ids[second], span('11:00–12:00'))).toBe(verdict)
  })
})

describe('moving within the time one has', () => {
  test.each([
    ['half an hour later', '10:30–12:30', 'ok'],
    ['half an hour earlier', '09:30–11:30', 'ok'],
    ['longer at both ends', '09:30–12:30', 'ok'],
    ['shorter', '10:30–11:30', 'ok'],
    ['into the next one', '11:00–13:30', 'taken'],
    ['up to the next one', '11:00–13:00', 'ok'],
  ])('%s: %s is %s', (_, to, verdict) => {
    const id = resource()
    taken(id, '13:00–15:00')
    const own = makeReservation(db, { resourceId: id, requesterId: cast.researcher.id, ...span('10:00–12:00') })
    expect(wordFor(changeReservation(db, cast.researcher, own.id, span(to), 1, NOW))).toBe(verdict)
  })

  test('is no way past set-up, clean-up and capacity', () => {
    const id = resource({ capacity: 2, setupMinutes: 30, cleanupMinutes: 30 })
    taken(id, '13:00–15:00')
    const wish = { resourceId: id, requesterId: cast.researcher.id, ...span('10:00–12:00'), units: 2 }
    const { id: own } = makeReservation(db, wish)
    const move = (to: object, version: number) => wordFor(changeReservation(db, cast.researcher, own, to, version, NOW))
    expect(move(span('10:30–12:30'), 1)).toBe('taken')
    expect(move({ ...span('10:30–12:30'), units: 1 }, 1)).toBe('ok')
    expect(move({ units: 2 }, 2)).toBe('taken')
  })
})

describe('a whole day', () => {
  test.each([
    ['an ordinary one', '2026-11-25 00:00–2026-11-26 00:00', 'ok'],
    ['from noon to noon', '2026-11-25 12:00–2026-11-26 12:00', 'ok'],
    ['half an hour more', '2026-11-25 00:00–2026-11-26 00:30', 'too-long'],
    ['after another has begun on it', '2026-11-27 00:00–2026-11-28 00:00', 'taken'],
    ['right after another', '2026-11-28 00:00–2026-11-29 00:00', 'ok'],
  ])('%s, %s: %s', (_, wanted, verdict) => {
    const id = resource()
    taken(id, '2026-11-27 23:30–2026-11-28 00:00')
    expect(ask(id, span(wanted))).toBe(verdict)
  })

  test('of 25 hours, when the clocks go back, is no longer than a day that allows it', () => {
    const day = { start: Date.parse('2027-10-31T00:00:00+02:00'), end: Date.parse('2027-11-01T00:00:00+01:00') }
    expect(ask(resource(), day)).toBe('too-long')
    expect(ask(resource({ maxMinutes: 1500 }), day)).toBe('ok')
  })
})

describe('exactly on the limit', () => {
  test.each([
    ['notice', { minNoticeMinutes: 120 }, 0, 'ok'],
    ['notice, a minute short of it', { minNoticeMinutes: 120 }, 1, 'too-soon'],
    ['no notice, at the start', { minNoticeMinutes: 0 }, 120, 'ok'],
    ['no notice, a minute after the start', { minNoticeMinutes: 0 }, 121, 'in-the-past'],
  ])('%s', (_, policy, minutesLater, verdict) => {
    const id = resource(policy)
    const start = NOW + 120 * MINUTE
    expect(ask(id, { start, end: start + 60 * MINUTE }, { now: NOW + minutesLater * MINUTE })).toBe(verdict)
  })

  test.each([
    ['the horizon', 0, 'ok'],
    ['a step beyond the horizon', 30 * MINUTE, 'beyond-horizon'],
    ['a step before it', -30 * MINUTE, 'ok'],
  ])('%s: only the start counts', (_, beyond, verdict) => {
    const id = resource({ horizonDays: 7 })
    const start = NOW + 7 * DAY + beyond
    expect(ask(id, { start, end: start + 120 * MINUTE })).toBe(verdict)
  })

  test.each([
    ['08:00–09:00', 'ok'],
    ['17:00–18:00', 'ok'],
    ['07:30–08:30', 'closed'],
    ['17:30–18:30', 'closed'],
    ['10:00–10:30', 'ok'],
    ['10:00–10:15', 'too-short,off-step'],
    ['08:00–16:00', 'ok'],
    ['08:00–16:30', 'too-long'],
    ['10:00–10:00', 'end-before-start'],
  ])('of hours and lengths, %s is %s', (wanted, verdict) => {
    expect(ask(cast.hplc, span(wanted))).toBe(verdict)
  })
})

describe('a quota', () => {
  const TWO_A_WEEK = { measure: 'count', most: 2, period: 'week' } as const
  const FULL_DAY = { measure: 'hours', most: 24 * 60, period: 'day' } as const
  const BY_DAY = { measure: 'hours', most: 240, period: 'day', hours: { fromMinute: 480, toMinute: 1200 } } as const

  test.each<[string, Partial<NewQuota>, string[], string, string]>([
    [
      'of two a week: a third on Sunday',
      TWO_A_WEEK,
      ['24 10:00–24 11:00', '26 10:00–26 11:00'],
      '29 23:30–30 01:00',
      'quota',
    ],
    ['a third on the next Monday', TWO_A_WEEK, ['24 10:00–24 11:00', '26 10:00–26 11:00'], '30 00:00–30 01:00', 'ok'],
    [
      'one begun on Sunday counts in its week',
      TWO_A_WEEK,
      ['29 23:30–30 01:00', '30 10:00–30 11:00'],
      '30 12:00–30 13:00',
      'ok',
    ],
    ['of 24 hours a day: a day over midnight', FULL_DAY, [], '24 20:00–25 20:00', 'ok'],
    ['another that meets it there', FULL_DAY, ['24 20:00–25 20:00'], '25 20:00–26 20:00', 'ok'],
    ['half an hour over', { ...FULL_DAY, most: 23.5 * 60 }, ['24 20:00–25 20:00'], '25 20:00–26 00:00', 'quota'],
    ['only in 08–20: the night is free', BY_DAY, ['25 08:00–25 12:00'], '25 20:00–26 08:00', 'ok'],
    ['of 18–23 two hours count', BY_DAY, ['25 08:00–25 10:00'], '25 18:00–25 23:00', 'ok'],
    ['of 17:30–23 two and a half', BY_DAY, ['25 08:00–25 10:00'], '25 17:30–25 23:00', 'quota'],
  ])('%s', (_, quota, had, wanted, verdict) => {
    const [id, other] = [resource(), resource()]
    insertQuota(db, aQuota({ place: { kind: 'lab', id: cast.labId }, ...quota }), cast.owner.id, NOW)
    const day = (text: string) => span(text.replaceAll(/\d\d (?=\d)/g, (date) => `2026-11-${date}`))
    for (const each of had) makeReservation(db, { resourceId: other, requesterId: cast.researcher.id, ...day(each) })
    expect(ask(id, day(wanted))).toBe(verdict)
  })
})

test('what time alone does to a series makes nobody a late-comer', () => {
  const id = resource({ approval: 'owner' })
  const rule = {
    timeZone: 'Europe/Warsaw',
    startLocal: '2026-11-24T10:00:00',
    durationMinutes: 60,
    rrule: 'FREQ=DAILY;COUNT=2',
  }
  const content = { units: 1, title: 'Peer', purpose: 'own_research' as const, exdates: [], rdates: [] }
  const booked = bookSeries(db, cast.researcher, { ...rule, ...content, resourceId: id, onConflict: 'reject' }, NOW)
  const { id: series, version } = (booked as Extract<typeof booked, { ok: true }>).value
  // The request for Tuesday has let go at its start.
  const later = at('2026-11-24 12:00')
  const shift = { scope: 'all', shiftMinutes: 30 } as const
  expect(changeSeries(db, cast.researcher, series, shift, version, later)).toMatchObject({ ok: true })
})
