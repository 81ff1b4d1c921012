import { DateTime } from 'luxon'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '../../db/connect.ts'
import { insertQuota, type NewQuota } from '../../db/queries/quotas.ts'
import * as schema from '../../db/schema/index.ts'
import { alternativesFor } from '../../server/operations/alternatives-for.ts'
import { previewReservation } from '../../server/operations/preview-reservation.ts'
import { type Cast, makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import { aQuota } from '../support/facts.ts'
import {
  at,
  DAY,
  HOUR,
  makeLab,
  makeOrganisation,
  makeQualification,
  makeReservation,
  makeResource,
  makeRule,
  NOW,
} from '../support/makers.ts'

let db: Db
let cast: Cast
let mri: number
/** Of the researcher's own organisation, and of somebody else's. */
let home: number
let away: number

beforeEach(() => {
  db = testDb()
  cast = makeCast(db)
  mri = makeScanner('mri', cast.labId)
  home = makeLab(db, { organisationId: cast.researcher.organisationId })
  away = makeLab(db, { organisationId: makeOrganisation(db) })
})

type Row = Partial<typeof schema.resources.$inferInsert>
function makeScanner(slug: string, labId: number, row: Row = {}, techniques = ['MRI']): number {
  const id = makeResource(db, { labId, slug, ...row })
  for (const technique of techniques) db.insert(schema.resourceTechniques).values({ resourceId: id, technique }).run()
  return id
}

const start = at('2026-11-24 10:00')
const elsewhere = (more: object = {}) =>
  alternativesFor(db, cast.researcher, { resourceId: mri, start, end: start + HOUR, units: 1, ...more }, NOW)
    .filter(({ resource }) => resource.id !== mri)
    .map(({ resource: { slug }, qualified, approval }) => `${slug}${qualified ? '' : ' unqualified'} ${approval}`)

test('the own organisation comes first, then the right to use it, then no approval', () => {
  makeScanner('foreign', away)
  makeScanner('own-to-learn', home, { qualificationRequired: 'trainee' })
  makeScanner('own-to-ask', home, { approval: 'owner' })
  expect(elsewhere()).toEqual(['own-to-ask owner', 'own-to-learn unqualified none', 'foreign none'])
})

test('of alike ones those that share most techniques', () => {
  db.insert(schema.resourceTechniques).values({ resourceId: mri, technique: 'EPI' }).run()
  for (const slug of ['a', 'b', 'c']) makeScanner(slug, away)
  makeScanner('twin', away, {}, ['MRI', 'EPI'])
  expect(elsewhere()[0]).toBe('twin none')
})

test('an own one is not lost among many others', () => {
  for (let i = 0; i < 60; i++) makeScanner(`foreign-${i}`, away)
  makeScanner('own', home)
  expect(elsewhere()[0]).toBe('own none')
})

test('a right that has lapsed unused is no right', () => {
  const policy = { qualificationLapseMonths: 3 }
  const own = makeScanner('own', home, { qualificationRequired: 'trainee', policy })
  makeQualification(db, { resourceId: own, personId: cast.researcher.id, grantedAt: NOW - 80 * DAY })
  expect(elsewhere()).toEqual(['own none'])
  db.$client.prepare('UPDATE qualifications SET granted_at = ?').run(NOW - 100 * DAY)
  expect(elsewhere()).toEqual(['own unqualified none'])
})

test('what it is for counts there, too', () => {
  makeScanner('teaching-only', home, { policy: { purposes: ['teaching'] } })
  expect(elsewhere({ purpose: 'service' })).toEqual([])
  expect(elsewhere({ purpose: 'teaching' })).toEqual(['teaching-only none'])
})

test('a project that is wrong everywhere hides nothing', () => {
  makeScanner('own', home)
  expect(elsewhere({ projectCode: 'NOBODYS' })).toEqual(['own none'])
})

test('where the level is there and its hours are others, nothing is offered', () => {
  const hours = [{ days: [0, 1, 2, 3, 4], fromMinute: 840, toMinute: 1080 }]
  const own = makeScanner('own', home, { qualificationRequired: 'trainee', policy: { levelHours: { trainee: hours } } })
  makeQualification(db, { resourceId: own, personId: cast.researcher.id, level: 'trainee' })
  expect(elsewhere()).toEqual([])
})

describe('a nearest free time is one that this person may reserve', () => {
  const wish = (resourceId: number, from = start, more: object = {}) => ({
    ...{ resourceId, start: from, end: from + HOUR, units: 1, purpose: 'own_research' },
    ...more,
  })
  const nearest = (resourceId: number, from = start, more: object = {}) => {
    const times = alternativesFor(db, cast.researcher, wish(resourceId, from, more), NOW)
    for (const { resource, ...time } of times)
      expect(previewReservation(db, cast.researcher, { ...wish(resource.id), ...time }, NOW).violations).toEqual([])
    return times.map((each) => DateTime.fromMillis(each.start, { zone: 'Europe/Warsaw' }).toFormat('dd HH:mm'))
  }
  const setQuota = (more: Partial<NewQuota>) =>
    insertQuota(db, aQuota({ place: { kind: 'resource', id: mri }, ...more }), cast.owner.id, NOW)
  const take = (from: string, personId = cast.researcher.id) => {
    const span = { start: at(`2026-11-${from}`), end: at(`2026-11-${from}`) + HOUR }
    return makeReservation(db, { resourceId: mri, requesterId: personId, ...span })
  }

  test('with the week of a quota used up, from Monday', () => {
    setQuota({ measure: 'count', most: 1 })
    take('24 10:00')
    expect(nearest(mri)).toEqual(['30 08:00', '01 08:00', '02 08:00', '03 08:00'])
  })

  test('with the hours of a day used up, on the days around', () => {
    setQuota({ period: 'day', most: 90 })
    take('25 10:00')
    expect(nearest(mri, at('2026-11-25 10:00'))).toEqual(['23 17:00', '24 17:00', '26 08:00', '27 08:00'])
  })

  test('on a resource that never closes, before and after the day or the week that is used up', () => {
    const always = makeScanner('always', home, { observesHolidays: false }, [])
    makeRule(db, { resourceId: always, startLocal: '2020-01-01T00:00:00', durationMinutes: 1440, rrule: 'FREQ=DAILY' })
    makeReservation(db, { resourceId: always, requesterId: cast.researcher.id, start, end: start + HOUR })
    const wanted = at('2026-11-24 15:00')
    expect(nearest(always)).toEqual(['24 09:00', '24 11:00'])
    setQuota({ place: { kind: 'resource', id: always }, period: 'day', most: 60 })
    expect(nearest(always, wanted)).toEqual(['23 23:00', '25 00:00'])
    setQuota({ place: { kind: 'resource', id: always }, measure: 'count', most: 1 })
    expect(nearest(always, wanted)).toEqual(['30 00:00'])
  })

  test('nowhere, where everything to come is used up', () => {
    setQuota({ period: 'running', measure: 'count', most: 1 })
    take('24 10:00')
    expect(nearest(mri)).toEqual([])
  })

  test('in the hours of the level', () => {
    const hours = [{ days: [1, 3], fromMinute: 840, toMinute: 1080 }]
    const own = makeScanner(
      'own',
      home,
      { qualificationRequired: 'trainee', policy: { levelHours: { trainee: hours } } },
      [],
    )
    makeQualification(db, { resourceId: own, personId: cast.researcher.id, level: 'trainee' })
    expect(nearest(own)).toEqual(['24 14:00', '26 14:00', '01 14:00', '03 14:00'])
  })

  test('not while they are elsewhere', () => {
    const policy = { onePlace: true }
    const [here, there] = [makeScanner('here', home, { policy }, []), makeScanner('there', home, { policy }, [])]
    const held = { start: at('2026-11-24 11:00'), end: at('2026-11-24 13:00') }
    makeReservation(db, { resourceId: there, requesterId: cast.researcher.id, ...held })
    makeReservation(db, { resourceId: here, requesterId: cast.stranger.id, start, end: start + HOUR })
    expect(nearest(here)).toEqual(['23 17:00', '24 09:00', '24 13:00', '25 08:00'])
  })

  test('nothing for whom it is not, and nothing too long', () => {
    const bookers = { audience: null, people: [] }
    expect(nearest(makeScanner('closed-list', home, { policy: { bookers } }, []))).toEqual([])
    expect(nearest(mri, start, { end: start + 9 * HOUR })).toEqual([])
  })

  test('what is being changed neither counts nor stands in the way', () => {
    setQuota({ measure: 'count', most: 1 })
    take('24 11:00', cast.stranger.id)
    const { id } = take('24 10:00')
    const later = at('2026-11-24 11:00')
    const wanted = { ...wish(mri, later), except: id }
    const times = alternativesFor(db, cast.researcher, wanted, NOW)
    expect(times.map((each) => each.start)).toEqual(
      ['23 17:00', '24 10:00', '24 12:00', '25 08:00'].map((each) => at(`2026-11-${each}`)),
    )
  })
})
