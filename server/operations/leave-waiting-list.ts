import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { deleteOffer, entryById, insertRefusal, offerTo, setEntryState } from '../../db/queries/waiting-list.ts'
import type { Person } from '../domain/person.ts'
import { isStanding, type WaitingEntry } from '../domain/waiting.ts'
import { done, type Result, refused } from './result.ts'

/**
 * `decline` says no to the time that is offered: whoever waits for that very time is done, whoever waits for any time
 * goes on waiting and is never asked for it again. `leave` ends the waiting. An entry that has ended stays as it is.
 * Refusal: `not-found`.
 */
export function leaveWaitingList(
  db: Db,
  person: Person,
  id: number,
  how: 'decline' | 'leave',
  now: number,
): Result<WaitingEntry> {
  return inWriteTransaction(db, (tx) => {
    const entry = entryById(tx, id)
    if (entry?.personId !== person.id) return refused({ kind: 'not-found' })
    if (!isStanding(entry)) return done(entry)
    const offer = offerTo(tx, id)
    const isAsked = offer !== null && offer.expiresAt > now
    if (how === 'decline' && !isAsked) return done(entry)
    if (offer) {
      insertRefusal(tx, id, offer)
      deleteOffer(tx, id)
    }
    const goesOn = how === 'decline' && entry.durationMinutes !== null
    return done(goesOn ? setEntryState(tx, entry, 'waiting', null) : setEntryState(tx, entry, 'left', now))
  })
}

/** What DELETE does: declines the offer there is, else leaves. */
export function declineOrLeave(db: Db, person: Person, id: number, now: number): Result<WaitingEntry> {
  const offer = offerTo(db, id)
  return leaveWaitingList(db, person, id, offer && offer.expiresAt > now ? 'decline' : 'leave', now)
}
