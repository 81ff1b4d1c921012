import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { keyOfPerson, rememberKey } from '../../db/queries/idempotency.ts'
import { hoursOf } from '../../db/queries/opening-hours.ts'
import { projectOf } from '../../db/queries/projects.ts'
import { recordEvent } from '../../db/queries/reservation-events.ts'
import { insertReservation, type NewReservation, reservationById } from '../../db/queries/reservations.ts'
import { recordUnmet } from '../../db/queries/unmet-requests.ts'
import type { State } from '../domain/lifecycle.ts'
import { partsFor } from '../domain/parts.ts'
import type { Person } from '../domain/person.ts'
import type { Purpose } from '../domain/purpose.ts'
import type { PartWish, Reservation } from '../domain/reservation.ts'
import type { Resource } from '../domain/resource.ts'
import { isSteward } from '../domain/stewardship.ts'
import { inClaimTransaction } from './against-clashes.ts'
import { askCoordinator } from './ask-coordinator.ts'
import { assess, type Wish } from './assess.ts'
import { decisionDeadline } from './decision-deadline.ts'
import { expireOverdue } from './expire-requests.ts'
import { inviteAtOnce } from './invite-at-once.ts'
import { keepClaim } from './keep-claim.ts'
import { type Asking, mustAsk } from './must-ask.ts'
import { tellOf } from './reservation-mails.ts'
import { type Conflict, done, type Result, refused } from './result.ts'
import { serveWaiting } from './serve-waiting.ts'
import { reasonOf, refusalOf, weigh } from './weigh.ts'

export interface ReservationRequest {
  readonly resourceId: number
  /** UTC epoch ms. */
  readonly start: number
  readonly end: number
  readonly units: number
  readonly title: string
  readonly purpose: Purpose
  readonly projectCode?: string | null | undefined
  readonly note?: string | null | undefined
  /** A steward's reason for setting aside what may be set aside. */
  readonly override?: string | null | undefined
  /** What is to be taken along for the same time, all or nothing. */
  readonly also?: readonly PartWish[] | undefined
  /** Whom to invite along, as `nameParticipants` found them. */
  readonly participantIds?: readonly number[] | undefined
  /** The key a client chose and a digest of what it sent: the same again gets the first answer. */
  readonly idempotency?: { readonly key: string; readonly fingerprint: string } | null | undefined
}

/**
 * Reserves, or asks for, a time on a resource and on all that is taken along. Refusals: `not-found` (no such resource),
 * `forbidden` (override by no steward), `invalid` (`also`), `rules`, `idempotency-mismatch`. A clash alone is remembered as an unmet request.
 */
export function requestReservation(
  db: Db,
  person: Person,
  request: ReservationRequest,
  now: number,
): Result<Reservation> {
  const { resourceById } = catalogueOf(db)
  const resource = resourceById.get(request.resourceId)
  if (!resource || resource.isAccessory) return refused({ kind: 'not-found' })
  const fault = unknownPart(db, request.also)
  if (fault) return fault
  // Read before the transaction, which remembers nothing it may have to roll back.
  for (const id of [resource.id, ...(request.also ?? []).map((each) => each.resourceId)]) hoursOf(db, id)
  const wish = wishOf(person, resource, request)
  const result = inClaimTransaction(
    db,
    () => wish,
    now,
    (tx) => reserve(tx, wish, request, now),
  )
  if (!result.ok && result.refusal.kind === 'rules' && result.refusal.violations.length === 0)
    recordUnmet(db, unmetOf(wish, result.refusal.conflicts, now))
  return result
}

/** Refuses parts that there are not. */
export function unknownPart(db: Db, also: readonly PartWish[] = []) {
  const { resourceById } = catalogueOf(db)
  const isKnown = also.every(({ resourceId }) => resourceById.has(resourceId))
  return isKnown ? null : refused({ kind: 'invalid', field: 'also', reason: 'no-such-resource' })
}

/** One for each resource that was taken. */
const unmetOf = ({ person, wanted: { start, end } }: Wish, conflicts: readonly Conflict[], askedAt: number) =>
  [...new Set(conflicts.map((each) => each.resourceId))].map((resourceId) => ({
    ...{ resourceId, start, end, personId: person.id, askedAt },
  }))

