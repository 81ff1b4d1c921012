import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '../../db/connect.ts'
import { entityById, versionsOf } from '../../db/queries/state-aid.ts'
import type { Purpose } from '../../server/domain/purpose.ts'
import { entityIn } from '../../server/domain/state-aid-entity.ts'
import { changePurpose } from '../../server/operations/change-purpose.ts'
import { changeReservation } from '../../server/operations/change-reservation.ts'
import { closeEntity } from '../../server/operations/close-entity.ts'
import { freezeEntities } from '../../server/operations/freeze-entities.ts'
import { ledgerEffects, wishOf } from '../../server/operations/ledger-effects.ts'
import { makeEntity } from '../../server/operations/make-entity.ts'
import { booksToWatch, warnOfStateAid } from '../../server/operations/warn-of-state-aid.ts'
import { type Cast, makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import { at, DAY, HOUR, makeReservation, NOW } from '../support/makers.ts'

const WARSAW = 'Europe/Warsaw'

let db: Db
let cast: Cast
let entity: number
beforeEach(() => {
  db = testDb()
  cast = makeCast(db)
  const wanted = { name: 'TEM', year: 2026, resources: [{ slug: 'tem', weight: 1 }], capacityHours: 100 }
  const made = makeEntity(db, cast.owner, { ...wanted, shareAtAward: null }, NOW)
  entity = made.ok ? made.value : 0
})

let day = 0
/** Hours of a past day of November, or of a December to come. */
const use = (hours: number, purpose: Purpose = 'service', isToCome = false) => {
  const start = (isToCome ? at('2026-12-01 08:00') : at('2026-11-02 08:00')) + day++ * DAY
  return makeReservation(db, {
    ...{ resourceId: cast.tem, requesterId: cast.company.id, purpose, start, end: start + hours * HOUR },
    state: isToCome ? 'confirmed' : 'completed',
  })
}
const mails = () =>
  (
    db.$client.prepare('SELECT person_id, kind, payload FROM outbox ORDER BY id').raw().all() as [
      number,
      string,
      string,
    ][]
  ).map(([person, kind, payload]) => ({ person, kind, ...JSON.parse(payload) }))
const warn = (on: Db, now: number) =>
  booksToWatch(on, now, WARSAW).filter((each) => warnOfStateAid(on, each, now)).length
beforeEach(() => {
  day = 0
})

describe('limits', () => {
  test('are told of once each, with the forecast, to the coordinator and the owner', () => {
    use(14)
    expect(warn(db, NOW)).toBe(0)
    use(1)
    use(4, 'rental', true)
    expect([1, 2, 3].map(() => warn(db, NOW))).toEqual([1, 0, 0])
    expect(mails().map(({ person }) => person)).toEqual([cast.coordinator.id, cast.owner.id])
    expect(mails()[0]).toMatchObject({
      kind: 'state-aid-limit',
      limit: 15,
      share: 0.15,
      forecast: 0.19,
      forecastLimit: 18,
    })
    use(6)
    expect(warn(db, NOW)).toBe(1)
    expect(mails().at(-1)).toMatchObject({ limit: 20, headroomHours: -1 })
    // 18 % was passed on the way: nothing is left to tell.
    expect(warn(db, NOW + DAY)).toBe(0)
    expect(db.$client.prepare('SELECT percent FROM state_aid_alerts ORDER BY percent').pluck().all()).toEqual([
      15, 18, 20,
    ])
  })

  test('of last year are told of, too, when its use is entered late', () => {
    use(16)
    expect(warn(db, at('2027-01-10 09:00'))).toBe(1)
  })
})

test('two processes tell of a limit and freeze a year once', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'ledger-')), 'two.sqlite')
  const [one, other] = [testDb(file), testDb(file)]
  cast = makeCast(one)
  const wanted = { name: 'TEM', year: 2026, resources: [{ slug: 'tem', weight: 1 }], capacityHours: 100 }
  makeEntity(one, cast.owner, { ...wanted, shareAtAward: null }, NOW)
  db = one
  use(16)
  expect([one, other, one].map((each) => warn(each, NOW))).toEqual([1, 0, 0])
  expect([other, one].map((each) => freezeEntities(each, at('2027-01-01 00:05'), WARSAW))).toEqual([1, 0])
  expect(mails()).toHaveLength(4)
  for (const each of [one, other]) each.$client.close()
})

