import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { liveHoldsOn } from '../../db/queries/holds.ts'
import { hoursOf } from '../../db/queries/opening-hours.ts'
import { personById } from '../../db/queries/people.ts'
import { queueMail } from '../../db/queries/queue-mail.ts'
import { insertUnmet } from '../../db/queries/unmet-requests.ts'
import {
  deleteOffer,
  insertOffer,
  insertRefusal,
  offerTo,
  refusedSince,
  resourcesWaitedFor,
  setEntryState,
  standingOn,
} from '../../db/queries/waiting-list.ts'
import type { Interval } from '../domain/interval.ts'
import { likelyPurpose } from '../domain/purpose.ts'
import type { Resource } from '../domain/resource.ts'
import { slotVerdict } from '../domain/slot-verdict.ts'
import { isOver, lengthOfWish, OFFER_MS, type WaitingEntry, windowsOf } from '../domain/waiting.ts'
import { assess } from './assess.ts'
import { findSlots } from './find-slots.ts'
import { placeOf } from './mail-matter.ts'

const MINUTE = 60_000

/** Resources that stand in each other's way and that somebody waits for, as lists of ids: those of one are settled together. */
export function groupsWaitedFor(db: Db): number[][] {
  const { resourceById } = catalogueOf(db)
  const known = resourcesWaitedFor(db).flatMap((id) => resourceById.get(id) ?? [])
  const rootOf = ({ id, above }: Resource) => above.find((each) => resourceById.get(each)?.parentId === null) ?? id
  return [...Map.groupBy(known, rootOf).values()].map((group) => group.map((each) => each.id))
}

/**
 * Offers what is free to the first in line for it, lets offers lapse that nobody took, and ends entries whose time has
 * begun. Several processes may do so at once, and after any pause: all is looked at again under the write lock. Returns
 * the number of offers made.
 */
export function offerFreedTime(db: Db, resourceIds: readonly number[], now: number): number {
  for (const id of resourceIds) hoursOf(db, id)
  // A look costs no lock: mostly there is nothing to do.
  if (!standingOn(db, resourceIds).some((entry) => hasNews(db, entry, now))) return 0
  return inWriteTransaction(db, (tx) => {
    let offered = 0
    for (const entry of standingOn(tx, resourceIds)) {
      const waiting = settle(tx, entry, now)
      const time = waiting && timeFor(tx, waiting, now)
      if (!time) continue
      offer(tx, waiting, time, now)
      offered += 1
    }
    return offered
  })
}

const isLapsed = (db: Db, entry: WaitingEntry, now: number) =>
  entry.state === 'offered' && (offerTo(db, entry.id)?.expiresAt ?? 0) <= now

function hasNews(db: Db, entry: WaitingEntry, now: number): boolean {
  if (isOver(entry, now) || personById(db, entry.personId) === null) return true
  return entry.state === 'offered' ? isLapsed(db, entry, now) : timeFor(db, entry, now) !== null
}

/** What time alone has done to an entry; the entry if it goes on waiting for an offer. */
function settle(tx: Db, entry: WaitingEntry, now: number): WaitingEntry | null {
  const offered = offerTo(tx, entry.id)
  if (entry.state === 'offered' && offered && offered.expiresAt > now) return null
  if (offered) {
    insertRefusal(tx, entry.id, offered)
    deleteOffer(tx, entry.id)
  }
  if (personById(tx, entry.personId) === null) return end(tx, entry, 'left', now)
  if (isOver(entry, now)) {
    if (!offered && refusedSince(tx, entry).length === 0) remember(tx, entry)
    return end(tx, entry, 'expired', now)
  }
  if (entry.state === 'waiting') return entry
  return entry.durationMinutes === null ? end(tx, entry, 'expired', now) : setEntryState(tx, entry, 'waiting', null)
}

function end(tx: Db, entry: WaitingEntry, state: 'left' | 'expired', now: number): null {
  setEntryState(tx, entry, state, now)
  return null
}

/** Hours that were wanted and never free. */
function remember(tx: Db, entry: WaitingEntry): void {
  const { resourceId, personId, start, createdAt } = entry
  insertUnmet(tx, { resourceId, personId, start, end: start + lengthOfWish(entry), askedAt: createdAt })
}

/** The first time that would do and that the rules let this person reserve now; null when there is none. */
function timeFor(db: Db, entry: WaitingEntry, now: number): Interval | null {
  const resource = catalogueOf(db).resourceById.get(entry.resourceId)
  const person = personById(db, entry.personId, now)
  if (!resource || !person || isOver(entry, now)) return null
  const atHand = liveHoldsOn(db, resource, now).filter((each) => each.personId === person.id)
  const windows = windowsOf(entry, [...refusedSince(db, entry), ...atHand], now)
  const { units } = entry
  for (const { start, end } of windows) {
    if (entry.durationMinutes === null) {
      const wanted = { start, end, units, purpose: likelyPurpose(resource.policy), projectCode: null }
      const verdict = slotVerdict(wanted, assess(db, { person, resource, wanted }, now), resource)
      return verdict.kind === 'fits' && verdict.qualified ? { start, end } : null
    }
    const span = { durationMs: lengthOfWish(entry), from: start, to: end, units }
    const [slot] = findSlots(db, person, { ...span, resources: [resource], isQualified: true, limit: 1 }, now)
    if (slot) return { start: slot.start, end: slot.end }
  }
  return null
}

/** Keeps the time for the person alone and writes to them, in the same transaction: once for each offer. */
function offer(tx: Db, entry: WaitingEntry, { start, end }: Interval, now: number): void {
  const { resourceId, personId, units, id } = entry
  const { policy, timeZone, capacity } = catalogueOf(tx).resourceById.get(resourceId)!
  // Later than the notice allows it could not be taken any more.
  const expiresAt = Math.min(now + OFFER_MS, start - policy.minNoticeMinutes * MINUTE + 1)
  insertOffer(tx, { resourceId, personId, start, end, units, expiresAt, sinceAt: now, waitingEntryId: id })
  setEntryState(tx, entry, 'offered', null)
  queueMail(tx, {
    personId,
    kind: 'waiting-offer',
    payload: { ...placeOf(tx, resourceId), entryId: id, timeZone, start, end, units, capacity, expiresAt },
    at: now,
  })
}
