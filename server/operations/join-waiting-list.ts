import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { hoursOf } from '../../db/queries/opening-hours.ts'
import { timesOfPerson } from '../../db/queries/quotas.ts'
import { countStandingOf, insertEntry, type NewEntry, sameStanding } from '../../db/queries/waiting-list.ts'
import type { Interval } from '../domain/interval.ts'
import type { Person } from '../domain/person.ts'
import { likelyPurpose } from '../domain/purpose.ts'
import type { Resource } from '../domain/resource.ts'
import { isForTheForm } from '../domain/slot-verdict.ts'
import { gridUp } from '../domain/step-grid.ts'
import type { Violation, ViolationCode } from '../domain/violation.ts'
import { isOver, lengthOfWish, MOST_WAITING, type WaitingEntry } from '../domain/waiting.ts'
import { type Assessment, assess } from './assess.ts'
import { expireOverdue } from './expire-requests.ts'
import { findSlots } from './find-slots.ts'
import { firstOpenTime } from './first-open-time.ts'
import { done, type Result, refused } from './result.ts'

/** The very time, or `durationMinutes` anywhere in it. */
export interface WaitingWish extends Interval {
  readonly resourceId: number
  readonly durationMinutes: number | null
  readonly units: number
}

export interface Joined {
  readonly entry: WaitingEntry
  /** False where the person stood there with the same wish already. */
  readonly isNew: boolean
}

/**
 * Puts a person in line for a time that is taken. Refusals: `not-found`, `rules` (what no waiting cures), `invalid`
 * (`start`: it is free or theirs already; `resource`: too many entries; `to`: too short a period).
 */
export function joinWaitingList(db: Db, person: Person, wish: WaitingWish, now: number): Result<Joined> {
  const resource = catalogueOf(db).resourceById.get(wish.resourceId)
  if (!resource || resource.isAccessory) return refused({ kind: 'not-found' })
  if (wish.durationMinutes !== null && wish.end - wish.start < lengthOfWish(wish))
    return refused({ kind: 'invalid', field: 'to', reason: 'waiting-period-short' })
  hoursOf(db, resource.id)
  return inWriteTransaction(db, (tx): Result<Joined> => {
    const row: NewEntry = { ...wish, personId: person.id, organisationId: person.organisationId, createdAt: now }
    const same = sameStanding(tx, row)
    if (same && !isOver(same, now)) return done({ entry: same, isNew: false })
    expireOverdue(tx, now)
    const { violations, conflicts } = whatIsAgainst(tx, person, resource, wish, now)
    if (violations.length > 0) return refused({ kind: 'rules', violations, conflicts })
    if (isOwnAlready(tx, person, resource, wish, now))
      return refused({ kind: 'invalid', field: 'start', reason: 'own-already' })
    if (isFree(tx, person, resource, wish, conflicts.length === 0, now))
      return refused({
        kind: 'invalid',
        field: wish.durationMinutes === null ? 'start' : 'from',
        reason: 'free-already',
      })
    if (countStandingOf(tx, person.id) >= MOST_WAITING)
      return refused({ kind: 'invalid', field: 'resource', reason: 'waiting-too-many', values: { most: MOST_WAITING } })
    return done({ entry: insertEntry(tx, row), isNew: true })
  })
}

/** For a period it is what no time in it can mend: other times may have other quotas, outages and engagements. */
const OF_EVERY_TIME: readonly ViolationCode[] = [
  'closed',
  'audience',
  'too-short',
  'too-long',
  'off-step',
  'beyond-horizon',
  'in-the-past',
  'end-before-start',
  'qualification',
  'out-of-service',
  'units',
]

function whatIsAgainst(db: Db, person: Person, resource: Resource, wish: WaitingWish, now: number): Assessment {
  const { units } = wish
  const isAnyTime = wish.durationMinutes !== null
  const length = lengthOfWish(wish)
  const first = isAnyTime
    ? (firstOpenTime(db, person, resource, wish, now) ?? anyStart(resource, wish, now))
    : wish.start
  const wanted = {
    start: first,
    end: first + length,
    units,
    purpose: likelyPurpose(resource.policy),
    projectCode: null,
  }
  const { violations, conflicts } = assess(db, { person, resource, wanted }, now)
  const counts = (each: Violation) =>
    (!isForTheForm(each) || each.code === 'qualification') && (!isAnyTime || OF_EVERY_TIME.includes(each.code))
  return { violations: violations.filter(counts), conflicts }
}

/** Where the period is never open: some start that nothing else is wrong with. */
const anyStart = ({ policy, timeZone }: Resource, { start, end }: Interval, now: number) =>
  end <= now ? start : gridUp(Math.max(start, now), policy.stepMinutes, timeZone)

/** Whether it is the person who has that very time; of several places they may want one more. */
function isOwnAlready(
  db: Db,
  person: Person,
  { id, capacity }: Resource,
  { start, end, durationMinutes }: WaitingWish,
  now: number,
): boolean {
  if (durationMinutes !== null || capacity > 1) return false
  const held = timesOfPerson(db, person.id, { span: { start, end }, isRunning: true, except: null, now })
  return held.some((each) => each.resourceIds.includes(id) && each.start <= start && each.end >= end)
}

function isFree(db: Db, person: Person, resource: Resource, wish: WaitingWish, isClear: boolean, now: number): boolean {
  if (wish.durationMinutes === null) return isClear
  const { start: from, end: to, units } = wish
  const asked = { resources: [resource], durationMs: lengthOfWish(wish), from, to, units, isQualified: true, limit: 1 }
  return findSlots(db, person, asked, now).length > 0
}
