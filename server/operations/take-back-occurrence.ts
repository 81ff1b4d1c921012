import type { Db } from '../../db/connect.ts'
import { hoursOf } from '../../db/queries/opening-hours.ts'
import { inheritParticipants } from '../../db/queries/participants.ts'
import { requesterOf } from '../../db/queries/people.ts'
import { projectsOf } from '../../db/queries/projects.ts'
import { deleteSkip, reservationsOfSeries, seriesById, skipsOfSeries, updateSeries } from '../../db/queries/series.ts'
import type { State } from '../domain/lifecycle.ts'
import type { Person } from '../domain/person.ts'
import type { Occurrence, Series } from '../domain/series.ts'
import { occurrencesOf } from '../domain/series-plan.ts'
import { inClaimTransaction } from './against-clashes.ts'
import { assess, type Wish } from './assess.ts'
import { expireOverdue } from './expire-requests.ts'
import { currentSeries, type FoundSeries, findSeries } from './find-series.ts'
import { occurrenceName } from './foresee.ts'
import { firstStateOf, make, newReservation } from './request-reservation.ts'
import { done, type Result, refused } from './result.ts'
import { tellOfSeries } from './series-mails.ts'
import { nextSequence } from './series-sequence.ts'
import { refusalOf, weigh } from './weigh.ts'

/** States whose occurrence may be booked again. */
const LET_GO: readonly State[] = ['cancelled', 'declined', 'expired']

/**
 * Books an occurrence that was skipped or let go again, at the time the rule gives it. Refusals: `not-found`,
 * `forbidden`, `invalid` (`local` is no occurrence), `wrong-state` when it stands, `rules`.
 */
export function takeBackOccurrence(db: Db, person: Person, id: number, local: string, now: number): Result<Series> {
  const known = seriesById(db, id)
  // Read before the transaction, which remembers nothing it may have to roll back.
  if (known) hoursOf(db, known.resourceId)
  let wish: Wish | null = null
  return inClaimTransaction(
    db,
    () => wish,
    now,
    (tx) => {
      expireOverdue(tx, now)
      const found = findSeries(tx, person, id, 'change')
      if (!found.ok) return found
      const free = occurrenceToTakeBack(tx, found.value.series, occurrenceName(local))
      if (!free.ok) return free
      wish = wishFor(tx, found.value, free.value, now)
      const no = refusalOf(weigh(assess(tx, wish, now), null))
      return no ?? done(takeBack(tx, found.value, { person, wish, occurrence: free.value, now }))
    },
  )
}

function occurrenceToTakeBack(tx: Db, series: Series, local: string): Result<Occurrence> {
  const occurrence = occurrencesOf(series).find((each) => each.local === local)
  if (!occurrence) return refused({ kind: 'invalid', field: 'local', reason: 'no-such-occurrence' })
  if (skipsOfSeries(tx, series.id).some((skip) => skip.local === local)) return done(occurrence)
  const reservation = reservationsOfSeries(tx, series.id).find((each) => each.occurrenceLocal === local)
  if (reservation && !LET_GO.includes(reservation.state))
    return refused({ kind: 'wrong-state', state: reservation.state })
  return done(occurrence)
}

/** It is the requester's, whoever takes it back. */
function wishFor(tx: Db, { series, resource }: FoundSeries, { start, end }: Occurrence, now: number): Wish {
  const person = requesterOf(tx, series, now)
  const { units, purpose } = series
  const projectCode = projectsOf(tx, person.id).find((project) => project.id === series.projectId)?.code ?? null
  return { person, resource, wanted: { start, end, units, purpose, projectCode } }
}

interface TakingBack {
  readonly person: Person
  readonly wish: Wish
  readonly occurrence: Occurrence
  readonly now: number
}

function takeBack(tx: Db, { series, resource }: FoundSeries, { person, wish, occurrence, now }: TakingBack): Series {
  const { title, purpose, note } = series
  const { start, end, units, projectCode } = wish.wanted
  const row = newReservation(tx, wish, { start, end, units, projectCode, title, purpose, note }, now)
  const isConfirmed =
    row.state === 'requested' &&
    firstStateOf(tx, { person, resources: [resource], start, end, purpose }, now) === 'confirmed'
  // Before the date is a new one: calendars that were told of its going by itself must find this newer.
  const calendarSequence = nextSequence(tx, currentSeries(tx, series))
  deleteSkip(tx, series.id, occurrence.local)
  const reservation = make(tx, resource, {
    ...row,
    ...(isConfirmed ? { state: 'confirmed', decideBy: null } : {}),
    seriesId: series.id,
    occurrenceLocal: occurrence.local,
  })
  inheritParticipants(tx, { reservationId: reservation.id, seriesId: series.id }, now)
  const updated = updateSeries(tx, { ...currentSeries(tx, series), calendarSequence })
  const toStewards = reservation.state === 'requested' ? 'series-asked' : 'series-changed'
  tellOfSeries(tx, series.id, { toRequester: 'series-changed', toStewards, actor: person, at: now })
  return updated
}
