import type { Db } from '../../db/connect.ts'
import type { Person } from '../domain/person.ts'
import type { Purpose } from '../domain/purpose.ts'
import type { ForeseenOccurrence } from '../domain/series.ts'
import { tryOut } from './all-or-nothing.ts'
import { claimed, foresee, planOf, type SeriesPlan } from './foresee.ts'
import { make, newReservation } from './request-reservation.ts'
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
  const look = (tx: Db) =>
    occurrences.map((occurrence) => foresee(tx, planned.value, { ...occurrence, resource }, wish, now).foreseen)
  // Quotas count the occurrences before as well: then each must see them.
  return done(resource.quotas.length === 0 ? look(db) : tryOut(db, (tx) => lookInTurn(tx, planned.value, wish, now)))
}

function lookInTurn(tx: Db, plan: SeriesPlan, wish: SeriesWish, now: number): ForeseenOccurrence[] {
  const { person, resource, occurrences } = plan
  return occurrences.map((occurrence) => {
    const { foreseen } = foresee(tx, plan, { ...occurrence, resource }, wish, now)
    if (foreseen.outcome !== 'free') return foreseen
    const { units, projectCode } = wish
    // Only a known purpose comes without a violation.
    const content = { start: occurrence.start, end: occurrence.end, units, projectCode, title: '' }
    const row = newReservation(tx, { person, resource }, { ...content, purpose: wish.purpose as Purpose }, now)
    claimed(foreseen, units, () => make(tx, resource, row))
    return foreseen
  })
}
