import { describe, expect, test } from 'vitest'
import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { insertQuota } from '../../db/queries/quotas.ts'
import { type Chance, chanceFrom } from '../../scripts/cluster/chance.ts'
import { hoursWished, WEEKDAYS } from '../../server/domain/hours-wished.ts'
import type { Person } from '../../server/domain/person.ts'
import type { Quota } from '../../server/domain/quota.ts'
import type { Resource } from '../../server/domain/resource.ts'
import { dayNumber, localDayOf, minutesOfDay, weekdayOf } from '../../server/domain/zone.ts'
import { assess } from '../../server/operations/assess.ts'
import { findSlots, type SlotQuestion } from '../../server/operations/find-slots.ts'
import { makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import {
  at,
  DAY,
  HOUR,
  MINUTE,
  makeOutage,
  makeQualification,
  makeReservation,
  makeResource,
  makeRule,
  NOW,
} from '../support/makers.ts'

const WORLDS = 20
const QUESTIONS = 50
const STEP = 15 * MINUTE

/** One of everybody: whom a visitor counts as, for the rules know no nobody. */
const visitorLike = (person: Person): Person => ({
  ...person,
  id: 0,
  organisationId: 0,
  organisationKind: 'company',
  role: 'member',
  stewardOf: new Map(),
  administers: new Set(),
})

describe('the slot finder', () => {
  test(`finds in ${WORLDS * QUESTIONS} random cases what asking for every quarter of an hour finds`, () => {
    let found = 0
    for (let seed = 1; seed <= WORLDS; seed++) {
      const chance = chanceFrom(seed)
      const world = makeWorld(chance)
      for (let i = 0; i < QUESTIONS; i++) {
        const { person, resource, question, limits, now } = randomQuestion(chance, world)
        const asked = { ...question, resources: [resource], limit: 1 }
        const tried = byTrying(world.db, person ?? visitorLike(world.cast.company), asked, limits, now)
        const answer = findSlots(world.db, person, asked, now)[0]?.start
        expect({ seed, i, start: timeOf(answer) }).toEqual({ seed, i, start: timeOf(tried) })
        if (answer !== undefined) found++
      }
    }
    // A finder that finds nothing would agree with a rule that forbids everything.
    expect(found).toBeGreaterThan((WORLDS * QUESTIONS) / 4)
    expect(found).toBeLessThan(WORLDS * QUESTIONS * 0.95)
  }, 120_000)

  test('gives of many what it gives of each, in order', () => {
    const chance = chanceFrom(77)
    const { db, cast } = makeWorld(chance)
    const resources = catalogueOf(db).resources
    const question = { durationMs: 2 * HOUR, from: NOW, to: NOW + 10 * DAY, limit: 200 }
    const each = resources.flatMap((one) => findSlots(db, cast.researcher, { ...question, resources: [one] }, NOW))
    const all = findSlots(db, cast.researcher, { ...question, resources }, NOW)
    expect(all.map(({ start }) => start)).toEqual(each.map(({ start }) => start).sort((a, b) => a - b))
    const few = findSlots(db, cast.researcher, { ...question, resources, limit: 4 }, NOW)
    expect(few.map(({ start }) => start)).toEqual(all.slice(0, 4).map(({ start }) => start))
  })
})

describe('what is found', () => {
  const house = () => {
    const db = testDb()
    const cast = makeCast(db)
    const of = (id: number) => catalogueOf(db).resourceById.get(id)!
    const starts = (id: number, more: Partial<SlotQuestion> = {}, person: Person | null = cast.researcher) =>
      findSlots(
        db,
        person,
        { resources: [of(id)], durationMs: 2 * HOUR, from: NOW, to: NOW + 7 * DAY, limit: 3, ...more },
        NOW,
      ).map((slot) => slot.start)
    return { db, cast, starts }
  }

  test('lies in the hours and on the days wished for', () => {
    const { cast, starts } = house()
    expect(starts(cast.hplc, { hours: hoursWished(13 * 60, 16 * 60, []) })).toEqual([at('2026-11-23 13:00')])
    expect(starts(cast.hplc, { hours: hoursWished(0, 1440, [2]) })).toEqual([at('2026-11-25 08:00')])
    expect(starts(cast.hplc, { hours: hoursWished(22 * 60, 9 * 60, []) })).toEqual([])
  })

  test('waits for the day on which a quota has room again', () => {
    const { db, cast, starts } = house()
    insertQuota(db, quotaOf(cast.hplc, { most: 180, period: 'day' }), cast.owner.id, NOW)
    makeReservation(db, {
      resourceId: cast.hplc,
      requesterId: cast.researcher.id,
      start: at('2026-11-23 15:00'),
      end: at('2026-11-23 17:00'),
    })
    expect(starts(cast.hplc)).toEqual([at('2026-11-24 08:00')])
    expect(starts(cast.hplc, {}, cast.stranger)).toEqual([NOW])
  })

  test('is nothing where a quota of all that is to come is used up', () => {
    const { db, cast, starts } = house()
    insertQuota(db, quotaOf(cast.hplc, { most: 60, period: 'running' }), cast.owner.id, NOW)
    expect(starts(cast.hplc)).toEqual([])
  })

  test('is what is had at once, or where one is qualified, if that is asked for', () => {
    const { db, cast, starts } = house()
    expect(starts(cast.tem, { isInstant: true })).toEqual([])
    expect(starts(cast.tem, { isInstant: true }, cast.owner)).toEqual([NOW])
    const id = makeResource(db, { labId: cast.labId, qualificationRequired: 'supervised' })
    expect(starts(id)).toEqual([NOW])
    expect(starts(id, { isQualified: true })).toEqual([])
    makeQualification(db, { resourceId: id, personId: cast.researcher.id })
    expect(starts(id, { isQualified: true })).toEqual([NOW])
  })

  test('is one time of every free stretch, as many of each as told', () => {
    const { cast, starts } = house()
    expect(starts(cast.hplc, { isEveryStretch: true, perResource: 2 })).toEqual([NOW, at('2026-11-24 08:00')])
    expect(starts(cast.hplc, { isEveryStretch: true })).toHaveLength(3)
  })

  test('is shown to a visitor only where everybody may book', () => {
    const { db, cast, starts } = house()
    const id = makeResource(db, { labId: cast.labId, policy: { bookers: { audience: 'members', people: [] } } })
    expect(starts(id, {}, null)).toEqual([])
    expect(starts(id)).toEqual([NOW])
    expect(starts(id, {}, cast.company)).toEqual([])
  })
})

const timeOf = (start: number | undefined) => (start === undefined ? null : new Date(start).toISOString())

const quotaOf = (resourceId: number, more: Partial<Quota>): Omit<Quota, 'id'> => ({
  place: { kind: 'resource', id: resourceId },
  per: 'person',
  measure: 'hours',
  most: 120,
  period: 'week',
  hours: null,
  exemptPurposes: [],
  label: '',
  ...more,
})

type World = ReturnType<typeof makeWorld>

/** Ten resources of a night lab and a day lab: trees, units, buffers, zones, outages, audiences, quotas. */
function makeWorld(chance: Chance) {
  const db = testDb()
  const cast = makeCast(db)
  const base = chance.pick([NOW, Date.UTC(2026, 9, 23, 5, 10), Date.UTC(2027, 2, 26, 21)])
  if (chance.whole(0, 1) === 0)
    makeRule(db, { labId: cast.labId, startLocal: '2020-01-01T22:00:00', durationMinutes: 480, rrule: 'FREQ=DAILY' })
  const ids = [cast.hplc, cast.tem]
  for (let i = 0; i < 8; i++) ids.push(randomResource(db, cast, chance, ids))
  for (const id of ids) randomRules(db, cast, chance, id, base)
  const { resourceById } = catalogueOf(db)
  const people = [cast.researcher, cast.stranger, cast.colleague, cast.owner, cast.company]
  for (let i = 0; i < 40; i++)
    reserve(
      db,
      chance.pick(people),
      resourceById.get(chance.pick(ids))!,
      chance,
      base + chance.whole(-4, 400) * 30 * MINUTE,
    )
  return { db, cast, ids, base }
}

function randomResource(db: Db, { labId }: World['cast'], chance: Chance, ids: readonly number[]): number {
  const hours = [{ days: [0, 2, 4], fromMinute: 600, toMinute: 900 }]
  return makeResource(db, {
    labId,
    parentId: chance.whole(0, 2) === 0 ? chance.pick(ids) : null,
    capacity: chance.pick([1, 1, 2, 3]),
    stepMinutes: chance.pick([15, 30, 45, 60]),
    minMinutes: chance.pick([15, 60]),
    maxMinutes: chance.pick([180, 600, 600]),
    setupMinutes: chance.pick([0, 0, 20, 30]),
    cleanupMinutes: chance.pick([0, 30]),
    minNoticeMinutes: chance.pick([0, 0, 0, 90, 1500]),
    horizonDays: chance.pick([3, 30, 400]),
    timeZone: chance.pick(['Europe/Warsaw', 'Europe/Warsaw', 'America/New_York', 'Asia/Kolkata']),
    observesHolidays: chance.whole(0, 1) === 0,
    qualificationRequired: chance.pick([null, null, 'supervised']),
    policy: chance.pick([
      {},
      {},
      { onePlace: true },
      { bookers: { audience: 'members', people: [] } },
      { levelHours: { trainee: hours } },
      { projectRequired: true, purposes: ['service'] },
      { horizonDaysFor: { organisation: 60, everyone: 3 } },
    ]),
  })
}

function randomRules(db: Db, cast: World['cast'], chance: Chance, resourceId: number, base: number) {
  const rule = (row: Parameters<typeof makeRule>[1]) => makeRule(db, { resourceId, ...row })
  if (chance.whole(0, 3) === 0) rule({ audience: chance.pick(['everyone', 'members', 'organisation']) })
  if (chance.whole(0, 3) === 0)
    rule({
      effect: 'closed',
      startLocal: '2020-01-01T11:30:00',
      durationMinutes: chance.pick([45, 120]),
      rrule: 'FREQ=DAILY',
    })
  if (chance.whole(0, 3) === 0) {
    const startAt = base + chance.whole(-10, 60) * HOUR
    makeOutage(db, { resourceId, startAt, endAt: startAt + chance.whole(1, 40) * HOUR })
  }
  if (chance.whole(0, 4) === 0) {
    const quota = {
      measure: chance.pick(['hours', 'count'] as const),
      period: chance.pick(['day', 'day', 'week', 'running'] as const),
      hours: chance.pick([null, { fromMinute: 480, toMinute: 720 }]),
      per: chance.pick(['person', 'organisation'] as const),
    }
    const most = quota.measure === 'count' ? chance.whole(0, 2) : chance.whole(0, 12) * 60
    insertQuota(db, quotaOf(resourceId, { ...quota, most }), cast.owner.id, base)
  }
  for (const person of [cast.researcher, cast.stranger])
    if (chance.whole(0, 2) === 0)
      makeQualification(db, {
        resourceId,
        personId: person.id,
        level: chance.pick(['trainee', 'supervised'] as const),
        expiresAt: chance.pick([null, base + 2 * DAY]),
      })
}

function reserve(db: Db, person: Person, { id, capacity }: Resource, chance: Chance, start: number) {
  const state = chance.pick(['confirmed', 'confirmed', 'requested'] as const)
  const decideBy = state === 'requested' ? start - chance.whole(-20, 20) * HOUR : null
  const wish = { resourceId: id, requesterId: person.id, units: chance.whole(1, capacity), state, decideBy }
  try {
    const end = start + chance.whole(1, 16) * 30 * MINUTE
    db.$client.transaction(() => makeReservation(db, { ...wish, start, end }))()
  } catch (fault) {
    // Taken already, which the guards say; anything else is a mistake here.
    if (!String(fault).includes('claim-')) throw fault
  }
}

interface Limits {
  readonly from: number
  readonly to: number
  readonly days: readonly number[]
}

function randomQuestion(chance: Chance, { db, cast, ids, base }: World) {
  const limits: Limits = chance.pick([
    { from: 0, to: 24, days: WEEKDAYS },
    { from: 0, to: 24, days: WEEKDAYS },
    { from: 0, to: 24, days: [1, 3, 5] },
    { from: 8, to: 16, days: WEEKDAYS },
    { from: 13, to: 18, days: [0, 1, 6] },
    { from: 21, to: 3, days: WEEKDAYS },
  ])
  const from = base + chance.whole(-3, 40) * HOUR + chance.pick([0, 7 * MINUTE])
  const question = {
    durationMs: chance.pick([30, 60, 60, 120, 120, 180, 480]) * MINUTE,
    from,
    to: from + chance.whole(20, 90) * HOUR,
    units: chance.pick([1, 1, 1, 2]),
    hours: hoursWished(limits.from * 60, limits.to * 60, limits.days),
  }
  return {
    person: chance.pick([cast.researcher, cast.stranger, cast.owner, cast.company, null]),
    resource: catalogueOf(db).resourceById.get(chance.pick(ids))!,
    question,
    limits,
    now: base + chance.pick([0, 0, 5 * HOUR]),
  }
}

/** Every quarter of an hour asked one by one, as a preview would be; hours of the day held against every moment. */
function byTrying(
  db: Db,
  person: Person,
  { resources, durationMs, from, to, units = 1 }: SlotQuestion,
  limits: Limits,
  now: number,
): number | undefined {
  const resource = resources[0]!
  const purposes = resource.policy.purposes ?? ['own_research']
  for (let start = Math.ceil(from / STEP) * STEP; start + durationMs <= to; start += STEP) {
    if (!liesWithin(start, start + durationMs, resource.timeZone, limits)) continue
    const wanted = { start, end: start + durationMs, units, purpose: purposes[0]!, projectCode: null }
    const { violations, conflicts } = assess(db, { person, resource, wanted }, now)
    const standing = violations.filter(
      (each) => each.code !== 'project' && !(each.code === 'qualification' && !('hours' in each)),
    )
    if (standing.length + conflicts.length === 0) return start
  }
  return undefined
}

function liesWithin(start: number, end: number, zone: string, { from, to, days }: Limits): boolean {
  for (let moment = start; moment < end; moment += STEP) {
    const hour = minutesOfDay(moment, zone) / 60
    const weekday = weekdayOf(dayNumber(localDayOf(moment, zone)))
    const isEvening = hour >= from && (from > to || hour < to) && days.includes(weekday)
    const isMorning = from > to && hour < to && days.includes((weekday + 6) % 7)
    if (!isEvening && !isMorning) return false
  }
  return true
}
