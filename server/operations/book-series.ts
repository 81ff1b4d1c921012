import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { keyOfPerson, rememberKey } from '../../db/queries/idempotency.ts'
import { hoursOf } from '../../db/queries/opening-hours.ts'
import { projectOf } from '../../db/queries/projects.ts'
import { reservationById } from '../../db/queries/reservations.ts'
import { insertSeries, insertSkip, seriesById } from '../../db/queries/series.ts'
import { recordUnmet } from '../../db/queries/unmet-requests.ts'
import type { Person } from '../domain/person.ts'
import type { Reservation } from '../domain/reservation.ts'
import type { ForeseenOccurrence, Series, SkipReason } from '../domain/series.ts'
import { allOrNothing } from './all-or-nothing.ts'
import { askCoordinator } from './ask-coordinator.ts'
import { expireOverdue } from './expire-requests.ts'
import { claimed, foresee, occurrenceName, type Place, planOf, type SeriesPlan } from './foresee.ts'
import { inviteAtOnce } from './invite-at-once.ts'
import { make, newReservation, recordOverride, tellOfMaking } from './request-reservation.ts'
import { done, type Result, refused } from './result.ts'
import { tellOfSeries } from './series-mails.ts'
import type { SeriesRequest } from './series-request.ts'
import { reasonOf } from './weigh.ts'

/** What a person wants of one occurrence instead of what the rule says. */
export type OccurrenceChoice =
  | { readonly kind: 'skip' }
  | { readonly kind: 'instead'; readonly resourceId: number; readonly start: number; readonly end: number }

export interface SeriesBooking extends SeriesRequest {
  /** What becomes of occurrences that cannot be booked: nothing is, or they are left out. */
  readonly onConflict: 'reject' | 'skip'
  /** By the local start of the occurrence. */
  readonly choices?: ReadonlyMap<string, OccurrenceChoice> | undefined
  /** Whom to invite along to every date, as `nameParticipants` found them. */
  readonly participantIds?: readonly number[] | undefined
  /** The key a client chose and a digest of what it sent: the same again gets the first answer. */
  readonly idempotency?: { readonly key: string; readonly fingerprint: string } | null | undefined
}

/**
 * Reserves, or asks for, every occurrence of a series, or those that were agreed on, in one piece. Refusals:
 * `not-found`, `forbidden`, `invalid` (the rule or a choice), `idempotency-mismatch`, and `series` with every
 * occurrence that cannot be had; clashes are remembered as unmet requests.
 */
export function bookSeries(db: Db, person: Person, booking: SeriesBooking, now: number): Result<Series> {
  const planned = planOf(db, person, booking)
  if (!planned.ok) return planned
  const placed = placesOf(db, planned.value, booking)
  if (!placed.ok) return placed
  const unmet: ForeseenOccurrence[] = []
  const result = allOrNothing(db, (tx) => book(tx, { ...planned.value, booking, places: placed.value, unmet }, now))
  recordUnmet(
    db,
    unmet.map(({ start, end, resourceId }) => ({ start, end, resourceId, personId: person.id, askedAt: now })),
  )
  return result
}

type PlannedPlace = Place & { readonly choice: OccurrenceChoice['kind'] | null }

/** Where each occurrence is to be, with the choices made. */
function placesOf(db: Db, { resource, occurrences }: SeriesPlan, booking: SeriesBooking): Result<PlannedPlace[]> {
  const choices = new Map([...(booking.choices ?? [])].map(([local, choice]) => [occurrenceName(local), choice]))
  const places: PlannedPlace[] = []
  for (const occurrence of occurrences) {
    const choice = choices.get(occurrence.local)
    choices.delete(occurrence.local)
    if (choice?.kind !== 'instead') {
      places.push({ ...occurrence, resource, choice: choice?.kind ?? null })
      continue
    }
    const other = catalogueOf(db).resourceById.get(choice.resourceId)
    if (!other) return refused({ kind: 'invalid', field: 'choices', reason: 'no-such-resource' })
    hoursOf(db, other.id)
    const { start, end } = choice
    places.push({ local: occurrence.local, start, end, movedMinutes: 0, resource: other, choice: 'instead' })
  }
  return choices.size === 0
    ? done(places)
    : refused({ kind: 'invalid', field: 'choices', reason: 'no-such-occurrence' })
}

interface Plan extends SeriesPlan {
  readonly booking: SeriesBooking
  readonly places: readonly PlannedPlace[]
  /** Collects what others had taken. */
  readonly unmet: ForeseenOccurrence[]
}

