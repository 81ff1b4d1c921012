import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { hoursOf } from '../../db/queries/opening-hours.ts'
import { requesterOf } from '../../db/queries/people.ts'
import { projectsOf } from '../../db/queries/projects.ts'
import { recordEvent } from '../../db/queries/reservation-events.ts'
import { storeParts } from '../../db/queries/reservation-parts.ts'
import { reservationById, updateReservation } from '../../db/queries/reservations.ts'
import { forgetVotes } from '../../db/queries/votes.ts'
import { lockOn } from '../domain/lock.ts'
import { partsFor } from '../domain/parts.ts'
import type { Person } from '../domain/person.ts'
import { groupOf, type Purpose } from '../domain/purpose.ts'
import type { PartWish, Reservation } from '../domain/reservation.ts'
import { changesOf, isMoved, isShortened, takesTheSame } from '../domain/reservation-change.ts'
import { isSteward } from '../domain/stewardship.ts'
import type { Violation, ViolationCode } from '../domain/violation.ts'
import { inClaimTransaction } from './against-clashes.ts'
import { alternativesFor } from './alternatives-for.ts'
import { askCoordinator } from './ask-coordinator.ts'
import { assess, type Wish } from './assess.ts'
import { setParticipants } from './change-participants.ts'
import { correctPurpose, purposeFault } from './correct-purpose.ts'
import { overriddenIn } from './decide-reservation.ts'
import { decisionDeadline } from './decision-deadline.ts'
import { expireOverdue } from './expire-requests.ts'
import { type Found, findReservation } from './find-reservation.ts'
import { keepClaim } from './keep-claim.ts'
import { mustAsk, mustAskCoordinator } from './must-ask.ts'
import type { Preview } from './preview-reservation.ts'
import { unknownPart } from './request-reservation.ts'
import { tellOf, tellRequester } from './reservation-mails.ts'
import { done, type Result, refused } from './result.ts'
import { serveWaiting } from './serve-waiting.ts'
import { reasonOf, refusalOf, weigh } from './weigh.ts'

/** What to change; what is left out stays, null clears. */
export interface ReservationChange {
  readonly start?: number | undefined
  readonly end?: number | undefined
  readonly units?: number | undefined
  readonly title?: string | undefined
  readonly purpose?: Purpose | undefined
  readonly projectCode?: string | null | undefined
  readonly note?: string | null | undefined
  /** All that is to be taken along. */
  readonly also?: readonly PartWish[] | undefined
  /** All who are to be invited along, as `nameParticipants` found them. */
  readonly participantIds?: readonly number[] | undefined
  /** A steward's reason for setting aside what may be set aside. */
  readonly override?: string | null | undefined
  /** Why, for whoever it is the reservation of. */
  readonly reason?: string | null | undefined
}

/**
 * Changes a reservation that is not over. Shortening keeps an approval, any other change of time, and one of the purpose
 * between economic and other use, returns it to the stewards, unless one of them makes it. A purpose that was confirmed
 * changes with a reason only; of what is over stewards correct the purpose alone. Refusals: `not-found`, `forbidden`,
 * `invalid` (`also`, `reason`), `stale`, `wrong-state`, `rules`.
 */
