import { beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '../../db/connect.ts'
import { personById } from '../../db/queries/people.ts'
import { reservationById } from '../../db/queries/reservations.ts'
import { outbox, stewardships } from '../../db/schema/index.ts'
import type { PartWish } from '../../server/domain/reservation.ts'
import { cancelReservation } from '../../server/operations/cancel-reservation.ts'
import { changeHours } from '../../server/operations/change-hours.ts'
import { changeReservation } from '../../server/operations/change-reservation.ts'
import { decideReservation } from '../../server/operations/decide-reservation.ts'
import { expireRequests } from '../../server/operations/expire-requests.ts'
import { previewReservation } from '../../server/operations/preview-reservation.ts'
import { requestReservation } from '../../server/operations/request-reservation.ts'
import type { Result } from '../../server/operations/result.ts'
import { seeReservation } from '../../server/operations/see-reservation.ts'
import { type Cast, makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import {
  at,
  DAY,
  MINUTE,
  makeAccessory,
  makeLab,
  makeOutage,
  makePerson,
  makeReservation,
  makeResource,
  makeRule,
  NOW,
} from '../support/makers.ts'

let db: Db
let cast: Cast
/** Two of them, with the chromatograph and with the microscope. */
let probe: number
/** Of another lab, whose owner nobody here is. */
let foreign: { labId: number; laser: number }

beforeEach(() => {
  db = testDb()
  cast = makeCast(db)
  probe = makeAccessory(db, [cast.hplc, cast.tem], { labId: cast.labId, slug: 'probe', capacity: 2 })
  const labId = makeLab(db, { organisationId: cast.organisationId, slug: 'optics' })
  foreign = { labId, laser: makeResource(db, { labId, slug: 'laser' }) }
})

const ten = { start: at('2026-11-24 10:00'), end: at('2026-11-24 12:00') }

function ask(
  also: readonly PartWish[],
  more: Partial<Parameters<typeof requestReservation>[2]> = {},
  by = cast.researcher,
) {
  const wish = {
    resourceId: cast.hplc,
    ...ten,
    units: 1,
    title: 'Both',
    purpose: 'own_research' as const,
    also,
    ...more,
  }
  return requestReservation(db, by, wish, NOW)
}
const one = (resourceId: number, units = 1): PartWish => ({ resourceId, units })

/** What became of it: its state, or each reason with the resource it is about. */
function wordFor(result: Result<{ state: string }>): string {
  if (result.ok) return result.value.state
  if (result.refusal.kind !== 'rules') return result.refusal.kind
  const { violations, conflicts } = result.refusal
  const about = ({ resource }: { resource?: { slug: string } }) => (resource ? ` ${resource.slug}` : '')
  return [
    ...violations.map((each) => `${each.code}${each.code === 'parts' ? `-${each.fault}` : ''}${about(each)}`),
    ...conflicts.map((each) => `taken${about(each)}`),
  ].join()
}

/** Every claim of a reservation: resource, first and last minute relative to the reservation, units. */
const claimsOf = (id: number) =>
  db.$client
    .prepare(
      `SELECT x.slug, ((c.start_at - v.start_at) / 60000) || ' ' || ((c.end_at - v.end_at) / 60000) AS around, c.units,
         c.is_tentative AS waits
       FROM claims c JOIN reservations v ON v.id = c.reservation_id JOIN resources x ON x.id = c.resource_id
       WHERE v.id = ? ORDER BY x.slug`,
    )
    .all(id)

describe('several resources in one reservation', () => {
  test('each has a claim with its own set-up and clean-up, an accessory that of what it is used with', () => {
    const result = ask([one(cast.tem), one(probe, 2)], {}, cast.owner)
    expect(wordFor(result)).toBe('confirmed')
    if (!result.ok) return
    expect(result.value.also).toEqual([
      { resourceId: cast.tem, units: 1, labId: cast.labId },
      { resourceId: probe, units: 2, labId: cast.labId },
    ])
    expect(claimsOf(result.value.id)).toEqual([
      { slug: 'hplc', around: '0 0', units: 1, waits: 0 },
      { slug: 'probe', around: '0 0', units: 2, waits: 0 },
      { slug: 'tem', around: '-30 30', units: 1, waits: 0 },
    ])
    const alone = ask([one(probe)], { resourceId: cast.tem, start: ten.start + DAY, end: ten.end + DAY })
    expect(alone.ok && claimsOf(alone.value.id)).toEqual([
      { slug: 'probe', around: '-30 30', units: 1, waits: 1 },
      { slug: 'tem', around: '-30 30', units: 1, waits: 1 },
    ])
  })

  test('an exclusive taken one and a free one of capacity five are refused together, and nothing is kept', () => {
    const five = makeResource(db, { labId: cast.labId, slug: 'five', capacity: 5 })
    makeReservation(db, { resourceId: cast.hplc, requesterId: cast.stranger.id, ...ten })
    expect(wordFor(ask([one(five, 3)]))).toBe('taken')
    expect(wordFor(ask([one(cast.hplc)], { resourceId: five, units: 3 }))).toBe('taken hplc')
    expect(db.$client.prepare('SELECT count(*) FROM claims WHERE resource_id = ?').pluck().get(five)).toBe(0)
    expect(db.$client.prepare('SELECT count(*) FROM reservation_parts').pluck().get()).toBe(0)
    expect(db.$client.prepare('SELECT resource_id FROM unmet_requests').pluck().all()).toEqual([cast.hplc])
  })

  test('the stock of an accessory is shared by what it belongs to', () => {
    expect(wordFor(ask([one(probe, 2)], {}, cast.stranger))).toBe('confirmed')
    expect(wordFor(ask([one(probe)], { resourceId: cast.tem }))).toBe('taken probe')
    expect(wordFor(ask([], { resourceId: cast.tem }))).toBe('requested')
    expect(wordFor(ask([one(probe, 3)]))).toBe('units probe,taken,taken probe')
  })

  test('every part is held against its own rules, and none is said twice', () => {
    makeRule(db, { resourceId: foreign.laser, startLocal: '2020-01-01T13:00:00', durationMinutes: 60 })
    const coarse = makeResource(db, { labId: cast.labId, slug: 'coarse', stepMinutes: 180, maxMinutes: 60 })
    makeRule(db, {
      labId: foreign.labId,
      effect: 'closed',
      startLocal: '2026-11-24T10:00:00',
      durationMinutes: 60,
      rrule: '',
    })
    makeOutage(db, { resourceId: cast.tem, startAt: ten.start, endAt: ten.end })
    expect(wordFor(ask([one(foreign.laser), one(coarse), one(cast.tem)]))).toBe(
      'closed laser,too-long coarse,off-step coarse,outage tem',
    )
    expect(wordFor(ask([one(coarse)], { start: NOW - DAY, end: NOW - DAY + 2 * 60 * MINUTE }))).toBe(
      'in-the-past,closed,too-long coarse,off-step coarse',
    )
  })

  test.each([
    ['the leading one again', () => [one(cast.hplc)], 'parts-twice hplc'],
    ['a part twice', () => [one(cast.tem), one(cast.tem)], 'parts-twice tem'],
    ['an accessory of another resource', () => [one(rotor())], 'parts-accessory rotor'],
    ['what waits for another lab', () => [one(foreign.laser)], 'parts-approval laser'],
    [
      'twenty-one things',
      () => Array.from({ length: 21 }, () => one(makeResource(db, { labId: cast.labId }))),
      'parts-many',
    ],
  ])('%s is refused', (_, also, word) => {
    db.$client.prepare("UPDATE resources SET approval = 'owner' WHERE id = ?").run(foreign.laser)
    expect(wordFor(ask(also()))).toBe(word)
  })

  const rotor = () => makeAccessory(db, [foreign.laser], { labId: foreign.labId, slug: 'rotor' })

  test('a bench goes with its room, and the room with its bench', () => {
    const room = makeResource(db, { labId: cast.labId, slug: 'room', kind: 'room' })
    const bench = makeResource(db, { labId: cast.labId, slug: 'bench', parentId: room })
    const other = makeResource(db, { labId: cast.labId, slug: 'other', parentId: room })
    expect(wordFor(ask([one(bench)], { resourceId: room }))).toBe('parts-within bench')
    expect(wordFor(ask([one(room)], { resourceId: bench }))).toBe('parts-within room')
    expect(wordFor(ask([one(other)], { resourceId: bench }))).toBe('confirmed')
    expect(wordFor(ask([one(room)]))).toBe('taken room')
  })

  test('an accessory is never booked by itself', () => {
    expect(wordFor(ask([], { resourceId: probe }))).toBe('not-found')
    expect(wordFor(ask([one(99_999)]))).toBe('invalid')
  })

  test('a retired accessory is out of service', () => {
    db.$client.prepare("UPDATE resources SET status = 'retired' WHERE id = ?").run(probe)
    expect(wordFor(ask([one(probe)]))).toBe('out-of-service probe')
  })
})

describe('an approval', () => {
  test('is needed when any part needs it, and moves every claim', () => {
    const asked = ask([one(cast.tem), one(probe)])
    expect(wordFor(asked)).toBe('requested')
    if (!asked.ok) return
    const { id } = asked.value
    expect(claimsOf(id).map((each) => (each as { waits: number }).waits)).toEqual([1, 1, 1])
    decideReservation(db, cast.owner, id, { verdict: 'approve' }, NOW)
    expect(claimsOf(id).map((each) => (each as { waits: number }).waits)).toEqual([0, 0, 0])
    expect(wordFor(cancelReservation(db, cast.researcher, id, {}, NOW))).toBe('cancelled')
    expect(claimsOf(id)).toEqual([])
  })

  test.each([
    ['declined', (id: number) => decideReservation(db, cast.owner, id, { verdict: 'decline', reason: 'No' }, NOW)],
    ['expired', () => expireRequests(db, NOW + 2 * DAY)],
  ])('that is %s lets go of everything', (state, act) => {
    const asked = ask([one(cast.tem), one(probe)])
    if (!asked.ok) throw new Error('refused')
    act(asked.value.id)
    expect(reservationById(db, asked.value.id)!.state).toBe(state)
    expect(claimsOf(asked.value.id)).toEqual([])
  })

  test('is refused once a part has become unusable', () => {
    const asked = ask([one(cast.tem), one(probe)])
    if (!asked.ok) throw new Error('refused')
    makeOutage(db, { resourceId: cast.tem, startAt: ten.start, endAt: ten.end })
    expect(wordFor(decideReservation(db, cast.owner, asked.value.id, { verdict: 'approve' }, NOW))).toBe('outage tem')
  })
})

describe('a change', () => {
  const made = (also: readonly PartWish[]) => {
    const result = ask(also)
    if (!result.ok) throw new Error(wordFor(result))
    return result.value
  }
  const change = (id: number, what: Parameters<typeof changeReservation>[3], by = cast.researcher) =>
    changeReservation(db, by, id, what, reservationById(db, id)!.version, NOW)

  test('moves every claim, within its own old time, too', () => {
    const { id } = made([one(probe, 2)])
    const later = { start: ten.start + 30 * MINUTE, end: ten.end + 30 * MINUTE }
    expect(wordFor(change(id, later))).toBe('confirmed')
    expect(claimsOf(id)).toEqual([
      { slug: 'hplc', around: '0 0', units: 1, waits: 0 },
      { slug: 'probe', around: '0 0', units: 2, waits: 0 },
    ])
  })

  test('adds and takes out parts', () => {
    const { id } = made([])
    expect(wordFor(change(id, { also: [one(foreign.laser), one(probe)] }))).toBe('confirmed')
    expect(reservationById(db, id)!.also.map((each) => each.resourceId)).toEqual([foreign.laser, probe])
    expect(wordFor(change(id, { also: [one(probe)] }))).toBe('confirmed')
    expect(claimsOf(id).map((each) => (each as { slug: string }).slug)).toEqual(['hplc', 'probe'])
    expect(wordFor(change(id, { title: 'Another' }))).toBe('confirmed')
    expect(claimsOf(id)).toHaveLength(2)
  })

  test('that adds what needs an approval asks for it, and one that takes it out keeps it', () => {
    const { id } = made([])
    expect(wordFor(change(id, { also: [one(cast.tem)] }))).toBe('requested')
    decideReservation(db, cast.owner, id, { verdict: 'approve' }, NOW)
    expect(wordFor(change(id, { also: [] }))).toBe('confirmed')
  })

  test('that moves to a time when a part is taken is refused, and all stays', () => {
    const { id } = made([one(probe, 2)])
    const afternoon = { start: at('2026-11-24 14:00'), end: at('2026-11-24 16:00') }
    ask([one(probe)], { ...afternoon, resourceId: cast.tem }, cast.stranger)
    expect(wordFor(change(id, afternoon))).toBe('taken probe')
    expect(claimsOf(id)).toHaveLength(2)
    expect(wordFor(change(id, { ...afternoon, also: [one(probe)] }))).toBe('confirmed')
  })

  test('does not bring a part past a notice that the reservation itself need not keep', () => {
    const { id } = made([])
    db.$client.prepare('UPDATE resources SET min_notice_minutes = 20160 WHERE id = ?').run(foreign.laser)
    expect(wordFor(change(id, { also: [one(foreign.laser)] }))).toBe('too-soon laser')
  })
})

describe('rules of another lab', () => {
  test('are not set aside by the leading lab', () => {
    const evening = { start: at('2026-11-24 19:00'), end: at('2026-11-24 20:00') }
    const override = 'Urgent'
    expect(wordFor(ask([one(cast.tem)], { ...evening, override }, cast.owner))).toBe('confirmed')
    const later = { start: at('2026-11-24 21:00'), end: at('2026-11-24 22:00'), override }
    expect(wordFor(ask([one(foreign.laser)], later, cast.owner))).toBe('closed laser')
    expect(wordFor(ask([one(foreign.laser)], later, cast.researcher))).toBe('forbidden')
  })
})

describe('who sees it', () => {
  test('stewards of a part see everything and change nothing', () => {
    const led = ask([one(cast.hplc)], { resourceId: foreign.laser })
    if (!led.ok) throw new Error(wordFor(led))
    const { id } = led.value
    expect(seeReservation(db, cast.owner, id)?.seen).toBe('full')
    expect(seeReservation(db, cast.stranger, id)).toBe(null)
    expect(wordFor(cancelReservation(db, cast.owner, id, {}, NOW))).toBe('forbidden')
  })
})

test('a preview says the same and keeps nothing', () => {
  const wish = { resourceId: cast.hplc, ...ten, units: 1, purpose: 'own_research' }
  const preview = (also: readonly PartWish[]) => previewReservation(db, cast.researcher, { ...wish, also }, NOW)
  expect(preview([one(cast.tem), one(probe)])).toMatchObject({ allowed: true, state: 'requested' })
  expect(preview([one(probe, 3)]).violations).toMatchObject([
    { code: 'units', capacity: 2, resource: { slug: 'probe' } },
  ])
  expect(db.$client.prepare('SELECT count(*) FROM claims').pluck().get()).toBe(0)
})

test('a change of hours affects what takes a resource along, once, and does not move it', () => {
  const asked = ask([one(foreign.laser), one(probe)])
  if (!asked.ok) throw new Error(wordFor(asked))
  const rule = {
    effect: 'closed',
    audience: 'everyone',
    startLocal: '2026-11-24T11:00:00',
    durationMinutes: 60,
  } as const
  const change = {
    kind: 'add',
    rules: [{ ...rule, rrule: '', exdates: [], rdates: [], validUntil: null, label: '' }],
  } as const
  db.insert(stewardships).values({ labId: foreign.labId, personId: cast.owner.id, role: 'owner' }).run()
  const owner = personById(db, cast.owner.id)!
  const changed = changeHours(
    db,
    owner,
    { kind: 'lab', id: foreign.labId },
    change,
    { choices: new Map([[asked.value.id, 'move']]), reason: null },
    NOW,
  )
  expect(changed.ok && changed.value.affected).toMatchObject([
    { reservation: { id: asked.value.id }, resource: { slug: 'hplc' }, outcome: 'kept' },
  ])
})

test('stewards of what is taken along hear of it and are not asked', () => {
  const [waiting, leading] = [cast.tem, cast.hplc].map((resourceId) =>
    makeResource(db, { labId: foreign.labId, approval: resourceId === cast.tem ? 'owner' : 'none' }),
  )
  const boss = makePerson(db, { organisationId: cast.organisationId, name: 'boss' })
  db.insert(stewardships).values({ labId: foreign.labId, personId: boss, role: 'owner' }).run()
  const asked = ask([one(cast.hplc), one(probe), one(leading!)], { resourceId: waiting! })
  expect(wordFor(asked)).toBe('requested')
  const mails = db.select().from(outbox).all()
  const about = mails.map(({ personId, kind, payload }) => ({
    personId,
    kind,
    ...(payload as { isForInformation?: true; also: object[] }),
  }))
  const word = ({ personId, kind, isForInformation, also }: (typeof about)[number]) =>
    `${personId} ${kind} ${isForInformation ? 'for information' : ''} ${also.length}`
  expect(about.map(word).sort()).toEqual(
    [
      `${cast.researcher.id} requested  3`,
      `${boss} asked  3`,
      `${cast.owner.id} requested for information 3`,
      `${cast.deputy.id} requested for information 3`,
    ].sort(),
  )
})

test('who has a resource along is there, and two together are one place', () => {
  db.$client.prepare('UPDATE labs SET policy = ? WHERE id = ?').run(JSON.stringify({ onePlace: true }), cast.labId)
  expect(wordFor(ask([one(cast.tem)], { resourceId: foreign.laser }))).toBe('parts-approval tem')
  expect(wordFor(ask([one(cast.hplc), one(probe)], { resourceId: cast.tem }))).toBe('requested')
  const third = makeResource(db, { labId: cast.labId, slug: 'third' })
  expect(wordFor(ask([], { resourceId: third }))).toBe('elsewhere')
  expect(wordFor(ask([one(third)], { resourceId: foreign.laser }))).toBe('elsewhere third')
  const later = { start: ten.end + DAY, end: ten.end + DAY + 60 * MINUTE }
  expect(wordFor(ask([one(cast.hplc)], { ...later, resourceId: foreign.laser }))).toBe('confirmed')
  expect(wordFor(ask([], { ...later, resourceId: third }))).toBe('elsewhere')
})
