import type { Db } from '../../db/connect.ts'
import { deleteClaims } from '../../db/queries/claims.ts'
import { hoursOf } from '../../db/queries/opening-hours.ts'
import { reservationsOfSeries, seriesById, updateSeries } from '../../db/queries/series.ts'
import { holdsTime } from '../domain/lifecycle.ts'
import { lockOn } from '../domain/lock.ts'
import type { Person } from '../domain/person.ts'
import type { Purpose } from '../domain/purpose.ts'
import type { Reservation } from '../domain/reservation.ts'
import { isMoved } from '../domain/reservation-change.ts'
import type { ForeseenOccurrence, Series } from '../domain/series.ts'
import { isOccurrenceLength, overlapsItself } from '../domain/series-plan.ts'
import { shiftedLocal } from '../domain/series-shift.ts'
import { isSteward } from '../domain/stewardship.ts'
import { instantOf, localOf } from '../domain/zone.ts'
import { allOrNothing, tryOut } from './all-or-nothing.ts'
import { askCoordinator } from './ask-coordinator.ts'
import { resourceWith } from './assess.ts'
import { setParticipants } from './change-participants.ts'
import {
  changed,
  isOpenToChange,
  type ReservationChange,
  weighChange,
  wishAfter,
  writeChange,
} from './change-reservation.ts'
import { purposeFault } from './correct-purpose.ts'
import { expireOverdue } from './expire-requests.ts'
import {
  currentSeries,
  type FoundSeries,
  findSeries,
  nothingLeft,
  reservationsInScope,
  type SeriesScope,
} from './find-series.ts'
import { claimed, foreseenOf } from './foresee.ts'
import { tellRequester } from './reservation-mails.ts'
import { done, type Result, refused } from './result.ts'
import { type Pair, seriesAfter } from './series-after.ts'
import { tellOfSeries } from './series-mails.ts'
import { reasonOf } from './weigh.ts'

/** What to change of the occurrences in the scope; what is left out stays, null clears. */
export interface SeriesChange extends SeriesScope {
  /** Later on the wall clock of the series, or earlier when negative. */
  readonly shiftMinutes?: number | undefined
  readonly durationMinutes?: number | undefined
  readonly units?: number | undefined
  readonly title?: string | undefined
  readonly purpose?: Purpose | undefined
  readonly projectCode?: string | null | undefined
  readonly note?: string | null | undefined
  /** All who are to be invited along, to every date whatever the scope, as `nameParticipants` found them. */
  readonly participantIds?: readonly number[] | undefined
  /** A steward's reason for setting aside what may be set aside. */
  readonly override?: string | null | undefined
  /** Why, for whoever it is the series of. */
  readonly reason?: string | null | undefined
}

/**
 * Changes every occurrence in the scope that has not begun, all or none. Approvals are kept or lost as with a single
 * reservation. Refusals: `not-found`, `forbidden`, `stale`, `invalid` (`from`, `duration`, `shift`, `reason`),
 * `wrong-state` when none is left to change, `series` with those that cannot be had.
 */
export function changeSeries(
  db: Db,
  person: Person,
  id: number,
  change: SeriesChange,
  expectedVersion: number,
  now: number,
): Result<Series> {
  readHours(db, id)
  return allOrNothing(db, (tx) => {
    const found = findChangeable(tx, person, id, change)
    if (!found.ok) return found
    const { series } = found.value
    if (series.version !== expectedVersion) return refused({ kind: 'stale', version: series.version })
    // Only now: what time alone does raises the version, too, and is nobody's edit.
    expireOverdue(tx, now)
    const moved = moveAll(tx, found.value, { person, change, now })
    if (!moved.ok) return moved
    const { foreseen, pairs } = moved.value
    const unfit = foreseen.filter(({ outcome }) => outcome !== 'free')
    if (unfit.length > 0) return refused({ kind: 'series', occurrences: unfit })
    const after = updateSeries(tx, seriesAfter(tx, series, change, pairs, now))
    tellOfChange(tx, after, { person, change, now }, pairs)
    if (change.participantIds === undefined) return done(after)
    const invited = setParticipants(tx, pairs[0]!.after, change.participantIds, { actor: person, now })
    return invited.ok ? done(currentSeries(tx, after)) : invited
  })
}

