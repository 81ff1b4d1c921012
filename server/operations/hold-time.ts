import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { endFormHold, formHoldOf, liveHoldsOn, storeFormHold } from '../../db/queries/holds.ts'
import { hoursOf } from '../../db/queries/opening-hours.ts'
import { type Hold, holdFor } from '../domain/hold.ts'
import type { Interval } from '../domain/interval.ts'
import type { Person } from '../domain/person.ts'
import { likelyPurpose } from '../domain/purpose.ts'
import { isForTheForm } from '../domain/slot-verdict.ts'
import { assess } from './assess.ts'
import { done, type Result, refused } from './result.ts'

export interface HoldWish extends Interval {
  readonly resourceId: number
  readonly units: number
}

/**
 * Keeps a time for a person while they fill in the form, in place of any other they kept. Whoever was offered the time
 * keeps that offer. Refusals: `not-found`, `rules` (it could not be reserved), `invalid` for `start` (kept for too long).
 */
export function holdTime(
  db: Db,
  person: Person,
  wish: HoldWish,
  now: number,
): Result<Pick<Hold, 'start' | 'end' | 'expiresAt'>> {
  const resource = catalogueOf(db).resourceById.get(wish.resourceId)
  if (!resource || resource.isAccessory) return refused({ kind: 'not-found' })
  hoursOf(db, resource.id)
  return inWriteTransaction(db, (tx) => {
    const offer = liveHoldsOn(tx, resource, now).find((each) => isOfferOf(each, person, wish))
    if (offer) {
      endFormHold(tx, person.id, now)
      return done(offer)
    }
    const { start, end, units } = wish
    const wanted = { start, end, units, purpose: likelyPurpose(resource.policy), projectCode: null }
    const { violations, conflicts } = assess(tx, { person, resource, wanted }, now)
    const standing = violations.filter((each) => !isForTheForm(each) || each.code === 'qualification')
    const kept = holdFor(formHoldOf(tx, person.id), wish, now)
    if (standing.length + conflicts.length > 0 || !kept) endFormHold(tx, person.id, now)
    if (standing.length + conflicts.length > 0) return refused({ kind: 'rules', violations: standing, conflicts })
    if (!kept) return refused({ kind: 'invalid', field: 'start', reason: 'held-too-long' })
    const hold = { resourceId: resource.id, personId: person.id, start, end, units, ...kept }
    storeFormHold(tx, hold)
    return done(hold)
  })
}

const isOfferOf = (hold: Hold, person: Person, wish: HoldWish) =>
  hold.waitingEntryId !== null &&
  hold.personId === person.id &&
  hold.resourceId === wish.resourceId &&
  hold.start <= wish.start &&
  hold.end >= wish.end &&
  hold.units >= wish.units