export function changeReservation(
  db: Db,
  person: Person,
  id: number,
  change: ReservationChange,
  expectedVersion: number,
  now: number,
): Result<Reservation> {
  const fault = unknownPart(db, change.also)
  if (fault) return fault
  const known = reservationById(db, id)
  // Read before the transaction, which remembers nothing it may have to roll back.
  for (const each of known ? [known, ...(change.also ?? known.also)] : []) hoursOf(db, each.resourceId)
  let wish: Wish | null = null
  return inClaimTransaction(
    db,
    () => wish,
    now,
    (tx) => {
      expireOverdue(tx, now)
      const found = findReservation(tx, person, id, 'change')
      if (!found.ok) return found
      const { reservation, resource } = found.value
      const override = reasonOf(change.override)
      if (override !== null && !isSteward(person, resource)) return refused({ kind: 'forbidden' })
      if (reservation.version !== expectedVersion) return refused({ kind: 'stale', version: reservation.version })
      if (!isOpenToChange(reservation, now)) return correctedOnly(tx, found.value, { person, change, now })
      const unreasoned = purposeFault(reservation, change)
      if (unreasoned) return unreasoned
      const locked = lockOn(reservation, resource, person, now)
      if (locked) return refused({ kind: 'rules', violations: [locked], conflicts: [] })
      wish = wishAfter(tx, found.value, change, now)
      const result = applyChange(tx, found.value, { person, change, wish, override, now })
      if (!result.ok || change.participantIds === undefined) return result
      return setParticipants(tx, result.value, change.participantIds, { actor: person, now })
    },
  )
}

/** What `changeReservation` would say of the rules and of clashes; null where the person may not change it. Changes nothing. */
export function previewChange(
  db: Db,
  person: Person,
  id: number,
  change: ReservationChange,
  now: number,
): Omit<Preview, 'allowed'> | null {
  const found = findReservation(db, person, id, 'change')
  if (!found.ok) return null
  const { reservation, resource } = found.value
  const wish = wishAfter(db, found.value, change, now)
  const override = isSteward(person, resource) ? reasonOf(change.override) : null
  const { standing: against, conflicts } = weighChange(db, reservation, wish, override, now)
  const standing = [lockOn(reservation, resource, person, now) ?? [], against].flat()
  const isFree = standing.length + conflicts.length === 0
  const attempt = { person, change, wish, override, now }
  return {
    state: isFree ? (changed(db, reservation, attempt).state as Preview['state']) : null,
    violations: standing,
    conflicts,
    alternatives: isFree
      ? []
      : alternativesFor(db, wish.person, { ...wish.wanted, resourceId: resource.id, except: id }, now),
  }
}

/** Of what has begun or is over a steward may still correct the purpose, and nothing else. */
function correctedOnly(
  tx: Db,
  found: Found,
  { person, change, now }: Pick<Attempt, 'person' | 'change' | 'now'>,
): Result<Reservation> {
  const { purpose, reason, ...rest } = change
  const isAlone = Object.values(rest).every((each) => each === undefined)
  return purpose !== undefined && isAlone && isSteward(person, found.resource)
    ? correctPurpose(tx, found, { person, purpose, reason, now })
    : refused({ kind: 'wrong-state', state: found.reservation.state })
}

export const isOpenToChange = ({ state, end }: Reservation, now: number) =>
  state === 'requested' || (state === 'confirmed' && end > now)

/** The reservation as it would be, for the person it was made for. */
export function wishAfter(tx: Db, { reservation, resource }: Found, change: ReservationChange, now: number): Wish {
  const person = requesterOf(tx, reservation, now)
  const present = projectsOf(tx, person.id).find((project) => project.id === reservation.projectId)?.code ?? null
  const { start, end, units, purpose } = reservation
  const wanted = {
    start: change.start ?? start,
    end: change.end ?? end,
    units: change.units ?? units,
    purpose: change.purpose ?? purpose,
    projectCode: change.projectCode === undefined ? present : change.projectCode,
    also: change.also ?? reservation.also,
  }
  return { person, resource, wanted, except: reservation.id }
}

export interface Attempt {
  readonly person: Person
  readonly change: ReservationChange
  readonly wish: Wish
  readonly override: string | null
  readonly now: number
}

