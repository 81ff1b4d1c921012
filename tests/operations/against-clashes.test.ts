import { beforeEach, expect, test } from 'vitest'
import type { Db } from '../../db/connect.ts'
import { inClaimTransaction } from '../../server/operations/against-clashes.ts'
import { resourceWith } from '../../server/operations/assess.ts'
import { done } from '../../server/operations/result.ts'
import { type Cast, makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import { at, HOUR, makeReservation, NOW } from '../support/makers.ts'

let db: Db
let cast: Cast
const start = at('2026-11-24 10:00')

beforeEach(() => {
  db = testDb()
  cast = makeCast(db)
})

const book = () => makeReservation(db, { resourceId: cast.hplc, requesterId: cast.researcher.id, start })
const wish = () => ({
  person: cast.researcher,
  resource: resourceWith(db, cast.hplc),
  wanted: { start, end: start + HOUR, units: 1, purpose: 'own_research', projectCode: null },
})

test('a claim the guards refuse becomes a refusal that names what is taken, and nothing is kept', () => {
  const first = book()
  const result = inClaimTransaction(db, wish, NOW, () => done(book()))
  const conflicts = [{ start, end: first.end, units: 1, resourceId: cast.hplc }]
  expect(result).toEqual({ ok: false, refusal: { kind: 'rules', violations: [], conflicts } })
  expect(db.$client.prepare('SELECT count(*) FROM reservations').pluck().get()).toBe(1)
})

test('any other fault stays a fault', () => {
  const broken = () => done(makeReservation(db, { resourceId: 999, requesterId: cast.researcher.id }))
  expect(() => inClaimTransaction(db, wish, NOW, broken)).toThrow()
})
