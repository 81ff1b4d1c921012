import type { Db } from '../../db/connect.ts'
import { hoursOf } from '../../db/queries/opening-hours.ts'
import { reservationsOfSeries, seriesById, updateSeries } from '../../db/queries/series.ts'
import { can } from '../domain/permissions.ts'
import type { Person } from '../domain/person.ts'
import type { Reservation } from '../domain/reservation.ts'
import type { ForeseenOccurrence, Series } from '../domain/series.ts'
import { allOrNothing } from './all-or-nothing.ts'
import { resourceWith } from './assess.ts'
import { type Decision, decide, standingAgainst } from './decide-reservation.ts'
import { expireOverdue } from './expire-requests.ts'
import { currentSeries, findSeries, nothingLeft } from './find-series.ts'
import { foreseenOf } from './foresee.ts'
import { done, type Result, refused } from './result.ts'
import { tellOfSeries } from './series-mails.ts'
import { nextSequence } from './series-sequence.ts'
import { reasonOf } from './weigh.ts'

export interface SeriesDecision extends Decision {
  /** Reservations that stay undecided, to be decided by themselves. */
  readonly exceptions: readonly number[]
}

/**
 * Approves or declines all requests of a series at once, those excepted left out. Refusals: `not-found`, `forbidden`,
 * `invalid` (a decline without `reason`), `wrong-state` when none waits, and for an approval `series` with the
 * occurrences that no longer fit.
 */
export function decideSeries(
  db: Db,
  person: Person,
  id: number,
  decision: SeriesDecision,
  now: number,
): Result<Series> {
  const known = seriesById(db, id)
  // Read before the transaction, which remembers nothing it may have to roll back.
  if (known) hoursOf(db, known.resourceId)
  return allOrNothing(db, (tx) => {
    const found = findSeries(tx, person, id, decision.verdict)
    if (!found.ok) return found
    const words = reasonOf(decision.verdict === 'decline' ? decision.reason : decision.note)
    if (decision.verdict === 'decline' && words === null)
      return refused({ kind: 'invalid', field: 'reason', reason: 'required' })
    expireOverdue(tx, now)
    const all = reservationsOfSeries(tx, id)
    const waiting = all.filter((each) => isWaiting(tx, person, each, now) && !decision.exceptions.includes(each.id))
    if (waiting.length === 0) return nothingLeft(all)
    const unfit = decision.verdict === 'approve' ? waiting.flatMap((each) => unfitOf(tx, each, now)) : []
    if (unfit.length > 0) return refused({ kind: 'series', occurrences: unfit })
    const state = decision.verdict === 'approve' ? 'confirmed' : 'declined'
    const dates = waiting.map((reservation) => {
      const resource = resourceWith(tx, reservation.resourceId)
      return decide(tx, { reservation, resource }, { state, person, words, at: now })
    })
    const present = currentSeries(tx, found.value.series)
    const decided = updateSeries(tx, { ...present, calendarSequence: nextSequence(tx, present) })
    tellOfSeries(tx, id, { toRequester: `series-${state}`, actor: person, reason: words, dates, at: now })
    return done(decided)
  })
}

/** The job may be behind: what is past its deadline has expired all the same. */
const isWaiting = (tx: Db, person: Person, reservation: Reservation, now: number) =>
  reservation.state === 'requested' &&
  (reservation.decideBy === null || reservation.decideBy > now) &&
  can(person, 'approve', { reservation, resource: resourceWith(tx, reservation.resourceId) })

function unfitOf(tx: Db, reservation: Reservation, now: number): ForeseenOccurrence[] {
  const weighed = standingAgainst(tx, { reservation, resource: resourceWith(tx, reservation.resourceId) }, now)
  if (weighed.standing.length + weighed.conflicts.length === 0) return []
  const occurrence = { ...reservation, local: reservation.occurrenceLocal!, movedMinutes: 0 }
  return [foreseenOf(occurrence, reservation.resourceId, weighed)]
}
