import type { Db } from '../../db/connect.ts'
import { updateSeries } from '../../db/queries/series.ts'
import type { Person } from '../domain/person.ts'
import type { Series } from '../domain/series.ts'
import { allOrNothing } from './all-or-nothing.ts'
import { resourceWith } from './assess.ts'
import { isOpenToCancel, letGo } from './cancel-reservation.ts'
import { expireOverdue } from './expire-requests.ts'
import {
  currentSeries,
  findSeries,
  lockedAmong,
  nothingLeft,
  reservationsInScope,
  type SeriesScope,
} from './find-series.ts'
import { done, type Result } from './result.ts'
import { tellOfSeries } from './series-mails.ts'
import { nextSequence } from './series-sequence.ts'
import { reasonOf } from './weigh.ts'

export interface SeriesCancellation extends SeriesScope {
  readonly reason?: string | null | undefined
}

/**
 * Lets go of every occurrence in the scope that has not begun, by the requester or a steward. Refusals: `not-found`,
 * `forbidden`, `invalid` (`from`), `wrong-state` when none is left to cancel, `series` with those that only a steward may
 * cancel at this hour.
 */
export function cancelSeries(
  db: Db,
  person: Person,
  id: number,
  cancellation: SeriesCancellation,
  now: number,
): Result<Series> {
  return allOrNothing(db, (tx) => {
    expireOverdue(tx, now)
    const found = findSeries(tx, person, id, 'cancel')
    if (!found.ok) return found
    const { series } = found.value
    const inScope = reservationsInScope(tx, person, series, cancellation)
    if (!inScope.ok) return inScope
    const targets = inScope.value.filter((each) => isOpenToCancel(each, now))
    if (targets.length === 0) return nothingLeft(inScope.value)
    const locked = lockedAmong(tx, person, targets, now)
    if (locked) return locked
    const reason = reasonOf(cancellation.reason)
    const dates = targets.map((reservation) =>
      letGo(tx, { reservation, resource: resourceWith(tx, reservation.resourceId) }, { person, reason, now }),
    )
    const present = currentSeries(tx, series)
    const cancelled = updateSeries(tx, { ...present, calendarSequence: nextSequence(tx, present) })
    tellOfSeries(tx, id, { toRequester: 'series-cancelled', actor: person, reason, dates, at: now })
    return done(cancelled)
  })
}
