import type { Db } from '../../db/connect.ts'
import { reservationById } from '../../db/queries/reservations.ts'
import { reservationsOfSeries, seriesById } from '../../db/queries/series.ts'
import * as schema from '../../db/schema/index.ts'
import type { RuleDraft } from '../../server/domain/hours-change.ts'
import type { Person } from '../../server/domain/person.ts'
import type { Reservation } from '../../server/domain/reservation.ts'
import { occurrencesOf } from '../../server/domain/series-plan.ts'
import { bookSeries } from '../../server/operations/book-series.ts'
import { cancelReservation } from '../../server/operations/cancel-reservation.ts'
import { cancelSeries } from '../../server/operations/cancel-series.ts'
import { changeHours } from '../../server/operations/change-hours.ts'
import { changeParticipants, type ParticipantChange } from '../../server/operations/change-participants.ts'
import { changeReservation } from '../../server/operations/change-reservation.ts'
import { changeSeries } from '../../server/operations/change-series.ts'
import { decideReservation } from '../../server/operations/decide-reservation.ts'
import { decideSeries } from '../../server/operations/decide-series.ts'
import { expireRequests } from '../../server/operations/expire-requests.ts'
import { requestReservation } from '../../server/operations/request-reservation.ts'
import { takeBackOccurrence } from '../../server/operations/take-back-occurrence.ts'
import { type Cast, makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import { DAY, HOUR, MINUTE, makeLab, makePerson, makeResource, makeRule, NOW } from '../support/makers.ts'

/** A database in which many things have happened, and what the steps were that did something. */
export interface Life {
  readonly db: Db
  readonly cast: Cast
  /** Decides in the lab of the probe, which others take along. */
  readonly neighbour: number
  readonly probe: number
  readonly done: ReadonlyMap<string, number>
}

interface Moment extends Omit<Life, 'done'> {
  readonly people: readonly Person[]
  readonly random: (below: number) => number
  now: number
}

/** So many random operations, the same for the same seed. */
export function liveThrough(operations: number, seed: number): Life {
  const moment = begin(seed)
  const done = new Map<string, number>()
  const names = Object.keys(STEPS) as (keyof typeof STEPS)[]
  for (let i = 0; i < operations; i++) {
    moment.now += moment.random(40) * MINUTE
    const name = names[moment.random(names.length)]!
    if (STEPS[name](moment)) done.set(name, (done.get(name) ?? 0) + 1)
  }
  return { ...moment, done }
}

function begin(seed: number): Moment {
  const db = testDb()
  const cast = makeCast(db)
  for (const resourceId of [cast.hplc, cast.tem])
    makeRule(db, { resourceId, startLocal: '2020-01-01T06:00:00', durationMinutes: 16 * 60, rrule: 'FREQ=DAILY' })
  db.$client.exec("UPDATE labs SET name_pl = 'Pracownia „Łąka”; żółć, ćma' WHERE id = 1")
  const labId = makeLab(db, { organisationId: cast.organisationId }, { rrule: 'FREQ=DAILY' })
  const neighbour = makePerson(db, { name: 'Zażółć Gęślą', organisationId: cast.organisationId, locale: 'en' })
  db.insert(schema.stewardships).values({ labId, personId: neighbour, role: 'owner' }).run()
  const probe = makeResource(db, { labId, namePl: 'Sonda', nameEn: 'Probe', capacity: 3 })
  const people = [cast.researcher, cast.colleague, cast.company]
  return { db, cast, neighbour, probe, people, random: randomFrom(seed), now: NOW }
}

/** Numerical Recipes' linear congruential generator; its upper bits. */
function randomFrom(seed: number) {
  let state = seed >>> 0
  return (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const pick = <T>({ random }: Moment, all: readonly T[]): T => all[random(all.length)]!
const soon = ({ now, random }: Moment): number => {
  const day = Math.floor(now / DAY) * DAY
  return day + (1 + random(12)) * DAY + 6 * HOUR + random(20) * 30 * MINUTE
}

/** Any reservation, those made last more often. */
function some({ db, random }: Moment): Reservation | null {
  const ids = db.$client.prepare('SELECT id FROM reservations ORDER BY id DESC LIMIT 40').pluck().all() as number[]
  return ids.length === 0 ? null : reservationById(db, ids[random(ids.length)]!)
}

function someSeries({ db, random }: Moment): number | null {
  const ids = db.$client.prepare('SELECT id FROM series ORDER BY id DESC LIMIT 6').pluck().all() as number[]
  return ids.length === 0 ? null : ids[random(ids.length)]!
}

const personOf = ({ people, cast }: Moment, id: number) => people.find((each) => each.id === id) ?? cast.owner

function scopeOf(moment: Moment, id: number) {
  const dates = reservationsOfSeries(moment.db, id)
  return {
    scope: pick(moment, ['all', 'following'] as const),
    from: pick(moment, dates).start,
    includeChanged: moment.random(2) === 0,
  }
}

/** Each says whether it did something. */
const STEPS = {
  request: (moment: Moment) => request(moment, []),
  'request with a probe': (moment: Moment) => request(moment, [{ resourceId: moment.probe, units: 1 }]),
  approve: (moment: Moment) => decide(moment, 'approve'),
  decline: (moment: Moment) => decide(moment, 'decline'),
  move(moment: Moment) {
    const by = (moment.random(13) - 6) * 30 * MINUTE
    return change(moment, ({ start, end }) => ({ start: start + by, end: end + by }))
  },
  shorten: (moment: Moment) => change(moment, ({ end }) => ({ end: end - 30 * MINUTE })),
  rename: (moment: Moment) => change(moment, () => ({ title: 'Zażółć; gęślą, jaźń' })),
  'take along': (moment: Moment) => change(moment, () => ({ also: [{ resourceId: moment.probe, units: 1 }] })),
  'leave behind': (moment: Moment) => change(moment, () => ({ also: [] })),
  cancel(moment: Moment) {
    const one = some(moment)
    const who = one && moment.random(3) > 0 ? personOf(moment, one.requesterId) : moment.cast.owner
    return one !== null && cancelReservation(moment.db, who, one.id, {}, moment.now).ok
  },
  'book a series': bookOne,
  'decide a series'(moment: Moment) {
    const id = someSeries(moment)
    if (id === null) return false
    const verdict = moment.random(4) === 0 ? 'decline' : 'approve'
    const exceptions = moment.random(2) === 0 ? [] : [pick(moment, reservationsOfSeries(moment.db, id)).id]
    return decideSeries(moment.db, moment.cast.owner, id, { verdict, reason: 'Nie', exceptions }, moment.now).ok
  },
  'shift a series': (moment: Moment) => changeAll(moment, { shiftMinutes: (moment.random(9) - 4) * 30 }),
  'stretch a series': (moment: Moment) => changeAll(moment, { durationMinutes: pick(moment, [30, 60, 90, 120]) }),
  'cancel a series'(moment: Moment) {
    const id = someSeries(moment)
    if (id === null || moment.random(2) === 0) return false
    return cancelSeries(moment.db, moment.cast.owner, id, scopeOf(moment, id), moment.now).ok
  },
  'take back'(moment: Moment) {
    const id = someSeries(moment)
    if (id === null) return false
    const series = seriesById(moment.db, id)!
    const { local } = pick(moment, occurrencesOf(series))
    return takeBackOccurrence(moment.db, personOf(moment, series.requesterId), id, local, moment.now).ok
  },
  'close some hours': closeHours,
  invite: (moment: Moment) => bring(moment, (guest) => ({ add: [guest] })),
  'invite no longer': (moment: Moment) => bring(moment, (guest) => ({ remove: [guest] })),
  expire(moment: Moment) {
    moment.now += moment.random(10) === 0 ? 30 * HOUR : 2 * HOUR
    return expireRequests(moment.db, moment.now) > 0
  },
}

/** Of those who also reserve for themselves. */
function bring(moment: Moment, change: (guest: number) => ParticipantChange): boolean {
  const one = some(moment)
  if (!one) return false
  const who = moment.random(4) === 0 ? moment.cast.owner : personOf(moment, one.requesterId)
  const guest = pick(moment, moment.people).id
  const before = one.participantIds.length
  const result = changeParticipants(moment.db, who, one.id, change(guest), moment.now)
  return result.ok && reservationById(moment.db, one.id)!.participantIds.length !== before
}

function request(moment: Moment, also: readonly { resourceId: number; units: number }[]): boolean {
  const { db, cast } = moment
  const start = soon(moment)
  const wish = { resourceId: pick(moment, [cast.hplc, cast.tem]), start, end: start + (1 + moment.random(3)) * HOUR }
  const rest = { units: 1, title: 'Białka, sole; tłuszcze', purpose: 'own_research', also } as const
  return requestReservation(db, pick(moment, moment.people), { ...wish, ...rest }, moment.now).ok
}

function decide(moment: Moment, verdict: 'approve' | 'decline'): boolean {
  const id = moment.db.$client
    .prepare("SELECT id FROM reservations WHERE state = 'requested' ORDER BY id DESC")
    .pluck()
    .get() as number | undefined
  return (
    id !== undefined && decideReservation(moment.db, moment.cast.owner, id, { verdict, reason: 'Nie' }, moment.now).ok
  )
}

type Change = Parameters<typeof changeReservation>[3]

function change(moment: Moment, to: (one: Reservation) => Change): boolean {
  const one = some(moment)
  if (!one) return false
  const who = moment.random(4) === 0 ? moment.cast.owner : personOf(moment, one.requesterId)
  return changeReservation(moment.db, who, one.id, to(one), one.version, moment.now).ok
}

function bookOne(moment: Moment): boolean {
  const { db, cast } = moment
  const day = new Date(soon(moment)).toISOString().slice(0, 10)
  const wish = {
    resourceId: pick(moment, [cast.hplc, cast.tem]),
    timeZone: 'Europe/Warsaw',
    startLocal: `${day}T${pick(moment, ['07', '09', '13', '17'])}:30:00`,
    durationMinutes: pick(moment, [60, 90]),
    rrule: pick(moment, ['FREQ=DAILY;COUNT=5', 'FREQ=WEEKLY;COUNT=4', 'FREQ=DAILY;INTERVAL=2;COUNT=4']),
    ...({ units: 1, title: 'Seria ćwiczeń', purpose: 'own_research', onConflict: 'skip' } as const),
    ...{ exdates: [], rdates: [] },
  }
  return bookSeries(db, pick(moment, moment.people), wish, moment.now).ok
}

function changeAll(moment: Moment, what: { shiftMinutes: number } | { durationMinutes: number }): boolean {
  const id = someSeries(moment)
  if (id === null) return false
  const { version, requesterId } = seriesById(moment.db, id)!
  const who = personOf(moment, requesterId)
  return changeSeries(moment.db, who, id, { ...scopeOf(moment, id), ...what }, version, moment.now).ok
}

/** Closes an hour or two of one day; who stands there is kept, moved or cancelled. */
function closeHours(moment: Moment): boolean {
  const { db, cast } = moment
  const start = soon(moment)
  const rule: RuleDraft = {
    ...({ effect: 'closed', audience: 'everyone', rrule: '', exdates: [], rdates: [], validUntil: null } as const),
    startLocal: `${new Date(start + HOUR).toISOString().slice(0, 16)}:00`,
    durationMinutes: 120,
    label: 'Przegląd',
  }
  const ids = db.$client.prepare('SELECT id FROM reservations').pluck().all() as number[]
  const choices = new Map(ids.map((id) => [id, pick(moment, ['keep', 'move', 'cancel'] as const)]))
  const place = { kind: 'resource', id: pick(moment, [cast.hplc, cast.tem]) } as const
  const result = changeHours(
    db,
    cast.owner,
    place,
    { kind: 'add', rules: [rule] },
    { choices, reason: 'P' },
    moment.now,
  )
  if (result.ok) db.$client.prepare('DELETE FROM availability_rules WHERE id = ?').run(result.value.rules[0]!.id)
  return result.ok && result.value.affected.length > 0
}