function reserve(tx: Db, wish: Wish, request: ReservationRequest, now: number): Result<Reservation> {
  const { person, resource } = wish
  const replay = replayOf(tx, person, request)
  if (replay) return replay
  const override = reasonOf(request.override)
  if (override !== null && !isSteward(person, resource)) return refused({ kind: 'forbidden' })
  expireOverdue(tx, now)
  const weighed = weigh(assess(tx, wish, now), override)
  const no = refusalOf(weighed)
  if (no) return no
  const reservation = make(tx, resource, newReservation(tx, wish, request, now))
  recordOverride(tx, reservation, person, { reason: override, codes: weighed.overridden })
  if (request.idempotency)
    rememberKey(tx, { ...request.idempotency, personId: person.id, reservationId: reservation.id, at: now })
  tellOfMaking(tx, reservation, person, now)
  inviteAtOnce(tx, reservation, request.participantIds ?? [], { actor: person, now })
  return done(reservation)
}

/** A reservation that has been weighed, with its claim; whoever waited for it or kept it has got it. */
export function make(tx: Db, resource: Resource, wanted: NewReservation): Reservation {
  const reservation = insertReservation(tx, wanted)
  keepClaim(tx, null, reservation, resource)
  serveWaiting(tx, reservation, reservation.createdAt)
  return reservation
}

/** Notes which rules a steward set aside when the reservation was made, if any. */
export function recordOverride(
  tx: Db,
  { id, createdAt }: Reservation,
  person: Person,
  { reason, codes }: { readonly reason: string | null; readonly codes: readonly string[] },
): void {
  if (reason === null || codes.length === 0) return
  const details = { reason, codes }
  recordEvent(tx, { reservationId: id, personId: person.id, kind: 'overridden', details, at: createdAt })
}

/** What the same key stands for already: the reservation, or a refusal when it came with another request. */
function replayOf(tx: Db, person: Person, { idempotency }: ReservationRequest): Result<Reservation> | null {
  const known = idempotency ? keyOfPerson(tx, person.id, idempotency.key) : null
  if (!known) return null
  if (known.fingerprint !== idempotency?.fingerprint) return refused({ kind: 'idempotency-mismatch' })
  return done(reservationById(tx, known.reservationId)!)
}

/** The row of a reservation that begins now, in the state that its resource's policy gives it. */
export function newReservation(
  tx: Db,
  { person, resource }: Pick<Wish, 'person' | 'resource'>,
  request: Omit<ReservationRequest, 'resourceId' | 'idempotency' | 'override'>,
  now: number,
): NewReservation {
  const { start, end, units, title, purpose, note, also = [] } = request
  const catalogue = catalogueOf(tx)
  const parts = partsFor(also, catalogue)
  const resources = [resource, ...parts.map((each) => catalogue.resourceById.get(each.resourceId)!)]
  const state = firstStateOf(tx, { person, resources, start, end, purpose }, now)
  return {
    resourceId: resource.id,
    requesterId: person.id,
    organisationId: person.organisationId,
    projectId: request.projectCode ? projectOf(tx, person.id, request.projectCode)!.id : null,
    start,
    end,
    units,
    also: parts,
    state,
    title,
    purpose,
    note: reasonOf(note),
    createdAt: now,
    decideBy: state === 'requested' ? decisionDeadline(tx, resource, { madeAt: now, start }) : null,
    decidedById: null,
    decidedAt: null,
    decisionReason: null,
  }
}

/** A past time can only be a steward's record of what was; what needs an approval makes all of it wait. */
export function firstStateOf(db: Db, asking: Asking, now: number): State {
  if (asking.end <= now) return 'completed'
  return mustAsk(db, asking, now) ? 'requested' : 'confirmed'
}

export function tellOfMaking(tx: Db, reservation: Reservation, actor: Person, at: number): void {
  if (reservation.state === 'requested')
    tellOf(tx, reservation, { toRequester: 'requested', toStewards: 'asked', actor, at })
  askCoordinator(tx, [reservation], at)
  if (reservation.state === 'confirmed') tellOf(tx, reservation, { toRequester: 'confirmed', actor, at })
}

function wishOf(person: Person, resource: Resource, request: ReservationRequest): Wish {
  const { start, end, units, purpose, projectCode, also = [] } = request
  return { person, resource, wanted: { start, end, units, purpose, projectCode: projectCode ?? null, also } }
}
