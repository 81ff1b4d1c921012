import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { hoursOf } from '../../db/queries/opening-hours.ts'
import { reservationById } from '../../db/queries/reservations.ts'
import { reservationsOfSeries, seriesById, updateSeries } from '../../db/queries/series.ts'
import type { Person } from '../domain/person.ts'
import type { Reservation } from '../domain/reservation.ts'
import type { ForeseenOccurrence, Series } from '../domain/series.ts'
import { sharesDetails } from '../domain/visibility.ts'
import { allOrNothing } from './all-or-nothing.ts'
import { askCoordinator } from './ask-coordinator.ts'
import { resourceWith } from './assess.ts'
import { agree, type Decision, decide, standingAgainst } from './decide-reservation.ts'
import { expireOverdue } from './expire-requests.ts'
import { currentSeries, nothingLeft, placeOf } from './find-series.ts'
import { foreseenOf } from './foresee.ts'
import { done, type Result, refused } from './result.ts'
import { tellOfSeries } from './series-mails.ts'
import { nextSequence } from './series-sequence.ts'
import { voicesOf, votingOn } from './voting.ts'
import { reasonOf } from './weigh.ts'

export interface SeriesDecision extends Decision {
  /** Reservations that stay undecided, to be decided by themselves. */
  readonly exceptions: readonly number[]
}

/**
 * Approves or declines all requests of a series at once, those excepted left out; where more than one has to agree, a
 * yes that is not the last is said for all of them. Refusals: `not-found`, `forbidden`, `invalid` (a decline without
 * `reason`), `wrong-state` when none waits for the person, and for an approval `series` with the occurrences that no
 * longer fit.
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
    const found = findToDecide(tx, person, id, now)
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
    const settled = decision.verdict === 'approve' ? agreeOnAll(tx, person, waiting, words, now) : waiting
    if (settled.length === 0) return done(currentSeries(tx, found.value))
    const state = decision.verdict === 'approve' ? 'confirmed' : 'declined'
    const dates = settled.map((reservation) => {
      const resource = resourceWith(tx, reservation.resourceId)
      return decide(tx, { reservation, resource }, { state, person, words, at: now })
    })
    const present = currentSeries(tx, found.value)
    const decided = updateSeries(tx, { ...present, calendarSequence: nextSequence(tx, present) })
    tellOfSeries(tx, id, { toRequester: `series-${state}`, actor: person, reason: words, dates, at: now })
    return done(decided)
  })
}

/** The series for who has a say in any of its dates, whether or not it waits: `not-found` and `forbidden` as for one request. */
function findToDecide(tx: Db, person: Person, id: number, now: number): Result<Series> {
  const series = seriesById(tx, id)
  const resource = series && catalogueOf(tx).resourceById.get(series.resourceId)
  if (!resource) return refused({ kind: 'not-found' })
  const isTheirs = reservationsOfSeries(tx, id).some((each) => {
    const { needed, missing } = votingOn(tx, each, now)
    const isTurnOfAll = missing.every((voice) => voice === null)
    return voicesOf(person, needed, each).some((voice) => voice !== null || isTurnOfAll)
  })
  if (isTheirs) return done(series)
  return refused({ kind: sharesDetails(person, placeOf(tx, series, resource)) ? 'forbidden' : 'not-found' })
}

/** The job may be behind: what is past its deadline has expired all the same. */
const isWaiting = (tx: Db, person: Person, reservation: Reservation, now: number) =>
  reservation.state === 'requested' &&
  (reservation.decideBy === null || reservation.decideBy > now) &&
  voicesOf(person, votingOn(tx, reservation, now).open, reservation).length > 0

/** Says the person's yes for each of them; those that it was the last one for. */
function agreeOnAll(tx: Db, person: Person, waiting: readonly Reservation[], words: string | null, at: number) {
  const { settled = [], open = [] } = Object.groupBy(waiting, (each) =>
    agree(tx, each, { person, words, at }).missing.length === 0 ? 'settled' : 'open',
  )
  const stillOpen = open.map(({ id }) => reservationById(tx, id)!)
  askCoordinator(tx, stillOpen, at)
  return settled
}

function unfitOf(tx: Db, reservation: Reservation, now: number): ForeseenOccurrence[] {
  const weighed = standingAgainst(tx, { reservation, resource: resourceWith(tx, reservation.resourceId) }, now)
  if (weighed.standing.length + weighed.conflicts.length === 0) return []
  const occurrence = { ...reservation, local: reservation.occurrenceLocal!, movedMinutes: 0 }
  return [foreseenOf(occurrence, reservation.resourceId, weighed)]
}
