import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { hoursOf } from '../../db/queries/opening-hours.ts'
import { requesterOf } from '../../db/queries/people.ts'
import { projectsOf } from '../../db/queries/projects.ts'
import { eventsOf, recordEvent } from '../../db/queries/reservation-events.ts'
import { reservationById, updateReservation } from '../../db/queries/reservations.ts'
import { forgetVotes, insertVote } from '../../db/queries/votes.ts'
import { stateAfter } from '../domain/lifecycle.ts'
import type { Person } from '../domain/person.ts'
import { groupOf, type Purpose } from '../domain/purpose.ts'
import type { Reservation } from '../domain/reservation.ts'
import type { Voice, Voting } from '../domain/routing.ts'
import type { ViolationCode } from '../domain/violation.ts'
import { sharesDetails } from '../domain/visibility.ts'
import { askCoordinator } from './ask-coordinator.ts'
import { type Assessment, assess } from './assess.ts'
import { writePurpose } from './correct-purpose.ts'
import { expireOverdue } from './expire-requests.ts'
import type { Found } from './find-reservation.ts'
import { keepClaim } from './keep-claim.ts'
import { tellOf } from './reservation-mails.ts'
import { done, type Result, refused } from './result.ts'
import { voicesOf, votingOn } from './voting.ts'
import { reasonOf, refusalOf } from './weigh.ts'

export interface Decision {
  readonly verdict: 'approve' | 'decline'
  /** Why not; a decline needs it. */
  readonly reason?: string | null | undefined
  /** A word that goes with an approval. */
  readonly note?: string | null | undefined
  /** The purpose that an approval confirms, where it is not the one asked for; it needs its own reason. */
  readonly purpose?: Purpose | undefined
  readonly purposeReason?: string | null | undefined
}

/**
 * Approves or declines a request. Where more than one has to agree, a yes that is not the last leaves it `requested`, and
 * one no ends it. Refusals: `not-found`, `forbidden`, `invalid` (a decline without `reason`, another purpose without
 * `purpose_reason`), `wrong-state` (decided,
 * cancelled or expired meanwhile; `requested` where the person's side has agreed already), and for an approval `rules`.
 */
export function decideReservation(
  db: Db,
  person: Person,
  id: number,
  decision: Decision,
  now: number,
): Result<Reservation> {
  const known = reservationById(db, id)
  // Read before the transaction, which remembers nothing it may have to roll back.
  for (const each of known ? [known, ...known.also] : []) hoursOf(db, each.resourceId)
  return inWriteTransaction(db, (tx) => {
    const visible = findToDecide(tx, person, id, now)
    if (!visible.ok) return visible
    const words = reasonOf(decision.verdict === 'decline' ? decision.reason : decision.note)
    if (decision.verdict === 'decline' && words === null)
      return refused({ kind: 'invalid', field: 'reason', reason: 'required' })
    expireOverdue(tx, now)
    let found = { resource: visible.value.resource, reservation: reservationById(tx, id)! }
    // The job may be behind: what is past its deadline has expired all the same.
    const { state: present, decideBy } = found.reservation
    if (present === 'requested' && decideBy !== null && decideBy <= now)
      return refused({ kind: 'wrong-state', state: 'expired' })
    const state = stateAfter(present, decision.verdict)
    if (!state) return refused({ kind: 'wrong-state', state: present })
    if (decision.verdict === 'approve') {
      if (voicesOf(person, visible.value.voting.open, found.reservation).length === 0)
        return refused({ kind: 'wrong-state', state: present })
      const { purpose = found.reservation.purpose, purposeReason: why } = decision
      const isCorrected = purpose !== found.reservation.purpose
      if (isCorrected && reasonOf(why) === null)
        return refused({ kind: 'invalid', field: 'purpose_reason', reason: 'purpose-needs-reason' })
      const confirmed = { ...found, reservation: { ...found.reservation, purpose } }
      const no = refusalOf(standingAgainst(tx, confirmed, now))
      if (no) return no
      if (groupOf(purpose) !== groupOf(found.reservation.purpose)) forgetVotes(tx, id)
      if (isCorrected)
        found = { ...found, reservation: writePurpose(tx, found.reservation, { person, purpose, reason: why, now }) }
      const voting = agree(tx, found.reservation, { person, words, at: now })
      if (voting.missing.length > 0) {
        const agreed = reservationById(tx, id)!
        askCoordinator(tx, [agreed], now)
        return done(agreed)
      }
    }
    const decided = decide(tx, found, { state, person, words, at: now })
    const toRequester = state === 'confirmed' ? 'confirmed' : 'declined'
    tellOf(tx, decided, { toRequester, actor: person, reason: words, at: now })
    return done(decided)
  })
}