function book(tx: Db, plan: Plan, now: number): Result<Series> {
  const { person, booking, places } = plan
  const replay = replayOf(tx, person, booking)
  if (replay) return replay
  expireOverdue(tx, now)
  const series = insertSeries(tx, newSeries(tx, plan, now))
  const booked: Reservation[] = []
  const refusedOnes: ForeseenOccurrence[] = []
  let isRefused = false
  for (const place of places) {
    const { foreseen, codes } = foresee(tx, plan, place, booking, now)
    if (place.choice === 'skip') {
      // What stood in its way says more than that somebody agreed to it.
      const reason = foreseen.outcome === 'free' ? 'chosen' : foreseen.outcome
      insertSkip(tx, series.id, { local: place.local, reason })
      continue
    }
    if (foreseen.outcome !== 'free') {
      refusedOnes.push(foreseen)
      if (foreseen.violations.length === 0) plan.unmet.push(foreseen)
      // Time that was chosen for an occurrence was agreed on: it is not left out in silence.
      isRefused ||= booking.onConflict === 'reject' || place.choice === 'instead'
      insertSkip(tx, series.id, { local: place.local, reason: foreseen.outcome satisfies SkipReason })
      continue
    }
    const made = claimed(foreseen, booking.units, () => makeOccurrence(tx, plan, series, place, now))
    if (!made.ok) return made
    recordOverride(tx, made.value, person, { reason: plan.override, codes })
    booked.push(made.value)
  }
  if (isRefused || (booked.length === 0 && refusedOnes.length > 0))
    return refused({ kind: 'series', occurrences: refusedOnes })
  const [first] = booked
  if (!first) return refused({ kind: 'invalid', field: 'choices', reason: 'nothing-left' })
  if (booking.idempotency)
    rememberKey(tx, { ...booking.idempotency, personId: person.id, reservationId: first.id, at: now })
  tellOfBooking(tx, plan, series, booked, now)
  inviteAtOnce(tx, first, booking.participantIds ?? [], { actor: person, now })
  return done(seriesById(tx, series.id)!)
}

/** What the same key stands for already: the series, or a refusal when it came with another request. */
function replayOf(tx: Db, person: Person, { idempotency }: SeriesBooking): Result<Series> | null {
  const known = idempotency ? keyOfPerson(tx, person.id, idempotency.key) : null
  if (!known) return null
  const seriesId = reservationById(tx, known.reservationId)?.seriesId ?? null
  if (known.fingerprint !== idempotency?.fingerprint || seriesId === null)
    return refused({ kind: 'idempotency-mismatch' })
  return done(seriesById(tx, seriesId)!)
}

function newSeries(tx: Db, { person, resource, booking }: Plan, now: number) {
  const { timeZone, startLocal, durationMinutes, rrule, exdates, rdates, units, title, purpose, note } = booking
  return {
    resourceId: resource.id,
    requesterId: person.id,
    organisationId: person.organisationId,
    // One that is not theirs refuses every occurrence.
    projectId: booking.projectCode ? (projectOf(tx, person.id, booking.projectCode)?.id ?? null) : null,
    title,
    purpose,
    note: reasonOf(note),
    units,
    timeZone,
    startLocal: occurrenceName(startLocal),
    durationMinutes,
    rrule: rrule
      .trim()
      .toUpperCase()
      .replace(/^RRULE:/, ''),
    exdates: exdates.map(occurrenceName),
    rdates: rdates.map(occurrenceName),
    createdAt: now,
  }
}

function makeOccurrence(tx: Db, { person, booking }: Plan, series: Series, place: PlannedPlace, now: number) {
  const { resource, start, end, local, choice } = place
  const { units, title, purpose, projectCode, note } = booking
  const row = newReservation(tx, { person, resource }, { start, end, units, title, purpose, projectCode, note }, now)
  return make(tx, resource, {
    ...row,
    seriesId: series.id,
    occurrenceLocal: local,
    isChangedAlone: choice === 'instead',
  })
}

/** One mail about the series; an occurrence that went to another lab is that lab's matter, too. */
function tellOfBooking(tx: Db, { person, resource }: Plan, series: Series, booked: readonly Reservation[], at: number) {
  const { resourceById } = catalogueOf(tx)
  for (const each of booked)
    if (resourceById.get(each.resourceId)!.labId !== resource.labId) tellOfMaking(tx, each, person, at)
  const here = booked.filter((each) => resourceById.get(each.resourceId)!.labId === resource.labId)
  askCoordinator(tx, here, at)
  if (booked.some(({ state }) => state === 'requested'))
    tellOfSeries(tx, series.id, { toRequester: 'series-requested', toStewards: 'series-asked', actor: person, at })
  else if (booked.some(({ state }) => state === 'confirmed'))
    tellOfSeries(tx, series.id, { toRequester: 'series-confirmed', actor: person, at })
}
