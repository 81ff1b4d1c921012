import type { Db } from '../../db/connect.ts'
import type { Person } from '../domain/person.ts'
import type { ForeseenOccurrence } from '../domain/series.ts'
import { foresee, planOf } from './foresee.ts'
import { done, type Result } from './result.ts'
import type { SeriesWish } from './series-request.ts'

/** What `bookSeries` would say of every occurrence. Changes nothing. Refusals: `not-found`, `forbidden`, `invalid`. */
export function previewSeries(
  db: Db,
  person: Person,
  wish: SeriesWish,
  now: number,
): Result<readonly ForeseenOccurrence[]> {
  const planned = planOf(db, person, wish)
  if (!planned.ok) return planned
  const { resource, occurrences } = planned.value
  return done(
    occurrences.map((occurrence) => foresee(db, planned.value, { ...occurrence, resource }, wish, now).foreseen),
  )
}
