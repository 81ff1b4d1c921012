import { beforeEach, expect, test } from 'vitest'
import type { Db } from '../../db/connect.ts'
import * as schema from '../../db/schema/index.ts'
import { alternativesFor } from '../../server/operations/alternatives-for.ts'
import { type Cast, makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import { at, DAY, HOUR, makeLab, makeOrganisation, makeQualification, makeResource, NOW } from '../support/makers.ts'

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