function applyChange(tx: Db, found: Found, attempt: Attempt): Result<Reservation> {
  const { reservation } = found
  const { wish, override, now } = attempt
  const weighed = weighChange(tx, reservation, wish, override, now)
  const no = refusalOf(weighed)
  if (no) return no
  const wanted = changed(tx, reservation, attempt)
  // A running reservation cannot wait for a decision: whoever wants it longer asks a steward.
  if (wanted.state !== reservation.state && reservation.start <= now)
    return refused({ kind: 'wrong-state', state: reservation.state })
  const moved = isMoved(reservation, wanted)
  const isChangedAlone = reservation.isChangedAlone || (moved && reservation.seriesId !== null)
  const after = writeChange(
    tx,
    found,
    { ...wanted, isChangedAlone },
    {
      ...attempt,
      codes: weighed.overridden,
      reason: reasonOf(attempt.change.reason),
    },
  )
  tellOfIt(tx, reservation, after, attempt)
  return done(after)
}

interface Written {
  readonly person: Person
  readonly override: string | null
  /** Codes of the violations the override sets aside. */
  readonly codes: readonly string[]
  readonly reason?: string | null
  readonly now: number
}

/** Writes a change that has been weighed, its claim and its history, without its mail; one that changes nothing is not written. */
export function writeChange(tx: Db, { reservation, resource }: Found, wanted: Reservation, by: Written): Reservation {
  const changes = changesOf(reservation, wanted)
  if (Object.keys(changes).length === 0) return reservation
  if (!takesTheSame(reservation.also, wanted.also)) storeParts(tx, reservation.id, wanted.also)
  const after = updateReservation(tx, wanted)
  keepClaim(tx, reservation, after, resource)
  if (isMoved(reservation, after)) serveWaiting(tx, after, by.now)
  if (isOtherMatter(reservation, after)) forgetVotes(tx, reservation.id)
  const event = { reservationId: after.id, personId: by.person.id, at: by.now }
  if (by.override !== null && by.codes.length > 0)
    recordEvent(tx, { ...event, kind: 'overridden', details: { reason: by.override, codes: by.codes } })
  const stateChange = after.state === reservation.state ? {} : { state: after.state }
  const reason = by.reason ? { reason: by.reason } : {}
  recordEvent(tx, { ...event, kind: 'changed', details: { changes, ...stateChange, ...reason } })
  return after
}

/** What stands against a change; what it is not to blame for, and what a steward's reason sets aside, left out. */
export function weighChange(tx: Db, reservation: Reservation, wish: Wish, override: string | null, now: number) {
  const assessed = assess(tx, wish, now)
  const settled = codesSettledFor(tx, reservation, wish)
  const known = new Set(reservation.also.map(({ resourceId }) => resourceId))
  const isNew = ({ resource }: Violation) => resource !== undefined && !known.has(resource.id)
  const violations = assessed.violations.filter((each) => !settled.has(each.code) || isNew(each))
  return weigh({ violations, conflicts: isMoved(reservation, wish.wanted) ? assessed.conflicts : [] }, override)
}

const TIME_CODES: readonly ViolationCode[] = [
  'closed',
  'audience',
  'too-short',
  'too-long',
  'off-step',
  'outage',
  'out-of-service',
  'units',
  'qualification',
  'elsewhere',
  'parts',
]
const START_CODES: readonly ViolationCode[] = ['in-the-past', 'too-soon', 'beyond-horizon']

/** Violations the change is not to blame for: a new title may be written whatever has become of the hours. */
function codesSettledFor(tx: Db, reservation: Reservation, { wanted }: Wish): ReadonlySet<string> {
  const ofMatter = codesOfMatter(tx, reservation, wanted)
  if (!isMoved(reservation, wanted)) return new Set<string>([...TIME_CODES, ...START_CODES, ...ofMatter])
  const ofStart = wanted.start === reservation.start ? START_CODES : []
  // A steward set rules aside for the time there was: that covers less of it, never more.
  if (!isShortened(reservation, wanted)) return new Set<string>(ofStart)
  return new Set<string>([
    ...ofStart,
    'too-soon',
    'beyond-horizon',
    'elsewhere',
    'parts',
    ...ofMatter,
    ...overriddenIn(tx, reservation.id),
  ])
}

