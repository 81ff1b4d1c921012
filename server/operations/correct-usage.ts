import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { recordEvent } from '../../db/queries/reservation-events.ts'
import { reservationById } from '../../db/queries/reservations.ts'
import { recordSettingEvent } from '../../db/queries/setting-events.ts'
import { type UsageDetail, updateUsage, usageDetail } from '../../db/queries/usages.ts'
import type { Person } from '../domain/person.ts'
import type { Reservation } from '../domain/reservation.ts'
import type { Usage } from '../domain/usage.ts'
import { caredUsage } from './cared-usage.ts'
import { noteOn, organisationOf, usageFaults, usageOverlaps } from './record-usage.ts'
import { done, type Result, refused } from './result.ts'
import { reasonOf } from './weigh.ts'

/** What is left out stays as it is; null takes the person or the reservation away. */
export interface UsageWish {
  /** UTC epoch ms. */
  readonly start?: number | undefined
  readonly end?: number | undefined
  readonly units?: number | undefined
  readonly reservationId?: number | null | undefined
  readonly personId?: number | null | undefined
  /** Why the record was wrong. */
  readonly reason: string | null | undefined
}

/**
 * Corrects a record of use that is over, by a steward of the resource; what it said before stays in the history with the
 * reason. Refusals: `not-found`, `invalid` (`reason`, `end`, `units`, `reservation`), `rules` with what else is recorded of
 * that time.
 */
export function correctUsage(db: Db, person: Person, id: number, wish: UsageWish, now: number): Result<UsageDetail> {
  catalogueOf(db)
  return inWriteTransaction(db, (tx) => {
    const found = caredUsage(tx, person, id)
    if (!found.ok) return found
    const { usage, resource } = found.value
    const no = (field: string, reason: string) => refused({ kind: 'invalid', field, reason })
    const reason = reasonOf(wish.reason)
    if (reason === null) return no('reason', 'required')
    if (usage.end === null) return no('end', 'usage-running')
    const { start = usage.start, end = usage.end, units = usage.units } = wish
    const { reservationId = usage.reservationId, personId = usage.personId } = wish
    const [fault] = usageFaults(tx, { start, end, units, reservationId }, resource, now)
    if (fault) return refused(fault)
    const reservation = reservationId === null ? null : reservationById(tx, reservationId)
    const conflicts = usageOverlaps(tx, resource, { start, end, units, except: id }, now)
    if (conflicts.length > 0) return refused({ kind: 'rules', violations: [], conflicts })
    const isSame = personId === usage.personId && reservationId === usage.reservationId
    const organisationId = isSame ? usage.organisationId : organisationOf(tx, personId, reservation)
    updateUsage(tx, id, { start, end, units, reservationId, personId, organisationId, isEstimated: false })
    const after = usageDetail(tx, id)!
    recordSettingEvent(tx, {
      ...{ place: { kind: 'resource', id: resource.id }, personId: person.id, kind: 'usage-corrected', at: now },
      ...{ before: factsOf(usage), after: { ...factsOf(after), reason } },
    })
    tellHistories(tx, { before: usage, after, reservation, reason }, { person, now })
    return done(after)
  })
}

/** What the history keeps of a record. */
export const factsOf = ({ id, start, end, units, reservationId, personId, personName, source }: UsageDetail) => ({
  usage: id,
  ...{ start, end, units, reservationId, personId, personName, source },
})

interface Corrected {
  readonly before: Usage
  readonly after: Usage
  /** What the use is of now. */
  readonly reservation: Reservation | null
  readonly reason: string
}

/** The reservation it is of tells of it, and the one it was taken away from. */
function tellHistories(
  tx: Db,
  { before, after, reservation, reason }: Corrected,
  by: { readonly person: Person; readonly now: number },
): void {
  const [wasUsed, used] = [spanOf(before), spanOf(after)]
  const event = { personId: by.person.id, at: by.now }
  if (reservation && before.reservationId === reservation.id) {
    const details = { used, wasUsed, reason }
    recordEvent(tx, { ...event, reservationId: reservation.id, kind: 'use-corrected', details })
    return
  }
  if (before.reservationId !== null) {
    const details = { used: wasUsed, reason }
    recordEvent(tx, { ...event, reservationId: before.reservationId, kind: 'use-removed', details })
  }
  if (reservation) noteOn(tx, reservation, { ...after, reason }, by)
}

const spanOf = ({ start, end }: Usage) => ({ start, end: end! })
