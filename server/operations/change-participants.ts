import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { deleteParticipants, insertParticipants, participantIdsOf } from '../../db/queries/participants.ts'
import { recordEvent } from '../../db/queries/reservation-events.ts'
import { updateReservation } from '../../db/queries/reservations.ts'
import { reservationsOfSeries, seriesById, updateSeries } from '../../db/queries/series.ts'
import { MOST_PARTICIPANTS } from '../domain/participant.ts'
import type { Person } from '../domain/person.ts'
import type { Reservation } from '../domain/reservation.ts'
import { expireOverdue } from './expire-requests.ts'
import { findReservation } from './find-reservation.ts'
import { tellInvited, tellUninvited } from './participant-mails.ts'
import { done, type Result, refused } from './result.ts'
import { nextSequence } from './series-sequence.ts'

export interface ParticipantChange {
  readonly add?: readonly number[]
  readonly remove?: readonly number[]
}

/**
 * Invites people along to a reservation, or to all dates of its series, and takes them out again: by its requester and by
 * stewards; who is invited may take themselves out. Each gets their own invitation or its cancellation. Refusals:
 * `not-found`, `forbidden`, `wrong-state` once it is over, `invalid` with `participants`.
 */
export function changeParticipants(
  db: Db,
  person: Person,
  id: number,
  { add = [], remove = [] }: ParticipantChange,
  now: number,
): Result<Reservation> {
  catalogueOf(db)
  return inWriteTransaction(db, (tx) => {
    expireOverdue(tx, now)
    const leaves = add.length === 0 && remove.every((each) => each === person.id)
    const found = findReservation(tx, person, id, leaves ? 'see' : 'change')
    if (!found.ok) return found
    const { reservation } = found.value
    if (!isOpenToGuests(reservation, now)) return refused({ kind: 'wrong-state', state: reservation.state })
    const present = reservation.participantIds.filter((each) => !remove.includes(each))
    return setParticipants(tx, reservation, [...present, ...add], { actor: person, now })
  })
}

export const isOpenToGuests = ({ state, end }: Reservation, now: number): boolean =>
  (state === 'requested' || state === 'confirmed' || state === 'in_use') && end > now

interface Act {
  readonly actor: Person
  readonly now: number
}

/** Makes these its participants, inside a transaction; mail goes to whom it concerns, the version rises by one. */
export function setParticipants(
  tx: Db,
  reservation: Reservation,
  wanted: readonly number[],
  { actor, now }: Act,
): Result<Reservation> {
  const { id: reservationId, seriesId, requesterId } = reservation
  const of = { reservationId, seriesId }
  const present = participantIdsOf(tx, of)
  const after = [...new Set(wanted)].filter((each) => each !== requesterId)
  if (after.length > MOST_PARTICIPANTS)
    return refused({
      ...{ kind: 'invalid', field: 'participants', reason: 'participants-many' },
      values: { count: MOST_PARTICIPANTS },
    })
  const added = after.filter((each) => !present.includes(each))
  const removed = present.filter((each) => !after.includes(each))
  if (added.length + removed.length === 0) return done(reservation)
  deleteParticipants(tx, of, removed)
  insertParticipants(tx, of, added, now)
  const updated = removed.length > 0 ? sequenced(tx, reservation) : updateReservation(tx, reservation)
  keepHistory(tx, updated, { added, removed, actor, now })
  tellUninvited(tx, updated, { people: removed, actor, at: now })
  tellInvited(tx, updated, { people: added, actor, at: now })
  return done(updated)
}

interface Guests extends Act {
  readonly added: readonly number[]
  readonly removed: readonly number[]
}

/** A line for each date that has them, with no name in it: who was invited and who not is nobody's business for ever. */
function keepHistory(tx: Db, { id, seriesId }: Reservation, { added, removed, actor, now: at }: Guests): void {
  const hasLeft = removed.includes(actor.id)
  const taken = removed.length - Number(hasLeft)
  const lines = [
    ...(hasLeft ? [{ kind: 'guest-left', details: {} } as const] : []),
    ...(taken > 0 ? [{ kind: 'uninvited', details: { guests: taken } } as const] : []),
    ...(added.length > 0 ? [{ kind: 'invited', details: { guests: added.length } } as const] : []),
  ]
  const dates = seriesId === null ? [id] : reservationsOfSeries(tx, seriesId).map((each) => each.id)
  for (const reservationId of dates)
    for (const line of lines) recordEvent(tx, { reservationId, personId: actor.id, ...line, at })
}

/** A cancellation is newer than the invitation it takes back (RFC 5546, 3.2.5). */
function sequenced(tx: Db, reservation: Reservation): Reservation {
  const { seriesId, calendarSequence } = reservation
  if (seriesId === null) return updateReservation(tx, { ...reservation, calendarSequence: calendarSequence + 1 })
  const series = seriesById(tx, seriesId)!
  updateSeries(tx, { ...series, calendarSequence: nextSequence(tx, series) })
  return updateReservation(tx, reservation)
}
