import type { Db } from '../../db/connect.ts'
import { insertParticipants } from '../../db/queries/participants.ts'
import type { Person } from '../domain/person.ts'
import type { Reservation } from '../domain/reservation.ts'
import { tellInvited } from './participant-mails.ts'

/** Invites people along to a reservation that has just been made, or to the whole series that it is the first date of. */
export function inviteAtOnce(
  tx: Db,
  { participantIds: _, ...made }: Reservation,
  people: readonly number[],
  { actor, now }: { readonly actor: Person; readonly now: number },
): void {
  const guests = people.filter((each) => each !== made.requesterId)
  if (guests.length === 0) return
  insertParticipants(tx, { reservationId: made.id, seriesId: made.seriesId }, guests, now)
  tellInvited(tx, { ...made, participantIds: guests }, { people: guests, actor, at: now })
}
