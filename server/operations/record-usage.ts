import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { requesterById } from '../../db/queries/people.ts'
import { recordEvent } from '../../db/queries/reservation-events.ts'
import { reservationById, updateReservation } from '../../db/queries/reservations.ts'
import { insertUsage, usagesDuring } from '../../db/queries/usages.ts'
import type { Conflict } from '../domain/conflicts.ts'
import { type Interval, loadProfile } from '../domain/interval.ts'
import type { Person } from '../domain/person.ts'
import type { Reservation } from '../domain/reservation.ts'
import type { Resource } from '../domain/resource.ts'
import type { Usage, UsageSource } from '../domain/usage.ts'
import { caredFor } from './cared-for.ts'
import { done, type Invalid, type Result, refused } from './result.ts'
import { reasonOf } from './weigh.ts'

export interface UsageRecord {
  readonly resourceId: number
  /** UTC epoch ms. */
  readonly start: number
  readonly end: number
  /** 1 unless told. */
  readonly units?: number | undefined
  /** The reservation it was of, on this resource. */
  readonly reservationId?: number | null | undefined
  /** Who it was; the requester of the reservation unless told. */
  readonly personId?: number | null | undefined
  readonly reason?: string | null | undefined
  /** `steward` unless told. */
  readonly source?: UsageSource | undefined
  /** What a row of a log is known by. */
  readonly importKey?: string | null | undefined
}

/**
 * Notes that a resource was used, by its steward. Refusals: `not-found`, `forbidden`, `invalid` (`end`, `units`,
 * `reservation`), `rules` with what is recorded of that time already.
 */
export function recordUsage(db: Db, person: Person, record: UsageRecord, now: number): Result<Usage> {
  catalogueOf(db)
  return inWriteTransaction(db, (tx) => noteUsage(tx, person, record, now))
}

/** The same inside a transaction, for whoever records many. */
export function noteUsage(tx: Db, person: Person, record: UsageRecord, now: number): Result<Usage> {
  const resource = caredFor(tx, person, record.resourceId)
  if (!resource.ok) return resource
  const [fault] = usageFaults(tx, record, resource.value, now)
  if (fault) return refused(fault)
  const reservation = record.reservationId ? reservationById(tx, record.reservationId) : null
  const conflicts = usageOverlaps(tx, resource.value, record, now)
  if (conflicts.length > 0) return refused({ kind: 'rules', violations: [], conflicts })
  const usage = insertUsage(tx, rowOf(tx, person, record, reservation))
  if (reservation) noteOn(tx, reservation, usage, { person, now })
  return done(usage)
}

export type UsedTime = Pick<UsageRecord, 'start' | 'end' | 'units'>

/** All that is wrong with a record in itself, the first of it for each field. */
export function usageFaults(
  db: Db,
  { start, end, units = 1, reservationId = null }: UsedTime & Pick<UsageRecord, 'reservationId'>,
  { id, capacity }: Resource,
  now: number,
): readonly Invalid[] {
  const reservation = reservationId === null ? null : reservationById(db, reservationId)
  const endReason = end <= start ? 'end-before-start' : end > now ? 'in-the-future' : null
  return [
    ...(endReason ? [{ kind: 'invalid', field: 'end', reason: endReason } as const] : []),
    ...(units < 1 || units > capacity
      ? [{ kind: 'invalid', field: 'units', reason: 'too-many-units', values: { count: capacity } } as const]
      : []),
    ...(reservationId !== null && !(reservation && takes(reservation, id))
      ? [{ kind: 'invalid', field: 'reservation', reason: 'no-such-reservation' } as const]
      : []),
  ]
}

const takes = ({ resourceId, also }: Reservation, id: number) =>
  resourceId === id || also.some((each) => each.resourceId === id)

/**
 * The stretches of what is recorded already, but for the record `except`, that leave too few units: of the resource, and of
 * what is above and inside it.
 */
export function usageOverlaps(
  tx: Db,
  resource: Resource,
  { start, end, units = 1, except }: UsedTime & { readonly except?: number },
  now: number,
): Conflict[] {
  const span = { start, end }
  const own = usagesDuring(tx, resource.id, span).filter(({ id }) => id !== except)
  const kin = [...resource.above, ...resource.inside].flatMap((id) => usagesDuring(tx, id, span))
  const loads = [
    ...own.map((each) => ({ ...timeOf(each, now), units: each.units })),
    ...kin.map((each) => ({ ...timeOf(each, now), units: resource.capacity })),
  ]
  return loadProfile(loads, span)
    .filter((step) => step.units > resource.capacity - units)
    .map((step) => ({ ...step, units: Math.min(step.units, resource.capacity), resourceId: resource.id }))
}

const timeOf = ({ start, end }: Usage, now: number): Interval => ({ start, end: end ?? Math.max(now, start + 1) })

function rowOf(tx: Db, person: Person, record: UsageRecord, reservation: Reservation | null) {
  const { resourceId, start, end, units = 1, source = 'steward', importKey = null } = record
  const personId = record.personId ?? reservation?.requesterId ?? null
  return {
    ...{ resourceId, start, end, units, source, importKey, personId },
    reservationId: reservation?.id ?? null,
    organisationId: organisationOf(tx, personId, reservation),
    ...{ isEstimated: false, createdById: person.id, reason: reasonOf(record.reason) },
  }
}

/** For whom it was: with a reservation of theirs the one they had then, else the one they have now. */
export function organisationOf(tx: Db, personId: number | null, reservation: Reservation | null): number | null {
  if (personId === null) return null
  return personId === reservation?.requesterId ? reservation.organisationId : requesterById(tx, personId).organisationId
}

/** Its history tells of it; one that is over and that nobody checked in to has now been used. */
export function noteOn(
  tx: Db,
  reservation: Reservation,
  { start, end, reason }: Usage,
  { person, now }: { readonly person: Person; readonly now: number },
): void {
  const details = { used: { start, end: end! }, ...(reason === null ? {} : { reason }) }
  recordEvent(tx, { reservationId: reservation.id, personId: person.id, kind: 'use-entered', details, at: now })
  if (reservation.state === 'confirmed' && reservation.end <= now)
    updateReservation(tx, { ...reservation, state: 'completed' })
}