/** A request with whose yes it takes. */
export interface FoundToDecide extends Found {
  readonly voting: Voting
  /** Those of its voices that are the person's. */
  readonly mine: readonly Voice[]
}

/**
 * The request for who decides it: `not-found` where they may not know of it, `forbidden` where their yes is not asked for.
 * The coordinator knows of it from when it is their turn.
 */
function findToDecide(tx: Db, person: Person, id: number, now: number): Result<FoundToDecide> {
  const reservation = reservationById(tx, id)
  const resource = reservation && catalogueOf(tx).resourceById.get(reservation.resourceId)
  if (!resource) return refused({ kind: 'not-found' })
  const found = { reservation, resource }
  const voting = votingOn(tx, reservation, now)
  const isTheirTurn = voting.missing.every((voice) => voice === null)
  const mine = voicesOf(person, voting.needed, reservation).filter((voice) => voice !== null || isTheirTurn)
  if (mine.length > 0) return done({ ...found, voting, mine })
  return refused({ kind: sharesDetails(person, found) ? 'forbidden' : 'not-found' })
}

interface Yes {
  readonly person: Person
  readonly words: string | null
  readonly at: number
}

/**
 * Notes the yes of all voices of the person whose turn it is, where there are several at all; returns what is missing
 * then. Without mail.
 */
export function agree(tx: Db, reservation: Reservation, { person, words, at }: Yes): Voting {
  const voting = votingOn(tx, reservation, at)
  if (voting.needed.length === 1) return { ...voting, missing: [] }
  for (const voice of voicesOf(person, voting.open, reservation))
    insertVote(tx, { reservationId: reservation.id, voice, personId: person.id, reason: words, at })
  const after = votingOn(tx, reservation, at)
  if (after.missing.length > 0) {
    updateReservation(tx, reservation)
    const details = words === null ? {} : { reason: words }
    recordEvent(tx, { reservationId: reservation.id, personId: person.id, kind: 'agreed', details, at })
  }
  return after
}

/** What time alone does to a request is its deadline's matter, and what it takes of quotas and of its person it took when it was made. */
const ASKED_BEFORE: readonly ViolationCode[] = ['in-the-past', 'too-soon', 'beyond-horizon', 'quota', 'elsewhere']

/** The full check again: hours, outages and qualifications may have changed since the request. */
export function standingAgainst(tx: Db, { reservation, resource }: Found, now: number) {
  const person = requesterOf(tx, reservation, now)
  const projectCode = projectsOf(tx, person.id).find((project) => project.id === reservation.projectId)?.code ?? null
  const wanted = { ...reservation, projectCode }
  const { violations, conflicts }: Assessment = assess(tx, { person, resource, wanted, except: reservation.id }, now)
  const settled = new Set<string>([...ASKED_BEFORE, ...overriddenIn(tx, reservation.id)])
  return { standing: violations.filter(({ code }) => !settled.has(code)), conflicts }
}

/** Codes of the violations that a steward has set aside for this reservation. */
export function overriddenIn(tx: Db, reservationId: number): readonly string[] {
  return eventsOf(tx, reservationId).flatMap((event) => event.details.codes ?? [])
}

interface Verdict {
  readonly state: Reservation['state']
  readonly person: Person
  readonly words: string | null
  readonly at: number
}

/** The decision without its mail. */
export function decide(tx: Db, { reservation, resource }: Found, { state, person, words, at }: Verdict): Reservation {
  const decided = updateReservation(tx, {
    ...reservation,
    state,
    decidedById: person.id,
    decidedAt: at,
    decisionReason: words,
    calendarSequence: reservation.calendarSequence + 1,
  })
  keepClaim(tx, reservation, decided, resource)
  const kind = state === 'confirmed' ? 'approved' : 'declined'
  const details = words === null ? {} : { reason: words }
  recordEvent(tx, { reservationId: reservation.id, personId: person.id, kind, details, at })
  return decided
}