describe('a new year', () => {
  test('is frozen once, as the year before was made, and told of', () => {
    expect(freezeEntities(db, at('2026-12-31 23:59'), WARSAW)).toBe(0)
    const late = at('2027-01-03 09:00')
    expect([1, 2].map(() => freezeEntities(db, late, WARSAW))).toEqual([1, 0])
    const year = entityIn(entityById(db, entity)!, versionsOf(db, entity), 2027)!
    // 253 working days of ten hours.
    expect(year).toMatchObject({ frozenHours: 2530, frozenAt: late, version: { personId: null } })
    expect(mails().map(({ kind, capacityHours }) => [kind, capacityHours])).toEqual([
      ['state-aid-frozen', 2530],
      ['state-aid-frozen', 2530],
    ])
  })

  test('of a closed book is not', () => {
    expect(closeEntity(db, cast.owner, entity, { isClosed: true, reason: 'Over' }, NOW).ok).toBe(true)
    expect(freezeEntities(db, at('2027-01-02 03:00'), WARSAW)).toBe(0)
    closeEntity(db, cast.owner, entity, { isClosed: false, reason: 'Goes on' }, NOW)
    expect(freezeEntities(db, at('2027-01-02 03:00'), WARSAW)).toBe(1)
  })

  test('before the first is not', () => {
    db.$client.exec('DROP TRIGGER state_aid_versions_kept_update')
    db.$client.exec('UPDATE state_aid_versions SET year = 2028')
    expect(freezeEntities(db, NOW, WARSAW)).toBe(0)
  })
})

describe('the effect of a request', () => {
  const effectOf = (hours: number, purpose: Purpose = 'service') => {
    const start = at('2026-12-20 08:00')
    const wanted = { resourceId: cast.tem, requesterId: cast.company.id, start, end: start + hours * HOUR, purpose }
    const request = makeReservation(db, { ...wanted, state: 'requested' })
    return ledgerEffects(db, NOW)(wishOf([request]))
  }

  test('is the share with all that is confirmed, before and after', () => {
    use(10)
    use(3, 'rental', true)
    expect(effectOf(3)).toEqual([
      {
        ...{ entity: { slug: 'tem', name: 'TEM' }, year: 2026, hours: 3 },
        ...{ before: 0.13, after: 0.16, headroomHours: 4, passes: 15 },
      },
    ])
  })

  test('is none where the purpose is not economic, or where no entity is', () => {
    expect(effectOf(3, 'teaching')).toMatchObject([{ hours: 0, before: 0, after: 0, passes: null }])
    const other = makeReservation(db, { resourceId: cast.hplc, requesterId: cast.company.id })
    expect(ledgerEffects(db, NOW)(wishOf([other]))).toEqual([])
  })

  test('of what is confirmed already does not count it twice', () => {
    const confirmed = use(5, 'service', true)
    expect(ledgerEffects(db, NOW)(wishOf([confirmed]))).toMatchObject([{ before: 0, after: 0.05, headroomHours: 15 }])
  })

  test('over the end of the year is one for each', () => {
    const start = at('2026-12-31 22:00')
    const row = { resourceId: cast.tem, requesterId: cast.company.id, purpose: 'service' as const }
    const both = ledgerEffects(db, NOW)(wishOf([makeReservation(db, { ...row, start, end: start + 5 * HOUR })]))
    expect(both.map(({ year, hours }) => [year, hours])).toEqual([
      [2026, 2],
      [2027, 3],
    ])
  })
})

describe('a confirmed purpose', () => {
  const events = (id: number) =>
    db.$client
      .prepare("SELECT details FROM reservation_events WHERE reservation_id = ? AND kind = 'changed'")
      .pluck()
      .all(id)

  test('changes with a reason only, which stays in the history', () => {
    const { id, version } = use(2, 'own_research', true)
    const change = (reason?: string) =>
      changeReservation(db, cast.company, id, { purpose: 'teaching', reason }, version, NOW)
    expect(change()).toMatchObject({ refusal: { kind: 'invalid', field: 'reason' } })
    expect(change('  ')).toMatchObject({ refusal: { kind: 'invalid', field: 'reason' } })
    expect(change('Zajęcia zamiast badań')).toMatchObject({ value: { purpose: 'teaching' } })
    expect(JSON.parse(String(events(id)[0]))).toMatchObject({
      reason: 'Zajęcia zamiast badań',
      changes: { purpose: { from: 'own_research', to: 'teaching' } },
    })
  })

  test('of a request changes without: nobody has confirmed it', () => {
    const row = { resourceId: cast.tem, requesterId: cast.company.id, start: at('2026-12-20 08:00') }
    const { id, version } = makeReservation(db, { ...row, state: 'requested' })
    expect(changeReservation(db, cast.company, id, { purpose: 'service' }, version, NOW).ok).toBe(true)
  })

  test('of what is over a steward corrects, its requester does not', () => {
    const { id, version } = use(2, 'own_research')
    const change = { purpose: 'service', reason: 'Faktura po badaniu' } as const
    expect(changeReservation(db, cast.company, id, change, version, NOW)).toMatchObject({
      refusal: { kind: 'wrong-state' },
    })
    expect(changePurpose(db, cast.company, id, change, NOW)).toMatchObject({ refusal: { kind: 'forbidden' } })
    expect(changePurpose(db, cast.stranger, id, change, NOW)).toMatchObject({ refusal: { kind: 'not-found' } })
    expect(changePurpose(db, cast.owner, id, { purpose: 'service' }, NOW)).toMatchObject({
      refusal: { field: 'reason' },
    })
    expect(changeReservation(db, cast.owner, id, change, version, NOW)).toMatchObject({ value: { purpose: 'service' } })
    expect(mails().map(({ person, kind }) => [person, kind])).toEqual([[cast.company.id, 'changed']])
  })
})