/** What takes no more time and keeps its purpose and project goes no further beyond rules and quotas than it did. */
function codesOfMatter(tx: Db, reservation: Reservation, { purpose, projectCode }: Wish['wanted']): ViolationCode[] {
  if (purpose !== reservation.purpose) return []
  const project = projectsOf(tx, reservation.requesterId).find((each) => each.code === projectCode)
  const isSame = (project?.id ?? null) === reservation.projectId
  if (!isSame) return ['purpose']
  return projectCode === null ? ['purpose', 'project', 'quota'] : ['purpose', 'quota']
}

/** The row after the change, with what the change of time does to its approval. */
export function changed(tx: Db, reservation: Reservation, { person, change, wish, now }: Attempt): Reservation {
  const { wanted, resource } = wish
  const catalogue = catalogueOf(tx)
  const projects = projectsOf(tx, reservation.requesterId)
  const projectId =
    change.projectCode === undefined
      ? reservation.projectId
      : (projects.find((project) => project.code === wanted.projectCode)?.id ?? null)
  const moved = isMoved(reservation, wanted)
  const after: Reservation = {
    ...reservation,
    start: wanted.start,
    end: wanted.end,
    units: wanted.units,
    also: change.also === undefined ? reservation.also : partsFor(change.also, catalogue),
    purpose: change.purpose ?? reservation.purpose,
    title: change.title ?? reservation.title,
    note: change.note === undefined ? reservation.note : reasonOf(change.note),
    projectId,
    calendarSequence: reservation.calendarSequence + Number(moved),
  }
  const deadline = (madeAt: number) => decisionDeadline(tx, resource, { madeAt, start: after.start })
  if (moved && reservation.state === 'requested') return { ...after, decideBy: deadline(reservation.createdAt) }
  const taken = [resource, ...after.also.map(({ resourceId }) => catalogue.resourceById.get(resourceId)!)]
  const asking = { resources: taken, start: after.start, end: after.end, purpose: after.purpose }
  const restated = isRestated(reservation, after)
  const isCoordinators = restated && taken.some((each) => mustAskCoordinator({ ...asking, person: wish.person }, each))
  const waits = mustAsk(tx, { ...asking, person }, now) && mustAsk(tx, { ...asking, person: wish.person }, now)
  const keepsTime = !moved || isShortened(reservation, wanted)
  if (!isCoordinators && (!waits || (keepsTime && !restated))) return after
  return {
    ...after,
    calendarSequence: reservation.calendarSequence + 1,
    state: 'requested',
    decideBy: deadline(now),
    decidedById: null,
    decidedAt: null,
    decisionReason: null,
  }
}

/** Whether its use is economic now and was not, or the other way round. */
const isRestated = (before: Reservation, after: Reservation) => groupOf(before.purpose) !== groupOf(after.purpose)

/** Whether what was said of it before is said of something else. */
const isOtherMatter = (before: Reservation, after: Reservation) =>
  before.resourceId !== after.resourceId ||
  isRestated(before, after) ||
  (isMoved(before, after) && !isShortened(before, after))

/**
 * Stewards are asked anew when an approval was lost, else told of another time. Of what else somebody has changed for
 * the requester these hear.
 */
function tellOfIt(tx: Db, before: Reservation, after: Reservation, { person, change, override, now }: Attempt): void {
  const asked = after.state === 'requested' && before.state === 'confirmed'
  const reason = reasonOf(change.reason) ?? override
  if (asked || isMoved(before, after))
    tellOf(tx, after, {
      toRequester: 'changed',
      ...(asked ? { toStewards: 'asked' } : {}),
      ...{ actor: person, reason, at: now },
      previous: { start: before.start, end: before.end },
      tookAlong: before.also,
    })
  else if (person.id !== after.requesterId && after.version !== before.version)
    tellRequester(tx, after, { kind: 'changed', actor: person, reason, at: now })
  if (asked || isOtherMatter(before, after)) askCoordinator(tx, [after], now)
}