/** What `changeSeries` would say of every occurrence in the scope. Changes nothing. */
export function previewSeriesChange(
  db: Db,
  person: Person,
  id: number,
  change: SeriesChange,
  now: number,
): Result<readonly ForeseenOccurrence[]> {
  readHours(db, id)
  return tryOut(db, (tx) => {
    expireOverdue(tx, now)
    const found = findChangeable(tx, person, id, change)
    if (!found.ok) return found
    const moved = moveAll(tx, found.value, { person, change, now })
    return moved.ok ? done(moved.value.foreseen) : moved
  })
}

/** Before the transaction, which remembers nothing it may have to roll back. */
function readHours(db: Db, id: number): void {
  const known = seriesById(db, id)
  if (known) hoursOf(db, known.resourceId)
}

function findChangeable(tx: Db, person: Person, id: number, change: SeriesChange): Result<FoundSeries> {
  const found = findSeries(tx, person, id, 'change')
  if (!found.ok) return found
  const mayOverride = reasonOf(change.override) === null || isSteward(person, found.value.resource)
  return mayOverride ? found : refused({ kind: 'forbidden' })
}

interface Attempt {
  readonly person: Person
  readonly change: SeriesChange
  readonly now: number
}

interface Moved {
  readonly foreseen: readonly ForeseenOccurrence[]
  readonly pairs: readonly Pair[]
}

/** All let go of their time before the first takes its new one: none stands in another's way. */
function moveAll(tx: Db, found: FoundSeries, { person, change, now }: Attempt): Result<Moved> {
  const { series } = found
  if (change.durationMinutes !== undefined && !isOccurrenceLength(change.durationMinutes))
    return refused({ kind: 'invalid', field: 'duration', reason: 'no-length' })
  if (!isShift(change.shiftMinutes ?? 0)) return refused({ kind: 'invalid', field: 'shift', reason: 'shift' })
  const inScope = reservationsInScope(tx, person, series, change)
  if (!inScope.ok) return inScope
  const targets = inScope.value.filter((each) => each.start > now && isOpenToChange(each, now))
  if (targets.length === 0) return nothingLeft(inScope.value)
  const unreasoned = targets.map((each) => purposeFault(each, change)).find((fault) => fault !== null)
  if (unreasoned) return unreasoned
  const steps = targets.map((reservation) => ({ reservation, wanted: changeOf(series, reservation, change) }))
  for (const { reservation, wanted } of steps) if (isMoved(reservation, wanted)) deleteClaims(tx, reservation)
  // Those that go furthest go first: what counts per week does not meet one that is about to leave it.
  if ((change.shiftMinutes ?? 0) > 0) steps.reverse()
  const foreseen: ForeseenOccurrence[] = []
  const pairs: Pair[] = []
  for (const { reservation, wanted } of steps) {
    const one = { reservation, resource: resourceWith(tx, reservation.resourceId) }
    const wish = wishAfter(tx, one, wanted, now)
    const override = reasonOf(change.override)
    const weighed = weighChange(tx, reservation, wish, override, now)
    const standing = [lockOn(reservation, one.resource, person, now) ?? [], weighed.standing].flat()
    const occurrence = { ...wish.wanted, local: reservation.occurrenceLocal!, movedMinutes: 0 }
    const told = foreseenOf(occurrence, reservation.resourceId, { ...weighed, standing })
    foreseen.push(told)
    if (told.outcome !== 'free') continue
    const row = changed(tx, reservation, { person, change: wanted, wish, override, now })
    const by = { person, override, codes: weighed.overridden, reason: reasonOf(change.reason), now }
    const written = claimed(told, row.units, () => writeChange(tx, one, row, by))
    if (!written.ok) return written
    pairs.push({ before: reservation, after: written.value })
  }
  if (pairs.length === steps.length && comesToOverlap(tx, found, pairs))
    return refused({
      kind: 'invalid',
      field: change.durationMinutes === undefined ? 'shift' : 'duration',
      reason: 'overlaps-itself',
    })
  return done({ foreseen: foreseen.sort((a, b) => (a.local < b.local ? -1 : 1)), pairs })
}

