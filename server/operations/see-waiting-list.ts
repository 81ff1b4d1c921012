import type { Db } from '../../db/connect.ts'
import { entriesOfPerson, entryById, offerTo, positionOf } from '../../db/queries/waiting-list.ts'
import type { Hold } from '../domain/hold.ts'
import type { Person } from '../domain/person.ts'
import { isStanding, stateAt, type WaitingEntry } from '../domain/waiting.ts'

/** An entry as it is at a moment, whether or not a job has been there. */
export interface SeenEntry extends WaitingEntry {
  /** The place in line; null once it has ended. */
  readonly position: number | null
  /** The time that is kept for the person, while it is. */
  readonly offer: Hold | null
}

/** The person's entries, the latest first; those that ended after the instant, too. */
export function waitingListOf(db: Db, person: Person, now: number, endedAfter = now): SeenEntry[] {
  const seen = entriesOfPerson(db, person.id, endedAfter).map((entry) => seenAt(db, entry, now))
  return endedAfter < now ? seen : seen.filter(isStanding)
}

/** One of the person's own; null for any other. */
export function seeWaitingEntry(db: Db, person: Person, id: number, now: number): SeenEntry | null {
  const entry = entryById(db, id)
  return entry?.personId === person.id ? seenAt(db, entry, now) : null
}

function seenAt(db: Db, entry: WaitingEntry, now: number): SeenEntry {
  const known = entry.state === 'offered' ? offerTo(db, entry.id) : null
  const offer = known && known.expiresAt > now ? known : null
  const state = stateAt(entry, offer !== null, now)
  return { ...entry, state, offer, position: isStanding({ state }) ? positionOf(db, entry) : null }
}
