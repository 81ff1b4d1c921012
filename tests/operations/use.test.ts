import { beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '../../db/connect.ts'
import { storeFormHold } from '../../db/queries/holds.ts'
import { eventsOf } from '../../db/queries/reservation-events.ts'
import { reservationById } from '../../db/queries/reservations.ts'
import { storeWatch } from '../../db/queries/watch.ts'
import { autoCheckOut } from '../../server/operations/auto-check-out.ts'
import { cancelReservation } from '../../server/operations/cancel-reservation.ts'
import { checkIn } from '../../server/operations/check-in.ts'
import { checkOut } from '../../server/operations/check-out.ts'
import { excuseMiss } from '../../server/operations/excuse-miss.ts'
import { extendRunning } from '../../server/operations/extend-running.ts'
import { keepWatch } from '../../server/operations/keep-watch.ts'
import { recordUsage } from '../../server/operations/record-usage.ts'
import { releaseNoShows } from '../../server/operations/release-no-shows.ts'
import { removeOutage } from '../../server/operations/remove-outage.ts'
import { requestReservation } from '../../server/operations/request-reservation.ts'
import type { Result } from '../../server/operations/result.ts'
import { startWalkUp } from '../../server/operations/start-walk-up.ts'
import { type Cast, makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import { at, DAY, HOUR, MINUTE, makeAccessory, makeOutage, makeReservation, makeResource } from '../support/makers.ts'

let db: Db
let cast: Cast
beforeEach(() => {
  db = testDb()
  cast = makeCast(db)
})

/** Tuesday, 24 November, by the clock of Warsaw. */
const day = (clock: string) => at(`2026-11-24 ${clock}`)
const clockOf = (instant: number | null) =>
  instant === null ? null : new Date(instant + HOUR).toISOString().slice(11, 16)

/** Ten to noon tomorrow, the researcher's. */
const reserved = (more: Parameters<typeof makeReservation>[1] | object = {}) =>
  makeReservation(db, {
    resourceId: cast.hplc,
    requesterId: cast.researcher.id,
    start: day('10:00'),
    end: day('12:00'),
    ...more,
  }).id

const said = (result: Result<object>) => {
  if (result.ok) return 'state' in result.value ? result.value.state : 'done'
  const { refusal } = result
  if (refusal.kind !== 'rules') return refusal.kind
  return [...refusal.violations.map(({ code }) => code), ...refusal.conflicts.map(() => 'taken')].join(' ')
}

const stateOf = (id: number) => reservationById(db, id)!.state
const claimsOf = (id: number) =>
  (
    db.$client.prepare('SELECT start_at, end_at FROM claims WHERE reservation_id = ? ORDER BY resource_id').all(id) as {
      start_at: number
      end_at: number
    }[]
  ).map((each) => `${clockOf(each.start_at)}–${clockOf(each.end_at)}`)
const usesOf = (id: number) =>
  (
    db.$client
      .prepare('SELECT start_at, end_at, is_estimated, source FROM usages WHERE reservation_id = ? ORDER BY id')
      .all(id) as { start_at: number; end_at: number | null; is_estimated: number; source: string }[]
  ).map((each) => `${clockOf(each.start_at)}–${clockOf(each.end_at) ?? ''}${each.is_estimated ? ' estimated' : ''}`)
const mails = () =>
  db.$client.prepare('SELECT kind, person_id AS personId FROM outbox ORDER BY id').all() as {
    kind: string
    personId: number
  }[]
const kindsTo = (personId: number) => mails().flatMap((each) => (each.personId === personId ? each.kind : []))
const setPolicy = (policy: object) =>
  db.$client.prepare('UPDATE labs SET policy = ? WHERE id = ?').run(JSON.stringify(policy), cast.labId)
const setGrace = (minutes: number | null, resourceId = cast.hplc) =>
  db.$client.prepare('UPDATE resources SET no_show_after_minutes = ? WHERE id = ?').run(minutes, resourceId)

describe('check-in', () => {
  test.each([
    ['a quarter before and a minute', '09:44', 'too-soon', 'confirmed'],
    ['a quarter before', '09:45', 'in_use', 'in_use'],
    ['at the start', '10:00', 'in_use', 'in_use'],
    ['late', '11:59', 'in_use', 'in_use'],
    ['at the end', '12:00', 'wrong-state', 'confirmed'],
  ])('%s', (_how, clock, answer, state) => {
    const id = reserved()
    expect(said(checkIn(db, cast.researcher, id, day(clock)))).toBe(answer)
    expect(stateOf(id)).toBe(state)
    expect(usesOf(id)).toEqual(answer === 'in_use' ? [`${clock}–`] : [])
  })

  test.each([
    ['the requester', 'researcher', 'in_use'],
    ['a caretaker for them', 'caretaker', 'in_use'],
    ['a colleague', 'colleague', 'forbidden'],
    ['a stranger', 'stranger', 'not-found'],
  ] as const)('%s', (_who, who, answer) => {
    expect(said(checkIn(db, cast[who], reserved(), day('10:00')))).toBe(answer)
  })

  test('twice is refused, and so is the check-out of what has not begun', () => {
    const id = reserved()
    expect(said(checkOut(db, cast.researcher, id, day('10:00')))).toBe('wrong-state')
    expect(said(checkIn(db, cast.researcher, id, day('10:00')))).toBe('in_use')
    expect(said(checkIn(db, cast.researcher, id, day('10:01')))).toBe('wrong-state')
    expect(said(checkOut(db, cast.researcher, id, day('10:02')))).toBe('completed')
    expect(said(checkOut(db, cast.researcher, id, day('10:03')))).toBe('wrong-state')
  })

  test('early into free time takes it; the reservation keeps its time', () => {
    const id = reserved()
    checkIn(db, cast.researcher, id, day('09:50'))
    expect(claimsOf(id)).toEqual(['09:50–12:00'])
    expect(reservationById(db, id)).toMatchObject({ start: day('10:00'), end: day('12:00') })
  })

  test('early while the one before is still there is a clash, and at the time its forgotten end is estimated', () => {
    const before = reserved({ requesterId: cast.company.id, start: day('08:00'), end: day('10:00') })
    const id = reserved()
    checkIn(db, cast.company, before, day('08:00'))
    expect(said(checkIn(db, cast.researcher, id, day('09:55')))).toBe('taken')
    expect(said(checkIn(db, cast.researcher, id, day('10:05')))).toBe('in_use')
    expect([stateOf(before), usesOf(before), usesOf(id)]).toEqual(['completed', ['08:00–10:00 estimated'], ['10:05–']])
  })

  test('early after the one before has left takes the time up to it', () => {
    const before = reserved({ requesterId: cast.company.id, start: day('08:00'), end: day('10:00') })
    const id = reserved()
    checkIn(db, cast.company, before, day('08:00'))
    checkOut(db, cast.company, before, day('09:52'))
    expect(said(checkIn(db, cast.researcher, id, day('09:55')))).toBe('in_use')
    expect([claimsOf(before), claimsOf(id)]).toEqual([['08:00–09:52'], ['09:55–12:00']])
  })

  test('in an outage is for stewards', () => {
    const id = reserved()
    makeOutage(db, { resourceId: cast.hplc, startAt: day('09:00'), endAt: day('11:00') })
    expect(said(checkIn(db, cast.researcher, id, day('10:00')))).toBe('outage')
    expect(said(checkIn(db, cast.owner, id, day('10:00')))).toBe('in_use')
  })

  test('of two at once there is room for as many as the resource holds', () => {
    const resourceId = makeResource(db, { labId: cast.labId, capacity: 3 })
    const [a, b, c] = [1, 1, 2].map((units) => reserved({ resourceId, units, ...(units === 2 && OTHER) }))
    expect(said(checkIn(db, cast.researcher, a!, day('10:00')))).toBe('in_use')
    expect(said(checkIn(db, cast.researcher, b!, day('10:00')))).toBe('in_use')
    expect(said(checkIn(db, cast.researcher, c!, day('11:50')))).toBe('taken taken')
    expect(said(checkOut(db, cast.researcher, a!, day('11:55')))).toBe('completed')
    expect(said(checkIn(db, cast.researcher, c!, day('11:56')))).toBe('in_use')
  })
  const OTHER = { start: day('12:00'), end: day('13:00') }

  test('takes what is taken along with it into use', () => {
    const accessory = makeAccessory(db, [cast.hplc], { labId: cast.labId })
    const id = reserved({ also: [{ resourceId: accessory, units: 1, labId: cast.labId }] })
    checkIn(db, cast.researcher, id, day('10:00'))
    checkOut(db, cast.researcher, id, day('11:00'))
    expect(usesOf(id)).toEqual(['10:00–11:00', '10:00–11:00'])
    expect(claimsOf(id)).toEqual(['10:00–11:00', '10:00–11:00'])
  })

  test('what is in use cannot be cancelled', () => {
    const id = reserved()
    checkIn(db, cast.researcher, id, day('09:50'))
    expect(said(cancelReservation(db, cast.researcher, id, {}, day('09:51')))).toBe('wrong-state')
    expect(said(cancelReservation(db, cast.owner, id, {}, day('10:30')))).toBe('wrong-state')
  })
})

describe('check-out', () => {
  test('early frees the rest at once, and the clean-up moves with it', () => {
    const id = reserved({ resourceId: cast.tem })
    checkIn(db, cast.researcher, id, day('10:00'))
    expect(claimsOf(id)).toEqual(['09:30–12:30'])
    checkOut(db, cast.researcher, id, day('10:40'))
    expect(claimsOf(id)).toEqual(['09:30–11:10'])
    const other = { resourceId: cast.hplc, units: 1, title: 'Next', purpose: 'own_research' } as const
    const next = reserved({ requesterId: cast.company.id })
    checkIn(db, cast.company, next, day('10:00'))
    checkOut(db, cast.company, next, day('10:40'))
    const asked = { ...other, start: day('11:00'), end: day('12:00') }
    expect(said(requestReservation(db, cast.stranger, asked, day('10:41')))).toBe('confirmed')
  })

  test('before the start leaves nothing taken of what is to come', () => {
    const id = reserved()
    checkIn(db, cast.researcher, id, day('09:50'))
    checkOut(db, cast.researcher, id, day('09:55'))
    expect([stateOf(id), claimsOf(id)]).toEqual(['completed', ['09:50–09:55']])
  })

  test('after a moment is a use all the same', () => {
    const id = reserved()
    checkIn(db, cast.researcher, id, day('10:00'))
    checkOut(db, cast.researcher, id, day('10:00'))
    expect(usesOf(id)).toEqual(['10:00–10:00'])
  })

  test('late has taken free time, up to whoever came next', () => {
    const id = reserved()
    const next = reserved({ requesterId: cast.company.id, start: day('12:30'), end: day('13:00') })
    checkIn(db, cast.researcher, id, day('10:00'))
    checkOut(db, cast.researcher, id, day('12:45'))
    expect([claimsOf(id), claimsOf(next)]).toEqual([['10:00–12:30'], ['12:30–13:00']])
    expect(usesOf(id)).toEqual(['10:00–12:45'])
  })

  test('with the clock set back meanwhile ends what began', () => {
    const id = reserved()
    checkIn(db, cast.researcher, id, day('10:30'))
    expect(said(checkOut(db, cast.researcher, id, day('10:10')))).toBe('completed')
    expect(claimsOf(id)).toEqual(['10:00–10:10'])
  })
})

describe('use that goes on', () => {
  test('takes minute after minute of free time, and warns both once where somebody comes next', () => {
    const id = reserved()
    const next = reserved({ requesterId: cast.company.id, start: day('12:30'), end: day('13:00') })
    checkIn(db, cast.researcher, id, day('10:00'))
    const until = (clock: string) => {
      extendRunning(db, day(clock))
      return claimsOf(id)[0]
    }
    expect(['11:50', '12:00', '12:10', '12:29'].map(until)).toEqual([
      '10:00–12:00',
      '10:00–12:02',
      '10:00–12:12',
      '10:00–12:30',
    ])
    until('12:30')
    until('12:31')
    expect([kindsTo(cast.researcher.id), kindsTo(cast.company.id)]).toEqual([['overrun'], ['delayed']])
    expect([stateOf(next), claimsOf(next)]).toEqual(['confirmed', ['12:30–13:00']])
  })

  test('leaves alone what is held for somebody, and what a request has let go of is free', () => {
    const id = reserved()
    const held = { start: day('12:10'), end: day('13:10') }
    const { hplc: resourceId, company, researcher } = cast
    storeFormHold(db, {
      ...{ resourceId, personId: company.id, ...held, units: 1 },
      ...{ expiresAt: day('12:20'), sinceAt: day('11:55') },
    })
    reserved({ start: day('09:00'), end: day('10:00'), state: 'requested', decideBy: day('09:00') })
    checkIn(db, researcher, id, day('09:50'))
    expect(claimsOf(id)).toEqual(['09:50–12:00'])
    extendRunning(db, day('12:15'))
    expect([claimsOf(id), kindsTo(researcher.id)]).toEqual([['09:50–12:10'], expect.arrayContaining(['overrun'])])
    extendRunning(db, day('12:25'))
    expect(claimsOf(id)).toEqual(['09:50–12:27'])
  })

  test('ends by estimate with its reservation where the lab wants that', () => {
    setPolicy({ autoCheckOut: true })
    const id = reserved()
    checkIn(db, cast.researcher, id, day('10:00'))
    expect(autoCheckOut(db, day('11:59'))).toBe(0)
    expect([autoCheckOut(db, day('12:01')), autoCheckOut(db, day('12:02'))]).toEqual([1, 0])
    expect([stateOf(id), usesOf(id)]).toEqual(['completed', ['10:00–12:00 estimated']])
    expect(eventsOf(db, id).at(-1)).toMatchObject({ kind: 'checked-out', details: { estimatedEnd: day('12:00') } })
  })

  test('ends by estimate a day later where nobody says anything', () => {
    const id = reserved()
    checkIn(db, cast.researcher, id, day('10:00'))
    expect(autoCheckOut(db, day('12:00') + DAY - MINUTE)).toBe(0)
    expect(autoCheckOut(db, day('12:00') + DAY)).toBe(1)
    expect([stateOf(id), usesOf(id), claimsOf(id)]).toEqual(['completed', ['10:00–12:00 estimated'], ['10:00–12:00']])
  })
})

describe('whom nobody saw', () => {
  test.each([
    ['before the grace time is over', '10:29', 'confirmed'],
    ['when it is over', '10:30', 'no_show'],
    ['two hours late', '12:30', 'no_show'],
  ])('%s', (_when, clock, state) => {
    setGrace(30)
    const id = reserved()
    releaseNoShows(db, day(clock))
    expect(stateOf(id)).toBe(state)
    expect(claimsOf(id)).toHaveLength(state === 'no_show' ? 0 : 1)
    expect(kindsTo(cast.researcher.id)).toEqual(state === 'no_show' ? ['missed'] : [])
    expect(releaseNoShows(db, day(clock))).toBe(0)
    expect(kindsTo(cast.researcher.id)).toHaveLength(state === 'no_show' ? 1 : 0)
  })

  test('without automatic no-shows it is completed at its end, and counts as booked', () => {
    const id = reserved()
    releaseNoShows(db, day('11:59'))
    expect(stateOf(id)).toBe('confirmed')
    expect([releaseNoShows(db, day('12:00')), releaseNoShows(db, day('12:01'))]).toEqual([1, 0])
    expect([stateOf(id), claimsOf(id), usesOf(id), mails()]).toEqual(['completed', ['10:00–12:00'], [], []])
  })

  test('a reservation made after its own start has its grace from then on', () => {
    setGrace(30)
    const id = reserved({ createdAt: day('11:00') })
    releaseNoShows(db, day('11:29'))
    expect(stateOf(id)).toBe('confirmed')
    releaseNoShows(db, day('11:30'))
    expect(stateOf(id)).toBe('no_show')
  })

  test('whom an outage kept away has the grace from its end on, though a steward removes it meanwhile', () => {
    setGrace(30)
    const id = reserved()
    const outage = makeOutage(db, { resourceId: cast.hplc, startAt: day('09:00'), endAt: day('18:00') })
    releaseNoShows(db, day('11:00'))
    expect(stateOf(id)).toBe('confirmed')
    expect(removeOutage(db, cast.owner, outage, day('11:00')).ok).toBe(true)
    releaseNoShows(db, day('11:29'))
    expect(stateOf(id)).toBe('confirmed')
    releaseNoShows(db, day('11:30'))
    expect(stateOf(id)).toBe('no_show')
  })

  test('who was kept away by an outage of a part until the end is no no-show', () => {
    setGrace(30)
    const probe = makeAccessory(db, [cast.hplc], { labId: cast.labId })
    const id = reserved({ also: [{ resourceId: probe, units: 1 }] })
    makeOutage(db, { resourceId: probe, startAt: day('09:00'), endAt: day('12:00') })
    releaseNoShows(db, day('11:59'))
    expect(stateOf(id)).toBe('confirmed')
    releaseNoShows(db, day('12:00'))
    expect([stateOf(id), kindsTo(cast.researcher.id)]).toEqual(['completed', []])
  })

  test('what a steward has recorded the use of is no no-show', () => {
    setGrace(30)
    const id = reserved()
    const record = { resourceId: cast.hplc, start: day('10:00'), end: day('10:20'), reservationId: id }
    expect(said(recordUsage(db, cast.owner, record, day('10:25')))).toBe('done')
    releaseNoShows(db, day('10:30'))
    expect(stateOf(id)).toBe('confirmed')
    releaseNoShows(db, day('12:00'))
    expect(stateOf(id)).toBe('completed')
  })

  test('a process that was down gives the grace again, and misses nobody whose time went by meanwhile', () => {
    setGrace(30)
    const long = reserved({ start: day('10:00'), end: day('16:00') })
    const over = reserved({ start: day('08:00'), end: day('09:00') })
    keepWatch(db, day('07:30'))
    const run = (clock: string) => {
      keepWatch(db, day(clock))
      releaseNoShows(db, day(clock))
      return [stateOf(long), stateOf(over)]
    }
    expect(run('11:00')).toEqual(['confirmed', 'confirmed'])
    for (let minute = 1; minute < 30; minute++) run(`11:${String(minute).padStart(2, '0')}`)
    expect(run('11:29')).toEqual(['confirmed', 'confirmed'])
    expect(run('11:30')).toEqual(['no_show', 'confirmed'])
    for (const clock of ['11:39', '11:48', '11:57']) run(clock)
    expect(run('12:00')).toEqual(['no_show', 'completed'])
  })

  test('a clock that leaps a day forward and back changes nothing', () => {
    setGrace(30)
    const ids = ['08:00', '10:00', '12:00', '14:00'].map((clock) =>
      reserved({ start: day(clock), end: day(clock) + 2 * HOUR }),
    )
    const inUse = reserved({ resourceId: cast.tem, start: day('08:00'), end: day('09:00') })
    storeWatch(db, { since: day('00:00'), seen: day('09:59') })
    db.$client.prepare(`UPDATE reservations SET state = 'no_show' WHERE id = ?`).run(ids[0])
    db.$client.prepare('DELETE FROM claims WHERE reservation_id = ?').run(ids[0])
    checkIn(db, cast.researcher, inUse, day('08:00'))
    setPolicy({ autoCheckOut: true })
    const chores = (now: number) => {
      keepWatch(db, now)
      return releaseNoShows(db, now) + autoCheckOut(db, now) + extendRunning(db, now)
    }
    const states = () => [...ids, inUse].map(stateOf)
    const before = states()
    for (let minute = 0; minute < 20; minute++) chores(day('10:00') + DAY + minute * MINUTE)
    expect(states()).toEqual(before)
    expect(chores(day('10:20'))).toBe(0)
    expect(states()).toEqual(before)
    expect(mails()).toEqual([])
  })
})

describe('a use that a steward records', () => {
  const ten = { start: day('10:00'), end: day('11:00') }
  test.each([
    ['of the past', {}, 'done'],
    ['that ends before it starts', { end: day('09:00') }, 'invalid'],
    ['of the future', { end: day('23:00') }, 'invalid'],
    ['of too many units', { units: 2 }, 'invalid'],
    ['of no reservation there is', { reservationId: 999 }, 'invalid'],
  ])('%s', (_what, more, answer) => {
    const record = { resourceId: cast.hplc, ...ten, ...more }
    expect(said(recordUsage(db, cast.caretaker, record, day('18:00')))).toBe(answer)
  })

  test.each([
    ['the same', '10:00', '11:00', 'taken'],
    ['one that only touches', '11:00', '12:00', 'done'],
    ['one around', '09:00', '12:00', 'taken'],
  ])('beside another: %s', (_how, start, end, answer) => {
    expect(said(recordUsage(db, cast.owner, { resourceId: cast.hplc, ...ten }, day('18:00')))).toBe('done')
    const again = { resourceId: cast.hplc, start: day(start), end: day(end) }
    expect(said(recordUsage(db, cast.owner, again, day('18:00')))).toBe(answer)
  })

  test('beside others up to the capacity, and not beside its room', () => {
    const room = makeResource(db, { labId: cast.labId, capacity: 2 })
    const bench = makeResource(db, { labId: cast.labId, parentId: room })
    const record = (resourceId: number) => said(recordUsage(db, cast.owner, { resourceId, ...ten }, day('18:00')))
    expect([record(room), record(room), record(room), record(bench)]).toEqual(['done', 'done', 'taken', 'taken'])
  })

  test('is for stewards, and stands in the history of its reservation with its reason', () => {
    const id = reserved()
    const record = { resourceId: cast.hplc, ...ten, reservationId: id, reason: 'Forgot the phone' }
    expect(said(recordUsage(db, cast.researcher, record, day('12:00')))).toBe('forbidden')
    expect(said(recordUsage(db, cast.caretaker, record, day('12:00')))).toBe('done')
    expect(stateOf(id)).toBe('completed')
    expect(eventsOf(db, id).at(-1)).toMatchObject({
      kind: 'use-entered',
      personId: cast.caretaker.id,
      details: { reason: 'Forgot the phone', used: ten },
    })
  })
})

describe('whoever walks up', () => {
  test.each([
    ['a free resource', 'researcher', '10:05', {}, 'in_use'],
    ['a closed one', 'researcher', '19:00', {}, 'closed'],
    ['one that needs an approval', 'researcher', '10:05', { tem: true }, 'invalid'],
    ['one that needs it, as its steward', 'owner', '10:05', { tem: true }, 'in_use'],
  ] as const)('%s', (_what, who, clock, more, answer) => {
    const resourceId = 'tem' in more ? cast.tem : cast.hplc
    expect(said(startWalkUp(db, cast[who], resourceId, {}, day(clock)))).toBe(answer)
  })

  test('takes the shortest time, or what is left before the next', () => {
    const first = startWalkUp(db, cast.researcher, cast.hplc, {}, day('10:05') + 20_000)
    const id = first.ok ? first.value.id : 0
    expect([claimsOf(id), usesOf(id)]).toEqual([['10:05–11:00'], ['10:05–']])
    expect(said(startWalkUp(db, cast.company, cast.hplc, {}, day('10:10')))).toBe('taken')
    checkOut(db, cast.researcher, id, day('10:20') + 40_000)
    reserved({ start: day('11:00'), end: day('12:00') })
    const second = startWalkUp(db, cast.company, cast.hplc, {}, day('10:20') + 50_000)
    expect(second.ok && claimsOf(second.value.id)).toEqual(['10:20–11:00'])
    expect(said(checkOut(db, cast.company, second.ok ? second.value.id : 0, day('10:35')))).toBe('completed')
    expect(said(startWalkUp(db, cast.stranger, cast.hplc, {}, day('10:36')))).toBe('taken')
  })
})

describe('what counts against a person', () => {
  const missed = (who: 'researcher' | 'company', days: number) =>
    db.$client
      .prepare(`INSERT INTO misses (reservation_id, person_id, resource_id, kind, at) VALUES (?, ?, ?, 'no-show', ?)`)
      .run(reserved({ state: 'no_show' }), cast[who].id, cast.hplc, day('08:00') - days * DAY)
  const ask = () => {
    const time = { start: day('10:00'), end: day('11:00'), units: 1 }
    const wish = { resourceId: cast.hplc, ...time, title: 'Again', purpose: 'own_research' } as const
    return said(requestReservation(db, cast.researcher, wish, day('08:00')))
  }

  test.each([
    ['nothing', 2, () => {}, 'confirmed'],
    ['one miss of two', 2, () => missed('researcher', 1), 'confirmed'],
    ['two of two', 2, () => [missed('researcher', 1), missed('researcher', 2)], 'requested'],
    ['one that is old', 1, () => missed('researcher', 180), 'confirmed'],
    ['one that is almost old', 1, () => missed('researcher', 179), 'requested'],
    ['somebody else’s', 1, () => missed('company', 1), 'confirmed'],
    ['two where the lab does not ask', null, () => [missed('researcher', 1), missed('researcher', 2)], 'confirmed'],
  ])('%s', (_what, most, happen, state) => {
    setPolicy({ approvalAfterMisses: most })
    happen()
    expect(ask()).toBe(state)
  })

  test('a steward may excuse it, once and with a reason, and nobody themselves', () => {
    setPolicy({ approvalAfterMisses: 1 })
    setGrace(30)
    const id = reserved({ start: day('08:00'), end: day('09:00') })
    releaseNoShows(db, day('08:30'))
    const excuse = (who: 'owner' | 'researcher' | 'stranger', reason: string) =>
      said(excuseMiss(db, cast[who], id, { reason }, day('09:00')))
    expect([excuse('stranger', 'Ill'), excuse('researcher', 'Ill'), excuse('owner', ' ')]).toEqual([
      'not-found',
      'forbidden',
      'invalid',
    ])
    expect(ask()).toBe('requested')
    expect([excuse('owner', 'Ill'), excuse('owner', 'Ill')]).toEqual(['done', 'wrong-state'])
    db.$client.exec("DELETE FROM claims; UPDATE reservations SET state = 'cancelled'")
    expect(ask()).toBe('confirmed')
  })

  test.each([
    ['the requester inside the notice', 'researcher', '09:00', 1],
    ['the requester before', 'researcher', '05:00', 0],
    ['a steward inside the notice', 'owner', '09:00', 0],
  ] as const)('a cancellation by %s', (_who, who, clock, count) => {
    db.$client.prepare('UPDATE resources SET cancel_notice_minutes = 240').run()
    expect(said(cancelReservation(db, cast[who], reserved(), {}, day(clock)))).toBe('cancelled')
    expect(db.$client.prepare('SELECT count(*) FROM misses').pluck().get()).toBe(count)
  })
})