/** Whole minutes, by a year at the most either way. */
const isShift = (minutes: number) => Number.isInteger(minutes) && Math.abs(minutes) <= 366 * 1440

/**
 * Where there is room for several at once, no clash says that the dates of a series have come to overlap. One that was
 * changed by itself goes its own way.
 */
function comesToOverlap(tx: Db, { series, resource }: FoundSeries, pairs: readonly Pair[]): boolean {
  const held = reservationsOfSeries(tx, series.id).filter(
    ({ state, resourceId, isChangedAlone }) => holdsTime(state) && resourceId === resource.id && !isChangedAlone,
  )
  const was = new Map(pairs.map(({ before }) => [before.id, before]))
  const before = held.map((each) => was.get(each.id) ?? each)
  return overlapsItself(held, resource.policy) && !overlapsItself(before, resource.policy)
}

const MINUTE = 60_000

/** The change of one occurrence. It keeps its time on the wall: the shift is one of the clock's hands. */
function changeOf(series: Series, reservation: Reservation, change: SeriesChange) {
  const { shiftMinutes = 0, durationMinutes, units = reservation.units, title, purpose, projectCode, note } = change
  const start = shiftMinutes === 0 ? reservation.start : shiftedStart(series, reservation, shiftMinutes)
  const length = durationMinutes === undefined ? reservation.end - reservation.start : durationMinutes * MINUTE
  return { start, end: start + length, units, title, purpose, projectCode, note } satisfies ReservationChange
}

/** One that stands where the rule has it moves by its own local time, which the clocks may have skipped. */
function shiftedStart({ timeZone }: Series, { start, occurrenceLocal }: Reservation, minutes: number): number {
  const local = occurrenceLocal!
  const present = instantOf(local, timeZone) === start ? local : localOf(start, timeZone)
  return instantOf(shiftedLocal(present, minutes), timeZone)
}

/** Stewards are asked anew when an approval was lost, else told. */
function tellOfChange(tx: Db, { id }: Series, { person, change, now }: Attempt, pairs: readonly Pair[]): void {
  const isTold = ({ before, after }: Pair) => isMoved(before, after) || after.state !== before.state
  const told = pairs.filter(isTold)
  const reason = reasonOf(change.reason) ?? reasonOf(change.override)
  askCoordinator(
    tx,
    told.map(({ after }) => after),
    now,
  )
  if (told.length === 0) {
    tellOfRest(tx, pairs, { actor: person, reason, at: now })
    return
  }
  const asked = pairs.some(({ before, after }) => after.state === 'requested' && before.state === 'confirmed')
  tellOfSeries(tx, id, {
    toRequester: 'series-changed',
    ...(asked ? { toStewards: 'series-asked' } : {}),
    actor: person,
    reason,
    dates: told.map(({ after }) => after),
    at: now,
  })
}

/** What somebody has changed for the requester besides, told once, by its first date. */
function tellOfRest(
  tx: Db,
  pairs: readonly Pair[],
  news: { readonly actor: Person; readonly reason: string | null; readonly at: number },
): void {
  const changed = pairs.find(({ before, after }) => after.version !== before.version)?.after
  if (changed && changed.requesterId !== news.actor.id) tellRequester(tx, changed, { kind: 'changed', ...news })
}
