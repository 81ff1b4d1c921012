import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { participantIdsOf } from '../../db/queries/participants.ts'
import { reservationsOfSeries, seriesById, skipsOfSeries } from '../../db/queries/series.ts'
import { lockOn } from '../domain/lock.ts'
import { can, type ReservationVerb } from '../domain/permissions.ts'
import type { Person } from '../domain/person.ts'
import type { Reservation } from '../domain/reservation.ts'
import type { Resource } from '../domain/resource.ts'
import type { Series } from '../domain/series.ts'
import { occurrencesOf } from '../domain/series-plan.ts'
import type { ReservationPlace } from '../domain/visibility.ts'
import { resourceWith } from './assess.ts'
import { foreseenOf } from './foresee.ts'
import { done, type Result, refused } from './result.ts'

export interface FoundSeries {
  readonly series: Series
  readonly resource: Resource
}

/** The series a person wants to act on: `not-found` where they may not even see it, `forbidden` where they may not act. */
export function findSeries(db: Db, person: Person, id: number, verb: ReservationVerb): Result<FoundSeries> {
  const series = seriesById(db, id)
  const resource = series && catalogueOf(db).resourceById.get(series.resourceId)
  if (!resource || !can(person, 'see', placeOf(db, series, resource))) return refused({ kind: 'not-found' })
  if (!can(person, verb, { reservation: series, resource })) return refused({ kind: 'forbidden' })
  return done({ series, resource })
}

/** A series as far as it decides who may know of it: who is invited along may. */
export const placeOf = (db: Db, series: Series, resource: Resource): ReservationPlace => ({
  reservation: { ...series, participantIds: participantIdsOf(db, { reservationId: 0, seriesId: series.id }) },
  resource,
})

/** Which occurrences of a series something is about. */
export interface SeriesScope {
  readonly scope: 'all' | 'following'
  /** The start of an occurrence: `following` is about it and those after it by the rule. UTC epoch ms. */
  readonly from?: number | undefined
  /** Also those that somebody changed by themselves. */
  readonly includeChanged?: boolean | undefined
}

/** The reservations in the scope that the person may act on, in the order of the rule. Refusal: `invalid` for `from`. */
export function reservationsInScope(
  tx: Db,
  person: Person,
  series: Series,
  { scope, from, includeChanged = false }: SeriesScope,
): Result<readonly Reservation[]> {
  const reservations = reservationsOfSeries(tx, series.id)
  if (scope === 'following' && from === undefined)
    return refused({ kind: 'invalid', field: 'from', reason: 'required' })
  const first = from === undefined ? '' : occurrenceAt(tx, series, reservations, from)
  if (first === null) return refused({ kind: 'invalid', field: 'from', reason: 'no-such-occurrence' })
  return done(
    reservations.filter(
      (each) =>
        (scope === 'all' || each.occurrenceLocal! >= first) &&
        (includeChanged || !each.isChangedAlone) &&
        can(person, 'change', { reservation: each, resource: resourceWith(tx, each.resourceId) }),
    ),
  )
}

/** Which occurrence starts then, where it has been moved to or by the rule when it has no reservation. */
function occurrenceAt(tx: Db, series: Series, reservations: readonly Reservation[], start: number): string | null {
  const moved = reservations.find((each) => each.start === start)
  if (moved) return moved.occurrenceLocal
  const skipped = new Set(skipsOfSeries(tx, series.id).map(({ local }) => local))
  return occurrencesOf(series).find((each) => each.start === start && skipped.has(each.local))?.local ?? null
}

/** Those among them that only a steward may still touch, told as a refusal; null when there is none. */
export function lockedAmong(tx: Db, person: Person, reservations: readonly Reservation[], now: number) {
  const locked = reservations.flatMap((each) => {
    const lock = lockOn(each, resourceWith(tx, each.resourceId), person, now)
    const occurrence = { ...each, local: each.occurrenceLocal!, movedMinutes: 0 }
    return lock ? [foreseenOf(occurrence, each.resourceId, { standing: [lock], conflicts: [] })] : []
  })
  return locked.length > 0 ? refused({ kind: 'series', occurrences: locked }) : null
}

/** The row as it stands now, after its occurrences have raised its version. */
export const currentSeries = (tx: Db, { id }: Series): Series => seriesById(tx, id)!

/** The refusal where no occurrence is open to what somebody wants; it names the state of the last one. */
export const nothingLeft = (reservations: readonly Reservation[]) =>
  refused({ kind: 'wrong-state', state: reservations.at(-1)?.state ?? 'cancelled' })
