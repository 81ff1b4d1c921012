import { beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '../../db/connect.ts'
import { entryById, insertEntry, offerTo, positionOf } from '../../db/queries/waiting-list.ts'
import type { Person } from '../../server/domain/person.ts'
import { cancelReservation } from '../../server/operations/cancel-reservation.ts'
import { joinWaitingList } from '../../server/operations/join-waiting-list.ts'
import { leaveWaitingList } from '../../server/operations/leave-waiting-list.ts'
import { groupsWaitedFor, offerFreedTime } from '../../server/operations/offer-freed-time.ts'
import { requestReservation } from '../../server/operations/request-reservation.ts'
import type { Result } from '../../server/operations/result.ts'
import { type Cast, makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import { at, DAY, HOUR, MINUTE, makeQualification, makeReservation, makeResource, NOW } from '../support/makers.ts'

let db: Db
let cast: Cast
let taken: number

/** Tuesday 10:00–12:00 on the chromatograph is the company's. */
beforeEach(() => {
  db = testDb()
  cast = makeCast(db)
  taken = makeReservation(db, { resourceId: cast.hplc, requesterId: cast.company.id, ...TEN_TO_TWELVE }).id
})

const span = (from: string, to: string) => ({ start: at(`2026-11-${from}`), end: at(`2026-11-${to}`) })
const TEN_TO_TWELVE = { start: at('2026-11-24 10:00'), end: at('2026-11-24 12:00') }
const WHOLE_TUESDAY = span('24 08:00', '24 18:00')

const join = (person: Person, wish: Partial<Parameters<typeof joinWaitingList>[2]> = {}, now = NOW) =>
  joinWaitingList(
    db,
    person,
    { resourceId: cast.hplc, ...TEN_TO_TWELVE, durationMinutes: null, units: 1, ...wish },
    now,
  )
const joined = (person: Person, wish: Parameters<typeof join>[1] = {}, now = NOW) => {
  const result = join(person, wish, now)
  if (!result.ok) throw new Error(JSON.stringify(result.refusal))
  return result.value.entry.id
}
const free = (id = taken, now = NOW) => cancelReservation(db, cast.company, id, {}, now)
const run = (now = NOW) => groupsWaitedFor(db).reduce((sum, group) => sum + offerFreedTime(db, group, now), 0)
const book = (
  person: Person,
  time: { start: number; end: number } = TEN_TO_TWELVE,
  now = NOW,
  resourceId = cast.hplc,
) => requestReservation(db, person, { ...time, resourceId, units: 1, title: 'Run', purpose: 'own_research' }, now)
const said = (result: Result<unknown>) => {
  if (result.ok) return 'done'
  const { refusal } = result
  if (refusal.kind === 'rules')
    return [...refusal.violations.map(({ code }) => code), ...refusal.conflicts.map(() => 'taken')].join()
  return refusal.kind === 'invalid' ? `${refusal.field}: ${refusal.reason}` : refusal.kind
}
const stateOf = (id: number) => entryById(db, id)!.state
const offerOf = (id: number) => {
  const offer = offerTo(db, id)
  return offer && { start: offer.start, end: offer.end }
}
const mails = () =>
  db.$client.prepare(`SELECT person_id FROM outbox WHERE kind = 'waiting-offer' ORDER BY id`).pluck().all() as number[]

describe('joining', () => {
  test('is for a time that is taken', () => {
    expect(said(join(cast.researcher))).toBe('done')
    expect(said(join(cast.researcher, span('24 13:00', '24 14:00')))).toBe('start: free-already')
    expect(said(join(cast.researcher, { ...WHOLE_TUESDAY, durationMinutes: 120 }))).toBe('from: free-already')
  })

  test.each([
    ['closed at night', span('24 20:00', '24 21:00'), 'closed'],
    ['off the steps', { start: TEN_TO_TWELVE.start + 7 * MINUTE, end: TEN_TO_TWELVE.end }, 'off-step,taken'],
    ['over', span('20 10:00', '20 12:00'), 'in-the-past'],
    ['too long', { ...WHOLE_TUESDAY, start: at('2026-11-24 08:00'), durationMinutes: 9 * 60 }, 'too-long,taken'],
    ['longer than its period', { ...TEN_TO_TWELVE, durationMinutes: 180 }, 'to: waiting-period-short'],
    ['closed in all the period', { ...span('28 00:00', '30 00:00'), durationMinutes: 60 }, 'closed'],
  ])('is not for what no waiting cures: %s', (_what, wish, expected) => {
    expect(said(join(cast.researcher, wish))).toBe(expected)
  })

  test('needs the right to use the resource', () => {
    const mri = makeResource(db, { labId: cast.labId, slug: 'mri', qualificationRequired: 'supervised' })
    makeReservation(db, { resourceId: mri, requesterId: cast.owner.id, ...TEN_TO_TWELVE })
    expect(said(join(cast.researcher, { resourceId: mri }))).toBe('qualification,taken')
    makeQualification(db, { resourceId: mri, personId: cast.colleague.id })
    expect(said(join(cast.colleague, { resourceId: mri }))).toBe('done')
  })

  test('twice is once, and counts by the order of coming', () => {
    const first = joined(cast.researcher)
    expect(joined(cast.researcher)).toBe(first)
    const second = joined(cast.stranger)
    const beside = joined(cast.colleague, span('24 11:00', '24 13:00'))
    expect([first, second, beside].map((id) => positionOf(db, entryById(db, id)!))).toEqual([1, 2, 3])
  })

  test('has an end somewhere', () => {
    const { id: personId, organisationId } = cast.researcher
    const wish = { resourceId: cast.hplc, personId, organisationId, durationMinutes: 60, units: 1, createdAt: NOW }
    for (let day = 1; day <= 20; day++) insertEntry(db, { ...wish, start: NOW, end: NOW + day * DAY })
    expect(said(join(cast.researcher))).toBe('resource: waiting-too-many')
    expect(said(join(cast.stranger))).toBe('done')
  })
})

describe('an offer', () => {
  test('goes to the first in line when the time comes free, and is theirs alone for an hour', () => {
    const [first, second] = [joined(cast.researcher), joined(cast.stranger)]
    expect(run()).toBe(0)
    free()
    expect(run()).toBe(1)
    expect(run()).toBe(0)
    expect([stateOf(first), stateOf(second)]).toEqual(['offered', 'waiting'])
    expect(offerTo(db, first)).toMatchObject({ ...TEN_TO_TWELVE, expiresAt: NOW + HOUR })
    expect(mails()).toEqual([cast.researcher.id])
    expect(said(book(cast.company))).toBe('taken')
    expect(said(book(cast.owner))).toBe('taken')
    expect(said(book(cast.researcher))).toBe('done')
    expect(stateOf(first)).toBe('served')
    expect(offerTo(db, first)).toBeNull()
  })

  test('goes to the next when it is declined, and nobody is asked twice', () => {
    const [first, second] = [joined(cast.researcher), joined(cast.stranger)]
    free()
    run()
    leaveWaitingList(db, cast.researcher, first, 'decline', NOW)
    expect(stateOf(first)).toBe('left')
    run()
    expect(offerOf(second)).toEqual(TEN_TO_TWELVE)
    expect(mails()).toEqual([cast.researcher.id, cast.stranger.id])
  })

  test('that nobody takes lapses, blocks nobody from that moment and goes to the next', () => {
    const [first, second] = [joined(cast.researcher), joined(cast.stranger)]
    free()
    run()
    expect(run(NOW + HOUR - 1)).toBe(0)
    expect(run(NOW + HOUR)).toBe(1)
    expect([stateOf(first), stateOf(second)]).toEqual(['expired', 'offered'])
    // No job has been there: the moment alone decides.
    expect(said(book(cast.company, TEN_TO_TWELVE, NOW + 2 * HOUR))).toBe('done')
  })

  test('to somebody who would take any time is the earliest, and after a no another one', () => {
    makeReservation(db, { resourceId: cast.hplc, requesterId: cast.company.id, ...span('24 08:00', '24 10:00') })
    makeReservation(db, { resourceId: cast.hplc, requesterId: cast.company.id, ...span('24 12:00', '24 18:00') })
    const id = joined(cast.researcher, { ...WHOLE_TUESDAY, durationMinutes: 120 })
    free()
    run()
    expect(offerOf(id)).toEqual(TEN_TO_TWELVE)
    leaveWaitingList(db, cast.researcher, id, 'decline', NOW)
    expect(stateOf(id)).toBe('waiting')
    expect(run()).toBe(0)
    free(taken + 1)
    run()
    expect(offerOf(id)).toEqual(span('24 08:00', '24 10:00'))
    expect(mails()).toHaveLength(2)
  })

  test('keeps to what the rules allow that person', () => {
    const id = joined(cast.researcher)
    db.$client.prepare(`UPDATE resources SET status = 'out_of_service'`).run()
    free()
    expect(run()).toBe(0)
    db.$client.prepare(`UPDATE resources SET status = 'active'`).run()
    expect(run()).toBe(1)
    expect(stateOf(id)).toBe('offered')
  })

  test('ends before it would be too late to take it', () => {
    db.$client.prepare('UPDATE resources SET min_notice_minutes = 120').run()
    const id = joined(cast.researcher)
    free()
    const late = TEN_TO_TWELVE.start - 2.5 * HOUR
    run(late)
    expect(offerTo(db, id)!.expiresAt).toBe(TEN_TO_TWELVE.start - 2 * HOUR + 1)
  })

  test('never takes two times for one wish of a person who stands twice', () => {
    const exact = joined(cast.researcher)
    const any = joined(cast.researcher, { ...span('24 10:00', '24 12:00'), durationMinutes: 60 })
    free()
    expect(run()).toBe(1)
    expect([stateOf(exact), stateOf(any)]).toEqual(['offered', 'waiting'])
    expect(said(book(cast.researcher))).toBe('done')
    expect(stateOf(exact)).toBe('served')
  })

  test('counts set-up and clean-up', () => {
    const busy = makeReservation(db, { resourceId: cast.tem, requesterId: cast.company.id, ...TEN_TO_TWELVE })
    const id = joined(cast.researcher, { resourceId: cast.tem })
    free(busy.id)
    run()
    expect(stateOf(id)).toBe('offered')
    expect(said(book(cast.stranger, span('24 12:30', '24 13:30'), NOW, cast.tem))).toBe('taken')
    expect(said(book(cast.stranger, span('24 13:00', '24 14:00'), NOW, cast.tem))).toBe('done')
  })

  test('of a room keeps its benches', () => {
    const room = makeResource(db, { labId: cast.labId, slug: 'room' })
    const bench = makeResource(db, { labId: cast.labId, slug: 'bench', parentId: room })
    const busy = makeReservation(db, { resourceId: bench, requesterId: cast.company.id, ...TEN_TO_TWELVE })
    const first = joined(cast.researcher, { resourceId: room })
    const second = joined(cast.stranger, { resourceId: bench })
    free(busy.id)
    expect(run()).toBe(1)
    expect([stateOf(first), stateOf(second)]).toEqual(['offered', 'waiting'])
    expect(said(book(cast.colleague, TEN_TO_TWELVE, NOW, bench))).toBe('taken')
  })
})

describe('an entry ends', () => {
  test('when its time begins, and its hours count as unmet', () => {
    const id = joined(cast.researcher)
    run(TEN_TO_TWELVE.start)
    expect(stateOf(id)).toBe('expired')
    const unmet = db.$client.prepare('SELECT person_id, start_at, end_at FROM unmet_requests').raw().all()
    expect(unmet).toEqual([[cast.researcher.id, TEN_TO_TWELVE.start, TEN_TO_TWELVE.end]])
  })

  test('when its person books such a time, however they came by it', () => {
    const id = joined(cast.researcher, { ...TEN_TO_TWELVE, durationMinutes: 60 })
    free()
    expect(said(book(cast.researcher, span('24 11:00', '24 12:00')))).toBe('done')
    expect(stateOf(id)).toBe('served')
  })

  test('when its person leaves, which takes nobody else’s', () => {
    const id = joined(cast.researcher)
    expect(said(leaveWaitingList(db, cast.stranger, id, 'leave', NOW))).toBe('not-found')
    expect(said(leaveWaitingList(db, cast.researcher, id, 'leave', NOW))).toBe('done')
    free()
    expect(run(NOW + DAY / 2)).toBe(0)
    expect(stateOf(id)).toBe('left')
  })
})
